//! Team scores for comparison: each drawn towards the common mean, the more the
//! less is known of it. No ranks.

use super::{Anova, BetweenError};
use crate::measure::table::sum;

/// Fewer teams than this are not compared.
pub const TEAMS_NEEDED: usize = 8;
/// The least reliability of team means, ICC(2), with which teams are told apart.
pub const RELIABLE_FROM: f64 = 0.70;
/// Half the width of an interval, in standard errors.
const STANDARD_ERRORS: f64 = 1.96;
/// A step that changes less than this share of τ² is rounding.
const ROUNDING: f64 = 1e-15;
/// Newton's steps double an estimate of 0 until it fits, so this is far more
/// than they take.
const MOST_STEPS: u32 = 2_000;

/// A comparison of teams on one dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Variance between and within.
    pub anova: Anova,
    /// τ², the variance of true team scores, in squared units of the scores.
    pub tau2: f64,
    /// μ̂, what scores are drawn towards, in units of the scores.
    pub mean: f64,
    /// Whether these teams' scores can be told apart: there are at least
    /// [`TEAMS_NEEDED`], ICC(1) > 0 and ICC(2) ≥ [`RELIABLE_FROM`]. If not, no
    /// team is marked.
    pub distinguishable: bool,
    /// One for each list given, in its order; `None` for an empty one.
    pub teams: Vec<Option<Shrunk>>,
}

/// A team's score, drawn towards the common mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shrunk {
    /// How many persons have a score.
    pub n: usize,
    /// Their mean ȳᵢ.
    pub raw: f64,
    /// λᵢ = τ²/(τ² + σ²/nᵢ), 0–1: how much of the raw score is kept.
    pub weight: f64,
    /// λᵢȳᵢ + (1 − λᵢ)μ̂, between the raw score and μ̂.
    pub score: f64,
    /// The lower end of its interval, in units of the scores, off the scale where need be.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Where the interval excludes μ̂, on which side; only in a comparison that
    /// can tell teams apart.
    pub mark: Option<Mark>,
}

/// A team whose score differs from the common mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Higher than the common mean. Where scores are strengths that is worse.
    Above,
    /// Lower.
    Below,
}

impl Comparison {
    /// Compares teams by the persons' scores, one list for each team.
    ///
    /// With σ² = MSW pooled over teams, μ̂ = Σwᵢȳᵢ/Σwᵢ and wᵢ = 1/(τ² + σ²/nᵢ), τ² is
    /// the value ≥ 0 at which Σwᵢ(ȳᵢ − μ̂)² = G − 1, or 0 where that sum is smaller
    /// from the start (Paule & Mandel 1982). The interval is the shrunk score
    /// ± 1.96·√(λᵢσ²/nᵢ + (1 − λᵢ)²/Σwᵢ).
    ///
    /// Where nobody differs from their team (σ² = 0), team means are kept as they
    /// are (λ = 1) and the intervals have no width; where τ² = 0 all teams get μ̂.
    ///
    /// # Errors
    /// As [`Anova::of`].
    pub fn of(teams: &[impl AsRef<[f64]>]) -> Result<Self, BetweenError> {
        let anova = Anova::of(teams)?;
        let means: Vec<Option<TeamMean>> =
            teams.iter().map(|team| TeamMean::of(team.as_ref(), anova.within)).collect();
        let known: Vec<TeamMean> = means.iter().copied().flatten().collect();
        let tau2 = paule_mandel(&known);
        let Pull { mean, weights, .. } = Pull::at(tau2, &known);
        let distinguishable = anova.teams >= TEAMS_NEEDED
            && anova.icc1() > 0.0
            && anova.icc2().is_some_and(|icc2| icc2 >= RELIABLE_FROM);
        let shrink = |team: TeamMean| {
            let weight = tau2 / (tau2 + team.error);
            // From the nearer end, so that rounding cannot leave the stretch between.
            let score = if weight < 0.5 {
                mean + weight * (team.mean - mean)
            } else {
                team.mean + (1.0 - weight) * (mean - team.mean)
            };
            let variance = weight * team.error + (1.0 - weight).powi(2) / weights;
            let half = STANDARD_ERRORS * variance.sqrt();
            let (low, high) = (score - half, score + half);
            let mark = match (low > mean, high < mean) {
                (true, _) => Some(Mark::Above),
                (_, true) => Some(Mark::Below),
                _ => None,
            };
            let mark = mark.filter(|_| distinguishable);
            Shrunk { n: team.n, raw: team.mean, weight, score, low, high, mark }
        };
        let teams = means.into_iter().map(|team| team.map(shrink)).collect();
        Ok(Self { anova, tau2, mean, distinguishable, teams })
    }
}

/// A team's mean and its squared standard error σ²/n.
#[derive(Debug, Clone, Copy)]
struct TeamMean {
    n: usize,
    mean: f64,
    error: f64,
}

impl TeamMean {
    fn of(scores: &[f64], variance: f64) -> Option<Self> {
        let lowest = scores.iter().copied().reduce(f64::min)?;
        let n = scores.len() as f64;
        let mean = lowest + sum(scores.iter().map(|score| score - lowest)) / n;
        Some(Self { n: scores.len(), mean, error: variance / n })
    }
}

/// How team means spread around their weighted mean at some τ².
struct Pull {
    mean: f64,
    /// Σw.
    weights: f64,
    /// Q = Σw(ȳ − μ̂)².
    spread: f64,
    /// −dQ/dτ² = Σw²(ȳ − μ̂)².
    slope: f64,
}

impl Pull {
    fn at(tau2: f64, teams: &[TeamMean]) -> Self {
        let weight = |team: &TeamMean| 1.0 / (tau2 + team.error);
        let weights = sum(teams.iter().map(weight));
        let lowest = teams.iter().map(|team| team.mean).fold(f64::INFINITY, f64::min);
        let above = sum(teams.iter().map(|team| weight(team) * (team.mean - lowest)));
        let mean = lowest + above / weights;
        let spread = sum(teams.iter().map(|team| weight(team) * (team.mean - mean).powi(2)));
        let slope = sum(teams.iter().map(|team| (weight(team) * (team.mean - mean)).powi(2)));
        Self { mean, weights, spread, slope }
    }
}

/// Paule and Mandel's τ². Q falls and bends upwards as τ² grows, so Newton's
/// steps from 0 approach the solution from below and never pass it.
fn paule_mandel(teams: &[TeamMean]) -> f64 {
    let expected = teams.len() as f64 - 1.0;
    if teams.iter().all(|team| team.error <= 0.0) {
        // Q = Σ(ȳ − mean)²/τ²: the plain variance of the team means.
        return Pull::at(1.0, teams).spread / expected;
    }
    let mut tau2 = 0.0;
    for _ in 0..MOST_STEPS {
        let Pull { spread, slope, .. } = Pull::at(tau2, teams);
        let next = tau2 + (spread - expected) / slope;
        // Also ends on a slope of 0, where there is nothing to explain.
        if !(next > tau2 * (1.0 + ROUNDING) && next.is_finite()) {
            break;
        }
        tau2 = next;
    }
    tau2
}

#[cfg(test)]
mod tests;

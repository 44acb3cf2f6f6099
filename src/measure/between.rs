//! Can teams be told apart? One-way analysis of variance, ICC(1) and ICC(2), and
//! (in [`shrink`]) team scores drawn towards the common mean.

pub mod shrink;

use super::table::{deviations, sum};

/// Why teams cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BetweenError {
    /// Fewer than two teams have a score.
    #[error("a comparison needs at least two teams")]
    TooFewTeams,
    /// No team has more than one score, so nothing is known of differences within.
    #[error("a comparison needs a team of at least two persons")]
    NoTeamOfTwo,
    /// All scores are equal.
    #[error("where all scores are equal there is nothing to compare")]
    NoVariance,
    /// A score is infinite or no number, or so large that its square is.
    #[error("every score must be a finite number")]
    NotFinite,
}

/// One-way analysis of variance of persons' scores by team.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anova {
    /// G, the teams that have a score.
    pub teams: usize,
    /// N, the persons.
    pub persons: usize,
    /// The mean square between teams, in squared units of the scores.
    pub between: f64,
    /// The mean square within teams, pooled over teams.
    pub within: f64,
}

impl Anova {
    /// Of the persons' scores, one list for each team; an empty list is no team.
    /// MSB = Σnᵢ(ȳᵢ − ȳ)²/(G − 1), MSW = ΣΣ(y − ȳᵢ)²/(N − G).
    ///
    /// # Errors
    /// [`BetweenError`]: fewer than two teams, no team of two, no differences at
    /// all, or a score that is not finite.
    pub fn of(teams: &[impl AsRef<[f64]>]) -> Result<Self, BetweenError> {
        let teams: Vec<&[f64]> =
            teams.iter().map(AsRef::as_ref).filter(|team| !team.is_empty()).collect();
        if teams.iter().copied().flatten().any(|score| !score.is_finite()) {
            return Err(BetweenError::NotFinite);
        }
        if teams.len() < 2 {
            return Err(BetweenError::TooFewTeams);
        }
        let persons = teams.iter().map(|team| team.len()).sum::<usize>();
        if persons == teams.len() {
            return Err(BetweenError::NoTeamOfTwo);
        }
        let within = sum(teams.iter().flat_map(|team| deviations(team)).map(|d| d * d));
        let lowest = teams.iter().copied().flatten().copied().fold(f64::INFINITY, f64::min);
        let sums = |team: &&[f64]| sum(team.iter().map(|score| score - lowest));
        let mean = sum(teams.iter().map(sums)) / persons as f64;
        let between = sum(teams.iter().map(|team| {
            let size = team.len() as f64;
            size * (sums(team) / size - mean).powi(2)
        }));
        if !(within.is_finite() && between.is_finite()) {
            return Err(BetweenError::NotFinite);
        }
        if within <= 0.0 && between <= 0.0 {
            return Err(BetweenError::NoVariance);
        }
        Ok(Self {
            teams: teams.len(),
            persons,
            between: between / (teams.len() - 1) as f64,
            within: within / (persons - teams.len()) as f64,
        })
    }

    /// F = MSB/MSW, from 0; `None` when nobody differs from their team.
    #[must_use]
    pub fn f(&self) -> Option<f64> {
        (self.within > 0.0).then(|| self.between / self.within)
    }

    /// ICC(1) = (MSB − MSW)/(MSB + (k − 1)·MSW), the share of the scores' variance
    /// that lies between teams, at most 1 (Shrout & Fleiss 1979; Bliese 2000).
    /// k is the mean team size N/G, as in R's multilevel. Below 0 where teams
    /// differ less than chance would make them.
    #[must_use]
    pub fn icc1(&self) -> f64 {
        let size = self.persons as f64 / self.teams as f64;
        (self.between - self.within) / (self.between + (size - 1.0) * self.within)
    }

    /// ICC(2) = (MSB − MSW)/MSB, the reliability of team means, at most 1 (Bliese
    /// 2000). `None` when all team means are equal.
    #[must_use]
    pub fn icc2(&self) -> Option<f64> {
        (self.between > 0.0).then(|| (self.between - self.within) / self.between)
    }
}

#[cfg(test)]
mod tests;

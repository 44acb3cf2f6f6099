//! Teams side by side on the six dimensions: scores drawn towards the common
//! mean, and whether they can be told apart at all.
//!
//! A team enters a dimension only where a verdict on the dimension's change could be given
//! (P1, P4, P7), and from eight such teams on. A small team enters with its displayed figure
//! for a mean. What leaves is as coarse as a report: health rounded to 5, ends coded.

use super::change::{Sealed, Side};
use super::decide::Grant;
use super::display_rule::{IntervalFrom, Scale};
use super::released::Released;
use super::shapes::{Cell, Health, Interval, Reason};
use crate::catalogue::DimensionId;
use crate::measure::between::shrink::{Comparison, Mark, Shrunk, TEAMS_NEEDED};
use crate::measure::person::DIMENSION_PARTS;
use crate::measure::strength;
use serde::Serialize;

/// Teams compared on one dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// The dimension.
    pub id: DimensionId,
    /// How many teams entered.
    pub teams: usize,
    /// What the comparison says, from eight teams on.
    pub scores: Cell<Scores>,
}

/// The scores of the teams that entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scores {
    /// ICC(1) in hundredths, rounded.
    pub icc1_hundredths: i16,
    /// ICC(2) in hundredths, rounded; none where all teams are alike.
    pub icc2_hundredths: Option<i16>,
    /// The common mean.
    pub mean: Health,
    /// Whether these teams can be told apart; if not, none is marked.
    pub told_apart: bool,
    /// One for each round given, in its order; none where it did not enter.
    pub teams: Vec<Option<TeamScore>>,
}

/// A team's score, drawn towards the common mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TeamScore {
    /// Health, shrunk.
    pub health: Health,
    /// Where it could plausibly lie.
    pub interval: Interval,
    /// On which side of the common mean it clearly is.
    pub mark: Option<Stand>,
}

/// On which side of the common mean a team clearly is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// Healthier than the teams taken together.
    Healthier,
    /// Less healthy.
    LessHealthy,
}

/// Releases the comparison of teams, by one sealed round of each, on the six
/// dimensions in catalogue order. Every team that the viewer may see belongs in
/// the list: a comparison of a picked few would say other things of them.
#[must_use]
pub fn compare(rounds: &[Sealed<'_>]) -> Released<Vec<Compared>> {
    let sides: Vec<Option<Side>> = rounds.iter().map(|round| Side::of(*round)).collect();
    let on = |id: DimensionId| {
        let scores: Vec<Vec<f64>> = rounds
            .iter()
            .zip(&sides)
            .map(|((tally, _), side)| {
                let entering = side.as_ref().filter(|side| side.dimension(id).is_ok());
                let grant = entering.and_then(|side| side.grant(id));
                let list = tally.dimension(id).unwrap_or_default();
                grant.map_or_else(Vec::new, |grant| scores_as_shown(list, grant))
            })
            .collect();
        compared(id, &scores)
    };
    Released::seal(DimensionId::ALL.into_iter().map(on).collect())
}

/// The persons' strengths on a dimension, 0–4, moved together so that their mean is the one
/// that the team's own report displays. Else the drawn score would be a second view of the
/// exact mean, rounded at other places than the first. Where the report's own range comes
/// from the scores, the exact mean stays. The strengths may leave 0–4.
///
/// Shown by `the_drawn_score_of_a_small_team_depends_on_its_displayed_figure_alone`.
fn scores_as_shown(sixths: &[u8], grant: Grant) -> Vec<f64> {
    let exact = sixths.iter().map(|score| f64::from(*score) / f64::from(DIMENSION_PARTS));
    let moved = match (grant.interval, strength::dimension(sixths)) {
        (Some(IntervalFrom::Displayed), Some(mean)) => {
            let shown = Health::on(grant.scale, strength::health(mean));
            strength::of_health(f64::from(shown.value())) - mean
        }
        _ => 0.0,
    };
    exact.map(|score| score + moved).collect()
}

fn compared(id: DimensionId, scores: &[Vec<f64>]) -> Compared {
    let teams = scores.iter().filter(|team| !team.is_empty()).count();
    if teams < TEAMS_NEEDED {
        return Compared { id, teams, scores: Cell::Withheld(Reason::TooFewTeams) };
    }
    let Ok(found) = Comparison::of(scores) else {
        // Everybody in every team has the same score.
        return Compared { id, teams, scores: Cell::Withheld(Reason::AllAlike) };
    };
    Compared {
        id,
        teams,
        scores: Cell::Shown(Scores {
            icc1_hundredths: hundredths(found.anova.icc1()),
            icc2_hundredths: found.anova.icc2().map(hundredths),
            mean: Health::on(Scale::FINEST, strength::health(found.mean)),
            told_apart: found.distinguishable,
            teams: found.teams.iter().map(|team| team.as_ref().map(score)).collect(),
        }),
    }
}

fn score(team: &Shrunk) -> TeamScore {
    let health = Health::on(Scale::FINEST, strength::health(team.score));
    // Health runs the other way, so the ends change places.
    let (low, high) = (strength::health(team.high), strength::health(team.low));
    TeamScore {
        health,
        interval: Interval::around(health, low, high),
        mark: team.mark.map(|mark| match mark {
            Mark::Above => Stand::LessHealthy,
            Mark::Below => Stand::Healthier,
        }),
    }
}

/// An ICC in hundredths; it can lie far below 0, but no lower than −100 is told.
fn hundredths(icc: f64) -> i16 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to \u{2212}100\u{2013}100")]
    let whole = (icc * 100.0).round().clamp(-100.0, 100.0) as i16;
    whole
}

impl Stand {
    /// The word on the page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Healthier => "healthier",
            Self::LessHealthy => "less healthy",
        }
    }
}

#[cfg(test)]
mod tests;

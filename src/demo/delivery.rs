//! How a synthetic team delivers, month by month: the four common measures, worse
//! where the patterns that hurt them are strong. A team that has just made its
//! batches smaller delivers more often; how much is this model's choice and says
//! nothing about real teams.

use super::chance::Chance;
use super::quarter::Quarter;
use super::strengths::Course;
use crate::catalogue::{PATTERNS, PatternId};

/// How many months a quarter has.
pub const MONTHS_PER_QUARTER: u8 = 3;

/// A synthetic team's delivery in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// The quarter it is in.
    pub quarter: Quarter,
    /// Its place in the quarter, 0–2.
    pub place: u8,
    /// How many changes reached production.
    pub deployments: u16,
    /// How many of these caused a failure.
    pub failed: u16,
    /// Median hours from commit to production; `None` if nothing reached it.
    pub lead_time_hours: Option<u16>,
    /// Median hours until service was restored; `None` if nothing failed.
    pub restore_hours: Option<u16>,
    /// How many incidents there were.
    pub incidents: u16,
    /// How many of these a change had caused: not every failed deployment is one.
    pub by_change: u16,
}

/// What hurts deployment frequency here.
pub(super) const SELDOM: [PatternId; 4] = [
    PatternId::BigBatches,
    PatternId::ApprovalCommittees,
    PatternId::RiskByFreeze,
    PatternId::PlanOverProgress,
];
/// What hurts lead time here.
pub(super) const LATE: [PatternId; 4] = [
    PatternId::BigBatches,
    PatternId::ApprovalCommittees,
    PatternId::FunctionalSilos,
    PatternId::TicketsOverTalk,
];
/// What hurts the change failure rate here.
pub(super) const FAILING: [PatternId; 4] = [
    PatternId::BigBatches,
    PatternId::HyperSpecialisation,
    PatternId::Heroics,
    PatternId::ArtisanOperations,
];
/// What hurts the time to restore here.
pub(super) const SLOW_TO_MEND: [PatternId; 4] = [
    PatternId::RepeatProblems,
    PatternId::TicketsOverTalk,
    PatternId::Heroics,
    PatternId::ArtisanOperations,
];

/// How often in a month a team could deploy at most.
const OCCASIONS: usize = 60;
/// The share of failed deployments that become an incident.
const BECOMES_INCIDENT: f64 = 0.8;
/// How many incidents of other causes a team could have in a month at most.
const OTHER_CAUSES: usize = 12;
/// How far a month strays from what is typical, as a share of it.
const STRAYS: f64 = 0.2;

/// A team's months, from the quarter of its first round on: in quarters without a
/// round it delivers all the same. Incidents have a chance of their own, so that the
/// other figures stay as they are without them.
pub fn months(
    course: &Course,
    joined: Quarter,
    chance: &mut Chance,
    incidents: &mut Chance,
) -> Vec<Month> {
    let quarters = Quarter::ALL.into_iter().zip(course).filter(|(quarter, _)| *quarter >= joined);
    let mut months = Vec::new();
    for (quarter, strengths) in quarters {
        for place in 0..MONTHS_PER_QUARTER {
            let delivered = month(quarter, place, strengths, chance);
            months.push(with_incidents(delivered, strengths, incidents));
        }
    }
    months
}

/// Most failed deployments become incidents; where problems come back, there are more
/// of other causes too.
fn with_incidents(month: Month, strengths: &[f64; PATTERNS], chance: &mut Chance) -> Month {
    let by_change = count(usize::from(month.failed), BECOMES_INCIDENT, chance);
    let others = count(OTHER_CAUSES, 0.02 + 0.06 * mean(SLOW_TO_MEND, strengths), chance);
    Month { by_change, incidents: by_change + others, ..month }
}

fn month(quarter: Quarter, place: u8, strengths: &[f64; PATTERNS], chance: &mut Chance) -> Month {
    let [seldom, late, failing, slow] =
        [SELDOM, LATE, FAILING, SLOW_TO_MEND].map(|patterns| mean(patterns, strengths));
    let deployments = count(OCCASIONS, (0.85 - 0.24 * seldom).max(0.03), chance);
    let failed = count(usize::from(deployments), 0.02 + 0.07 * failing, chance);
    let lead_time = hours(4.0 + 14.0 * late * late, chance);
    let restore = hours(1.0 + 4.0 * slow * slow, chance);
    Month {
        quarter,
        place,
        deployments,
        failed,
        lead_time_hours: (deployments > 0).then_some(lead_time),
        restore_hours: (failed > 0).then_some(restore),
        incidents: 0,
        by_change: 0,
    }
}

/// The mean strength of some patterns, cut to 0–4.
fn mean(patterns: [PatternId; 4], strengths: &[f64; PATTERNS]) -> f64 {
    let found = patterns.iter().filter_map(|pattern| strengths.get(pattern.index()));
    found.map(|strength| strength.clamp(0.0, 4.0)).sum::<f64>() / patterns.len() as f64
}

/// On how many of so many occasions something happened.
fn count(occasions: usize, share: f64, chance: &mut Chance) -> u16 {
    (0..occasions).map(|_| u16::from(chance.happens(share))).sum()
}

/// Whole hours around what is typical, at least one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "cut to a range that fits first"
)]
fn hours(typical: f64, chance: &mut Chance) -> u16 {
    (typical * (1.0 + chance.normal(STRAYS)) + 0.5).clamp(1.0, 1_000.0) as u16
}

//! What is true of the synthetic organisation as a whole: how strong each pattern
//! is in its middle team, how that drifts, and how often people cannot judge it.

use super::quarter::Quarter;
use crate::catalogue::PatternId;

/// The patterns that the organisation itself does to its teams: strong in most of
/// them, whatever a team does.
pub const SYSTEMIC: [PatternId; 4] = [
    PatternId::FunctionalSilos,
    PatternId::CascadedChange,
    PatternId::ApprovalCommittees,
    PatternId::BespokeIncentives,
];

/// What is true of a pattern everywhere.
pub struct Level {
    first: f64,
    last: f64,
    /// The share of people who cannot judge it, 0–1.
    pub cant_judge: f64,
}

impl Level {
    /// The strength in the middle team, in scale steps: a straight line from the
    /// earliest quarter to the latest.
    pub fn strength(&self, quarter: Quarter) -> f64 {
        self.first + (self.last - self.first) * quarter.elapsed()
    }
}

/// The level of a pattern.
///
/// Four are systemic. Over the two years approval gets lighter (leadership lets
/// low-risk changes go), releases smaller and scripts more common, and the price
/// is paid in long hours.
#[expect(clippy::match_same_arms, reason = "a table: each pattern has its own line")]
pub const fn of(pattern: PatternId) -> Level {
    let (first, last, cant_judge) = match pattern {
        PatternId::ExpertsOverCustomers => (1.3, 1.3, 0.04),
        PatternId::ProjectsOverProducts => (1.6, 1.6, 0.05),
        PatternId::PlanOverProgress => (1.5, 1.4, 0.03),
        PatternId::FunctionalSilos => (2.8, 2.7, 0.03),
        PatternId::LocalOptimisation => (1.5, 1.5, 0.06),
        PatternId::HyperSpecialisation => (1.3, 1.3, 0.02),
        PatternId::TicketsOverTalk => (1.6, 1.5, 0.01),
        PatternId::BlockedChannels => (1.1, 1.0, 0.02),
        PatternId::CascadedChange => (2.5, 2.5, 0.04),
        PatternId::BigBatches => (1.8, 1.3, 0.02),
        PatternId::ApprovalCommittees => (3.1, 2.7, 0.04),
        PatternId::RiskByFreeze => (1.5, 1.3, 0.03),
        PatternId::NotLookingOutside => (1.0, 1.0, 0.05),
        PatternId::RepeatProblems => (1.5, 1.4, 0.03),
        PatternId::MoneyThenScrap => (1.3, 1.3, 0.12),
        PatternId::BespokeIncentives => (2.7, 2.8, 0.12),
        PatternId::Heroics => (1.3, 1.6, 0.01),
        PatternId::ArtisanOperations => (1.7, 1.2, 0.03),
    };
    Level { first, last, cant_judge }
}

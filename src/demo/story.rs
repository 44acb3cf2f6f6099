//! What happens to a synthetic team over the quarters, beside chance.

use super::quarter::Quarter;
use crate::catalogue::{DimensionId, PatternId};

/// What happens to a team, beside chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Story {
    /// Nothing in particular: its figures wobble.
    Quiet,
    /// One dimension gets worse, quarter by quarter.
    Decline {
        /// Which one.
        dimension: DimensionId,
        /// The first quarter in which it shows.
        from: Quarter,
    },
    /// It tried something.
    Tried(Trial),
}

/// An experiment that a team adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trial {
    /// The anti-pattern it works against.
    pub pattern: PatternId,
    /// The id of an experiment of the built-in catalogue.
    pub experiment: &'static str,
    /// The quarter in which it was adopted, after that quarter's round: the next
    /// round is the first that can show something.
    pub begun: Quarter,
    /// How it went.
    pub outcome: Outcome,
}

/// How an experiment went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The pattern became clearly weaker, and what is near it a little.
    Worked,
    /// It was carried through, and nothing came of it.
    DidNothing,
    /// It was given up before it could do anything.
    Dropped,
}

/// The experiments that are tried in the demo, and how each goes. Some appear
/// twice with different ends: what helps one team need not help the next.
pub(super) const TRIALS: [(PatternId, &str, Outcome); 16] = [
    (PatternId::BigBatches, "merge-every-day", Outcome::Worked),
    (PatternId::BigBatches, "halve-the-next-release", Outcome::Worked),
    (PatternId::RepeatProblems, "review-within-five-days", Outcome::Worked),
    (PatternId::ExpertsOverCustomers, "talk-to-a-user-each-week", Outcome::Worked),
    (PatternId::ArtisanOperations, "script-one-step-a-week", Outcome::Worked),
    (PatternId::TicketsOverTalk, "talk-before-the-ticket", Outcome::Worked),
    (PatternId::Heroics, "cap-unplanned-work", Outcome::Worked),
    (PatternId::RiskByFreeze, "rehearse-the-way-back", Outcome::Worked),
    (PatternId::HyperSpecialisation, "pair-on-the-rarest-skill", Outcome::Worked),
    (PatternId::BigBatches, "merge-every-day", Outcome::DidNothing),
    (PatternId::PlanOverProgress, "cut-one-thin-slice", Outcome::DidNothing),
    (PatternId::TicketsOverTalk, "turn-one-form-into-self-service", Outcome::DidNothing),
    (PatternId::RepeatProblems, "give-each-problem-a-day", Outcome::DidNothing),
    (PatternId::ArtisanOperations, "let-the-newcomer-type", Outcome::Dropped),
    (PatternId::HyperSpecialisation, "count-handovers", Outcome::Dropped),
    (PatternId::NotLookingOutside, "write-down-why", Outcome::Dropped),
];

/// What gets worse in the demo.
pub(super) const DECLINES: [DimensionId; 3] =
    [DimensionId::People, DimensionId::Learning, DimensionId::Collaboration];

/// How much stronger than elsewhere a pattern is where an experiment against it is
/// adopted, in scale steps: teams try something where it hurts.
const REASON_TO_TRY: f64 = 1.3;
/// The same for the two patterns beside it.
const REASON_BESIDE: f64 = 0.4;

/// What an experiment that works takes off its pattern, in scale steps. Large, as it
/// has to be for teams of ten to tell it from chance.
const GAIN: f64 = 2.0;
/// What it takes off the two patterns beside it.
const GAIN_BESIDE: f64 = 1.1;
/// What it takes off all others: work that flows better is better all round.
const GAIN_ELSEWHERE: f64 = 0.3;

/// What a decline adds to its dimension in each quarter.
const LOSS: f64 = 0.4;
/// Where a decline ends.
const MOST_LOSS: f64 = 1.6;

impl Story {
    /// What it adds to a pattern's strength in a quarter, in scale steps.
    pub(super) fn effect(&self, pattern: PatternId, quarter: Quarter) -> f64 {
        match self {
            Self::Quiet => 0.0,
            Self::Decline { dimension, from } => {
                if pattern.dimension() == *dimension && quarter >= *from {
                    (LOSS * f64::from(quarter.after(*from) + 1)).min(MOST_LOSS)
                } else {
                    0.0
                }
            }
            Self::Tried(trial) => trial.effect(pattern, quarter),
        }
    }

    /// The experiment it tells of.
    #[must_use]
    pub const fn trial(&self) -> Option<&Trial> {
        match self {
            Self::Tried(trial) => Some(trial),
            Self::Quiet | Self::Decline { .. } => None,
        }
    }
}

impl Trial {
    fn effect(&self, pattern: PatternId, quarter: Quarter) -> f64 {
        let (reason, gain) = if pattern == self.pattern {
            (REASON_TO_TRY, GAIN)
        } else if pattern.dimension() == self.pattern.dimension() {
            (REASON_BESIDE, GAIN_BESIDE)
        } else {
            (0.0, GAIN_ELSEWHERE)
        };
        let reached = match (self.outcome, quarter.after(self.begun)) {
            (Outcome::DidNothing | Outcome::Dropped, _) | (_, 0) => 0.0,
            (Outcome::Worked, 1) => 0.9,
            (Outcome::Worked, _) => 1.0,
        };
        reason - gain * reached
    }
}

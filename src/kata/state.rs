//! The states of an experiment, and the moves from one to another.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use utoipa::ToSchema;

/// How many experiments may run at once on one board.
pub const MOST_RUNNING: usize = 3;

/// A word that names no state, move or judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such state, move or judgement")]
pub struct Unknown;

/// Where an experiment is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// On the board, not begun.
    Proposed,
    /// Being tried.
    Running,
    /// The team looks at what came of it.
    Reviewing,
    /// It has become the normal way of working.
    Kept,
    /// It is over, and another experiment follows from it.
    Changed,
    /// It was given up; what was learned is written down.
    Dropped,
}

impl State {
    /// All of them, in the order of the board.
    pub const ALL: [Self; 6] =
        [Self::Proposed, Self::Running, Self::Reviewing, Self::Kept, Self::Changed, Self::Dropped];

    /// As it is stored and written in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Running => "running",
            Self::Reviewing => "reviewing",
            Self::Kept => "kept",
            Self::Changed => "changed",
            Self::Dropped => "dropped",
        }
    }

    /// As a heading.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Proposed => "Proposed",
            Self::Running => "Running",
            Self::Reviewing => "Reviewing",
            Self::Kept => "Kept",
            Self::Changed => "Changed",
            Self::Dropped => "Dropped",
        }
    }

    /// Whether it has come to an end.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Kept | Self::Changed | Self::Dropped)
    }

    /// What can be done from here, the usual one first.
    #[must_use]
    pub const fn moves(self) -> &'static [Move] {
        match self {
            Self::Proposed => &[Move::Start, Move::Drop],
            Self::Running => &[Move::Review, Move::Drop],
            Self::Reviewing => &[Move::Keep, Move::Change, Move::GoOn, Move::Drop],
            Self::Dropped => &[Move::TakeUp],
            Self::Kept | Self::Changed => &[],
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for State {
    type Err = Unknown;
    fn from_str(text: &str) -> Result<Self, Unknown> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(Unknown)
    }
}

/// What is done with an experiment. Each asks one question; the answer is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// Begin with the first step.
    Start,
    /// Look at what came of it.
    Review,
    /// Give it more time.
    GoOn,
    /// Make it the normal way of working.
    Keep,
    /// End it and try something that follows from it.
    Change,
    /// Give it up.
    Drop,
    /// Put a dropped one back on the board.
    TakeUp,
}

impl Move {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Start, Self::Review, Self::GoOn, Self::Keep, Self::Change, Self::Drop, Self::TakeUp];

    /// As it is stored and written in forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Review => "review",
            Self::GoOn => "go-on",
            Self::Keep => "keep",
            Self::Change => "change",
            Self::Drop => "drop",
            Self::TakeUp => "take-up",
        }
    }

    /// Where it leads.
    #[must_use]
    pub const fn leads_to(self) -> State {
        match self {
            Self::Start | Self::GoOn => State::Running,
            Self::Review => State::Reviewing,
            Self::Keep => State::Kept,
            Self::Change => State::Changed,
            Self::Drop => State::Dropped,
            Self::TakeUp => State::Proposed,
        }
    }

    /// On the button.
    #[must_use]
    pub const fn button(self) -> &'static str {
        match self {
            Self::Start => "Start it",
            Self::Review => "Look at what came of it",
            Self::GoOn => "Give it more time",
            Self::Keep => "Keep it",
            Self::Change => "Change it",
            Self::Drop => "Drop it",
            Self::TakeUp => "Take it up again",
        }
    }

    /// In the log of the experiment.
    #[must_use]
    pub const fn done(self) -> &'static str {
        match self {
            Self::Start => "Started",
            Self::Review => "Review begun",
            Self::GoOn => "Given more time",
            Self::Keep => "Kept",
            Self::Change => "Changed",
            Self::Drop => "Dropped",
            Self::TakeUp => "Taken up again",
        }
    }

    /// The one question that matters here.
    #[must_use]
    pub const fn question(self, from: State) -> &'static str {
        match (self, from) {
            (Self::Start, _) => "What do you expect to see once the first step is done?",
            (Self::Review, _) => "What has happened, compared with the target?",
            (Self::GoOn, _) => "What makes it worth more time?",
            (Self::Keep, _) => "What makes sure that it stays, also on a bad day?",
            (Self::Change, _) => "What will you do differently next?",
            (Self::Drop, State::Proposed) => "Why not, after all?",
            (Self::Drop, _) => "What did you learn from it?",
            (Self::TakeUp, _) => "What is different now?",
        }
    }
}

impl FromStr for Move {
    type Err = Unknown;
    fn from_str(text: &str) -> Result<Self, Unknown> {
        Self::ALL.into_iter().find(|each| each.as_str() == text).ok_or(Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn words_read_back() {
        for state in State::ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
        }
        for each in Move::ALL {
            assert_eq!(each.as_str().parse(), Ok(each));
        }
        assert_eq!("finished".parse::<State>(), Err(Unknown));
    }

    #[test]
    fn every_state_can_be_reached_and_every_move_is_possible_somewhere() {
        let mut reached = BTreeSet::from([State::Proposed]);
        let mut made = BTreeSet::new();
        for _ in 0..State::ALL.len() {
            for from in reached.clone() {
                for each in from.moves() {
                    reached.insert(each.leads_to());
                    made.insert(each.as_str());
                }
            }
        }
        assert_eq!(reached.len(), State::ALL.len());
        assert_eq!(made.len(), Move::ALL.len());
    }

    #[test]
    fn whatever_is_not_over_can_be_dropped_with_a_question() {
        for state in State::ALL {
            let may_drop = state.moves().contains(&Move::Drop);
            assert_eq!(may_drop, !state.is_over(), "{state}");
            for each in state.moves() {
                assert!(each.question(state).ends_with('?'));
                assert_ne!(each.leads_to(), state);
            }
        }
    }
}

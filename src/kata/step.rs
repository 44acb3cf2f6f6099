//! One step of the kata, and the team's own judgement at the end.

use super::state::Unknown;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use utoipa::ToSchema;

/// The most days from a step to the day on which one can see what was learned.
pub const LONGEST_STEP_DAYS: i32 = 14;

/// A step: what we do next and what we expect, and later what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When it was written down.
    pub made_on: Date,
    /// What we do.
    pub what: String,
    /// What we expect of it.
    pub expected: String,
    /// What is in the way; may be empty.
    pub obstacle: String,
    /// When we can see what we have learned, at most 14 days later.
    pub due_on: Date,
    /// When that was, once it has been seen.
    pub done_on: Option<Date>,
    /// What happened; empty until then.
    pub actual: String,
    /// What was learned; may be empty.
    pub learned: String,
}

/// What the team itself makes of an experiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// It helped.
    Helped,
    /// It did not help.
    DidNotHelp,
    /// Nobody can say.
    CannotTell,
}

impl Judgement {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Helped, Self::DidNotHelp, Self::CannotTell];

    /// As it is stored and written in forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Helped => "helped",
            Self::DidNotHelp => "did-not-help",
            Self::CannotTell => "cannot-tell",
        }
    }

    /// On the page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Helped => "It helped",
            Self::DidNotHelp => "It did not help",
            Self::CannotTell => "We cannot tell",
        }
    }
}

impl FromStr for Judgement {
    type Err = Unknown;
    fn from_str(text: &str) -> Result<Self, Unknown> {
        Self::ALL.into_iter().find(|each| each.as_str() == text).ok_or(Unknown)
    }
}

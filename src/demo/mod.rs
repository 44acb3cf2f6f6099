//! Synthetic data for the demo: a made-up company of 40 teams in 5 value streams
//! over 8 quarters. **Nothing in here was ever said by anybody**: companies, teams
//! and answers come from a plain model and a seed.
//!
//! | file | subject |
//! |---|---|
//! | `model.rs` | what comes out, and how it is put together |
//! | `cast.rs` | the names, and the leanings of value streams |
//! | `levels.rs` | how strong each pattern is in the whole organisation |
//! | `plan.rs` | which team gets which part |
//! | `story.rs` | what happens to a team: experiments, declines |
//! | `strengths.rs` | how strong each pattern is in a team, quarter by quarter |
//! | `team.rs` | a team's people and their answers |
//! | `delivery.rs` | how a team delivers, month by month |
//! | `tries.rs`, `words/` | what else is tried, and what teams wrote down about it |
//! | `quarter.rs` | time without dates |
//! | `chance.rs` | repeatable draws |
//!
//! No I/O, no clock and no chance from outside: whoever asks gives a seed, turns
//! quarters into days, and stores the rounds by the same door as real ones.

mod cast;
pub(crate) mod chance;
mod delivery;
mod levels;
mod model;
mod plan;
mod quarter;
mod story;
mod strengths;
mod team;
#[cfg(test)]
mod tests;
mod tries;
pub mod words;

pub use delivery::{MONTHS_PER_QUARTER, Month};
pub use levels::SYSTEMIC;
pub use model::{Group, Organisation, Round, Team, synthesise};
pub use quarter::{QUARTERS, Quarter};
pub use story::{Outcome, Story, Trial};
pub use tries::{End, Try, tries};

/// What every page that shows this data must say.
pub const NOTICE: &str =
    "This company does not exist. All teams and answers here are made up by a program.";

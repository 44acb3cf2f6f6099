//! Past rounds from a file: what would become of them.
//!
//! | file | subject |
//! |---|---|
//! | `day.rs` | the name of a round → the day on which it closed |
//! | `plan.rs` | the file and what is there already → what would happen, row by row |
//! | `conflict.rs` | what in a file contradicts itself |
//! | `carried.rs` | the plan as text that travels through a form and back |
//! | `example.rs` | a file to begin with |
//! | `months.rs` | a team's delivery signals from a form or a file, month by month |
//!
//! All of it is pure: no database, no clock. The file has the format of
//! `andon score` and is read by the same reader ([`crate::score::read_by`]).
//!
//! # What is decided here
//!
//! What the file itself gets wrong is a *fault*: all faults are named at once, and
//! with any of them nothing can be imported. What the organisation has no room for
//! is *left out*, row by row, and the rest goes in: rounds that are there already
//! (a round of the same team that closed on the same day), rounds with fewer
//! answers than the minimum group (they count nowhere, P4, so nothing of them is
//! kept), and rounds within 28 days of another one of the team (P8a).

mod carried;
mod conflict;
mod day;
mod example;
pub mod months;
mod plan;
#[cfg(test)]
mod tests;

pub use carried::{Shown, text};
pub use day::{BadRound, closing_day};
pub use example::example;
pub use plan::{Existing, Known, Outcome, Plan, Row, Target, plan};

use crate::score::{Fault, Rule, Rules, Sheet, read_by};
use jiff::civil::Date;

/// How many rounds one file may hold.
pub const MOST_ROUNDS: usize = 2_000;
/// How many people can have answered in one round.
pub const MOST_ANSWERS: usize = 500;
/// From one round of a team to the next, in days (P8a).
pub const DAYS_BETWEEN: i32 = 28;

/// Reads a file as far as it can be read, with every fault of its cells. `today` is
/// the last day on which a round can have closed; `name` says what is wrong with the
/// name of a team.
#[must_use]
pub fn read(bytes: &[u8], name: Rule<'_>, today: Date) -> (Sheet, Vec<Fault>) {
    let round = |cell: &str| closing_day(cell, today).map(drop).map_err(|bad| bad.to_string());
    read_by(bytes, Rules { team: name, round: &round })
}

//! What the answers say: pure arithmetic, no I/O, no clock, no chance.
//!
//! | file | subject |
//! |---|---|
//! | `person.rs` | one person's answers → exact scores in whole parts |
//! | `tally.rs` | a round's answers → counts and unordered lists of scores |
//! | `strength.rs` | counts and lists → strength (0–4) and health (0–100) |
//! | `interval.rs` | how sure: Jeffreys–Dirichlet and Wilson intervals |
//! | `agreement.rs` | do they agree: AD_M, its critical values, the words |
//! | `within_group.rs` | do they agree, for the coach's details: r_wg, r_wg(j) |
//! | `permutation.rs` | two lists of scores → exact two-sided p of the difference of means |
//! | `effect.rs` | two lists of scores → Cliff's δ, Mann and Whitney's U |
//! | `adjust.rs` | several p → p adjusted after Benjamini and Hochberg |
//! | `change.rs` | two rounds → clearly better, clearly worse, cannot tell |
//! | `between.rs` | several teams → variance between and within, ICC(1), ICC(2) |
//! | `between/shrink.rs` | several teams → scores drawn together, marks |
//! | `reliability.rs` | a file of answers → Cronbach's α, McDonald's ω |
//! | `sums.rs` | several teams’ rounds → persons and teams, counted |
//! | `distributions.rs` | twelve ways in which people might answer |
//! | `delivery.rs` | what a team counted in a month → delivery signals, bands |
//! | `table.rs` | sums and tables that the last ones share |
//!
//! Two habits hold throughout. Scores stay whole numbers (sixths of a step, or
//! 1/360) until the one division at the end, so neither the order of persons nor
//! the machine changes a digit; where scores come as fractions, sums are taken in
//! the order of their terms' size. And missing is an answer: every function takes
//! empty, single and constant input and returns `None` or a typed error.
//!
//! Nothing here decides what may be shown. That is [`disclosure`](crate::disclosure)'s
//! work; the thresholds below which the *method* makes no statement are named here.

#![allow(clippy::doc_markdown, reason = "AD_M and DasGupta are names, not code")]

pub mod adjust;
pub mod agreement;
pub mod between;
pub mod change;
pub mod delivery;
pub mod distributions;
pub mod effect;
pub mod interval;
pub mod permutation;
pub mod person;
pub mod reliability;
pub mod strength;
pub mod sums;
mod table;
mod tally;
pub mod within_group;

#[cfg(test)]
mod properties;
#[cfg(test)]
pub(crate) mod vectors;

pub use agreement::Agreement;
pub use change::{Change, Direction, Verdict};
pub use interval::{Bounds, IntervalError};
pub use person::PersonScores;
pub use sums::DimensionSums;
pub use table::TableError;
pub use tally::{ItemCounts, ScoreLists, Tally};

/// How many points the scale has: 0–4.
pub const POINTS: usize = 5;

/// From this many answers on an item gets a Jeffreys–Dirichlet interval and an
/// agreement word where nothing has to be protected (`andon score` with the gate
/// lifted). What is shown of a team is stricter:
/// [`display_rule`](crate::disclosure::display_rule).
pub const ITEM_SPREAD_FROM: u32 = 8;

/// From this many persons on a dimension gets a Jeffreys–Dirichlet interval and
/// an agreement word where nothing has to be protected; below it Wilson's
/// interval and no word.
pub const DIMENSION_SPREAD_FROM: u32 = 5;

/// The smallest minimum group that a round can have: with two people, each would
/// know everything about the other.
pub const SMALLEST_GROUP: u8 = 3;

/// The largest minimum group.
pub const LARGEST_GROUP: u8 = 10;

/// The minimum group of an organisation that does not choose another.
pub const USUAL_GROUP: u8 = 5;

/// How many people judged an item, from the counts of its points.
fn judged(points: &[u32; POINTS]) -> u32 {
    points.iter().fold(0, |n, count| n.saturating_add(*count))
}

/// `numerator / denominator`, the only place where whole parts become a
/// fraction; `None` when there is nothing to divide by.
#[expect(
    clippy::cast_precision_loss,
    reason = "sums of scores stay far below 2^53; beyond it the last digits do not matter"
)]
fn ratio(numerator: u128, denominator: u128) -> Option<f64> {
    (denominator > 0).then(|| numerator as f64 / denominator as f64)
}

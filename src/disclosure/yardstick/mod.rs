//! What displayed figures give away, counted (P7).
//!
//! Somebody who reads a report can list the sets of answers that agree with everything shown.
//! Where few are left, the report has told what people answered. This module draws or counts
//! true sets, with the probabilities of [twelve distributions](crate::measure::distributions),
//! and says how often how much follows, for three viewers:
//!
//! - an *outsider* knows what is shown, and of the number of people only the band. Every set
//!   that a facilitator must think possible is possible for an outsider too, so all figures
//!   of the facilitator are upper bounds of an outsider's.
//! - a *facilitator* has not answered, and knows how many did.
//! - an *insider* has answered, and knows also that and the own answers.
//!
//! All are taken to know that nobody skipped a statement.
//!
//! | criterion | of | at most | viewer |
//! |---|---|---|---|
//! | (a) how many chose each point of a statement follows | one statement | 1 % on average, 5 % at worst | insider |
//! | (b) another person's answer is certain | one statement | 0.5 % on average, 3 % at worst | insider |
//! | (c) the same for at least one statement | all eighteen together | 5 % on average | insider |
//! | (d) fewer than five sets of answers are possible | one statement | 1.5 % on average | facilitator |
//!
//! *On average* and *at worst* are over the twelve distributions. That all answered "not at
//! all" does not count for (b) and (c): it accuses nobody. As persons can change places, an
//! answer is certain only where all others are known to have answered the same.
//!
//! | file | subject |
//! |---|---|
//! | `model.rs` | which sums of answers are shown alike, by the app's own functions |
//! | `exact.rs` | a statement beside its dimension and siblings: every set of answers |
//! | `sampled.rs` | everything shown of two rounds: a seeded sample |
//! | `rows.rs` | the figures for one number of people |
//! | `table.rs` | those of all bands, as committed and as `/privacy` prints them |

mod exact;
mod model;
mod rows;
mod sampled;
mod table;
#[cfg(test)]
mod tests;

pub use exact::exact;
pub use rows::{ExactRow, SampledRow, Shares, Viewers};
pub use sampled::{Sampled, sampled};
pub use table::Table;

/// The numbers of people that are counted, each with its round's minimum group.
pub const COUNTED: [(u32, u8); 11] =
    [(3, 3), (4, 4), (5, 5), (6, 5), (7, 5), (8, 5), (9, 5), (10, 5), (12, 5), (15, 5), (20, 5)];

/// Up to this many people samples are drawn too: one of twenty takes as long as all smaller
/// ones together.
pub const SAMPLED_UP_TO: u32 = 15;

/// The greatest shares, 0–1, on average and at worst.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// On average over the twelve distributions.
    pub mean: f64,
    /// Of any of the twelve; none where only the average counts.
    pub worst: Option<f64>,
}

/// (a) How many chose each point of a statement follows.
pub const HISTOGRAM: Limit = Limit { mean: 0.01, worst: Some(0.05) };
/// (b) Another person's answer to a given statement is certain.
pub const CERTAIN: Limit = Limit { mean: 0.005, worst: Some(0.03) };
/// (c) Another person's answer to at least one of the eighteen is certain.
pub const ONE_OF_EIGHTEEN: Limit = Limit { mean: 0.05, worst: None };
/// (d) Fewer than five sets of answers to a statement are possible.
pub const FEW_SETS: Limit = Limit { mean: 0.015, worst: None };

impl Limit {
    /// Whether shares keep it.
    #[must_use]
    pub fn holds(self, shares: Shares) -> bool {
        shares.mean <= self.mean && self.worst.is_none_or(|worst| shares.worst <= worst)
    }
}

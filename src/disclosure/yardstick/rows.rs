//! What is counted for one number of people: a row of the table.

use serde::{Deserialize, Serialize};

/// How often something follows, 0–1, over the twelve distributions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Shares {
    /// On average.
    pub mean: f64,
    /// With the distribution that gives away most.
    pub worst: f64,
}

impl Shares {
    /// Of one share for each distribution.
    pub(super) fn of(shares: [f64; 12]) -> Self {
        Self {
            mean: shares.iter().sum::<f64>() / 12.0,
            worst: shares.into_iter().fold(0.0, f64::max),
        }
    }

    /// Rounded to a millionth: what is written to the file.
    fn rounded(self) -> Self {
        let round = |share: f64| (share * 1e6).round() / 1e6;
        Self { mean: round(self.mean), worst: round(self.worst) }
    }
}

/// Two viewers' shares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Viewers {
    /// Knows how many answered, and did not.
    pub facilitator: Shares,
    /// Knows that too, and has answered.
    pub insider: Shares,
}

/// What follows from a statement, its siblings and its dimension: exact.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ExactRow {
    /// How many answered.
    pub people: u32,
    /// The round's minimum group.
    pub minimum_group: u8,
    /// (a) How many chose each point of a statement follows.
    pub histogram: Viewers,
    /// (b) Another person's answer to a given statement is certain, for an insider.
    pub certain: Shares,
    /// (c) The same for at least one of eighteen, dimensions taken to be independent.
    pub one_of_eighteen: Shares,
    /// Whether (c) is an upper bound: eighteen times (b).
    pub one_of_eighteen_is_bound: bool,
    /// (d) Fewer than five sets of answers to a statement are possible.
    pub few_sets: Viewers,
}

/// What follows from everything shown of two rounds: a sample, each share an upper bound.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SampledRow {
    /// How many answered; in half of the rounds before, the minimum group more.
    pub people: u32,
    /// The rounds' minimum group.
    pub minimum_group: u8,
    /// How many pairs of rounds were drawn.
    pub drawn: u32,
    /// (a), for an insider.
    pub histogram: Shares,
    /// (b), for an insider.
    pub certain: Shares,
    /// (c), for an insider.
    pub one_of_eighteen: Shares,
    /// (d), for a facilitator.
    pub few_sets: Shares,
    /// The upper end of the 95 % interval (Wilson) of the mean of (c).
    pub one_of_eighteen_up_to: f64,
}

impl ExactRow {
    /// As it is written to the file.
    #[must_use]
    pub fn rounded(self) -> Self {
        let viewers = |each: Viewers| Viewers {
            facilitator: each.facilitator.rounded(),
            insider: each.insider.rounded(),
        };
        Self {
            histogram: viewers(self.histogram),
            certain: self.certain.rounded(),
            one_of_eighteen: self.one_of_eighteen.rounded(),
            few_sets: viewers(self.few_sets),
            ..self
        }
    }
}

impl SampledRow {
    /// As it is written to the file.
    #[must_use]
    pub fn rounded(self) -> Self {
        Self {
            histogram: self.histogram.rounded(),
            certain: self.certain.rounded(),
            one_of_eighteen: self.one_of_eighteen.rounded(),
            few_sets: self.few_sets.rounded(),
            one_of_eighteen_up_to: (self.one_of_eighteen_up_to * 1e6).round() / 1e6,
            ..self
        }
    }
}

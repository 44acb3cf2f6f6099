//! How often does a person of one group score higher than one of the other?
//! Cliff's δ, and Mann and Whitney's U with its exact p.

use super::permutation::{self, PermutationError, Test};

/// What Mann and Whitney's test says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannWhitney {
    /// U of the first group: of all pairs of one person from each group, those
    /// in which the first scores higher, ties counted half. 0 to n₁·n₂.
    pub u: f64,
    /// The two-sided p and how it was found.
    pub test: Test,
}

/// Cliff's δ (1993): P(a > b) − P(a < b) over all pairs of a person from `a` and
/// one from `b`, −1 to 1. Positive when `a` scores higher.
///
/// In O(n log n), from the sum of ranks. `None` when a group is empty.
#[must_use]
pub fn cliffs_delta(a: &[i64], b: &[i64]) -> Option<f64> {
    let pairs = wide(a.len()) * wide(b.len());
    (pairs > 0).then(|| (doubled_u(a, b) - pairs) as f64 / pairs as f64)
}

/// Mann and Whitney's test (1947) of two unpaired groups of whole-number scores:
/// U, and p by the same machinery as [`permutation::test`], on midranks, so that
/// ties are no obstacle. Two-sided as there.
///
/// # Errors
/// As [`permutation::test`].
pub fn mann_whitney(a: &[i64], b: &[i64]) -> Result<MannWhitney, PermutationError> {
    let [ranks_a, ranks_b] = doubled_midranks(a, b);
    let test = permutation::test(&ranks_a, &ranks_b)?;
    Ok(MannWhitney { u: doubled_u(a, b) as f64 / 2.0, test })
}

/// 2U of the first group: its doubled rank sum less n(n + 1).
fn doubled_u(a: &[i64], b: &[i64]) -> i128 {
    let [ranks, _] = doubled_midranks(a, b);
    let n = wide(a.len());
    ranks.into_iter().map(i128::from).sum::<i128>() - n * (n + 1)
}

/// Twice the rank that each score has among both groups together, in the order
/// given; equal scores share the mean of their ranks, which doubled is whole.
fn doubled_midranks(a: &[i64], b: &[i64]) -> [Vec<i64>; 2] {
    let mut sorted: Vec<i64> = a.iter().chain(b).copied().collect();
    sorted.sort_unstable();
    [a, b].map(|group| {
        let rank = |score: &i64| {
            let below = sorted.partition_point(|other| other < score);
            let up_to = sorted.partition_point(|other| other <= score);
            i64::try_from(below + up_to + 1).unwrap_or(i64::MAX)
        };
        group.iter().map(rank).collect()
    })
}

fn wide(count: usize) -> i128 {
    i128::try_from(count).unwrap_or(i128::MAX)
}

#[cfg(test)]
mod tests;

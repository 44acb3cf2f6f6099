//! Has a mean changed? The exact permutation test on the difference of two means.

mod approximate;
mod exact;
mod lattice;

use std::cmp::Ordering;

/// Up to this much work the test is exact. Work is the size of the smaller group
/// × the people in both × the range of the smaller group's sum on the scores'
/// lattice or, where that allows more, the additions that the table of sums really
/// takes: a fifth to a hundredth of that product.
///
/// Measured: 2·10⁷ additions take 4 to 13 ms.
pub const EXACT_UP_TO: u128 = 20_000_000;

/// Ten times that work is done where the smaller group has fewer people than
/// this: the sum of a few skewed scores is far from normal however many people
/// are in the other group. It lets 5 v 20,000 people be exact, within 0.1 s.
const FEW: usize = 12;

/// The bytes that the table of an exact test may take unless the caller names a limit.
const MEMORY: u64 = 160_000_000;

/// More scores than this in both groups together are refused: exact sums of
/// 64-bit scores could no longer be held.
const MOST: usize = 1 << 31;

/// How a p was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// From all ways to divide the people into two groups.
    Exact,
    /// From the normal distribution with the mean and variance of those ways,
    /// corrected by their skewness, kurtosis and lattice.
    Normal,
}

/// What a permutation test says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// The two-sided p, 0–1.
    pub p: f64,
    /// How it was found.
    pub method: Method,
}

/// Why there is no p.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PermutationError {
    /// One of the groups has no score.
    #[error("a comparison needs scores in both groups")]
    Empty,
    /// More than 2³¹ scores.
    #[error("there are too many scores to compare")]
    TooMany,
    /// Exactness would need more memory than it may take.
    #[error("an exact p needs {needed} bytes of memory, and {limit} are allowed")]
    TooMuchMemory {
        /// The bytes that the table of sums would take.
        needed: u64,
        /// The bytes it may take.
        limit: u64,
    },
    /// The machine did not give the memory that exactness needs.
    #[error("an exact p needs {needed} bytes of memory, more than this machine could give")]
    MemoryRefused {
        /// The bytes that the table of sums would take.
        needed: u64,
    },
}

/// The two-sided permutation test on the difference of the means of two
/// unpaired groups of whole-number scores.
///
/// If it made no difference to which group a person belongs, every choice of n
/// of the N people for the smaller group would be as likely as the observed one.
/// With T the sum of the chosen and t the observed sum, p is the share of
/// choices with |T − E(T)| ≥ |t − E(T)|, E(T) = n·S/N, where S is the sum of
/// all; compared in whole numbers as |N·T − n·S|.
///
/// Exact by the shift algorithm (Streitberg & Röhmel 1986) up to
/// [`EXACT_UP_TO`]; above it from an approximation whose moments are exact (see
/// `approximate.rs` for how near it comes). Nothing is sampled. Neither the
/// order of scores nor which group comes first changes the result, and a shift
/// or a stretch of all scores does not either. If all scores are equal p is 1.
///
/// The smallest p that 4 against 4 people can reach is 2/70 = .0286; 5 against 5
/// reach 2/252 = .0079.
///
/// # Errors
/// [`PermutationError::Empty`] when a group has no score,
/// [`PermutationError::TooMany`] beyond 2³¹ scores.
pub fn test(a: &[i64], b: &[i64]) -> Result<Test, PermutationError> {
    let pooled = Pooled::of(a, b)?;
    let enough = if pooled.chosen < FEW { 10 * EXACT_UP_TO } else { EXACT_UP_TO };
    let feasible = pooled.work() <= enough || exact::additions(&pooled, enough) <= enough;
    match feasible.then(|| exact::p(&pooled, MEMORY)) {
        Some(Ok(p)) => Ok(Test { p, method: Method::Exact }),
        _ => Ok(Test { p: approximate::p(&pooled), method: Method::Normal }),
    }
}

/// [`test()`], exact however long it takes, if the table of sums fits into
/// `memory` bytes.
///
/// # Errors
/// As [`test()`], and [`PermutationError::TooMuchMemory`] with what it would need.
pub fn test_exact(a: &[i64], b: &[i64], memory: u64) -> Result<Test, PermutationError> {
    let p = exact::p(&Pooled::of(a, b)?, memory)?;
    Ok(Test { p, method: Method::Exact })
}

/// Both groups together, on the coarsest lattice that holds them.
#[derive(Debug)]
struct Pooled {
    /// All scores, lowest first, less the lowest and divided by what divides all.
    scores: Vec<u64>,
    /// n, the size of the smaller group.
    chosen: usize,
    /// t, the sum of the smaller group.
    sum: i128,
    /// S, the sum of all.
    total: i128,
}

impl Pooled {
    fn of(a: &[i64], b: &[i64]) -> Result<Self, PermutationError> {
        let smaller = if b.len() < a.len() { b } else { a };
        if smaller.is_empty() {
            return Err(PermutationError::Empty);
        }
        let all = || a.iter().chain(b).copied();
        if a.len().saturating_add(b.len()) > MOST {
            return Err(PermutationError::TooMany);
        }
        let lowest = all().min().unwrap_or_default();
        let step = all().map(|score| score.abs_diff(lowest)).fold(0, gcd).max(1);
        let scaled = |score: i64| score.abs_diff(lowest) / step;
        let mut scores: Vec<u64> = all().map(scaled).collect();
        scores.sort_unstable();
        Ok(Self {
            chosen: smaller.len(),
            sum: smaller.iter().map(|score| i128::from(scaled(*score))).sum(),
            total: scores.iter().copied().map(i128::from).sum(),
            scores,
        })
    }

    /// N and n as wide numbers.
    fn sizes(&self) -> (i128, i128) {
        let wide = |size: usize| i128::try_from(size).unwrap_or(i128::MAX);
        (wide(self.scores.len()), wide(self.chosen))
    }

    /// The lowest and the highest sum that n scores can have.
    fn ends(&self) -> (i128, i128) {
        let sum = |scores: &[u64]| scores.iter().copied().map(i128::from).sum();
        let lowest = self.scores.get(..self.chosen).unwrap_or_default();
        let highest = self.scores.get(self.scores.len() - self.chosen..).unwrap_or_default();
        (sum(lowest), sum(highest))
    }

    /// n × N × range of the sum.
    fn work(&self) -> u128 {
        let ((all, chosen), (low, high)) = (self.sizes(), self.ends());
        (all * chosen).unsigned_abs().saturating_mul((high - low).unsigned_abs())
    }

    /// The sums at least as far from their expectation as the observed one:
    /// those up to the first number and those from the second on. `None` when
    /// that is every sum.
    fn tails(&self) -> Option<(i128, i128)> {
        let (all, chosen) = self.sizes();
        let middle = chosen * self.total;
        let distance = (all * self.sum - middle).abs();
        (distance > 0).then(|| {
            let low = (middle - distance).div_euclid(all);
            let high = -(-(middle + distance)).div_euclid(all);
            (low, high)
        })
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    match a.cmp(&b) {
        Ordering::Less => gcd(b, a),
        _ if b == 0 => a,
        _ => gcd(b, a % b),
    }
}

#[cfg(test)]
mod tests;

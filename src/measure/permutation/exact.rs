//! The shift algorithm: how often every sum comes about, one score after the other.
//!
//! Row j of a table holds, for every sum, in how many ways j of the scores seen
//! so far have it; each further score adds row j − 1, shifted by the score, to
//! row j. Scores come lowest first, so row j starts at the sum of the j lowest,
//! ends at the sum of the last j seen, and is left alone as soon as too few
//! scores remain to get from j to n.

use super::lattice::ln_choose;
use super::{PermutationError, Pooled};

/// 2¹⁰⁰.
const UP: f64 = (1_u128 << 100) as f64;
/// 2⁻⁵⁰⁰, by which a table is brought down before its numbers outgrow `f64`.
const DOWN: f64 = 1.0 / UP / UP / UP / UP / UP;
/// ln 2⁵⁰⁰.
const LN_UP: f64 = 500.0 * std::f64::consts::LN_2;
/// ln 2¹⁰⁰⁰: numbers of ways up to here need no scaling.
const LN_MOST: f64 = 2.0 * LN_UP;

/// The exact p, with a table of at most `memory` bytes.
///
/// Numbers of ways up to 2⁵³ are exact. Where C(N, n) exceeds 2¹⁰⁰⁰ the rows are
/// weighted by odds^j, odds = n/(N − n), and brought down by 2⁵⁰⁰ whenever their
/// sum has grown by as much: what then falls below the smallest number has a
/// probability below 10⁻³⁰⁰.
pub(super) fn p(pooled: &Pooled, memory: u64) -> Result<f64, PermutationError> {
    let Some((low, high)) = pooled.tails() else { return Ok(1.0) };
    let (first, _) = pooled.ends();
    let (mut extreme, mut all) = (0.0, 0.0);
    for (sum, ways) in (first..).zip(ways(pooled, memory)?) {
        all += ways;
        if sum <= low || sum >= high {
            extreme += ways;
        }
    }
    Ok(extreme / all)
}

/// The last row: in how many ways (up to a common factor) n scores have each
/// sum from the lowest on.
pub(super) fn ways(pooled: &Pooled, memory: u64) -> Result<Vec<f64>, PermutationError> {
    let shape = Shape::of(pooled);
    let mut rows = shape.empty_table(memory)?;
    if let Some(nothing) = rows.first_mut().and_then(|row| row.first_mut()) {
        *nothing = 1.0;
    }
    let scaled = ln_choose(shape.all, shape.chosen) > LN_MOST;
    let odds = if scaled { shape.chosen as f64 / (shape.all - shape.chosen) as f64 } else { 1.0 };
    let mut grown = 0.0;
    for (seen, score) in pooled.scores.iter().enumerate() {
        for j in shape.rows(seen).rev() {
            let Some((shorter, longer)) = rows.split_at_mut_checked(j) else { continue };
            let (Some(from), Some(to)) = (shorter.last(), longer.first_mut()) else { continue };
            let lowest = pooled.scores.get(j - 1).copied().unwrap_or_default();
            let shift = usize::try_from(score - lowest).unwrap_or(usize::MAX);
            let count = usize::try_from(shape.length(j - 1, seen)).unwrap_or(usize::MAX);
            let (Some(to), Some(from)) = (to.get_mut(shift..), from.get(..count)) else { continue };
            for (to, from) in to.iter_mut().zip(from) {
                *to += *from * odds;
            }
        }
        grown += odds.ln_1p();
        if scaled && grown > LN_UP {
            grown -= LN_UP;
            rows.iter_mut().flatten().for_each(|ways| *ways *= DOWN);
        }
    }
    Ok(rows.pop().unwrap_or_default())
}

/// How many additions [`p`] would take: what the time of the test grows with.
/// Stops counting above `enough`.
pub(super) fn additions(pooled: &Pooled, enough: u128) -> u128 {
    let shape = Shape::of(pooled);
    let mut additions = 0;
    for seen in 0..shape.all {
        additions += shape.rows(seen).map(|j| shape.length(j - 1, seen)).sum::<u128>();
        if additions > enough {
            break;
        }
    }
    additions
}

/// Which parts of the table are in use when.
struct Shape {
    /// n and N.
    chosen: usize,
    all: usize,
    /// The sums of the first 0, 1, … N scores.
    sums: Vec<u128>,
}

impl Shape {
    fn of(pooled: &Pooled) -> Self {
        let sums = pooled.scores.iter().scan(0, |sum, score| {
            *sum += u128::from(*score);
            Some(*sum)
        });
        Self {
            chosen: pooled.chosen,
            all: pooled.scores.len(),
            sums: std::iter::once(0).chain(sums).collect(),
        }
    }

    fn sum_of_first(&self, count: usize) -> u128 {
        self.sums.get(count).copied().unwrap_or_default()
    }

    /// The rows that the next score adds to, after `seen` scores.
    fn rows(&self, seen: usize) -> std::ops::RangeInclusive<usize> {
        let fewest = (self.chosen + seen + 1).saturating_sub(self.all).max(1);
        fewest..=self.chosen.min(seen + 1)
    }

    /// How many sums row `j` holds after `seen` scores.
    fn length(&self, j: usize, seen: usize) -> u128 {
        let highest = self.sum_of_first(seen) - self.sum_of_first(seen.saturating_sub(j));
        highest - self.sum_of_first(j) + 1
    }

    /// Rows 0 to n, each as long as it will ever be.
    fn empty_table(&self, memory: u64) -> Result<Vec<Vec<f64>>, PermutationError> {
        let lengths = (0..=self.chosen).map(|j| self.length(j, self.all - self.chosen + j));
        let cells = lengths.clone().fold(0, u128::saturating_add);
        let needed = u64::try_from(cells.saturating_mul(8)).unwrap_or(u64::MAX);
        if needed > memory {
            return Err(PermutationError::TooMuchMemory { needed, limit: memory });
        }
        let refused = PermutationError::MemoryRefused { needed };
        lengths
            .map(|length| {
                let length = usize::try_from(length).map_err(|_| refused)?;
                let mut row = Vec::new();
                row.try_reserve_exact(length).map_err(|_| refused)?;
                row.resize(length, 0.0);
                Ok(row)
            })
            .collect()
    }
}

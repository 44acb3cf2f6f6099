//! How strongly a pattern is present in a team, and its reverse, health.
//!
//! Strength is in scale steps, 0 (not at all) to 4 (extremely). Figures over
//! several teams must go back to persons: pool the counts or the lists first and
//! call these functions on the pool, never average their results.

use super::person::{DIMENSION_MAX, DIMENSION_PARTS, OVERALL_MAX, OVERALL_PARTS};
use super::{POINTS, ratio};

/// The highest strength.
pub const MAX: f64 = 4.0;

/// A team's strength on an item: the mean over those who judged it,
/// `Σ k·c_k / Σ c_k`, in 0–4.
///
/// `points` holds how many chose each point, 0–4. `None` when nobody judged it.
#[must_use]
pub fn item(points: &[u32; POINTS]) -> Option<f64> {
    let (sum, n) = points.iter().zip(0_u128..).fold((0, 0), |(sum, n), (count, point)| {
        (sum + point * u128::from(*count), n + u128::from(*count))
    });
    ratio(sum, n)
}

/// A team's strength on a dimension: the mean of the persons' dimension scores,
/// in 0–4.
///
/// `sixths` holds those scores in sixths of a step, 0–24, in any order. `None`
/// when it is empty or holds a number that is no score.
#[must_use]
pub fn dimension(sixths: &[u8]) -> Option<f64> {
    mean(sixths, DIMENSION_MAX, DIMENSION_PARTS)
}

/// A team's overall strength: the mean of the persons' overall scores, in 0–4.
///
/// `scores` holds those scores in 1/360 of a step, 0–1440, in any order. `None`
/// when it is empty or holds a number that is no score.
#[must_use]
pub fn overall(scores: &[u16]) -> Option<f64> {
    mean(scores, OVERALL_MAX, OVERALL_PARTS)
}

/// The mean of item means, in 0–4: what stands in for a dimension when a team
/// chose to keep no lists of persons' scores.
///
/// It equals [`dimension`] when everybody judged every item; with gaps it can
/// differ, because it weighs items alike and not persons. `None` when there is
/// no item or one of them was judged by nobody.
#[must_use]
pub fn mean_of_items(items: &[[u32; POINTS]]) -> Option<f64> {
    let (sum, count) = items
        .iter()
        .try_fold((0.0, 0_u32), |(sum, count), points| Some((sum + item(points)?, count + 1)))?;
    (count > 0).then(|| sum / f64::from(count))
}

/// Health: `100 × (1 − strength / 4)`, in 0–100; 100 means the pattern is absent.
///
/// Percent of maximum possible, reversed (Cohen, Cohen, Aiken & West 1999). It
/// is linear, so a mean of healths is the health of the mean.
#[must_use]
pub fn health(strength: f64) -> f64 {
    100.0 - 25.0 * strength
}

/// The strength, 0–4, that a health of 0–100 stands for: the reverse of [`health`].
#[must_use]
pub fn of_health(health: f64) -> f64 {
    MAX * (1.0 - health / 100.0)
}

/// [`dimension`] of many persons, from how many have each score, 0–24 sixths.
///
/// `None` when nobody has one.
#[must_use]
pub fn of_counted_dimension(counts: &[u32; DIMENSION_MAX as usize + 1]) -> Option<f64> {
    let (sum, n) = counts.iter().zip(0_u128..).fold((0, 0), |(sum, n), (count, score)| {
        (sum + score * u128::from(*count), n + u128::from(*count))
    });
    ratio(sum, n * u128::from(DIMENSION_PARTS))
}

/// The mean of whole-number scores no higher than `max`, in steps of `parts`.
fn mean<T: Copy + PartialOrd + Into<u128>>(scores: &[T], max: T, parts: u16) -> Option<f64> {
    let (sum, n) = scores.iter().try_fold((0_u128, 0_u128), |(sum, n), score| {
        (*score <= max).then(|| (sum + (*score).into(), n + 1))
    })?;
    ratio(sum, n * u128::from(parts))
}

#[cfg(test)]
mod tests;

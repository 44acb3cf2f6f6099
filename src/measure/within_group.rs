//! Do they agree, as the literature often asks it: r_wg and r_wg(j). Only for
//! the coach's details; the words on pages come from [`agreement`](super::agreement).
//!
//! The popular rule "agreement from .70 on" is not used: at n = 5 random answers
//! pass it 6 times in 100, at n = 3 23 times.

use super::table::{TableError, complete_columns, deviations, sum};
use super::{POINTS, judged};

/// Agreement on one item, r_wg = 1 − s²/σ², 0–1 (James, Demaree & Wolf 1984).
///
/// s² is the sample variance (divisor n − 1) of the answers that exist, σ² =
/// (A² − 1)/12 the variance of uniform random answers on a scale of `points` = A
/// points. Less agreement than at random counts as 0.
///
/// # Errors
/// [`TableError::TooFewPersons`] below two answers, [`TableError::NotFinite`],
/// and [`TableError::Shape`] for a scale of fewer than two points.
pub fn r_wg(answers: &[Option<f64>], points: u32) -> Result<f64, TableError> {
    let rows: Vec<[Option<f64>; 1]> = answers.iter().map(|answer| [*answer]).collect();
    r_wg_j(&rows, points)
}

/// Agreement on a scale of J items, r_wg(j) = J(1 − m)/(J(1 − m) + m) with m the
/// mean of the items' s² divided by σ², 0–1 (James, Demaree & Wolf 1984); s² and
/// σ² as for [`r_wg`], which is the case J = 1. 0 where m is above 1.
///
/// `rows` holds a person each. Only persons who answered every item enter, as in
/// R's multilevel.
///
/// # Errors
/// [`TableError::TooFewPersons`] when fewer than two persons answered every item,
/// [`TableError::Shape`] for rows of unequal length, no item or a scale of fewer
/// than two points, [`TableError::NotFinite`].
pub fn r_wg_j(rows: &[impl AsRef<[Option<f64>]>], points: u32) -> Result<f64, TableError> {
    if points < 2 {
        return Err(TableError::Shape);
    }
    let columns = complete_columns(rows, 1)?;
    let persons = columns.first().map_or(0, Vec::len) as f64;
    let variance =
        |column: &Vec<f64>| sum(deviations(column).into_iter().map(|d| d * d)) / (persons - 1.0);
    let variances: Vec<f64> = columns.iter().map(variance).collect();
    let points = f64::from(points);
    Ok(from_variances(&variances, (points * points - 1.0) / 12.0))
}

/// [`r_wg`] of an item from how many chose each point, 0–4.
///
/// `None` when fewer than two judged it.
#[must_use]
pub fn r_wg_of_counts(points: &[u32; POINTS]) -> Option<f64> {
    r_wg_j_of_counts(&[*points])
}

/// [`r_wg_j`] from the counts of a dimension's items, which is all that a sealed
/// round keeps. Every answer to an item enters, not only those of persons who
/// answered all of them; without gaps that is the same.
///
/// `None` when there is no item or fewer than two judged one of them.
#[must_use]
pub fn r_wg_j_of_counts(items: &[[u32; POINTS]]) -> Option<f64> {
    let variances: Vec<f64> = items.iter().map(variance).collect::<Option<_>>()?;
    (!variances.is_empty()).then(|| from_variances(&variances, 2.0))
}

fn from_variances(variances: &[f64], of_random_answers: f64) -> f64 {
    let items = variances.len() as f64;
    let share = sum(variances.iter().copied()) / items / of_random_answers;
    let agreed = items * (1.0 - share);
    if share >= 1.0 { 0.0 } else { agreed / (agreed + share) }
}

/// The sample variance of counted answers, (n·Σx² − (Σx)²)/(n(n − 1)).
fn variance(points: &[u32; POINTS]) -> Option<f64> {
    let n = u128::from(judged(points));
    let counted = || points.iter().copied().map(u128::from).zip(0_u128..);
    let sum: u128 = counted().map(|(count, point)| count * point).sum();
    let squares: u128 = counted().map(|(count, point)| count * point * point).sum();
    super::ratio((n * squares).saturating_sub(sum * sum), n * n.saturating_sub(1))
}

#[cfg(test)]
mod tests;

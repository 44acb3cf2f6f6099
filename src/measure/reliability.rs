//! Do a dimension's items hang together? Cronbach's α and McDonald's ω, for
//! files of raw answers pooled over at least [`PERSONS_NEEDED`] persons; never for
//! a team. A sealed round keeps no covariances and cannot give them.

use super::table::{TableError, complete_columns, deviations, sum};

/// From this many persons on the method speaks of reliability at all. The
/// functions here leave it to their caller to ask.
pub const PERSONS_NEEDED: usize = 100;

/// How far below 0 rounding alone can bring a residual variance, as a share of
/// the item's variance.
const ROUNDING: f64 = 1e-12;

/// Why there is no coefficient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReliabilityError {
    /// The table gives no covariances.
    #[error(transparent)]
    Table(#[from] TableError),
    /// All persons have the same sum, so there is nothing to be reliable about.
    #[error("without differences between persons there is no reliability")]
    NoVariance,
    /// ω is known in closed form for three items only.
    #[error("\u{3c9} is computed for exactly three items")]
    NotThreeItems,
    /// The covariances are not those of one common factor: one is 0, or their
    /// product is negative.
    #[error("these items do not share one factor")]
    NoFactor,
    /// An item would have a negative residual variance (a Heywood case).
    #[error("one item would have to be explained by more than all of its variance")]
    Heywood,
}

/// What one factor explains in three items.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Omega {
    /// ω_total, the share of the sum's variance that the factor explains, 0–1.
    pub total: f64,
    /// The items' loadings on a factor of variance 1, in the items' units, the
    /// first positive.
    pub loadings: [f64; 3],
    /// The items' residual variances, in the items' units squared.
    pub residuals: [f64; 3],
}

/// Cronbach's α (1951) = k/(k − 1) · (1 − Σsᵢ²/s²) for k items, at most 1; sᵢ² are
/// the items' variances, s² that of their sum. It can be negative.
///
/// `rows` holds a person each; only persons who answered every item enter.
///
/// # Errors
/// [`ReliabilityError::NoVariance`] when all persons have the same sum;
/// [`ReliabilityError::Table`] for fewer than two persons, fewer than two items,
/// rows of unequal length or numbers that are not finite.
pub fn alpha(rows: &[impl AsRef<[Option<f64>]>]) -> Result<f64, ReliabilityError> {
    let items: Vec<Vec<f64>> = complete_columns(rows, 2)?.iter().map(|c| deviations(c)).collect();
    let k = items.len() as f64;
    let of_items = sum(items.iter().map(|item| product(item, item)));
    let of_pairs = sum(items
        .iter()
        .enumerate()
        .flat_map(|(place, item)| items.iter().skip(place + 1).map(|other| product(item, other))));
    let of_sum = of_items + 2.0 * of_pairs;
    if of_sum <= ROUNDING * of_items {
        return Err(ReliabilityError::NoVariance);
    }
    Ok(k / (k - 1.0) * (2.0 * of_pairs / of_sum))
}

/// McDonald's ω_total (1999) of three items on one factor,
/// (Σλ)²/((Σλ)² + Σθ).
///
/// With three items the model has as many parameters as there are variances and
/// covariances s (divisor N), so it fits exactly: λ₁² = s₁₂s₁₃/s₂₃ and so on in
/// turn, θᵢ = sᵢᵢ − λᵢ².
///
/// `rows` holds a person each; only persons who answered every item enter.
///
/// # Errors
/// [`ReliabilityError::NotThreeItems`]; [`ReliabilityError::NoFactor`] when a
/// covariance is 0 or their product negative; [`ReliabilityError::Heywood`] when a
/// θ would be negative; [`ReliabilityError::NoVariance`] when the items' sum does
/// not vary; [`ReliabilityError::Table`] as for [`alpha`].
pub fn omega(rows: &[impl AsRef<[Option<f64>]>]) -> Result<Omega, ReliabilityError> {
    let columns = complete_columns(rows, 1)?;
    let [x, y, z] = columns.as_slice() else { return Err(ReliabilityError::NotThreeItems) };
    let persons = x.len() as f64;
    let [x, y, z] = [x, y, z].map(|column| deviations(column));
    let covariance = |a: &[f64], b: &[f64]| product(a, b) / persons;
    let (xy, xz, yz) = (covariance(&x, &y), covariance(&x, &z), covariance(&y, &z));
    let variances = [covariance(&x, &x), covariance(&y, &y), covariance(&z, &z)];
    // Written so that a covariance of 0 and a negative product end here alike.
    let square = xy * xz / yz;
    if !(square.is_finite() && square > 0.0) {
        return Err(ReliabilityError::NoFactor);
    }
    let first = square.sqrt();
    let loadings = [first, xy / first, xz / first];
    let mut residuals = [0.0; 3];
    for ((residual, variance), loading) in residuals.iter_mut().zip(variances).zip(loadings) {
        let rest = variance - loading * loading;
        if rest < -ROUNDING * variance {
            return Err(ReliabilityError::Heywood);
        }
        *residual = rest.max(0.0);
    }
    let explained = loadings.iter().sum::<f64>().powi(2);
    let all = explained + residuals.iter().sum::<f64>();
    if all <= 0.0 {
        return Err(ReliabilityError::NoVariance);
    }
    Ok(Omega { total: explained / all, loadings, residuals })
}

/// Σab over persons, in an order that depends on the products alone.
fn product(a: &[f64], b: &[f64]) -> f64 {
    sum(a.iter().zip(b).map(|(a, b)| a * b))
}

#[cfg(test)]
mod tests;

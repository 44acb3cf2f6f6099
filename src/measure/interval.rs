//! How sure a mean is: 95 % intervals on the scale's share, 0–1.
//!
//! [`jeffreys_dirichlet`] depends on the spread of the scores. Where that could tell how
//! single people answered, [`wilson`] on the figure that is shown anyway stands in, so that
//! the interval tells nothing more; [`display_rule`](crate::disclosure::display_rule) says
//! where.

use super::POINTS;
use super::person::{DIMENSION_MAX, OVERALL_MAX};
use statrs::distribution::{Beta, ContinuousCDF};
use statrs::function::beta::ln_beta;

/// The probability below the lower end; as much lies above the upper end.
const TAIL: f64 = 0.025;
/// The 97.5 % quantile of the standard normal distribution.
const NORMAL_QUANTILE: f64 = 1.959_963_984_540_054;

/// When a step of [`quantile`] is so small, the next would be none.
const NEAR: f64 = 1e-14;
/// The same for one of Halley's steps, as a share of the distance from the nearer end: the
/// error of the next is as the cube of this one's.
const SMALL: f64 = 1e-5;
/// Steps after which [`quantile`] ends in any case. Half of them at least halve
/// the bracket or the step before, from 1 on, so this leaves less than `NEAR`.
const MOST_STEPS: u32 = 120;

/// Between which values a mean could plausibly lie (95 %).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Lower end.
    pub low: f64,
    /// Upper end, at least `low`.
    pub high: f64,
}

impl Bounds {
    /// The same interval told as health: from bounds on strength ÷ 4 (0–1) to
    /// bounds on health (0–100). The ends change places.
    #[must_use]
    pub fn as_health(self) -> Self {
        Self { low: 100.0 * (1.0 - self.high), high: 100.0 * (1.0 - self.low) }
    }
}

/// Why there is no interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IntervalError {
    /// Nobody answered.
    #[error("there is no interval without an answer")]
    Empty,
    /// A score is not a number from 0 to 1, or not a score of its kind.
    #[error("an interval needs scores within their scale")]
    OutOfRange,
    /// The numbers are beyond what the Beta distribution can be computed for.
    #[error("an interval could not be computed from these numbers")]
    NotComputable,
}

/// The Jeffreys–Dirichlet interval of a mean of bounded scores.
///
/// `z` holds n scores rescaled to 0–1, in any order (not even the last bit of
/// the result depends on it). With A = n + 1, e = (Σz + ½)/A, q = (Σz² + ½)/A,
/// v = (q − e²)/(A + 1) and κ = e(1 − e)/v − 1 the ends are the 2.5 % and 97.5 %
/// quantiles of Beta(eκ, (1 − e)κ). If all z = 0 the lower end is 0; if all
/// z = 1 the upper end is 1.
///
/// These are the mean and variance of Σwz under Dirichlet weights, 1 for each
/// person and ½ for each end of the scale (Rubin's Bayesian bootstrap (1981)
/// with Jeffreys' prior at the ends), matched by a Beta. Where all answers lie at
/// the ends it equals the Jeffreys binomial interval (Brown, Cai & DasGupta
/// 2001): 3 of 5 gives 0.20942–0.90561. Coverage is checked in the tests.
///
/// # Errors
/// [`IntervalError::Empty`] without a score, [`IntervalError::OutOfRange`] for a
/// score outside 0–1 or not a number.
pub fn jeffreys_dirichlet(z: &[f64]) -> Result<Bounds, IntervalError> {
    let mut sorted: Vec<(f64, f64)> = z.iter().map(|score| (*score, 1.0)).collect();
    sorted.sort_unstable_by(|(a, _), (b, _)| a.total_cmp(b));
    weighted(&sorted)
}

/// [`jeffreys_dirichlet`] of an item, from how many chose each point, 0–4.
///
/// # Errors
/// [`IntervalError::Empty`] when nobody judged it.
pub fn of_item(points: &[u32; POINTS]) -> Result<Bounds, IntervalError> {
    let [c0, c1, c2, c3, c4] = points.map(f64::from);
    weighted(&[(0.0, c0), (0.25, c1), (0.5, c2), (0.75, c3), (1.0, c4)])
}

/// [`jeffreys_dirichlet`] of a dimension, from the persons' scores in sixths, 0–24.
///
/// # Errors
/// [`IntervalError::Empty`] without a score, [`IntervalError::OutOfRange`] for a
/// number above 24.
pub fn of_dimension(sixths: &[u8]) -> Result<Bounds, IntervalError> {
    of_scores(sixths, f64::from(DIMENSION_MAX))
}

/// [`of_dimension`] of many persons, from how many have each score, 0–24 sixths.
///
/// # Errors
/// [`IntervalError::Empty`] when nobody has one.
pub fn of_counted_dimension(
    counts: &[u32; DIMENSION_MAX as usize + 1],
) -> Result<Bounds, IntervalError> {
    let scores: Vec<(f64, f64)> = counts
        .iter()
        .zip(0_u8..)
        .map(|(count, score)| (f64::from(score) / f64::from(DIMENSION_MAX), f64::from(*count)))
        .collect();
    weighted(&scores)
}

/// [`jeffreys_dirichlet`] of the overall score, from the persons' scores in
/// 1/360, 0–1440.
///
/// # Errors
/// [`IntervalError::Empty`] without a score, [`IntervalError::OutOfRange`] for a
/// number above 1440.
pub fn of_overall(scores: &[u16]) -> Result<Bounds, IntervalError> {
    of_scores(scores, f64::from(OVERALL_MAX))
}

fn of_scores<T: Copy + Into<f64>>(scores: &[T], max: f64) -> Result<Bounds, IntervalError> {
    let shares: Vec<f64> = scores.iter().map(|score| (*score).into() / max).collect();
    jeffreys_dirichlet(&shares)
}

/// Wilson's interval for a share `p` (0–1) of `n`.
///
/// Centre (p + c²/2n)/(1 + c²/n), half width c·√(p(1 − p)/n + c²/4n²)/(1 + c²/n),
/// c = 1.95996… (Wilson 1927). For a bounded mean it is wide enough, because no
/// scores with mean p vary more than those at the ends alone.
///
/// # Errors
/// [`IntervalError::Empty`] when `n` is 0, [`IntervalError::OutOfRange`] when `p`
/// is outside 0–1 or not a number.
pub fn wilson(p: f64, n: u32) -> Result<Bounds, IntervalError> {
    if n == 0 {
        return Err(IntervalError::Empty);
    }
    if !(0.0..=1.0).contains(&p) {
        return Err(IntervalError::OutOfRange);
    }
    let n = f64::from(n);
    let square = NORMAL_QUANTILE * NORMAL_QUANTILE;
    let shrink = 1.0 + square / n;
    let centre = (p + square / (2.0 * n)) / shrink;
    let half = NORMAL_QUANTILE * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt() / shrink;
    // At the ends of the scale one end of the interval is that end; the
    // formula would miss it by a rounding error, on either side.
    Ok(Bounds {
        low: if p <= 0.0 { 0.0 } else { (centre - half).max(0.0) },
        high: if p >= 1.0 { 1.0 } else { (centre + half).min(1.0) },
    })
}

/// The Jeffreys–Dirichlet interval of scores, each with how often it occurs.
fn weighted(scores: &[(f64, f64)]) -> Result<Bounds, IntervalError> {
    if scores.iter().any(|(score, _)| !(0.0..=1.0).contains(score)) {
        return Err(IntervalError::OutOfRange);
    }
    let n: f64 = scores.iter().map(|(_, times)| times).sum();
    if n <= 0.0 {
        return Err(IntervalError::Empty);
    }
    let sum: f64 = scores.iter().map(|(score, times)| score * times).sum();
    let total = n + 1.0;
    let mean = (sum + 0.5) / total;
    // q − e² as a sum of squares around e: the same number, without the
    // cancellation that a large team would bring.
    let squares: f64 =
        scores.iter().map(|(score, times)| times * (score - mean) * (score - mean)).sum();
    let ends = 0.5 * (mean * mean + (1.0 - mean) * (1.0 - mean));
    let variance = (squares + ends) / total / (total + 1.0);
    let weight = mean * (1.0 - mean) / variance - 1.0;

    let beta = Beta::new(mean * weight, (1.0 - mean) * weight)
        .map_err(|_| IntervalError::NotComputable)?;
    let quantile = |p| quantile(&beta, p);
    let all_at_top = scores.iter().all(|(score, times)| *score >= 1.0 || *times <= 0.0);
    Ok(Bounds {
        low: if sum <= 0.0 { 0.0 } else { quantile(TAIL) },
        high: if all_at_top { 1.0 } else { quantile(1.0 - TAIL) },
    })
}

/// The point below which a share `p` of the distribution lies, to 1e-12; `p` is one of the
/// two tails.
///
/// Halley's steps on the distribution function, whose density f and its slope
/// f′/f = (a − 1)/x − (b − 1)/(1 − x) are known. Every step narrows a bracket, and one that
/// would leave it, or does not even halve the last one, halves the bracket instead. So it
/// comes to an end whatever the shapes, and soon for usual ones.
///
/// statrs has a quantile function of its own, but its iteration does not come to
/// an end for every pair of shapes (seen at version 0.19.1), and a report must
/// never wait for ever.
fn quantile(beta: &Beta, p: f64) -> f64 {
    let (a, b) = (beta.shape_a(), beta.shape_b());
    let log_beta = ln_beta(a, b);
    let (mut low, mut high) = (0.0, 1.0);
    let mut x = first_guess(a, b, p);
    let mut last = 1.0_f64;
    for _ in 0..MOST_STEPS {
        let excess = beta.cdf(x) - p;
        if excess < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let density = ((a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - log_beta).exp();
        let newton = excess / density;
        let bend = newton * ((a - 1.0) / x - (b - 1.0) / (1.0 - x));
        let step = newton / (1.0 - 0.5 * bend.min(1.0));
        let next = x - step;
        let halve = !(low < next && next < high) || 2.0 * step.abs() > last.abs();
        let next = if halve { 0.5 * (low + high) } else { next };
        last = next - x;
        x = next;
        let is_next_none = !halve && last.abs() < SMALL * x.min(1.0 - x);
        if is_next_none || last.abs() < NEAR {
            break;
        }
    }
    x
}

/// Where to begin: near a tail's quantile by Abramowitz & Stegun (1964), 26.5.22, or by the
/// normal approximation where that does not hold.
fn first_guess(a: f64, b: f64, p: f64) -> f64 {
    let mean = a / (a + b);
    let tail = if p < 0.5 { NORMAL_QUANTILE } else { -NORMAL_QUANTILE };
    let guess = if a > 1.0 && b > 1.0 {
        let (of_a, of_b) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
        let harmonic = 2.0 / (of_a + of_b);
        let lambda = (tail * tail - 3.0) / 6.0;
        let skew = (of_b - of_a) * (lambda + 5.0 / 6.0 - 2.0 / (3.0 * harmonic));
        let w = tail * (harmonic + lambda).sqrt() / harmonic - skew;
        a / (a + b * (2.0 * w).exp())
    } else {
        mean - tail * (mean * (1.0 - mean) / (a + b + 1.0)).sqrt()
    };
    if 0.0 < guess && guess < 1.0 { guess } else { mean }
}

#[cfg(test)]
mod coverage;
#[cfg(test)]
mod tests;

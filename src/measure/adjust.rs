//! Several questions at once: p adjusted after Benjamini and Hochberg.

/// Why there are no adjusted p.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AdjustError {
    /// One of the p is not a number from 0 to 1.
    #[error("a p must be a number from 0 to 1")]
    NotAProbability,
}

/// Adjusted p after Benjamini & Hochberg (1995), in the order given, 0–1.
///
/// With the p sorted, p₍₁₎ ≤ … ≤ p₍ₘ₎, the i-th becomes the smallest of
/// p₍ⱼ₎·m/j over j ≥ i, at most 1. Those that stay at or below q can be called
/// clear with a false discovery rate of at most q. Never below the p itself; no
/// p gives none.
///
/// # Errors
/// [`AdjustError::NotAProbability`] when one is outside 0–1 or not a number.
pub fn benjamini_hochberg(p: &[f64]) -> Result<Vec<f64>, AdjustError> {
    if p.iter().any(|p| !(0.0..=1.0).contains(p)) {
        return Err(AdjustError::NotAProbability);
    }
    let count = p.len() as f64;
    let mut adjusted: Vec<(usize, f64)> = p.iter().copied().enumerate().collect();
    adjusted.sort_unstable_by(|(_, a), (_, b)| b.total_cmp(a));
    let mut smallest = 1.0_f64;
    for ((_, p), above) in adjusted.iter_mut().zip(0_u32..) {
        // The division can miss p by its last bit where rank = count.
        smallest = smallest.min(*p * count / (count - f64::from(above))).max(*p);
        *p = smallest;
    }
    adjusted.sort_unstable_by_key(|(place, _)| *place);
    Ok(adjusted.into_iter().map(|(_, p)| p).collect())
}

#[cfg(test)]
mod tests;

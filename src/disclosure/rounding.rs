//! How exact a shown figure is: to 5, with coded ends.

use super::shapes::{Health, Interval};

/// The step of shown figures.
const STEP: f64 = 5.0;
/// Binary fractions miss some halves by a hair (0.3 × 5). Scores are fractions
/// with denominators far below a million, so nothing else lies this close.
const HAIR: f64 = 1e-9;

impl Health {
    /// The lower end code: "10 or less".
    pub(super) const LOW: u8 = 10;
    /// The upper end code: "90 or more".
    pub(super) const HIGH: u8 = 90;

    /// Rounds a health of 0–100 to the nearest 5, halves upwards, ends coded.
    pub(super) fn rounded(health: f64) -> Self {
        Self::of_steps((health / STEP + 0.5 + HAIR).floor())
    }

    /// Rounds down to 5, ends coded.
    fn down(health: f64) -> Self {
        Self::of_steps((health / STEP + HAIR).floor())
    }

    /// Rounds up to 5, ends coded.
    fn up(health: f64) -> Self {
        Self::of_steps((health / STEP - HAIR).ceil())
    }

    fn of_steps(steps: f64) -> Self {
        let value = (steps * STEP).clamp(f64::from(Self::LOW), f64::from(Self::HIGH));
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to 10–90; a NaN becomes 0 and prints as \u{201c}10 or less\u{201d}"
        )]
        Self(value as u8)
    }
}

impl Interval {
    /// Rounds the ends outward, on the scale of health, and widens them where
    /// needed to hold the displayed figure.
    pub(super) fn around(shown: Health, low: f64, high: f64) -> Self {
        Self { low: Health::down(low).min(shown), high: Health::up(high).max(shown) }
    }
}

//! How exact a shown figure is: in steps, with coded ends.

use super::display_rule::Scale;
use super::shapes::{Coded, Health, Interval};

/// The step of an interval's ends.
const STEP: f64 = 5.0;
/// Binary fractions miss some halves by a hair (0.3 × 5). Scores are fractions
/// with denominators far below a million, so nothing else lies this close.
const HAIR: f64 = 1e-9;

impl Health {
    /// The lower end code of an interval: "10 or less".
    pub(super) const LOW: Self = Self { value: Scale::FINEST.bottom(), coded: Coded::OrLess };
    /// The upper end code of an interval: "90 or more".
    pub(super) const HIGH: Self = Self { value: Scale::FINEST.top(), coded: Coded::OrMore };

    /// Rounds a health of 0–100 to the nearest step of a scale, halves upwards, ends coded.
    pub(super) fn on(scale: Scale, health: f64) -> Self {
        let step = f64::from(scale.step());
        Self::within(scale, (health / step + 0.5 + HAIR).floor() * step)
    }

    /// Rounds down to 5, ends coded.
    fn down(health: f64) -> Self {
        Self::within(Scale::FINEST, (health / STEP + HAIR).floor() * STEP)
    }

    /// Rounds up to 5, ends coded.
    fn up(health: f64) -> Self {
        Self::within(Scale::FINEST, (health / STEP - HAIR).ceil() * STEP)
    }

    fn within(scale: Scale, health: f64) -> Self {
        let (bottom, top) = (scale.bottom(), scale.top());
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to 10–90; a NaN becomes 0 and is shown as the lower end code"
        )]
        let value = health.clamp(f64::from(bottom), f64::from(top)) as u8;
        let value = value.max(bottom);
        let coded = if value <= bottom {
            Coded::OrLess
        } else if value >= top {
            Coded::OrMore
        } else {
            Coded::Exactly
        };
        Self { value, coded }
    }

    /// The healths, from and to, that are shown as this one on a scale: at least the first,
    /// less than the second.
    pub(super) fn stands_for(self, scale: Scale) -> (f64, f64) {
        let half = f64::from(scale.step()) / 2.0;
        let value = f64::from(self.value);
        match self.coded {
            Coded::OrLess => (f64::NEG_INFINITY, value + half),
            Coded::Exactly => (value - half, value + half),
            Coded::OrMore => (value - half, f64::INFINITY),
        }
    }
}

impl Interval {
    /// Rounds the ends outward to 5, on the scale of health, and widens them where needed to
    /// hold the displayed figure: an end code reaches to the end.
    pub(super) fn around(shown: Health, low: f64, high: f64) -> Self {
        let (low, high) = (Health::down(low).min(shown), Health::up(high).max(shown));
        match shown.coded {
            Coded::OrLess => Self { low: Health::LOW, high },
            Coded::Exactly => Self { low, high },
            Coded::OrMore => Self { low, high: Health::HIGH },
        }
    }
}

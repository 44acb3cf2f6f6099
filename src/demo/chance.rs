//! Repeatable chance: one seed, the same draws on every machine and in every version.
//!
//! The generator is `SplitMix64` (Steele, Lea & Flood 2014), ten lines that are
//! tested against its published output. It stands here and not in a crate because
//! crates of distributions promise the same draws within a version only, and a demo
//! that changes with an update would change every picture made of it. It keeps no secret and
//! must never be asked to: tokens come from the operating system.
//!
//! Fractions use only whole numbers, addition, multiplication and division, which
//! are exact to the last bit everywhere. Logarithms and exponentials are not, so
//! [`Chance::normal`] does without.

/// The step between two states: 2⁶⁴ divided by the golden ratio, made odd.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// How many uniform draws a normal one adds up.
const PARTS: u8 = 12;

/// A stream of draws.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The stream of a seed.
    pub const fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// A stream of its own for a part of the whole, so that a change in one part
    /// leaves the draws of all others as they are.
    pub const fn part(&self, label: u64) -> Self {
        Self(mix(self.0 ^ mix(label.wrapping_add(STEP))))
    }

    /// 64 even bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A whole number from 0 up to, and without, `end`; 0 if `end` is 0.
    ///
    /// The highest 64 bits of `bits × end`: uneven by less than `end` in 2⁶⁴.
    pub fn below(&mut self, end: usize) -> usize {
        let product = u128::from(self.bits()) * end as u128;
        usize::try_from(product >> 64).unwrap_or_default()
    }

    /// A whole number from `first` to `last`, both included.
    pub fn between(&mut self, first: u8, last: u8) -> u8 {
        let choices = usize::from(last.saturating_sub(first)) + 1;
        first.saturating_add(u8::try_from(self.below(choices)).unwrap_or_default())
    }

    /// Whether something happens whose probability is `share`, 0–1.
    pub fn happens(&mut self, share: f64) -> bool {
        ((self.bits() >> 11) as f64 / (1_u64 << 53) as f64) < share
    }

    /// A draw from a bell curve with this standard deviation around 0: twelve
    /// uniform draws added up (variance 12 × 1/12). It is normal for all that
    /// matters here, and it never leaves ±6 standard deviations.
    pub fn normal(&mut self, deviation: f64) -> f64 {
        let (mut sum, mut bits) = (0_u32, 0);
        for place in 0..PARTS {
            if place % 4 == 0 {
                bits = self.bits();
            }
            sum += u32::from((bits & 0xFFFF) as u16);
            bits >>= 16;
        }
        deviation * ((f64::from(sum) + f64::from(PARTS) / 2.0) / 65_536.0 - f64::from(PARTS) / 2.0)
    }

    /// Puts things in any order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

const fn mix(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests;

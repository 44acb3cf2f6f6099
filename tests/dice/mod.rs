//! Chance that can be had again: both test programs share it.

#![allow(dead_code, reason = "each of the two test programs uses its part")]

use andon::catalogue::Answers;

/// Numbers that look random and are the same in every run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// `SplitMix64`, by Steele, Lea and Flood.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % end as u64).unwrap()
    }

    /// Answers that nobody else will give: one of 7^18 sets.
    pub fn answers(&mut self) -> Answers {
        let text: String = (0..18).map(|_| char::from(b"01234?-"[self.below(7)])).collect();
        Answers::decode(&text).unwrap()
    }

    /// So many people's answers.
    pub fn people(&mut self, count: usize) -> Vec<Answers> {
        (0..count).map(|_| self.answers()).collect()
    }

    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.roll().to_le_bytes()[0])
    }

    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

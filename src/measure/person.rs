//! One person's answers as exact scores.

use crate::catalogue::{Answers, DIMENSIONS, DimensionId, PER_DIMENSION};

/// Parts of a scale step in which a dimension score is kept: sixths, because
/// the mean of two answers needs halves and the mean of three needs thirds.
pub const DIMENSION_PARTS: u16 = 6;
/// Parts of a scale step in which an overall score is kept: the mean of four,
/// five or six dimension scores is a whole number of 1/360.
pub const OVERALL_PARTS: u16 = 360;
/// The highest dimension score: strength 4 in sixths.
pub const DIMENSION_MAX: u8 = 24;
/// The highest overall score: strength 4 in 1/360.
pub const OVERALL_MAX: u16 = 1440;
/// How many dimension scores an overall score needs.
pub const DIMENSIONS_NEEDED: u16 = 4;

/// One person's scores, exact. Nobody is dropped because an answer is missing:
/// a score exists as soon as enough of its parts do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PersonScores {
    /// For each dimension, in catalogue order, the strength in sixths of a
    /// step, 0–24; `None` when fewer than two of its three items were judged.
    pub dimensions: [Option<u8>; DIMENSIONS],
    /// The overall strength in 1/360 of a step, 0–1440; `None` when fewer than
    /// four dimension scores exist.
    pub overall: Option<u16>,
}

impl PersonScores {
    /// Scores one person's answers.
    ///
    /// Dimension: the mean of the judged items if at least half (2 of 3) are
    /// judged, as `sum × 6 / count`. Overall: the mean of the dimension scores
    /// if at least 4 of 6 exist, as `sum × 60 / count`. Both divisions leave no
    /// remainder. "Can't judge" and blank never enter.
    #[must_use]
    pub fn of(answers: &Answers) -> Self {
        let dimensions = DimensionId::ALL.map(|dimension| dimension_score(answers, dimension));
        Self { dimensions, overall: overall_score(&dimensions) }
    }
}

fn dimension_score(answers: &Answers, dimension: DimensionId) -> Option<u8> {
    let (sum, count) = dimension
        .patterns()
        .into_iter()
        .filter_map(|pattern| answers.get(pattern).strength())
        .fold((0, 0), |(sum, count), strength| (sum + u16::from(strength), count + 1));
    if 2 * usize::from(count) < PER_DIMENSION {
        return None;
    }
    (sum * DIMENSION_PARTS).checked_div(count).and_then(|score| u8::try_from(score).ok())
}

fn overall_score(dimensions: &[Option<u8>; DIMENSIONS]) -> Option<u16> {
    let (sum, count) = dimensions
        .iter()
        .flatten()
        .fold((0, 0), |(sum, count), score| (sum + u16::from(*score), count + 1));
    if count < DIMENSIONS_NEEDED {
        return None;
    }
    (sum * (OVERALL_PARTS / DIMENSION_PARTS)).checked_div(count)
}

#[cfg(test)]
mod tests;

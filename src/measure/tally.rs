//! What remains of a round's answers after sealing: counts, and unordered lists of scores.

use super::person::PersonScores;
use super::{POINTS, judged};
use crate::catalogue::{
    Answer, Answers, DIMENSIONS, DimensionId, PATTERNS, PER_DIMENSION, PatternId,
};

/// How many people chose what on one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ItemCounts {
    /// How many chose each point, 0–4.
    pub points: [u32; POINTS],
    /// How many said "can't judge".
    pub cant_judge: u32,
    /// How many left it blank.
    pub blank: u32,
}

impl ItemCounts {
    /// How many judged it: the n of the item.
    #[must_use]
    pub fn judged(&self) -> u32 {
        judged(&self.points)
    }

    fn count(&mut self, answer: Answer) {
        match answer {
            Answer::Blank => self.blank += 1,
            Answer::CantJudge => self.cant_judge += 1,
            Answer::Point(point) => {
                if let Some(count) = self.points.get_mut(usize::from(point.value())) {
                    *count += 1;
                }
            }
        }
    }
}

/// The persons' exact scores, sorted, so that no order of submission and no
/// link between two lists remains.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScoreLists {
    /// For each dimension the persons' scores in sixths, 0–24.
    pub dimensions: [Vec<u8>; DIMENSIONS],
    /// The persons' overall scores in 1/360, 0–1440.
    pub overall: Vec<u16>,
}

/// The sealed result of a round. It never reaches a page: only
/// [`disclosure`](crate::disclosure) may look at it, and releases what may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many people answered.
    pub responses: u32,
    /// Counts for each item, in catalogue order.
    pub items: [ItemCounts; PATTERNS],
    /// The score lists, unless the team chose to keep none.
    pub lists: Option<ScoreLists>,
}

impl Tally {
    /// Counts a round's answers. The order of `responses` does not matter.
    #[must_use]
    pub fn of(responses: &[Answers], keep_lists: bool) -> Self {
        let mut tally = Self {
            responses: u32::try_from(responses.len()).unwrap_or(u32::MAX),
            ..Self::default()
        };
        let mut lists = ScoreLists::default();
        for answers in responses {
            for (pattern, answer) in answers.iter() {
                if let Some(item) = tally.items.get_mut(pattern.index()) {
                    item.count(answer);
                }
            }
            let scores = PersonScores::of(answers);
            for (list, score) in lists.dimensions.iter_mut().zip(scores.dimensions) {
                list.extend(score);
            }
            lists.overall.extend(scores.overall);
        }
        for list in &mut lists.dimensions {
            list.sort_unstable();
        }
        lists.overall.sort_unstable();
        tally.lists = keep_lists.then_some(lists);
        tally
    }

    /// The counts of one item.
    #[must_use]
    pub fn item(&self, pattern: PatternId) -> &ItemCounts {
        static NOBODY: ItemCounts = ItemCounts { points: [0; POINTS], cant_judge: 0, blank: 0 };
        self.items.get(pattern.index()).unwrap_or(&NOBODY)
    }

    /// How many chose each point on each of a dimension's items, in catalogue order.
    #[must_use]
    pub fn points_of(&self, dimension: DimensionId) -> [[u32; POINTS]; PER_DIMENSION] {
        dimension.patterns().map(|pattern| self.item(pattern).points)
    }

    /// The sorted scores of one dimension in sixths, if lists were kept.
    #[must_use]
    pub fn dimension(&self, dimension: DimensionId) -> Option<&[u8]> {
        self.lists.as_ref()?.dimensions.get(dimension.index()).map(Vec::as_slice)
    }

    /// The sorted overall scores in 1/360, if lists were kept.
    #[must_use]
    pub fn overall(&self) -> Option<&[u16]> {
        self.lists.as_ref().map(|lists| lists.overall.as_slice())
    }
}

#[cfg(test)]
mod tests;

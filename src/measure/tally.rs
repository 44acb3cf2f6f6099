//! What remains of a round's answers after sealing: counts, and unordered lists of scores.

use super::person::PersonScores;
use crate::catalogue::{Answer, Answers, DIMENSIONS, DimensionId, PATTERNS, PatternId};

/// How many people chose what on one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ItemCounts {
    /// How many chose each point, 0–4.
    pub points: [u32; 5],
    /// How many said "can't judge".
    pub cant_judge: u32,
    /// How many left it blank.
    pub blank: u32,
}

impl ItemCounts {
    /// How many judged it: the n of the item.
    #[must_use]
    pub fn judged(&self) -> u32 {
        self.points.iter().sum()
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
                    match answer {
                        Answer::Blank => item.blank += 1,
                        Answer::CantJudge => item.cant_judge += 1,
                        Answer::Point(point) => {
                            if let Some(count) = item.points.get_mut(usize::from(point.value())) {
                                *count += 1;
                            }
                        }
                    }
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
        &self.items[pattern.index()]
    }

    /// The sorted scores of one dimension in sixths, if lists were kept.
    #[must_use]
    pub fn dimension(&self, dimension: DimensionId) -> Option<&[u8]> {
        self.lists.as_ref().map(|lists| lists.dimensions[dimension.index()].as_slice())
    }
}

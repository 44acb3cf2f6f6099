//! Within one round: what its items, dimensions and overall score give away
//! about each other.
//!
//! Atoms are the items. A dimension's mean is taken for the sum of its three
//! items, and the overall score for the sum of all: the worst case, for it is
//! exact where everybody judges every item.

use super::exposed::exposed_sets;
use super::matrix::Atom;
use super::view::{Findings, View};

/// How many items there are.
const ITEMS: usize = 18;
/// How many items a dimension has; item i belongs to dimension i / 3.
const PER_DIMENSION: usize = 3;
/// How many dimensions there are.
const DIMENSIONS: usize = ITEMS / PER_DIMENSION;

/// A round: how many people stand behind each figure, and whether it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundCells {
    /// How many people judged each item.
    pub items: [u64; ITEMS],
    /// How many people have a score on each dimension.
    pub dimensions: [u64; DIMENSIONS],
    /// How many people have an overall score.
    pub overall: u64,
    /// Which items are shown.
    pub items_shown: [bool; ITEMS],
    /// Which dimensions are shown.
    pub dimensions_shown: [bool; DIMENSIONS],
    /// Whether the overall score is shown.
    pub overall_shown: bool,
}

impl RoundCells {
    /// How many figures are shown.
    #[must_use]
    pub fn shown(&self) -> usize {
        let all = self.items_shown.iter().chain(&self.dimensions_shown);
        all.chain([&self.overall_shown]).filter(|shown| **shown).count()
    }
}

/// Every minimal set of items that can be worked out from what is shown and
/// stands on fewer than `k` people; `exposed` holds the places of the items.
///
/// How many people stand behind a set of items:
///
/// - one item: those who judged it;
/// - several items of one dimension: at least as many as judged any of them, and
///   at least as many as have a score on the dimension, because whoever has one
///   judged two of the three items, and so at least one of any two;
/// - items of several dimensions: at least the most of any of these, because
///   they may be the same people.
///
/// At most 25 rows and 18 columns, so the cost is nothing to speak of.
#[must_use]
pub fn exposed_items(round: &RoundCells, k: u64) -> Findings {
    exposed_sets(&views(round), &|items| persons(round, items), k)
}

fn views(round: &RoundCells) -> Vec<View> {
    let three = 3;
    let items = (0..).zip(round.items_shown).filter(|(_, shown)| *shown);
    let items = items.map(|(item, _): (Atom, _)| View::new(format!("item {}", item + 1), [item]));
    let dimensions = (0..).zip(round.dimensions_shown).filter(|(_, shown)| *shown);
    let dimensions = dimensions.map(|(dimension, _): (Atom, _)| {
        let name = format!("dimension {}", dimension + 1);
        View::new(name, dimension * three..(dimension + 1) * three)
    });
    let overall = round.overall_shown.then(|| View::new("overall", 0..three * 6));
    overall.into_iter().chain(dimensions).chain(items).collect()
}

fn persons(round: &RoundCells, items: &[Atom]) -> u64 {
    let chosen = |item: usize| items.iter().any(|other| usize::try_from(*other) == Ok(item));
    let judged: Vec<(usize, u64)> =
        round.items.into_iter().enumerate().filter(|(item, _)| chosen(*item)).collect();
    let scored = |(dimension, n): (usize, u64)| {
        let of_it = judged.iter().filter(|(item, _)| item / PER_DIMENSION == dimension);
        (of_it.count() > 1).then_some(n)
    };
    let scored = round.dimensions.into_iter().enumerate().filter_map(scored);
    judged.iter().map(|(_, n)| *n).chain(scored).max().unwrap_or(0)
}

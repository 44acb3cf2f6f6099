//! Has it changed? Two rounds of a team, unpaired, as rounds are anonymous.
//!
//! A *difference* is current − previous in strength, so a positive one means that
//! the pattern became stronger: worse.

mod spacing;

pub use spacing::places;

use super::adjust::benjamini_hochberg;
use super::effect::cliffs_delta;
use super::permutation::{self, Method, PermutationError};
use super::person::{DIMENSION_PARTS, OVERALL_PARTS};
use super::{ITEM_SPREAD_FROM, ItemCounts, POINTS, Tally};
use crate::catalogue::{DIMENSIONS, DimensionId, PATTERNS, PatternId};
use serde::Serialize;

/// An (adjusted) p up to here makes a change clear.
pub const CLEAR_UP_TO: f64 = 0.05;

/// Slack for p that are .05 on paper: adjusting can miss it by the last bit.
const ROUNDING: f64 = 1e-12;

/// An item with more answers than this in a round is not tested: no team has as many.
const MOST_ANSWERS: u32 = 1_000_000;

/// What is to be compared, and how.
///
/// The correction for several tests counts exactly what is tested here, so what
/// may not be shown can be left out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Whether the overall score is tested.
    pub overall: bool,
    /// Which dimensions are, in catalogue order.
    pub dimensions: [bool; DIMENSIONS],
    /// Which items are, in catalogue order.
    pub items: [bool; PATTERNS],
    /// How far exactness goes.
    pub exactness: Exactness,
}

/// Up to which size p is worked out exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// Up to [`permutation::EXACT_UP_TO`]; beyond it by the approximation.
    WhileQuick,
    /// Always, in at most this many bytes of memory.
    Always(u64),
}

impl Plan {
    /// Everything that the method tests: overall, all dimensions, and the items
    /// that at least [`ITEM_SPREAD_FROM`] judged in both rounds.
    #[must_use]
    pub fn of_the_method(previous: &Tally, current: &Tally) -> Self {
        let enough = |item| previous.item(item).judged().min(current.item(item).judged());
        Self {
            items: PatternId::ALL.map(|item| enough(item) >= ITEM_SPREAD_FROM),
            ..Self::everything()
        }
    }

    /// Everything, items too, however few judged them.
    #[must_use]
    pub const fn everything() -> Self {
        Self {
            overall: true,
            dimensions: [true; DIMENSIONS],
            items: [true; PATTERNS],
            exactness: Exactness::WhileQuick,
        }
    }
}

/// What can be said of a change. Never "no change": that cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The pattern became weaker, by more than chance would explain.
    ClearlyBetter,
    /// The pattern became stronger, by more than chance would explain.
    ClearlyWorse,
    /// Chance may explain what is seen.
    CannotTell,
}

impl Verdict {
    /// The words on the page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::ClearlyBetter => "clearly better",
            Self::ClearlyWorse => "clearly worse",
            Self::CannotTell => "cannot tell",
        }
    }
}

/// Where an item's mean strength went, whether or not that is clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Stronger: worse.
    Up,
    /// Weaker: better.
    Down,
    /// The means are equal.
    Level,
}

/// One tested difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// Mean strength now less mean strength before, in scale steps, −4 to 4.
    /// Positive: worse.
    pub difference: f64,
    /// The two-sided p of the permutation test, 0–1.
    pub p: f64,
    /// p after Benjamini and Hochberg over its kind (the dimensions, or the items
    /// that were tested); for the overall score p itself.
    pub adjusted_p: f64,
    /// How p was found.
    pub method: Method,
    /// Cliff's δ, −1 to 1: how much more often a person now scores higher than
    /// one before than lower. Positive: worse.
    pub cliffs_delta: f64,
    /// The verdict.
    pub verdict: Verdict,
    /// Whether the spacing check took a clear verdict back.
    pub contradicted: bool,
}

/// How an item changed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ItemChange {
    /// Mean strength now less mean strength before, in scale steps; `None` when
    /// nobody judged it in one of the rounds.
    pub difference: Option<f64>,
    /// Its sign.
    pub direction: Option<Direction>,
    /// The test, where it was asked for and someone judged it in both rounds.
    pub tested: Option<Compared>,
}

impl ItemChange {
    /// The verdict, where there is more than a direction to report: the item was
    /// tested and its difference is clear among those of all items tested.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        self.tested.map(|test| test.verdict).filter(|verdict| *verdict != Verdict::CannotTell)
    }
}

/// How a team changed from one round to another.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Change {
    /// The overall score, tested at [`CLEAR_UP_TO`]; `None` when a round kept no
    /// lists, or nobody has an overall score in one of them.
    pub overall: Option<Compared>,
    /// The dimensions, in catalogue order, each judged whether or not the overall
    /// difference is clear; `None` as above.
    pub dimensions: [Option<Compared>; DIMENSIONS],
    /// The items, in catalogue order.
    pub items: [ItemChange; PATTERNS],
}

impl Change {
    /// Compares two rounds by [`Plan::of_the_method`].
    #[must_use]
    pub fn between(previous: &Tally, current: &Tally) -> Self {
        Self::planned(previous, current, &Plan::of_the_method(previous, current))
            .unwrap_or_default()
    }

    /// Compares two rounds. Each difference is tested by
    /// [`permutation::test`]. The overall verdict is clear at p ≤ .05; those of
    /// dimensions and items at p ≤ .05 after Benjamini & Hochberg (1995), over the
    /// dimensions and over the items tested.
    ///
    /// The points of the scale need not be equally far apart. So the difference is
    /// also computed from the item counts with the points at [`places`] (the mean
    /// of the items' means); where its sign is the opposite, a clear verdict
    /// becomes [`Verdict::CannotTell`].
    ///
    /// Nothing here asks whether a round is large enough to be shown.
    ///
    /// # Errors
    /// [`PermutationError::TooMuchMemory`] where exactness is asked for that does
    /// not fit.
    pub fn planned(
        previous: &Tally,
        current: &Tally,
        plan: &Plan,
    ) -> Result<Self, PermutationError> {
        let mut change = Self::default();
        let spaced = |items: &[PatternId]| {
            let counts: Vec<_> =
                items.iter().map(|item| points(previous, current, *item)).collect();
            spacing::difference(&counts)
        };

        if plan.overall
            && let Some((now, before)) = current.overall().zip(previous.overall())
        {
            change.overall = test(now, before, OVERALL_PARTS, plan.exactness)?;
            decide([&mut change.overall], |_| spaced(&PatternId::ALL));
        }

        let dimensions = DimensionId::ALL.into_iter().zip(plan.dimensions);
        for (slot, (dimension, wanted)) in change.dimensions.iter_mut().zip(dimensions) {
            if wanted
                && let Some((now, before)) =
                    current.dimension(dimension).zip(previous.dimension(dimension))
            {
                *slot = test(now, before, DIMENSION_PARTS, plan.exactness)?;
            }
        }
        decide(&mut change.dimensions, |place| spaced(&DimensionId::ALL.get(place)?.patterns()));

        let items = PatternId::ALL.into_iter().zip(plan.items);
        for (slot, (item, wanted)) in change.items.iter_mut().zip(items) {
            let (before, now) = (previous.item(item), current.item(item));
            *slot = moved(before, now);
            let testable = |item: &ItemCounts| (1..=MOST_ANSWERS).contains(&item.judged());
            if wanted && testable(before) && testable(now) {
                slot.tested = test(&answers(now), &answers(before), 1, plan.exactness)?;
            }
        }
        decide(change.items.iter_mut().map(|item| &mut item.tested), |place| {
            spaced(&[*PatternId::ALL.get(place)?])
        });
        Ok(change)
    }

    /// A dimension's comparison.
    #[must_use]
    pub fn dimension(&self, id: DimensionId) -> Option<&Compared> {
        self.dimensions.get(id.index()).and_then(Option::as_ref)
    }

    /// An item's comparison.
    #[must_use]
    pub fn item(&self, id: PatternId) -> Option<&ItemChange> {
        self.items.get(id.index())
    }
}

/// An item's counts before and now.
fn points(previous: &Tally, current: &Tally, item: PatternId) -> [[u32; POINTS]; 2] {
    [previous.item(item).points, current.item(item).points]
}

/// Difference, p and δ of two lists of scores in `parts` of a step; the verdict
/// comes later. `None` when one is empty.
fn test<T: Copy + Into<i64>>(
    now: &[T],
    before: &[T],
    parts: u16,
    exactness: Exactness,
) -> Result<Option<Compared>, PermutationError> {
    let [now, before] = [now, before]
        .map(|list| -> Vec<i64> { list.iter().map(|score| (*score).into()).collect() });
    let tested = match exactness {
        Exactness::WhileQuick => permutation::test(&now, &before),
        Exactness::Always(memory) => permutation::test_exact(&now, &before, memory),
    };
    let permutation::Test { p, method } = match tested {
        Ok(test) => test,
        Err(PermutationError::Empty) => return Ok(None),
        Err(error) => return Err(error),
    };
    let [(n, sum), (n_before, sum_before)] = [&now, &before]
        .map(|list| list.iter().fold((0, 0), |(n, sum), score| (n + 1, sum + i128::from(*score))));
    let difference = quotient(sum * n_before - sum_before * n, n * n_before * i128::from(parts));
    let compared = |cliffs_delta| Compared {
        difference,
        p,
        adjusted_p: p,
        method,
        cliffs_delta,
        verdict: Verdict::CannotTell,
        contradicted: false,
    };
    Ok(cliffs_delta(&now, &before).map(compared))
}

/// Where an item's mean went; not tested yet.
fn moved(before: &ItemCounts, now: &ItemCounts) -> ItemChange {
    let [(n, sum), (n_before, sum_before)] = [now, before].map(|item| {
        let counted = item.points.iter().copied().map(i128::from).zip(0_i128..);
        (i128::from(item.judged()), counted.map(|(count, point)| count * point).sum::<i128>())
    });
    if n == 0 || n_before == 0 {
        return ItemChange::default();
    }
    let difference = sum * n_before - sum_before * n;
    ItemChange {
        difference: Some(quotient(difference, n * n_before)),
        direction: Some(match difference {
            1.. => Direction::Up,
            0 => Direction::Level,
            _ => Direction::Down,
        }),
        tested: None,
    }
}

/// The answers behind the counts.
fn answers(item: &ItemCounts) -> Vec<i64> {
    let counted = item.points.iter().zip(0..);
    counted.flat_map(|(count, point)| (0..*count).map(move |_| point)).collect()
}

/// Adjusts the p of one kind of comparisons to each other and gives the
/// verdicts. `spaced` tells the difference with unequal spacing by its place.
fn decide<'a>(
    kind: impl IntoIterator<Item = &'a mut Option<Compared>>,
    spaced: impl Fn(usize) -> Option<f64>,
) {
    let mut tested: Vec<(usize, &mut Compared)> = kind
        .into_iter()
        .enumerate()
        .filter_map(|(place, compared)| compared.as_mut().map(|compared| (place, compared)))
        .collect();
    let p: Vec<f64> = tested.iter().map(|(_, compared)| compared.p).collect();
    let Ok(adjusted) = benjamini_hochberg(&p) else { return };
    for ((place, compared), adjusted) in tested.iter_mut().zip(adjusted) {
        compared.adjusted_p = adjusted;
        let clear = adjusted <= CLEAR_UP_TO + ROUNDING;
        compared.contradicted =
            clear && spaced(*place).is_some_and(|spaced| spaced * compared.difference < 0.0);
        compared.verdict = if !clear || compared.contradicted {
            Verdict::CannotTell
        } else if compared.difference > 0.0 {
            Verdict::ClearlyWorse
        } else {
            Verdict::ClearlyBetter
        };
    }
}

fn quotient(numerator: i128, denominator: i128) -> f64 {
    numerator as f64 / denominator as f64
}

#[cfg(test)]
mod tests;

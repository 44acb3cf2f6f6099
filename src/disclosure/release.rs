//! From a sealed tally to a report that may be shown.
//!
//! [`decide`](super::decide) says which figures may be shown; here they are
//! computed, and nothing else is.

use super::SMALLEST_GROUP;
use super::decide::{self, Decision, Grant, Numbers, Scores};
use super::display_rule::IntervalFrom;
use super::released::Released;
use super::shapes::{Cell, DimensionRow, Figure, Health, Interval, ItemRow, Reason, Report};
use crate::catalogue::{DimensionId, PatternId};
use crate::measure::{Agreement, Bounds, ItemCounts, Tally, agreement, interval, strength};

/// Releases what may be shown of a sealed round; `None` when fewer than
/// `minimum_group` people answered, for then nothing may be.
///
/// `minimum_group` is the round's own, 3–10; a smaller number counts as 3, so
/// that no setting can open the gate. A tally without lists (P10a) gives its
/// dimensions as the mean of their three items' strengths.
#[must_use]
pub fn release(tally: &Tally, minimum_group: u8) -> Option<Released<Report>> {
    let k = k_of(minimum_group);
    let answers = decide::band(tally.responses, k).ok()?;
    let decisions = decide::decide(&numbers(tally), k);
    let dimensions = DimensionId::ALL.into_iter().zip(decisions.dimensions);
    let items = PatternId::ALL.into_iter().zip(decisions.items);
    Some(Released::seal(Report {
        minimum_group: k,
        answers,
        lists_kept: tally.lists.is_some(),
        overall: Subject::Overall(tally).cell(decisions.overall),
        dimensions: dimensions
            .map(|(id, decision)| DimensionRow {
                id,
                figure: Subject::Dimension(tally, id).cell(decision),
            })
            .collect(),
        items: items
            .map(|(id, decision)| ItemRow {
                id,
                figure: Subject::Item(tally.item(id)).cell(decision),
            })
            .collect(),
    }))
}

/// The minimum group that holds: never below the smallest.
pub(super) const fn k_of(minimum_group: u8) -> u8 {
    if minimum_group < SMALLEST_GROUP { SMALLEST_GROUP } else { minimum_group }
}

/// How many people stand behind each figure: all that the decisions see.
pub(super) fn numbers(tally: &Tally) -> Numbers {
    let people = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Numbers {
        items: PatternId::ALL.map(|id| tally.item(id).judged()),
        scores: tally.lists.as_ref().map(|lists| Scores {
            dimensions: lists.dimensions.each_ref().map(|list| people(list.len())),
            overall: people(lists.overall.len()),
        }),
    }
}

/// What a figure is about. Its answers are looked at only where a [`Grant`] says so.
#[derive(Debug, Clone, Copy)]
enum Subject<'a> {
    Item(&'a ItemCounts),
    Dimension(&'a Tally, DimensionId),
    Overall(&'a Tally),
}

impl Subject<'_> {
    /// Strength, 0–4.
    fn strength(self) -> Option<f64> {
        match self {
            Self::Item(counts) => strength::item(&counts.points),
            Self::Dimension(tally, id) => match tally.dimension(id) {
                Some(scores) => strength::dimension(scores),
                None => strength::mean_of_items(&tally.points_of(id)),
            },
            Self::Overall(tally) => match tally.overall() {
                Some(scores) => strength::overall(scores),
                // Every dimension has three items, so the mean of the
                // dimensions' means is the mean of all items.
                None => strength::mean_of_items(&tally.items.map(|counts| counts.points)),
            },
        }
    }

    /// The interval on strength ÷ 4 that depends on the spread of the scores.
    fn bounds(self) -> Option<Bounds> {
        match self {
            Self::Item(counts) => interval::of_item(&counts.points).ok(),
            Self::Dimension(tally, id) => interval::of_dimension(tally.dimension(id)?).ok(),
            Self::Overall(tally) => interval::of_overall(tally.overall()?).ok(),
        }
    }

    /// The word for how close together people are.
    fn agreement(self) -> Option<Agreement> {
        match self {
            Self::Item(counts) => agreement::item_word(&counts.points),
            Self::Dimension(tally, id) => agreement::dimension_word(&tally.points_of(id)),
            Self::Overall(_) => None,
        }
    }

    /// The figure as far as it may be shown.
    fn cell(self, decision: Decision) -> Cell<Figure> {
        let figure = decision.and_then(|grant| {
            // No answers that a person can give fail here: what has k people
            // has a mean. A damaged tally shows nothing.
            let strength = self.strength().ok_or(Reason::PartWithheld)?;
            let health = Health::on(grant.scale, strength::health(strength));
            Ok(Figure {
                health,
                coded: health.coded(),
                interval: self.interval(health, grant),
                agreement: grant.agreement.then(|| self.agreement()).flatten(),
                answers: grant.answers,
            })
        });
        match figure {
            Ok(figure) => Cell::Shown(figure),
            Err(reason) => Cell::Withheld(reason),
        }
    }

    fn interval(self, shown: Health, grant: Grant) -> Option<Interval> {
        let bounds = match grant.interval? {
            IntervalFrom::Scores => self.bounds()?.as_health(),
            IntervalFrom::Displayed => displayed(shown, grant.answers.lowest())?,
        };
        Some(Interval::around(shown, bounds.low, bounds.high))
    }
}

/// Wilson's interval on the scale of health, from what is displayed alone: the
/// figure, an end code as the number it names, and the lowest number of its band.
pub(super) fn displayed(shown: Health, lowest: u8) -> Option<Bounds> {
    let share = interval::wilson(f64::from(shown.value()) / 100.0, u32::from(lowest)).ok()?;
    Some(Bounds { low: 100.0 * share.low, high: 100.0 * share.high })
}

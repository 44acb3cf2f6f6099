//! Do they agree? The average deviation around the mean, and three words for it.

use super::{DIMENSION_SPREAD_FROM, ITEM_SPREAD_FROM, POINTS, judged, ratio};
use serde::Serialize;
use std::sync::OnceLock;

/// The average deviation that uniform random answers tend to as the team grows,
/// in scale steps: (2 + 1 + 0 + 1 + 2)/5. From here on people are far apart.
pub const FAR_APART: f64 = 1.2;

/// The fewest answers for which the 5 % level can be reached at all.
const FEWEST: u32 = 3;
/// The largest team whose critical value is enumerated; larger ones use its value.
pub const LARGEST_IN_TABLE: u32 = 30;
/// How many critical values there are.
const TABLE: usize = (LARGEST_IN_TABLE - FEWEST + 1) as usize;

/// Slack for comparing deviations that are equal on paper: the mean of three
/// fractions can miss their common bound by the last bit.
const ROUNDING: f64 = 1e-12;

/// How close together people's answers lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Closer than chance would make them.
    CloseTogether,
    /// Neither.
    Mixed,
    /// As far apart as random answers, or farther.
    FarApart,
}

impl Agreement {
    /// The words on the page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::CloseTogether => "close together",
            Self::Mixed => "mixed",
            Self::FarApart => "far apart",
        }
    }
}

/// The average deviation of an item's answers around their mean,
/// AD_M = mean |x − x̄|, in scale steps, 0–2 (Burke, Finkelstein & Dusig 1999).
///
/// `points` holds how many chose each point, 0–4. `None` when nobody judged it.
#[must_use]
pub fn ad_m(points: &[u32; POINTS]) -> Option<f64> {
    let people: u128 = points.iter().copied().map(u128::from).sum();
    ratio(deviation(points), people * people)
}

/// A dimension's average deviation: the mean of its items' AD_M, in scale steps,
/// 0–2 (Burke & Dunlap 2002).
///
/// `None` when there is no item or one of them was judged by nobody.
#[must_use]
pub fn dimension_ad_m(items: &[[u32; POINTS]]) -> Option<f64> {
    let (sum, count) = items
        .iter()
        .try_fold((0.0, 0_u32), |(sum, count), points| Some((sum + ad_m(points)?, count + 1)))?;
    (count > 0).then(|| sum / f64::from(count))
}

/// The 5 % critical value of AD_M for `n` answers to one item: the largest value
/// that uniform random answers reach or undercut with probability at most .05,
/// in scale steps.
///
/// Computed by exact enumeration of all outcomes (after the procedure of Burke &
/// Dunlap 2002) for n = 3–30 and remembered. Larger teams use the value for 30:
/// it still grows slowly there (towards 1.2), so this errs on the side of not
/// saying "close together". `None` below 3, where even full agreement happens by
/// chance too often.
///
/// For a dimension the single-item value is stricter than 5 %, because the mean
/// of three items varies less than one.
#[must_use]
pub fn critical_value(n: u32) -> Option<f64> {
    static VALUES: [OnceLock<Option<f64>>; TABLE] = [const { OnceLock::new() }; TABLE];
    let people = n.min(LARGEST_IN_TABLE);
    let place = usize::try_from(people.checked_sub(FEWEST)?).ok()?;
    *VALUES.get(place)?.get_or_init(|| enumerate(people))
}

/// The word for an item: close together at or below [`critical_value`], far
/// apart from [`FAR_APART`] on, else mixed.
///
/// `None` below [`ITEM_SPREAD_FROM`] answers.
#[must_use]
pub fn item_word(points: &[u32; POINTS]) -> Option<Agreement> {
    let n = judged(points);
    if n < ITEM_SPREAD_FROM {
        return None;
    }
    word(ad_m(points)?, n)
}

/// The word for a dimension, from the counts of its items. Its deviation is
/// [`dimension_ad_m`], its n the smallest of its items'.
///
/// `None` when there is no item, or fewer than [`DIMENSION_SPREAD_FROM`] people
/// judged one of them.
#[must_use]
pub fn dimension_word(items: &[[u32; POINTS]]) -> Option<Agreement> {
    let n = items.iter().map(judged).min()?;
    if n < DIMENSION_SPREAD_FROM {
        return None;
    }
    word(dimension_ad_m(items)?, n)
}

fn word(deviation: f64, n: u32) -> Option<Agreement> {
    let critical = critical_value(n)?;
    Some(if deviation <= critical + ROUNDING {
        Agreement::CloseTogether
    } else if deviation >= FAR_APART - ROUNDING {
        Agreement::FarApart
    } else {
        Agreement::Mixed
    })
}

/// n² × AD_M as a whole number: Σ c·|n·k − Σx|.
fn deviation(points: &[u32; POINTS]) -> u128 {
    let counted = || points.iter().copied().map(u128::from).zip(0_u128..);
    let people: u128 = counted().map(|(count, _)| count).sum();
    let sum: u128 = counted().map(|(count, point)| count * point).sum();
    counted().map(|(count, point)| count * (people * point).abs_diff(sum)).sum()
}

/// The critical value for `people` uniform random answers, from all C(n + 4, 4)
/// outcomes, each counted as often as it can come about. 5³⁰ and every count
/// below it fit into `u128`, so nothing is rounded.
fn enumerate(people: u32) -> Option<f64> {
    let mut ways = std::collections::BTreeMap::<u128, u128>::new();
    every_outcome(0, people, 1, &mut [0; POINTS], &mut |points, orders| {
        *ways.entry(deviation(points)).or_default() += orders;
    });
    let all: u128 = ways.values().sum();
    let mut so_far = 0;
    let largest = ways
        .into_iter()
        .take_while(|(_, orders)| {
            so_far += orders;
            20 * so_far <= all
        })
        .last();
    let people = u128::from(people);
    ratio(largest?.0, people * people)
}

/// Calls `each` with every way to spread `left` people over the points from
/// `point` on, and with the number of orders of answers that lead to it.
fn every_outcome(
    point: usize,
    left: u32,
    orders: u128,
    points: &mut [u32; POINTS],
    each: &mut impl FnMut(&[u32; POINTS], u128),
) {
    if point + 1 == POINTS {
        points[POINTS - 1] = left;
        each(points, orders);
        return;
    }
    // `left` choose `count`, carried from one count to the next.
    let mut choices = 1;
    for count in 0..=left {
        if let Some(slot) = points.get_mut(point) {
            *slot = count;
        }
        every_outcome(point + 1, left - count, orders * choices, points, each);
        choices = choices * u128::from(left - count) / u128::from(count + 1);
    }
}

#[cfg(test)]
mod tests;

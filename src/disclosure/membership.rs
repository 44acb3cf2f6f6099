//! Who stands behind what a report shows: numbers of people and what is shown,
//! never a figure. It is what is remembered of a released report, and what the
//! audit looks at.

use super::audit::RoundCells;
use super::audit::organisation::cells;
use super::decide;
use super::release::{k_of, numbers};
use crate::catalogue::{DimensionId, FIGURES, PER_DIMENSION};
use crate::measure::Tally;

/// The membership of a report; places are overall, the dimensions, the items, in
/// catalogue order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// How many people stand behind each figure.
    pub people: [u32; FIGURES],
    /// Which figures are shown.
    pub shown: [bool; FIGURES],
}

/// The membership of the report that [`release`](super::release()) makes of a tally.
#[must_use]
pub fn membership(tally: &Tally, minimum_group: u8) -> Membership {
    let numbers = numbers(tally);
    let decisions = decide::decide(&numbers, k_of(minimum_group));
    let fewest = |items: &[u32]| items.iter().copied().min().unwrap_or(0);
    // Without lists a dimension stands on no more people than the least of its items.
    let of_items = || {
        let mut each = numbers.items.chunks(PER_DIMENSION).map(fewest);
        DimensionId::ALL.map(|_| each.next().unwrap_or(0))
    };
    let dimensions = numbers.scores.map_or_else(of_items, |scores| scores.dimensions);
    let overall = numbers.scores.map_or_else(|| fewest(&numbers.items), |scores| scores.overall);
    let released = tally.responses >= u32::from(k_of(minimum_group));
    let decided =
        [decisions.overall].into_iter().chain(decisions.dimensions).chain(decisions.items);
    let mut membership = Membership { people: [0; FIGURES], shown: [false; FIGURES] };
    let all = [overall].into_iter().chain(dimensions).chain(numbers.items);
    for ((slot, n), (mark, decision)) in
        membership.people.iter_mut().zip(all).zip(membership.shown.iter_mut().zip(decided))
    {
        *slot = n;
        *mark = released && decision.is_ok();
    }
    membership
}

impl Membership {
    /// As the audit takes it.
    #[must_use]
    pub fn cells(&self) -> RoundCells {
        cells(&self.people, &self.shown)
    }
}

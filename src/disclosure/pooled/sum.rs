//! Adding up the rounds of a view, one tally at a time.

use super::plan::Accepted;
use crate::catalogue::{DimensionId, PER_DIMENSION, PatternId};
use crate::disclosure::audit::Atom;
use crate::disclosure::released::Released;
use crate::disclosure::shapes::{Health, Interval};
use crate::measure::person::DIMENSION_MAX;
use crate::measure::{POINTS, Tally, interval, strength};
use serde::Serialize;
use std::collections::BTreeSet;

/// How many scores a dimension can have: 0–24 sixths.
const SCORES: usize = DIMENSION_MAX as usize + 1;

/// A dimension over several teams.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PooledDimension {
    /// Which dimension.
    pub id: DimensionId,
    /// How many teams are in it.
    pub teams: usize,
    /// Rounded health, over all persons alike.
    pub health: Health,
    /// Where the truth could plausibly lie.
    pub interval: Interval,
    /// Its three items, in catalogue order.
    pub items: Vec<PooledItem>,
}

/// An item over several teams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PooledItem {
    /// Which anti-pattern.
    pub id: PatternId,
    /// Rounded health, over all persons alike.
    pub health: Health,
    /// Where the truth could plausibly lie.
    pub interval: Interval,
}

/// Rounds were added that are not those of the view, or not all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the rounds that were added up are not those of the view")]
pub struct WrongRounds;

/// The sum of the rounds of one accepted view. Its size does not depend on how
/// many there are, but for the set of their numbers.
#[derive(Debug, Clone)]
pub struct Pool {
    view: Accepted,
    added: BTreeSet<Atom>,
    items: [[u32; POINTS]; PER_DIMENSION],
    scores: [u32; SCORES],
}

impl Pool {
    /// Nothing added yet.
    #[must_use]
    pub const fn new(view: Accepted) -> Self {
        Self {
            view,
            added: BTreeSet::new(),
            items: [[0; POINTS]; PER_DIMENSION],
            scores: [0; SCORES],
        }
    }

    /// Adds one round's tally.
    ///
    /// # Errors
    /// [`WrongRounds`] when the view does not hold that round, when it was added
    /// before, or when it kept no lists.
    pub fn add(&mut self, round: Atom, tally: &Tally) -> Result<(), WrongRounds> {
        let id = self.view.dimension();
        let scores = tally.dimension(id).ok_or(WrongRounds)?;
        if self.view.rounds().binary_search(&round).is_err() || !self.added.insert(round) {
            return Err(WrongRounds);
        }
        for (sum, points) in self.items.iter_mut().zip(tally.points_of(id)) {
            for (sum, count) in sum.iter_mut().zip(points) {
                *sum = sum.saturating_add(count);
            }
        }
        for score in scores {
            if let Some(count) = self.scores.get_mut(usize::from(*score)) {
                *count = count.saturating_add(1);
            }
        }
        Ok(())
    }

    /// Releases the figures, once every round of the view has been added.
    ///
    /// # Errors
    /// [`WrongRounds`] while one is missing.
    pub fn release(self) -> Result<Released<PooledDimension>, WrongRounds> {
        if self.added.len() != self.view.rounds().len() {
            return Err(WrongRounds);
        }
        let id = self.view.dimension();
        let mean = strength::of_counted_dimension(&self.scores).ok_or(WrongRounds)?;
        let bounds = interval::of_counted_dimension(&self.scores).map_err(|_| WrongRounds)?;
        let (health, interval) = shown(mean, bounds);
        let item = |(id, points): (PatternId, [u32; POINTS])| {
            let mean = strength::item(&points).ok_or(WrongRounds)?;
            let bounds = interval::of_item(&points).map_err(|_| WrongRounds)?;
            let (health, interval) = shown(mean, bounds);
            Ok(PooledItem { id, health, interval })
        };
        let items = id.patterns().into_iter().zip(self.items).map(item);
        Ok(Released::seal(PooledDimension {
            id,
            teams: self.view.teams(),
            health,
            interval,
            items: items.collect::<Result<_, _>>()?,
        }))
    }
}

fn shown(mean: f64, bounds: crate::measure::Bounds) -> (Health, Interval) {
    let health = Health::rounded(strength::health(mean));
    let bounds = bounds.as_health();
    (health, Interval::around(health, bounds.low, bounds.high))
}

//! Adding up the rounds of a view, one tally at a time.

use super::plan::Accepted;
use crate::disclosure::audit::Atom;
use crate::measure::{DimensionSums, Tally};
use std::collections::BTreeSet;

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
    sums: DimensionSums,
}

impl Pool {
    /// Nothing added yet.
    #[must_use]
    pub fn new(view: Accepted) -> Self {
        let sums = DimensionSums { margin: view.margin(), ..DimensionSums::default() };
        Self { view, added: BTreeSet::new(), sums }
    }

    /// The view.
    #[must_use]
    pub const fn view(&self) -> &Accepted {
        &self.view
    }

    /// Adds one round's tally.
    ///
    /// # Errors
    /// [`WrongRounds`] when the view does not hold that round, when it was added
    /// before, or when it kept no lists.
    pub fn add(&mut self, round: Atom, tally: &Tally) -> Result<(), WrongRounds> {
        if self.view.rounds().binary_search(&round).is_err()
            || self.added.contains(&round)
            || !self.sums.add(tally, self.view.dimension(), self.view.counts(round))
        {
            return Err(WrongRounds);
        }
        self.added.insert(round);
        Ok(())
    }

    /// The sums, once every round of the view has been added.
    ///
    /// # Errors
    /// [`WrongRounds`] while one is missing.
    pub fn finish(self) -> Result<(Accepted, DimensionSums), WrongRounds> {
        if self.added.len() == self.view.rounds().len() {
            Ok((self.view, self.sums))
        } else {
            Err(WrongRounds)
        }
    }
}

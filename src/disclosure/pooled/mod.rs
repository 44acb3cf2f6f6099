//! Figures over several teams: who may be pooled, and what may be shown of it.
//!
//! | rule | in words | where |
//! |---|---|---|
//! | P4 | what a team's own report withholds enters no total | `blocks`: a dimension enters with its three items or not at all |
//! | P5 | nobody, alone or with a team or a coach, can work out a figure over fewer than three teams | `plan`: every view passes the audit's [`Gate`](super::audit::Gate) first |
//! | P5 | a point of a trend stands on at least three new rounds | `plan` |
//! | P5 | counts of teams: each round once, in bands in which nobody is named, from nine teams on | `plan`, [`counts`](super::counts), `figures` |
//! | P8 | groups of at least three teams | `plan` |
//!
//! A team's dimension enters a pool as one block: the three items and the
//! dimension, from the same rounds. If an item that a team's report withholds
//! were left out alone, three times the pooled dimension less its pooled items
//! would give it away. So the pooled figures of a dimension are all over the same
//! rounds, dimensions never mix, and the audit looks at one matrix for each. For
//! the same reason there is no pooled overall score of its own: a page that wants
//! one takes the mean of the six figures that it shows.
//!
//! Pooled figures go back to persons: counts and scores are added up, never
//! means. [`Pool`] adds one tally at a time, so that nothing has to hold all of
//! them; its sums are kept, and [`release_period`] says what may be said of them.

mod figures;
mod plan;
mod sum;
#[cfg(test)]
mod tests;
mod views;

pub use super::counts::TEAMS_TO_COUNT;
#[cfg(test)]
pub(super) use figures::team_count;
pub use figures::{
    Period, PooledDimension, PooledItem, Prevalence, Reach, Spread, SpreadBand, TEAMS_FOR_SYSTEMIC,
    TEAMS_IN_A_BAND, TeamCount, release_period,
};
pub use plan::{Accepted, Declined, Member, Planner, Scope};
pub use sum::{Pool, WrongRounds};
pub use views::{dot_plot, groups, radar, trend};

use super::change::Side;
use crate::catalogue::{DIMENSIONS, DimensionId};
use crate::measure::Tally;

/// Which dimensions of a round may enter a pool: those that its report shows
/// together with all three items, and whose scores were kept. Decided by numbers
/// of people alone.
#[must_use]
pub fn blocks(tally: &Tally, minimum_group: u8) -> [bool; DIMENSIONS] {
    match Side::of((tally, minimum_group)) {
        Some(side) => DimensionId::ALL.map(|id| side.whole(id)),
        None => [false; DIMENSIONS],
    }
}

//! The disclosure audit: can a figure over too few people, or too few teams, be
//! worked out from views that are each harmless?
//!
//! **Atoms** are the smallest things that figures are made of: a team's round,
//! or an item within a round. A **view** is a figure that someone sees, and
//! stands for the set of atoms pooled in it. Adding and subtracting views gives
//! further figures; if one of them is over a set S of atoms alone, S is
//! *exposed*. With M for the matrix of views (rows) and atoms (columns), that is
//! so exactly when the rank of M without the columns of S is below the rank of
//! M. Every number here is exact; no answer, only membership, is looked at.
//!
//! | question | where |
//! |---|---|
//! | which groups of fewer than k people are exposed (P5)? | [`exposed_groups`] |
//! | … within one round, by its items, dimensions and overall score (P4)? | [`exposed_items`] |
//! | which sets of fewer than three teams are exposed to leadership, alone or together with people who know some teams (P5)? | [`TeamAudit`], [`Insiders`] |
//! | which shown counts of teams say of a team how it stands (P5)? | [`CountShown`] |
//! | may this view be released too? | [`Gate`] |
//! | is everything safe that an organisation has been shown? | [`organisation`](mod@organisation) |
//! | is this described case safe, and if not, how can one check that by hand? | [`check`] |
//!
//! What it does not see: figures that follow from other knowledge than views
//! (colleagues who compare notes), and what a change of a few people between two
//! rounds of a team says about them (P8a looks at the numbers of people there;
//! membership of people is not stored, so no matrix could).

/// A figure that leadership sees is over at least so many teams (P5).
pub const LEAST_TEAMS: usize = 3;

mod case;
mod cells;
mod combination;
mod exposed;
mod gate;
mod insiders;
mod matrix;
mod number;
mod numbers;
pub mod organisation;
mod search;
mod shown_counts;
mod sparse;
mod teams;
#[cfg(test)]
mod tests;
mod verdict;
mod view;

pub use case::{Case, CaseError, Expected, Fault, check};
pub use cells::{RoundCells, exposed_items};
pub use combination::{Combination, Leak, Term};
pub use exposed::exposed_groups;
pub use gate::{Gate, Refusal};
pub use insiders::Insiders;
pub use matrix::Atom;
pub use numbers::Numbers;
pub use shown_counts::CountShown;
pub use teams::{READERS, Team, TeamAudit, Undecided};
pub use verdict::{AudienceVerdict, NamedLeak, Verdict};
pub use view::{Findings, View};

//! Statements about many rounds at once.

use super::RoundId;
use super::db::QueryBuilder;

/// How many rounds one statement is about: far below every database's most
/// parameters.
pub(super) const AT_ONCE: usize = 200;

/// A statement that ends in a list of rounds; `begun` is all of it up to and
/// with the opening bracket.
pub(super) fn among(begun: &'static str, rounds: &[&RoundId]) -> QueryBuilder {
    QueryBuilder::new(begun).push_list(rounds.iter().map(|round| round.as_str())).push(")")
}

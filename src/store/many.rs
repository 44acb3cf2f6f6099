//! Statements about many rounds at once.

use super::RoundId;
use sqlx::{QueryBuilder, Sqlite};

/// How many rounds one statement is about: far below every database's most
/// parameters.
pub(super) const AT_ONCE: usize = 200;

/// A statement that ends in a list of rounds; `begun` is all of it up to and
/// with the opening bracket.
pub(super) fn among(begun: &'static str, rounds: &[&RoundId]) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(begun);
    let mut list = query.separated(", ");
    for round in rounds {
        list.push_bind(round.as_str().to_owned());
    }
    query.push(")");
    query
}

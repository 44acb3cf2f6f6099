//! Statements about many rounds at once.

use super::RoundId;
use super::db::QueryBuilder;

/// How many rounds one statement is about: far below every database's most
/// parameters.
pub(super) const AT_ONCE: usize = 200;

/// Lengths of lists in statements that run often: so few that each is prepared once.
pub(super) const LENGTHS: [usize; 3] = [32, 8, 1];

/// A statement that ends in a list of rounds; `begun` is all of it up to and
/// with the opening bracket.
pub(super) fn among(begun: &'static str, rounds: &[&RoundId]) -> QueryBuilder {
    QueryBuilder::new(begun).push_list(rounds.iter().map(|round| round.as_str())).push(")")
}

/// A list in pieces of the lengths that statements have; the last one is filled up with
/// its last value.
pub(super) fn lists<'v>(values: &[&'v str]) -> Vec<Vec<&'v str>> {
    let [most, ..] = LENGTHS;
    let mut pieces: Vec<Vec<&str>> = values.chunks(most).map(<[&str]>::to_vec).collect();
    if let Some(piece) = pieces.last_mut()
        && let Some(last) = piece.last().copied()
    {
        let length = LENGTHS.into_iter().rev().find(|length| *length >= piece.len());
        piece.resize(length.unwrap_or(most), last);
    }
    pieces
}

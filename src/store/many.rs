//! Statements about many rounds, or with many rows, at once.

use super::RoundId;
use super::db::QueryBuilder;

/// How many rounds one statement is about: far below every database's most
/// parameters.
pub(super) const AT_ONCE: usize = 200;

/// Lengths of lists in statements that run often: so few that each is prepared once.
const LENGTHS: [usize; 6] = [1, 2, 4, 8, 16, 32];

/// A statement that ends in a list of rounds; `begun` is all of it up to and
/// with the opening bracket.
pub(super) fn among(begun: &'static str, rounds: &[&RoundId]) -> QueryBuilder {
    QueryBuilder::new(begun).push_list(rounds.iter().map(|round| round.as_str())).push(")")
}

/// A list in pieces of the lengths that statements have; the last one is filled up with
/// its last value, which has to make no difference.
pub(super) fn lists<V: Copy>(values: &[V]) -> Vec<Vec<V>> {
    let [.., most] = LENGTHS;
    let mut lists: Vec<Vec<V>> = values.chunks(most).map(<[V]>::to_vec).collect();
    if let Some(list) = lists.last_mut()
        && let Some(last) = list.last().copied()
    {
        let length = LENGTHS.into_iter().find(|length| *length >= list.len());
        list.resize(length.unwrap_or(most), last);
    }
    lists
}

/// A list in pieces of the lengths that statements have, each value in one of them and only
/// once: PostgreSQL refuses to insert or update the same row twice in one statement.
pub(super) fn pieces<V>(mut values: &[V]) -> Vec<&[V]> {
    let mut pieces = Vec::new();
    while let Some(length) = LENGTHS.into_iter().rfind(|length| *length <= values.len()) {
        let (piece, others) = values.split_at(length);
        pieces.push(piece);
        values = others;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_comes_in_pieces_of_few_lengths_and_nothing_is_missing() {
        for many in 0..100 {
            let pieces = lists(&(0..many).collect::<Vec<usize>>());
            assert!(pieces.iter().all(|piece| LENGTHS.contains(&piece.len())), "{many}");
            let mut all = pieces.concat();
            all.dedup();
            assert!(all.into_iter().eq(0..many));
        }
    }

    #[test]
    fn pieces_have_few_lengths_and_each_value_once() {
        for many in 0..100 {
            let values: Vec<usize> = (0..many).collect();
            let pieces = pieces(&values);
            assert!(pieces.iter().all(|piece| LENGTHS.contains(&piece.len())), "{many}");
            assert_eq!(pieces.concat(), values);
        }
    }
}

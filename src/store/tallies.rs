//! Tallies: what remains of a sealed round.

use super::db::{QueryBuilder, query};
use super::many::AT_ONCE;
use super::{Connection, LISTS_ALWAYS_FROM, Result, RoundId, Store, StoreError};
use crate::catalogue::{Answers, DimensionId, PatternId};
use crate::measure::{ItemCounts, ScoreLists, Tally};
use std::collections::HashMap;
use std::str::FromStr;

const UNREADABLE: StoreError = StoreError::Unreadable("tally");
/// The scope of the list that is of no single dimension.
const OVERALL: &str = "overall";

/// What remains of a round's answers, whether they were given here or come from a
/// file. Lists are kept where they are wanted, and from 8 answers on anyway.
#[must_use]
pub fn tally_of(answers: &[Answers], lists_wanted: bool) -> Tally {
    let many = answers.len() >= LISTS_ALWAYS_FROM as usize;
    Tally::of(answers, lists_wanted || many)
}

impl Store {
    /// What remains of a sealed round; none for any other, or where its team was deleted.
    /// It must not be shown: `disclosure` makes of it what may be.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn tally(&self, round: &RoundId) -> Result<Option<Tally>> {
        Ok(self.tallies(&[round]).await?.remove(round))
    }

    /// What remains of several sealed rounds, each of one moment; others are left out.
    /// All of it is in memory at once: ask for no more than will be looked at.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn tallies(&self, rounds: &[&RoundId]) -> Result<HashMap<RoundId, Tally>> {
        let mut tallies = HashMap::with_capacity(rounds.len());
        for some in rounds.chunks(AT_ONCE) {
            // One statement, so that the parts are of one moment.
            let rows = QueryBuilder::new(ITEMS)
                .push_list(some.iter().map(|round| round.as_str()))
                .push(LISTS)
                .push_list(some.iter().map(|round| round.as_str()))
                .push(")")
                .build_query_as()
                .fetch_all(&self.readers)
                .await?;
            read_tallies(rows, &mut tallies)?;
        }
        Ok(tallies)
    }
}

/// The counts of every item of sealed rounds of teams that are there, and each round once if it
/// has none, which must not be. Seven numbers come as one text, because carrying a value out of the database costs
/// more than writing it.
const ITEMS: &str = concat!(
    "SELECT r.id, r.responses, i.pattern AS name, ",
    "CAST(i.p0 AS TEXT) || ' ' || CAST(i.p1 AS TEXT) || ' ' || CAST(i.p2 AS TEXT) || ' ' || ",
    "CAST(i.p3 AS TEXT) || ' ' || CAST(i.p4 AS TEXT) || ' ' || ",
    "CAST(i.cant_judge AS TEXT) || ' ' || CAST(i.blank AS TEXT) AS numbers ",
    "FROM rounds r JOIN teams t ON t.id = r.team_id LEFT JOIN tally_items i ON i.round_id = r.id ",
    "WHERE r.state = 'sealed' AND t.deleted_at IS NULL AND r.id IN ("
);
/// And every list of scores.
const LISTS: &str = ") UNION ALL SELECT r.id, r.responses, s.scope, s.scores FROM rounds r JOIN tally_scores s ON s.round_id = r.id WHERE r.state = 'sealed' AND r.id IN (";

/// An item, or a list of scores.
#[derive(sqlx::FromRow)]
struct PartRow {
    id: String,
    responses: i64,
    /// The pattern, or what the list is of.
    name: Option<String>,
    /// How many gave each answer, or the scores.
    numbers: Option<String>,
}

/// A tally whose parts come one after another.
#[derive(Default)]
struct Parts {
    tally: Tally,
    items: usize,
    scores: Vec<(String, String)>,
}

fn read_tallies(rows: Vec<PartRow>, tallies: &mut HashMap<RoundId, Tally>) -> Result<()> {
    let mut parts: HashMap<String, Parts> = HashMap::new();
    for PartRow { id, responses, name, numbers } in rows {
        let Parts { tally, items, scores } = parts.entry(id).or_default();
        tally.responses = u32::try_from(responses).map_err(|_| UNREADABLE)?;
        let Some((name, numbers)) = name.zip(numbers) else { continue };
        if let Ok(pattern) = PatternId::from_str(&name) {
            *tally.items.get_mut(pattern.index()).ok_or(UNREADABLE)? = read_counts(&numbers)?;
            *items += 1;
        } else {
            scores.push((name, numbers));
        }
    }
    for (id, Parts { mut tally, items, scores }) in parts {
        if items != tally.items.len() {
            return Err(UNREADABLE);
        }
        tally.lists = read_lists(&scores)?;
        tallies.insert(id.try_into().map_err(|_| UNREADABLE)?, tally);
    }
    Ok(())
}

fn read_counts(numbers: &str) -> Result<ItemCounts> {
    let counts: [u32; 7] = read_list::<u32>(numbers)?.try_into().map_err(|_| UNREADABLE)?;
    let [p0, p1, p2, p3, p4, cant_judge, blank] = counts;
    Ok(ItemCounts { points: [p0, p1, p2, p3, p4], cant_judge, blank })
}

/// Writes a tally, in catalogue order.
pub(super) async fn insert_tally(tx: &mut Connection, id: &RoundId, tally: &Tally) -> Result<()> {
    for pattern in PatternId::ALL {
        let item = tally.item(pattern);
        let [p0, p1, p2, p3, p4] = item.points.map(i64::from);
        query(
            "INSERT INTO tally_items (round_id, pattern, p0, p1, p2, p3, p4, cant_judge, blank) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(id.as_str())
        .bind(pattern.as_str())
        .bind(p0)
        .bind(p1)
        .bind(p2)
        .bind(p3)
        .bind(p4)
        .bind(i64::from(item.cant_judge))
        .bind(i64::from(item.blank))
        .execute(&mut *tx)
        .await?;
    }
    let Some(lists) = &tally.lists else { return Ok(()) };
    let dimensions = DimensionId::ALL.into_iter().zip(&lists.dimensions);
    let rows = dimensions
        .map(|(dimension, list)| (dimension.as_str(), write_list(list)))
        .chain([(OVERALL, write_list(&lists.overall))]);
    for (scope, scores) in rows {
        query("INSERT INTO tally_scores (round_id, scope, scores) VALUES ($1, $2, $3)")
            .bind(id.as_str())
            .bind(scope)
            .bind(scores)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// The lists of a round: all seven, or none if the team kept none.
fn read_lists(rows: &[(String, String)]) -> Result<Option<ScoreLists>> {
    if rows.is_empty() {
        return Ok(None);
    }
    let of = |name: &str| {
        rows.iter()
            .find(|(scope, _)| scope == name)
            .map(|(_, list)| list.as_str())
            .ok_or(UNREADABLE)
    };
    let mut lists = ScoreLists { overall: read_list(of(OVERALL)?)?, ..ScoreLists::default() };
    for (dimension, list) in DimensionId::ALL.into_iter().zip(&mut lists.dimensions) {
        *list = read_list(of(dimension.as_str())?)?;
    }
    Ok(Some(lists))
}

/// In rising order, whatever order it came in.
fn write_list<T: Copy + Ord + ToString>(list: &[T]) -> String {
    let mut sorted = list.to_vec();
    sorted.sort_unstable();
    sorted.iter().map(T::to_string).collect::<Vec<_>>().join(" ")
}

fn read_list<T: FromStr>(text: &str) -> Result<Vec<T>> {
    text.split_whitespace().map(|score| score.parse().map_err(|_| UNREADABLE)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_told_from_an_item_by_its_name() {
        for scope in DimensionId::ALL.map(DimensionId::as_str).into_iter().chain([OVERALL]) {
            assert!(PatternId::from_str(scope).is_err(), "{scope} is a pattern too");
        }
    }

    #[test]
    fn counts_are_seven_whole_numbers() {
        let counts = ItemCounts { points: [1, 0, 2, 3, 40], cant_judge: 5, blank: 6 };
        assert_eq!(read_counts("1 0 2 3 40 5 6").unwrap(), counts);
        for wrong in ["", "1 0 2 3 40 5", "1 0 2 3 40 5 6 7", "1 0 2 3 40 5 -6", "1 0 2 3 40 5 x"] {
            assert!(read_counts(wrong).is_err(), "{wrong:?}");
        }
    }
}

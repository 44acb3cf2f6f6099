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
    /// What remains of a sealed round; none for any other. It must not be shown:
    /// `disclosure` makes of it what may be.
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

/// Every item of sealed rounds, and each round once if it has none, which must not be.
const ITEMS: &str = "SELECT r.id, r.responses, i.pattern AS name, i.p0, i.p1, i.p2, i.p3, i.p4, i.cant_judge, i.blank, NULL AS scores FROM rounds r LEFT JOIN tally_items i ON i.round_id = r.id WHERE r.state = 'sealed' AND r.id IN (";
/// And every list of scores.
const LISTS: &str = ") UNION ALL SELECT r.id, r.responses, s.scope, NULL, NULL, NULL, NULL, NULL, NULL, NULL, s.scores FROM rounds r JOIN tally_scores s ON s.round_id = r.id WHERE r.state = 'sealed' AND r.id IN (";

/// A tally whose parts come one after another.
#[derive(Default)]
struct Parts {
    tally: Tally,
    items: usize,
    scores: Vec<(String, String)>,
}

fn read_tallies(rows: Vec<PartRow>, tallies: &mut HashMap<RoundId, Tally>) -> Result<()> {
    let mut parts: HashMap<String, Parts> = HashMap::new();
    for row in rows {
        let counts = row.counts()?;
        let Parts { tally, items, scores } = parts.entry(row.id).or_default();
        tally.responses = whole(row.responses)?;
        let Some(name) = row.name else { continue };
        if let Some(list) = row.scores {
            scores.push((name, list));
        } else {
            let pattern = PatternId::from_str(&name).map_err(|_| UNREADABLE)?;
            *tally.items.get_mut(pattern.index()).ok_or(UNREADABLE)? = counts.ok_or(UNREADABLE)?;
            *items += 1;
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

fn whole(number: i64) -> Result<u32> {
    u32::try_from(number).map_err(|_| UNREADABLE)
}

/// An item, or a list of scores.
#[derive(sqlx::FromRow)]
struct PartRow {
    id: String,
    responses: i64,
    /// The pattern, or what the list is of.
    name: Option<String>,
    p0: Option<i64>,
    p1: Option<i64>,
    p2: Option<i64>,
    p3: Option<i64>,
    p4: Option<i64>,
    cant_judge: Option<i64>,
    blank: Option<i64>,
    scores: Option<String>,
}

impl PartRow {
    /// Of an item.
    fn counts(&self) -> Result<Option<ItemCounts>> {
        let (Some(p0), Some(p1), Some(p2), Some(p3), Some(p4), Some(cant_judge), Some(blank)) =
            (self.p0, self.p1, self.p2, self.p3, self.p4, self.cant_judge, self.blank)
        else {
            return Ok(None);
        };
        Ok(Some(ItemCounts {
            points: [whole(p0)?, whole(p1)?, whole(p2)?, whole(p3)?, whole(p4)?],
            cant_judge: whole(cant_judge)?,
            blank: whole(blank)?,
        }))
    }
}

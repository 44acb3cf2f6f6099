//! Tallies: what remains of a sealed round.

use super::db::query;
use super::many::{AT_ONCE, among};
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

    /// What remains of several sealed rounds, of one moment; others are left out.
    /// All of it is in memory at once: ask for no more than will be looked at.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn tallies(&self, rounds: &[&RoundId]) -> Result<HashMap<RoundId, Tally>> {
        let mut tallies = HashMap::with_capacity(rounds.len());
        // One transaction, so that the parts are of one moment.
        let mut tx = self.read().await?;
        for some in rounds.chunks(AT_ONCE) {
            read_tallies(&mut tx, some, &mut tallies).await?;
        }
        Ok(tallies)
    }
}

/// A tally whose parts come one after another.
#[derive(Default)]
struct Parts {
    tally: Tally,
    items: usize,
    scores: Vec<(String, String)>,
}

async fn read_tallies(
    tx: &mut Connection,
    rounds: &[&RoundId],
    tallies: &mut HashMap<RoundId, Tally>,
) -> Result<()> {
    let sealed: Vec<(String, i64)> =
        among("SELECT id, responses FROM rounds WHERE state = 'sealed' AND id IN (", rounds)
            .build_query_as()
            .fetch_all(&mut *tx)
            .await?;
    let mut parts: HashMap<String, Parts> = HashMap::with_capacity(sealed.len());
    for (id, responses) in sealed {
        let tally = Tally { responses: whole(responses)?, ..Tally::default() };
        parts.insert(id, Parts { tally, ..Parts::default() });
    }
    let items: Vec<ItemRow> = among(
        "SELECT round_id, pattern, p0, p1, p2, p3, p4, cant_judge, blank FROM tally_items WHERE round_id IN (",
        rounds,
    )
    .build_query_as()
    .fetch_all(&mut *tx)
    .await?;
    for row in items {
        let Parts { tally, items, .. } = parts.get_mut(&row.round_id).ok_or(UNREADABLE)?;
        let pattern = PatternId::from_str(&row.pattern).map_err(|_| UNREADABLE)?;
        *tally.items.get_mut(pattern.index()).ok_or(UNREADABLE)? = row.counts()?;
        *items += 1;
    }
    let scores: Vec<(String, String, String)> =
        among("SELECT round_id, scope, scores FROM tally_scores WHERE round_id IN (", rounds)
            .build_query_as()
            .fetch_all(&mut *tx)
            .await?;
    for (id, scope, list) in scores {
        parts.get_mut(&id).ok_or(UNREADABLE)?.scores.push((scope, list));
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

#[derive(sqlx::FromRow)]
struct ItemRow {
    round_id: String,
    pattern: String,
    p0: i64,
    p1: i64,
    p2: i64,
    p3: i64,
    p4: i64,
    cant_judge: i64,
    blank: i64,
}

impl ItemRow {
    fn counts(&self) -> Result<ItemCounts> {
        Ok(ItemCounts {
            points: [
                whole(self.p0)?,
                whole(self.p1)?,
                whole(self.p2)?,
                whole(self.p3)?,
                whole(self.p4)?,
            ],
            cant_judge: whole(self.cant_judge)?,
            blank: whole(self.blank)?,
        })
    }
}

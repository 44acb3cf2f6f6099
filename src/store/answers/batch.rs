//! Many people's answers in one transaction, as if they had come one after another.
//!
//! Each round's value is read, changed in memory request by request in the order in which
//! they came, and written once.

use super::Submitted;
use super::queue::{Item, Outcome, Wish};
use super::sets::Sets;
use crate::catalogue::Answers;
use crate::store::db::{Pool, QueryBuilder, Transaction};
use crate::store::many::{lists, pieces};
use crate::store::{Connection, Result};
use std::collections::BTreeMap;

/// An open round as the batch finds it.
struct Open {
    roster: usize,
    closes_at: i64,
    sets: Sets,
    changed: bool,
}

/// Commits a batch. Gives what became of each item, in their order. To commit the same
/// batch once more changes nothing.
pub(in crate::store) async fn commit(pool: &Pool, items: &[Item]) -> Result<Vec<Outcome>> {
    // On a server, others may write meanwhile: only the rounds are locked.
    let mut tx = pool.begin_with("BEGIN IMMEDIATE", "BEGIN").await?;
    let mut rounds = open_rounds(&mut tx, items).await?;
    let outcomes = items.iter().map(|item| apply(item, &mut rounds)).collect::<Result<_>>()?;
    write(&mut tx, &rounds).await?;
    tx.commit().await?;
    Ok(outcomes)
}

/// The rounds of a batch that are open, locked until its end, with what they hold.
async fn open_rounds(tx: &mut Connection, items: &[Item]) -> Result<BTreeMap<String, Open>> {
    let mut ids: Vec<&str> = items.iter().map(|item| item.round.as_str()).collect();
    // In one order, so that two processes never wait for each other.
    ids.sort_unstable();
    ids.dedup();
    let mut rounds = BTreeMap::new();
    for some in lists(&ids) {
        lock(tx, &some).await?;
        // Only now: while the locks were waited for, others may have added some.
        let found: Vec<(String, i64, i64, Option<Vec<u8>>)> = QueryBuilder::new(
            "SELECT r.id, r.roster, r.closes_at, o.sets FROM rounds r LEFT JOIN open_responses o ON o.round_id = r.id WHERE r.state = 'open' AND r.id IN (",
        )
        .push_list(some)
        .push(")")
        .build_query_as()
        .fetch_all(&mut *tx)
        .await?;
        for (id, roster, closes_at, value) in found {
            let roster = usize::try_from(roster).unwrap_or(0);
            let sets = value.map_or_else(|| Ok(Sets::default()), |value| Sets::decode(&value))?;
            rounds.insert(id, Open { roster, closes_at, sets, changed: false });
        }
    }
    Ok(rounds)
}

/// Keeps others from changing these rounds. In a file the transaction has the only right to
/// anyway.
async fn lock(tx: &mut Connection, ids: &[&str]) -> Result<()> {
    if matches!(tx, Connection::Postgres(_)) {
        QueryBuilder::new("SELECT id FROM rounds WHERE id IN (")
            .push_list(ids.iter().copied())
            .push(") AND state = 'open' ORDER BY id FOR UPDATE")
            .build()
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// Does what one item asks for, in memory.
fn apply(item: &Item, rounds: &mut BTreeMap<String, Open>) -> Result<Outcome> {
    let round = rounds.get_mut(item.round.as_str()).filter(|round| item.now < round.closes_at);
    match (&item.wish, round) {
        (Wish::Submit { given, replaces }, Some(round)) => {
            Ok(Outcome::Submitted(submit(round, item, given, replaces.as_ref())?))
        }
        (Wish::Submit { .. }, None) => Ok(Outcome::Submitted(Submitted::Closed)),
        (Wish::Withdraw, Some(round)) => {
            let removed = round.sets.remove(&item.receipt);
            round.changed |= removed;
            Ok(Outcome::Withdrawn(removed))
        }
        (Wish::Withdraw, None) => Ok(Outcome::Withdrawn(false)),
    }
}

fn submit(
    round: &mut Open,
    item: &Item,
    given: &Answers,
    replaces: Option<&Answers>,
) -> Result<Submitted> {
    let submitted = match round.sets.get(&item.receipt)? {
        Some(earlier) if earlier == *given => return Ok(Submitted::Unchanged),
        // Also when there is nothing where there should be something: it was withdrawn.
        earlier if earlier.as_ref() != replaces => return Ok(Submitted::Stale),
        Some(_) => Submitted::Changed,
        None if round.sets.len() >= round.roster => return Ok(Submitted::RosterFull),
        None => Submitted::Stored,
    };
    round.sets.put(&item.receipt, given)?;
    round.changed = true;
    Ok(submitted)
}

/// Writes each round that has changed anew as a whole.
async fn write(tx: &mut Transaction, rounds: &BTreeMap<String, Open>) -> Result<()> {
    let changed: Vec<(&String, &Open)> = rounds.iter().filter(|(_, round)| round.changed).collect();
    for some in pieces(&changed) {
        let mut rows = Vec::with_capacity(some.len());
        for (id, round) in some {
            rows.push([id.as_str().into(), round.sets.encode()?.into()]);
        }
        QueryBuilder::new("INSERT INTO open_responses (round_id, sets) VALUES ")
            .push_rows(rows)
            .push(" ON CONFLICT (round_id) DO UPDATE SET sets = excluded.sets")
            .build()
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

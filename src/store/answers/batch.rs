//! Many people's answers in one transaction, as if they had come one after another.
//!
//! Where a round's part of the batch is simple (new receipts, each once, and room for
//! all), it goes in by few statements for all rounds together. Everything else is done
//! one by one, in the order in which it came.

use super::queue::{Item, Outcome, Wish};
use super::{Submitted, count};
use crate::store::db::{Pool, QueryBuilder, Transaction, query, query_scalar};
use crate::store::many::lists;
use crate::store::{Connection, Result};
use std::collections::{HashMap, HashSet};

/// An open round as the batch finds it.
struct Open {
    roster: i64,
    closes_at: i64,
    responses: i64,
}

/// Commits a batch. Gives what became of each item, in their order. To commit the same
/// batch once more changes nothing.
pub(in crate::store) async fn commit(pool: &Pool, items: &[Item]) -> Result<Vec<Outcome>> {
    // On a server, others may write meanwhile: only the rounds are locked.
    let mut tx = pool.begin_with("BEGIN IMMEDIATE", "BEGIN").await?;
    let rounds = open_rounds(&mut tx, items).await?;
    let outcomes = store(&mut tx, items, &rounds).await?;
    tx.commit().await?;
    Ok(outcomes)
}

async fn store(
    tx: &mut Transaction,
    items: &[Item],
    rounds: &HashMap<String, Open>,
) -> Result<Vec<Outcome>> {
    let simple = simple_rounds(items, rounds);
    let at_once: Vec<&Item> =
        items.iter().filter(|item| simple.contains(item.round.as_str())).collect();
    let stored = insert_all(tx, &at_once).await?;
    let mut outcomes = Vec::with_capacity(items.len());
    for item in items {
        let key = (item.round.as_str().to_owned(), item.receipt.as_bytes().to_vec());
        outcomes.push(if stored.contains(&key) {
            Outcome::Submitted(Submitted::Stored)
        } else {
            one(tx, item, rounds).await?
        });
    }
    Ok(outcomes)
}

/// The rounds of a batch that are open, locked until its end, with their counts.
async fn open_rounds(tx: &mut Connection, items: &[Item]) -> Result<HashMap<String, Open>> {
    let mut ids: Vec<&str> = items.iter().map(|item| item.round.as_str()).collect();
    // In one order, so that two processes never wait for each other.
    ids.sort_unstable();
    ids.dedup();
    let mut rounds = HashMap::with_capacity(ids.len());
    for some in lists(&ids) {
        let found: Vec<(String, i64, i64)> =
            QueryBuilder::new("SELECT id, roster, closes_at FROM rounds WHERE id IN (")
                .push_list(some.iter().copied())
                .push(") AND state = 'open' ORDER BY id")
                .push_lock(tx)
                .build_query_as()
                .fetch_all(&mut *tx)
                .await?;
        rounds.extend(
            found
                .into_iter()
                .map(|(id, roster, closes_at)| (id, Open { roster, closes_at, responses: 0 })),
        );
    }
    // Only now: while the locks were waited for, others may have added some.
    for some in lists(&ids) {
        let counts: Vec<(String, i64)> =
            QueryBuilder::new("SELECT round_id, COUNT(*) FROM responses WHERE round_id IN (")
                .push_list(some.iter().copied())
                .push(") GROUP BY round_id")
                .build_query_as()
                .fetch_all(&mut *tx)
                .await?;
        for (id, responses) in counts {
            if let Some(round) = rounds.get_mut(&id) {
                round.responses = responses;
            }
        }
    }
    Ok(rounds)
}

/// The rounds of which everything in the batch is a submission that comes in time, under
/// a receipt of its own, and finds room.
fn simple_rounds<'i>(items: &'i [Item], rounds: &HashMap<String, Open>) -> HashSet<&'i str> {
    let mut receipts: HashMap<&str, HashSet<&[u8; 32]>> = HashMap::new();
    let mut others = HashSet::new();
    for item in items {
        let id = item.round.as_str();
        let in_time = rounds.get(id).is_some_and(|round| item.now < round.closes_at);
        let new = receipts.entry(id).or_default().insert(item.receipt.as_bytes());
        if !(in_time && new && matches!(item.wish, Wish::Submit { .. })) {
            others.insert(id);
        }
    }
    receipts.retain(|id, receipts| {
        let coming = i64::try_from(receipts.len()).unwrap_or(i64::MAX);
        let room = rounds.get(*id).is_some_and(|round| coming <= round.roster - round.responses);
        room && !others.contains(id)
    });
    receipts.into_keys().collect()
}

/// Stores submissions whose receipts are new. Gives the round and receipt of those that
/// were; the others have answered before.
async fn insert_all(tx: &mut Connection, items: &[&Item]) -> Result<HashSet<(String, Vec<u8>)>> {
    let mut stored = HashSet::with_capacity(items.len());
    // A row that comes twice is taken once.
    for some in lists(items) {
        let rows = some.iter().filter_map(|item| match &item.wish {
            Wish::Submit { given, .. } => {
                Some([item.round.as_str().into(), item.receipt.bytes().into(), given.into()])
            }
            Wish::Withdraw => None,
        });
        let new: Vec<(String, Vec<u8>)> =
            QueryBuilder::new("INSERT INTO responses (round_id, receipt_hash, answers) VALUES ")
                .push_rows(rows)
                .push(" ON CONFLICT DO NOTHING RETURNING round_id, receipt_hash")
                .build_query_as()
                .fetch_all(&mut *tx)
                .await?;
        stored.extend(new);
    }
    Ok(stored)
}

/// Does what one item asks for.
async fn one(tx: &mut Connection, item: &Item, rounds: &HashMap<String, Open>) -> Result<Outcome> {
    let round = rounds.get(item.round.as_str()).filter(|round| item.now < round.closes_at);
    match (&item.wish, round) {
        (Wish::Submit { given, may_change }, Some(round)) => {
            Ok(Outcome::Submitted(submit(tx, item, given, *may_change, round.roster).await?))
        }
        (Wish::Submit { .. }, None) => Ok(Outcome::Submitted(Submitted::Closed)),
        (Wish::Withdraw, Some(_)) => {
            let done = query("DELETE FROM responses WHERE round_id = $1 AND receipt_hash = $2")
                .bind(item.round.as_str())
                .bind(item.receipt.bytes())
                .execute(tx)
                .await?;
            Ok(Outcome::Withdrawn(done.rows_affected() > 0))
        }
        (Wish::Withdraw, None) => Ok(Outcome::Withdrawn(false)),
    }
}

async fn submit(
    tx: &mut Connection,
    item: &Item,
    given: &str,
    may_change: bool,
    roster: i64,
) -> Result<Submitted> {
    let earlier: Option<String> =
        query_scalar("SELECT answers FROM responses WHERE round_id = $1 AND receipt_hash = $2")
            .bind(item.round.as_str())
            .bind(item.receipt.bytes())
            .fetch_optional(&mut *tx)
            .await?;
    let (statement, outcome) = match earlier {
        Some(earlier) if earlier == given => return Ok(Submitted::Unchanged),
        Some(_) if !may_change => return Ok(Submitted::AlreadyUsed),
        Some(_) => (
            "UPDATE responses SET answers = $3 WHERE round_id = $1 AND receipt_hash = $2",
            Submitted::Changed,
        ),
        None if i64::from(count(&mut *tx, &item.round).await?) >= roster => {
            return Ok(Submitted::RosterFull);
        }
        None => (
            "INSERT INTO responses (round_id, receipt_hash, answers) VALUES ($1, $2, $3)",
            Submitted::Stored,
        ),
    };
    query(statement)
        .bind(item.round.as_str())
        .bind(item.receipt.bytes())
        .bind(given)
        .execute(tx)
        .await?;
    Ok(outcome)
}

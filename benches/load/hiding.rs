//! What hiding order and time in the files costs: storing answers as Andon does, against what
//! it did before version 13, in turns on files of one disk.
//!
//! Before, an answer was a row, 32 of them a transaction, and the write-ahead log was left to
//! itself. Neither goes over HTTP; Andon's own way has its queue and tasks in addition.

use crate::database::file_in;
use crate::direct;
use crate::figures::{Figures, median};
use crate::grounds;
use crate::submitting::{CLIENTS, TIME, TURNS};
use andon::catalogue::Answers;
use andon::store::{RoundId, SecretHash, Store};
use sqlx::{AssertSqlSafe, SqliteConnection};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// The least part of the rate before.
const BUDGET: f64 = 0.6;
const NOW: i64 = 1;

pub async fn measure(figures: &mut Figures) {
    eprintln!("Hiding order and time in the files");
    for (rounds, what) in [
        (240, "Storing and withdrawing, 240 rounds of 500 people, 32 at once"),
        (1, "The same, one round of 500 people"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&file_in(folder.path())).await.unwrap();
        let open = grounds::open(&store, rounds).await;
        let ids: Arc<[RoundId]> = open.into_iter().map(|open| open.round).collect();
        let (mut before, mut now) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            before.push(in_rows(&ids).await);
            now.push(as_values(&store, &ids).await);
        }
        store.close().await;
        let before = ("as rows, the log left to itself", median(before));
        figures.share(what, median(now), before, BUDGET);
    }
}

/// So many people take turns: each answers, and then each withdraws.
fn people(rounds: usize) -> usize {
    (rounds * usize::from(grounds::ROSTER)).min(16 * CLIENTS)
}

/// Both ways of one person, how many a second.
async fn as_values(store: &Store, rounds: &Arc<[RoundId]>) -> f64 {
    let people = people(rounds.len());
    let (begun, mut done) = (Instant::now(), 0);
    while begun.elapsed() < TIME {
        for withdrawing in [false, true] {
            let mut tasks = Vec::new();
            for first in 0..CLIENTS {
                let (store, rounds) = (store.clone(), rounds.clone());
                tasks.push(tokio::spawn(async move {
                    for person in (first..people).step_by(CLIENTS) {
                        let (round, receipt) = (&rounds[person % rounds.len()], receipt(person));
                        if withdrawing {
                            assert!(store.withdraw(round, &receipt, NOW).await.unwrap());
                        } else {
                            let answers = Answers::default();
                            store.submit(round, &receipt, &answers, None, NOW).await.unwrap();
                        }
                    }
                }));
            }
            for task in tasks {
                task.await.unwrap();
            }
            done += people;
        }
    }
    done as f64 / begun.elapsed().as_secs_f64()
}

fn receipt(person: usize) -> SecretHash {
    SecretHash::of(&person.to_string())
}

/// The same with the tables and statements of before.
async fn in_rows(rounds: &[RoundId]) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let mut connection = tables(folder.path(), rounds).await;
    let people: Vec<usize> = (0..people(rounds.len())).collect();
    let (begun, mut done) = (Instant::now(), 0);
    while begun.elapsed() < TIME {
        for withdrawing in [false, true] {
            for batch in people.chunks(CLIENTS) {
                let items: Vec<(&str, SecretHash)> = batch
                    .iter()
                    .map(|person| (rounds[person % rounds.len()].as_str(), receipt(*person)))
                    .collect();
                commit(&mut connection, &items, withdrawing).await;
            }
            done += people.len();
        }
    }
    done as f64 / begun.elapsed().as_secs_f64()
}

async fn tables(folder: &Path, rounds: &[RoundId]) -> SqliteConnection {
    let mut connection = direct::connect(&file_in(folder)).await;
    for sql in [
        "CREATE TABLE rounds (id TEXT NOT NULL PRIMARY KEY, roster BIGINT NOT NULL, closes_at BIGINT NOT NULL, state TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE responses (round_id TEXT NOT NULL REFERENCES rounds (id), receipt_hash BLOB NOT NULL CHECK (length(receipt_hash) = 32), answers TEXT NOT NULL CHECK (length(answers) = 18), PRIMARY KEY (round_id, receipt_hash)) WITHOUT ROWID",
    ] {
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    }
    for round in rounds {
        sqlx::query(
            "INSERT INTO rounds (id, roster, closes_at, state) VALUES ($1, 500, 9, 'open')",
        )
        .bind(round.as_str())
        .execute(&mut connection)
        .await
        .unwrap();
    }
    connection
}

async fn commit(
    connection: &mut SqliteConnection,
    items: &[(&str, SecretHash)],
    withdrawing: bool,
) {
    let mut ids: Vec<&str> = items.iter().map(|(round, _)| *round).collect();
    ids.sort_unstable();
    ids.dedup();
    let list = (1..=ids.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *connection).await.unwrap();
    for sql in [
        format!(
            "SELECT id, roster, closes_at FROM rounds WHERE id IN ({list}) AND state = 'open' ORDER BY id"
        ),
        format!(
            "SELECT round_id, COUNT(*) FROM responses WHERE round_id IN ({list}) GROUP BY round_id"
        ),
    ] {
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for id in &ids {
            query = query.bind(*id);
        }
        query.fetch_all(&mut *connection).await.unwrap();
    }
    if withdrawing {
        for (round, receipt) in items {
            sqlx::query("DELETE FROM responses WHERE round_id = $1 AND receipt_hash = $2")
                .bind(*round)
                .bind(receipt.as_bytes().as_slice())
                .execute(&mut *connection)
                .await
                .unwrap();
        }
    } else {
        let rows: Vec<String> = (0..items.len())
            .map(|at| format!("(${}, ${}, ${})", 3 * at + 1, 3 * at + 2, 3 * at + 3))
            .collect();
        let sql = format!(
            "INSERT INTO responses (round_id, receipt_hash, answers) VALUES {} ON CONFLICT DO NOTHING RETURNING round_id, receipt_hash",
            rows.join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (round, receipt) in items {
            query =
                query.bind(*round).bind(receipt.as_bytes().as_slice()).bind("------------------");
        }
        query.fetch_all(&mut *connection).await.unwrap();
    }
    sqlx::query("COMMIT").execute(connection).await.unwrap();
}

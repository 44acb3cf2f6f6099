//! The databases without Andon: what a submission asks of them, asked by nobody else.

use crate::database::{Cluster, file_in};
use crate::grounds::Open;
use andon::store::Secret;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const ROUND: &str =
    "SELECT id, roster, closes_at FROM rounds WHERE id IN ($1) AND state = 'open' ORDER BY id";
const COUNT: &str =
    "SELECT round_id, COUNT(*) FROM responses WHERE round_id IN ($1) GROUP BY round_id";
const INSERT: &str = "INSERT INTO responses (round_id, receipt_hash, answers) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING round_id, receipt_hash";
/// Eighteen answers, as they are stored.
const ANSWERS: &str = "012340123401234012";

/// One transaction for each answer, on a file, one after the other on one connection that
/// does nothing else; gives how many a second. The answers are gone afterwards.
pub async fn sqlite(folder: &Path, rounds: &[Open], time: Duration) -> f64 {
    let mut connection = SqliteConnectOptions::new()
        .filename(file_in(folder))
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "ON")
        .disable_statement_logging()
        .connect()
        .await
        .unwrap();
    let (begun, mut stored) = (Instant::now(), 0);
    while begun.elapsed() < time {
        let round = rounds[stored % rounds.len()].round.as_str();
        let hash = Secret::random().unwrap().hash();
        sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
        sqlx::query(ROUND).bind(round).fetch_all(&mut connection).await.unwrap();
        sqlx::query(COUNT).bind(round).fetch_all(&mut connection).await.unwrap();
        let insert = sqlx::query(INSERT).bind(round).bind(hash.as_bytes().as_slice()).bind(ANSWERS);
        insert.fetch_all(&mut connection).await.unwrap();
        sqlx::query("COMMIT").execute(&mut connection).await.unwrap();
        stored += 1;
    }
    let rate = stored as f64 / begun.elapsed().as_secs_f64();
    sqlx::query("DELETE FROM responses").execute(&mut connection).await.unwrap();
    rate
}

/// What pgbench reaches with the statements of a submission, those that look whether it may
/// be made included, over TCP; gives how many submissions a second. The answers are gone
/// afterwards.
pub async fn postgres(url: &str, rounds: &[Open], clients: usize, time: Duration) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(Cluster::program("pgbench"));
    command.args(["--no-vacuum", "--protocol=prepared", "--jobs=2"]);
    command.arg(format!("--client={clients}")).arg(format!("--time={}", time.as_secs()));
    // It takes so many scripts at most, and has no variables that are texts.
    for (number, open) in rounds.iter().take(120).enumerate() {
        let round = format!("'{}'", open.round);
        let mut script = String::new();
        writeln!(script, "SELECT r.id, r.team_id, r.state, r.roster, r.closes_at, r.ballot_key FROM rounds r JOIN teams t ON t.id = r.team_id JOIN organisations o ON o.id = t.organisation_id WHERE r.id = {round};").unwrap();
        writeln!(script, "BEGIN;").unwrap();
        writeln!(script, "{} FOR UPDATE;", ROUND.replace("$1", &round)).unwrap();
        writeln!(script, "{};", COUNT.replace("$1", &round)).unwrap();
        let hash = "decode(md5(random()::text) || md5(random()::text), 'hex')";
        let insert = INSERT.replace("$1", &round).replace("$2", hash);
        writeln!(script, "{};", insert.replace("$3", &format!("'{ANSWERS}'"))).unwrap();
        writeln!(script, "COMMIT;").unwrap();
        let file = folder.path().join(number.to_string());
        std::fs::write(&file, script).unwrap();
        command.arg("--file").arg(file);
    }
    let output = command.arg(url).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = "));
    let rate = rate.unwrap_or_else(|| panic!("pgbench: {said}{error}"));
    let rate = rate.split(' ').next().unwrap().parse().unwrap();
    let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
    sqlx::raw_sql("TRUNCATE responses").execute(&mut connection).await.unwrap();
    rate
}

//! The databases without Andon: what a submission asks of them, asked by nobody else.

use crate::database::{Cluster, file_in};
use crate::grounds::{Open, ROSTER};
use andon::store::Secret;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const ROUND: &str =
    "SELECT id, roster, closes_at FROM rounds WHERE id IN ($1) AND state = 'open' ORDER BY id";
const READ: &str = "SELECT round_id, sets FROM open_responses WHERE round_id IN ($1)";
const WRITE: &str = "INSERT INTO open_responses (round_id, sets) VALUES ($1, $2) ON CONFLICT (round_id) DO UPDATE SET sets = excluded.sets";
/// How many bytes an open round's value has in front, and for each place.
const FRONT: usize = 1_024;
const PLACE: usize = 50;

/// One transaction for each answer, on a file, one after the other on one connection that
/// does nothing else; gives how many a second. The answers are gone afterwards.
pub async fn sqlite(folder: &Path, rounds: &[Open], time: Duration) -> f64 {
    let mut connection = connect(&file_in(folder)).await;
    let mut values = vec![vec![0; FRONT + PLACE * usize::from(ROSTER)]; rounds.len()];
    let (begun, mut stored) = (Instant::now(), 0);
    while begun.elapsed() < time {
        let round = rounds[stored % rounds.len()].round.as_str();
        let value = &mut values[stored % rounds.len()];
        let place = FRONT + PLACE * (stored / rounds.len() % usize::from(ROSTER));
        value[place..place + 32].copy_from_slice(Secret::random().unwrap().hash().as_bytes());
        sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
        sqlx::query(ROUND).bind(round).fetch_all(&mut connection).await.unwrap();
        sqlx::query(READ).bind(round).fetch_all(&mut connection).await.unwrap();
        let write = sqlx::query(WRITE).bind(round).bind(value.as_slice());
        write.execute(&mut connection).await.unwrap();
        sqlx::query("COMMIT").execute(&mut connection).await.unwrap();
        stored += 1;
    }
    let rate = stored as f64 / begun.elapsed().as_secs_f64();
    sqlx::query("DELETE FROM open_responses").execute(&mut connection).await.unwrap();
    rate
}

/// A connection that is set as Andon's own that writes.
pub async fn connect(file: &Path) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "ON")
        .disable_statement_logging()
        .connect()
        .await
        .unwrap()
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
        writeln!(script, "{};", READ.replace("$1", &round)).unwrap();
        let bytes = FRONT + PLACE * usize::from(ROSTER);
        let value = format!("decode(repeat(md5(random()::text), {}), 'hex')", bytes / 16);
        let write = WRITE.replace("$1", &round).replace("$2", &value);
        writeln!(script, "{write};").unwrap();
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
    sqlx::raw_sql("TRUNCATE open_responses").execute(&mut connection).await.unwrap();
    rate
}

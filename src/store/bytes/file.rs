//! In an SQLite file, deleted bytes lie in free pages, in old frames of the write-ahead
//! log, and in the gaps of pages. `secure_delete` clears most of that but was seen to
//! leave some. So everything is written anew (`VACUUM`), and the log is folded into the
//! file and cut to nothing (`wal_checkpoint(TRUNCATE)`). Temporary files are never used
//! (`open`).

use crate::store::open::BUSY_TIMEOUT;
use crate::store::{Result, StoreError};
use sqlx::{AssertSqlSafe, SqliteConnection, SqlitePool};
use std::time::Duration;

/// How long writers are held up when a reader needs the log; then it is tried again later.
const PATIENCE: Duration = Duration::from_millis(500);

/// Writes the file anew.
pub(super) async fn clean(writer: &SqlitePool) -> Result<()> {
    // The only writer: nothing new is deleted between the two.
    let mut writer = writer.acquire().await?;
    sqlx::query("VACUUM").execute(&mut *writer).await?;
    if checkpoint(&mut writer, PATIENCE).await? { Ok(()) } else { Err(StoreError::BytesBusy) }
}

/// Folds the write-ahead log into the file and truncates it to nothing. False when somebody
/// still read from it after `patience`; until then nobody can write.
///
/// # Errors
/// Only the database's.
pub(in crate::store) async fn truncate_log(
    writer: &SqlitePool,
    patience: Duration,
) -> Result<bool> {
    checkpoint(&mut *writer.acquire().await?, patience).await
}

async fn checkpoint(writer: &mut SqliteConnection, patience: Duration) -> Result<bool> {
    wait_for_others(writer, patience).await?;
    let done = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *writer).await;
    wait_for_others(writer, BUSY_TIMEOUT).await?;
    let (busy, _, _): (i64, i64, i64) = done?;
    Ok(busy == 0)
}

/// For how long this connection waits for what others hold.
async fn wait_for_others(connection: &mut SqliteConnection, long: Duration) -> Result<()> {
    let statement = format!("PRAGMA busy_timeout = {}", long.as_millis());
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await?;
    Ok(())
}

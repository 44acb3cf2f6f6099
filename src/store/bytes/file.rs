//! In an SQLite file, deleted bytes lie in free pages, in old frames of the write-ahead
//! log, and in the gaps of pages. `secure_delete` clears most of that but was seen to
//! leave some. So everything is written anew (`VACUUM`), and the log is folded into the
//! file and cut to nothing (`wal_checkpoint(TRUNCATE)`). Temporary files are never used
//! (`open`).

use crate::store::{Result, StoreError};
use sqlx::SqlitePool;

/// Writes the file anew.
pub(super) async fn clean(writer: &SqlitePool) -> Result<()> {
    // The only writer: nothing new is deleted between the two.
    let mut writer = writer.acquire().await?;
    sqlx::query("VACUUM").execute(&mut *writer).await?;
    let (busy, _, _): (i64, i64, i64) =
        sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *writer).await?;
    if busy == 0 { Ok(()) } else { Err(StoreError::BytesBusy) }
}

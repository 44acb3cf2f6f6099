//! Getting deleted answers out of the files, too.
//!
//! Deleting a row leaves its bytes in free pages, in old frames of the
//! write-ahead log, and in the gaps of pages. `secure_delete` clears most of that
//! but was seen to leave some. So everything is written anew (`VACUUM`), the log is
//! folded into the file and cut to nothing (`wal_checkpoint(TRUNCATE)`), and only
//! then is the debt struck off. Temporary files are never used (`open`).

use super::ids::{base32, random_bytes};
use super::{Connection, Result, Store, StoreError};
use sqlx::Connection as _;

impl Store {
    /// Removes from the files the bytes of everything deleted so far, if any are
    /// owed. Several callers at once share one run. Closing, discarding and
    /// deleting call it themselves; the server calls it when it starts and from
    /// time to time, for the runs that failed.
    ///
    /// # Errors
    /// [`StoreError::BytesBusy`] when somebody was reading for so long that the log
    /// could not be cut. After any error the bytes are still owed.
    pub async fn clean_bytes(&self) -> Result<()> {
        let _one_run_at_a_time = self.cleaning.lock().await;
        // The only writer, held throughout, so that nothing new comes to be owed
        // between the cleaning and the striking off.
        let mut writer = self.writer.acquire().await?;
        let rounds: Vec<String> = sqlx::query_scalar("SELECT id FROM rounds WHERE bytes_pending")
            .fetch_all(&mut *writer)
            .await?;
        let owed: Vec<String> =
            sqlx::query_scalar("SELECT id FROM bytes_owed").fetch_all(&mut *writer).await?;
        if rounds.is_empty() && owed.is_empty() {
            return Ok(());
        }
        sqlx::query("VACUUM").execute(&mut *writer).await?;
        let (busy, _, _): (i64, i64, i64) =
            sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *writer).await?;
        if busy != 0 {
            return Err(StoreError::BytesBusy);
        }
        // By name: another process may have sealed a round meanwhile.
        let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
        for id in &rounds {
            sqlx::query("UPDATE rounds SET bytes_pending = FALSE WHERE id = $1")
                .bind(id)
                .execute(&mut *tx)
                .await?;
        }
        for id in &owed {
            sqlx::query("DELETE FROM bytes_owed WHERE id = $1").bind(id).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Whether bytes of something deleted may still lie in the files.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn bytes_owed(&self) -> Result<bool> {
        let owed: i64 = sqlx::query_scalar(
            "SELECT CASE WHEN EXISTS (SELECT 1 FROM rounds WHERE bytes_pending) OR EXISTS (SELECT 1 FROM bytes_owed) THEN 1 ELSE 0 END",
        )
        .fetch_one(&self.readers)
        .await?;
        Ok(owed != 0)
    }

    /// Cleans after a deletion that is already committed: failing to clean now does
    /// not undo it.
    pub(super) async fn clean_bytes_or_log(&self) {
        if let Err(error) = self.clean_bytes().await {
            tracing::warn!(%error, "deleted bytes are still in the database files; they will be cleaned later");
        }
    }
}

/// Notes that bytes are owed for a deletion that leaves no row to mark.
pub(super) async fn owe(tx: &mut Connection) -> Result<()> {
    sqlx::query("INSERT INTO bytes_owed (id) VALUES ($1)")
        .bind(base32(&random_bytes::<16>()?))
        .execute(tx)
        .await?;
    Ok(())
}

//! Getting deleted answers out of the files, too.
//!
//! Deleting a row leaves its bytes behind for a while in every database. How they are
//! removed is said in [`file`] and [`server`], one for each kind; only when that has
//! succeeded is the debt struck off.

mod file;
mod server;

pub(super) use file::truncate_log;

use super::db::{Pool, query, query_scalar};
use super::ids::{base32, random_bytes};
use super::{Connection, Result, Store};

/// What is owed.
struct Debt {
    /// Rounds that were closed.
    rounds: Vec<String>,
    /// Other deletions, which left no row to mark.
    others: Vec<String>,
}

impl Debt {
    const fn is_empty(&self) -> bool {
        self.rounds.is_empty() && self.others.is_empty()
    }
}

impl Store {
    /// Removes from the files the bytes of everything deleted so far, if any are
    /// owed. Several callers at once share one run. Closing, discarding and
    /// deleting call it themselves; the server calls it when it starts and from
    /// time to time, for the runs that failed.
    ///
    /// # Errors
    /// [`StoreError::BytesBusy`](super::StoreError::BytesBusy) when somebody was reading for
    /// so long that the bytes had to stay, and [`StoreError::BytesHeld`](super::StoreError::BytesHeld)
    /// when the server keeps them for others. After any error the bytes are still owed.
    pub async fn clean_bytes(&self) -> Result<()> {
        let _one_run_at_a_time = self.cleaning.lock().await;
        let debt = self.debt().await?;
        if debt.is_empty() {
            return Ok(());
        }
        match &self.writer {
            Pool::Sqlite(pool) => file::clean(pool).await?,
            Pool::Postgres(pool) => server::clean(pool, !debt.others.is_empty()).await?,
        }
        // By name: rounds may have been closed meanwhile.
        let mut tx = self.write().await?;
        for id in &debt.rounds {
            query("UPDATE rounds SET bytes_pending = FALSE WHERE id = $1")
                .bind(id)
                .execute(&mut *tx)
                .await?;
        }
        for id in &debt.others {
            query("DELETE FROM bytes_owed WHERE id = $1").bind(id).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn debt(&self) -> Result<Debt> {
        Ok(Debt {
            rounds: query_scalar("SELECT id FROM rounds WHERE bytes_pending")
                .fetch_all(&self.writer)
                .await?,
            others: query_scalar("SELECT id FROM bytes_owed").fetch_all(&self.writer).await?,
        })
    }

    /// Whether bytes of something deleted may still lie in the files.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn bytes_owed(&self) -> Result<bool> {
        Ok(query_scalar(
            "SELECT EXISTS (SELECT 1 FROM rounds WHERE bytes_pending) OR EXISTS (SELECT 1 FROM bytes_owed)",
        )
        .fetch_one(&self.readers)
        .await?)
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
    query("INSERT INTO bytes_owed (id) VALUES ($1)")
        .bind(base32(&random_bytes::<16>()?))
        .execute(tx)
        .await?;
    Ok(())
}

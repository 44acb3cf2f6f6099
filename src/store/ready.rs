//! How the database is, for whoever watches over the server.

use super::db::{Pool, query_as};
use super::{Result, Store, StoreError, open, postgres};

/// How many connections a pool has open, and how many of them do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolUse {
    /// For what it is: `read` or `write`.
    pub kind: &'static str,
    /// Connections that are open.
    pub open: u32,
    /// Those of them that somebody uses.
    pub in_use: u32,
    /// As many as there can be.
    pub most: u32,
}

/// What waits to be done, over the whole installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Rounds that are open.
    pub open_rounds: i64,
    /// Messages that wait to be sent.
    pub deliveries: i64,
    /// Deletions whose bytes are still in the files.
    pub bytes_owed: i64,
    /// For how many seconds the files have kept earlier versions of open rounds; 0 if they
    /// do not ([`Store::history_held`]).
    pub history_held: i64,
}

impl Store {
    /// Whether the database answers, and its tables are the ones of this program.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn is_current(&self) -> Result<bool> {
        Ok(match self.readers.pool() {
            Pool::Sqlite(pool) => open::is_current(pool).await?,
            Pool::Postgres(pool) => postgres::is_current(pool).await?,
        })
    }

    /// How the pools are used at this moment.
    #[must_use]
    pub fn pool_use(&self) -> [PoolUse; 2] {
        [("read", self.readers.pool()), ("write", &self.writer)].map(|(kind, pool)| {
            let (open, idle, most) = pool.connections();
            PoolUse { kind, open, in_use: open.saturating_sub(idle), most }
        })
    }

    /// What waits to be done.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn waiting(&self) -> Result<Waiting> {
        let (open_rounds, deliveries, rounds_owed, others_owed): (i64, i64, i64, i64) = query_as(
            "SELECT (SELECT COUNT(*) FROM rounds WHERE state = 'open'), \
                 (SELECT COUNT(*) FROM deliveries WHERE state = 'waiting'), \
                 (SELECT COUNT(*) FROM rounds WHERE bytes_pending), \
                 (SELECT COUNT(*) FROM bytes_owed)",
        )
        .fetch_one(&self.readers)
        .await?;
        let bytes_owed =
            rounds_owed.checked_add(others_owed).ok_or(StoreError::Unreadable("bytes owed"))?;
        let history_held = self.history_held().map_or(0, |long| long.as_secs());
        let history_held = i64::try_from(history_held).unwrap_or(i64::MAX);
        Ok(Waiting { open_rounds, deliveries, bytes_owed, history_held })
    }
}

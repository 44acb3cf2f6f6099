//! Where statements that only read run.

use super::connection::{Held, Lent, Pool, Transaction};
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// The connections of a pool, or one of them for as long as these readers live.
///
/// A connection that goes back to its pool is asked first whether it is well. For whoever
/// reads many things one after another, that is half of all that the database is asked.
#[derive(Clone)]
pub(in crate::store) struct Readers {
    pool: Pool,
    /// Taken from the pool by the first statement, given back by the last clone.
    one: Option<Arc<Mutex<Option<Lent<'static>>>>>,
}

impl std::fmt::Debug for Readers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Readers").field("pool", &self.pool).finish_non_exhaustive()
    }
}

impl From<Pool> for Readers {
    fn from(pool: Pool) -> Self {
        Self { pool, one: None }
    }
}

impl Readers {
    /// The same database through one connection. Its statements wait for each other.
    pub(in crate::store) fn on_one_connection(&self) -> Self {
        Self { pool: self.pool.clone(), one: Some(Arc::default()) }
    }

    /// Whether statements share one connection.
    pub(in crate::store) const fn keeps_one(&self) -> bool {
        self.one.is_some()
    }

    pub(in crate::store) const fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Begins a transaction that sees one moment and changes nothing.
    pub(in crate::store) async fn begin_read(&self) -> Result<Transaction, sqlx::Error> {
        // The transaction has a connection of its own: nobody waits for a second one who does
        // not let go of the first.
        self.give_up().await;
        self.pool.begin_read().await
    }

    /// Gives the connection back that is kept, if one is.
    pub(super) async fn give_up(&self) {
        if let Some(one) = &self.one {
            one.lock().await.take();
        }
    }

    pub(super) async fn lend(&self) -> Result<Lent<'static>, sqlx::Error> {
        let Some(one) = &self.one else { return self.pool.lend().await };
        let mut kept = one.clone().lock_owned().await;
        if kept.is_none() {
            *kept = Some(self.pool.lend().await?);
        }
        let sqlite = OwnedMutexGuard::try_map(kept, |kept| match kept {
            Some(Lent::Sqlite(connection)) => Some(&mut **connection),
            _ => None,
        });
        let kept = match sqlite {
            Ok(connection) => return Ok(Lent::Sqlite(Held::Kept(connection))),
            Err(kept) => kept,
        };
        OwnedMutexGuard::try_map(kept, |kept| match kept {
            Some(Lent::Postgres(connection)) => Some(&mut **connection),
            _ => None,
        })
        .map(|connection| Lent::Postgres(Held::Kept(connection)))
        .map_err(|_| sqlx::Error::PoolClosed)
    }
}

//! Pools and transactions of either kind.

use super::commit::CommitError;
use sqlx::pool::PoolConnection;
use sqlx::{Database, PgPool, Postgres, Sqlite, SqlitePool};
use std::ops::{Deref, DerefMut};
use tokio::sync::OwnedMappedMutexGuard;

/// Connections to one database.
#[derive(Debug, Clone)]
pub(in crate::store) enum Pool {
    /// To a file.
    Sqlite(SqlitePool),
    /// To a server.
    Postgres(PgPool),
}

impl Pool {
    /// Begins a transaction that sees one moment and changes nothing.
    pub(in crate::store) async fn begin_read(&self) -> Result<Transaction, sqlx::Error> {
        self.begin_with("BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await
    }

    /// Begins a transaction with the one database's statement or the other's. On a
    /// connection that was cut nothing has begun, so it is tried on another.
    pub(in crate::store) async fn begin_with(
        &self,
        sqlite: &'static str,
        postgres: &'static str,
    ) -> Result<Transaction, sqlx::Error> {
        let mut tries = 1;
        loop {
            match self.try_to_begin(sqlite, postgres).await {
                Err(error) if self.may_try_again(&error, tries) => tries += 1,
                begun => return begun,
            }
        }
    }

    async fn try_to_begin(
        &self,
        sqlite: &'static str,
        postgres: &'static str,
    ) -> Result<Transaction, sqlx::Error> {
        Ok(Transaction(match self {
            Self::Sqlite(pool) => Connection::Sqlite(pool.begin_with(sqlite).await?),
            Self::Postgres(pool) => Connection::Postgres(pool.begin_with(postgres).await?),
        }))
    }

    /// Whether what changes nothing may be tried again, after so many tries: its connection
    /// was cut. When a server was started anew, all that wait in the pool are of before.
    pub(super) fn may_try_again(&self, error: &sqlx::Error, tries: u32) -> bool {
        let (_, _, most) = self.connections();
        matches!(self, Self::Postgres(_)) && tries <= most && is_cut(error)
    }

    /// How many connections are open, how many of them are idle, and how many there can be.
    pub(in crate::store) fn connections(&self) -> (u32, u32, u32) {
        let (open, idle, most) = match self {
            Self::Sqlite(pool) => {
                (pool.size(), pool.num_idle(), pool.options().get_max_connections())
            }
            Self::Postgres(pool) => {
                (pool.size(), pool.num_idle(), pool.options().get_max_connections())
            }
        };
        (open, u32::try_from(idle).unwrap_or(u32::MAX), most)
    }

    pub(in crate::store) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }

    pub(super) async fn lend(&self) -> Result<Lent<'static>, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(pool) => Lent::Sqlite(Held::Own(pool.acquire().await?)),
            Self::Postgres(pool) => Lent::Postgres(Held::Own(pool.acquire().await?)),
        })
    }
}

/// Whether a connection to a server was found broken, or was ended by whoever runs it.
fn is_cut(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(error) => {
            error.code().is_some_and(|code| code.starts_with("08") || code.starts_with("57P"))
        }
        _ => false,
    }
}

/// A transaction; undone when it is dropped without having been committed.
pub(in crate::store) struct Transaction(Connection);

impl Transaction {
    pub(in crate::store) async fn commit(self) -> Result<(), CommitError> {
        match self.0 {
            Connection::Sqlite(transaction) => transaction.commit().await,
            Connection::Postgres(transaction) => transaction.commit().await,
        }
        .map_err(CommitError::of)
    }
}

impl Deref for Transaction {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        &self.0
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0
    }
}

/// A connection inside a transaction.
pub(in crate::store) enum Connection {
    /// To a file.
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    /// To a server.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Connection {
    pub(super) fn lend(&mut self) -> Lent<'_> {
        match self {
            Self::Sqlite(transaction) => Lent::Sqlite(Held::Borrowed(&mut **transaction)),
            Self::Postgres(transaction) => Lent::Postgres(Held::Borrowed(&mut **transaction)),
        }
    }
}

/// A connection to run one statement on.
pub(super) enum Lent<'c> {
    Sqlite(Held<'c, Sqlite>),
    Postgres(Held<'c, Postgres>),
}

/// Out of a pool, or somebody's.
pub(super) enum Held<'c, D: Database> {
    Own(PoolConnection<D>),
    Borrowed(&'c mut D::Connection),
    /// The one that [`Readers`](super::Readers) keep for a while.
    Kept(OwnedMappedMutexGuard<Option<Lent<'static>>, D::Connection>),
}

impl<D: Database> Deref for Held<'_, D> {
    type Target = D::Connection;
    fn deref(&self) -> &D::Connection {
        match self {
            Self::Own(connection) => connection,
            Self::Borrowed(connection) => connection,
            Self::Kept(connection) => connection,
        }
    }
}

impl<D: Database> DerefMut for Held<'_, D> {
    fn deref_mut(&mut self) -> &mut D::Connection {
        match self {
            Self::Own(connection) => connection,
            Self::Borrowed(connection) => connection,
            Self::Kept(connection) => connection,
        }
    }
}

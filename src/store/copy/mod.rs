//! Moving an installation from a file to a server.
//!
//! Everything is copied in one transaction of the server, read back there, and compared
//! with the file row by row; only then is it committed. So the server holds all of it
//! or nothing. The file is locked against writing meanwhile and is not changed.

mod digest;
mod table;

use super::Store;
use super::db::{CommitError, Connection, Pool, Query, Transaction, Value, query_scalar};
use digest::Digest;
use futures::TryStreamExt as _;
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};
use table::{Table, tables};

/// How many values one statement carries at most; servers take 65,535.
const VALUES_AT_ONCE: usize = 8000;

/// Why an installation was not copied. The server holds nothing of it then, unless it
/// says so.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// One of the two is of the wrong kind.
    #[error("an installation can only be copied from a file to a server")]
    WrongWay,
    /// There is something there already.
    #[error("the database there is not empty: its table {table} has rows; nothing was changed")]
    NotEmpty {
        /// The first table that was found with rows.
        table: String,
    },
    /// What was read back is not what was written.
    #[error(
        "table {table}: {there} rows were read back where {here} were written, or they differ; nothing was kept there"
    )]
    Differs {
        /// Which table.
        table: String,
        /// Rows in the file.
        here: u64,
        /// Rows on the server.
        there: u64,
    },
    /// A table that this program does not know how to copy.
    #[error("the table {0} cannot be copied")]
    Unknown(String),
    /// The connection broke while the server was committing.
    #[error(
        "the connection to the database broke while it was committing ({0}): the copy is there in full or not at all. Run this again: it says that the database is not empty if the copy is there"
    )]
    Unsettled(sqlx::Error),
    /// A database failed.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
}

impl From<CommitError> for CopyError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Refused(error) => Self::Database(error),
            CommitError::Unknown(error) => Self::Unsettled(error),
        }
    }
}

/// How far the copying is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copying {
    /// Which table.
    pub table: String,
    /// How many of its rows are there.
    pub done: u64,
    /// Of how many.
    pub rows: u64,
}

/// A table that was copied and compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopiedTable {
    /// Its name.
    pub name: String,
    /// How many rows it has, here and there.
    pub rows: u64,
    /// SHA-256 over its rows, here and there, in hexadecimal.
    pub digest: String,
}

impl Store {
    /// Copies everything from this file into an empty database on a server. `progress`
    /// is told after every few thousand rows.
    ///
    /// # Errors
    /// [`CopyError`].
    pub async fn copy_to(
        &self,
        there: &Self,
        mut progress: impl FnMut(Copying),
    ) -> Result<Vec<CopiedTable>, CopyError> {
        let (Pool::Sqlite(_), Pool::Postgres(_)) = (&self.writer, &there.writer) else {
            return Err(CopyError::WrongWay);
        };
        // Both held until the end: nobody writes to either.
        let mut from = self.writer.begin_with("BEGIN IMMEDIATE", "").await?;
        let mut to = there.writer.begin_with("", super::WRITE_TURN).await?;
        let Connection::Sqlite(file) = &mut *from else { return Err(CopyError::WrongWay) };
        let tables = tables(file).await?;
        for table in &tables {
            expect_empty(&mut to, table).await?;
        }
        for table in &tables {
            copy(file, &mut to, table, &mut progress).await?;
        }
        let Connection::Postgres(server) = &mut *to else { return Err(CopyError::WrongWay) };
        let mut copied = Vec::with_capacity(tables.len());
        for table in tables {
            copied.push(compare(file, server, table).await?);
        }
        to.commit().await?;
        Ok(copied)
    }
}

async fn expect_empty(to: &mut Transaction, table: &Table) -> Result<(), CopyError> {
    let any: bool = query_scalar(AssertSqlSafe(table.has_rows())).fetch_one(&mut **to).await?;
    if any { Err(CopyError::NotEmpty { table: table.name.clone() }) } else { Ok(()) }
}

async fn copy(
    file: &mut SqliteConnection,
    to: &mut Transaction,
    table: &Table,
    progress: &mut impl FnMut(Copying),
) -> Result<(), CopyError> {
    let rows = u64::try_from(
        sqlx::query_scalar::<_, i64>(AssertSqlSafe(table.count())).fetch_one(&mut *file).await?,
    )
    .unwrap_or(0);
    let at_once = VALUES_AT_ONCE / table.columns.len().max(1);
    let mut done = 0;
    let mut waiting = Vec::with_capacity(at_once);
    let mut later = Vec::new();
    let mut source = sqlx::query(AssertSqlSafe(table.select())).fetch(file);
    while let Some(row) = source.try_next().await? {
        let mut values = table.read(&row)?;
        // A row may point at one that comes after it.
        later.extend(table.take_own_reference(&mut values));
        waiting.push(values);
        if waiting.len() == at_once {
            done += insert(to, table, std::mem::take(&mut waiting)).await?;
            progress(Copying { table: table.name.clone(), done, rows });
        }
    }
    done += insert(to, table, waiting).await?;
    for (statement, values) in later {
        Query::with(AssertSqlSafe(statement), values).execute(&mut **to).await?;
    }
    progress(Copying { table: table.name.clone(), done, rows });
    Ok(())
}

async fn insert(
    to: &mut Transaction,
    table: &Table,
    rows: Vec<Vec<Value>>,
) -> Result<u64, CopyError> {
    if rows.is_empty() {
        return Ok(0);
    }
    let statement = AssertSqlSafe(table.insert(rows.len()));
    let values = rows.into_iter().flatten().collect();
    Ok(Query::with(statement, values).execute(&mut **to).await?.rows_affected())
}

async fn compare(
    file: &mut SqliteConnection,
    server: &mut PgConnection,
    table: Table,
) -> Result<CopiedTable, CopyError> {
    let (mut here, mut there) = (Digest::default(), Digest::default());
    let mut rows = sqlx::query(AssertSqlSafe(table.select())).fetch(file);
    while let Some(row) = rows.try_next().await? {
        here.add(&table.read(&row)?);
    }
    drop(rows);
    let mut rows = sqlx::query(AssertSqlSafe(table.select())).fetch(server);
    while let Some(row) = rows.try_next().await? {
        there.add(&table.read(&row)?);
    }
    drop(rows);
    let (rows, others) = (here.rows(), there.rows());
    let (here, there) = (here.finish(), there.finish());
    if here != there {
        return Err(CopyError::Differs { table: table.name, here: rows, there: others });
    }
    Ok(CopiedTable { name: table.name, rows, digest: here })
}

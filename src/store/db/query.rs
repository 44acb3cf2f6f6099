//! Statements with their values, and what they answer.

use super::connection::{Connection, Lent, Pool};
use super::readers::Readers;
use super::value::{Value, arguments};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{FromRow, SqlSafeStr, SqlStr};
use std::marker::PhantomData;

type Result<T> = std::result::Result<T, sqlx::Error>;

/// Where statements are told, without their values, to whoever listens at level
/// `trace`: `RUST_LOG=andon::sql=trace`.
const TOLD: &str = "andon::sql";

/// Where a statement runs: on any connection of a pool, or in a transaction.
pub(in crate::store) enum On<'c> {
    /// On its own.
    Pool(&'c Pool),
    /// On its own, and it only reads.
    Readers(&'c Readers),
    /// Among others.
    Connection(&'c mut Connection),
}

impl<'c> From<&'c Pool> for On<'c> {
    fn from(pool: &'c Pool) -> Self {
        Self::Pool(pool)
    }
}

impl<'c> From<&'c Readers> for On<'c> {
    fn from(readers: &'c Readers) -> Self {
        Self::Readers(readers)
    }
}

impl<'c> From<&'c mut Connection> for On<'c> {
    fn from(connection: &'c mut Connection) -> Self {
        Self::Connection(connection)
    }
}

impl<'c> On<'c> {
    async fn lend(self) -> Result<Lent<'c>> {
        match self {
            Self::Pool(pool) => pool.lend().await,
            Self::Readers(readers) => readers.lend().await,
            Self::Connection(connection) => Ok(connection.lend()),
        }
    }
}

/// What can be read from a row of either database: whatever derives
/// [`sqlx::FromRow`], and tuples.
pub(in crate::store) trait Readable:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>
{
}

impl<T> Readable for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}

enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    fn read<T: Readable>(&self) -> Result<T> {
        match self {
            Self::Sqlite(row) => T::from_row(row),
            Self::Postgres(row) => T::from_row(row),
        }
    }
}

/// What a statement did.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Done(u64);

impl Done {
    /// How many rows it added, changed or deleted.
    pub(in crate::store) const fn rows_affected(self) -> u64 {
        self.0
    }
}

/// Which rows of an answer are wanted.
#[derive(Clone, Copy)]
enum Rows {
    All,
    First,
}

/// A statement and its values.
#[derive(Clone)]
pub(in crate::store) struct Query {
    sql: SqlStr,
    values: Vec<Value>,
}

/// A statement whose rows are read as `T`.
pub(in crate::store) struct QueryAs<T> {
    query: Query,
    row: PhantomData<fn() -> T>,
}

/// A statement whose rows have one column, read as `T`.
pub(in crate::store) struct QueryScalar<T>(QueryAs<(T,)>);

/// A statement; `$1` is the first value that is bound.
pub(in crate::store) fn query(sql: impl SqlSafeStr) -> Query {
    Query { sql: sql.into_sql_str(), values: Vec::new() }
}

/// A statement that answers with rows.
pub(in crate::store) fn query_as<T>(sql: impl SqlSafeStr) -> QueryAs<T> {
    query(sql).read_as()
}

/// A statement that answers with one column.
pub(in crate::store) fn query_scalar<T>(sql: impl SqlSafeStr) -> QueryScalar<T> {
    QueryScalar(query_as(sql))
}

impl Query {
    /// A statement with all of its values.
    pub(in crate::store) fn with(sql: impl SqlSafeStr, values: Vec<Value>) -> Self {
        Self { sql: sql.into_sql_str(), values }
    }

    pub(super) fn read_as<T>(self) -> QueryAs<T> {
        QueryAs { query: self, row: PhantomData }
    }

    /// Hands over the next value.
    pub(in crate::store) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Runs it for what it does.
    pub(in crate::store) async fn execute<'c>(self, on: impl Into<On<'c>>) -> Result<Done> {
        let Self { sql, values } = self;
        tracing::trace!(target: TOLD, sql = sql.as_str());
        let rows = match on.into().lend().await? {
            Lent::Sqlite(mut connection) => {
                let arguments = arguments::<SqliteArguments>(values)?;
                sqlx::query_with(sql, arguments).execute(&mut *connection).await?.rows_affected()
            }
            Lent::Postgres(mut connection) => {
                let arguments = arguments::<PgArguments>(values)?;
                sqlx::query_with(sql, arguments).execute(&mut *connection).await?.rows_affected()
            }
        };
        Ok(Done(rows))
    }

    /// Whether it answers with a row.
    pub(in crate::store) async fn fetch_optional<'c>(
        self,
        on: impl Into<On<'c>>,
    ) -> Result<Option<()>> {
        Ok(self.first(on.into()).await?.map(|_| ()))
    }

    async fn first(self, on: On<'_>) -> Result<Option<Row>> {
        Ok(self.rows(on, Rows::First).await?.pop())
    }

    async fn all(self, on: On<'_>) -> Result<Vec<Row>> {
        self.rows(on, Rows::All).await
    }

    /// What only reads is asked again on another connection when the first one was cut.
    async fn rows(self, on: On<'_>, which: Rows) -> Result<Vec<Row>> {
        tracing::trace!(target: TOLD, sql = self.sql.as_str());
        let readers = match on {
            On::Readers(readers) if matches!(readers.pool(), Pool::Postgres(_)) => readers,
            on => return self.fetch(on.lend().await?, which).await,
        };
        let mut tries = 1;
        loop {
            match self.clone().fetch(readers.lend().await?, which).await {
                Err(error) if readers.pool().may_try_again(&error, tries) => {
                    readers.give_up().await;
                    tries += 1;
                }
                done => return done,
            }
        }
    }

    async fn fetch(self, on: Lent<'_>, which: Rows) -> Result<Vec<Row>> {
        let Self { sql, values } = self;
        Ok(match on {
            Lent::Sqlite(mut connection) => {
                let query = sqlx::query_with(sql, arguments::<SqliteArguments>(values)?);
                let rows = match which {
                    Rows::All => query.fetch_all(&mut *connection).await?,
                    Rows::First => {
                        query.fetch_optional(&mut *connection).await?.into_iter().collect()
                    }
                };
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Lent::Postgres(mut connection) => {
                let query = sqlx::query_with(sql, arguments::<PgArguments>(values)?);
                let rows = match which {
                    Rows::All => query.fetch_all(&mut *connection).await?,
                    Rows::First => {
                        query.fetch_optional(&mut *connection).await?.into_iter().collect()
                    }
                };
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }
}

impl<T: Readable> QueryAs<T> {
    /// Hands over the next value.
    pub(in crate::store) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.query = self.query.bind(value);
        self
    }

    /// Its rows.
    pub(in crate::store) async fn fetch_all<'c>(self, on: impl Into<On<'c>>) -> Result<Vec<T>> {
        self.query.all(on.into()).await?.iter().map(Row::read).collect()
    }

    /// Its first row, if it has one.
    pub(in crate::store) async fn fetch_optional<'c>(
        self,
        on: impl Into<On<'c>>,
    ) -> Result<Option<T>> {
        self.query.first(on.into()).await?.map(|row| row.read()).transpose()
    }

    /// Its first row.
    pub(in crate::store) async fn fetch_one<'c>(self, on: impl Into<On<'c>>) -> Result<T> {
        self.fetch_optional(on).await?.ok_or(sqlx::Error::RowNotFound)
    }
}

impl<T> QueryScalar<T>
where
    (T,): Readable,
{
    /// Hands over the next value.
    pub(in crate::store) fn bind(self, value: impl Into<Value>) -> Self {
        Self(self.0.bind(value))
    }

    /// The column.
    pub(in crate::store) async fn fetch_all<'c>(self, on: impl Into<On<'c>>) -> Result<Vec<T>> {
        Ok(self.0.fetch_all(on).await?.into_iter().map(|(value,)| value).collect())
    }

    /// The column's first value, if there is a row.
    pub(in crate::store) async fn fetch_optional<'c>(
        self,
        on: impl Into<On<'c>>,
    ) -> Result<Option<T>> {
        Ok(self.0.fetch_optional(on).await?.map(|(value,)| value))
    }

    /// The column's first value.
    pub(in crate::store) async fn fetch_one<'c>(self, on: impl Into<On<'c>>) -> Result<T> {
        Ok(self.0.fetch_one(on).await?.0)
    }
}

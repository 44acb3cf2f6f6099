//! Looking at a database past the store.

#![allow(dead_code, reason = "each of the two test programs uses its part")]

use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, SqliteConnection};
use std::path::Path;

/// A connection to either database. What it is asked is the same SQL for both.
pub enum Direct {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// The same with either connection.
macro_rules! on {
    ($direct:expr, $connection:ident => $do:expr) => {
        match $direct {
            Direct::Sqlite($connection) => $do,
            Direct::Postgres($connection) => $do,
        }
    };
}

impl Direct {
    pub async fn to_file(file: &Path) -> Self {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
        Self::Sqlite(options.connect().await.unwrap())
    }

    pub async fn to_server(url: &str) -> Self {
        Self::Postgres(PgConnection::connect(url).await.unwrap())
    }

    /// Runs statements and gives how many rows the last one changed.
    pub async fn run(&mut self, sql: &str) -> Result<u64, sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        on!(self, connection => Ok(sqlx::raw_sql(sql).execute(connection).await?.rows_affected()))
    }

    /// The only column of all rows.
    pub async fn texts(&mut self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        on!(self, connection => sqlx::query_scalar(sql).fetch_all(connection).await.unwrap())
    }

    /// The only number of the only row.
    pub async fn number(&mut self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        on!(self, connection => sqlx::query_scalar(sql).fetch_one(connection).await.unwrap())
    }

    /// Begins to read, and goes on seeing this moment until [`Direct::close`].
    pub async fn keep_reading(&mut self, sql: &str) {
        let begin = match self {
            Self::Sqlite(_) => "BEGIN",
            Self::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        self.run(begin).await.unwrap();
        self.run(sql).await.unwrap();
    }

    /// Andon's tables, by name.
    pub async fn tables(&mut self) -> Vec<String> {
        let sql = match self {
            Self::Sqlite(_) => "SELECT name FROM sqlite_master WHERE type = 'table'",
            Self::Postgres(_) => {
                "SELECT CAST(relname AS TEXT) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = CAST('public' AS regnamespace)"
            }
        };
        let mut tables = self.texts(sql).await;
        // The library's own, which notes when it did what.
        tables.retain(|table| !table.starts_with("_sqlx"));
        tables.sort();
        tables
    }

    /// A table's columns, in their order.
    pub async fn columns(&mut self, table: &str) -> Vec<String> {
        let sql = match self {
            Self::Sqlite(_) => {
                format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid")
            }
            Self::Postgres(_) => format!(
                "SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
            ),
        };
        self.texts(&sql).await
    }

    /// Another number whenever anybody else has written something meanwhile.
    pub async fn version(&mut self) -> i64 {
        let sql = match self {
            Self::Sqlite(_) => "PRAGMA data_version",
            Self::Postgres(_) => {
                "SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT)"
            }
        };
        self.number(sql).await
    }

    /// A column as SQL would write its value, so that types are seen and bytes are text.
    pub fn quoted(&self, column: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("quote({column})"),
            Self::Postgres(_) => format!("quote_nullable(CAST({column} AS TEXT))"),
        }
    }

    /// Everything in every table as text, as a dump shows it: in the order in which the
    /// rows come when no order is asked for.
    pub async fn dump(&mut self) -> String {
        let mut text = String::new();
        for table in self.tables().await {
            let row = match self {
                Self::Sqlite(_) => {
                    let columns = self.columns(&table).await;
                    let quoted: Vec<_> =
                        columns.iter().map(|name| format!("quote({name})")).collect();
                    quoted.join(" || ',' || ")
                }
                Self::Postgres(_) => format!("CAST({table} AS TEXT)"),
            };
            for row in self.texts(&format!("SELECT {row} FROM {table}")).await {
                text.push_str(&format!("{table}: {row}\n"));
            }
        }
        text
    }

    pub async fn close(self) {
        on!(self, connection => connection.close().await.unwrap());
    }
}

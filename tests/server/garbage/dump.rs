//! Everything that is stored, as text: what was refused must have left no trace.

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Row as _};
use std::collections::BTreeSet;
use std::path::Path;

/// What changes without anybody having sent something that was taken.
const OUT_OF_IT: [(&str, &str); 3] = [
    // The gate writes down which reports it may show before it is known whether the rest of
    // the address is right. It says nothing that was sent.
    ("released_reports", ""),
    // The outbox writes down how far it is with each message, whenever it is.
    ("deliveries", ""),
    // Whoever shows an access link that holds has used it, whatever else they sent.
    ("links", "last_used_day"),
];

/// A look at the database beside the server's own.
pub struct Dump {
    connection: SqliteConnection,
    tables: Vec<(String, String)>,
    version: i64,
    seen: BTreeSet<String>,
}

impl Dump {
    pub async fn open(folder: &Path) -> Self {
        let options = SqliteConnectOptions::new().filename(folder.join("andon.sqlite"));
        let mut connection = options.read_only(true).connect().await.unwrap();
        let tables = tables(&mut connection).await;
        let mut dump = Self { connection, tables, version: -1, seen: BTreeSet::new() };
        dump.look().await;
        dump
    }

    /// Looks, and gives what is different from the last time: lines with `+` and `-`.
    pub async fn look(&mut self) -> Vec<String> {
        // SQLite counts what others have written. Where nobody has, there is nothing to see.
        let version: i64 = sqlx::query_scalar("PRAGMA data_version")
            .fetch_one(&mut self.connection)
            .await
            .unwrap();
        if version == self.version {
            return Vec::new();
        }
        self.version = version;
        let mut lines = BTreeSet::new();
        for (table, columns) in &self.tables {
            // Every column as SQL would write it, so that types are seen and blobs are text.
            let query = format!("SELECT {columns} AS line FROM {table} ORDER BY line");
            let rows = sqlx::query(sqlx::AssertSqlSafe(query))
                .fetch_all(&mut self.connection)
                .await
                .unwrap();
            lines.extend(rows.iter().map(|row| format!("{table}: {}", row.get::<String, _>(0))));
        }
        let gone = self.seen.difference(&lines).map(|line| format!("- {line}"));
        let new = lines.difference(&self.seen).map(|line| format!("+ {line}"));
        let different = gone.chain(new).collect();
        self.seen = lines;
        different
    }
}

async fn tables(connection: &mut SqliteConnection) -> Vec<(String, String)> {
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations' ORDER BY name",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    let mut tables = Vec::new();
    for name in names {
        if OUT_OF_IT.contains(&(name.as_str(), "")) {
            continue;
        }
        let columns: Vec<String> =
            sqlx::query_scalar("SELECT name FROM pragma_table_info($1) ORDER BY cid")
                .bind(&name)
                .fetch_all(&mut *connection)
                .await
                .unwrap();
        let quoted: Vec<String> = columns
            .iter()
            .filter(|column| !OUT_OF_IT.contains(&(name.as_str(), column.as_str())))
            .map(|column| format!("'{column}=' || quote({column})"))
            .collect();
        tables.push((name, quoted.join(" || ' ' || ")));
    }
    tables
}

//! Everything that is stored, as text: what was refused must have left no trace.

use crate::database::Direct;
use std::collections::BTreeSet;

/// What changes without anybody having sent something that was taken.
const OUT_OF_IT: [(&str, &str); 17] = [
    // A task counts the quarters for leadership, once a minute, and whoever looks first does;
    // another one wipes the bytes of closed rounds.
    ("decided_periods", ""),
    ("released_pools", ""),
    ("released_pool_rounds", ""),
    ("decided_signals", ""),
    ("released_signals", ""),
    ("released_signal_teams", ""),
    ("cord_counts", ""),
    ("cord_count_teams", ""),
    ("decided_works", ""),
    ("work_lines", ""),
    ("work_line_teams", ""),
    ("bytes_owed", ""),
    ("organisations", "standing"),
    ("rounds", "bytes_pending"),
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
    connection: Direct,
    /// Each with its columns in one text.
    tables: Vec<(String, String)>,
    version: i64,
    seen: BTreeSet<String>,
}

impl Dump {
    pub async fn open(mut connection: Direct) -> Self {
        let tables = tables(&mut connection).await;
        let mut dump = Self { connection, tables, version: -1, seen: BTreeSet::new() };
        dump.look().await;
        dump
    }

    /// Looks, and gives what is different from the last time: lines with `+` and `-`.
    pub async fn look(&mut self) -> Vec<String> {
        // Where nobody has written, there is nothing to see.
        let version = self.connection.version().await;
        if version == self.version {
            return Vec::new();
        }
        self.version = version;
        let mut lines = BTreeSet::new();
        for (table, columns) in &self.tables {
            let rows = self.connection.texts(&format!("SELECT {columns} FROM {table}")).await;
            lines.extend(rows.iter().map(|row| format!("{table}: {row}")));
        }
        let gone = self.seen.difference(&lines).map(|line| format!("- {line}"));
        let new = lines.difference(&self.seen).map(|line| format!("+ {line}"));
        let different = gone.chain(new).collect();
        self.seen = lines;
        different
    }
}

async fn tables(connection: &mut Direct) -> Vec<(String, String)> {
    let mut tables = Vec::new();
    for name in connection.tables().await {
        if OUT_OF_IT.contains(&(name.as_str(), "")) {
            continue;
        }
        let columns = connection.columns(&name).await;
        let quoted: Vec<String> = columns
            .iter()
            .filter(|column| !OUT_OF_IT.contains(&(name.as_str(), column.as_str())))
            .map(|column| format!("'{column}=' || {}", connection.quoted(column)))
            .collect();
        tables.push((name, quoted.join(" || ' ' || ")));
    }
    tables
}

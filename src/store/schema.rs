//! Whether a database's tables are this program's.

use sqlx::migrate::Migrator;

/// Lists the steps that were applied, the latest first.
pub(super) const APPLIED: &str =
    "SELECT version, checksum FROM _sqlx_migrations ORDER BY version DESC";

/// Lists the tables of a file.
pub(super) const FILE_TABLES: &str = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name";

/// A name as SQL takes it, should it be a word of SQL: the names are the migrations'.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// What a database's schema is, seen from this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Schema {
    /// There are no tables.
    Empty,
    /// They are another program's.
    Foreign,
    /// An earlier version's.
    Behind,
    /// This version's.
    Current,
    /// A later version's: its number.
    Newer(i64),
    /// Of another build: the number that is not what it is here.
    Altered(i64),
}

/// The highest step that a program knows.
pub(super) fn known(migrator: &Migrator) -> i64 {
    migrator.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// Compares the applied steps, the latest first, with those that are known.
pub(super) fn compare(migrator: &Migrator, applied: &[(i64, Vec<u8>)]) -> Schema {
    let known = known(migrator);
    for (version, checksum) in applied {
        if *version > known {
            return Schema::Newer(*version);
        }
        let ours = migrator.iter().find(|migration| migration.version == *version);
        if ours.is_none_or(|migration| *migration.checksum != **checksum) {
            return Schema::Altered(*version);
        }
    }
    match applied.first() {
        Some((version, _)) if *version == known => Schema::Current,
        _ => Schema::Behind,
    }
}

//! Opening the database file: look first, touch later.

use super::Store;
use super::answers::{History, Queue, Rounds};
use super::db::{Pool, Readers};
use super::schema::{self, Schema};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection, SqlitePool};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// "Ando" in ASCII, in the header of every file that is ours.
pub(super) const APPLICATION_ID: i64 = 0x416e_646f;
/// Writes it there.
const SIGN: &str = "PRAGMA application_id = 1097753711";
/// Most KiB of pages that the writer keeps, as a negative number: enough for the values of
/// 900 open rounds of 500 people, which each batch of answers reads and writes.
const CACHE: &str = "-32768";
/// Files up to this many bytes are checked throughout when they are opened, which
/// takes some 10 ms; larger ones would make every start slow.
const CHECK_UP_TO: u64 = 16 << 20;
/// How long to wait for another process to finish its transaction.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How many can read at once.
const READERS: u32 = 4;

static MIGRATOR: Migrator = sqlx::migrate!("migrations/sqlite");

/// Whether a file's tables are this version's.
pub(super) async fn is_current(pool: &SqlitePool) -> Result<bool, sqlx::Error> {
    let applied: Vec<(i64, Vec<u8>)> = sqlx::query_as(schema::APPLIED).fetch_all(pool).await?;
    Ok(schema::compare(&MIGRATOR, &applied) == Schema::Current)
}

/// Why a database file was not opened. It has not been changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file, or its folder, cannot be read or written.
    #[error("{} cannot be opened: {reason}", .path.display())]
    Unreachable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file, or its folder, may be read or written by others only, or by nobody.
    #[error("{} cannot be opened as it has to be ({reason}); nothing was changed. The user that Andon runs as has to be able to read and write this file, those beside it, and their folder", .path.display())]
    Forbidden {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Something else than SQLite made it.
    #[error("{} is not a database (or is damaged at its very beginning); nothing was changed", .path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// Another program's database.
    #[error("{} is the database of another program; nothing was changed", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Made by a later version.
    #[error("{} was written by a newer version of Andon (its schema is {found}, this program knows up to {known}); nothing was changed. Start that version, or restore a backup from before it", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The file's schema number.
        found: i64,
        /// The highest this program knows.
        known: i64,
    },
    /// It has our numbers but not our tables.
    #[error("{} was written by a different build of Andon (its schema {version} is not this program\u{2019}s); nothing was changed", .path.display())]
    Altered {
        /// The file.
        path: PathBuf,
        /// The schema number.
        version: i64,
    },
    /// Part of it cannot be read.
    #[error("{} is damaged ({detail}); nothing was changed. Restore a backup, or keep a copy and try sqlite3\u{2019}s .recover", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// The file is gone but its write-ahead log is still there.
    #[error("{} is missing or empty, but its write-ahead log (-wal) is not; nothing was changed. Put the file back, or move the log away to start afresh", .path.display())]
    Orphaned {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot have a write-ahead log, so deleted bytes could not be cleaned.
    #[error("{} is in a place where SQLite cannot keep a write-ahead log", .path.display())]
    NoLog {
        /// The file.
        path: PathBuf,
    },
}

/// What was found at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A database without anything in it.
    Empty,
    /// One of ours, of this version or an earlier one.
    Ours,
}

impl Store {
    /// Opens a database file, or makes it (readable by its owner only) in a folder
    /// that exists, and brings its tables up to date.
    ///
    /// # Errors
    /// [`OpenError`] when the file is no database, not ours, newer than this
    /// program, damaged, or out of reach. Such a file has not been touched.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        let size = create_if_missing(path)?;
        let refused = |error: sqlx::Error| refusal(path, &error);

        let found = if size == 0 { Found::Empty } else { inspect(path, size).await? };
        expect_writable(path)?;
        if found == Found::Empty {
            // Before the write-ahead log is switched on, so that it is in the file itself.
            let mut connection = options(path).connect().await.map_err(refused)?;
            sqlx::query(SIGN).execute(&mut connection).await.map_err(refused)?;
            connection.close().await.map_err(refused)?;
        }

        let writer: SqlitePool = pool(1)
            .connect_with(
                options(path)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .pragma("secure_delete", "ON")
                    .pragma("cache_size", CACHE),
            )
            .await
            .map_err(refused)?;
        let mode: String =
            sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&writer).await.map_err(refused)?;
        if mode != "wal" {
            return Err(OpenError::NoLog { path: path.to_owned() });
        }
        // Written once more, because that shows whether log and disk take what is written.
        sqlx::query(SIGN).execute(&writer).await.map_err(refused)?;
        MIGRATOR.run(&writer).await.map_err(|error| migration_refusal(path, &error))?;
        let readers = pool(READERS).connect_lazy_with(options(path).read_only(true));
        let (writer, readers) = (Pool::Sqlite(writer), Readers::from(Pool::Sqlite(readers)));
        let history = Arc::<History>::default();
        Ok(Self {
            answers: Queue::start(writer.clone(), history.clone()),
            history,
            answered: Rounds::start(readers.clone()),
            writer,
            readers,
            cleaning: Arc::default(),
        })
    }
}

fn pool(connections: u32) -> SqlitePoolOptions {
    // Connections to a file do not go stale, so they are kept and not tested.
    SqlitePoolOptions::new()
        .max_connections(connections)
        .max_lifetime(None)
        .idle_timeout(None)
        .test_before_acquire(false)
        // Except this: on a full disk SQLite undoes a transaction by itself, sqlx does
        // not notice, and the connection could never begin another one.
        .before_acquire(|connection, _| {
            let whole = !connection.is_in_transaction();
            Box::pin(async move { Ok(whole) })
        })
}

pub(super) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        // No answer may end up in a temporary file.
        .pragma("temp_store", "MEMORY")
        .pragma("trusted_schema", "OFF")
        .disable_statement_logging()
}

/// Makes the file, empty and private, unless it is there. Gives its size.
fn create_if_missing(path: &Path) -> Result<u64, OpenError> {
    let size = std::fs::metadata(path).map_or(0, |data| data.len());
    // SQLite would throw away a log that has no database: it may hold the only copy.
    if size == 0 && std::fs::metadata(beside(path, "-wal")).is_ok_and(|data| data.len() > 0) {
        return Err(OpenError::Orphaned { path: path.to_owned() });
    }
    let mut file = std::fs::OpenOptions::new();
    file.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    match file.open(path) {
        Ok(_) => Ok(0),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(size),
        Err(error) => Err(out_of_reach(path, &error)),
    }
}

/// Insists that an existing file may be written. SQLite opens for reading what it may not
/// write, says nothing, and leaves a log beside it that may not be written either.
fn expect_writable(path: &Path) -> Result<(), OpenError> {
    let opened = std::fs::OpenOptions::new().write(true).open(path);
    let file = opened.map_err(|error| out_of_reach(path, &error))?;
    // To close it would end every lock that this process has on the file, SQLite's included.
    std::mem::forget(file);
    Ok(())
}

fn out_of_reach(path: &Path, error: &std::io::Error) -> OpenError {
    let (path, reason) = (path.to_owned(), error.to_string());
    if lacks_rights(error) {
        OpenError::Forbidden { path, reason }
    } else {
        OpenError::Unreachable { path, reason }
    }
}

/// Whether a file is there, and we may not read or write it.
#[must_use]
pub fn lacks_rights(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

/// The name of a file that SQLite keeps beside the database.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Reads what a file holds without changing it or leaving anything beside it.
pub(super) async fn inspect(path: &Path, size: u64) -> Result<Found, OpenError> {
    let refused = |error: sqlx::Error| refusal(path, &error);
    // A file without a log is nobody's at the moment: reading it as immutable makes
    // neither lock nor log. With a log, the log has to be read too.
    let alone = !beside(path, "-wal").exists();
    let mut connection =
        options(path).read_only(true).immutable(alone).connect().await.map_err(refused)?;
    let found = look(&mut connection, path, size).await;
    connection.close().await.map_err(refused)?;
    found
}

async fn look(
    connection: &mut SqliteConnection,
    path: &Path,
    size: u64,
) -> Result<Found, OpenError> {
    let refused = |error: sqlx::Error| refusal(path, &error);
    let owner: i64 = sqlx::query_scalar("PRAGMA application_id")
        .fetch_one(&mut *connection)
        .await
        .map_err(refused)?;
    let tables: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_master")
        .fetch_one(&mut *connection)
        .await
        .map_err(refused)?;
    match (owner, tables) {
        (APPLICATION_ID, _) => {}
        (0, 0) => return Ok(Found::Empty),
        _ => return Err(OpenError::Foreign { path: path.to_owned() }),
    }
    check_schema(connection, path).await?;
    if size <= CHECK_UP_TO {
        let verdict: String = sqlx::query_scalar("PRAGMA quick_check(1)")
            .fetch_one(&mut *connection)
            .await
            .map_err(refused)?;
        if verdict != "ok" {
            return Err(OpenError::Damaged { path: path.to_owned(), detail: verdict });
        }
    }
    Ok(Found::Ours)
}

/// Compares the file's schema with the one this program knows.
async fn check_schema(connection: &mut SqliteConnection, path: &Path) -> Result<(), OpenError> {
    let refused = |error: sqlx::Error| refusal(path, &error);
    // Not there yet if the program was stopped while it made the file.
    let started: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_master WHERE name = '_sqlx_migrations'")
            .fetch_one(&mut *connection)
            .await
            .map_err(refused)?;
    if started == 0 {
        return Ok(());
    }
    let applied: Vec<(i64, Vec<u8>)> =
        sqlx::query_as(schema::APPLIED).fetch_all(&mut *connection).await.map_err(refused)?;
    let path = path.to_owned();
    match schema::compare(&MIGRATOR, &applied) {
        Schema::Newer(found) => {
            Err(OpenError::Newer { path, found, known: schema::known(&MIGRATOR) })
        }
        Schema::Altered(version) => Err(OpenError::Altered { path, version }),
        _ => Ok(()),
    }
}

fn migration_refusal(path: &Path, error: &MigrateError) -> OpenError {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            refusal(path, error)
        }
        other => OpenError::Unreachable { path: path.to_owned(), reason: other.to_string() },
    }
}

/// Says in our words what SQLite said in numbers (<https://www.sqlite.org/rescode.html>).
pub(super) fn refusal(path: &Path, error: &sqlx::Error) -> OpenError {
    let path = path.to_owned();
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .and_then(|code| code.parse::<u32>().ok());
    match code.map(|code| code & 0xff) {
        Some(26) => OpenError::NotADatabase { path },
        Some(11) => OpenError::Damaged { path, detail: error.to_string() },
        Some(8) => OpenError::Forbidden { path, reason: error.to_string() },
        // It, or one that lies beside it.
        Some(14) if path.is_file() => OpenError::Forbidden { path, reason: error.to_string() },
        _ => OpenError::Unreachable { path, reason: error.to_string() },
    }
}

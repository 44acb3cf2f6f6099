//! A copy of a SQLite database while it is in use.
//!
//! `VACUUM INTO`, and not SQLite's online backup interface, for three reasons. It writes
//! what is there and nothing else, so no bytes of destroyed answers that still lie in
//! free pages or in the write-ahead log get into the copy. It reads one snapshot, so the
//! copy is the database at one moment while others go on writing, and never has to begin
//! anew. And it is a statement, where the other one is a C interface that would need
//! `unsafe`. The price: SQLite does not say how far it has come (the size of the growing
//! file does), and while it runs a closed round's bytes cannot be cleaned from the
//! write-ahead log; the server tries that again.
//!
//! The copy is written under another name, for its owner only, looked through, and gets
//! its own name last: a file of that name is whole. What a killed program leaves under the
//! other name is removed later ([`sweep`]).

mod part;

pub use part::sweep;
pub(super) use part::{Draft, sync_folder};

use super::OpenError;
use super::answers::Sets;
use super::open::{Found, beside, inspect, options, refusal};
use super::schema::{FILE_TABLES, quoted};
use sqlx::{ConnectOptions as _, Connection as _, Row as _, SqliteConnection};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often somebody is told how far it has come.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// Why there is no backup. There is no file of its name then, nor half of one.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database itself cannot be read.
    #[error(transparent)]
    Source(#[from] OpenError),
    /// There is a file of that name.
    #[error("{} is there already; a backup never overwrites anything", .0.display())]
    InTheWay(PathBuf),
    /// The file cannot be written: no room, no permission, no such folder.
    #[error("{} cannot be written: {reason}. Nothing was left there", .path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system or SQLite said.
        reason: String,
    },
    /// What was written is not what was there.
    #[error("the copy did not hold what it should ({0}), and was thrown away")]
    Unfaithful(String),
}

/// What a database file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// Size in bytes.
    pub bytes: u64,
    /// Tables in alphabetical order, each with its number of rows.
    pub rows: Vec<(String, i64)>,
    /// Rounds that are open: what was answered in them is in the file.
    pub open_rounds: i64,
    /// How many people have answered those.
    pub open_answers: usize,
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// What it holds.
    pub holds: Examined,
    /// Whether it was compared with the database table by table: only if nobody wrote to
    /// that meanwhile, for there is no telling otherwise which moment to compare with.
    pub compared: bool,
}

/// Copies the database at `source` into a new file. `tell` is told now and then how many
/// bytes there are, and of about how many.
///
/// # Errors
/// [`BackupError`], which says why. The database is never changed.
pub async fn back_up(
    source: &Path,
    into: &Path,
    tell: impl FnMut(u64, u64),
) -> Result<BackedUp, BackupError> {
    let size = std::fs::metadata(source).map(|data| data.len()).map_err(|error| {
        OpenError::Unreachable { path: source.to_owned(), reason: error.to_string() }
    })?;
    if inspect(source, size).await? == Found::Empty {
        return Err(OpenError::NotADatabase { path: source.to_owned() }.into());
    }
    if into.exists() {
        return Err(BackupError::InTheWay(into.to_owned()));
    }
    let draft = Draft::begin(into)?;
    let compared = copy(source, &draft, tell).await?;
    let holds = examine(&draft.path).await.map_err(|error| match error {
        OpenError::Unreachable { reason, .. } | OpenError::Forbidden { reason, .. } => {
            draft.unwritable(reason)
        }
        other => BackupError::Unfaithful(other.to_string()),
    })?;
    if let Some(rows) = &compared
        && *rows != holds.rows
    {
        return Err(BackupError::Unfaithful("it had other numbers of rows".to_owned()));
    }
    draft.finish()?;
    Ok(BackedUp { holds, compared: compared.is_some() })
}

/// Looks through a database file, all of it: whether it is ours, of this version or an
/// earlier one, whole, and without references to nothing. The file is not changed.
///
/// # Errors
/// [`OpenError`], which says what is wrong with it.
pub async fn examine(file: &Path) -> Result<Examined, OpenError> {
    let refused = |error: sqlx::Error| refusal(file, &error);
    let damaged = |detail: String| OpenError::Damaged { path: file.to_owned(), detail };
    let bytes = std::fs::metadata(file)
        .map_err(|error| OpenError::Unreachable {
            path: file.to_owned(),
            reason: error.to_string(),
        })?
        .len();
    if std::fs::metadata(beside(file, "-wal")).is_ok_and(|log| log.len() > 0) {
        return Err(OpenError::Unreachable {
            path: file.to_owned(),
            reason: "there is a write-ahead log beside it, so it is a database in use and no backup; make one with `andon backup`".to_owned(),
        });
    }
    if inspect(file, bytes).await? == Found::Empty {
        return Err(OpenError::NotADatabase { path: file.to_owned() });
    }
    let mut connection =
        options(file).read_only(true).immutable(true).connect().await.map_err(refused)?;
    let whole: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(3)")
        .fetch_all(&mut connection)
        .await
        .map_err(refused)?;
    if whole != ["ok"] {
        return Err(damaged(whole.join("; ")));
    }
    let dangling = sqlx::query("PRAGMA foreign_key_check").fetch_optional(&mut connection).await;
    if dangling.map_err(refused)?.is_some() {
        return Err(damaged("something in it refers to what is not there".to_owned()));
    }
    let rows = rows(&mut connection).await.map_err(refused)?;
    let open_rounds = sqlx::query_scalar("SELECT COUNT(*) FROM rounds WHERE state = 'open'")
        .fetch_one(&mut connection)
        .await
        .map_err(refused)?;
    let open_answers = open_answers(&mut connection, &rows)
        .await
        .map_err(refused)?
        .ok_or_else(|| damaged("answers of an open round cannot be read".to_owned()))?;
    connection.close().await.map_err(refused)?;
    Ok(Examined { bytes, rows, open_rounds, open_answers })
}

/// How many people have answered open rounds, in a file of this version or an earlier one;
/// none if a value cannot be read. Before version 13 each of them had a row.
async fn open_answers(
    connection: &mut SqliteConnection,
    rows: &[(String, i64)],
) -> sqlx::Result<Option<usize>> {
    if let Some((_, count)) = rows.iter().find(|(table, _)| table == "responses") {
        return Ok(usize::try_from(*count).ok());
    }
    let values: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT sets FROM open_responses").fetch_all(connection).await?;
    Ok(values.iter().map(|value| Sets::decode(value).ok().map(|sets| sets.len())).sum())
}

/// Copies, and gives the numbers of rows that the copy has to have, if nobody has written
/// meanwhile.
async fn copy(
    source: &Path,
    draft: &Draft,
    mut tell: impl FnMut(u64, u64),
) -> Result<Option<Vec<(String, i64)>>, BackupError> {
    let refused = |error: sqlx::Error| BackupError::Source(refusal(source, &error));
    let open = || options(source).create_if_missing(false);
    let mut copying = open().connect().await.map_err(refused)?;
    // Sees by its number of versions whether another connection has written.
    let mut watching = open().connect().await.map_err(refused)?;
    let before = version(&mut watching).await.map_err(refused)?;
    let expected = rows(&mut watching).await.map_err(refused)?;
    let about = about_how_much(&mut watching).await.map_err(refused)?;
    let target = draft.path.to_str().ok_or_else(|| draft.unwritable("its name is no text"))?;
    {
        let copied = sqlx::query("VACUUM INTO $1").bind(target.to_owned()).execute(&mut copying);
        tokio::pin!(copied);
        let mut ticks = tokio::time::interval(TELL_EVERY);
        loop {
            tokio::select! {
                done = &mut copied => {
                    done.map_err(|error| draft.unwritable(error.to_string()))?;
                    break;
                }
                _ = ticks.tick() => tell(draft.bytes(), about),
            }
        }
    }
    tell(draft.bytes(), draft.bytes());
    let after = version(&mut watching).await.map_err(refused)?;
    copying.close().await.map_err(refused)?;
    watching.close().await.map_err(refused)?;
    Ok((before == after).then_some(expected))
}

async fn version(connection: &mut SqliteConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar("PRAGMA data_version").fetch_one(connection).await
}

/// The bytes in use: free pages are not copied.
async fn about_how_much(connection: &mut SqliteConnection) -> sqlx::Result<u64> {
    let mut of = [0_i64; 3];
    for (number, pragma) in of.iter_mut().zip(["page_count", "freelist_count", "page_size"]) {
        // Nothing from outside is in this text.
        let query = sqlx::AssertSqlSafe(format!("PRAGMA {pragma}"));
        *number = sqlx::query_scalar(query).fetch_one(&mut *connection).await?;
    }
    let [pages, free, size] = of;
    Ok(u64::try_from((pages - free) * size).unwrap_or(0))
}

/// Every table with its number of rows, within one moment.
async fn rows(connection: &mut SqliteConnection) -> sqlx::Result<Vec<(String, i64)>> {
    let mut tx = connection.begin().await?;
    let names: Vec<String> = sqlx::query_scalar(FILE_TABLES).fetch_all(&mut *tx).await?;
    let mut counted = Vec::new();
    for name in names {
        // The names are those of the schema, which is ours: it has been looked at.
        let text = format!("SELECT COUNT(*) FROM {}", quoted(&name));
        let row = sqlx::query(sqlx::AssertSqlSafe(text)).fetch_one(&mut *tx).await?;
        counted.push((name, row.try_get(0)?));
    }
    tx.commit().await?;
    Ok(counted)
}

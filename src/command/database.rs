//! Opening the database, wherever it is.

use super::lock::Lock;
use super::{CommandError, prepare_folder};
use crate::config::{DataArgs, DatabaseUrl};
use crate::store::{Store, sweep};
use std::path::{Path, PathBuf};

/// A database that is in use.
pub(super) struct Opened {
    /// The database.
    pub(super) store: Store,
    /// For a file: that it is in use.
    pub(super) held: Option<Lock>,
}

/// Opens the database; a file is made if it is not there yet.
pub(super) async fn open_or_make(data: &DataArgs) -> Result<Opened, CommandError> {
    if let Some(opened) = connect(data).await? {
        return Ok(opened);
    }
    prepare_folder(data.folder())?;
    held(data, &data.database()).await
}

/// Opens the database, which has to be there already if it is a file.
pub(super) async fn open(data: &DataArgs) -> Result<Opened, CommandError> {
    match connect(data).await? {
        Some(opened) => Ok(opened),
        None => held(data, &file(data)?).await,
    }
}

/// Opens the database file of the data folder, while nobody else has it open.
pub(super) async fn open_alone(data: &DataArgs) -> Result<Opened, CommandError> {
    let file = file(data)?;
    let lock = Lock::alone(data.folder())?;
    Ok(Opened { store: Store::open(&file).await?, held: Some(lock) })
}

/// The database file, which has to be there already.
pub(super) fn file(data: &DataArgs) -> Result<PathBuf, CommandError> {
    let file = data.database();
    if file.exists() {
        return Ok(file);
    }
    Err(CommandError::Usage(format!("there is no database in {}", data.folder().display())))
}

/// Refuses what is only for files where a server is named.
pub(super) fn expect_file(data: &DataArgs, command: &str) -> Result<(), CommandError> {
    if data.server.is_none() {
        return Ok(());
    }
    Err(CommandError::Usage(format!(
        "andon {command} is for database files, and ANDON_DATABASE_URL names a server: use the server's own tools, pg_dump and pg_restore, as docs/operations.md says"
    )))
}

async fn held(data: &DataArgs, file: &Path) -> Result<Opened, CommandError> {
    let lock = Lock::shared(data.folder())?;
    if !sweep(data.folder()).is_empty() {
        tracing::info!("removed what an interrupted backup or restore had left in the data folder");
    }
    Ok(Opened { store: Store::open(file).await?, held: Some(lock) })
}

/// Connects to the server, if one was named.
async fn connect(data: &DataArgs) -> Result<Option<Opened>, CommandError> {
    let Some(address) = address(data)? else { return Ok(None) };
    let store = Store::connect(address.as_str(), data.server.pool()).await?;
    Ok(Some(Opened { store, held: None }))
}

/// The server's address, if one was named.
pub(super) fn address(data: &DataArgs) -> Result<Option<DatabaseUrl>, CommandError> {
    data.server.address().map_err(|cause| CommandError::File {
        path: data.server.url_file.clone().unwrap_or_default().display().to_string(),
        cause,
    })
}

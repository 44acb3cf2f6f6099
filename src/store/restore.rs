//! Putting a backup in the database's place.
//!
//! The backup is looked through before anything is touched, copied beside the database,
//! looked through again as it lies there, and only then the old files step aside, under
//! names of their own. A crash in between leaves the old database, or the old one aside
//! and the new one not yet in place, in which case the backup has to be restored once more:
//! nothing is ever lost. Older schemas are brought up to date by the next start.
//!
//! That no server has the database open has to be seen to before (`command::lock`).

use super::OpenError;
use super::backup::{BackupError, Draft, Examined, examine, sync_folder};
use super::open::beside;
use std::path::{Path, PathBuf};

/// Why nothing was restored. The database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The backup cannot be used.
    #[error("this backup cannot be restored: {0}")]
    Unusable(#[from] OpenError),
    /// There is a database, and nobody said that it may be replaced.
    #[error("there is a database already, {}; with --replace it is kept aside under another name", .0.display())]
    InTheWay(PathBuf),
    /// The copy cannot be written.
    #[error(transparent)]
    Copy(#[from] BackupError),
    /// The old database does not go aside.
    #[error("{} cannot be put aside: {cause}", .path.display())]
    Stuck {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the database holds now.
    pub holds: Examined,
    /// Where the old one is.
    pub aside: Option<PathBuf>,
}

/// Puts a backup in the database's place. With `aside`, a database that is there is kept
/// under that name, with its write-ahead log.
///
/// # Errors
/// [`RestoreError`]; then the database is as it was.
pub async fn put_back(
    backup: &Path,
    database: &Path,
    aside: Option<&Path>,
) -> Result<Restored, RestoreError> {
    let found = examine(backup).await?;
    let old: Vec<&str> =
        ["", "-wal", "-shm"].into_iter().filter(|end| beside(database, end).exists()).collect();
    let aside = match (old.is_empty(), aside) {
        (true, _) => None,
        (false, None) => return Err(RestoreError::InTheWay(database.to_owned())),
        (false, Some(aside)) if aside.exists() => {
            return Err(BackupError::InTheWay(aside.to_owned()).into());
        }
        (false, Some(aside)) => Some(aside),
    };
    let draft = Draft::begin(database)?;
    std::fs::copy(backup, &draft.path).map_err(|error| draft.unwritable(error.to_string()))?;
    keep_private(&draft)?;
    let holds = examine(&draft.path).await?;
    if holds != found {
        return Err(BackupError::Unfaithful("it changed while it was copied".to_owned()).into());
    }
    if let Some(aside) = aside {
        step_aside(database, &old, aside)?;
    }
    draft.finish()?;
    Ok(Restored { holds, aside: aside.map(Path::to_owned) })
}

/// A copy takes the rights of what it is a copy of.
#[cfg(unix)]
fn keep_private(draft: &Draft) -> Result<(), BackupError> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(&draft.path, std::fs::Permissions::from_mode(0o600))
        .map_err(|error| draft.unwritable(error.to_string()))
}

#[cfg(not(unix))]
fn keep_private(_: &Draft) -> Result<(), BackupError> {
    Ok(())
}

/// The database first: without it, no start touches a log that is left alone.
fn step_aside(database: &Path, ends: &[&str], aside: &Path) -> Result<(), RestoreError> {
    for (done, end) in ends.iter().enumerate() {
        let from = beside(database, end);
        if let Err(cause) = std::fs::rename(&from, beside(aside, end)) {
            for end in ends.iter().take(done) {
                // If this fails too, both names are in the message and in the folder.
                let _ = std::fs::rename(beside(aside, end), beside(database, end));
            }
            return Err(RestoreError::Stuck { path: from, cause });
        }
    }
    sync_folder(database).map_err(|cause| RestoreError::Stuck { path: database.to_owned(), cause })
}

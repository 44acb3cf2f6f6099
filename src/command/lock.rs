//! Whether somebody has the database open.
//!
//! Whoever opens it holds a lock on the file `andon.lock` in the data folder, and several
//! may, as two servers on one database do; whoever puts another database in its place, or
//! moves it away, needs the lock alone. The lock is the system's: it ends with the
//! program, however that ends. SQLite's own locks would not do: a damaged database, which
//! is what a backup is restored for, cannot be asked for them.

use super::CommandError;
use std::fs::{File, TryLockError};
use std::path::Path;

/// A lock that ends when it is dropped.
#[derive(Debug)]
pub struct Lock(#[allow(dead_code, reason = "it is held, not looked at")] File);

impl Lock {
    /// With others who have the database open.
    ///
    /// # Errors
    /// [`CommandError::Usage`] while a backup is being restored or the database is being moved.
    pub fn shared(folder: &Path) -> Result<Self, CommandError> {
        let file = open(folder)?;
        taken(
            folder,
            file.try_lock_shared(),
            "a backup is being restored there, or the database is being moved",
        )?;
        Ok(Self(file))
    }

    /// Alone.
    ///
    /// # Errors
    /// [`CommandError::Usage`] while anybody has the database open.
    pub fn alone(folder: &Path) -> Result<Self, CommandError> {
        let file = open(folder)?;
        taken(folder, file.try_lock(), "a server has the database open: stop it first")?;
        Ok(Self(file))
    }
}

fn open(folder: &Path) -> Result<File, CommandError> {
    let path = folder.join("andon.lock");
    let mut file = File::options();
    file.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    file.open(&path).map_err(|cause| CommandError::of_data(&path, cause))
}

fn taken(
    folder: &Path,
    tried: Result<(), TryLockError>,
    why_not: &str,
) -> Result<(), CommandError> {
    match tried {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            Err(CommandError::Usage(format!("{}: {why_not}", folder.display())))
        }
        Err(TryLockError::Error(cause)) => {
            Err(CommandError::Folder { path: folder.display().to_string(), cause })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_may_have_it_open_and_one_alone_may_replace_it() {
        let folder = tempfile::tempdir().unwrap();
        let servers = [Lock::shared(folder.path()).unwrap(), Lock::shared(folder.path()).unwrap()];
        let refused = Lock::alone(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("stop it first"), "{refused}");
        drop(servers);
        let alone = Lock::alone(folder.path()).unwrap();
        assert!(Lock::shared(folder.path()).is_err());
        drop(alone);
        assert!(Lock::shared(folder.path()).is_ok());
    }
}

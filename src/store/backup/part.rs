//! Files that are not finished, and what is left of them when their program was killed.
//!
//! A backup is written beside the file that it is to become, under a hidden name:
//! `.NAME.PID-RANDOM.part`. It holds what people have answered in rounds that are open, so
//! it must not stay when the program that writes it is killed, and a killed program cleans
//! nothing up. So whoever writes one holds a lock on `….part.lock` meanwhile. The lock is the
//! system's and ends with the program, however that ends, and unlike a process number it
//! never comes to mean another one: a part whose lock is free belongs to nobody any more, and
//! the next backup to that folder, and the next start of a server on it, remove it.
//!
//! The lock is on a file of its own because on some network file systems a lock on the part
//! itself would be in SQLite's way.

use super::super::open::{APPLICATION_ID, beside};
use super::BackupError;
use crate::store::Secret;
use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How a part's name ends, and that of the file whose lock says that somebody writes it.
const PART: &str = ".part";
const LOCK: &str = ".part.lock";
/// What SQLite puts beside a file while it writes it.
const BESIDE: [&str; 3] = ["-journal", "-wal", "-shm"];
/// A part without a lock is of an earlier version, or lies where the system has no locks. It
/// is removed when nobody has written to it for so long.
const STALE: Duration = Duration::from_hours(24);
/// How often another name is tried, when a sweep has been quicker.
const TRIES: usize = 3;

/// A file under another name, which goes away unless it is finished.
pub(in super::super) struct Draft {
    pub(in super::super) path: PathBuf,
    target: PathBuf,
    lock: Option<File>,
    finished: bool,
}

impl Draft {
    /// An empty file beside the one that it is to become, for its owner only. What others
    /// left in that folder when they were killed is removed first.
    pub(in super::super) fn begin(target: &Path) -> Result<Self, BackupError> {
        let unwritable =
            |reason: String| BackupError::Unwritable { path: target.to_owned(), reason };
        let Some(name) = target.file_name() else {
            return Err(unwritable("that is no name of a file".to_owned()));
        };
        sweep(&folder(target));
        for _ in 0..TRIES {
            let random = Secret::random().map_err(|error| unwritable(error.to_string()))?;
            let random: String = random.as_str().chars().take(8).collect();
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(format!(".{}-{random}{PART}", std::process::id()));
            let path = target.with_file_name(hidden);
            let Some(lock) = locked(&path).map_err(|error| unwritable(error.to_string()))? else {
                continue;
            };
            // From here on, whatever goes wrong, both go away.
            let draft = Self { path, target: target.to_owned(), lock, finished: false };
            create(&draft.path).map_err(|error| unwritable(error.to_string()))?;
            return Ok(draft);
        }
        Err(unwritable("others clean up in that folder all the time".to_owned()))
    }

    pub(super) fn bytes(&self) -> u64 {
        std::fs::metadata(&self.path).map_or(0, |data| data.len())
    }

    pub(in super::super) fn unwritable(&self, reason: impl Into<String>) -> BackupError {
        BackupError::Unwritable { path: self.target.clone(), reason: reason.into() }
    }

    /// Makes sure that it is on the disk, and gives it its name, if that is free still.
    pub(in super::super) fn finish(mut self) -> Result<(), BackupError> {
        let failed = |error: std::io::Error| match error.kind() {
            ErrorKind::AlreadyExists => BackupError::InTheWay(self.target.clone()),
            _ => self.unwritable(error.to_string()),
        };
        // SQLite does not wait for the disk when it vacuums into a file.
        File::open(&self.path).and_then(|file| file.sync_all()).map_err(failed)?;
        // Unlike renaming, a second name is never put in another file's place.
        match std::fs::hard_link(&self.path, &self.target) {
            Ok(()) => std::fs::remove_file(&self.path).map_err(failed)?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(failed(error)),
            // Not every file system knows second names.
            Err(_) if self.target.exists() => {
                return Err(BackupError::InTheWay(self.target.clone()));
            }
            Err(_) => std::fs::rename(&self.path, &self.target).map_err(failed)?,
        }
        sync_folder(&self.target).map_err(failed)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.finished {
            remove_part(&self.path);
        }
        // The lock goes last: a part without one would lie there for a day.
        let _ = std::fs::remove_file(lock_of(&self.path));
        drop(self.lock.take());
    }
}

/// Removes what is left in a folder of backups whose program was killed, and gives the names
/// of the files that went away. What cannot be removed is logged.
// Shown by tests/server/killed_backup.rs
pub fn sweep(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut parts: Vec<PathBuf> =
        entries.filter_map(|entry| part_of(&entry.ok()?.path())).collect();
    parts.sort();
    parts.dedup();
    parts.iter().flat_map(|part| clear(part)).collect()
}

/// Removes a part that nobody writes any more, and gives what was there of it.
fn clear(part: &Path) -> Vec<PathBuf> {
    let lock = lock_of(part);
    let held = open_plain(&lock).map(|file| (file.try_lock(), file));
    let abandoned = match &held {
        Ok((Ok(()), _)) => true,
        Ok((Err(TryLockError::WouldBlock), _)) => false,
        Ok((Err(TryLockError::Error(_)), _)) | Err(_) => is_stale(part),
    };
    if !abandoned {
        return Vec::new();
    }
    let mut gone = remove_part(part);
    // While its lock is held, so that nobody takes it meanwhile.
    gone.extend(Some(lock).filter(|lock| remove(lock)));
    gone
}

/// Removes a part with what lies beside it, and gives what was there.
fn remove_part(part: &Path) -> Vec<PathBuf> {
    let beside = BESIDE.iter().map(|end| beside(part, end));
    std::iter::once(part.to_owned()).chain(beside).filter(|file| remove(file)).collect()
}

/// Removes a file, if it is there.
fn remove(file: &Path) -> bool {
    match std::fs::remove_file(file) {
        Ok(()) => true,
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => {
            tracing::warn!(cause = %error, "a file that an interrupted backup has left cannot be removed");
            false
        }
    }
}

/// The part to which a file belongs, by its name: `.NAME.PID.part` as earlier versions wrote
/// it, `.NAME.PID-RANDOM.part`, and what lies beside those.
fn part_of(file: &Path) -> Option<PathBuf> {
    let name = file.file_name()?.to_str()?;
    let ends = BESIDE.iter().map(|end| format!("{PART}{end}")).chain([LOCK.to_owned()]);
    let stem =
        ends.fold(name.strip_suffix(PART), |found, end| found.or(name.strip_suffix(&end)))?;
    let (target, writer) = stem.strip_prefix('.')?.rsplit_once('.')?;
    let (process, random) = writer.split_once('-').unwrap_or((writer, "00000000"));
    let ours = !target.is_empty()
        && process.parse::<u32>().is_ok()
        && random.len() == 8
        && random.bytes().all(|byte| byte.is_ascii_alphanumeric());
    ours.then(|| file.with_file_name(format!("{stem}{PART}")))
}

/// Whether a part without a lock that works has been left alone for long, and is a database
/// of ours, or one of which SQLite had not yet written the beginning.
fn is_stale(part: &Path) -> bool {
    let quiet = |file: &Path| {
        let written = std::fs::symlink_metadata(file).and_then(|data| data.modified());
        written.is_ok_and(|at| at.elapsed().is_ok_and(|quiet| quiet > STALE))
    };
    if !part.exists() {
        return quiet(&beside(part, "-journal")) || quiet(&lock_of(part));
    }
    let mut head = Vec::new();
    let read = open_plain(part).and_then(|file| file.take(100).read_to_end(&mut head));
    let begun = head.iter().any(|byte| *byte != 0);
    let sign = u32::try_from(APPLICATION_ID).unwrap_or_default().to_be_bytes();
    let ours = !begun || head.get(68..72) == Some(&sign[..]);
    read.is_ok() && ours && quiet(part)
}

/// Opens a plain file, and not whatever else may lie under its name.
fn open_plain(path: &Path) -> std::io::Result<File> {
    if !std::fs::symlink_metadata(path)?.is_file() {
        return Err(ErrorKind::InvalidInput.into());
    }
    File::open(path)
}

/// The file whose lock says that somebody writes a part.
fn lock_of(part: &Path) -> PathBuf {
    beside(part, ".lock")
}

/// Takes the lock of a part that is about to be written. The inner one is none where the
/// system has no locks; nothing at all if a sweep came in between.
#[allow(clippy::option_option, reason = "the outer one says whether to try again")]
fn locked(part: &Path) -> std::io::Result<Option<Option<File>>> {
    let path = lock_of(part);
    let file = create(&path)?;
    match file.try_lock() {
        Ok(()) if path.exists() => Ok(Some(Some(file))),
        Ok(()) | Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(_)) => {
            std::fs::remove_file(&path)?;
            Ok(Some(None))
        }
    }
}

/// A new file for its owner only.
fn create(path: &Path) -> std::io::Result<File> {
    let mut file = OpenOptions::new();
    file.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    file.open(path)
}

/// The folder of a file.
fn folder(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_owned()
}

/// Makes sure that the name of a file is on the disk, too.
pub(in super::super) fn sync_folder(file: &Path) -> std::io::Result<()> {
    File::open(folder(file))?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn write(folder: &Path, name: &str, bytes: &[u8], hours_ago: u64) {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        let file = File::options().write(true).open(&path).unwrap();
        let now = file.metadata().unwrap().modified().unwrap();
        file.set_modified(now - Duration::from_hours(hours_ago)).unwrap();
    }

    #[test]
    fn a_part_that_somebody_writes_stays_and_one_that_is_abandoned_goes() {
        let folder = tempfile::tempdir().unwrap();
        let living = Draft::begin(&folder.path().join("copy")).unwrap();
        let dead = Draft::begin(&folder.path().join("copy")).unwrap();
        let path = dead.path.clone();
        std::fs::write(&path, b"answers").unwrap();
        std::fs::write(beside(&path, "-journal"), b"more").unwrap();
        // As the system does when a program is killed: the lock ends, and nothing is removed.
        let mut dead = std::mem::ManuallyDrop::new(dead);
        assert_eq!(sweep(folder.path()), Vec::<PathBuf>::new(), "both are written");
        drop(dead.lock.take());
        sweep(folder.path());
        assert_eq!(names(folder.path()).len(), 2, "{:?}", names(folder.path()));
        assert!(living.path.exists() && !path.exists());
        drop(living);
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }

    #[test]
    fn the_next_backup_cleans_up_first() {
        let folder = tempfile::tempdir().unwrap();
        let dead = Draft::begin(&folder.path().join("copy")).unwrap();
        let mut dead = std::mem::ManuallyDrop::new(dead);
        drop(dead.lock.take());
        Draft::begin(&folder.path().join("another")).unwrap().finish().unwrap();
        assert_eq!(names(folder.path()), ["another"]);
    }

    #[test]
    fn what_earlier_versions_left_goes_when_it_is_old_and_surely_ours() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let mut database = b"SQLite format 3\0".to_vec();
        database.resize(100, 1);
        let foreign = database.clone();
        database[68..72].copy_from_slice(b"Ando");
        write(at, ".copy.4711.part", &database, 25);
        write(at, ".copy.4711.part-journal", b"", 25);
        write(at, ".begun.4712.part", &[0; 4096], 25);
        write(at, ".lone.4713.part-journal", b"", 25);
        write(at, ".young.4714.part", &database, 23);
        write(at, ".foreign.4715.part", &foreign, 25);
        write(at, ".film.part", &[0; 10], 25);
        write(at, "film.4716.part", &[0; 10], 25);
        write(at, ".download.XyZ123.part", &[0; 10], 25);
        sweep(at);
        assert_eq!(
            names(at),
            [
                ".download.XyZ123.part",
                ".film.part",
                ".foreign.4715.part",
                ".young.4714.part",
                "film.4716.part",
            ]
        );
    }
}

//! Earlier versions of open rounds must not stay in the database's files: laid side by side,
//! they tell in which order answers came, what was changed and what was withdrawn.
//!
//! SQLite appends every commit to its write-ahead log and overwrites the log only when it
//! has grown to a thousand pages. So after answers were stored the log is folded into the
//! file and truncated to nothing: within [`WITHIN`] of the first commit, however many follow,
//! so that a burst of answers pays for it once. (`tests/attack/files.rs` looks for what is
//! left.)
//!
//! A reader that began before (a backup, somebody's database shell) needs the log and keeps
//! it from being truncated. Then it is tried again every [`WITHIN`], each time holding up
//! writers for [`PATIENCE`] at most, until the reader is gone; meanwhile
//! [`Store::history_held`] says so.
//!
//! A PostgreSQL server keeps old versions until it writes its tables anew, and that is out of
//! reach from here: `/privacy` says so.

use crate::store::db::Pool;
use crate::store::{Store, bytes};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// From a commit until the log is truncated.
const WITHIN: Duration = Duration::from_secs(1);
/// How long writers are held up when a reader is in the way.
const PATIENCE: Duration = Duration::from_millis(50);
/// A log that is older than this was to be truncated and could not be.
const HELD_FROM: Duration = Duration::from_secs(4);

/// Since when the log holds earlier versions, if it does.
#[derive(Debug, Default)]
pub(in crate::store) struct History(Mutex<Option<Instant>>);

impl History {
    /// Since when there are earlier versions in the log.
    pub(in crate::store) fn since(&self) -> Option<Instant> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, since: Option<Instant>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = since;
    }

    /// How long a reader has kept the log from being truncated, if one does.
    pub(in crate::store) fn held(&self) -> Option<Duration> {
        self.since().map(|since| since.elapsed()).filter(|long| *long >= HELD_FROM)
    }
}

/// Truncates the log of one pool's database in time. Belongs to the one task that commits
/// answers.
pub(super) struct Truncation<'h> {
    history: &'h History,
    due: Option<Instant>,
}

impl<'h> Truncation<'h> {
    /// At a start the log may hold what a killed process left.
    pub(super) fn begin(history: &'h History) -> Self {
        let now = Instant::now();
        history.set(Some(now));
        Self { history, due: Some(now) }
    }

    /// Answers were committed.
    pub(super) fn committed(&mut self) {
        let now = Instant::now();
        if self.history.since().is_none() {
            self.history.set(Some(now));
        }
        self.due.get_or_insert(now + WITHIN);
    }

    /// Waits until the log has to be truncated; for ever if it does not.
    pub(super) async fn due(&self) {
        match self.due {
            Some(due) => tokio::time::sleep_until(due).await,
            None => std::future::pending().await,
        }
    }

    /// Truncates the log, or notes when to try again.
    pub(super) async fn truncate(&mut self, pool: &Pool) {
        let done = match pool {
            Pool::Sqlite(pool) => bytes::truncate_log(pool, PATIENCE).await,
            Pool::Postgres(_) => Ok(true),
        };
        // An error (a full disk, say) is met by whoever writes next, and reported there:
        // a line in the log now would have the time of somebody's answers.
        if done.unwrap_or(false) {
            self.history.set(None);
            self.due = None;
        } else {
            self.due = Some(Instant::now() + WITHIN);
        }
    }
}

impl Store {
    /// For how long a reader has kept earlier versions of open rounds in the database's
    /// files, if one does: a backup, or another program that reads the database. Until it
    /// ends, those files tell in which order answers came in. Not known of a server, which
    /// keeps them in any case.
    #[must_use]
    pub fn history_held(&self) -> Option<Duration> {
        self.history.held()
    }
}

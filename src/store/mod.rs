//! What is kept: organisations, teams, access links, rounds, the answers of open
//! rounds, and the tallies of sealed ones. It knows `measure` and `catalogue`, and
//! nothing of HTTP or pages. It has no clock: every time is handed in, in whole
//! seconds since 1970.
//!
//! # What is not kept
//!
//! Ballots. A ballot is a signed cookie; all that is stored for it is the round's
//! key, while the round is open. So there is no table in which two ballots could be
//! told apart, and none that could join a ballot to a response. A response is the hash
//! of the receipt that only its browser holds and the answers, nothing else; all responses
//! of a round are one value, in the order of those hashes (`open_responses` in the
//! migration, `answers::sets`).
//!
//! # Where things are
//!
//! `open` checks a file before it touches it · `organisations`, `teams`, `links`,
//! `sessions`, `groups`, `provider` say who may do what, `deeds` who did · `rounds` reads rounds, `shared` those that
//! coaches may look at, `drafts` makes and opens
//! them, `running` changes open ones · `answers` takes, gives back and withdraws
//! answers · `closing` seals, `past` takes
//! rounds that were counted elsewhere, `imports` many of them for teams old and new · `tallies` writes and reads what remains · `releases` remembers what was shown to
//! whom, `notes` what coaches write down for themselves · `experiments`, `moves` and `steps` what
//! is tried, and how it goes, `whole` the same with its history at once, `milestones` its days on charts · `cords` what teams
//! ask of leadership, and its answers · `works` what was told of experiments over many teams · `signals` what teams count of a month · `standing` keeps decisions on what may be shown one after another · `calendars` and
//! `webhooks` say where reminders go, `deliveries` which of them wait, `due` what is due today · `bytes`
//! makes sure that what was deleted has left the files too.
//!
//! # One writer at a time
//!
//! All writes but those of answers are one after another, so that a check made inside
//! a transaction still holds when it commits. In a file, `BEGIN IMMEDIATE` takes the
//! only right to write; on a server, every such transaction first locks the one row of
//! `write_turn`, so it holds for all processes together. Answers are many, so they
//! lock their round alone (`answers`). Reads have connections of their own and see
//! what is committed.
//!
//! # Two databases
//!
//! `db` carries every statement to SQLite and to PostgreSQL, in SQL that its
//! distributed relatives take too: `$N` placeholders, `RETURNING`, no triggers, no
//! sequences, random text keys, `BIGINT` seconds, plain joins. What belongs to one of
//! them alone is in `open` (the file, its pragmas), `postgres` (the server), `bytes`
//! (getting deleted bytes out of each) and `Store::write`. The migrations are in
//! `migrations/sqlite` and `migrations/postgres` under the same numbers; `schema` says
//! whether they fit this program. `copy` moves an installation from a file to a server.

mod answers;
mod backup;
mod bytes;
mod calendars;
mod closing;
mod copy;
mod cords;
mod db;
mod deeds;
mod deliveries;
mod drafts;
mod due;
mod error;
mod experiments;
mod groups;
mod ids;
mod imports;
mod insiders;
mod links;
mod many;
mod milestones;
mod moves;
mod notes;
mod open;
mod organisations;
mod past;
mod pools;
mod postgres;
mod provider;
mod ready;
mod recent;
mod releases;
mod restore;
mod rounds;
mod running;
mod schema;
mod secret;
mod sessions;
mod shared;
mod signals;
mod standing;
mod steps;
mod tallies;
mod teams;
#[cfg(test)]
mod tests;
mod webhooks;
mod whole;
mod works;

pub use answers::Submitted;
pub use backup::{BackedUp, BackupError, Examined, back_up, examine, sweep};
pub use calendars::CalendarLink;
pub use closing::{ClosedBy, Closing};
pub use copy::{CopiedTable, CopyError, Copying};
pub use cords::{Cord, CordStandings, Decided, Decision};
pub use deeds::{Deed, NewDeed};
pub use deliveries::{DELIVERIES_KEPT, Delivery, DeliveryState, Told};
pub use due::Due;
pub use error::{Result, StoreError};
pub use experiments::{Board, Experiment, Judged, NewExperiment};
pub use groups::Group;
pub use ids::{
    BadId, DeedId, DeliveryId, ExperimentId, GroupId, LinkId, OrganisationId, RoundId, TeamId,
    WebhookId,
};
pub use imports::{History, Import, ImportTeam, ImportedRound, TeamHistory};
pub use links::{Link, NewLink, Role};
pub use milestones::Milestone;
pub use moves::{Moved, NewMove};
pub use open::{OpenError, lacks_rights};
pub use organisations::Organisation;
pub use past::PastRound;
pub use pools::{NewPool, PoolCandidate, StoredPool};
pub use postgres::{ConnectError, PoolSettings};
pub use provider::{Account, ProviderRole};
pub use ready::{PoolUse, Waiting};
pub use recent::RecentTeam;
pub use releases::{NewlyReleased, PooledRound, ReleasedPool, ReleasedReport};
pub use restore::{RestoreError, Restored, put_back};
pub use rounds::{Round, RoundState};
pub use secret::{Secret, SecretHash};
pub use shared::SharedRound;
pub use signals::{Months, SignalCount, TeamMonths};
pub use standing::Standing;
pub use tallies::tally_of;
pub use teams::Team;
pub use webhooks::{Webhook, Wishes};
pub use whole::WholeExperiment;
pub use works::{ChangedLine, WorkLine};

pub(crate) use crate::clock::DAY;
use db::{Connection, Done, Pool, Query, Readers, Transaction};
use std::sync::Arc;
use tokio::sync::Mutex;

pub use crate::measure::{
    LARGEST_GROUP as MINIMUM_GROUP_MOST, SMALLEST_GROUP as MINIMUM_GROUP_LEAST,
};
/// The smallest roster.
pub const ROSTER_LEAST: u16 = 3;
/// The largest roster.
pub const ROSTER_MOST: u16 = 500;
/// From a team's last sealed round to its next opening, in days.
pub const DAYS_BETWEEN_ROUNDS: i64 = 28;
/// How many days a round stays open once more when its day comes with too few answers.
pub const DAYS_OF_GRACE: i64 = 7;
/// From this many answers on, score lists are always kept.
pub const LISTS_ALWAYS_FROM: u32 = 8;

/// Begins a transaction on a server and waits for the turn to write.
const WRITE_TURN: &str = "BEGIN; SELECT id FROM write_turn WHERE id = 1 FOR UPDATE";

/// The database. Cheap to clone; all clones are the same database.
///
/// Every method answers with [`StoreError::Database`] when the database itself
/// fails, or with [`StoreError::Unknown`] when it fails in the middle of a commit; a
/// method's own doc names only its other errors. A future that is dropped
/// before it is done has either committed or changed nothing.
#[derive(Debug, Clone)]
pub struct Store {
    writer: Pool,
    readers: Readers,
    answers: answers::Queue,
    history: Arc<answers::History>,
    answered: answers::Rounds,
    cleaning: Arc<Mutex<()>>,
}

impl Store {
    /// Begins a transaction that holds the only right to write from its start, so
    /// that it never has to be tried again.
    async fn write(&self) -> Result<Transaction> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE", WRITE_TURN).await?)
    }

    /// Begins a transaction whose statements all see the same moment.
    async fn read(&self) -> Result<Transaction> {
        Ok(self.readers.begin_read().await?)
    }

    /// The same database, whose readings share one connection, one after another. It goes
    /// back with the last clone: for a page that reads many things.
    #[must_use]
    pub fn on_one_connection(&self) -> Self {
        Self { readers: self.readers.on_one_connection(), ..self.clone() }
    }

    /// The same database again, whose readings take any connection.
    #[must_use]
    pub fn on_any_connection(&self) -> Self {
        Self { readers: Readers::from(self.readers.pool().clone()), ..self.clone() }
    }

    /// Whether other processes may be working on the same database.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        matches!(self.writer, Pool::Postgres(_))
    }

    /// Closes all connections and folds the write-ahead log into the file. Waits
    /// for those that are in use.
    pub async fn close(&self) {
        self.readers.pool().close().await;
        self.writer.close().await;
    }
}

impl Query {
    /// Runs it as the only statement of a transaction.
    async fn execute_alone(self, store: &Store) -> Result<Done> {
        let mut tx = store.write().await?;
        let done = self.execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(done)
    }
}

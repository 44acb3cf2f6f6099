//! What can go wrong, in words that a person may read.

use super::links::Role;

/// A result of the store.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why the store did not do as it was asked. Unless it says otherwise, nothing
/// was changed. Times are seconds since 1970.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It is not there, or no longer.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The minimum group is 3 to 10.
    #[error("the minimum group is a number from 3 to 10")]
    MinimumGroup,
    /// The minimum group never goes down.
    #[error("the minimum group is {current} and can only be raised")]
    MinimumGroupLowered {
        /// What it is now.
        current: u8,
    },
    /// The roster is 3 to 500.
    #[error("a roster has from 3 to 500 people")]
    Roster,
    /// The roster of an open round never goes down.
    #[error("the roster is {current} and can only be raised while the round is open")]
    RosterLowered {
        /// What it is now.
        current: u16,
    },
    /// The closing time is not in the future.
    #[error("the closing day has passed")]
    ClosingDayPassed,
    /// An open round's closing time never comes nearer.
    #[error("the closing day can only be moved to a later one")]
    ClosingDayEarlier {
        /// When it closes now.
        current: i64,
    },
    /// The team has a draft or an open round already.
    #[error("the team already has a round in progress")]
    RoundInProgress,
    /// Fewer than 28 days since the team's last sealed round.
    #[error("a new round can open 28 days after the last one")]
    TooSoon {
        /// The earliest time for it.
        earliest: i64,
    },
    /// Only a draft can do this.
    #[error("the round is no longer a draft")]
    NotADraft,
    /// Only an open round can do this.
    #[error("the round is not open")]
    NotOpen,
    /// Another open round has this join token. Draw another.
    #[error("the join token is taken")]
    JoinTokenTaken,
    /// Another open round has this spoken code. Draw another.
    #[error("the spoken code is taken")]
    SpokenCodeTaken,
    /// The team has a receiver of messages already.
    #[error("the team already has a webhook")]
    WebhookThere,
    /// What an import was planned against is not so any more.
    #[error("the organisation has changed meanwhile")]
    Changed,
    /// The experiment is not where it was when the form was opened.
    #[error("the experiment has been changed meanwhile")]
    ExperimentMoved,
    /// The plan of the experiment lacks something, so it cannot run.
    #[error("the experiment is still a draft")]
    ExperimentDraft,
    /// As many experiments run on this board as may.
    #[error("{} experiments are running already", crate::kata::MOST_RUNNING)]
    TooManyRunning,
    /// A round has fewer answers than the minimum group.
    #[error("a round needs at least {0} answers")]
    TooFew(u8),
    /// A link for this role opens another kind of thing.
    #[error("a link for the role {} does not open that", .0.as_str())]
    LinkScope(Role),
    /// The bytes of deleted answers could not be cleaned now because somebody is
    /// reading. They are still owed; [`clean_bytes`](super::Store::clean_bytes)
    /// can be called again.
    #[error("deleted bytes could not be cleaned while the database is being read")]
    BytesBusy,
    /// More answers are waiting to be stored than may. Nothing was stored.
    #[error("too many answers are waiting to be stored")]
    Busy,
    /// The connection to a server broke while it committed: what was asked for was done
    /// or not, and the server cannot be asked which.
    #[error("the database may have done it or not: {0}")]
    InDoubt(sqlx::Error),
    /// What was to be committed together with others was not.
    #[error("{0}")]
    Together(std::sync::Arc<StoreError>),
    /// Something stored cannot be what this program stored.
    #[error("the stored {0} cannot be read")]
    Unreadable(&'static str),
    /// The operating system has no random numbers.
    #[error("the operating system has no random numbers: {0}")]
    NoRandomness(getrandom::Error),
    /// The database refused: full or read-only disk, locked by another process,
    /// damaged.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
}

impl StoreError {
    /// Whether it is likely to pass by itself: too much is waiting, or the database's
    /// server cannot be reached, is starting or stopping.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Busy | Self::InDoubt(_) => true,
            Self::Together(error) => error.is_passing(),
            Self::Database(error) => match error {
                sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
                // Connection exceptions, not enough resources, an operator's intervention,
                // a lock that was not to be had in time.
                sqlx::Error::Database(error) => error.code().is_some_and(|code| {
                    code.len() == 5
                        && ["08", "53", "57"].iter().any(|class| code.starts_with(class))
                        || matches!(code.as_ref(), "55P03" | "40001" | "40P01")
                }),
                _ => false,
            },
            _ => false,
        }
    }
}

impl StoreError {
    /// Whether what was asked for may have been done in spite of this.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        match self {
            Self::InDoubt(_) => true,
            Self::Together(error) => error.is_in_doubt(),
            _ => false,
        }
    }
}

// getrandom's error is no `std::error::Error` without its std feature, so no #[from].
impl From<getrandom::Error> for StoreError {
    fn from(error: getrandom::Error) -> Self {
        Self::NoRandomness(error)
    }
}

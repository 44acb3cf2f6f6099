//! Where the database is: a file in the data folder, or a server.

use crate::store::PoolSettings;
use clap::Args;
use std::path::PathBuf;
use std::time::Duration;

/// The address of a database on a server. It holds a password, so `Debug` says nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The address, without space around it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The address itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseUrl(…)")
    }
}

/// It is looked at when it is used: what is said of a bad value here would hold the value.
#[allow(clippy::unnecessary_wraps, reason = "what the command line's library wants")]
pub(super) fn unchecked(text: &str) -> Result<DatabaseUrl, std::convert::Infallible> {
    Ok(DatabaseUrl::new(text))
}

/// Options of a database on a server.
#[derive(Debug, Clone, Args)]
pub struct DatabaseArgs {
    /// A PostgreSQL database in place of the file, as in
    /// `postgres://user:password@host:5432/name?sslmode=verify-full`.
    #[arg(long = "database-url", env = "ANDON_DATABASE_URL", value_parser = unchecked, hide_env_values = true, global = true)]
    pub url: Option<DatabaseUrl>,
    /// A file that holds that address.
    #[arg(
        long = "database-url-file",
        env = "ANDON_DATABASE_URL_FILE",
        conflicts_with = "url",
        global = true
    )]
    pub url_file: Option<PathBuf>,
    /// How many connections of this process read at most (two more write).
    #[arg(long = "database-connections", env = "ANDON_DATABASE_CONNECTIONS", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=1000), global = true)]
    pub connections: u32,
    /// For how many seconds a request waits for a connection.
    #[arg(long = "database-wait", env = "ANDON_DATABASE_WAIT", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=60), global = true)]
    pub wait: u16,
}

impl DatabaseArgs {
    /// The server's address, if there is to be one.
    ///
    /// # Errors
    /// When the file with it cannot be read.
    pub fn address(&self) -> std::io::Result<Option<DatabaseUrl>> {
        match (&self.url, &self.url_file) {
            (Some(url), _) => Ok(Some(url.clone())),
            (None, Some(file)) => Ok(Some(DatabaseUrl::new(&std::fs::read_to_string(file)?))),
            (None, None) => Ok(None),
        }
    }

    /// Whether there is to be no server.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.url.is_none() && self.url_file.is_none()
    }

    /// How its connections are kept.
    #[must_use]
    pub fn pool(&self) -> PoolSettings {
        PoolSettings { readers: self.connections, wait: Duration::from_secs(u64::from(self.wait)) }
    }
}

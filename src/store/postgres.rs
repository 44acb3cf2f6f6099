//! Connecting to a PostgreSQL server, or to one that speaks like it.

mod log;

use super::Store;
use super::answers::{History, Queue, Rounds};
use super::db::{Pool, Readers};
use super::schema::{self, Schema};
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool, Postgres};
use std::str::FromStr;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

/// Without a lock: distributed servers have none that all of them know.
static MIGRATOR: LazyLock<Migrator> = LazyLock::new(|| {
    let mut migrator = sqlx::migrate!("migrations/postgres");
    migrator.set_locking(false);
    migrator
});

/// How often bringing the tables up to date is tried, when another process does the
/// same at the same time.
const MIGRATION_TRIES: u32 = 20;
/// A connection that was idle for longer is tried before it is used: the server may
/// have been started anew meanwhile.
const TRY_AFTER_IDLE: Duration = Duration::from_secs(1);
/// What every connection asks of the server: nobody waits for ever, and a process that
/// stands still cannot hold up the others.
const LIMITS: &str = "SET lock_timeout = '10s'; SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '20s'";

/// And what is made so where it is otherwise: what was committed is on the disk when that is
/// said (on its own; whether a standby has to have it, too, is the owner's to say), and a
/// statement that fails is logged without its values.
const PROMISES: &str = "SELECT set_config(name, CASE name WHEN 'synchronous_commit' THEN 'local' ELSE '0' END, FALSE) FROM pg_settings WHERE name = 'synchronous_commit' AND setting = 'off' OR name = 'log_parameter_max_length_on_error' AND setting <> '0'";

/// How the server is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolSettings {
    /// How many connections for reading at most, 1-1000. Two more write.
    pub readers: u32,
    /// How long a request waits for one.
    pub wait: Duration,
}

impl Default for PoolSettings {
    fn default() -> Self {
        Self { readers: 8, wait: Duration::from_secs(5) }
    }
}

/// Why a server was not connected to. Nothing was changed there, unless it says so.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address is not one of PostgreSQL's.
    #[error(
        "the database address cannot be read ({0}); it looks like postgres://user:password@host:5432/name?sslmode=verify-full"
    )]
    Address(String),
    /// Nobody answers there, or not to us.
    #[error("the database at {at} cannot be reached: {reason}")]
    Unreachable {
        /// Host, port and name; no user, no password.
        at: String,
        /// What the system or the server said.
        reason: String,
    },
    /// Made by a later version.
    #[error(
        "the database at {at} was written by a newer version of Andon (its schema is {found}, this program knows up to {known}); nothing was changed. Start that version, or restore a dump from before it"
    )]
    Newer {
        /// Host, port and name.
        at: String,
        /// The database's schema number.
        found: i64,
        /// The highest this program knows.
        known: i64,
    },
    /// It has our numbers but not our tables.
    #[error(
        "the database at {at} was written by a different build of Andon (its schema {version} is not this program\u{2019}s); nothing was changed"
    )]
    Altered {
        /// Host, port and name.
        at: String,
        /// The schema number.
        version: i64,
    },
    /// It holds tables, and none are ours.
    #[error(
        "the database at {at} holds another program\u{2019}s tables; nothing was changed. Give Andon a database of its own"
    )]
    Foreign {
        /// Host, port and name.
        at: String,
    },
    /// The tables could not be brought up to date.
    #[error(
        "the tables of the database at {at} could not be brought up to date: {reason}. What was done before that step has been kept"
    )]
    Migration {
        /// Host, port and name.
        at: String,
        /// What the server said.
        reason: String,
    },
}

impl Store {
    /// Connects to a database on a server and brings its tables up to date. Several
    /// processes may do so at once.
    ///
    /// The address is as in `postgres://user:password@host:5432/name?sslmode=verify-full`;
    /// the other parameters of `libpq` that matter (`sslrootcert`, `sslcert`, `sslkey`,
    /// `host` for a socket's folder, `application_name`) can be given as well.
    ///
    /// # Errors
    /// [`ConnectError`].
    pub async fn connect(address: &str, settings: PoolSettings) -> Result<Self, ConnectError> {
        // The library takes any other scheme for its own.
        if !address.starts_with("postgres://") && !address.starts_with("postgresql://") {
            return Err(ConnectError::Address("it does not begin with postgres://".to_owned()));
        }
        let options = PgConnectOptions::from_str(address)
            .map_err(|error| ConnectError::Address(without_secrets(&error)))?
            .disable_statement_logging();
        let options = match options.get_application_name() {
            Some(_) => options,
            None => options.application_name("andon"),
        };
        let at = place(&options);
        warn_of_open_wires(&options, &at);
        let mut connection = PgConnection::connect_with(&options).await.map_err(|error| {
            ConnectError::Unreachable { at: at.clone(), reason: error.to_string() }
        })?;
        let done = prepare(&mut connection, &at).await;
        if done.is_ok() {
            log::warn_of_answers(&mut connection, &at).await;
        }
        let _ = connection.close().await;
        done?;
        let pool = |connections| pool(settings, connections).connect_lazy_with(options.clone());
        let readers = Readers::from(Pool::Postgres(pool(settings.readers)));
        let history = Arc::<History>::default();
        Ok(Self {
            answers: Queue::start(Pool::Postgres(pool(1)), history.clone()),
            history,
            answered: Rounds::start(readers.clone()),
            writer: Pool::Postgres(pool(1)),
            readers,
            cleaning: Arc::default(),
        })
    }
}

fn pool(settings: PoolSettings, connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(settings.wait)
        .test_before_acquire(false)
        .before_acquire(|connection, state| {
            Box::pin(async move {
                if state.idle_for > TRY_AFTER_IDLE {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .after_connect(|connection, _| {
            Box::pin(async move {
                sqlx::raw_sql(LIMITS).execute(&mut *connection).await?;
                sqlx::raw_sql(PROMISES).execute(connection).await?;
                Ok(())
            })
        })
}

/// Host, port and name of a database, for people.
fn place(options: &PgConnectOptions) -> String {
    let name = options.get_database().unwrap_or_else(|| options.get_username());
    match options.get_socket() {
        Some(socket) => format!("{}/{name}", socket.display()),
        None => format!("{}:{}/{name}", options.get_host(), options.get_port()),
    }
}

/// The parser's words hold none of the address but its parts' names.
fn without_secrets(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Configuration(reason) => reason.to_string(),
        other => other.to_string(),
    }
}

fn warn_of_open_wires(options: &PgConnectOptions, at: &str) {
    let near = options.get_socket().is_some()
        || matches!(options.get_host(), "localhost" | "127.0.0.1" | "::1" | "[::1]")
        || options.get_host().starts_with('/');
    let checked = matches!(options.get_ssl_mode(), PgSslMode::VerifyCa | PgSslMode::VerifyFull);
    if !near && !checked {
        tracing::warn!(
            database = at,
            "the connection to the database is not proof against listeners: add sslmode=verify-full (and sslrootcert) to its address"
        );
    }
}

/// Looks first, touches later.
async fn prepare(connection: &mut PgConnection, at: &str) -> Result<(), ConnectError> {
    let known = schema::known(&MIGRATOR);
    let unreachable = |error: sqlx::Error| ConnectError::Unreachable {
        at: at.to_owned(),
        reason: error.to_string(),
    };
    match look(connection).await.map_err(unreachable)? {
        Schema::Foreign => return Err(ConnectError::Foreign { at: at.to_owned() }),
        Schema::Newer(found) => {
            return Err(ConnectError::Newer { at: at.to_owned(), found, known });
        }
        Schema::Altered(version) => {
            return Err(ConnectError::Altered { at: at.to_owned(), version });
        }
        Schema::Current => {}
        Schema::Empty | Schema::Behind => migrate(connection, at).await?,
    }
    // Each time: whoever made the tables may have been stopped before this.
    keep_no_samples(connection).await;
    Ok(())
}

/// For its plans, the server keeps samples of what stands in columns, out of reach of
/// every `DELETE` and `VACUUM`: whole answers, too. Here it is asked to keep none of texts
/// and bytes, before there are any; keys are left, which mean nothing and which its plans
/// need. Distributed relatives may refuse that.
async fn keep_no_samples(connection: &mut PgConnection) {
    let columns: Result<Vec<String>, _> = sqlx::query_scalar(
        "SELECT 'ALTER TABLE ' || quote_ident(CAST(c.relname AS TEXT)) || ' ALTER COLUMN ' || quote_ident(CAST(a.attname AS TEXT)) || ' SET STATISTICS 0' FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND t.typname IN ('text', 'bytea') AND a.attname <> 'id' AND a.attname NOT LIKE '%\\_id' AND COALESCE(a.attstattarget, -1) <> 0",
    )
    .fetch_all(&mut *connection)
    .await;
    let statements = match columns {
        Ok(columns) if columns.is_empty() => return,
        Ok(columns) => columns.join("; "),
        Err(error) => return warn_of_samples(&error),
    };
    // Names that the server itself has just quoted.
    if let Err(error) = sqlx::raw_sql(AssertSqlSafe(statements)).execute(connection).await {
        warn_of_samples(&error);
    }
}

fn warn_of_samples(error: &sqlx::Error) {
    tracing::warn!(
        %error,
        "the server could not be asked to keep no samples of texts for its plans: pieces of deleted answers may stay in them until it takes new ones"
    );
}

/// Each step is a transaction: of two processes one succeeds with it, and the other
/// looks again.
async fn migrate(connection: &mut PgConnection, at: &str) -> Result<(), ConnectError> {
    let mut tries = 0;
    loop {
        // Not `run`: what it gives cannot be sent between threads, says the compiler.
        let error = match MIGRATOR.run_direct(None, connection, false).await {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        tries += 1;
        if tries >= MIGRATION_TRIES {
            return Err(ConnectError::Migration { at: at.to_owned(), reason: error.to_string() });
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        if matches!(look(connection).await, Ok(Schema::Current)) {
            return Ok(());
        }
    }
}

async fn look(connection: &mut PgConnection) -> Result<Schema, sqlx::Error> {
    let tables = tables(connection).await?;
    if tables.is_empty() {
        return Ok(Schema::Empty);
    }
    if !tables.iter().any(|table| table == "_sqlx_migrations") {
        return Ok(Schema::Foreign);
    }
    let applied = sqlx::query_as(schema::APPLIED).fetch_all(&mut *connection).await?;
    // Another program may use the same library for its migrations. (Looked for anew: the
    // first step may just have been made.)
    let ours = applied.is_empty()
        || self::tables(connection).await?.iter().any(|table| table == "write_turn");
    Ok(if ours { schema::compare(&MIGRATOR, &applied) } else { Schema::Foreign })
}

async fn tables(connection: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema()",
    )
    .fetch_all(connection)
    .await
}

/// Whether a pool's server answers and its tables are this version's.
pub(super) async fn is_current(pool: &PgPool) -> Result<bool, sqlx::Error> {
    let applied: Vec<(i64, Vec<u8>)> =
        sqlx::query_as::<Postgres, _>(schema::APPLIED).fetch_all(pool).await?;
    Ok(schema::compare(&MIGRATOR, &applied) == Schema::Current)
}

//! What the commands do.

mod audit;
mod backup;
mod database;
mod demo;
mod health;
mod lock;
mod migrate_to;
mod output;
mod run;
mod score;
mod shell;

pub use audit::{audit, organisations};
pub use backup::{backup, restore};
pub use demo::demo;
pub use health::health;
pub use migrate_to::migrate_to;
pub use run::run;
pub use score::score;
pub use shell::{completions, man};

use crate::clock::Clock;
use crate::config::{DataArgs, LinkArgs, LinkRole, LogFormat, ServeArgs};
use crate::server::{self, AppError, BadSettings, Settings, SetupRule, new_link};
use crate::store::{
    BackupError, ConnectError, CopyError, OpenError, OrganisationId, RestoreError, Role,
    StoreError, TeamId, lacks_rights,
};
use database::Opened;
use std::fmt::Write as _;
use std::future::Future;
use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The data folder cannot be made or read.
    #[error("the data folder {path}: {cause}")]
    Folder {
        /// Which folder.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The data folder, or what is in it, may be written by others only, or by nobody.
    #[error(
        "{path}: {cause}. The user that Andon runs as has to be able to read and write its data folder and everything in it; ANDON_DATA names another folder"
    )]
    Forbidden {
        /// Which folder or file.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database's server cannot be used.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The database could not be copied.
    #[error(transparent)]
    Copy(#[from] CopyError),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The address cannot be listened on.
    #[error(
        "cannot listen on {address}: {cause}. `--listen` or ANDON_LISTEN says another address or port, such as 127.0.0.1:3001"
    )]
    Listen {
        /// Which address.
        address: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The system gives no threads.
    #[error("no threads to work with: {0}")]
    Threads(std::io::Error),
    /// The server failed.
    #[error(transparent)]
    Server(#[from] AppError),
    /// What was set does not make a server.
    #[error(transparent)]
    Settings(#[from] BadSettings),
    /// A file cannot be read or written.
    #[error("{path}: {cause}")]
    File {
        /// Which file.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// There is no backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// It was told to stop before it was done.
    #[error("told to stop; nothing was left there")]
    Interrupted,
    /// Nothing was restored.
    #[error(transparent)]
    Restore(#[from] RestoreError),
    /// An audit found something. What it found has been printed.
    #[error("not safe")]
    Unsafe,
    /// Something is missing or wrong on the command line.
    #[error("{0}")]
    Usage(String),
}

impl CommandError {
    /// Why something in the data folder, or the folder itself, cannot be had.
    fn of_data(path: &Path, cause: std::io::Error) -> Self {
        let path = path.display().to_string();
        if lacks_rights(&cause) {
            Self::Forbidden { path, cause }
        } else {
            Self::File { path, cause }
        }
    }
}

/// Starts the log: to standard error, at the level that `RUST_LOG` says, `info`
/// where it says none.
pub fn start_log(format: LogFormat) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // It would be printed where it could not be written, and that is a panic. A disk that
        // is full of logs is no reason to answer nobody.
        .log_internal_errors(false)
        .with_ansi(std::io::stderr().is_terminal());
    // Only a second start in one process can fail, and then the first one's log goes on.
    let _ = match format {
        LogFormat::Json => log.json().flatten_event(true).with_span_list(false).try_init(),
        LogFormat::Text => log.with_target(false).try_init(),
    };
    std::panic::set_hook(Box::new(log_panic));
}

/// Says where the program panicked, and not with which words: they may hold what somebody
/// has answered.
fn log_panic(panic: &std::panic::PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let backtrace = std::backtrace::Backtrace::capture();
    tracing::error!(place, %backtrace, "panic");
}

/// Makes the data folder, for its owner only.
fn prepare_folder(path: &Path) -> Result<(), CommandError> {
    let fault = |cause| CommandError::of_data(path, cause);
    if path.exists() {
        return Ok(());
    }
    let mut folder = std::fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        folder.mode(0o700);
    }
    folder.create(path).map_err(fault)
}

/// `andon serve`
///
/// # Errors
/// [`CommandError`] when folder, database or address cannot be had.
pub async fn serve(
    data: &DataArgs,
    args: &ServeArgs,
    clock: Arc<dyn Clock>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), CommandError> {
    let Opened { store, held: _held } = database::open_or_make(data).await?;
    let cannot = |cause| CommandError::Listen { address: args.listen.to_string(), cause };
    let listener = tokio::net::TcpListener::bind(args.listen).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let settings = Settings::from_args(args, address.ip().is_loopback())?;
    announce(data, &settings, address, args.setup_token.is_some());
    let app = server::assemble(store, settings, clock)?;
    server::serve(listener, app, shutdown).await.map_err(cannot)
}

/// Says on standard output where it can be reached, and the token for setting up unless
/// it was agreed on before.
fn announce(data: &DataArgs, settings: &Settings, address: SocketAddr, agreed: bool) {
    let url = settings
        .public_url
        .as_ref()
        .map_or_else(|| format!("http://{address}"), |url| url.as_str().to_owned());
    println!("Andon is ready: {url}");
    if data.server.is_none() {
        let folder = std::path::absolute(data.folder()).unwrap_or_else(|_| data.folder().into());
        println!("Its data is in the folder {}.", folder.display());
    }
    if std::io::stdout().is_terminal() {
        println!(
            "To look around first, press \u{201c}Open the demo\u{201d} there, or run `andon demo`. Ctrl-C stops it."
        );
    }
    if settings.site.is_none() && !server::holds_site(settings.files) {
        println!(
            "It was built without its style sheet and its islands: `make build` builds it whole."
        );
    }
    if let (SetupRule::Token(token), false) = (&settings.setup, agreed) {
        println!("Setup token, for whoever sets up an organisation: {}", token.as_str());
    }
    if settings.secure_cookies && settings.public_url.is_none() {
        println!(
            "It listens beyond this machine: put TLS in front of it and say its address with ANDON_PUBLIC_URL."
        );
    }
}

/// `andon link`: a new access link, printed once.
///
/// # Errors
/// [`CommandError`] when there is no such organisation or team.
pub async fn link(
    data: &DataArgs,
    serve: &ServeArgs,
    args: &LinkArgs,
    clock: &dyn Clock,
) -> Result<(), CommandError> {
    let Opened { store, held: _held } = database::open(data).await?;
    let organisation = match &args.organisation {
        Some(id) => {
            let id: OrganisationId = id
                .parse()
                .map_err(|error| CommandError::Usage(format!("--organisation: {error}")))?;
            store.organisation(&id).await?
        }
        None => only(store.organisations().await?)?,
    };
    let organisation = organisation
        .ok_or_else(|| CommandError::Usage("there is no such organisation".to_owned()))?;
    let team = match (args.role, &args.team) {
        (LinkRole::Admin, None) => None,
        (LinkRole::Admin, Some(_)) => {
            return Err(CommandError::Usage("an administrator's link takes no --team".to_owned()));
        }
        (LinkRole::Facilitator, None) => {
            let mut text = "which team? Say --team with one of these:".to_owned();
            for team in store.teams(&organisation.id).await? {
                let _ = write!(text, "\n  {}  {}", team.id, team.name);
            }
            return Err(CommandError::Usage(text));
        }
        (LinkRole::Facilitator, Some(id)) => {
            let id: TeamId =
                id.parse().map_err(|error| CommandError::Usage(format!("--team: {error}")))?;
            let team = store.team(&id).await?.filter(|team| team.organisation == organisation.id);
            Some(team.ok_or_else(|| {
                CommandError::Usage("the organisation has no such team".to_owned())
            })?)
        }
    };
    let (role, label) = match &team {
        None => (Role::Admin, format!("Administrator of {}", organisation.name)),
        Some(team) => (Role::Facilitator, format!("Facilitator of {}", team.name)),
    };
    let now = clock.now();
    let (link, secret) = new_link(role, label, now)?;
    store.add_link(&organisation.id, team.as_ref().map(|team| &team.id), None, link, now).await?;
    store.close().await;
    let url = address(serve);
    println!("{url}/k/{}", secret.as_str());
    Ok(())
}

/// The address that people use, without a slash at the end.
fn address(serve: &ServeArgs) -> String {
    address_of(serve, serve.listen)
}

/// The same, where it listens on this one.
fn address_of(serve: &ServeArgs, address: SocketAddr) -> String {
    let public = serve.public_url.as_ref().map(|url| url.as_str().to_owned());
    public.unwrap_or_else(|| format!("http://{address}"))
}

/// The only organisation there is, or a list to choose from.
fn only(
    organisations: Vec<crate::store::Organisation>,
) -> Result<Option<crate::store::Organisation>, CommandError> {
    if organisations.len() > 1 {
        let mut text = "which organisation? Say --organisation with one of these:".to_owned();
        for organisation in organisations {
            let _ = write!(text, "\n  {}  {}", organisation.id, organisation.name);
        }
        return Err(CommandError::Usage(text));
    }
    Ok(organisations.into_iter().next())
}

#[cfg(test)]
mod tests {
    use super::log_panic;
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_panic_is_logged_with_its_place_and_without_its_words() {
        let log = Kept::default();
        let to = log.clone();
        let subscriber =
            tracing_subscriber::fmt().with_ansi(false).with_writer(move || to.clone()).finish();
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(log_panic));
        let panicked = tracing::subscriber::with_default(subscriber, || {
            std::panic::catch_unwind(|| panic!("{}", "0 1 2 3 4 ? what somebody said"))
        });
        std::panic::set_hook(usual);
        assert!(panicked.is_err());
        let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(log.contains("ERROR") && log.contains("src/command.rs"), "{log}");
        assert!(!log.contains("somebody"), "{log}");
    }
}

//! The web server: from requests to the store, and from what the gate releases
//! to pages.
//!
//! One file a subject; `routes` holds one file for each part of the site.

mod access;
mod api;
mod archive;
mod aside;
mod ballot;
mod board;
mod choosing;
mod context;
mod cookies;
mod cords;
mod counted;
mod counts;
mod courses;
mod deciding;
pub mod delivery;
pub mod demo;
mod desk;
mod drawing;
mod error;
mod fields;
mod files;
mod first;
#[cfg(fuzzing)]
pub mod fuzzed;
mod guard;
mod health;
mod imports;
pub mod insiders;
mod invite;
mod kept;
mod keyed;
mod leadership;
mod led;
mod limits;
mod listen;
mod metrics;
mod milestones;
mod names;
mod oidc;
mod participation;
mod peer;
mod reminders;
mod render;
mod routes;
mod since;
mod spoken_codes;
mod state;
mod tagged;
mod tasks;
mod texts;
mod upload;
mod watch;
mod works;
mod written;

pub use access::new_link;
pub use ballot::EXPIRES_AFTER as BALLOT_EXPIRES_AFTER;
pub use error::AppError;
pub use files::holds_site;
pub use listen::Bounds;
pub use names::{BadName, Name};
pub use state::{AppState, BadSettings, Settings, SetupRule};

use crate::catalogue::Catalogue;
use crate::clock::{self, Clock};
use crate::store::Store;
use counts::Counts;
use files::Assets;
use kept::Kept;
use limits::Limits;
use metrics::Metrics;
use spoken_codes::SpokenCodes;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// How many quarters of how many organisations are kept for leadership at most.
const COUNTED: usize = 64;
/// How many courses of rounds are kept at most: some kilobytes each.
const COURSES: usize = 2000;
/// How many pages of reports are kept at most: less than 100 kilobytes each.
const REPORTS: usize = 64;
/// How many of leadership's pages are kept at most: less than 100 kilobytes each with 50 groups.
const OVERVIEWS: usize = 16;

/// Puts a server together.
///
/// # Errors
/// When the built-in catalogue has faults; they are all named.
pub fn assemble(
    store: Store,
    settings: Settings,
    clock: Arc<dyn Clock>,
) -> Result<AppState, AppError> {
    // Leptos asks for this once in a process; a second server in the same one finds it set.
    let _ = any_spawner::Executor::init_tokio();
    let catalogue =
        Catalogue::builtin().map_err(|faults| AppError::Internal(faults.to_string()))?;
    let parts = state::Parts {
        catalogue,
        metrics: Arc::new(Metrics::new(clock::countable(clock.now()))),
        readiness: Arc::default(),
        stop: CancellationToken::new(),
        clock,
        limits: Arc::new(Limits::new(settings.rate_limits == crate::config::RateLimits::On)),
        spoken_codes: SpokenCodes::new(settings.rate_limits == crate::config::RateLimits::On),
        counts: Counts::default(),
        counted: Kept::new(COUNTED),
        courses: Kept::new(COURSES),
        reports: Kept::new(REPORTS),
        overviews: Kept::new(OVERVIEWS),
        deciding: Arc::default(),
        outbox: Arc::default(),
        provider: settings.sign_in.clone().map(oidc::Provider::new).map(Arc::new),
        imports: imports::Imports::default(),
        assets: Arc::new(Assets::find(settings.site.as_deref(), settings.files)),
        settings: Arc::new(settings),
    };
    Ok(AppState::new(store, parts))
}

/// How long the database may take to close, once everybody has gone.
const CLOSING: Duration = Duration::from_secs(5);

/// Serves until `shutdown` resolves, then finishes what is under way.
///
/// # Errors
/// None as things are: a listener that fails is tried again.
pub async fn serve(
    listener: TcpListener,
    app: AppState,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let bounds = Bounds::with_connections(app.settings.max_connections);
    serve_within(listener, app, bounds, shutdown).await
}

/// [`serve`] within other bounds than the usual ones.
///
/// # Errors
/// As [`serve`].
pub async fn serve_within(
    listener: TcpListener,
    app: AppState,
    bounds: Bounds,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    if let Some(provider) = &app.provider
        && let Err(error) = oidc::roles::check(&app, provider.settings()).await
    {
        tracing::error!(cause = %error, "looking up what ANDON_OIDC_ROLES names");
    }
    let stop = app.stop.clone();
    let tasks = tokio::spawn(tasks::run(app.clone()));
    let sending = tokio::spawn(reminders::outbox::run(app.clone()));
    let router = routes::router(app.clone());
    let full = CancellationToken::new();
    let (no_more, delay) = (full.clone(), app.settings.drain_delay);
    let told = tokio::spawn(async move {
        shutdown.await;
        tracing::info!("told to stop");
        // From here on it says that it is not ready, and its own tasks and streams end.
        stop.cancel();
        tokio::time::sleep(delay).await;
        no_more.cancel();
    });
    listen::run(listener, router, bounds, full).await;
    told.abort();
    let _ = tasks.await;
    let _ = sending.await;
    if tokio::time::timeout(CLOSING, app.store.close()).await.is_err() {
        tracing::warn!("the database was still in use at the end");
    }
    Ok(())
}

/// Resolves on Ctrl-C or SIGTERM.
pub async fn until_told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    let _ = interrupt.await;
}

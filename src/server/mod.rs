//! The web server: from requests to the store, and from what the gate releases
//! to pages.
//!
//! One file a subject; `routes` holds one file for each part of the site.

mod access;
mod api;
mod archive;
mod aside;
mod assets;
mod ballot;
mod board;
mod choosing;
mod context;
mod cookies;
mod cords;
mod counted;
mod counts;
mod delivery;
pub mod demo;
mod desk;
mod drawing;
mod error;
mod fields;
mod first;
#[cfg(fuzzing)]
pub mod fuzzed;
mod guard;
mod imports;
mod invite;
mod kept;
mod leadership;
mod led;
mod limits;
mod milestones;
mod names;
mod reminders;
mod render;
mod routes;
mod since;
mod state;
mod tagged;
mod tasks;
mod texts;
mod upload;
mod works;

pub use access::new_link;
pub use ballot::EXPIRES_AFTER as BALLOT_EXPIRES_AFTER;
pub use error::AppError;
pub use names::{BadName, Name};
pub use state::{AppState, Settings, SetupRule};

use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::store::Store;
use assets::Assets;
use counts::Counts;
use kept::Kept;
use limits::Limits;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// How many quarters of how many organisations are kept for leadership at most.
const COUNTED: usize = 64;
/// How many courses of rounds are kept for coaches at most: some kilobytes each.
const COURSES: usize = 2000;

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
    Ok(AppState {
        store,
        catalogue,
        clock,
        limits: Arc::new(Limits::new(settings.rate_limits == crate::config::RateLimits::On)),
        counts: Counts::default(),
        counted: Kept::new(COUNTED),
        courses: Kept::new(COURSES),
        deciding: Arc::default(),
        outbox: Arc::default(),
        imports: imports::Imports::default(),
        assets: Arc::new(Assets::find(&settings.site)),
        settings: Arc::new(settings),
    })
}

/// Serves until `shutdown` resolves, then finishes what is under way.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    app: AppState,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let stop = CancellationToken::new();
    let tasks = tokio::spawn(tasks::run(app.clone(), stop.clone()));
    let sending = tokio::spawn(reminders::outbox::run(app.clone(), stop.clone()));
    let router = routes::router(app.clone(), stop.clone());
    let stopping = stop.clone();
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            shutdown.await;
            stopping.cancel();
        })
        .await?;
    stop.cancel();
    let _ = tasks.await;
    let _ = sending.await;
    app.store.close().await;
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

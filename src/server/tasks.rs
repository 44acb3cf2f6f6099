//! What happens by itself: rounds close on their day, quarters that are over are
//! counted for leadership, teams are told what is due, bytes are wiped, old sessions and quiet addresses are
//! forgotten.

use super::error::AppError;
use super::leadership::{decide_all, is_due};
use super::state::AppState;
use crate::store::{ClosedBy, Closing, Role};
use std::time::Duration;

/// From which hour on teams are told what is due today.
const MORNING: i8 = 8;
const EVERY: Duration = Duration::from_secs(30);

/// Runs until `stop`.
pub async fn run(app: AppState) {
    loop {
        once(&app).await;
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = app.stop.cancelled() => return,
        }
    }
}

/// One pass. Errors are logged and tried again at the next pass.
pub async fn once(app: &AppState) {
    if let Err(error) = close_due(app).await {
        tracing::error!(cause = %error, "closing rounds that are due");
    }
    if let Err(error) = tell_due(app).await {
        tracing::error!(cause = %error, "telling teams what is due");
    }
    if let Err(error) = count_quarters(app).await {
        tracing::error!(cause = %error, "counting a quarter for leadership");
    }
    if let Err(error) = app.store.forget_provider_names(app.now()).await {
        tracing::error!(cause = %error, "forgetting names of people who have not signed in for long");
    }
    if let Err(error) = app.store.clean_bytes().await {
        tracing::error!(cause = %error, "wiping the bytes of what was deleted; it will be tried again");
    }
    if let Err(error) = app.store.sweep_sessions(app.now()).await {
        tracing::error!(cause = %error, "forgetting expired sessions");
    }
    app.metrics.answering.log(app.now());
    app.limits.forget_quiet();
    app.spoken_codes.forget_quiet();
    app.imports.forget_old(app.now());
}

/// Where nobody is leader nothing has to be counted: it is done when they first look.
async fn count_quarters(app: &AppState) -> Result<(), AppError> {
    for organisation in app.store.organisations_with(Role::Leader, app.now()).await? {
        if is_due(app, &organisation).await? {
            decide_all(app, &organisation).await?;
        }
    }
    Ok(())
}

/// In the morning, and later if the server was not there in the morning.
async fn tell_due(app: &AppState) -> Result<(), crate::store::StoreError> {
    let (zone, now) = (&app.settings.zone, app.now());
    if zone.hour(now) >= MORNING && app.store.tell_due(zone.day(now), now).await? > 0 {
        app.outbox.notify_one();
    }
    Ok(())
}

async fn close_due(app: &AppState) -> Result<(), crate::store::StoreError> {
    for round in app.store.due_rounds(app.now()).await? {
        match app.store.close_round(&round, ClosedBy::Day, app.now()).await? {
            Closing::Sealed => tracing::info!("a round was sealed on its day"),
            Closing::ExtendedUntil(_) => tracing::info!("a round stays open for seven more days"),
            Closing::TooFew => {
                tracing::info!("a round ended with too few answers; they were destroyed");
            }
            Closing::AlreadyClosed => {}
        }
        app.outbox.notify_one();
    }
    Ok(())
}

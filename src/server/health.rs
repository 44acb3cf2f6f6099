//! Whether the server is alive, and whether it can serve.
//!
//! `/healthz` asks nobody: it answers as long as the process does. `/readyz` asks the
//! database, and says 503 with the reason where a proxy should look elsewhere. Both are
//! plain text, are not limited, and are asked every few seconds: so the database is
//! asked at most once a second, however many ask us.

use super::guard::ForMachines;
use super::state::AppState;
use crate::store::Store;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long an answer is good for.
const GOOD_FOR: Duration = Duration::from_secs(1);

/// Why the server cannot serve now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// It was told to stop.
    #[error("shutting down")]
    Stopping,
    /// The database took too long.
    #[error("the database does not answer in time")]
    Slow,
    /// The database failed. Why is in the log.
    #[error("the database does not answer")]
    Broken,
    /// Another version has changed the tables.
    #[error("the database is of another version of Andon")]
    OtherVersion,
}

/// What was last found, and when.
#[derive(Debug, Default)]
pub struct Readiness(Mutex<Option<(Instant, Result<(), NotReady>)>>);

impl Readiness {
    /// Asks the database, unless it was asked a moment ago.
    async fn check(&self, store: &Store) -> Result<(), NotReady> {
        // Held while the database is asked: all who ask meanwhile share the answer.
        let mut last = self.0.lock().await;
        if let Some((at, found)) = *last
            && at.elapsed() < GOOD_FOR
        {
            return found;
        }
        let found = match tokio::time::timeout(PATIENCE, store.is_current()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(NotReady::OtherVersion),
            Ok(Err(error)) => {
                tracing::warn!(cause = %error, "not ready");
                Err(NotReady::Broken)
            }
            Err(_) => Err(NotReady::Slow),
        };
        *last = Some((Instant::now(), found));
        found
    }
}

/// `GET /healthz`
pub async fn alive() -> Response {
    plain(StatusCode::OK, "ok".to_owned())
}

/// `GET /readyz`
pub async fn ready(State(app): State<AppState>) -> Response {
    let found = if app.stop.is_cancelled() {
        Err(NotReady::Stopping)
    } else {
        app.readiness.check(&app.store).await
    };
    match found {
        Ok(()) => plain(StatusCode::OK, "ready".to_owned()),
        Err(why) => plain(StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {why}")),
    }
}

fn plain(status: StatusCode, said: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, Extension(ForMachines), said + "\n").into_response()
}

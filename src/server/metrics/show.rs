//! Who may read the metrics.
//!
//! With `ANDON_METRICS_TOKEN`, whoever shows it. Without, programs on this machine; but
//! behind a proxy on the same machine everybody seems to be on it, so a request that came
//! through one is refused, and so is every request where a public address is set.

use crate::server::api::bearer_token;
use crate::server::error::AppError;
use crate::server::peer;
use crate::server::state::{AppState, Settings};
use crate::store::SecretHash;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, SocketAddr};

/// What the format is called.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// `GET /metrics`
///
/// # Errors
/// [`AppError::NotFound`] to whoever may not know that it is there, [`AppError::NoAccess`]
/// to whoever lacks the token.
pub async fn show(
    State(app): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    may_read(&app.settings, peer.ip(), &headers)?;
    let waiting = match app.store.waiting().await {
        Ok(waiting) => Some(waiting),
        // When the database is down, the other figures are wanted all the more.
        Err(error) => {
            tracing::warn!(cause = %error, "metrics without those of the database");
            None
        }
    };
    let text = app
        .metrics
        .text(waiting, &app.store.pool_use(), app.now())
        .map_err(|error| AppError::Internal(error.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(OPEN_METRICS)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, text).into_response())
}

fn may_read(settings: &Settings, peer: IpAddr, headers: &HeaderMap) -> Result<(), AppError> {
    let Some(token) = &settings.metrics_token else {
        let local = peer.to_canonical().is_loopback()
            && !peer::is_forwarded(headers)
            && settings.public_url.is_none();
        return if local { Ok(()) } else { Err(AppError::NotFound) };
    };
    // Hashes are compared, so that how long it takes tells nothing of the token.
    let right = bearer_token(headers)
        .is_some_and(|shown| SecretHash::of(shown) == SecretHash::of(token.as_str()));
    let sent = headers.contains_key(header::AUTHORIZATION);
    if right { Ok(()) } else { Err(AppError::NoAccess { sent }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Cli;
    use clap::Parser;

    fn settings(words: &[&str]) -> Settings {
        let args = Cli::parse_from([&["andon"], words].concat()).serve;
        Settings::from_args(&args, true).unwrap()
    }

    fn with(name: &'static str, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_str(value).unwrap());
        headers
    }

    #[test]
    fn without_a_token_only_this_machine_itself_may() {
        let open = settings(&[]);
        let none = HeaderMap::new();
        for local in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert!(may_read(&open, local.parse().unwrap(), &none).is_ok());
        }
        assert!(may_read(&open, "192.0.2.1".parse().unwrap(), &none).is_err());
        let here = "127.0.0.1".parse().unwrap();
        for header in ["x-forwarded-for", "forwarded", "via"] {
            assert!(may_read(&open, here, &with(header, "127.0.0.1")).is_err(), "{header}");
        }
        let behind = settings(&["--public-url", "https://andon.example"]);
        assert!(may_read(&behind, here, &none).is_err());
    }

    #[test]
    fn with_a_token_whoever_shows_it_may_and_nobody_else() {
        let guarded = settings(&["--metrics-token", "0123456789abcdef"]);
        let anywhere = "192.0.2.1".parse().unwrap();
        let shown = |value: &str| may_read(&guarded, anywhere, &with("authorization", value));
        assert!(shown("Bearer 0123456789abcdef").is_ok());
        for wrong in ["Bearer 0123456789abcdeX", "Bearer ", "Basic 0123456789abcdef", "x"] {
            assert!(matches!(shown(wrong), Err(AppError::NoAccess { sent: true })), "{wrong}");
        }
        let here = "127.0.0.1".parse().unwrap();
        assert!(may_read(&guarded, here, &HeaderMap::new()).is_err());
    }
}

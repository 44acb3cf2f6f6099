//! One line in the log for each request, and its place in the metrics.
//!
//! A line holds the pattern of the route, the method, the status, how long it took, and a
//! made-up number that the response carries too (`x-request-id`), so that whoever is shown
//! an error can say which one. Never the path itself (it may hold a token), a query, an
//! address or a cookie. Requests to join or to answer write no line: they are counted by the
//! hour ([`metrics::answering`](super::metrics)). What anyone may open has a line at level
//! `debug` only, because the browsers of people who answer ask for it as well: the style sheet
//! of a page tells when the page was opened.

use super::error::Failure;
use super::metrics::Area;
use super::state::AppState;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use data_encoding::BASE32_NOPAD;
use std::time::Instant;
use tracing::Instrument as _;

/// Which request it was.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Logs and counts a request.
pub async fn watch(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = route(&request);
    let area = Area::of(&route);
    let id = if area == Area::Answering { None } else { random_id() };
    // An error's span, so that it is there for causes when little else is logged.
    let span = tracing::error_span!("request", %method, route, id);
    let under_way = (area == Area::Keys).then(|| app.metrics.under_way());
    let mut response = next.run(request).instrument(span.clone()).await;
    drop(under_way);
    let (took, status) = (begun.elapsed(), response.status());
    if let Some(value) = id.as_deref().and_then(|id| HeaderValue::from_str(id).ok()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    app.metrics.answered(area, &route, &method, status, took);
    let failure = response.extensions_mut().remove::<Failure>().map(|Failure(cause)| cause);
    if area == Area::Answering {
        app.metrics.answering.count(status, failure, app.now());
        return response;
    }
    let status = status.as_u16();
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| {
        if let Some(cause) = failure {
            tracing::error!(cause, "request failed");
        }
        if area == Area::Keys {
            tracing::info!(status, milliseconds, "answered");
        } else {
            tracing::debug!(status, milliseconds, "answered");
        }
    });
    response
}

/// The pattern of the route, without what a library adds to it.
fn route(request: &Request) -> String {
    let pattern =
        request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str);
    let own = pattern.split("/{*").next().unwrap_or(pattern);
    own.to_owned()
}

/// Sixty-four bits that say nothing. Without random numbers there is none: a page is
/// worth more than its number.
fn random_id() -> Option<String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).ok()?;
    Some(BASE32_NOPAD.encode(&bytes).to_ascii_lowercase())
}

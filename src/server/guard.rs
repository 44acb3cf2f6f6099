//! What stands before and behind every handler: where a change may come from,
//! the headers of every response, and error pages.

mod hosts;

pub use hosts::{Came, Hosts};

use super::api;
use super::context::{Context, host};
use super::error::{AppError, Explanation, Failure};
use super::fields::Faults;
use super::peer;
use super::render::Page;
use super::state::{AppState, Settings, SetupRule};
use crate::config::{Hsts, PublicUrl};
use crate::pages::error::{ErrorPage, error};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::Arc;

/// Refuses what no handler should see: addresses with U+0000 in them (it is in nothing that
/// could be asked for, and PostgreSQL takes no text with it; forms refuse it themselves),
/// servers' names that cannot be one (RFC 9112, 3.2) or are not this one's ([`Hosts`]), and
/// changes that do not come from Andon's own pages.
pub async fn acceptable(State(app): State<AppState>, request: Request, next: Next) -> Response {
    match refusal(&app.settings, &request) {
        Some(refused) => refused.into_response(),
        None => next.run(request).await,
    }
}

fn refusal(settings: &Settings, request: &Request) -> Option<AppError> {
    if request.uri().path_and_query().is_some_and(|address| address.as_str().contains("%00")) {
        return Some(AppError::BadRequest("The address held a character that is in no text."));
    }
    if request.headers().contains_key(header::HOST) && host(request.headers()).is_none() {
        return Some(AppError::BadRequest("Its header Host names no server."));
    }
    if !is_for_us(settings, request) {
        return Some(AppError::Misdirected);
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // Programs show an access link with each request, and cookies are not looked at there:
    // no page of another site can make a browser change anything in its owner's name.
    let harmless = reads || api::is_below(request.uri().path());
    (!harmless && !comes_from_here(request.headers())).then_some(AppError::CrossSite)
}

/// Whether a request names this server, or none: browsers always name one. Where a key is
/// asked for in a header, or whether the server is alive, any name will do: a page of
/// another site has no such key, and programs know the server by names of their own.
// Shown by tests/server/hosts.rs
fn is_for_us(settings: &Settings, request: &Request) -> bool {
    let path = request.uri().path();
    let Some(named) = host(request.headers()) else { return true };
    let any_name = match path {
        "/healthz" | "/readyz" => true,
        "/metrics" => settings.metrics_token.is_some(),
        _ => api::is_below(path),
    };
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let came = Came {
        through_proxy: peer.is_some_and(|peer| peer::is_in(&settings.trusted_proxies, peer)),
        for_open_door: match path {
            "/setup" => matches!(settings.setup, SetupRule::Open),
            _ => path == "/metrics",
        },
    };
    any_name || settings.hosts.admit(named, came)
}

/// Browsers say where a request comes from in `Sec-Fetch-Site`, or, older ones
/// and those on plain HTTP, in `Origin`. One that says neither is refused.
fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    let origin = text(header::ORIGIN).and_then(|origin| origin.split_once("://"));
    matches!((origin, text(header::HOST)), (Some((_, origin)), Some(host)) if origin.eq_ignore_ascii_case(host))
}

/// Andon asks for nothing that a browser could give away of its device.
const NOTHING_OF_THE_DEVICE: &str = "accelerometer=(), autoplay=(), bluetooth=(), \
    browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), \
    magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), \
    serial=(), usb=(), xr-spatial-tracking=()";

/// Whether browsers are told to come over TLS only. Over plain HTTP they do not listen.
fn transport_security(settings: &Settings) -> Option<&'static str> {
    let tls = settings.public_url.as_ref().map_or(settings.secure_cookies, PublicUrl::is_https);
    match settings.hsts {
        Hsts::Subdomains if tls => Some("max-age=63072000; includeSubDomains"),
        Hsts::Host if tls => Some("max-age=63072000"),
        _ => None,
    }
}

/// The headers that every response carries.
pub async fn headers(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", NOTHING_OF_THE_DEVICE),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Some(policy) = transport_security(&app.settings) {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(policy));
    }
    // Whoever has not said otherwise has something personal, and be it a cookie.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        // Files and data: nothing in them may run or load anything. A style inside
        // a downloaded chart is all that is let through.
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
                 form-action 'none'; frame-ancestors 'none'",
            ),
        );
    }
    response
}

/// What a handler leaves in the extensions of an error that is for machines, and is to
/// stay as it is.
#[derive(Debug, Clone, Copy)]
pub struct ForMachines;

/// Turns errors without a page into pages that say what happened and what to do,
/// and those of the interface for programs into problem details.
pub async fn error_pages(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let asked = asked(&request);
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.extensions().get::<ForMachines>().is_some() {
        return response;
    }
    let context = Context::anonymous(&asked, &app);
    let explained = response.extensions().get::<Arc<Explanation>>().cloned();
    if api::is_below(&context.path) {
        let faults = response.extensions().get::<Faults>();
        let problem = api::Problem::of(&context, status, explained.as_deref()).with_faults(faults);
        return with_advice(problem.respond(status), &response);
    }
    let has_own_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if has_own_page && explained.is_none() {
        return response;
    }
    let explanation =
        explained.map_or_else(|| Explanation::of_status(status), |found| (*found).clone());
    with_advice(error_page(&context, status, explanation).await, &response)
}

/// As much of a request as a page about an error needs.
fn asked(request: &Request) -> Parts {
    let (mut asked, ()) = Request::new(()).into_parts();
    asked.uri = request.uri().clone();
    asked.headers = request.headers().clone();
    asked
}

/// Keeps the headers of an error that say what to do about it, and its cause for the log.
fn with_advice(mut page: Response, error: &Response) -> Response {
    for name in [header::RETRY_AFTER, header::ALLOW, header::WWW_AUTHENTICATE] {
        if let Some(value) = error.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    if let Some(failure) = error.extensions().get::<Failure>() {
        page.extensions_mut().insert(failure.clone());
    }
    page
}

/// A page that says what happened, whether anything is lost, and what to do next.
pub async fn error_page(context: &Context, status: StatusCode, told: Explanation) -> Response {
    let mut next = vec![
        ("Start page".to_owned(), "/".to_owned()),
        ("Join with a spoken code".to_owned(), "/join".to_owned()),
    ];
    // What is not there may only be closed to whoever is not signed in.
    if status == StatusCode::NOT_FOUND {
        next.extend(context.way_in().map(|way| (way.label, way.path)));
    }
    Page::new(told.title.clone())
        .status(status)
        .render(context, move || {
            error(ErrorPage {
                status: status.as_u16(),
                title: told.title,
                what: told.what,
                lost: told.lost,
                next,
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn only_its_own_pages_may_change_anything() {
        for (pairs, allowed) in [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "none")], true),
            (
                &[
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "http://a.example"),
                    ("host", "a.example"),
                ],
                false,
            ),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")], true),
            (&[("origin", "http://evil.example"), ("host", "127.0.0.1:3000")], false),
            (&[("origin", "null"), ("host", "127.0.0.1:3000")], false),
            (&[("host", "127.0.0.1:3000")], false),
            (&[], false),
        ] {
            assert_eq!(comes_from_here(&headers(pairs)), allowed, "{pairs:?}");
        }
    }
}

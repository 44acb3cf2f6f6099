//! What the provider says of itself: where it is to be asked, and with which keys it
//! signs. Fetched when it is first needed, kept for an hour, and asked for again when an
//! ID token names a key that is not among them, which is how providers change keys.

use super::fault::Fault;
use super::web::Web;
use crate::config::Issuer;
use axum::http::{Method, StatusCode, header};
use openidconnect::core::{CoreClientAuthMethod, CoreJsonWebKeySet};
use openidconnect::url::Url;
use openidconnect::{
    AsyncHttpClient as _, AuthUrl, HttpRequest, IssuerUrl, JsonWebKeySetUrl, TokenUrl,
};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// For how long a description is used without asking again.
const FRESH: Duration = Duration::from_hours(1);
/// For how long it is used when the provider does not describe itself again.
const USABLE: Duration = Duration::from_hours(24);
/// The time between two fetches for the sake of an unknown key.
const BETWEEN_KEYS: Duration = Duration::from_mins(1);
/// For how long nobody asks again after it went wrong, so that a provider that is down
/// does not hold up one request after another.
const AFTER_FAULT: Duration = Duration::from_secs(5);

/// What a provider says of itself (OpenID Connect Discovery, 3), as far as we look at
/// it. (The library has a type for all of it, which weighs a sixth of a megabyte.)
#[derive(Debug, Deserialize)]
pub struct Description {
    /// Its name for itself.
    pub issuer: IssuerUrl,
    /// Where people are sent.
    pub authorization_endpoint: AuthUrl,
    /// Where codes are redeemed.
    pub token_endpoint: TokenUrl,
    /// How we may say there who we are; where nothing is said, in a header.
    #[serde(default)]
    pub token_endpoint_auth_methods_supported: Vec<CoreClientAuthMethod>,
    /// Where a browser ends its session (RP-Initiated Logout).
    #[serde(default)]
    pub end_session_endpoint: Option<Url>,
    /// Whether it says who answers, each time (RFC 9207).
    #[serde(default, rename = "authorization_response_iss_parameter_supported")]
    pub says_issuer: bool,
    jwks_uri: JsonWebKeySetUrl,
    /// The keys with which it signs.
    #[serde(skip)]
    pub keys: CoreJsonWebKeySet,
}

/// The description of one provider.
pub struct Known {
    issuer: Issuer,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    found: Option<(Arc<Description>, Instant)>,
    fault: Option<(Fault, Instant)>,
    for_keys: Option<Instant>,
}

impl Known {
    /// Nothing is fetched yet.
    #[must_use]
    pub fn new(issuer: Issuer) -> Self {
        Self { issuer, state: Mutex::default() }
    }

    /// The description. Only one caller at a time fetches it; the others wait for that.
    ///
    /// # Errors
    /// [`Fault`] when there is none, or it names addresses that may not be used.
    pub async fn get(&self, web: &Web) -> Result<Arc<Description>, Fault> {
        let mut state = self.state.lock().await;
        let old = match &state.found {
            Some((found, at)) if at.elapsed() < FRESH => return Ok(found.clone()),
            Some((found, at)) if at.elapsed() < USABLE => Some(found.clone()),
            _ => None,
        };
        if let Some((fault, at)) = state.fault
            && at.elapsed() < AFTER_FAULT
        {
            return old.ok_or(fault);
        }
        self.fetch(web, &mut state).await.or_else(|fault| old.ok_or(fault))
    }

    /// A description with other keys than this one has.
    ///
    /// # Errors
    /// [`Fault::Key`] when keys were asked for a moment ago; else as [`Known::get`].
    pub async fn newer(
        &self,
        web: &Web,
        than: &Arc<Description>,
    ) -> Result<Arc<Description>, Fault> {
        let mut state = self.state.lock().await;
        if let Some((found, _)) = &state.found
            && !Arc::ptr_eq(found, than)
        {
            return Ok(found.clone());
        }
        if state.for_keys.is_some_and(|at| at.elapsed() < BETWEEN_KEYS) {
            return Err(Fault::Key);
        }
        state.for_keys = Some(Instant::now());
        self.fetch(web, &mut state).await
    }

    async fn fetch(&self, web: &Web, state: &mut State) -> Result<Arc<Description>, Fault> {
        match self.ask(web).await {
            Ok(found) => {
                let found = Arc::new(found);
                state.found = Some((found.clone(), Instant::now()));
                state.fault = None;
                Ok(found)
            }
            Err(fault) => {
                tracing::warn!(why = %fault, "the identity provider\u{2019}s description could not be fetched");
                state.fault = Some((fault, Instant::now()));
                Err(fault)
            }
        }
    }

    /// Fetches description and keys. A description counts only if it names the very
    /// issuer that was configured (OpenID Connect Discovery, 4.3).
    async fn ask(&self, web: &Web) -> Result<Description, Fault> {
        let base = self.issuer.as_str().trim_end_matches('/');
        let mut request = HttpRequest::new(Vec::new());
        *request.method_mut() = Method::GET;
        *request.uri_mut() = format!("{base}/.well-known/openid-configuration")
            .parse()
            .map_err(|_| Fault::Garbled)?;
        let accepts = header::HeaderValue::from_static("application/json");
        request.headers_mut().insert(header::ACCEPT, accepts);
        let answer = web.call(request).await?;
        match answer.status() {
            StatusCode::OK => {}
            status if status.is_server_error() => return Err(Fault::Trouble),
            _ => return Err(Fault::Garbled),
        }
        let mut found: Description =
            serde_json::from_slice(answer.body()).map_err(|_| Fault::Garbled)?;
        if found.issuer.as_str() != self.issuer.as_str() {
            return Err(Fault::Mixed);
        }
        if !web.allows(found.authorization_endpoint.url())
            || !web.allows(found.token_endpoint.url())
        {
            return Err(Fault::Garbled);
        }
        found.keys = CoreJsonWebKeySet::fetch_async(&found.jwks_uri, web).await?;
        Ok(found)
    }
}

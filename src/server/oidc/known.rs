//! What the provider says of itself: where it is to be asked, and with which keys it
//! signs. Fetched when it is first needed, kept for an hour, and asked for again when an
//! ID token names a key that is not among them, which is how providers change keys.

use super::fault::Fault;
use super::web::Web;
use crate::config::Issuer;
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
    CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalProviderMetadata, IssuerUrl, LogoutProviderMetadata, ProviderMetadata,
};
use serde::{Deserialize, Serialize};
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

/// What a provider says of itself, with its keys.
pub type Description = ProviderMetadata<
    LogoutProviderMetadata<More>,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// What the library has no name for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct More {
    /// Whether it says who answers, each time (RFC 9207).
    #[serde(default, rename = "authorization_response_iss_parameter_supported")]
    pub says_issuer: bool,
}

impl AdditionalProviderMetadata for More {}

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

    /// Fetches description and keys. That the description names the very issuer that was
    /// configured is checked on the way (OpenID Connect Discovery, 4.3).
    async fn ask(&self, web: &Web) -> Result<Description, Fault> {
        let issuer = IssuerUrl::new(self.issuer.as_str().to_owned()).map_err(|_| Fault::Garbled)?;
        let found = Description::discover_async(issuer, web).await?;
        let token = found.token_endpoint().ok_or(Fault::Garbled)?.url();
        if web.allows(found.authorization_endpoint().url()) && web.allows(token) {
            Ok(found)
        } else {
            Err(Fault::Garbled)
        }
    }
}

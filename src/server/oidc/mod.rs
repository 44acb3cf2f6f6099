//! Signing in through the company's identity provider (OpenID Connect, authorisation
//! code flow with PKCE).
//!
//! `attempt` is what a browser holds on its way there and back · `known` is what the
//! provider says of itself, `web` how it is asked · `person` redeems a code and checks
//! the ID token · `roles` says what a person's groups grant · `fault` is what can go
//! wrong. What then becomes a session is in `store::provider` and `server::access`.
//!
//! Of what the provider sends, Andon keeps a hash of issuer and subject and a name. The
//! tokens are dropped as soon as the ID token has been read; nothing is asked with the
//! access token.

mod attempt;
mod fault;
mod known;
mod person;
pub mod roles;
mod web;

pub use attempt::{Attempt, LASTS};
pub use fault::Fault;
pub use person::Person;

use crate::config::SignIn;
use attempt::Key;
use known::Known;
use openidconnect::core::CoreResponseType;
use openidconnect::{
    AuthenticationFlow, CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, Scope,
};
use web::Web;

/// For how long a session holds what the provider has granted, in seconds.
pub const SESSION: i64 = 12 * 3600;

/// The provider that was configured.
pub struct Provider {
    settings: SignIn,
    key: Key,
    known: Known,
    web: Web,
}

/// What the provider sends back through the browser.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// A code, to be redeemed for an ID token.
    pub code: Option<String>,
    /// What we sent along.
    pub state: Option<String>,
    /// Who answers (RFC 9207).
    pub iss: Option<String>,
    /// What went wrong, as a code.
    pub error: Option<String>,
}

impl Provider {
    /// Nothing is asked until somebody wants to sign in.
    #[must_use]
    pub fn new(settings: SignIn) -> Self {
        Self {
            key: Key::of(&settings),
            known: Known::new(settings.issuer.clone()),
            web: Web::new(&settings.issuer),
            settings,
        }
    }

    /// What was configured.
    #[must_use]
    pub const fn settings(&self) -> &SignIn {
        &self.settings
    }

    /// An attempt as the browser keeps it.
    #[must_use]
    pub fn seal(&self, attempt: &Attempt) -> String {
        attempt.seal(&self.key)
    }

    /// Where the browser goes with an attempt; `back` is where it comes back to.
    ///
    /// # Errors
    /// [`Fault`] when the provider cannot be asked where that is.
    pub async fn way_there(&self, attempt: &Attempt, back: String) -> Result<String, Fault> {
        let provider = self.known.get(&self.web).await?;
        let client = person::relying_party(&self.settings, &provider, back)?;
        let (state, nonce) = (attempt.state(&self.key), attempt.nonce(&self.key));
        let verifier = PkceCodeVerifier::new(attempt.verifier(&self.key));
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let scopes = self.settings.scopes.iter().filter(|scope| *scope != "openid");
        let (url, _, _) = client
            .authorize_url(flow, move || CsrfToken::new(state), move || Nonce::new(nonce))
            .add_scopes(scopes.map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(url.into())
    }

    /// Who has come back. The order matters: an answer that does not belong to this
    /// browser's attempt is not looked at any further, not even at its error.
    ///
    /// # Errors
    /// [`Fault`] says why it is nobody.
    pub async fn who_came(
        &self,
        cookie: Option<&str>,
        answer: Answer,
        back: String,
        now: i64,
    ) -> Result<Person, Fault> {
        let attempt =
            cookie.and_then(|cookie| Attempt::open(cookie, &self.key, now)).ok_or(Fault::Lost)?;
        let state = answer.state.as_deref().unwrap_or_default();
        if !attempt.is_state(&self.key, state) {
            return Err(Fault::Lost);
        }
        if answer.iss.as_deref().is_some_and(|iss| iss != self.settings.issuer.as_str()) {
            return Err(Fault::Mixed);
        }
        if let Some(error) = answer.error {
            return Err(Fault::of_code(&error));
        }
        let code = answer.code.filter(|code| !code.is_empty()).ok_or(Fault::Garbled)?;
        let provider = self.known.get(&self.web).await?;
        if answer.iss.is_none() && provider.says_issuer {
            return Err(Fault::Mixed);
        }
        let client = person::relying_party(&self.settings, &provider, back)?;
        let verifier = attempt.verifier(&self.key);
        let token = person::redeem(&client, &self.web, code, verifier).await?;
        let nonce = attempt.nonce(&self.key);
        match person::check(&token, &self.settings, &provider, nonce.clone(), now) {
            Err(Fault::Key) => {
                let provider = self.known.newer(&self.web, &provider).await?;
                person::check(&token, &self.settings, &provider, nonce, now)
            }
            checked => checked,
        }
    }

    /// Where a browser can end its session at the provider too, if the provider offers
    /// that. (Without the address to come back to: a provider that was not told of it
    /// before refuses the whole request.)
    pub async fn way_out(&self) -> Option<String> {
        let provider = self.known.get(&self.web).await.ok()?;
        let mut url = provider.end_session_endpoint.clone()?;
        if !self.web.allows(&url) {
            return None;
        }
        url.query_pairs_mut().append_pair("client_id", &self.settings.client_id);
        Some(url.into())
    }
}

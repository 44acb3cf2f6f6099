//! What every handler can reach.

use super::assets::Assets;
use super::counted::Counted;
use super::counts::Counts;
use super::imports::Imports;
use super::kept::Kept;
use super::limits::Limits;
use super::oidc::Provider;
use super::reminders::reach::Reach;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::config::{PublicUrl, RateLimits, ServeArgs, Setup, SignIn, Zone};
use crate::disclosure::Course;
use crate::store::{OrganisationId, RoundId, Secret, Store};
use std::path::PathBuf;
use std::sync::Arc;

/// The parts of a running server. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// The texts.
    pub catalogue: &'static Catalogue,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How often an address may do what.
    pub limits: Arc<Limits>,
    /// Live participation counts.
    pub counts: Counts,
    /// Imports that are under way.
    pub imports: Imports,
    /// Figures of leadership's pages, by organisation, the quarter that was asked for,
    /// and how many were decided then.
    pub counted: Kept<(OrganisationId, String, usize), Arc<Counted>>,
    /// What was released of rounds that coaches look at, by the round and the one before.
    pub courses: Kept<(RoundId, Option<RoundId>), Course>,
    /// Held by whoever decides what leadership is shown or lets a team share with
    /// coaches: each decision rests on the other.
    pub deciding: Arc<tokio::sync::Mutex<()>>,
    /// Rung when a message waits to be sent.
    pub outbox: Arc<tokio::sync::Notify>,
    /// The identity provider through which people sign in, if there is one.
    pub provider: Option<Arc<Provider>>,
    /// Style sheet, WebAssembly, icons.
    pub assets: Arc<Assets>,
    /// What was configured.
    pub settings: Arc<Settings>,
}

impl AppState {
    /// Seconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now()
    }
}

/// What was configured, and what follows from it.
#[derive(Debug)]
pub struct Settings {
    /// The address that people use, if it was said.
    pub public_url: Option<PublicUrl>,
    /// Who may set up an organisation.
    pub setup: SetupRule,
    /// Where days end.
    pub zone: Zone,
    /// Whether cookies are for TLS only: always, but on a loopback address without one.
    pub secure_cookies: bool,
    /// Whether addresses are limited.
    pub rate_limits: RateLimits,
    /// The folder with the site's files.
    pub site: PathBuf,
    /// Where messages may go.
    pub reach: Reach,
    /// How people sign in through an identity provider, if they do.
    pub sign_in: Option<SignIn>,
}

/// Why the settings do not make a server.
#[derive(Debug, thiserror::Error)]
pub enum BadSettings {
    /// What is missing or wrong.
    #[error("{0}")]
    SignIn(String),
    /// The operating system has no random numbers for a setup token.
    #[error("random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

/// Who may set up an organisation.
#[derive(Debug)]
pub enum SetupRule {
    /// Anyone.
    Open,
    /// Whoever has this token.
    Token(Secret),
    /// Nobody.
    Closed,
}

impl Settings {
    /// From the command line.
    ///
    /// # Errors
    /// [`BadSettings`] when signing in through an identity provider is set up by halves,
    /// or there are no random numbers.
    pub fn from_args(args: &ServeArgs, loopback: bool) -> Result<Self, BadSettings> {
        let sign_in = args.sign_in.settings().map_err(BadSettings::SignIn)?;
        if sign_in.is_some() && args.public_url.is_none() && !loopback {
            return Err(BadSettings::SignIn(
                "signing in through an identity provider needs ANDON_PUBLIC_URL: the provider sends people back there"
                    .to_owned(),
            ));
        }
        let rule = args.setup.unwrap_or(if loopback { Setup::Open } else { Setup::Token });
        Ok(Self {
            setup: match rule {
                Setup::Open => SetupRule::Open,
                Setup::Token => SetupRule::Token(Secret::random()?),
                Setup::Closed => SetupRule::Closed,
            },
            zone: args.time_zone.clone(),
            secure_cookies: args.public_url.as_ref().map_or(!loopback, PublicUrl::is_https),
            rate_limits: args.rate_limits,
            site: args.site.clone().unwrap_or_else(super::assets::default_site),
            public_url: args.public_url.clone(),
            reach: Reach::new(args.webhook_allow.clone()),
            sign_in,
        })
    }
}

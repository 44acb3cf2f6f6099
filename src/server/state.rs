//! What every handler can reach.

use super::counted::Counted;
use super::counts::Counts;
use super::files::Assets;
use super::guard::Hosts;
use super::health::Readiness;
use super::imports::Imports;
use super::kept::Kept;
use super::limits::Limits;
use super::metrics::Metrics;
use super::oidc::Provider;
use super::reminders::reach::Reach;
use super::routes::{leadership, report};
use super::spoken_codes::SpokenCodes;
use super::written::Pages;
use crate::catalogue::Catalogue;
use crate::clock::{self, Clock};
use crate::config::{Hsts, PublicUrl, RateLimits, ServeArgs, Setup, SignIn, Token, Zone};
use crate::disclosure::Course;
use crate::site::File;
use crate::store::{OrganisationId, RoundId, Secret, Store};
use ipnet::IpNet;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A running server, as each request gets it. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    parts: Arc<Parts>,
}

/// Its other parts, of which there is one each.
pub struct Parts {
    /// The texts.
    pub catalogue: &'static Catalogue,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How often an address may do what.
    pub limits: Arc<Limits>,
    /// Tries of spoken codes, and the brakes on wrong ones.
    pub spoken_codes: SpokenCodes,
    /// Live participation counts.
    pub counts: Counts,
    /// Imports that are under way.
    pub imports: Imports,
    /// Figures of leadership's pages, by organisation, the quarter that was asked for,
    /// and how many were decided then.
    pub counted: Kept<(OrganisationId, String, usize), Arc<Counted>>,
    /// What was released of rounds, by the round and the one before.
    pub courses: Kept<(RoundId, Option<RoundId>), Course>,
    /// Pages of reports, by the round and who reads it.
    pub reports: Pages<(RoundId, report::Viewer), report::Told>,
    /// Leadership's pages, by organisation and quarter.
    pub overviews: Pages<(OrganisationId, String), leadership::Told>,
    /// Held by whoever decides what leadership is shown or lets a team share with
    /// coaches: each decision rests on the other.
    pub deciding: Arc<tokio::sync::Mutex<()>>,
    /// What is counted of requests.
    pub metrics: Arc<Metrics>,
    /// What was last found of whether it can serve.
    pub readiness: Arc<Readiness>,
    /// Cancelled as soon as the server is told to stop.
    pub stop: CancellationToken,
    /// Rung when a message waits to be sent.
    pub outbox: Arc<tokio::sync::Notify>,
    /// The identity provider through which people sign in, if there is one.
    pub provider: Option<Arc<Provider>>,
    /// Style sheet, WebAssembly, icons.
    pub assets: Arc<Assets>,
    /// What was configured.
    pub settings: Arc<Settings>,
}

impl Deref for AppState {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl AppState {
    /// Puts them together.
    pub(super) fn new(store: Store, parts: Parts) -> Self {
        Self { store, parts: Arc::new(parts) }
    }

    /// Deletes something, and then keeps nothing in memory of what was worked out and
    /// written, because it may be of that. So too where the deletion does not end well: it
    /// may have been done all the same.
    pub async fn forgetting<T>(&self, deletion: impl Future<Output = T>) -> T {
        let done = deletion.await;
        self.counted.clear();
        self.courses.clear();
        self.reports.clear();
        self.overviews.clear();
        done
    }

    /// Seconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        clock::countable(self.clock.now())
    }
}

/// What was configured, and what follows from it.
#[derive(Debug)]
pub struct Settings {
    /// The address that people use, if it was said.
    pub public_url: Option<PublicUrl>,
    /// Which names requests may know this server by.
    pub hosts: Hosts,
    /// Who may set up an organisation.
    pub setup: SetupRule,
    /// Where days end.
    pub zone: Zone,
    /// Whether cookies are for TLS only: always, but on a loopback address without one.
    pub secure_cookies: bool,
    /// Whether addresses are limited.
    pub rate_limits: RateLimits,
    /// A folder to serve the site's files from, in place of those in the program.
    pub site: Option<PathBuf>,
    /// The site's files that the program holds.
    pub files: &'static [File],
    /// Where messages may go.
    pub reach: Reach,
    /// Which proxies are believed about whom they ask for.
    pub trusted_proxies: Vec<IpNet>,
    /// What is asked of whoever reads the metrics.
    pub metrics_token: Option<Token>,
    /// How many connections may be open at once.
    pub max_connections: usize,
    /// How long connections are still taken after the server was told to stop.
    pub drain_delay: Duration,
    /// For whom browsers are told to use TLS only.
    pub hsts: Hsts,
    /// How people sign in through an identity provider, if they do.
    pub sign_in: Option<SignIn>,
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadSettings {
    /// What is missing or wrong for signing in through an identity provider.
    #[error("{0}")]
    SignIn(String),
    /// The operating system has no random numbers for a setup token.
    #[error("random numbers: {0}")]
    Random(getrandom::Error),
    /// The token for setting up cannot be used.
    #[error("the token for setting up: {0}")]
    SetupToken(&'static str),
    /// The token for metrics cannot be used, or its file cannot be read.
    #[error("the token for metrics{place}: {reason}")]
    MetricsToken {
        /// In which file, if it is in one.
        place: String,
        /// What is wrong. Never the token.
        reason: String,
    },
}

/// Who may set up an organisation.
#[derive(Debug)]
pub enum SetupRule {
    /// Anyone.
    Open,
    /// Whoever has this token.
    Token(Token),
    /// Nobody.
    Closed,
}

impl Settings {
    /// From the command line.
    ///
    /// # Errors
    /// [`BadSettings`], which says what is wrong.
    pub fn from_args(args: &ServeArgs, loopback: bool) -> Result<Self, BadSettings> {
        let sign_in = args.sign_in.settings().map_err(BadSettings::SignIn)?;
        if sign_in.is_some() && args.public_url.is_none() && !loopback {
            return Err(BadSettings::SignIn(
                "signing in through an identity provider needs ANDON_PUBLIC_URL: the provider sends people back there"
                    .to_owned(),
            ));
        }
        // With an address for others there is a proxy, and through it everybody comes from
        // this machine.
        let for_this_machine = loopback && args.public_url.is_none();
        let rule = args.setup.unwrap_or(if for_this_machine { Setup::Open } else { Setup::Token });
        Ok(Self {
            setup: match rule {
                Setup::Open => SetupRule::Open,
                Setup::Token => SetupRule::Token(setup_token(args)?),
                Setup::Closed => SetupRule::Closed,
            },
            zone: args.time_zone.clone(),
            secure_cookies: args.public_url.as_ref().map_or(!loopback, PublicUrl::is_https),
            rate_limits: args.rate_limits,
            site: args.site.clone(),
            files: args.files,
            public_url: args.public_url.clone(),
            hosts: Hosts::of(args.public_url.as_ref(), loopback),
            reach: Reach::new(args.webhook_allow.clone()),
            trusted_proxies: args.trusted_proxies.clone(),
            metrics_token: metrics_token(args)?,
            max_connections: usize::try_from(args.max_connections).unwrap_or(usize::MAX),
            drain_delay: Duration::from_secs(u64::from(args.drain_delay)),
            hsts: args.hsts,
            sign_in,
        })
    }
}

/// The token for setting up: the one that was given, or a new one.
fn setup_token(args: &ServeArgs) -> Result<Token, BadSettings> {
    let checked = if let Some(token) = &args.setup_token {
        Token::checked(token.as_str())
    } else {
        Token::checked(Secret::random().map_err(BadSettings::Random)?.as_str())
    };
    checked.map_err(BadSettings::SetupToken)
}

/// The token for metrics, said outright or in a file.
fn metrics_token(args: &ServeArgs) -> Result<Option<Token>, BadSettings> {
    let (text, place) = match (&args.metrics_token_file, &args.metrics_token) {
        (None, None) => return Ok(None),
        (None, Some(token)) => (Ok(token.as_str().to_owned()), String::new()),
        (Some(path), _) => (std::fs::read_to_string(path), format!(" in {}", path.display())),
    };
    let bad = |reason| BadSettings::MetricsToken { place, reason };
    match text.map(|text| Token::checked(&text)) {
        Ok(Ok(token)) => Ok(Some(token)),
        Ok(Err(why)) => Err(bad(why.to_owned())),
        Err(error) => Err(bad(error.to_string())),
    }
}

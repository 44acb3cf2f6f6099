//! What every handler can reach.

use super::assets::Assets;
use super::counted::Counted;
use super::counts::Counts;
use super::imports::Imports;
use super::kept::Kept;
use super::limits::Limits;
use super::reminders::reach::Reach;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::config::{PublicUrl, RateLimits, ServeArgs, Setup, Zone};
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
    /// When the operating system has no random numbers for a setup token.
    pub fn from_args(args: &ServeArgs, loopback: bool) -> Result<Self, getrandom::Error> {
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
        })
    }
}

//! Who asks, from where, and how the page should look.

use super::cookies;
use super::error::AppError;
use super::limits::Action;
use super::peer;
use super::state::AppState;
use crate::components::Theme;
use crate::pages::sign_in::Way;
use crate::store::{Link, OrganisationId, Role, RoundId, SecretHash, Team, TeamId};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The longest name of a server with its port: 253 bytes, a colon and five digits.
const LONGEST_HOST: usize = 259;

/// The server that a request names; none where it names none, several, or what is no
/// server. It is shown in links and QR codes, so it has to be short and plain.
pub fn host(headers: &HeaderMap) -> Option<&str> {
    let mut named = headers.get_all(header::HOST).iter();
    let (only, None) = (named.next()?, named.next()) else { return None };
    let text = only.to_str().ok()?;
    let fits = text.len() <= LONGEST_HOST && !text.contains('@');
    (fits && text.parse::<Authority>().is_ok()).then_some(text)
}

/// One request, as far as handlers need to know it.
#[derive(Clone)]
pub struct Context {
    /// The server's parts.
    pub app: AppState,
    /// The browser's cookies.
    pub jar: CookieJar,
    /// The colours asked for.
    pub theme: Theme,
    /// The path, without the query.
    pub path: String,
    /// The access links that this browser has opened and that still hold.
    pub links: Vec<Link>,
    host: String,
    address: IpAddr,
}

impl FromRequestParts<AppState> for Context {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, AppError> {
        let mut context = Self::anonymous(parts, app);
        let name = cookies::session_name(app.settings.secure_cookies);
        if let Some(cookie) = context.jar.get(name) {
            context.links = app.store.session(&SecretHash::of(cookie.value()), app.now()).await?;
        }
        Ok(context)
    }
}

/// A context whose store reads on one connection, for pages that read many things one after
/// another. What waits for anything else, or draws, gives it back first.
pub struct Reading(pub Context);

impl FromRequestParts<AppState> for Reading {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, AppError> {
        let mut app = app.clone();
        app.store = app.store.on_one_connection();
        Context::from_request_parts(parts, &app).await.map(Self)
    }
}

impl Reading {
    /// Gives the connection back.
    #[must_use]
    pub fn done(self) -> Context {
        let Self(mut context) = self;
        context.app.store = context.app.store.on_any_connection();
        context
    }
}

/// A context for requests that nobody has to be signed in for: a session that cannot be
/// looked up is as good as none.
pub struct Undisturbed(pub Context);

impl FromRequestParts<AppState> for Undisturbed {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let found = Context::from_request_parts(parts, app).await;
        Ok(Self(found.unwrap_or_else(|_| Context::anonymous(parts, app))))
    }
}

impl Context {
    /// The context of a request whose session is not looked at.
    #[must_use]
    pub fn anonymous(parts: &Parts, app: &AppState) -> Self {
        let jar = CookieJar::from_headers(&parts.headers);
        let address = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
        let address = peer::asked_from(address, &parts.headers, &app.settings.trusted_proxies);
        Self {
            theme: cookies::theme_of(&jar),
            path: parts.uri.path().to_owned(),
            links: Vec::new(),
            host: host(&parts.headers).unwrap_or("localhost").to_owned(),
            app: app.clone(),
            address,
            jar,
        }
    }

    /// The name of an organisation that this browser has opened a link of.
    #[must_use]
    pub fn organisation_name(&self, id: &OrganisationId) -> Option<&str> {
        let opens = |link: &&Link| link.organisation == *id;
        self.links.iter().find(opens).map(|link| link.organisation_name.as_str())
    }

    /// The address that this request is counted for.
    #[must_use]
    pub const fn address(&self) -> IpAddr {
        self.address
    }

    /// Counts a limited action of this address.
    ///
    /// # Errors
    /// [`AppError::TooMany`].
    pub fn limit(&self, action: Action) -> Result<(), AppError> {
        self.app
            .limits
            .check(action, self.address)
            .inspect_err(|_| self.app.metrics.slowed_down(action))
    }

    /// The address of a path as people reach it from outside.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        self.app.settings.public_url.as_ref().map_or_else(
            || {
                let scheme = if self.app.settings.secure_cookies { "https" } else { "http" };
                format!("{scheme}://{}{path}", self.host)
            },
            |url| format!("{}{path}", url.as_str()),
        )
    }

    /// The organisations that this browser administers.
    pub fn administers(&self) -> impl Iterator<Item = &OrganisationId> {
        self.links.iter().filter(|link| link.role == Role::Admin).map(|link| &link.organisation)
    }

    /// The organisation, if this browser administers it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] otherwise.
    pub fn administered(&self, id: &str) -> Result<&OrganisationId, AppError> {
        self.administers().find(|own| own.as_str() == id).ok_or(AppError::NotFound)
    }

    /// The team, if this browser has its facilitator's link.
    ///
    /// # Errors
    /// [`AppError::NotFound`] otherwise.
    pub async fn facilitated(&self, id: &str) -> Result<Team, AppError> {
        let team: TeamId = id.parse().map_err(|_| AppError::NotFound)?;
        if !self.is_facilitator(&team) {
            return Err(AppError::NotFound);
        }
        self.app.store.team(&team).await?.ok_or(AppError::NotFound)
    }

    /// The team, if this browser leads it or coaches it, and whether it leads it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] otherwise.
    pub async fn seen(&self, id: &str) -> Result<(Team, bool), AppError> {
        let team: TeamId = id.parse().map_err(|_| AppError::NotFound)?;
        let team = self.app.store.team(&team).await?.ok_or(AppError::NotFound)?;
        let leads = self.is_facilitator(&team.id);
        if leads || self.coaches(&team) { Ok((team, leads)) } else { Err(AppError::NotFound) }
    }

    /// Whether this browser has the team's facilitator's link.
    #[must_use]
    pub fn is_facilitator(&self, team: &TeamId) -> bool {
        self.links
            .iter()
            .any(|link| link.role == Role::Facilitator && link.team.as_ref() == Some(team))
    }

    /// Whether this browser has a coach's link and the team shares with coaches.
    #[must_use]
    pub fn coaches(&self, team: &Team) -> bool {
        team.shares && self.coach_of(&team.organisation).is_some()
    }

    /// This browser's coach's link to an organisation.
    #[must_use]
    pub fn coach_of(&self, organisation: &OrganisationId) -> Option<&Link> {
        self.links
            .iter()
            .find(|link| link.role == Role::Coach && link.organisation == *organisation)
    }

    /// The organisations that this browser coaches.
    pub fn coached(&self) -> impl Iterator<Item = &OrganisationId> {
        self.links.iter().filter(|link| link.role == Role::Coach).map(|link| &link.organisation)
    }

    /// The organisations whose leadership's page this browser may see.
    pub fn led(&self) -> impl Iterator<Item = &OrganisationId> {
        self.links.iter().filter(|link| link.role == Role::Leader).map(|link| &link.organisation)
    }

    /// Whether this browser was given a reader's link to this report.
    #[must_use]
    pub fn is_reader(&self, round: &RoundId) -> bool {
        self.links
            .iter()
            .any(|link| link.role == Role::Reader && link.round.as_ref() == Some(round))
    }

    /// Whether this browser has opened an organisation in which everything is made up.
    #[must_use]
    pub fn sees_made_up(&self) -> bool {
        self.links.iter().any(|link| link.synthetic)
    }

    /// How to sign in through the identity provider, if there is one.
    #[must_use]
    pub fn way_in(&self) -> Option<Way> {
        self.app.provider.as_ref().map(|provider| Way::sign_in(&provider.settings().name))
    }

    /// Where this browser can go, for the page header.
    #[must_use]
    pub fn navigation(&self) -> Vec<(String, String)> {
        let mut places = Vec::new();
        for link in &self.links {
            if let (Role::Facilitator, Some(team)) = (link.role, &link.team) {
                let label = link.team_name.clone().unwrap_or_else(|| "Your team".to_owned());
                places.push((label, format!("/teams/{team}")));
            }
        }
        if self.coached().next().is_some() {
            places.push(("Coach\u{2019}s board".to_owned(), "/coach".to_owned()));
        }
        if self.led().next().is_some() {
            places.push(("Leadership".to_owned(), "/leadership".to_owned()));
        }
        if self.administers().next().is_some() {
            places.push(("Administration".to_owned(), "/admin".to_owned()));
        }
        // More would push the page itself out of sight; the start page lists them all.
        if places.len() > 4 {
            places.drain(3..places.len() - 1);
        }
        places
    }
}

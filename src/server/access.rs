//! Making access links, and the session that remembers which ones a browser opened.

use super::context::Context;
use super::cookies::{self, SESSION_DAYS};
use super::error::AppError;
use super::oidc;
use crate::clock::DAY;
use crate::days;
use crate::pages::links::FreshLink;
use crate::store::{
    Link, LinkId, NewDeed, NewLink, OrganisationId, Role, Secret, SecretHash, TeamId,
};
use axum_extra::extract::CookieJar;

/// How long an access link holds, in days.
pub const LINK_DAYS: i64 = 730;
/// How long a reader's link to one report holds, in days.
pub const READER_DAYS: i64 = 90;

/// A new link: what is stored of it, and the secret that is shown once.
///
/// # Errors
/// When the operating system has no random numbers.
pub fn new_link(role: Role, label: String, now: i64) -> Result<(NewLink, Secret), AppError> {
    let days = if role == Role::Reader { READER_DAYS } else { LINK_DAYS };
    new_link_for(role, label, days, now)
}

/// [`new_link`] that holds for so many days.
///
/// # Errors
/// When the operating system has no random numbers.
pub fn new_link_for(
    role: Role,
    label: String,
    days: i64,
    now: i64,
) -> Result<(NewLink, Secret), AppError> {
    let secret = Secret::random()?;
    let link = NewLink {
        id: LinkId::random()?,
        role,
        label,
        hash: secret.hash(),
        expires_at: now + days * DAY,
    };
    Ok((link, secret))
}

/// What the holder of a link can do with it.
#[must_use]
pub const fn about(role: Role) -> &'static str {
    match role {
        Role::Admin => "Adds teams, hands out and revokes access links. It opens no results.",
        Role::Facilitator => "Opens and closes the team\u{2019}s rounds and reads its reports.",
        Role::Reader => "Reads this one report; it can change nothing.",
        Role::Coach => "Sees the teams that share with coaches. It can change nothing.",
        Role::Leader => {
            "Sees figures over many teams, and no single team. Runs leadership\u{2019}s own experiments and answers the cords that teams pull."
        }
    }
}

impl Context {
    /// How a new link is shown, this once.
    #[must_use]
    pub fn fresh_link(&self, link: &NewLink, secret: &Secret) -> FreshLink {
        FreshLink {
            label: link.label.clone(),
            about: about(link.role).to_owned(),
            url: self.absolute(&format!("/k/{}", secret.as_str())),
            until: days::written(self.app.settings.zone.day(link.expires_at)),
        }
    }

    /// Adds access links to this browser's session. The session gets a new secret, so
    /// that one planted earlier is worth nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn signed_in(&self, new: &[LinkId]) -> Result<CookieJar, AppError> {
        let mut all: Vec<LinkId> = self.links.iter().map(|link: &Link| link.id.clone()).collect();
        all.extend(new.iter().filter(|id| !all.contains(id)).cloned().collect::<Vec<_>>());
        self.renew_session(&all, SESSION_DAYS * DAY, None).await
    }

    /// Adds what the identity provider has granted, for some hours. What it had granted
    /// in this browser before goes: it may have been granted to somebody else.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn signed_in_by_provider(&self, granted: &[LinkId]) -> Result<CookieJar, AppError> {
        let before = self.app.store.of_provider(&self.links).await?;
        let mut all: Vec<LinkId> = self
            .links
            .iter()
            .map(|link| link.id.clone())
            .filter(|id| !before.contains(id))
            .collect();
        // Access links hold longer than what the provider grants.
        let seconds = if all.is_empty() { oidc::SESSION } else { SESSION_DAYS * DAY };
        all.extend(granted.iter().cloned());
        self.renew_session(&all, seconds, Some(self.app.now() + oidc::SESSION)).await
    }

    /// A new session in place of the old one. What the identity provider has granted
    /// ends when it would have ended, or at `provider_ends`.
    async fn renew_session(
        &self,
        links: &[LinkId],
        seconds: i64,
        provider_ends: Option<i64>,
    ) -> Result<CookieJar, AppError> {
        let store = &self.app.store;
        let secret = Secret::random()?;
        let hash = secret.hash();
        // Until the ends are set nobody knows the new secret.
        store.create_session(&hash, links, self.app.now() + seconds).await?;
        match (provider_ends, self.session_hash()) {
            (Some(at), _) => store.end_provider_links(&hash, at).await?,
            (None, Some(old)) => store.keep_ends(&old, &hash).await?,
            (None, None) => {}
        }
        self.end_session().await?;
        let value = secret.as_str().to_owned();
        Ok(self.jar.clone().add(cookies::session(&self.app.settings, value, seconds)))
    }

    /// Writes down that this browser did something in an organisation, in the role
    /// of the link that lets it; `{team}` in the phrase stands for the team's name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn did(
        &self,
        organisation: &OrganisationId,
        role: Role,
        team: Option<&TeamId>,
        what: impl Into<String>,
    ) -> Result<(), AppError> {
        let deed = self.deed(organisation, role, team, what);
        Ok(self.app.store.note_deed(organisation, &deed).await?)
    }

    /// What [`Context::did`] writes down.
    #[must_use]
    pub fn deed(
        &self,
        organisation: &OrganisationId,
        role: Role,
        team: Option<&TeamId>,
        what: impl Into<String>,
    ) -> NewDeed {
        let opens = |link: &&Link| {
            link.role == role
                && link.organisation == *organisation
                && (role != Role::Facilitator || link.team.as_ref() == team)
        };
        NewDeed {
            done_at: self.app.now(),
            role,
            link: self.links.iter().find(opens).map(|link| link.id.clone()),
            team: team.cloned(),
            what: what.into(),
        }
    }

    /// Ends this browser's session, if it has one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_session(&self) -> Result<(), AppError> {
        if let Some(old) = self.session_hash() {
            self.app.store.end_session(&old).await?;
        }
        Ok(())
    }

    /// By what the store knows this browser's session.
    #[must_use]
    pub fn session_hash(&self) -> Option<SecretHash> {
        let cookie = self.jar.get(cookies::session_name(self.app.settings.secure_cookies))?;
        Some(SecretHash::of(cookie.value()))
    }
}

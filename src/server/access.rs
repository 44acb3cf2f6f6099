//! Making access links, and the session that remembers which ones a browser opened.

use super::context::Context;
use super::cookies::{self, SESSION_DAYS};
use super::error::AppError;
use crate::clock::DAY;
use crate::days;
use crate::pages::links::FreshLink;
use crate::store::{Link, LinkId, NewLink, Role, Secret, SecretHash};
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
    let secret = Secret::random()?;
    let days = if role == Role::Reader { READER_DAYS } else { LINK_DAYS };
    let link = NewLink {
        id: LinkId::random()?,
        role,
        label,
        hash: secret.hash(),
        expires_at: now + days * DAY,
    };
    Ok((link, secret))
}

impl Context {
    /// How a new link is shown, this once.
    #[must_use]
    pub fn fresh_link(&self, link: &NewLink, secret: &Secret) -> FreshLink {
        let about = match link.role {
            Role::Admin => "Adds teams, hands out and revokes access links. It opens no results.",
            Role::Facilitator => "Opens and closes the team\u{2019}s rounds and reads its reports.",
            Role::Reader => "Reads this one report; it can change nothing.",
            Role::Coach | Role::Leader => "Reads what the teams have shared.",
        };
        FreshLink {
            label: link.label.clone(),
            about: about.to_owned(),
            url: self.absolute(&format!("/k/{}", secret.as_str())),
            until: days::written(self.app.settings.zone.day(link.expires_at)),
        }
    }

    /// Adds links to this browser's session. The session gets a new secret, so
    /// that one planted earlier is worth nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn signed_in(&self, new: &[LinkId]) -> Result<CookieJar, AppError> {
        let mut all: Vec<LinkId> = self.links.iter().map(|link: &Link| link.id.clone()).collect();
        all.extend(new.iter().filter(|id| !self.links.iter().any(|link| link.id == **id)).cloned());
        let secret = Secret::random()?;
        let expires = self.app.now() + SESSION_DAYS * DAY;
        self.app.store.create_session(&secret.hash(), &all, expires).await?;
        self.end_session().await?;
        Ok(self.jar.clone().add(cookies::session(&self.app.settings, secret.as_str().to_owned())))
    }

    /// Ends this browser's session, if it has one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_session(&self) -> Result<(), AppError> {
        if let Some(old) = self.jar.get(cookies::session_name(self.app.settings.secure_cookies)) {
            self.app.store.end_session(&SecretHash::of(old.value())).await?;
        }
        Ok(())
    }
}

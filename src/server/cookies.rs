//! The cookies that Andon sets, all of them.

use super::state::Settings;
use crate::components::Theme;
use crate::store::RoundId;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

/// How long a session lasts without a new access link, in days.
pub const SESSION_DAYS: i64 = 30;

/// Name of the session's cookie.
#[must_use]
pub const fn session_name(secure: bool) -> &'static str {
    if secure { "__Host-andon" } else { "andon" }
}

/// Name of the cookie that holds a ballot or a receipt.
#[must_use]
pub const fn ballot_name(secure: bool) -> &'static str {
    if secure { "__Secure-ballot" } else { "ballot" }
}

/// Name of the cookie that holds an attempt to sign in.
#[must_use]
pub const fn attempt_name(secure: bool) -> &'static str {
    if secure { "__Host-signin" } else { "signin" }
}

/// The session: access links that this browser has opened, for so many seconds.
#[must_use]
pub fn session(settings: &Settings, value: String, seconds: i64) -> Cookie<'static> {
    let mut cookie = plain(settings, session_name(settings.secure_cookies), value, "/".to_owned());
    cookie.set_max_age(time::Duration::seconds(seconds));
    cookie
}

/// An attempt to sign in through the identity provider, for so many seconds. Its path is
/// the whole site, because `__Host-` asks for that.
#[must_use]
pub fn attempt(settings: &Settings, value: String, seconds: i64) -> Cookie<'static> {
    let mut cookie = plain(settings, attempt_name(settings.secure_cookies), value, "/".to_owned());
    cookie.set_max_age(time::Duration::seconds(seconds));
    cookie
}

/// A ballot or receipt, sent back to its own round's answer page only.
#[must_use]
pub fn ballot(settings: &Settings, round: &RoundId, value: String) -> Cookie<'static> {
    let mut cookie =
        plain(settings, ballot_name(settings.secure_cookies), value, format!("/answer/{round}"));
    cookie.set_max_age(max_age(400));
    cookie
}

/// The choice of colours.
#[must_use]
pub fn theme(settings: &Settings, theme: Theme) -> Cookie<'static> {
    let mut cookie = plain(settings, "theme", theme.as_str().to_owned(), "/".to_owned());
    cookie.set_max_age(max_age(400));
    cookie
}

/// The same cookie, emptied and expired.
#[must_use]
pub fn expired(mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.set_value("");
    cookie.set_max_age(max_age(0));
    cookie
}

/// The colours that this browser asked for.
#[must_use]
pub fn theme_of(jar: &CookieJar) -> Theme {
    jar.get("theme").and_then(|cookie| Theme::parse(cookie.value())).unwrap_or_default()
}

fn plain(settings: &Settings, name: &'static str, value: String, path: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path(path)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.secure_cookies)
        .build()
}

fn max_age(days: i64) -> time::Duration {
    time::Duration::days(days)
}

//! The cookies that Andon sets, all of them.

use super::state::Settings;
use crate::clock::DAY;
use crate::components::Theme;
use crate::store::{DAYS_OF_GRACE, Round, RoundId};
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

/// A ballot or receipt, sent back to its own round's answer pages only. It ends with the
/// round: when its closing day is over, or the seven days of grace that may follow it.
// Shown by tests/server/receipts.rs::a_receipt_ends_with_its_round
#[must_use]
pub fn ballot(settings: &Settings, round: &Round, value: String, now: i64) -> Cookie<'static> {
    let mut cookie = ballot_of(settings, &round.id, value);
    cookie.set_max_age(time::Duration::seconds(latest_end(round).saturating_sub(now).max(0)));
    cookie
}

/// Takes the ballot or receipt of a round back.
#[must_use]
pub fn no_ballot(settings: &Settings, round: &RoundId) -> Cookie<'static> {
    expired(ballot_of(settings, round, String::new()))
}

fn ballot_of(settings: &Settings, round: &RoundId, value: String) -> Cookie<'static> {
    plain(settings, ballot_name(settings.secure_cookies), value, format!("/answer/{round}"))
}

/// The latest moment until which a round may stay open as it is planned now, in seconds
/// since 1970.
const fn latest_end(round: &Round) -> i64 {
    let grace = if round.extended { 0 } else { DAYS_OF_GRACE * DAY };
    round.closes_at.saturating_add(grace)
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

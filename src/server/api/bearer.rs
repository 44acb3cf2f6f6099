//! Who asks through the interface: the holder of an access link, said in a header.

use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::limits::Action;
use crate::server::state::AppState;
use crate::store::{Link, SecretHash};
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;

/// A request that came with an access link. Its context opens what that one link
/// opens, by the same rules as for a browser that has opened it; cookies are not
/// looked at, so no page can make a browser ask here in its owner's name.
pub struct Bearer {
    /// Who asks; it holds exactly one link.
    pub context: Context,
    /// That link.
    pub link: Link,
}

impl FromRequestParts<AppState> for Bearer {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, AppError> {
        let mut context = Context::anonymous(parts, app);
        context.jar = CookieJar::new();
        let secret = secret(&parts.headers).ok_or(AppError::NoAccess { sent: false })?;
        let now = app.now();
        let Some(link) = app.store.link_by_hash(&SecretHash::of(secret), now).await? else {
            // Whoever asks with a link that holds may ask as often as they like.
            // Guessing is hopeless, at 128 bits or more; this only keeps it cheap for us.
            context.limit(Action::SignIn)?;
            return Err(AppError::NoAccess { sent: true });
        };
        let today = app.settings.zone.day(now).to_string();
        if link.last_used_day.as_deref() < Some(&today) {
            app.store.touch_link(&link.id, &today).await?;
        }
        context.links = vec![link.clone()];
        Ok(Self { context, link })
    }
}

/// What stands in `Authorization: Bearer …`.
pub fn token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, sent) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| sent.trim())
}

/// The secret in it: the end of an access link, or the whole
/// of it.
fn secret(headers: &HeaderMap) -> Option<&str> {
    let sent = token(headers)?;
    let secret = sent.rsplit_once("/k/").map_or(sent, |(_, end)| end);
    (!secret.is_empty()).then_some(secret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    fn read(value: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_str(value).ok()?);
        secret(&headers).map(str::to_owned)
    }

    #[test]
    fn the_end_of_a_link_and_the_whole_link_say_the_same() {
        for value in [
            "Bearer abc123",
            "bearer abc123",
            "BEARER   abc123 ",
            "Bearer /k/abc123",
            "Bearer https://andon.example/k/abc123",
            "Bearer https://andon.example/k/k/abc123",
        ] {
            assert_eq!(read(value).as_deref(), Some("abc123"), "{value}");
        }
    }

    #[test]
    fn anything_else_is_no_access_link() {
        for value in ["", "Bearer", "Bearer ", "Basic abc123", "abc123", "Bearer https://a/k/"] {
            assert_eq!(read(value), None, "{value}");
        }
    }

    proptest! {
        #[test]
        fn any_header_is_read_without_harm(value in "[ -~]{0,80}") {
            if let Some(secret) = read(&value) {
                prop_assert!(value.contains(&secret) && !secret.contains("/k/"));
            }
        }
    }
}

//! What a message holds, and how it is signed.

use crate::store::{DeliveryId, Told};
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use serde::Serialize;
use sha2::Sha256;

/// When a message was sent, in seconds since 1970.
pub const TIMESTAMP: HeaderName = HeaderName::from_static("andon-timestamp");
/// What proves that Andon sent it.
pub const SIGNATURE: HeaderName = HeaderName::from_static("andon-signature");

/// What is sent: `text` for chat programs, the rest for other programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// What a chat shows, with `&`, `<` and `>` written as Slack wants them.
    pub text: String,
    /// What has happened.
    pub event: &'static str,
    /// The same each time that this message is sent.
    pub id: String,
    /// The team's name.
    pub team: String,
    /// Where to go on.
    pub url: String,
    /// When it happened, in UTC: `2026-03-02T12:00:00Z`.
    pub at: String,
}

impl Message {
    /// A message. `sentence` makes the chat's text from the team's name, which by then
    /// can neither be a link nor call anybody; the address follows it. `at` is in
    /// seconds since 1970.
    #[must_use]
    pub fn new(
        told: Told,
        id: &DeliveryId,
        team: &str,
        url: String,
        at: i64,
        sentence: impl FnOnce(&str) -> String,
    ) -> Self {
        Self {
            text: format!("{} {}", sentence(&tame(team)), escape(&url)),
            event: told.as_str(),
            id: id.to_string(),
            team: team.to_owned(),
            url,
            at: Timestamp::from_second(at).unwrap_or_default().to_string(),
        }
    }

    /// The bytes that are sent and signed.
    ///
    /// # Errors
    /// None that could happen: every part is text.
    pub fn body(&self) -> Result<Bytes, serde_json::Error> {
        serde_json::to_vec(self).map(Bytes::from)
    }
}

/// Slack's three special characters, as it wants them in text.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A name as it can stand in any chat's text: without a link, a picture or a mention,
/// whatever its characters are. Where a chat program would begin to read one, a space of
/// no width stands.
#[must_use]
pub fn tame(name: &str) -> String {
    let mut tamed = String::with_capacity(name.len());
    for c in name.chars() {
        tamed.push(c);
        // `@all`, `#channel`, `www.`, `a.example`, `https://`, `[a](b)`, `` `a` ``, `*a*`, `_a_`, `~a~`
        if matches!(c, '@' | '#' | '.' | ':' | '/' | ']' | '`' | '*' | '_' | '~' | '!' | '|') {
            tamed.push('\u{200B}');
        }
    }
    escape(&tamed)
}

/// The headers of a message that is sent at this time, in seconds since 1970.
#[must_use]
pub fn headers(secret: &str, body: &[u8], now: i64) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(
        header::USER_AGENT,
        HeaderValue::from_static(concat!("Andon/", env!("CARGO_PKG_VERSION"))),
    );
    headers.insert(TIMESTAMP, HeaderValue::from(now));
    if let Some(signature) = sign(secret, body, now)
        && let Ok(signature) = HeaderValue::from_str(&signature)
    {
        headers.insert(SIGNATURE, signature);
    }
    headers
}

/// `v1=` and HMAC-SHA256 in lower-case hexadecimal digits, over the timestamp, a full
/// stop, and the body, byte by byte. The key is the secret as it is shown.
fn sign(secret: &str, body: &[u8], now: i64) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(now.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    Some(format!("v1={}", HEXLOWER.encode(&mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn message(team: &str) -> Message {
        let id = DeliveryId::random().unwrap();
        let url = "https://andon.example.org/teams/x?a=1&b=2".to_owned();
        Message::new(Told::Test, &id, team, url, 1_772_452_800, |team| format!("Hello {team}."))
    }

    #[test]
    fn a_message_is_a_sentence_for_chats_and_fields_for_programs() {
        let message = message("R&D <Payments>");
        assert_eq!(
            message.text,
            "Hello R&amp;D &lt;Payments&gt;. https://andon.example.org/teams/x?a=1&amp;b=2"
        );
        assert_eq!((message.team.as_str(), message.event), ("R&D <Payments>", "test"));
        assert_eq!(message.at, "2026-03-02T12:00:00Z");
        let json: serde_json::Value = serde_json::from_slice(&message.body().unwrap()).unwrap();
        let names: Vec<&String> = json.as_object().unwrap().keys().collect();
        assert_eq!(names, ["at", "event", "id", "team", "text", "url"]);
    }

    #[test]
    fn a_name_is_no_link_and_calls_nobody() {
        for (name, tamed) in [
            ("<!channel>", "&lt;!\u{200B}channel&gt;"),
            ("@here and #general", "@\u{200B}here and #\u{200B}general"),
            ("evil.example", "evil.\u{200B}example"),
            ("https://evil", "https:\u{200B}/\u{200B}/\u{200B}evil"),
            ("[a](b)", "[a]\u{200B}(b)"),
            ("Zürich Nord", "Zürich Nord"),
        ] {
            assert_eq!(tame(name), tamed, "{name}");
        }
    }

    const SIGNED: &str = "v1=26761fb371708ec51648424ac928c643d92a193bd139142efb3e50d07bfdf29a";

    /// Computed with Python's hmac: `hmac.new(b"key", b"1772452800.{}", "sha256")`.
    #[test]
    fn the_signature_is_hmac_sha_256_over_timestamp_and_body() {
        assert_eq!(sign("key", b"{}", 1_772_452_800).unwrap(), SIGNED);
    }

    proptest! {
        #[test]
        fn no_name_brings_anything_special_into_the_text(name in "\\PC{0,60}") {
            let tamed = tame(&name);
            prop_assert!(!tamed.contains(['<', '>']));
            prop_assert!(!tamed.contains("://") && !tamed.contains("]("));
            let others = tamed.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "");
            prop_assert!(!others.contains('&'));
            for at in ['@', '#', '.'] {
                let named = tamed.split(at).skip(1).any(|rest| rest.starts_with(char::is_alphanumeric));
                prop_assert!(!named, "{}", tamed);
            }
        }
    }
}

//! One attempt to sign in, held by the browser alone.
//!
//! Several server processes may take turns, so nothing of an attempt is kept here. The
//! browser gets a cookie with a random seed, and when it comes back from the provider
//! everything is worked out from the seed once more: `state` (the answer belongs to this
//! browser), `nonce` (the ID token belongs to this attempt) and the PKCE verifier (the
//! code can be redeemed only by whoever began). Each is an HMAC of the seed under a key
//! that is made from the client secret, which all processes have. So the verifier is
//! not in the cookie at all: whoever reads the cookie cannot work it out, and encrypting
//! it would hide nothing more.

use crate::config::SignIn;
use crate::server::keyed::keyed;
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// How long somebody may take at the provider, in seconds.
pub const LASTS: i64 = 600;

/// The key under which attempts are sealed; the same in all processes.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    /// From what the processes share.
    #[must_use]
    pub fn of(settings: &SignIn) -> Self {
        let secret = Sha256::digest(settings.client_secret.as_str().as_bytes());
        let mut mac = for_purpose(&secret.into(), "andon sign-in, first edition");
        // Another provider or another client is another key.
        for part in [settings.issuer.as_str(), settings.client_id.as_str()] {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        Self(mac.finalize().into_bytes().into())
    }
}

/// HMAC-SHA256 of a purpose and whatever follows.
fn for_purpose(key: &[u8; 32], purpose: &str) -> Hmac<Sha256> {
    let mut mac = keyed(key);
    mac.update(purpose.as_bytes());
    mac.update(b"\0");
    mac
}

/// An attempt that has begun.
#[derive(Clone, PartialEq, Eq)]
pub struct Attempt {
    seed: [u8; 20],
    expires_at: i64,
}

impl std::fmt::Debug for Attempt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attempt").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

impl Attempt {
    /// A new one, which lasts for ten minutes from `now` (seconds since 1970).
    ///
    /// # Errors
    /// When the operating system has no random numbers.
    pub fn fresh(now: i64) -> Result<Self, getrandom::Error> {
        let mut seed = [0; 20];
        getrandom::fill(&mut seed)?;
        Ok(Self { seed, expires_at: now + LASTS })
    }

    /// As the cookie's value: `seed.expiry.signature`.
    #[must_use]
    pub fn seal(&self, key: &Key) -> String {
        let signature = BASE64URL_NOPAD.encode(&self.signature(key).finalize().into_bytes());
        format!("{}.{}.{signature}", BASE64URL_NOPAD.encode(&self.seed), self.expires_at)
    }

    /// Reads a cookie's value. None when it was made elsewhere, changed, or is too old.
    #[must_use]
    pub fn open(cookie: &str, key: &Key, now: i64) -> Option<Self> {
        let mut parts = cookie.splitn(3, '.');
        let seed = BASE64URL_NOPAD.decode(parts.next()?.as_bytes()).ok()?;
        let expires_at = parts.next()?.parse().ok()?;
        let signature = BASE64URL_NOPAD.decode(parts.next()?.as_bytes()).ok()?;
        let attempt = Self { seed: seed.try_into().ok()?, expires_at };
        attempt.signature(key).verify_slice(&signature).ok()?;
        (now < expires_at).then_some(attempt)
    }

    /// What the provider sends back through the browser.
    #[must_use]
    pub fn state(&self, key: &Key) -> String {
        self.derived(key, "state")
    }

    /// Whether that is what came back, found out in a time that does not depend on how
    /// much of it is right.
    #[must_use]
    pub fn is_state(&self, key: &Key, state: &str) -> bool {
        let Ok(state) = BASE64URL_NOPAD.decode(state.as_bytes()) else { return false };
        self.mac(key, "state").verify_slice(&state).is_ok()
    }

    /// What the provider writes into the ID token.
    #[must_use]
    pub fn nonce(&self, key: &Key) -> String {
        self.derived(key, "nonce")
    }

    /// What the provider gets the hash of first, and then itself from us.
    #[must_use]
    pub fn verifier(&self, key: &Key) -> String {
        self.derived(key, "verifier")
    }

    /// 43 characters of base 64.
    fn derived(&self, key: &Key, purpose: &str) -> String {
        BASE64URL_NOPAD.encode(&self.mac(key, purpose).finalize().into_bytes())
    }

    fn mac(&self, key: &Key, purpose: &str) -> Hmac<Sha256> {
        let mut mac = for_purpose(&key.0, purpose);
        mac.update(&self.seed);
        mac
    }

    fn signature(&self, key: &Key) -> Hmac<Sha256> {
        let mut mac = self.mac(key, "cookie");
        mac.update(&self.expires_at.to_be_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Key = Key([7; 32]);

    #[test]
    fn an_attempt_comes_back_the_same_until_it_is_too_old() {
        let attempt = Attempt::fresh(1_000).unwrap();
        let cookie = attempt.seal(&KEY);
        assert_eq!(Attempt::open(&cookie, &KEY, 1_000 + LASTS - 1), Some(attempt));
        assert_eq!(Attempt::open(&cookie, &KEY, 1_000 + LASTS), None);
        assert_eq!(Attempt::open(&cookie, &Key([8; 32]), 1_001), None);
    }

    #[test]
    fn neither_seed_nor_expiry_can_be_changed() {
        let (one, two) =
            (Attempt::fresh(0).unwrap().seal(&KEY), Attempt::fresh(0).unwrap().seal(&KEY));
        let (one, two): (Vec<&str>, Vec<&str>) =
            (one.split('.').collect(), two.split('.').collect());
        for forged in [
            format!("{}.{}.{}", one[0], "99999999999", one[2]),
            format!("{}.{}.{}", two[0], one[1], one[2]),
            format!("{}.{}.", one[0], one[1]),
            format!("{}.{}", one[0], one[1]),
            format!("AAAA.{}.{}", one[1], one[2]),
            String::new(),
            "..".to_owned(),
        ] {
            assert_eq!(Attempt::open(&forged, &KEY, 1), None, "{forged}");
        }
    }

    #[test]
    fn state_nonce_and_verifier_say_nothing_of_each_other_and_are_not_in_the_cookie() {
        let attempt = Attempt::fresh(0).unwrap();
        let derived = [attempt.state(&KEY), attempt.nonce(&KEY), attempt.verifier(&KEY)];
        for (place, text) in derived.iter().enumerate() {
            assert_eq!(text.len(), 43, "PKCE asks for 43 to 128 characters");
            assert!(!attempt.seal(&KEY).contains(text.as_str()));
            assert!(!derived[place + 1..].contains(text));
        }
        assert!(attempt.is_state(&KEY, &derived[0]));
        for wrong in [derived[1].as_str(), "", "!", &derived[0][..42]] {
            assert!(!attempt.is_state(&KEY, wrong), "{wrong}");
        }
        assert!(!Attempt::fresh(0).unwrap().is_state(&KEY, &derived[0]));
    }

    #[test]
    fn the_key_is_that_of_one_client_at_one_provider() {
        use crate::config::Cli;
        use clap::Parser as _;
        let key = |issuer: &str, id: &str, secret: &str| {
            let words = [
                "andon".to_owned(),
                format!("--oidc-issuer={issuer}"),
                format!("--oidc-client-id={id}"),
                format!("--oidc-client-secret={secret}"),
                "--oidc-roles=a=admin".to_owned(),
            ];
            Key::of(&Cli::parse_from(words).serve.sign_in.settings().unwrap().unwrap()).0
        };
        let one = key("https://a.example", "andon", "0123456789abcdef");
        assert_eq!(one, key("https://a.example", "andon", "0123456789abcdef"));
        assert_ne!(one, key("https://b.example", "andon", "0123456789abcdef"));
        assert_ne!(one, key("https://a.example", "other", "0123456789abcdef"));
        assert_ne!(one, key("https://a.example", "andon", "0123456789abcdeg"));
    }
}

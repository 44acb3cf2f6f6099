//! The address of a receiver, as somebody typed it.

use super::reach::Reach;
use std::net::IpAddr;
use url::{Host, Url};

/// The longest address, in bytes.
pub const LONGEST: usize = 2000;

/// An address that messages can be sent to. Whether they may is said by [`Reach`], each
/// time that the name is looked up.
#[derive(Clone, PartialEq, Eq)]
pub struct Target(Url);

/// Why a text is no address of a receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadTarget {
    /// No web address at all.
    #[error("Enter the whole address, from https:// to its end.")]
    NoAddress,
    /// Longer than any receiver's.
    #[error("This address is too long: at most {LONGEST} characters.")]
    TooLong,
    /// It holds a name or a password.
    #[error("Leave out the name and the password before the @.")]
    Credentials,
    /// It names an inner address.
    #[error(
        "This address leads into an inner network. Andon sends nothing there, unless whoever runs this server allows that network."
    )]
    Inner,
}

impl Target {
    /// Reads an address.
    ///
    /// # Errors
    /// [`BadTarget`] says why it is none.
    pub fn parse(text: &str, reach: &Reach) -> Result<Self, BadTarget> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(BadTarget::TooLong);
        }
        let mut url = Url::parse(text).map_err(|_| BadTarget::NoAddress)?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(BadTarget::NoAddress);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BadTarget::Credentials);
        }
        url.set_fragment(None);
        let target = Self(url);
        // Sooner said than found in the log. Other names are looked up when something is sent.
        let inner = match target.literal() {
            Some(address) => !reach.allows(address),
            None => false,
        };
        if inner { Err(BadTarget::Inner) } else { Ok(target) }
    }

    /// All of it: a secret.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether it is reached over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The name or the address of its server: `chat.example.org`, `[2001:db8::1]`.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The address of its server, where no name was typed.
    #[must_use]
    pub fn literal(&self) -> Option<IpAddr> {
        match self.0.host()? {
            Host::Domain(_) => None,
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
        }
    }

    /// The port of its server.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or(443)
    }

    /// What a request's `Host` says: the port only where it is not the usual one.
    #[must_use]
    pub fn authority(&self) -> &str {
        self.0.authority()
    }

    /// What is asked for there: path and query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0[url::Position::BeforePath..url::Position::AfterQuery]
    }
}

impl std::fmt::Debug for Target {
    /// Without the address, which has no place in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Target(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Target, BadTarget> {
        Target::parse(text, &Reach::default())
    }

    #[test]
    fn an_address_falls_into_its_parts() {
        let target = read(" https://chat.example.org:8443/hooks/T0/B1?x=1#top ").unwrap();
        assert_eq!(target.as_str(), "https://chat.example.org:8443/hooks/T0/B1?x=1");
        assert_eq!(target.host(), "chat.example.org");
        assert_eq!(target.authority(), "chat.example.org:8443");
        assert_eq!(target.path(), "/hooks/T0/B1?x=1");
        assert_eq!(target.port(), 8443);
        assert!(target.is_https());
        let plain = read("http://chat.example.org").unwrap();
        assert_eq!((plain.path(), plain.port(), plain.is_https()), ("/", 80, false));
        assert!(!format!("{target:?}").contains("hooks"));
    }

    #[test]
    fn only_web_addresses_without_a_password_are_taken() {
        for (text, fault) in [
            ("", BadTarget::NoAddress),
            ("chat.example.org", BadTarget::NoAddress),
            ("/hooks", BadTarget::NoAddress),
            ("file:///etc/passwd", BadTarget::NoAddress),
            ("gopher://chat.example.org/", BadTarget::NoAddress),
            ("javascript:alert(1)", BadTarget::NoAddress),
            ("https://", BadTarget::NoAddress),
            ("https://a b/", BadTarget::NoAddress),
            ("https://me@chat.example.org/", BadTarget::Credentials),
            ("https://me:secret@chat.example.org/", BadTarget::Credentials),
            ("https://:secret@chat.example.org/", BadTarget::Credentials),
        ] {
            assert_eq!(read(text), Err(fault), "{text}");
        }
        let long = format!("https://chat.example.org/{}", "a".repeat(LONGEST));
        assert_eq!(read(&long), Err(BadTarget::TooLong));
    }

    #[test]
    fn an_inner_address_is_known_however_it_is_written() {
        for text in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.0.0.1/",
            "http://0177.0.0.1/",
            "http://127.0.0.1./",
            "http://\u{ff11}27.0.0.1/",
            "http://127\u{3002}0\u{3002}0\u{3002}1/",
            "http://%31%32%37.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://169.254.169.254/latest/meta-data/",
            "https://10.0.0.1:8080/",
        ] {
            assert_eq!(read(text), Err(BadTarget::Inner), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_does_no_harm(text in any::<String>()) {
            let _ = read(&text);
            let _ = read(&format!("https://{text}"));
        }

        #[test]
        fn what_was_read_is_read_again_the_same(path in "[ -~]{0,40}") {
            if let Ok(target) = read(&format!("https://chat.example.org/{path}")) {
                prop_assert_eq!(read(target.as_str()), Ok(target.clone()));
                prop_assert!(target.path().parse::<axum::http::uri::PathAndQuery>().is_ok());
            }
        }
    }
}

//! Which server a request may ask for in its header `Host`.
//!
//! A page of another site can have its own name point at this machine (DNS rebinding). The
//! browser then believes that Andon is part of that site and lets the page read what it
//! likes: no session, for cookies belong to the other name, but whatever is open to all who
//! reach the server. Such a request names the other site in `Host`, and is refused here. An
//! IP address cannot be made to point anywhere, so it is no danger.
//!
//! | the server | names it answers to |
//! |---|---|
//! | listens on loopback, without a public address | `localhost`, `*.localhost`, loopback addresses |
//! | listens beyond this machine, without one | any, but for what is open to this machine alone or to everybody who reaches it: `localhost` and IP addresses |
//! | has a public address | its host; for proxies that pass another one on, and for programs beside them, `localhost`, IP addresses and names without a dot; any from a trusted proxy |
//!
//! Ports do not matter: forwarding changes them.

use crate::config::PublicUrl;
use axum::http::Uri;
use axum::http::uri::Authority;
use std::net::IpAddr;

/// Which names a server answers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hosts {
    /// It can be reached from this machine alone.
    ThisMachine,
    /// It can be reached from elsewhere, and nobody has said by which name.
    Unknown,
    /// It has a public address with this host.
    Public(String),
}

/// How a request came, as far as that matters here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Came {
    /// Through a trusted proxy.
    pub through_proxy: bool,
    /// For something that is open without any key, and should not be to every page in a browser.
    pub for_open_door: bool,
}

impl Hosts {
    /// Of a server with this public address, if it has one.
    #[must_use]
    pub fn of(public: Option<&PublicUrl>, loopback: bool) -> Self {
        let host = public.and_then(|url| {
            let uri: Uri = url.as_str().parse().ok()?;
            Some(bare(uri.host()?).to_owned())
        });
        match host {
            Some(host) => Self::Public(host),
            None if loopback => Self::ThisMachine,
            None => Self::Unknown,
        }
    }

    /// Whether a request may name this server, with or without a port.
    #[must_use]
    pub fn admit(&self, named: &str, came: Came) -> bool {
        let Ok(authority) = named.parse::<Authority>() else { return false };
        let name = bare(authority.host());
        let address = name.parse::<IpAddr>().ok();
        let this_machine = address.is_some_and(|address| address.to_canonical().is_loopback())
            || is_localhost(name);
        match self {
            Self::ThisMachine => this_machine,
            Self::Unknown => this_machine || address.is_some() || !came.for_open_door,
            Self::Public(host) => {
                this_machine
                    || address.is_some()
                    || came.through_proxy
                    || !name.contains('.')
                    || name.eq_ignore_ascii_case(host)
            }
        }
    }
}

/// Without the brackets of IPv6 and the dot of a complete name.
fn bare(host: &str) -> &str {
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.strip_suffix('.').unwrap_or(host)
}

/// `localhost` and what is below it, which browsers and systems resolve to this machine
/// without asking anybody (RFC 6761, 6.3).
fn is_localhost(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Cli;
    use clap::Parser;

    const STRAIGHT: Came = Came { through_proxy: false, for_open_door: false };
    const DOOR: Came = Came { for_open_door: true, ..STRAIGHT };
    const PROXY: Came = Came { through_proxy: true, ..STRAIGHT };

    fn public(url: &str) -> Hosts {
        let args = Cli::parse_from(["andon", "--public-url", url]).serve;
        Hosts::of(args.public_url.as_ref(), true)
    }

    #[test]
    fn on_this_machine_only_names_of_this_machine() {
        let hosts = Hosts::of(None, true);
        for own in [
            "localhost",
            "localhost:3000",
            "LOCALHOST:8080",
            "localhost.",
            "andon.localhost:3000",
            "127.0.0.1:3000",
            "127.9.9.9",
            "[::1]:3000",
            "[::1]",
            "[::ffff:127.0.0.1]:3000",
        ] {
            assert!(hosts.admit(own, DOOR), "{own}");
        }
        for foreign in [
            "evil.example",
            "evil.example:3000",
            "localhost.evil.example",
            "evil-localhost",
            "127.0.0.1.evil.example",
            "127.1",
            "192.0.2.1",
            "[2001:db8::1]",
            "andon",
            "",
        ] {
            assert!(!hosts.admit(foreign, PROXY), "{foreign}");
        }
    }

    #[test]
    fn beyond_it_a_name_opens_all_but_what_is_open_without_a_key() {
        let hosts = Hosts::of(None, false);
        for named in ["server.lan:3000", "andon", "evil.example"] {
            assert!(hosts.admit(named, STRAIGHT) && !hosts.admit(named, DOOR), "{named}");
        }
        for named in ["192.0.2.1:3000", "[2001:db8::1]:3000", "localhost:3000"] {
            assert!(hosts.admit(named, DOOR), "{named}");
        }
    }

    #[test]
    fn with_a_public_address_its_host_and_what_cannot_be_rebound() {
        let hosts = public("https://Andon.example.org:8443/");
        for named in ["andon.example.org", "andon.EXAMPLE.org:443", "andon.example.org."] {
            assert!(hosts.admit(named, DOOR), "{named}");
        }
        // Proxies that pass on the address of their upstream, and programs beside Andon.
        for named in ["127.0.0.1:3000", "10.0.0.7:3000", "andon:3000", "localhost"] {
            assert!(hosts.admit(named, DOOR), "{named}");
        }
        for named in ["evil.example", "andon.example.org.evil.example", "example.org"] {
            assert!(!hosts.admit(named, STRAIGHT), "{named}");
            assert!(hosts.admit(named, PROXY), "{named}");
        }
        assert!(public("http://[2001:db8::1]:3000").admit("[2001:DB8::1]:3000", STRAIGHT));
    }
}

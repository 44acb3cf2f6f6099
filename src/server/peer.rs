//! From which address a request comes, where proxies stand in between.
//!
//! A proxy tells whom it asks for in a header. Anyone can send such a header, so it is
//! believed only of connections from [`ANDON_TRUSTED_PROXIES`], and read from its right
//! end: each proxy appends the address that it has seen itself, and the first one that
//! is no trusted proxy is the furthest that anybody trustworthy vouches for. What stands
//! left of it may be made up.
//!
//! [`ANDON_TRUSTED_PROXIES`]: crate::config::ServeArgs::trusted_proxies

use axum::http::{HeaderMap, HeaderName, header};
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};

/// What most proxies send.
const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address that a request is counted for: `peer` itself, or the one that a trusted
/// proxy names. Where it names none that can be read, it is the proxy's own.
#[must_use]
pub fn asked_from(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let peer = peer.to_canonical();
    if !is_in(trusted, peer) {
        return peer;
    }
    let said = (list(headers, &X_FORWARDED_FOR), list(headers, &header::FORWARDED));
    match said {
        (None, None) => peer,
        (Some(hops), None) => nearest(peer, hops.rsplit(',').map(address), trusted),
        (None, Some(hops)) => nearest(peer, hops.rsplit(',').map(for_part), trusted),
        // A proxy sends one of them and may let the other through as it came. Where they
        // disagree it is not known which is which, and neither is believed.
        (Some(one), Some(other)) => {
            let one = nearest(peer, one.rsplit(',').map(address), trusted);
            let other = nearest(peer, other.rsplit(',').map(for_part), trusted);
            if one == other { one } else { peer }
        }
    }
}

/// Whether a request has come through a proxy, whether it is trusted or not.
#[must_use]
pub fn is_forwarded(headers: &HeaderMap) -> bool {
    [X_FORWARDED_FOR, header::FORWARDED, header::VIA].iter().any(|name| headers.contains_key(name))
}

/// The first hop from the right that is no trusted proxy. Behind a hop that cannot be
/// read nothing is believed.
fn nearest(peer: IpAddr, hops: impl Iterator<Item = Option<IpAddr>>, trusted: &[IpNet]) -> IpAddr {
    let mut known = peer;
    for hop in hops {
        let Some(hop) = hop else { return known };
        known = hop;
        if !is_in(trusted, hop) {
            return known;
        }
    }
    known
}

/// Whether an address is in one of these networks.
#[must_use]
pub fn is_in(networks: &[IpNet], address: IpAddr) -> bool {
    let address = address.to_canonical();
    networks.iter().any(|network| network.contains(&address))
}

/// All lines of a header as one list, or none if it is not there. A line that is no
/// text stands in it as a hop that cannot be read.
fn list(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let lines: Vec<&str> =
        headers.get_all(name).iter().map(|line| line.to_str().unwrap_or("?")).collect();
    (!lines.is_empty()).then(|| lines.join(","))
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:4711`.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse::<IpAddr>().ok();
    address
        .or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
        .map(|address| address.to_canonical())
}

/// The address in one element of `Forwarded` (RFC 7239): `for=192.0.2.1;proto=https`,
/// `For="[2001:db8::1]:4711"`. `unknown` and names like `_hidden` are none.
fn for_part(element: &str) -> Option<IpAddr> {
    let mut found = element.split(';').filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("for").then(|| value.trim().trim_matches('"'))
    });
    // Twice in one element is against the RFC, and not for us to guess.
    match (found.next(), found.next()) {
        (Some(value), None) => address(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn from(peer: &str, lines: &[(&'static str, &str)]) -> String {
        let trusted = ["127.0.0.1/32", "10.0.0.0/8", "fd00::/8"].map(|net| net.parse().unwrap());
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(
                HeaderName::from_static(name),
                HeaderValue::from_bytes(value.as_bytes()).unwrap(),
            );
        }
        asked_from(ip(peer), &headers, &trusted).to_string()
    }

    #[test]
    fn a_stranger_is_not_believed_whatever_it_says() {
        for name in ["x-forwarded-for", "forwarded"] {
            for value in ["198.51.100.7", "for=198.51.100.7", "127.0.0.1", "10.0.0.1"] {
                assert_eq!(from("203.0.113.5", &[(name, value)]), "203.0.113.5");
            }
        }
    }

    #[test]
    fn a_trusted_proxy_is_believed_from_the_right_end_only() {
        for (value, expected) in [
            ("198.51.100.7", "198.51.100.7"),
            ("198.51.100.7:4711", "198.51.100.7"),
            ("6.6.6.6, 198.51.100.7", "198.51.100.7"),
            ("6.6.6.6, 10.9.9.9, 198.51.100.7 , 10.1.2.3", "198.51.100.7"),
            ("127.0.0.1, 198.51.100.7", "198.51.100.7"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("::ffff:198.51.100.7", "198.51.100.7"),
            // Everybody on the way is trusted: the furthest of them.
            ("10.5.5.5, 10.1.2.3", "10.5.5.5"),
            // What cannot be read ends what is believed.
            ("198.51.100.7, unknown, 10.1.2.3", "10.1.2.3"),
            ("198.51.100.7, ", "127.0.0.1"),
            ("", "127.0.0.1"),
        ] {
            assert_eq!(from("127.0.0.1", &[("x-forwarded-for", value)]), expected, "{value}");
        }
    }

    #[test]
    fn several_lines_are_one_list() {
        let lines = [("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "198.51.100.7")];
        assert_eq!(from("10.0.0.2", &lines), "198.51.100.7");
    }

    #[test]
    fn the_standard_header_says_the_same() {
        for (value, expected) in [
            ("for=198.51.100.7;proto=https;by=10.0.0.2", "198.51.100.7"),
            ("for=6.6.6.6, For=\"198.51.100.7:4711\"", "198.51.100.7"),
            ("for=\"[2001:db8::1]:4711\"", "2001:db8::1"),
            ("for=unknown", "10.0.0.2"),
            ("for=_hidden", "10.0.0.2"),
            ("for=6.6.6.6;for=7.7.7.7", "10.0.0.2"),
            ("proto=https", "10.0.0.2"),
        ] {
            assert_eq!(from("10.0.0.2", &[("forwarded", value)]), expected, "{value}");
        }
    }

    #[test]
    fn two_headers_that_disagree_move_nobody_into_anothers_count() {
        let lines = [("x-forwarded-for", "198.51.100.7"), ("forwarded", "for=6.6.6.6")];
        assert_eq!(from("10.0.0.2", &lines), "10.0.0.2");
        let lines = [("x-forwarded-for", "198.51.100.7"), ("forwarded", "for=198.51.100.7")];
        assert_eq!(from("10.0.0.2", &lines), "198.51.100.7");
    }

    #[test]
    fn an_old_address_in_a_new_one_is_the_old_one() {
        assert_eq!(
            from("::ffff:127.0.0.1", &[("x-forwarded-for", "198.51.100.7")]),
            "198.51.100.7"
        );
    }

    proptest! {
        /// However a client begins the list, what the proxy appends is what counts.
        #[test]
        fn nothing_on_the_left_changes_whom_a_request_is_counted_for(forged in "[ -~]{0,60}") {
            let value = format!("{forged},198.51.100.7");
            prop_assert_eq!(from("10.0.0.2", &[("x-forwarded-for", &value)]), "198.51.100.7");
            let value = format!("{},for=198.51.100.7", forged.replace('"', ""));
            prop_assert_eq!(from("10.0.0.2", &[("forwarded", &value)]), "198.51.100.7");
        }
    }
}

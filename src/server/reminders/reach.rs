//! Which addresses messages may go to: whoever can type an address must not be able to
//! use this server as a way into the network in which it stands.

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4 networks that are no public places (IANA's registry of special-purpose
/// addresses), multicast and the reserved rest.
const INNER_V4: [Ipv4Net; 15] = [
    v4([0, 0, 0, 0], 8),       // this network
    v4([10, 0, 0, 0], 8),      // private
    v4([100, 64, 0, 0], 10),   // shared by a provider's customers
    v4([127, 0, 0, 0], 8),     // this machine
    v4([169, 254, 0, 0], 16),  // this link, and where clouds keep their machines' secrets
    v4([172, 16, 0, 0], 12),   // private
    v4([192, 0, 0, 0], 24),    // protocols
    v4([192, 0, 2, 0], 24),    // documentation
    v4([192, 88, 99, 0], 24),  // relays from IPv6
    v4([192, 168, 0, 0], 16),  // private
    v4([198, 18, 0, 0], 15),   // measuring
    v4([198, 51, 100, 0], 24), // documentation
    v4([203, 0, 113, 0], 24),  // documentation
    v4([224, 0, 0, 0], 4),     // multicast
    v4([240, 0, 0, 0], 4),     // reserved, broadcast
];

/// Where the public IPv6 addresses are. All that is outside of it is local, multicast,
/// or another address in disguise (mapped, translated).
const GLOBAL_V6: Ipv6Net = v6([0x2000, 0], 3);

/// What is inside of it and no public place all the same.
const INNER_V6: [Ipv6Net; 4] = [
    v6([0x2001, 0], 23),      // protocols, and Teredo, which holds an IPv4 address
    v6([0x2001, 0x0db8], 32), // documentation
    v6([0x2002, 0], 16),      // 6to4, which holds an IPv4 address
    v6([0x3fff, 0], 20),      // documentation
];

const fn v4(octets: [u8; 4], length: u8) -> Ipv4Net {
    let [a, b, c, d] = octets;
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), length)
}

const fn v6(begins: [u16; 2], length: u8) -> Ipv6Net {
    let [a, b] = begins;
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, 0, 0, 0, 0, 0, 0), length)
}

/// Whether an address is a public place.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !INNER_V4.iter().any(|net| net.contains(&address)),
        IpAddr::V6(address) => {
            GLOBAL_V6.contains(&address) && !INNER_V6.iter().any(|net| net.contains(&address))
        }
    }
}

/// Where messages may go: to public places, and to the networks that the server's
/// operator has named.
#[derive(Debug, Clone, Default)]
pub struct Reach(Vec<IpNet>);

impl Reach {
    /// Public places and these networks.
    #[must_use]
    pub fn new(allowed: Vec<IpNet>) -> Self {
        Self(allowed)
    }

    /// Everywhere: for addresses that nobody but the server's operator can say.
    #[must_use]
    pub fn everywhere() -> Self {
        Self(vec![IpNet::V4(v4([0, 0, 0, 0], 0)), IpNet::V6(v6([0, 0], 0))])
    }

    /// Nowhere but on this machine, of all that is no public place.
    #[must_use]
    pub fn loopback() -> Self {
        let six = Ipv6Net::new_assert(Ipv6Addr::LOCALHOST, 128);
        Self(vec![IpNet::V4(v4([127, 0, 0, 0], 8)), IpNet::V6(six)])
    }

    /// Whether messages may go there.
    #[must_use]
    pub fn allows(&self, address: IpAddr) -> bool {
        // An IPv4 address that is written as an IPv6 one leads to the same place.
        let address = address.to_canonical();
        is_public(address) || self.0.iter().any(|net| net.contains(&address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PUBLIC: [&str; 22] = [
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2606:4700:4700::1111",
        "2a00:1450:4001:82a::200e",
        "3ffe:ffff::1",
    ];

    const INNER: [&str; 62] = [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.100.100.200", // a cloud's machine data
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.0.0",
        "169.254.169.254", // a cloud's machine data
        "169.254.255.255",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.0",
        "192.0.0.170",
        "192.0.0.192", // a cloud's machine data
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.0",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.0",
        "255.255.255.254",
        "255.255.255.255",
        "::",
        "::1",
        "::2",
        "::7f00:1",         // IPv4-compatible
        "::ffff:127.0.0.1", // mapped
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1", // translated (RFC 2765)
        "64:ff9b::127.0.0.1", // translated (RFC 6052)
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::a00:1", // translated, for local use
        "100::1",           // thrown away
        "1fff:ffff::1",
        "2001::1", // Teredo
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:2::1", // measuring
        "2001:10::1",
        "2001:20::1",
        "2001:1ff:ffff::1",
        "2001:db8::1",
        "2002:7f00:1::1", // 6to4 of 127.0.0.1
        "2002:a00:1::1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254", // a cloud's machine data
        "fdff:ffff::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ];

    #[test]
    fn messages_go_to_public_places_only() {
        let nowhere_else = Reach::default();
        for address in PUBLIC {
            assert!(nowhere_else.allows(address.parse().unwrap()), "{address}");
        }
        for address in INNER {
            assert!(!nowhere_else.allows(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn a_public_address_that_is_written_as_mapped_is_the_same_place() {
        assert!(Reach::default().allows("::ffff:8.8.8.8".parse().unwrap()));
    }

    #[test]
    fn a_named_network_is_allowed_and_its_neighbours_are_not() {
        let reach = Reach::new(vec!["10.1.0.0/16".parse().unwrap(), "fd00::/64".parse().unwrap()]);
        for inside in ["10.1.0.1", "10.1.255.255", "::ffff:10.1.2.3", "fd00::1", "8.8.8.8"] {
            assert!(reach.allows(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["10.0.255.255", "10.2.0.0", "127.0.0.1", "fd00:0:0:1::1", "::1"] {
            assert!(!reach.allows(outside.parse().unwrap()), "{outside}");
        }
    }

    proptest! {
        /// The standard library knows some of these networks too.
        #[test]
        fn what_the_standard_library_knows_to_be_local_is_no_public_place(bits: u32) {
            let address = Ipv4Addr::from_bits(bits);
            let local = address.is_private() || address.is_loopback() || address.is_link_local()
                || address.is_multicast() || address.is_documentation() || address.is_broadcast()
                || address.is_unspecified();
            prop_assert!(!(local && is_public(address.into())), "{address}");
        }

        #[test]
        fn no_ipv6_address_that_holds_an_inner_one_is_let_through(bits: u32) {
            let [a, b, c, d] = Ipv4Addr::from_bits(bits).octets();
            let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
            let reach = Reach::default();
            if !reach.allows(Ipv4Addr::from_bits(bits).into()) {
                for disguise in [
                    Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, high, low),
                    Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, low),
                    Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, high, low),
                    Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
                    Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, high, low),
                    Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
                ] {
                    prop_assert!(!reach.allows(disguise.into()), "{disguise}");
                }
            }
        }
    }
}

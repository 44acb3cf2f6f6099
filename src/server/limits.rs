//! How often one address may do what costs us something.
//!
//! Addresses are held as salted hashes, in memory, for minutes, and never written
//! anywhere; the salt is made anew at every start. Of an IPv6 address the first 64 bits
//! count: whoever has one of a network has all of them.

use super::error::AppError;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Opening a join page or pressing *Start*: a whole team in one office does it at once.
    Join,
    /// Opening an access link.
    SignIn,
    /// Sending in, changing or withdrawing answers.
    Submit,
    /// Making an organisation.
    SetUp,
    /// Reading a calendar: the programs of a whole company may come from one address.
    Calendar,
    /// Sending a test message.
    Message,
    /// Trying a spoken code: only wrong ones count, so [`spoken_codes`](super::spoken_codes)
    /// limits them, and not the rules here.
    SpokenCode,
}

impl Action {
    /// Its name in metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::SpokenCode => "spoken-code",
            Self::SignIn => "sign-in",
            Self::Submit => "submit",
            Self::SetUp => "set-up",
            Self::Calendar => "calendar",
            Self::Message => "message",
        }
    }
}

/// The limits of one server process.
pub struct Limits {
    salt: RandomState,
    rules: Option<[DefaultKeyedRateLimiter<u64>; 6]>,
}

impl Limits {
    /// The limits described in the README, or none.
    #[must_use]
    pub fn new(on: bool) -> Self {
        Self {
            salt: RandomState::new(),
            rules: on.then(|| {
                [(120, 2), (30, 4), (120, 2), (10, 30), (300, 1), (10, 30)]
                    .map(|(burst, seconds)| rule(burst, seconds))
            }),
        }
    }

    /// Counts one action of one address.
    ///
    /// # Errors
    /// [`AppError::TooMany`] with the seconds to wait.
    pub fn check(&self, action: Action, address: IpAddr) -> Result<(), AppError> {
        let Some(rule) = self.rules.as_ref().and_then(|rules| rules.get(action as usize)) else {
            return Ok(());
        };
        rule.check_key(&self.salt.hash_one(network(address))).map_err(|wait| {
            let seconds = wait.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
            AppError::TooMany { retry_after: seconds }
        })
    }

    /// Forgets addresses that have been quiet.
    pub fn forget_quiet(&self) {
        for rule in self.rules.iter().flatten() {
            rule.retain_recent();
            rule.shrink_to_fit();
        }
    }
}

/// Whom an address stands for: itself, or with IPv6 its network of 64 bits.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// `burst` at once, then one every `seconds`.
fn rule(burst: u32, seconds: u64) -> DefaultKeyedRateLimiter<u64> {
    let quota = Quota::with_period(Duration::from_secs(seconds))
        .unwrap_or_else(|| Quota::per_second(NonZeroU32::MIN))
        .allow_burst(NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN));
    RateLimiter::keyed(quota)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

    #[test]
    fn an_address_that_sets_up_too_often_is_told_to_wait_and_others_are_not() {
        let limits = Limits::new(true);
        for _ in 0..10 {
            assert!(limits.check(Action::SetUp, HERE).is_ok());
        }
        let error = limits.check(Action::SetUp, HERE).unwrap_err();
        assert!(matches!(error, AppError::TooMany { retry_after: 1..=31 }), "{error:?}");
        assert!(limits.check(Action::SetUp, THERE).is_ok());
        assert!(limits.check(Action::SignIn, HERE).is_ok());
    }

    #[test]
    fn one_network_of_ipv6_is_one_address() {
        let limits = Limits::new(true);
        let from = |text: &str| limits.check(Action::SetUp, text.parse().unwrap()).is_ok();
        assert!((0..10).all(|host| from(&format!("2001:db8:0:7:{host:x}::1"))));
        assert!(!from("2001:db8:0:7:ffff::2"));
        assert!(from("2001:db8:0:8::1"));
        // An IPv4 address is the same one however it is written, and not a network.
        assert!((0..10).all(|_| from("::ffff:192.0.2.1")));
        assert!(!from("192.0.2.1") && from("192.0.2.2"));
    }

    #[test]
    fn a_whole_team_can_join_at_once() {
        let limits = Limits::new(true);
        assert!((0..100).all(|_| limits.check(Action::Join, HERE).is_ok()));
    }

    #[test]
    fn they_can_be_turned_off() {
        let limits = Limits::new(false);
        assert!((0..500).all(|_| limits.check(Action::SetUp, HERE).is_ok()));
    }
}

//! How many wrong codes a network may try.
//!
//! Each network has a debt that time pays off. It is kept as the moment at which it will be
//! paid (the generic cell rate algorithm), and here by hand: `governor` can only take
//! something and say whether that was too much, and a code has to be looked up between
//! looking at the debt and adding to it.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::{IpAddr, Ipv6Addr};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, MutexGuard};

/// Into how many parts the networks are divided; in each, one try follows another.
const PARTS: u64 = 64;

/// How much a network may try: `burst` at once, then one every `period`.
#[derive(Debug, Clone, Copy)]
struct Quota {
    burst: u32,
    period: Duration,
}

/// Of an IPv4 address, or of 64 bits of IPv6: whoever has one address of those has all.
const NETWORK: Quota = Quota { burst: 10, period: Duration::from_secs(6) };
/// Of 48 bits of IPv6: that is what a provider gives to a company, and sometimes to anybody
/// who asks, and 65,536 of the smaller ones are in it.
const SITE: Quota = Quota { burst: 60, period: Duration::from_secs(1) };

/// When each network's debt will be paid, by a salted hash of the network: in memory, for
/// minutes, and never written anywhere.
type Debts = HashMap<u64, Instant>;

/// The budgets of all networks.
pub struct Budgets {
    salt: RandomState,
    parts: Vec<Mutex<Debts>>,
}

impl Default for Budgets {
    fn default() -> Self {
        Self { salt: RandomState::new(), parts: (0..PARTS).map(|_| Mutex::default()).collect() }
    }
}

/// The budgets that an address draws on. While it is held, nobody else of the network can
/// try a code.
pub struct Account<'a> {
    debts: Option<MutexGuard<'a, Debts>>,
    draws_on: Vec<(u64, Quota)>,
}

impl Budgets {
    /// The account of an address; waits for others of its network.
    pub async fn account(&self, address: IpAddr) -> Account<'_> {
        let (network, site) = networks(address);
        let hashed = |network: Option<IpAddr>| network.map(|network| self.salt.hash_one(network));
        let (network, site) = (self.salt.hash_one(network), hashed(site));
        let mut draws_on = vec![(network, NETWORK)];
        draws_on.extend(site.map(|site| (site, SITE)));
        let part = usize::try_from(site.unwrap_or(network) % PARTS).unwrap_or(0);
        // There are as many parts as that can say.
        let debts = match self.parts.get(part) {
            Some(part) => Some(part.lock().await),
            None => None,
        };
        Account { debts, draws_on }
    }

    /// Forgets debts that are paid. Parts that are in use are left for the next time.
    pub fn forget_paid(&self, now: Instant) {
        for part in &self.parts {
            if let Ok(mut debts) = part.try_lock() {
                debts.retain(|_, paid| *paid > now);
                debts.shrink_to_fit();
            }
        }
    }
}

impl Account<'_> {
    /// How long it is until another code may be tried; nothing where one may be tried now.
    pub fn overdrawn(&self, now: Instant) -> Option<Duration> {
        let debts = self.debts.as_ref()?;
        let waits = self.draws_on.iter().filter_map(|(key, quota)| {
            let debt = debts.get(key)?.saturating_duration_since(now);
            let most = quota.period * quota.burst.saturating_sub(1);
            debt.checked_sub(most).filter(|over| !over.is_zero())
        });
        waits.max()
    }

    /// Adds to the debt, and gives the account back.
    pub fn charge(mut self, cost: u32, now: Instant) {
        let Some(debts) = &mut self.debts else { return };
        for (key, quota) in &self.draws_on {
            let paid = debts.entry(*key).or_insert(now);
            *paid = (*paid).max(now) + quota.period * cost;
        }
    }
}

/// Whom an address stands for: itself, or with IPv6 its network of 64 bits, and the site
/// that this is in.
fn networks(address: IpAddr) -> (IpAddr, Option<IpAddr>) {
    let first = |address: Ipv6Addr, bits: u32| {
        let rest = 128 - bits;
        IpAddr::from(Ipv6Addr::from_bits(address.to_bits() >> rest << rest))
    };
    match address.to_canonical() {
        // Of a site, the first address could be that of a network, too: it is told apart.
        IpAddr::V6(address) => {
            let IpAddr::V6(site) = first(address, 48) else { return (first(address, 64), None) };
            (first(address, 64), Some(Ipv6Addr::from_bits(site.to_bits() | 1).into()))
        }
        v4 @ IpAddr::V4(_) => (v4, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn tries(budgets: &Budgets, from: &str, at: Instant) -> bool {
        let account = budgets.account(from.parse().unwrap()).await;
        let may = account.overdrawn(at).is_none();
        if may {
            account.charge(1, at);
        }
        may
    }

    #[tokio::test]
    async fn a_network_gets_ten_wrong_codes_and_then_one_every_six_seconds() {
        let budgets = Budgets::default();
        let begun = Instant::now();
        for _ in 0..10 {
            assert!(tries(&budgets, "192.0.2.1", begun).await);
        }
        assert!(!tries(&budgets, "192.0.2.1", begun).await);
        assert!(!tries(&budgets, "::ffff:192.0.2.1", begun).await, "the same one, written anew");
        assert!(tries(&budgets, "192.0.2.2", begun).await);
        assert!(!tries(&budgets, "192.0.2.1", begun + Duration::from_secs(5)).await);
        assert!(tries(&budgets, "192.0.2.1", begun + Duration::from_secs(6)).await);
        assert!(!tries(&budgets, "192.0.2.1", begun + Duration::from_secs(6)).await);
    }

    #[tokio::test]
    async fn sixty_four_bits_are_one_network_and_forty_eight_one_site() {
        let budgets = Budgets::default();
        let now = Instant::now();
        for host in 0..10 {
            assert!(tries(&budgets, &format!("2001:db8:0:7:{host:x}::1"), now).await);
        }
        assert!(!tries(&budgets, "2001:db8:0:7:ffff::2", now).await);
        let mut of_site = 10;
        for network in 8..500 {
            of_site += u32::from(tries(&budgets, &format!("2001:db8:0:{network:x}::1"), now).await);
        }
        assert_eq!(of_site, SITE.burst);
        assert!(tries(&budgets, "2001:db8:1::1", now).await, "another site");
    }

    #[tokio::test]
    async fn debts_that_are_paid_are_forgotten() {
        let budgets = Budgets::default();
        let now = Instant::now();
        assert!(tries(&budgets, "2001:db8::1", now).await);
        let held =
            || budgets.parts.iter().map(|part| part.try_lock().unwrap().len()).sum::<usize>();
        budgets.forget_paid(now + Duration::from_secs(5));
        assert_eq!(held(), 1, "the network's, not the site's");
        budgets.forget_paid(now + Duration::from_secs(6));
        assert_eq!(held(), 0);
    }
}

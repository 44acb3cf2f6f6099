//! The right to answer once, held by the browser alone.
//!
//! Pressing *Start* hands the browser a signed ballot; nothing about it is
//! stored, so there is no list that a ballot could be looked up in. When answers
//! are submitted, the ballot becomes the receipt: the answers are filed under the
//! hash of its secret, and whoever holds the secret may change or withdraw them
//! until the round closes.

mod edition;

pub use edition::Edition;

use super::keyed::keyed;
use crate::clock::DAY;
use crate::store::{RoundId, SecretHash};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// An unused ballot expires after this many seconds.
pub const EXPIRES_AFTER: i64 = DAY;

/// Length of the keys that [`keyed`] takes, in bytes.
const KEY: usize = 32;

/// A ballot or a receipt, checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Ballot {
    nonce: String,
    /// When an unused ballot expires; a receipt never does.
    expires_at: Option<i64>,
}

impl std::fmt::Debug for Ballot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ballot").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// Why a cookie is no ballot of this round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadBallot {
    /// Not made by this server for this round.
    #[error("this ballot does not belong to this round")]
    Foreign,
    /// Unused for more than a day.
    #[error("this ballot has expired")]
    Expired,
}

impl Ballot {
    /// A fresh ballot.
    ///
    /// # Errors
    /// When the operating system has no random numbers.
    pub fn fresh(now: i64) -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self {
            nonce: BASE32_NOPAD.encode(&bytes).to_lowercase(),
            expires_at: Some(now + EXPIRES_AFTER),
        })
    }

    /// The same secret as a receipt, which lasts until the round closes.
    #[must_use]
    pub fn into_receipt(self) -> Self {
        Self { expires_at: None, ..self }
    }

    /// Whether it has been used to submit.
    #[must_use]
    pub const fn is_receipt(&self) -> bool {
        self.expires_at.is_none()
    }

    /// What the answers are filed under.
    #[must_use]
    pub fn receipt_hash(&self) -> SecretHash {
        SecretHash::of(&self.nonce)
    }

    /// As the cookie's value: `nonce.expiry.signature`, with `-` for no expiry.
    #[must_use]
    pub fn seal(&self, round: &RoundId, key: &[u8; 32]) -> String {
        let body = self.body();
        let signature = mac(round, key, &body).finalize().into_bytes();
        format!("{body}.{}", BASE32_NOPAD.encode(&signature).to_lowercase())
    }

    /// Reads and checks a cookie's value.
    ///
    /// # Errors
    /// [`BadBallot`] when it is not of this round, changed, or expired.
    pub fn open(
        cookie: &str,
        round: &RoundId,
        key: &[u8; 32],
        now: i64,
    ) -> Result<Self, BadBallot> {
        let (body, signature) = cookie.rsplit_once('.').ok_or(BadBallot::Foreign)?;
        let signature = BASE32_NOPAD
            .decode(signature.to_uppercase().as_bytes())
            .map_err(|_| BadBallot::Foreign)?;
        mac(round, key, body).verify_slice(&signature).map_err(|_| BadBallot::Foreign)?;
        let (nonce, expiry) = body.split_once('.').ok_or(BadBallot::Foreign)?;
        let expires_at = match expiry {
            "-" => None,
            text => Some(text.parse::<i64>().map_err(|_| BadBallot::Foreign)?),
        };
        if expires_at.is_some_and(|at| now >= at) {
            return Err(BadBallot::Expired);
        }
        Ok(Self { nonce: nonce.to_owned(), expires_at })
    }

    fn body(&self) -> String {
        let expiry = self.expires_at.map_or_else(|| "-".to_owned(), |at| at.to_string());
        format!("{}.{expiry}", self.nonce)
    }
}

fn mac(round: &RoundId, key: &[u8; 32], body: &str) -> Hmac<Sha256> {
    let mut mac = keyed(key);
    mac.update(round.to_string().as_bytes());
    mac.update(b"/");
    mac.update(body.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];

    #[test]
    fn a_ballot_opens_in_its_own_round_only() {
        let (round, other) = (RoundId::random().unwrap(), RoundId::random().unwrap());
        let ballot = Ballot::fresh(1_000).unwrap();
        let cookie = ballot.seal(&round, &KEY);
        assert_eq!(Ballot::open(&cookie, &round, &KEY, 1_001), Ok(ballot));
        assert_eq!(Ballot::open(&cookie, &other, &KEY, 1_001), Err(BadBallot::Foreign));
        assert_eq!(Ballot::open(&cookie, &round, &[8; 32], 1_001), Err(BadBallot::Foreign));
    }

    #[test]
    fn an_unused_ballot_expires_after_a_day_and_a_receipt_does_not() {
        let round = RoundId::random().unwrap();
        let ballot = Ballot::fresh(0).unwrap();
        let cookie = ballot.seal(&round, &KEY);
        assert!(Ballot::open(&cookie, &round, &KEY, DAY - 1).is_ok());
        assert_eq!(Ballot::open(&cookie, &round, &KEY, DAY), Err(BadBallot::Expired));
        let receipt = ballot.into_receipt().seal(&round, &KEY);
        assert!(Ballot::open(&receipt, &round, &KEY, 100 * DAY).is_ok_and(|b| b.is_receipt()));
    }

    #[test]
    fn neither_expiry_nor_secret_can_be_changed() {
        let round = RoundId::random().unwrap();
        let cookie = Ballot::fresh(0).unwrap().seal(&round, &KEY);
        let parts: Vec<&str> = cookie.split('.').collect();
        for forged in [
            format!("{}.{}.{}", parts[0], "99999999999", parts[2]),
            format!("{}.-.{}", parts[0], parts[2]),
            format!("a{}.{}.{}", parts[0], parts[1], parts[2]),
            format!("{}.{}.", parts[0], parts[1]),
            String::new(),
            "...".to_owned(),
        ] {
            assert_eq!(Ballot::open(&forged, &round, &KEY, 1), Err(BadBallot::Foreign), "{forged}");
        }
    }

    #[test]
    fn the_receipt_is_filed_under_the_same_hash_as_the_ballot() {
        let ballot = Ballot::fresh(0).unwrap();
        assert_eq!(ballot.receipt_hash(), ballot.clone().into_receipt().receipt_hash());
    }
}

//! Secrets that open doors, and the hashes by which they are known here.

use super::ids::{base32, random_bytes};
use sha2::{Digest, Sha256};

/// 160 random bits as 32 characters of lower-case base 32. It is shown or handed
/// out once; what is stored is its [`SecretHash`]. There is no `Display`, and
/// `Debug` says nothing, so that it does not slip into a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new one.
    ///
    /// # Errors
    /// When the operating system has no random numbers.
    pub fn random() -> Result<Self, getrandom::Error> {
        Ok(Self(base32(&random_bytes::<20>()?)))
    }

    /// The secret itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self) -> SecretHash {
        SecretHash::of(&self.0)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// SHA-256 of a secret: of an access link, of a session cookie, or of a receipt.
/// Secrets are long and random, so the hash needs no salt and no slowness.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretHash([u8; 32]);

impl SecretHash {
    /// The hash of a text, whatever it is.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// From 32 bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_holds_160_bits_and_hides_in_debug() {
        let (one, two) = (Secret::random().unwrap(), Secret::random().unwrap());
        assert_ne!(one, two);
        assert_eq!(one.as_str().len(), 32);
        assert!(one.as_str().bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7')));
        assert!(!format!("{one:?} {:?}", one.hash()).contains(&one.as_str()[..4]));
    }

    #[test]
    fn the_hash_is_sha_256_of_the_text() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let hex = data_encoding::HEXLOWER.encode(SecretHash::of("abc").as_bytes());
        assert_eq!(hex, expected);
        let secret = Secret::random().unwrap();
        assert_eq!(secret.hash(), SecretHash::of(secret.as_str()));
    }
}

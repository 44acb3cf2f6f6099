//! The names of stored things: 128 random bits each, so that no name says when
//! its thing was made or how many there are.

use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};

/// How many characters an id has.
const LENGTH: usize = 26;

/// A text that is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id has 26 characters, a to z and 2 to 7")]
pub struct BadId;

/// Lower-case base 32 without padding.
pub(super) fn base32(bytes: &[u8]) -> String {
    BASE32_NOPAD.encode(bytes).to_ascii_lowercase()
}

/// Bytes from the operating system's generator.
pub(super) fn random_bytes<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// Whether a text is what [`base32`] makes of 16 bytes.
fn is_id(text: &str) -> bool {
    text.len() == LENGTH
        && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'))
        && BASE32_NOPAD.decode(text.to_ascii_uppercase().as_bytes()).is_ok()
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// 26 characters of lower-case base 32, from 128 random bits.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// A new one.
            ///
            /// # Errors
            /// When the operating system has no random numbers.
            pub fn random() -> Result<Self, getrandom::Error> {
                Ok(Self(base32(&random_bytes::<16>()?)))
            }

            /// As it is written in addresses.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                if is_id(text) { Ok(Self(text.to_owned())) } else { Err(BadId) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                if is_id(&text) { Ok(Self(text)) } else { Err(BadId) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

id! {
    /// The name of an organisation.
    OrganisationId
}
id! {
    /// The name of a team.
    TeamId
}
id! {
    /// The name of a group of teams.
    GroupId
}
id! {
    /// The name of a round.
    RoundId
}
id! {
    /// The name of an access link; it is not the link's secret.
    LinkId
}
id! {
    /// The name of an experiment on a board.
    ExperimentId
}
id! {
    /// The name of something that was done, in the log.
    DeedId
}
id! {
    /// The name of a receiver of messages.
    WebhookId
}
id! {
    /// The name of a message.
    DeliveryId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_two_are_never_the_same() {
        let ids: std::collections::BTreeSet<TeamId> =
            (0..1_000).map(|_| TeamId::random().unwrap()).collect();
        assert_eq!(ids.len(), 1_000);
        for id in ids {
            assert_eq!(id.to_string().parse(), Ok(id.clone()));
            assert_eq!(id.as_str().len(), LENGTH);
            let json = serde_json::to_string(&id).unwrap();
            assert_eq!(json, format!("\"{id}\""));
            assert_eq!(serde_json::from_str::<TeamId>(&json).unwrap(), id);
        }
    }

    #[test]
    fn what_base32_cannot_have_made_is_no_id() {
        let good = RoundId::random().unwrap().to_string();
        let bad = [
            String::new(),
            good[1..].to_owned(),
            format!("{good}a"),
            good.to_uppercase(),
            "1".repeat(LENGTH),
            "é".repeat(LENGTH / 2),
            // The last character carries three bits, so its low two are nought.
            format!("{}b", "a".repeat(LENGTH - 1)),
            "../../../../etc/passwd.txt".to_owned(),
        ];
        for text in bad {
            assert_eq!(text.parse::<RoundId>(), Err(BadId), "{text}");
            assert!(serde_json::from_str::<RoundId>(&format!("\"{text}\"")).is_err());
        }
    }
}

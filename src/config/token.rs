//! Secrets that programs or people show.

/// A secret that programs show. It is not shown in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A token that cannot be guessed, and that a header can hold.
    ///
    /// # Errors
    /// What is wrong with it, without its text.
    pub fn checked(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        if text.len() < 16 {
            return Err("a token needs at least 16 characters");
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("a token consists of letters, digits and signs of ASCII");
        }
        Ok(Self(text.to_owned()))
    }

    /// The secret itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// A token as it was given. It is looked at later ([`Token::checked`]): what is said of a
/// bad value here would hold the value.
#[allow(clippy::unnecessary_wraps, reason = "what the command line's library wants")]
pub(super) fn unchecked(text: &str) -> Result<Token, std::convert::Infallible> {
    Ok(Token(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Cli;
    use clap::Parser;

    #[test]
    fn a_token_is_long_and_stays_out_of_debug_and_messages() {
        let token = Token::checked(" 0123456789abcdef\n").unwrap();
        assert_eq!(token.as_str(), "0123456789abcdef");
        let args = Cli::parse_from(["andon", "--metrics-token", "0123456789abcdef"]);
        assert!(!format!("{args:?}").contains("0123456789"));
        for bad in ["short-secret", "with a space in it", "ümlauts-are-not-for-headers"] {
            assert!(Token::checked(bad).is_err(), "{bad}");
        }
    }
}

//! Names that people give to organisations and teams.

/// The longest name, in characters.
pub const LONGEST: usize = 80;

/// A name that can be shown anywhere: 1 to 80 visible characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadName {
    /// Nothing but white space.
    #[error("Enter a name.")]
    Empty,
    /// Longer than 80 characters.
    #[error("Use at most {LONGEST} characters.")]
    TooLong,
    /// Control characters, line breaks or characters that turn the writing direction round.
    #[error(
        "Use letters, digits, spaces and signs only: this name holds characters that cannot be seen."
    )]
    Invisible,
}

impl Name {
    /// Trims, folds white space to single spaces and checks.
    ///
    /// # Errors
    /// [`BadName`] says why it is none.
    pub fn parse(text: &str) -> Result<Self, BadName> {
        if text.len() > LONGEST * 16 {
            return Err(BadName::TooLong);
        }
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            Err(BadName::Empty)
        } else if name.chars().count() > LONGEST {
            Err(BadName::TooLong)
        } else if name.chars().any(invisible) {
            Err(BadName::Invisible)
        } else {
            Ok(Self(name))
        }
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a character cannot be seen, or turns the writing direction round.
pub fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_folded() {
        assert_eq!(Name::parse("  Pay  ments\n team ").unwrap().as_str(), "Pay ments team");
    }

    #[test]
    fn a_name_may_hold_any_script_and_sign() {
        for good in ["Zahlungen & Rückläufer", "決済", "<b>bold</b>", "=1+1", "O’Brien"] {
            assert_eq!(Name::parse(good).unwrap().as_str(), good);
        }
    }

    #[test]
    fn what_cannot_be_seen_or_is_too_long_is_refused() {
        assert_eq!(Name::parse(" \t "), Err(BadName::Empty));
        assert_eq!(Name::parse(&"a".repeat(81)), Err(BadName::TooLong));
        assert_eq!(Name::parse(&"a".repeat(1_000_000)), Err(BadName::TooLong));
        assert_eq!(Name::parse("abc\u{202E}def"), Err(BadName::Invisible));
        assert_eq!(Name::parse("a\u{0007}b"), Err(BadName::Invisible));
    }
}

//! Names that people give to organisations and teams.

/// The longest name, in characters.
pub const LONGEST: usize = 80;

/// The most signs on one letter. Vietnamese has two, and linguists write three.
const MOST_MARKS: usize = 3;

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
    /// Signs piled up on one letter, far over the lines around it.
    #[error(
        "Use letters, digits, spaces and signs only: in this name, signs are piled up on a letter."
    )]
    Piled,
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
        } else if name.chars().any(invisible) || name.chars().all(unseen) {
            Err(BadName::Invisible)
        } else if piled(&name) {
            Err(BadName::Piled)
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
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}')
        // The mark of Arabic, letters that are blank, and tags.
        || matches!(c, '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character alone shows nothing, though it has its place beside others: the
/// soft hyphen, the blank of Braille, what chooses the form of the letter before it.
const fn unseen(c: char) -> bool {
    matches!(c, ' ' | '\u{AD}' | '\u{34F}' | '\u{180B}'..='\u{180F}' | '\u{2800}' | '\u{FE00}'..='\u{FE0F}')
        || is_mark(c)
}

/// A sign that stands above or below the letter before it, of the blocks that hold
/// nothing else.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Whether more signs stand on one letter than in any language.
fn piled(text: &str) -> bool {
    let mut height = 0;
    text.chars().any(|c| {
        height = if is_mark(c) { height + 1 } else { 0 };
        height > MOST_MARKS
    })
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
        for blank in ["\u{3164}", "\u{2800}\u{AD}", "\u{FE0F}", "a\u{E0041}", "\u{61C}a", "\u{301}"]
        {
            assert_eq!(Name::parse(blank), Err(BadName::Invisible), "{blank:?}");
        }
        let piled = format!("a{}", "\u{301}".repeat(40));
        assert_eq!(Name::parse(&piled), Err(BadName::Piled));
        assert!(Name::parse("Vie\u{302}\u{323}t \u{2764}\u{FE0F}").is_ok());
    }
}

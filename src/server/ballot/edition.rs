//! Which state of what is stored a form began with.
//!
//! A form that is open in two tabs must not replace eighteen answers by one. So each form
//! carries the edition of what was stored when it was opened, and one that is no longer
//! true is asked about instead of obeyed.

use super::{Ballot, KEY};
use crate::catalogue::Answers;
use crate::server::keyed::keyed;
use data_encoding::BASE32_NOPAD;
use hmac::Mac;

/// So many bytes of the HMAC are kept: 16 characters of base 32.
const BYTES: usize = 10;
/// What the form says when nothing was stored.
const NOTHING: &str = "none";

/// The edition of what is stored under a receipt: HMAC-SHA-256 of the answers under the
/// receipt's secret, cut to 80 bits. It counts nothing and holds no time, so the same
/// answers always have the same edition, and without the secret, which is in the cookie
/// alone, it says nothing about them.
// Shown by src/server/ballot/edition.rs::an_edition_says_nothing_but_whether_the_answers_are_the_same
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// Nothing is stored.
    Nothing,
    /// Some answers are.
    Of([u8; BYTES]),
}

impl Edition {
    /// Reads what a form brings back. A form without one began with nothing, and one
    /// that was never given out is the edition of no answers.
    #[must_use]
    pub fn read(text: &str) -> Self {
        if text.is_empty() || text == NOTHING {
            return Self::Nothing;
        }
        let bytes = BASE32_NOPAD.decode(text.to_uppercase().as_bytes()).unwrap_or_default();
        Self::Of(bytes.try_into().unwrap_or_default())
    }
}

impl std::fmt::Display for Edition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => f.write_str(NOTHING),
            Self::Of(bytes) => f.write_str(&BASE32_NOPAD.encode(bytes).to_lowercase()),
        }
    }
}

impl Ballot {
    /// The edition of what is stored under this ballot or receipt.
    #[must_use]
    pub fn edition(&self, stored: Option<&Answers>) -> Edition {
        let Some(stored) = stored else { return Edition::Nothing };
        let mut key = [0; KEY];
        key.iter_mut().zip(self.nonce.bytes()).for_each(|(into, byte)| *into = byte);
        let mut mac = keyed(&key);
        mac.update(b"edition/");
        mac.update(stored.encode().as_bytes());
        let digest = mac.finalize().into_bytes();
        Edition::Of(digest.first_chunk().copied().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Answer, PatternId, Point};
    use proptest::prelude::*;

    fn answers(point: Point) -> Answers {
        let mut answers = Answers::default();
        answers.set(PatternId::Heroics, Answer::Point(point));
        answers
    }

    #[test]
    fn an_edition_says_nothing_but_whether_the_answers_are_the_same() {
        let (mine, yours) = (Ballot::fresh(0).unwrap(), Ballot::fresh(0).unwrap());
        let (one, other) = (answers(Point::Slightly), answers(Point::Extremely));
        assert_eq!(mine.edition(Some(&one)), mine.edition(Some(&one)));
        assert_ne!(mine.edition(Some(&one)), mine.edition(Some(&other)));
        assert_ne!(mine.edition(Some(&one)), yours.edition(Some(&one)), "it needs the secret");
        let receipt = mine.clone().into_receipt();
        assert_eq!(mine.edition(Some(&one)), receipt.edition(Some(&one)), "the same secret");
        assert_eq!(mine.edition(None), Edition::Nothing);
        assert_eq!(mine.edition(None), yours.edition(None));
        assert_eq!(mine.edition(Some(&one)).to_string().len(), 16);
    }

    #[test]
    fn a_form_without_an_edition_began_with_nothing() {
        assert_eq!(Edition::read(""), Edition::Nothing);
        assert_eq!(Edition::read("none"), Edition::Nothing);
        let made_up = Edition::read("made up");
        assert_ne!(made_up, Edition::Nothing);
        assert_ne!(made_up, Ballot::fresh(0).unwrap().edition(Some(&answers(Point::Slightly))));
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_written_so_that_it_is_read_again(text in "\\PC{0,20}") {
            let read = Edition::read(&text);
            prop_assert_eq!(Edition::read(&read.to_string()), read);
        }

        #[test]
        fn an_edition_comes_back_as_it_was_given(point in 0..5_usize) {
            let ballot = Ballot::fresh(0).unwrap();
            let edition = ballot.edition(Some(&answers(Point::ALL[point])));
            prop_assert_eq!(Edition::read(&edition.to_string()), edition);
        }
    }
}

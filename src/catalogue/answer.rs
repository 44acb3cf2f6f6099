//! What one person says to the eighteen statements.

use super::ids::{PATTERNS, PatternId};
use serde::{Deserialize, Serialize};

/// One answer. Only [`Answer::Point`] enters arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Answer {
    /// Nothing was chosen.
    #[default]
    Blank,
    /// "Can't judge".
    CantJudge,
    /// A point of the scale.
    Point(Point),
}

/// A point of the scale: how much of the pattern was seen in the last three months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Point {
    /// 0
    NotAtAll,
    /// 1
    Slightly,
    /// 2
    Moderately,
    /// 3
    Considerably,
    /// 4
    Extremely,
}

impl Point {
    /// All five, from 0 to 4.
    pub const ALL: [Self; 5] =
        [Self::NotAtAll, Self::Slightly, Self::Moderately, Self::Considerably, Self::Extremely];

    /// Its strength, 0–4.
    #[must_use]
    pub const fn value(self) -> u8 {
        self as u8
    }

    /// The word a respondent sees.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotAtAll => "Not at all",
            Self::Slightly => "Slightly",
            Self::Moderately => "Moderately",
            Self::Considerably => "Considerably",
            Self::Extremely => "Extremely",
        }
    }
}

/// A text that is not an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAnswer {
    /// Not one of `0`–`4`, `?` and the empty text.
    #[error("an answer is a whole number from 0 to 4, or ? for can\u{2019}t judge")]
    NotAnAnswer,
    /// An encoded set of answers must hold exactly eighteen characters.
    #[error("a full set holds eighteen answers")]
    WrongCount,
}

impl Answer {
    /// Reads `0`–`4`, `?` (can't judge) or the empty text (blank).
    ///
    /// # Errors
    /// [`BadAnswer::NotAnAnswer`] for anything else.
    pub fn parse(text: &str) -> Result<Self, BadAnswer> {
        match text {
            "" => Ok(Self::Blank),
            "?" => Ok(Self::CantJudge),
            "0" => Ok(Self::Point(Point::NotAtAll)),
            "1" => Ok(Self::Point(Point::Slightly)),
            "2" => Ok(Self::Point(Point::Moderately)),
            "3" => Ok(Self::Point(Point::Considerably)),
            "4" => Ok(Self::Point(Point::Extremely)),
            _ => Err(BadAnswer::NotAnAnswer),
        }
    }

    /// The text that [`Answer::parse`] reads back.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Blank => "",
            Self::CantJudge => "?",
            Self::Point(Point::NotAtAll) => "0",
            Self::Point(Point::Slightly) => "1",
            Self::Point(Point::Moderately) => "2",
            Self::Point(Point::Considerably) => "3",
            Self::Point(Point::Extremely) => "4",
        }
    }

    /// The strength, 0–4, if a point was chosen.
    #[must_use]
    pub const fn strength(self) -> Option<u8> {
        match self {
            Self::Point(point) => Some(point.value()),
            Self::Blank | Self::CantJudge => None,
        }
    }
}

/// One person's eighteen answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Answers([Answer; PATTERNS]);

impl Answers {
    /// From answers in catalogue order.
    #[must_use]
    pub const fn new(answers: [Answer; PATTERNS]) -> Self {
        Self(answers)
    }

    /// The answer to one statement.
    #[must_use]
    pub fn get(&self, pattern: PatternId) -> Answer {
        self.0.get(pattern.index()).copied().unwrap_or_default()
    }

    /// Sets the answer to one statement.
    pub fn set(&mut self, pattern: PatternId, answer: Answer) {
        if let Some(slot) = self.0.get_mut(pattern.index()) {
            *slot = answer;
        }
    }

    /// The answers with their statements, in catalogue order.
    pub fn iter(&self) -> impl Iterator<Item = (PatternId, Answer)> + '_ {
        PatternId::ALL.into_iter().zip(self.0)
    }

    /// How many are not blank.
    #[must_use]
    pub fn given(&self) -> usize {
        self.0.iter().filter(|answer| **answer != Answer::Blank).count()
    }

    /// Whether all eighteen are the same point.
    #[must_use]
    pub fn all_equal(&self) -> bool {
        self.0[0].strength().is_some() && self.0.iter().all(|answer| *answer == self.0[0])
    }

    /// Eighteen characters in catalogue order: `0`–`4`, `?` for can't judge, `-` for blank.
    #[must_use]
    pub fn encode(&self) -> String {
        self.0.iter().map(|a| if *a == Answer::Blank { "-" } else { a.as_str() }).collect()
    }

    /// Reads what [`Answers::encode`] wrote.
    ///
    /// # Errors
    /// [`BadAnswer`] when it is not exactly eighteen of those characters.
    pub fn decode(text: &str) -> Result<Self, BadAnswer> {
        let mut answers = Self::default();
        let mut given = text.chars();
        for pattern in PatternId::ALL {
            let answer = match given.next() {
                None => return Err(BadAnswer::WrongCount),
                Some('-') => Answer::Blank,
                Some(c) => Answer::parse(c.encode_utf8(&mut [0; 4]))?,
            };
            answers.set(pattern, answer);
        }
        if given.next().is_some() { Err(BadAnswer::WrongCount) } else { Ok(answers) }
    }
}

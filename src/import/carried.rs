//! The plan as text: what travels through the form between the table that was shown
//! and the button that confirms it, so that nothing has to be kept in between.

use super::plan::{Outcome, Plan, Row};
use crate::catalogue::PatternId;
use sha2::{Digest as _, Sha256};

/// The rows as a file that reads back to the same rows. It holds what is imported and
/// nothing else of what was sent: no column that was ignored, and the people of a
/// round in an order that says nothing.
#[must_use]
pub fn text(plan: &Plan) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let ids = PatternId::ALL.map(PatternId::as_str);
    // Writing into memory does not fail.
    let _ = writer.write_record(["team", "round", "invited"].into_iter().chain(ids));
    for row in &plan.rows {
        let mut people = row.answers.clone();
        people.sort_by_cached_key(crate::catalogue::Answers::encode);
        let day = row.day.to_string();
        let invited = row.invited.map_or_else(String::new, |number| number.to_string());
        for answers in people {
            let cells = answers.iter().map(|(_, answer)| answer.as_str());
            let _ =
                writer.write_record([row.team.as_str(), &day, &invited].into_iter().chain(cells));
        }
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// What a table has shown: a digest of the text, the minimum group, and one letter a
/// row. Two plans that show the same are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    digest: String,
    minimum_group: u8,
    outcomes: String,
}

impl Shown {
    /// What the table of this plan shows.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let digest = Sha256::digest(text(plan).as_bytes());
        Self {
            digest: data_encoding::HEXLOWER.encode(&digest),
            minimum_group: plan.minimum_group,
            outcomes: plan.rows.iter().map(|row| letter(plan, row)).collect(),
        }
    }

    /// Reads what [`Shown::write`] wrote; none for anything else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, ' ');
        let (digest, minimum) = (parts.next()?, parts.next()?);
        Some(Self {
            digest: digest.to_owned(),
            minimum_group: minimum.parse().ok()?,
            outcomes: parts.next().unwrap_or_default().to_owned(),
        })
    }

    /// As text, for a form.
    #[must_use]
    pub fn write(&self) -> String {
        format!("{} {} {}", self.digest, self.minimum_group, self.outcomes)
    }

    /// The minimum group that held.
    #[must_use]
    pub const fn minimum_group(&self) -> u8 {
        self.minimum_group
    }

    /// The rows of `plan` that were shown otherwise, each with what was said then;
    /// none where the table was of other rounds, so that rows cannot be compared.
    #[must_use]
    pub fn differences<'a>(&self, plan: &'a Plan) -> Option<Vec<(&'a Row, &'static str)>> {
        if self.digest != Self::of(plan).digest || self.outcomes.len() != plan.rows.len() {
            return None;
        }
        let pairs = plan.rows.iter().zip(self.outcomes.chars());
        Some(
            pairs
                .filter(|(row, then)| letter(plan, row) != *then)
                .map(|(row, then)| (row, meaning(then)))
                .collect(),
        )
    }
}

fn letter(plan: &Plan, row: &Row) -> char {
    match (row.outcome, row.makes_team(plan)) {
        (Outcome::Added, true) => 'n',
        (Outcome::Added, false) => 'a',
        (Outcome::AlreadyThere, _) => 't',
        (Outcome::TooFew, _) => 'f',
        (Outcome::TooClose(_) | Outcome::TooCloseToOpen(_), _) => 'c',
    }
}

fn meaning(letter: char) -> &'static str {
    match letter {
        'n' => "was to be added, with a new team",
        'a' => "was to be added",
        't' => "was there already",
        'f' => "was left out for too few answers",
        'c' => "was left out for being too close to another round",
        _ => "was not told",
    }
}

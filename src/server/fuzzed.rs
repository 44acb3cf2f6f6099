//! Doors for the fuzzer to what reads bytes at the edge; in no build but its own
//! (`cargo fuzz` sets `--cfg fuzzing`).

use super::ballot::Ballot;
use super::fields::Fields;
use super::invite;
use super::routes::survey_form::SurveyForm;
use crate::catalogue::Answers;
use crate::store::RoundId;

/// What a form holds, by name; none where it is refused.
#[must_use]
pub fn form(body: &[u8]) -> Option<Vec<(String, String)>> {
    let fields = Fields::parse(body).ok()?;
    Some(fields.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

/// The answers of a survey's form and how many faults it has; none where it is no form.
#[must_use]
pub fn survey(body: &[u8]) -> Option<(Answers, usize)> {
    let form = SurveyForm::read(&Fields::parse(body).ok()?);
    Some((form.answers, form.faults.list().len()))
}

/// A spoken code as it is stored.
#[must_use]
pub fn spoken_code(typed: &str) -> Option<String> {
    invite::tidy_code(typed)
}

/// Whether a cookie is a ballot of this round, at this moment.
#[must_use]
pub fn is_ballot(cookie: &str, round: &RoundId, key: &[u8; 32], now: i64) -> bool {
    Ballot::open(cookie, round, key, now).is_ok()
}

/// What a program sends of a month, written out again; none where it is refused.
#[must_use]
pub fn month(body: &[u8]) -> Option<Vec<(&'static str, String)>> {
    super::api::read_month(body)
}

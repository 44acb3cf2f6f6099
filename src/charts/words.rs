//! The words for figures and for the lack of one.

use crate::disclosure::{Band, Cell, Coded, Health, Judged, Reason};

/// The health of a dimension, of the overall score or of an interval's end in words. Only
/// the release gate's end codes are exactly 10 or 90 there: in one person's own view a
/// dimension is a number of twenty-fourths, none of which rounds to either. A statement's
/// end codes differ; a [`Health`] says itself whether it is one.
#[must_use]
pub fn health(value: u8) -> String {
    match value {
        10 => "10 or less".to_owned(),
        90 => "90 or more".to_owned(),
        value => value.to_string(),
    }
}

/// A health where there is little room: "\u{2264}20", "\u{2265}80".
#[must_use]
pub fn brief(health: Health) -> String {
    let value = health.value();
    match health.coded() {
        Coded::OrLess => format!("\u{2264}{value}"),
        Coded::Exactly => value.to_string(),
        Coded::OrMore => format!("\u{2265}{value}"),
    }
}

/// Whether a health stands for "10 or less" or "90 or more".
#[must_use]
pub const fn is_coded(value: u8) -> bool {
    matches!(value, 10 | 90)
}

/// An interval in words, for example "40 to 70".
#[must_use]
pub fn interval(low: u8, high: u8) -> String {
    format!("{} to {}", health(low), health(high))
}

/// How many people, in words.
#[must_use]
pub fn band(band: Band) -> String {
    let low = band.lowest();
    match band.highest() {
        None => format!("{low} or more"),
        Some(high) if low < high => format!("{low} to {high}"),
        Some(high) => high.to_string(),
    }
}

/// Why a figure is not shown, for tables and rows.
#[must_use]
pub fn reason(reason: Reason) -> String {
    match reason {
        Reason::FewerThan(minimum) => format!("fewer than {minimum} answers"),
        Reason::ProtectsAnother => "not shown, to protect others".to_owned(),
        Reason::PartWithheld => "not shown, as a part is withheld".to_owned(),
        Reason::NotJudged => "not judged".to_owned(),
        Reason::NoLists => "not tested, as no lists of scores were kept".to_owned(),
        Reason::TooFewToTest => "not tested, too few answers".to_owned(),
        Reason::NearlySamePeople => {
            "not shown, as nearly the same number of people answered both times".to_owned()
        }
        Reason::TooFewTeams => "too few teams to compare".to_owned(),
        Reason::AllAlike => "all teams are alike".to_owned(),
        Reason::NotPooled => "not shown, to protect single teams".to_owned(),
        Reason::NotCompared => "not compared, as a part is withheld".to_owned(),
        Reason::OneReportAlone => "not shown in a shared report".to_owned(),
    }
}

/// What a test says, or why there was none.
#[must_use]
pub fn verdict(cell: &Cell<Judged>) -> String {
    match cell {
        Cell::Shown(judged) => judged.verdict.words().to_owned(),
        Cell::Withheld(why) => reason(*why),
    }
}

/// Why a figure is not shown, where there is little room.
#[must_use]
pub fn reason_in_brief(reason: Reason) -> String {
    match reason {
        Reason::FewerThan(minimum) => format!("fewer than {minimum}"),
        Reason::ProtectsAnother | Reason::PartWithheld | Reason::NearlySamePeople => {
            "not shown".to_owned()
        }
        Reason::NotPooled | Reason::OneReportAlone => "not shown".to_owned(),
        Reason::NotJudged => "not judged".to_owned(),
        Reason::NoLists | Reason::TooFewToTest => "not tested".to_owned(),
        Reason::TooFewTeams => "too few teams".to_owned(),
        Reason::AllAlike => "all alike".to_owned(),
        Reason::NotCompared => "not compared".to_owned(),
    }
}

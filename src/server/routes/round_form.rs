//! The form of a round: what it offers, and what comes back.

use crate::clock::DAY;
use crate::days;
use crate::pages::team::RoundForm;
use crate::server::context::Context;
use crate::server::fields::{Faults, Fields};
use crate::store::{ROSTER_LEAST, ROSTER_MOST};

/// The farthest that a closing day may lie ahead.
const FARTHEST_DAYS: i64 = 90;
/// The closing day that the form offers.
const USUAL_DAYS: i64 = 6;
/// How much of a number or a day is shown again, in characters.
pub const SHORT: usize = 20;

/// The form for a new round, with what most teams choose.
pub fn form_for(context: &Context, action: String, minimum_group: u8) -> RoundForm {
    let zone = &context.app.settings.zone;
    let now = context.app.now();
    RoundForm {
        action,
        closing_day: zone.day(now + USUAL_DAYS * DAY).to_string(),
        days: (zone.day(now).to_string(), zone.day(now + FARTHEST_DAYS * DAY).to_string()),
        minimum_group,
        ..RoundForm::default()
    }
}

/// What the form says, checked.
pub struct Plan {
    /// How many people are invited.
    pub roster: u16,
    /// When the closing day is over, in seconds since 1970.
    pub closes_at: i64,
    /// Whether lists of scores may be kept.
    pub keep_lists: bool,
}

/// Reads the whole form; what is wrong is noted at its fields.
pub fn read(context: &Context, fields: &Fields) -> Result<Plan, Faults> {
    let mut faults = Faults::default();
    let roster = read_roster(fields, &mut faults);
    let closes_at = read_closing(context, fields, &mut faults);
    match (roster, closes_at) {
        (Some(roster), Some(closes_at)) => {
            Ok(Plan { roster, closes_at, keep_lists: !fields.ticked("no_lists") })
        }
        _ => Err(faults),
    }
}

/// Reads the roster.
pub fn read_roster(fields: &Fields, faults: &mut Faults) -> Option<u16> {
    let roster =
        fields.number("roster").filter(|number| (ROSTER_LEAST..=ROSTER_MOST).contains(number));
    if roster.is_none() {
        faults.add("roster", format!("Enter a whole number from {ROSTER_LEAST} to {ROSTER_MOST}."));
    }
    roster
}

/// Reads the closing day: today or later, and not too far ahead.
pub fn read_closing(context: &Context, fields: &Fields, faults: &mut Faults) -> Option<i64> {
    let zone = &context.app.settings.zone;
    let now = context.app.now();
    let Ok(day) = days::parse(fields.text("closing_day")) else {
        faults.add("closing_day", "Enter a day as year-month-day, for example 2026-03-31.");
        return None;
    };
    if day < zone.day(now) {
        faults.add("closing_day", "This day has passed. Choose today or a later day.");
        return None;
    }
    if day > zone.day(now + FARTHEST_DAYS * DAY) {
        faults.add("closing_day", format!("Choose a day within the next {FARTHEST_DAYS} days."));
        return None;
    }
    faults.take("closing_day", zone.end_of(day))
}

/// The form as it was typed, with what is wrong.
pub fn typed(
    context: &Context,
    action: String,
    minimum_group: u8,
    fields: &Fields,
    faults: &Faults,
) -> RoundForm {
    RoundForm {
        roster: fields.typed("roster", SHORT),
        closing_day: fields.typed("closing_day", SHORT),
        no_lists: fields.ticked("no_lists"),
        faults: faults.list(),
        ..form_for(context, action, minimum_group)
    }
}

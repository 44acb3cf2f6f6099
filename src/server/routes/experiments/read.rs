//! The plan of an experiment as a form: what it offers, and what comes back.

use crate::catalogue::{Experiment as Entry, PatternId};
use crate::days;
use crate::kata::{LONGEST_OWNER, LONGEST_TEXT, LONGEST_TITLE, Plan};
use crate::pages::experiments::PlanForm;
use crate::server::desk::Desk;
use crate::server::fields::{Faults, Fields};
use crate::server::texts;
use jiff::ToSpan;
use jiff::civil::Date;

/// The farthest that a review day may lie ahead, in days.
pub const FARTHEST_DAYS: i32 = 400;

/// A plan that begins with an entry of the catalogue.
pub fn from_catalogue(entry: &Entry, today: Date) -> Plan {
    Plan {
        title: entry.title.clone(),
        pattern: Some(entry.pattern),
        hypothesis: entry.hypothesis.clone(),
        target: entry.target.clone(),
        first_step: entry.first_step.clone(),
        measure: entry.measure.clone(),
        review_on: today.checked_add(i32::from(entry.review_after).days()).ok(),
        ..Plan::default()
    }
}

/// The form as a plan fills it.
pub fn form_of(plan: &Plan, today: Date) -> PlanForm {
    PlanForm {
        title: plan.title.clone(),
        pattern: plan.pattern.map(|id| id.as_str().to_owned()).unwrap_or_default(),
        hypothesis: plan.hypothesis.clone(),
        target: plan.target.clone(),
        current: plan.current.clone(),
        first_step: plan.first_step.clone(),
        measure: plan.measure.clone(),
        review_on: plan.review_on.map(|day| day.to_string()).unwrap_or_default(),
        owner: plan.owner.clone(),
        days: review_days(today),
        faults: Vec::new(),
    }
}

/// The form as it was typed, with what is wrong.
pub fn typed(fields: &Fields, today: Date, faults: &Faults) -> PlanForm {
    // What was too long can be shortened: it comes back whole, up to a bound.
    let text = |name| fields.typed(name, 4 * LONGEST_TEXT);
    PlanForm {
        title: text("title"),
        pattern: text("pattern"),
        hypothesis: text("hypothesis"),
        target: text("target"),
        current: text("current"),
        first_step: text("first_step"),
        measure: text("measure"),
        review_on: fields.typed("review_on", 20),
        owner: text("owner"),
        days: review_days(today),
        faults: faults.list(),
    }
}

/// The first and the last day that can be chosen for a review.
fn review_days(today: Date) -> (String, String) {
    let last = today.checked_add(FARTHEST_DAYS.days()).unwrap_or(today);
    (today.to_string(), last.to_string())
}

/// Reads the whole form. `before` is the plan as it stands, whose review day may have
/// passed.
pub fn read(desk: &Desk, fields: &Fields, before: Option<&Plan>) -> Result<Plan, Faults> {
    let mut faults = Faults::default();
    let mut text = |name, most| texts::read(fields, name, most, &mut faults);
    let plan = Plan {
        hypothesis: text("hypothesis", LONGEST_TEXT),
        target: text("target", LONGEST_TEXT),
        current: text("current", LONGEST_TEXT),
        first_step: text("first_step", LONGEST_TEXT),
        measure: text("measure", LONGEST_TEXT),
        title: texts::line(fields, "title", LONGEST_TITLE, &mut faults),
        owner: texts::line(fields, "owner", LONGEST_OWNER, &mut faults),
        pattern: None,
        review_on: None,
    };
    if plan.title.is_empty() && fields.text("title").trim().is_empty() {
        faults.add("title", "Give it a title, a few words.");
    }
    if plan.owner.contains('@') {
        faults.add("owner", "Write a role or initials, not an address.");
    }
    let pattern = match fields.text("pattern") {
        "" => None,
        id => faults.take("pattern", id.parse::<PatternId>()),
    };
    let review_on = match fields.text("review_on").trim() {
        "" => None,
        typed => read_day(desk.today(), typed, FARTHEST_DAYS, before.and_then(|p| p.review_on))
            .map_err(|message| faults.add("review_on", message))
            .ok(),
    };
    if faults.is_empty() { Ok(Plan { pattern, review_on, ..plan }) } else { Err(faults) }
}

/// Reads a day from today on, at most so many days ahead; one that stands already
/// may have passed.
pub fn read_day(
    today: Date,
    typed: &str,
    most_days: i32,
    stands: Option<Date>,
) -> Result<Date, String> {
    let day = days::parse(typed)
        .map_err(|_| "Enter a day as year-month-day, for example 2026-03-31.".to_owned())?;
    if stands == Some(day) {
        return Ok(day);
    }
    if day < today {
        return Err("This day has passed. Choose today or a later day.".to_owned());
    }
    let last = today.checked_add(most_days.days()).unwrap_or(today);
    if day > last {
        return Err(format!("Choose a day up to {}.", days::written(last)));
    }
    Ok(day)
}

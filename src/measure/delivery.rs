//! Delivery signals: what a team counts of a month, and what follows from it.
//!
//! A team keeps counts and medians; every rate is derived here, so that a rate can
//! never disagree with the counts beside it. The four key measures (deployment
//! frequency, lead time for changes, change failure rate, time to restore) are those
//! of Forsgren, Humble & Kim (2018), *Accelerate*, and of DORA's guide to its
//! software delivery metrics. Time between failures and the share of incidents that a
//! change caused stand beside them.
//!
//! They tell a team where it stands. Nothing in here compares teams.

mod quarter;
mod signal;
#[cfg(test)]
mod tests;

pub use quarter::{BANDS, band, band_words, count};
pub use signal::{Signal, figure};

use crate::days::Month;

/// The most deployments or incidents that a month can have.
pub const MOST: u32 = 100_000;
/// The longest median lead time, in hours: five years.
pub const LONGEST_LEAD: Hours = Hours(43_800 * 100);
/// The longest median time to restore, in hours: a year.
pub const LONGEST_RESTORE: Hours = Hours(8_760 * 100);
/// No month before this year is taken: it is more likely a slip of the keyboard.
pub const EARLIEST_YEAR: i16 = 2000;

/// Hours, kept exactly to the hundredth (36 seconds).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Hours(pub u32);

impl Hours {
    /// In hours.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// From hours, rounded to the hundredth; `None` for what is negative, not a number
    /// or beyond a million.
    #[must_use]
    pub fn new(hours: f64) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
        let rounded = |hours: f64| (hours * 100.0).round() as u32;
        (0.0..=1_000_000.0).contains(&hours).then(|| Self(rounded(hours)))
    }
}

/// What a team counted of one month. A team may know only some of it: what it does not
/// know is `None`, which is not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// How many changes reached production, 0–[`MOST`].
    pub deployments: Option<u32>,
    /// How many of these failed there: they had to be rolled back, fixed at once or made
    /// the service worse. At most as many as `deployments`.
    pub failed: Option<u32>,
    /// Median lead time for changes, from commit to production.
    pub lead_time: Option<Hours>,
    /// How many incidents there were, 0–[`MOST`].
    pub incidents: Option<u32>,
    /// How many of these a change had caused. At most as many as `incidents`.
    pub by_change: Option<u32>,
    /// Median time from a failure until the service was restored.
    pub restore: Option<Hours>,
}

/// What is entered of a month, one field each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// [`Counted::deployments`].
    Deployments,
    /// [`Counted::failed`].
    Failed,
    /// [`Counted::lead_time`].
    LeadTime,
    /// [`Counted::incidents`].
    Incidents,
    /// [`Counted::by_change`].
    ByChange,
    /// [`Counted::restore`].
    Restore,
}

impl Field {
    /// All fields, in the order of forms and files.
    pub const ALL: [Self; 6] = [
        Self::Deployments,
        Self::Failed,
        Self::LeadTime,
        Self::Incidents,
        Self::ByChange,
        Self::Restore,
    ];

    /// Its name in forms, files and the interface for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deployments => "deployments",
            Self::Failed => "failed",
            Self::LeadTime => "lead_time_hours",
            Self::Incidents => "incidents",
            Self::ByChange => "by_change",
            Self::Restore => "restore_hours",
        }
    }

    /// What it is, for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Deployments => "Deployments",
            Self::Failed => "Deployments that failed",
            Self::LeadTime => "Lead time for changes, median hours",
            Self::Incidents => "Incidents",
            Self::ByChange => "Incidents that a change caused",
            Self::Restore => "Time to restore, median hours",
        }
    }
}

impl Counted {
    /// Whether nothing is known at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is wrong with it, by field; empty for a month that can be kept.
    #[must_use]
    pub fn faults(&self) -> Vec<(Field, &'static str)> {
        let mut faults = Vec::new();
        if self.is_empty() {
            faults.push((Field::Deployments, "fill in at least one figure of the month"));
        }
        for (field, count) in [
            (Field::Deployments, self.deployments),
            (Field::Failed, self.failed),
            (Field::Incidents, self.incidents),
            (Field::ByChange, self.by_change),
        ] {
            if count.is_some_and(|count| count > MOST) {
                faults.push((field, "this is more than 100000 in one month"));
            }
        }
        if self.lead_time.is_some_and(|hours| hours > LONGEST_LEAD) {
            faults.push((Field::LeadTime, "this is more than 43800 hours, five years"));
        }
        if self.restore.is_some_and(|hours| hours > LONGEST_RESTORE) {
            faults.push((Field::Restore, "this is more than 8760 hours, a year"));
        }
        faults.extend(part(
            (Field::Failed, self.failed, "there were fewer deployments than this"),
            (Field::Deployments, self.deployments, "say of how many deployments these failed"),
        ));
        faults.extend(part(
            (Field::ByChange, self.by_change, "there were fewer incidents than this"),
            (Field::Incidents, self.incidents, "say of how many incidents a change caused these"),
        ));
        if self.deployments == Some(0) && self.lead_time.is_some() {
            faults.push((Field::LeadTime, "nothing was deployed, so there is no lead time"));
        }
        if self.restore.is_some() && self.nothing_failed() {
            faults.push((Field::Restore, "nothing failed, so there was nothing to restore"));
        }
        faults.sort();
        faults
    }

    /// Whether it is known that nothing failed.
    fn nothing_failed(&self) -> bool {
        let known: Vec<u32> = [self.failed, self.incidents].into_iter().flatten().collect();
        !known.is_empty() && known.iter().all(|count| *count == 0)
    }
}

/// What is wrong with a count that is a part of another one.
fn part(
    (field, part, more): (Field, Option<u32>, &'static str),
    (of, whole, missing): (Field, Option<u32>, &'static str),
) -> Option<(Field, &'static str)> {
    match (part, whole) {
        (Some(_), None) => Some((of, missing)),
        (Some(part), Some(whole)) if part > whole => Some((field, more)),
        _ => None,
    }
}

/// What is wrong with a month as such, given the present one.
///
/// # Errors
/// Words for a month that has not begun or lies before [`EARLIEST_YEAR`].
pub fn check_month(month: Month, present: Month) -> Result<(), &'static str> {
    if month > present {
        Err("this month has not begun yet")
    } else if month.first_day().year() < EARLIEST_YEAR {
        Err("months before the year 2000 are not taken")
    } else {
        Ok(())
    }
}

//! A team's quarter in bands: how leadership sees signals, many teams together.
//!
//! The bands are ours, for orientation. They lie where people draw lines anyway (a
//! day, a week, a month); no team is good or bad because of one.

use super::{Counted, Hours, Signal};
use crate::days::Month;

/// How many bands each signal has.
pub const BANDS: usize = 4;

/// Hours of a day, a week and a month of 365 / 12 days.
const DAY: f64 = 24.0;
const WEEK: f64 = 7.0 * DAY;
const MONTH: f64 = 730.0;

/// Where the bands of a signal part, in the order of the bands, and whether figures grow
/// from the first band to the last.
const fn edges(signal: Signal) -> ([&'static str; BANDS - 1], bool) {
    match signal {
        Signal::DeploymentFrequency => (["20 a month", "4 a month", "1 a month"], false),
        Signal::LeadTime => (["a day", "a week", "a month"], true),
        Signal::ChangeFailureRate => (["5 %", "15 %", "30 %"], true),
        Signal::TimeToRestore => (["an hour", "a day", "a week"], true),
        Signal::TimeBetweenFailures => (["a month", "a week", "a day"], false),
        Signal::CausedByChange => (["25 %", "50 %", "75 %"], true),
    }
}

/// What lies in the bands from `first` to `last` of a signal, for example "a day to a
/// week".
#[must_use]
pub fn band_words(signal: Signal, first: usize, last: usize) -> String {
    let (edges, growing) = edges(signal);
    let before = first.checked_sub(1).and_then(|place| edges.get(place));
    let (low, high) = match (before, edges.get(last)) {
        (low, high) if growing => (low, high),
        (high, low) => (low, high),
    };
    match (low, high) {
        (None, None) => "anywhere".to_owned(),
        (None, Some(high)) => format!("less than {high}"),
        (Some(low), None) => format!("{low} or more"),
        (Some(low), Some(high)) => format!("{low} to {high}"),
    }
}

/// In which band a team's quarter lies on a signal, 0–3; `None` where its months do not
/// say. Counts are added up over the months that know them; of medians the middle month
/// is taken (of two, the mean of both). A quarter without an incident lies in the first
/// band of [`Signal::TimeBetweenFailures`].
#[must_use]
pub fn band(signal: Signal, months: &[(Month, Counted)]) -> Option<usize> {
    let sum = |of: fn(&Counted) -> Option<(u32, u32)>| {
        let known = months.iter().filter_map(|(_, counted)| of(counted));
        known.fold((0_u64, 0_u64), |sums, (part, whole)| {
            (sums.0 + u64::from(part), sums.1 + u64::from(whole))
        })
    };
    let share = |of| match sum(of) {
        (_, 0) => None,
        #[expect(clippy::cast_precision_loss, reason = "far below 2 to the power of 52")]
        (part, whole) => Some(100.0 * part as f64 / whole as f64),
    };
    match signal {
        Signal::DeploymentFrequency => {
            let known: Vec<f64> =
                months.iter().filter_map(|(_, each)| each.deployments.map(f64::from)).collect();
            let mean = known.iter().sum::<f64>() / known.len() as f64;
            (!known.is_empty()).then(|| falling(mean, [20.0, 4.0, 1.0]))
        }
        Signal::LeadTime => {
            middle(months, |each| each.lead_time).map(|hours| rising(hours, [DAY, WEEK, MONTH]))
        }
        Signal::ChangeFailureRate => share(|each| each.failed.zip(each.deployments))
            .map(|rate| rising(rate, [5.0, 15.0, 30.0])),
        Signal::TimeToRestore => {
            middle(months, |each| each.restore).map(|hours| rising(hours, [1.0, DAY, WEEK]))
        }
        Signal::TimeBetweenFailures => {
            let known = || months.iter().filter(|(_, each)| each.incidents.is_some());
            let hours: f64 = known().map(|(month, _)| f64::from(month.hours())).sum();
            let incidents: f64 =
                known().filter_map(|(_, each)| each.incidents.map(f64::from)).sum();
            let between = if incidents > 0.0 { hours / incidents } else { f64::INFINITY };
            known().next().is_some().then(|| falling(between, [MONTH, WEEK, DAY]))
        }
        Signal::CausedByChange => share(|each| each.by_change.zip(each.incidents))
            .map(|rate| rising(rate, [25.0, 50.0, 75.0])),
    }
}

/// How many teams lie in each band of a signal, from the months of each.
#[must_use]
pub fn count<'a>(
    signal: Signal,
    teams: impl Iterator<Item = &'a [(Month, Counted)]>,
) -> [u32; BANDS] {
    let mut counts = [0; BANDS];
    for place in teams.filter_map(|months| band(signal, months)) {
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
    }
    counts
}

/// The band of a figure where more comes later.
fn rising(value: f64, ends: [f64; BANDS - 1]) -> usize {
    ends.into_iter().filter(|end| value >= *end).count()
}

/// The band of a figure where less comes later.
fn falling(value: f64, ends: [f64; BANDS - 1]) -> usize {
    ends.into_iter().filter(|end| value < *end).count()
}

/// The middle of the months that know it, in hours.
fn middle(months: &[(Month, Counted)], of: fn(&Counted) -> Option<Hours>) -> Option<f64> {
    let mut known: Vec<Hours> = months.iter().filter_map(|(_, counted)| of(counted)).collect();
    known.sort_unstable();
    let last = known.len().checked_sub(1)?;
    let (low, high) = (known.get(last / 2)?, known.get(last.div_ceil(2))?);
    Some(f64::midpoint(low.value(), high.value()))
}

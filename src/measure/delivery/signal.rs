//! The six signals of a month, derived from what was counted.

use super::Counted;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;
use utoipa::ToSchema;

/// A delivery measure, made of what a team counts. The first five are those that the
/// catalogue names too, under the same ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = DeliverySignal)]
pub enum Signal {
    /// Deployments in a month.
    DeploymentFrequency,
    /// Median lead time for changes, in hours.
    LeadTime,
    /// Change failure rate: failed deployments in a hundred.
    ChangeFailureRate,
    /// Median time to restore, in hours.
    TimeToRestore,
    /// Time between failures: hours of the month for each incident.
    TimeBetweenFailures,
    /// Incidents that a change caused, in a hundred.
    CausedByChange,
}

impl Signal {
    /// All signals, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::DeploymentFrequency,
        Self::LeadTime,
        Self::ChangeFailureRate,
        Self::TimeToRestore,
        Self::TimeBetweenFailures,
        Self::CausedByChange,
    ];

    /// How it is written in addresses, files and the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DeploymentFrequency => "deployment-frequency",
            Self::LeadTime => "lead-time",
            Self::ChangeFailureRate => "change-failure-rate",
            Self::TimeToRestore => "time-to-restore",
            Self::TimeBetweenFailures => "time-between-failures",
            Self::CausedByChange => "caused-by-change",
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DeploymentFrequency => "Deployment frequency",
            Self::LeadTime => "Lead time for changes",
            Self::ChangeFailureRate => "Change failure rate",
            Self::TimeToRestore => "Time to restore",
            Self::TimeBetweenFailures => "Time between failures",
            Self::CausedByChange => "Incidents that a change caused",
        }
    }

    /// Its unit, to follow its name.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::DeploymentFrequency => "deployments a month",
            Self::LeadTime | Self::TimeToRestore => "median hours",
            Self::ChangeFailureRate => "% of deployments",
            Self::TimeBetweenFailures => "hours",
            Self::CausedByChange => "% of incidents",
        }
    }

    /// How it is made, as a formula in words.
    #[must_use]
    pub const fn formula(self) -> &'static str {
        match self {
            Self::DeploymentFrequency => "changes that reached production in the month",
            Self::LeadTime => "median of the hours from commit to production",
            Self::ChangeFailureRate => "100 \u{d7} deployments that failed \u{f7} deployments",
            Self::TimeToRestore => "median of the hours from a failure until it was restored",
            Self::TimeBetweenFailures => "hours of the month \u{f7} incidents",
            Self::CausedByChange => "100 \u{d7} incidents that a change caused \u{f7} incidents",
        }
    }

    /// The signal of a month that has so many hours; `None` where it is not known, and
    /// where there is nothing to divide by. Rates are 0–100.
    #[must_use]
    pub fn of(self, counted: &Counted, hours: u32) -> Option<f64> {
        match self {
            Self::DeploymentFrequency => counted.deployments.map(f64::from),
            Self::LeadTime => counted.lead_time.map(super::Hours::value),
            Self::ChangeFailureRate => share(counted.failed, counted.deployments),
            Self::TimeToRestore => counted.restore.map(super::Hours::value),
            Self::TimeBetweenFailures => ratio(f64::from(hours), counted.incidents?),
            Self::CausedByChange => share(counted.by_change, counted.incidents),
        }
    }
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no signal has this name")]
pub struct NoSignal;

impl FromStr for Signal {
    type Err = NoSignal;

    fn from_str(text: &str) -> Result<Self, NoSignal> {
        Self::ALL.into_iter().find(|signal| signal.as_str() == text).ok_or(NoSignal)
    }
}

/// In a hundred.
fn share(part: Option<u32>, whole: Option<u32>) -> Option<f64> {
    ratio(f64::from(part?) * 100.0, whole?)
}

fn ratio(numerator: f64, denominator: u32) -> Option<f64> {
    (denominator > 0).then(|| numerator / f64::from(denominator))
}

/// A figure as it is shown: two places below 10, one below 100, none from there on;
/// zeros at the end are left out.
#[must_use]
pub fn figure(value: f64) -> String {
    let places = match value.abs() {
        ..9.995 => 2,
        ..99.95 => 1,
        _ => 0,
    };
    let text = format!("{value:.places$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

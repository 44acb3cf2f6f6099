//! A team's delivery signals, for its own eyes: no person said any of it.

use super::released::Released;
use crate::days::Month;
use crate::measure::delivery::{Counted, Signal};

/// How many months a chart shows at most: the last two years.
const MOST_MONTHS: usize = 24;

/// One signal of one team, month by month.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalCourse {
    /// Which signal.
    pub signal: Signal,
    /// The months, earliest first and none left out, at most the last 24.
    pub points: Vec<SignalPoint>,
}

/// A month of a signal.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalPoint {
    /// The month, written out.
    pub name: String,
    /// The same where there is little room.
    pub brief: String,
    /// Days since 1970: where it stands.
    pub day: i32,
    /// The figure, in the signal's unit; none where it is not known.
    pub value: Option<f64>,
}

/// Releases one signal of a team's months to those who may see the team. Months that
/// nobody entered are gaps.
#[must_use]
pub fn signal_course(months: &[(Month, Counted)], signal: Signal) -> Released<SignalCourse> {
    let first = months.iter().map(|(month, _)| *month).min();
    let last = months.iter().map(|(month, _)| *month).max();
    let all = std::iter::successors(last, |month| Some(month.before()));
    let point = |month: Month| {
        let entered = months.iter().find(|(each, _)| *each == month);
        SignalPoint {
            name: month.written(),
            brief: month.brief(),
            day: month.middle(),
            value: entered.and_then(|(_, counted)| signal.of(counted, month.hours())),
        }
    };
    let shown = all.take(MOST_MONTHS).take_while(|month| Some(*month) >= first);
    let mut points: Vec<_> = shown.map(point).collect();
    points.reverse();
    Released::seal(SignalCourse { signal, points })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_that_nobody_entered_are_gaps_and_old_ones_are_left_out() {
        let entered = |text: &str, deployments| {
            let counted = Counted { deployments: Some(deployments), ..Counted::default() };
            (text.parse::<Month>().unwrap(), counted)
        };
        let course = signal_course(
            &[entered("2026-01", 3), entered("2026-04", 5)],
            Signal::DeploymentFrequency,
        );
        let values: Vec<_> = course.points.iter().map(|point| point.value).collect();
        assert_eq!(values, [Some(3.0), None, None, Some(5.0)]);
        assert_eq!(course.points[0].name, "January 2026");
        let long = signal_course(
            &[entered("2016-01", 3), entered("2026-04", 5)],
            Signal::DeploymentFrequency,
        );
        assert_eq!((long.points.len(), long.points[0].name.as_str()), (24, "May 2024"));
        assert!(signal_course(&[], Signal::LeadTime).points.is_empty());
    }
}

//! What the charts draw, taken from reports that are released already.

use super::released::Released;
use super::shapes::{
    Dot, DotPlot, DotRow, Figure, History, HistoryPoint, Radar, RadarSeries, Report,
};

/// The outlines of a round and, if there is one, of the round before it. Each
/// comes with the name for its legend, for example "This round, 3 March 2026".
///
/// Both rounds are released, so both reach their minimum group (P8a).
#[must_use]
pub fn radar(
    current: (&str, &Released<Report>),
    previous: Option<(&str, &Released<Report>)>,
) -> Released<Radar> {
    let series = [Some(current), previous].into_iter().flatten().map(outline).collect();
    Released::seal(Radar { series })
}

fn outline((name, report): (&str, &Released<Report>)) -> RadarSeries {
    let points = report
        .dimensions
        .iter()
        .map(|row| row.figure.map(|figure| figure.health.value()))
        .collect();
    RadarSeries { name: name.to_owned(), points }
}

/// A dot with its interval for each item of a round.
#[must_use]
pub fn dot_plot(report: &Released<Report>) -> Released<DotPlot> {
    let rows = report.items.iter().map(|row| DotRow { id: row.id, dot: row.figure.map(dot) });
    Released::seal(DotPlot { rows: rows.collect() })
}

/// A figure as a dot with its interval.
pub(super) const fn dot(figure: Figure) -> Dot {
    Dot {
        at: figure.health.value(),
        coded: figure.health.is_coded(),
        interval: figure.interval,
        answers: Some(figure.answers),
    }
}

/// A day as a history needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Written out, for example "3 March 2026".
    pub name: String,
    /// The same where there is little room, for example "Mar 2026".
    pub brief: String,
    /// Days since 1 January 1970.
    pub number: i32,
}

/// Health over all dimensions, round by round, earliest first.
///
/// Every round is released, so every one reaches its minimum group (P8a).
#[must_use]
pub fn history(rounds: &[(Day, Released<Report>)]) -> Released<History> {
    let point = |(day, report): &(Day, Released<Report>)| HistoryPoint {
        name: day.name.clone(),
        brief: day.brief.clone(),
        day: day.number,
        figure: report.overall,
    };
    Released::seal(History { rounds: rounds.iter().map(point).collect() })
}

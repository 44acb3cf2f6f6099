//! The charts of a report, with the sentence that each of them states.

use crate::catalogue::Catalogue;
use crate::charts::{self, Caption, Chart, Marker, Table};
use crate::components::TableData;
use crate::days::Month;
use crate::disclosure::{self, History, OwnView, Released, Report};
use crate::measure::delivery::{Counted, Signal};
use crate::pages::report::ChartView;

/// The charts of one report or of one person's view.
#[derive(Debug, Clone)]
pub struct Charts {
    /// The six dimensions.
    pub radar: Chart,
    /// The eighteen anti-patterns.
    pub dots: Chart,
}

impl Charts {
    /// The charts of a round, with the `finding` that they state; `previous` becomes
    /// the second outline.
    #[must_use]
    pub fn of_report(
        current: (&str, &Released<Report>),
        previous: Option<(&str, &Released<Report>)>,
        finding: String,
        catalogue: &Catalogue,
    ) -> Self {
        let desc = match previous {
            Some((name, _)) => format!(
                "Health of the six dimensions, {}, with {} as a second outline.",
                current.0, name
            ),
            None => format!("Health of the six dimensions, {}.", current.0),
        };
        Self {
            radar: charts::radar(
                &disclosure::radar(current, previous),
                catalogue,
                &Caption { title: finding.clone(), desc },
            ),
            dots: charts::dot_plot(
                &disclosure::dot_plot(current.1),
                catalogue,
                &Caption {
                    title: finding,
                    desc: format!(
                        "Health of the eighteen anti-patterns, {}, with the interval in which each could plausibly lie.",
                        current.0
                    ),
                },
            ),
        }
    }

    /// The charts of one person's own view.
    #[must_use]
    pub fn of_own(view: &Released<OwnView>, finding: String, catalogue: &Catalogue) -> Self {
        let caption = |what: &str| Caption {
            title: finding.clone(),
            desc: format!("{what}, as one person sees it."),
        };
        Self {
            radar: charts::radar(
                &disclosure::own_radar(view),
                catalogue,
                &caption("Health of the six dimensions"),
            ),
            dots: charts::dot_plot(
                &disclosure::own_dots(view),
                catalogue,
                &caption("Health of the eighteen anti-patterns"),
            ),
        }
    }
}

/// The history of a team, with its number of rounds as the title and the starts and
/// reviews of its experiments as markers.
#[must_use]
pub fn history_of(history: &Released<History>, markers: &[Marker]) -> Chart {
    let caption = Caption {
        title: format!("Health over {} rounds", history.rounds.len()),
        desc: "Health over all dimensions, round by round, with the interval in which each could plausibly lie."
            .to_owned(),
    };
    charts::history(history, &caption, markers)
}

/// One delivery signal of a team, with the starts and reviews of its experiments.
#[must_use]
pub fn signal_of(months: &[(Month, Counted)], signal: Signal, markers: &[Marker]) -> Chart {
    let caption = Caption {
        title: format!("{}, {}", signal.name(), signal.unit()),
        desc: "Month by month, as the team counted it.".to_owned(),
    };
    charts::signal(&disclosure::signal_course(months, signal), &caption, markers)
}

/// A chart as it goes into a page; ids inside begin with `id`.
#[must_use]
pub fn chart_view(chart: &Chart, id: &str) -> ChartView {
    ChartView { svg: chart.svg_inline(id), table: table_data(chart) }
}

/// The same, as small as it gets.
#[must_use]
pub fn small_view(chart: &Chart, id: &str) -> ChartView {
    ChartView { svg: chart.svg_small(id), table: table_data(chart) }
}

fn table_data(chart: &Chart) -> TableData {
    let Table { columns, rows } = chart.table();
    TableData { columns, rows }
}

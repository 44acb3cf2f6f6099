//! Everything that a report's page tells, and the page of it.

use crate::advice::{self, Past};
use crate::catalogue::Catalogue;
use crate::charts::{Marker, marker_list};
use crate::disclosure::{History, Released};
use crate::measure::delivery::Signal;
use crate::pages::cords::Cords;
use crate::pages::report::{ChartView, ReportPage, Sharing, report as report_page};
use crate::pages::team::RoundLine;
use crate::server::context::Context;
use crate::server::drawing::{self, Charts, chart_view, small_view};
use crate::server::state::AppState;
use crate::server::written;
use crate::store::{Months, RoundId, Team};
use leptos::prelude::*;

use super::loaded::Loaded;

/// As whom somebody reads a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Viewer {
    /// The team's facilitator.
    Leads,
    /// A coach with whom the team shares.
    Coaches,
    /// Whoever has a link to this one report.
    Reads,
}

impl Viewer {
    /// As whom this browser reads the reports of a team, if it may read one.
    pub fn of(context: &Context, team: &Team) -> Self {
        if context.is_facilitator(&team.id) {
            Self::Leads
        } else if context.coaches(team) {
            Self::Coaches
        } else {
            Self::Reads
        }
    }

    pub const fn leads(self) -> bool {
        matches!(self, Self::Leads)
    }

    /// Whether the team's other rounds are to be seen too, and what stands beside them.
    pub const fn sees_team(self) -> bool {
        !matches!(self, Self::Reads)
    }
}

/// Everything that the page is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub round: RoundId,
    /// Whether the files still hold bytes of the answers: said above the report.
    pub bytes_pending: bool,
    pub viewer: Viewer,
    pub team: Team,
    pub organisation: String,
    /// The round's path.
    pub base: String,
    pub loaded: Loaded,
    pub history: Option<Released<History>>,
    /// What the team has tried.
    pub past: Past,
    pub other_rounds: Vec<RoundLine>,
    pub markers: Vec<Marker>,
    /// What the team counted of its delivery.
    pub months: Months,
    pub cords: Option<Cords>,
    pub sharing: Option<Sharing>,
}

/// The page that tells this.
pub fn written(app: &AppState, told: Told) -> impl IntoView + use<> {
    let key = (told.round.clone(), told.viewer);
    let catalogue = app.catalogue;
    written::written(&app.reports, key, told, move |told| {
        report_page(told.page(catalogue), catalogue)
    })
}

impl Told {
    fn page(self, catalogue: &Catalogue) -> ReportPage {
        let Self { team, loaded, markers, months, .. } = self;
        let finding = advice::finding(&loaded.report, catalogue);
        let charts =
            Charts::of_report(loaded.current(), loaded.previous(), finding.clone(), catalogue);
        let change = loaded.before.as_ref().map(|before| &before.change);
        ReportPage {
            talk: advice::talk_first(&loaded.report, catalogue),
            suggestions: advice::suggest(&loaded.report, change, catalogue, &self.past),
            board: self.viewer.sees_team().then(|| format!("/teams/{}/experiments", team.id)),
            may_adopt: self.viewer.leads(),
            radar: chart_view(&charts.radar, "radar"),
            dots: chart_view(&charts.dots, "dots"),
            past: self.other_rounds,
            trend: self.history.map(|history| {
                let chart = drawing::history_of(&history, &markers);
                chart_view(&chart, "history")
            }),
            signals: signals(&months, &markers),
            signals_page: format!("/teams/{}/signals", team.id),
            markers: marker_list(&markers),
            whole_team: self.viewer.sees_team(),
            cords: self.cords,
            sharing: self.sharing,
            team: team.name,
            organisation: self.organisation,
            day: loaded.name,
            report: loaded.report,
            before: loaded.before,
            finding,
            base: self.base,
        }
    }
}

/// Small charts of the signals that have a course: a figure in at least two months.
fn signals(months: &Months, markers: &[Marker]) -> Vec<(Signal, ChartView)> {
    let known = |signal: &Signal| {
        months.iter().filter(|(month, each)| signal.of(each, month.hours()).is_some()).count()
    };
    let drawn = |signal: Signal| {
        let id = format!("signal-{signal}");
        (signal, small_view(&drawing::signal_of(months, signal, markers), &id))
    };
    Signal::ALL.into_iter().filter(|signal| known(signal) > 1).map(drawn).collect()
}

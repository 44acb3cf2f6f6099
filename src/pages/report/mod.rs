//! A round's report: the finding, the charts, what has changed, what to talk
//! about, what to try.

mod advice;
mod change;
mod figures;
mod heading;
mod tail;

pub use advice::{leadership, team_experiments};

use crate::advice::{Suggestions, Talk};
use crate::catalogue::Catalogue;
use crate::charts::words;
use crate::components::{Notice, TableData};
use crate::disclosure::{Change, Figure, Released, Report};
use crate::measure::delivery::Signal;
use crate::pages::cords::Cords;
use crate::pages::signals::beside_radar;
use crate::pages::team::RoundLine;
use leptos::prelude::*;

/// A chart as it goes into a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartView {
    /// The drawing, made by our own charts.
    pub svg: String,
    /// The same numbers.
    pub table: TableData,
}

/// A share link that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareLink {
    /// Its id, for revoking it.
    pub id: String,
    /// When it was made and until when it holds, in words.
    pub about: String,
}

/// Who may hand the report on, and what they have handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// Links that hold.
    pub links: Vec<ShareLink>,
}

/// The round before, where both may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// The day on which it closed, written out.
    pub day: String,
    /// The same day, for programs.
    pub closed_on: jiff::civil::Date,
    /// Its figures; none for whoever reads the later report alone, with a share link.
    pub report: Option<Released<Report>>,
    /// What has changed since; for such a reader, verdicts alone.
    pub change: Released<Change>,
}

/// What the page shows.
#[derive(Debug, Clone)]
pub struct ReportPage {
    /// The team's name.
    pub team: String,
    /// The organisation's name.
    pub organisation: String,
    /// The day on which the round closed, written out.
    pub day: String,
    /// The figures.
    pub report: Released<Report>,
    /// The round before, where both may be shown.
    pub before: Option<Before>,
    /// The most important thing, in one sentence.
    pub finding: String,
    /// The six dimensions.
    pub radar: ChartView,
    /// The eighteen anti-patterns.
    pub dots: ChartView,
    /// What to talk about first.
    pub talk: Vec<Talk>,
    /// What to try.
    pub suggestions: Suggestions,
    /// The path of the team's board, for those who may see it.
    pub board: Option<String>,
    /// Whether the viewer may put experiments on it.
    pub may_adopt: bool,
    /// Health from round to round, from the second round on.
    pub trend: Option<ChartView>,
    /// Other rounds of the team, newest first.
    pub past: Vec<RoundLine>,
    /// The round's path, without a slash at the end: files are below it.
    pub base: String,
    /// What its facilitator may hand on; none for everybody else.
    pub sharing: Option<Sharing>,
    /// The team's cords; for its facilitator alone.
    pub cords: Option<Cords>,
    /// Delivery signals that have a course, for those who may see the team.
    pub signals: Vec<(Signal, ChartView)>,
    /// The page of all of them.
    pub signals_page: String,
    /// What the numbered lines on their charts stand for.
    pub markers: Vec<String>,
    /// Whether the viewer may see the team's other reports too.
    pub whole_team: bool,
}

/// The page's title.
#[must_use]
pub fn title(team: &str, day: &str) -> String {
    format!("{team}, {day}: report")
}

/// The page.
pub fn report(page: ReportPage, catalogue: &'static Catalogue) -> impl IntoView {
    let ReportPage {
        team,
        organisation,
        day,
        report,
        before,
        finding,
        radar,
        dots,
        talk,
        suggestions,
        board,
        may_adopt,
        trend,
        past,
        base,
        sharing,
        cords,
        signals,
        signals_page,
        markers,
        whole_team,
    } = page;
    let shared = !whole_team;
    view! {
        <article class="sheet report">
            <header class="page-head">
                <p class="kicker">
                    <strong>{team}</strong>" "<span>{organisation}</span>" "<span>{day}</span>
                </p>
                <h1>{finding}</h1>
                {summary(&report, before.as_ref())}
                {shared
                    .then(|| {
                        view! {
                            <Notice title="A shared report">
                                <p>"You are reading it through a link that somebody gave you. It belongs to the team: please do not pass it on without asking."</p>
                            </Notice>
                        }
                    })}
            </header>
            {figures::dimensions(&report, before.as_ref(), radar, &base, catalogue)}
            {beside_radar(&signals_page, signals, markers)}
            {change::since(&report, before.as_ref(), catalogue)}
            {figures::patterns(&report, dots, &base, catalogue)}
            {advice::talk_first(talk, &report, catalogue)}
            {team_experiments(suggestions.for_team, catalogue, board.map(|board| (board, may_adopt)))}
            {leadership(suggestions.for_leadership, cords.as_ref(), catalogue)}
            {(!shared).then(|| tail::history(past, trend, &base))}
            {tail::take_along(&base, sharing)}
            {tail::reading(&report)}
        </article>
    }
}

/// How many people answered, health over everything, and whether it has changed.
fn summary(report: &Report, before: Option<&Before>) -> impl IntoView + use<> {
    let answers = format!("{} people answered.", words::band(report.answers));
    let overall = report.overall.shown().map(|figure| {
        let range = range(figure)
            .map_or_else(String::new, |range| format!(" It could plausibly lie between {range}."));
        format!(" Health over all dimensions: {} of 100.{range}", figure.health)
    });
    let change = before.and_then(change::sentence);
    view! { <p class="lead">{answers}{overall}{change}</p> }
}

/// "40 and 70", to follow "between".
fn range(figure: &Figure) -> Option<String> {
    figure.interval.map(|interval| format!("{} and {}", interval.low, interval.high))
}

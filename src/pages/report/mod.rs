//! A round's report: the finding, two charts, what to talk about, what to try.

mod advice;
mod figures;
mod heading;
mod tail;

pub use advice::{leadership, team_experiments};

use crate::advice::{Suggestions, Talk};
use crate::catalogue::Catalogue;
use crate::charts::words;
use crate::components::{Notice, TableData};
use crate::disclosure::{Figure, Released, Report};
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
    /// The round before, with its day, where both may be shown.
    pub previous: Option<(String, Released<Report>)>,
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
    /// Other rounds of the team, newest first.
    pub past: Vec<RoundLine>,
    /// The round's path, without a slash at the end: files are below it.
    pub base: String,
    /// What its facilitator may hand on; none for whoever reads a shared report.
    pub sharing: Option<Sharing>,
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
        previous,
        finding,
        radar,
        dots,
        talk,
        suggestions,
        past,
        base,
        sharing,
    } = page;
    let shared = sharing.is_none();
    view! {
        <article class="sheet report">
            <header class="page-head">
                <p class="kicker">
                    <strong>{team}</strong>" "<span>{organisation}</span>" "<span>{day}</span>
                </p>
                <h1>{finding}</h1>
                {summary(&report)}
                {shared
                    .then(|| {
                        view! {
                            <Notice title="A shared report">
                                <p>"You are reading it through a link that somebody gave you. It belongs to the team: please do not pass it on without asking."</p>
                            </Notice>
                        }
                    })}
            </header>
            {figures::dimensions(&report, previous.as_ref(), radar, &base, catalogue)}
            {figures::patterns(&report, dots, &base, catalogue)}
            {advice::talk_first(talk, &report, catalogue)}
            {team_experiments(suggestions.for_team, catalogue)}
            {leadership(suggestions.for_leadership, catalogue)}
            {(!shared).then(|| tail::history(past))}
            {tail::take_along(&base, sharing)}
            {tail::reading(&report)}
        </article>
    }
}

/// How many people answered, and health over everything.
fn summary(report: &Report) -> impl IntoView + use<> {
    let answers = format!("{} people answered.", words::band(report.answers));
    let overall = report.overall.shown().map(|figure| {
        let range = range(figure)
            .map_or_else(String::new, |range| format!(" It could plausibly lie between {range}."));
        format!(" Health over all dimensions: {} of 100.{range}", figure.health)
    });
    view! { <p class="lead">{answers}{overall}</p> }
}

/// "40 and 70", to follow "between".
fn range(figure: &Figure) -> Option<String> {
    figure.interval.map(|interval| format!("{} and {}", interval.low, interval.high))
}

//! Leadership's page: figures over many teams, never over one, and what only
//! leadership can change.

mod briefing;
mod cords;
mod delivery;
mod figures;
mod groups;
mod systemic;

pub use briefing::{Briefing, briefing};
pub use cords::{
    CordPage, CordsPage, DecisionForm, Line as CordLine, cord, cords, title as cords_title,
};
pub use delivery::DeliveryQuarter;

use crate::advice::Systemic;
use crate::catalogue::Catalogue;
use crate::components::{ChartFigure, Empty, PageHead};
use crate::disclosure::pooled::Period;
use crate::disclosure::{Board, Released};
use crate::pages::others::others;
use crate::pages::report::ChartView;
use leptos::prelude::*;

/// What the page is narrowed to, and what else there is.
#[derive(Debug, Clone)]
pub struct Choices {
    /// The organisation's id.
    pub organisation: String,
    /// Other organisations that the browser leads, by id and name.
    pub others: Vec<(String, String)>,
    /// Quarters with figures, newest first.
    pub quarters: Vec<String>,
    /// The chosen one.
    pub quarter: String,
}

/// What the page shows of a quarter.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The quarter, written out.
    pub quarter: String,
    /// The most important thing, in one sentence.
    pub finding: String,
    /// The figures.
    pub period: Released<Period>,
    /// What is systemic, with experiments.
    pub systemic: Vec<Systemic>,
    /// The six dimensions; the quarter before is the second outline.
    pub radar: ChartView,
    /// A small chart for each dimension with at least two quarters.
    pub trends: Vec<(String, ChartView)>,
    /// Groups side by side, by name; none where there are no groups.
    pub groups: Option<Released<Board>>,
    /// The query with which files are of the same quarter.
    pub files: String,
}

/// The page.
#[derive(Debug, Clone)]
pub struct LeadershipPage {
    /// The organisation's name.
    pub organisation: String,
    /// What can be chosen.
    pub choices: Choices,
    /// The quarter; none while there is nothing to show.
    pub overview: Option<Overview>,
    /// Delivery signals, quarter by quarter up to the chosen one, newest first.
    pub delivery: Vec<DeliveryQuarter>,
    /// The day from which on the next quarter's signals are counted, written out.
    pub delivery_next: String,
    /// The day from which on there is something new, written out.
    pub next: String,
}

/// The page.
pub fn leadership(page: LeadershipPage, catalogue: &'static Catalogue) -> impl IntoView {
    let LeadershipPage { organisation, choices, overview, delivery, delivery_next, next } = page;
    let delivery = delivery::section(delivery, &delivery_next);
    let others = others("/leadership", &choices.others);
    let path = |name: &str| format!("/leadership/{name}?organisation={}", choices.organisation);
    let (cords, board, works) = (path("cords"), path("experiments"), path("works"));
    let body = match overview {
        None => view! { {nothing(organisation, &next)}{delivery} }.into_any(),
        Some(overview) => view! {
            <PageHead kicker=organisation title=overview.finding.clone() lead=lead(&overview)/>
            {filters(&choices)}
            {sections(overview, delivery.into_any(), &next, catalogue)}
        }
        .into_any(),
    };
    view! {
        <article class="wide leadership">
            {body}
            <section aria-labelledby="cords">
                <h2 id="cords">"What to do with it"</h2>
                <ul>
                    <li><a href=cords>"What teams ask of you"</a>": the anti-patterns on which they have pulled the cord because they cannot change them, and your answers."</li>
                    <li><a href=board>"Your own experiments"</a>": what leadership tries, step by step."</li>
                    <li><a href=works>"What works here"</a>": the practices that many teams have tried, and how it went."</li>
                </ul>
            </section>
            {others}
            {super::team::sign_out()}
        </article>
    }
}

fn nothing(organisation: String, next: &str) -> impl IntoView + use<> {
    let when = format!(
        "A quarter is counted once it is over, so that nobody can watch a figure move with a single team\u{2019}s answers. The present one is counted on {next}."
    );
    view! {
        <PageHead kicker=organisation title="Nothing to see here yet" lead="This page shows what many teams say together, and never what one of them says."/>
        <Empty title="What it takes">
            <p>"At least four teams with a closed round within two quarters. "{when}</p>
        </Empty>
    }
}

fn lead(overview: &Overview) -> String {
    format!(
        "What {} teams say, up to the end of the {}. Each counts once, with its last round of two quarters, and each person alike. No team can be seen here, and no team should be asked for its figures.",
        overview.period.teams(),
        overview.quarter
    )
}

/// The quarter, as a plain form, and the way to paper.
fn filters(choices: &Choices) -> impl IntoView + use<> {
    let options: Vec<_> = choices
        .quarters
        .iter()
        .map(|each| {
            let chosen = *each == choices.quarter;
            view! { <option value=each.clone() selected=chosen>{each.replace('-', " ")}</option> }
        })
        .collect();
    let Choices { organisation, quarter, .. } = choices.clone();
    let paper = format!("/leadership/briefing?organisation={organisation}&quarter={quarter}");
    view! {
        <form method="get" action="/leadership" class="filters no-print">
            <input type="hidden" name="organisation" value=organisation/>
            <label for="quarter">"Up to the end of"</label>
            <select id="quarter" name="quarter">{options}</select>
            <button class="button" type="submit">"Show"</button>
            <a class="button quiet" href=paper>"One-page briefing"</a>
        </form>
    }
}

fn sections(
    overview: Overview,
    delivery: AnyView,
    next: &str,
    catalogue: &'static Catalogue,
) -> impl IntoView + use<> {
    let Overview { quarter, period, systemic, radar, trends, groups, files, .. } = overview;
    let caption = format!(
        "Health of the six dimensions over all people, up to the end of the {quarter}. Further out is better; a dashed outline is the quarter before."
    );
    let links = figures::files("radar", &files);
    let dots = figures::files("dots", &files);
    view! {
        {systemic::section(systemic, catalogue)}
        <section aria-labelledby="whole">
            <h2 id="whole">{figures::heading(&period, catalogue)}</h2>
            <ChartFigure svg=radar.svg table=radar.table caption=caption links=links/>
            {figures::spread(&period, catalogue)}
        </section>
        {figures::prevalence(&period, dots, catalogue)}
        {figures::trends(trends)}
        {groups.map(|groups| groups::section(&groups, &files, catalogue))}
        {delivery}
        <section aria-labelledby="take-along">
            <h2 id="take-along">"Take it along"</h2>
            <ul class="files">
                <li><a href=format!("/leadership/leadership.csv{files}")>"CSV"<span class="visually-hidden">" of all figures"</span></a></li>
                <li><a href=format!("/leadership/charts.zip{files}")>"ZIP"<span class="visually-hidden">" of all charts"</span></a></li>
                <li><a href=format!("/leadership/leadership.json{files}")>"JSON"<span class="visually-hidden">" of all figures"</span></a></li>
            </ul>
        </section>
        <section aria-labelledby="reading">
            <h2 id="reading">"How to read this"</h2>
            <p>"A pattern counts as present in a team when its people judge it, on average, at the middle of the scale or stronger. It is systemic when that is so in at least half of at least five teams. "<a href="/method">"How the numbers are made"</a>"."</p>
            <p>"Where a figure is missing, it would be over too few teams, or over too few new rounds, or it could be subtracted from another one until a single team is left. Counts of one or two teams are never told. "<a href="/privacy">"Who could learn what"</a>"."</p>
            <p>{format!("A quarter is counted once, when it is over, and does not change afterwards. The present one is counted on {next}.")}</p>
        </section>
    }
}

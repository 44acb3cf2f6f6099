//! Two to four teams side by side: outlines, scores drawn towards the mean of all
//! teams, and each team's own figures.

use super::apart::banner;
use super::filters::quarter_choice;
use super::radars::{SmallRadar, radars};
use crate::catalogue::Catalogue;
use crate::components::{
    ChartFigure, ChartLink, DataTable, Empty, ErrorSummary, PageHead, TableData,
};
use crate::disclosure::{Compared, Released};
use crate::pages::report::ChartView;
use crate::pages::words::list;
use leptos::prelude::*;

/// What the page shows.
#[derive(Debug, Clone)]
pub struct ComparePage {
    /// The organisation.
    pub organisation: String,
    /// The teams that were picked, once there are two to four.
    pub found: Option<Found>,
    /// The form in which they are picked.
    pub picker: Picker,
}

/// What is shown of the teams that were picked.
#[derive(Debug, Clone)]
pub struct Found {
    /// The most important thing, in one sentence.
    pub finding: String,
    /// Every dimension on which one of them stands out, a sentence each.
    pub stands: Vec<String>,
    /// All teams that the coach may see, compared.
    pub compared: Released<Vec<Compared>>,
    /// Their outlines, by name.
    pub outlines: Vec<SmallRadar>,
    /// Scores drawn towards the common mean.
    pub dots: ChartView,
    /// Each team's own figures.
    pub own: TableData,
    /// For the coach: how well teams can be told apart.
    pub reliability: TableData,
    /// For the coach: how far each team went since its round before.
    pub effects: TableData,
    /// The query with which the files are of the same teams.
    pub query: String,
}

/// The form in which teams are picked.
#[derive(Debug, Clone)]
pub struct Picker {
    /// The organisation's id.
    pub organisation: String,
    /// Quarters, newest first.
    pub quarters: Vec<String>,
    /// The chosen one.
    pub quarter: String,
    /// Teams by name, group by group; a group's name is empty for teams without one.
    pub groups: Vec<(String, Vec<Pick>)>,
    /// What is wrong with the choice.
    pub fault: Option<String>,
    /// The board.
    pub board: String,
}

/// A team that can be picked.
#[derive(Debug, Clone)]
pub struct Pick {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is picked.
    pub chosen: bool,
}

/// The page.
pub fn compare(page: ComparePage, catalogue: &'static Catalogue) -> impl IntoView {
    let ComparePage { organisation, found, picker } = page;
    let title = found.as_ref().map_or_else(
        || "Which teams do you want to see side by side?".to_owned(),
        |found| found.finding.clone(),
    );
    let lead = match &found {
        None => "Pick two to four. They stand by name, whatever their figures: this is for people who want to learn from one another, and no contest.".to_owned(),
        Some(found) => {
            let names: Vec<&str> =
                found.outlines.iter().map(|each| each.team.as_str()).collect();
            format!("{}, side by side: no ranking.", list(&names))
        }
    };
    let faults: Vec<_> =
        picker.fault.iter().map(|fault| ("teams".to_owned(), fault.clone())).collect();
    view! {
        <article class="wide">
            <PageHead kicker=organisation title=title lead=lead/>
            <ErrorSummary errors=faults title="This cannot be compared yet"/>
            {found.map(|found| results(found, catalogue))}
            {form(picker)}
        </article>
    }
}

fn results(found: Found, catalogue: &'static Catalogue) -> impl IntoView {
    let Found { stands, compared, outlines, dots, own, reliability, effects, query, .. } = found;
    let file = |name: &str, kind: &str| ChartLink {
        label: kind.to_owned(),
        href: format!("/coach/compare/{name}.{}{query}", kind.to_lowercase()),
    };
    let links = ["SVG", "PNG", "CSV"].map(|kind| file("dots", kind)).to_vec();
    let own_csv = file("figures", "CSV").href;
    let stands: Vec<_> = stands.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect();
    view! {
        {banner(&compared, catalogue)}
        <section aria-labelledby="outlines">
            <h2 id="outlines">"Each team\u{2019}s own answers, on one scale"</h2>
            {radars(outlines)}
            <DataTable caption="Each team\u{2019}s own figures, and between which they could plausibly lie" table=own/>
            <ul class="files" aria-label="Files of these figures">
                <li><a href=own_csv>"CSV"<span class="visually-hidden">" of each team\u{2019}s own figures"</span></a></li>
            </ul>
        </section>
        <section aria-labelledby="drawn">
            <h2 id="drawn">"What can be said of differences"</h2>
            {(!stands.is_empty()).then(|| view! { <ul>{stands}</ul> })}
            <ChartFigure
                svg=dots.svg
                table=dots.table
                caption="Health of each team, drawn towards the mean of all teams that you may see: the fewer people answered, the nearer. The line is where it could plausibly lie."
                links=links
            />
        </section>
        <section aria-labelledby="evidence">
            <h2 id="evidence">"The evidence, for you"</h2>
            <details>
                <summary>"How well teams can be told apart, and how far each one went"</summary>
                <p class="small">"ICC(1) is the share of all variation between people that lies between teams; ICC(2) says how reliable team means are. Below 0.70, or with an ICC(1) of 0 or less, nothing is marked. Both are over all teams that you may see."</p>
                <DataTable caption="How well teams can be told apart" table=reliability/>
                <p class="small">"Cliff\u{2019}s \u{3b4}, from \u{2212}1 to 1: how much more often people of the later round see a pattern more strongly than people of the round before. Below 0 is better. It needs twenty answers in both rounds."</p>
                <DataTable caption="Since each team\u{2019}s round before: Cliff\u{2019}s \u{3b4}" table=effects/>
            </details>
        </section>
    }
}

fn form(picker: Picker) -> impl IntoView {
    let Picker { organisation, quarters, quarter, groups, fault, board } = picker;
    let wrong = fault.is_some();
    let body = if groups.is_empty() {
        view! {
            <Empty title="No shared report in this quarter">
                <p>"A team can be compared once it shares its reports and a round of it has closed."</p>
            </Empty>
        }
        .into_any()
    } else {
        let only = groups.len() == 1;
        let groups: Vec<_> =
            groups.into_iter().map(|(name, picks)| group(name, picks, only)).collect();
        view! {
            <fieldset id="teams" tabindex="-1" class=if wrong { "wrong" } else { "" } aria-describedby=wrong.then_some("teams-error")>
                <legend>"Two to four teams"</legend>
                {fault.map(|fault| view! { <p class="error" id="teams-error">{fault}</p> })}
                {groups}
            </fieldset>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="pick">
            <h2 id="pick">"Pick teams"</h2>
            <form method="get" action="/coach/compare" class="form picker">
                <input type="hidden" name="organisation" value=organisation/>
                <p class="filters">{quarter_choice(quarters, &quarter)}</p>
                {body}
                <div class="actions">
                    <button class="button primary" type="submit" name="show" value="yes">"Compare"</button>
                    <a class="button quiet" href=board>"Back to the board"</a>
                </div>
            </form>
        </section>
    }
}

fn group(name: String, picks: Vec<Pick>, only: bool) -> impl IntoView {
    let name = match (name.is_empty(), only) {
        (true, true) => None,
        (true, false) => Some("In no group".to_owned()),
        (false, _) => Some(name),
    };
    let picks: Vec<_> = picks
        .into_iter()
        .map(|pick| {
            view! {
                <li><label><input type="checkbox" name="team" value=pick.id checked=pick.chosen/>{pick.name}</label></li>
            }
        })
        .collect();
    let label = name.clone().unwrap_or_else(|| "Teams".to_owned());
    view! {
        {name.map(|name| view! { <p class="group-name">{name}</p> })}
        <ul class="picks" aria-label=label>{picks}</ul>
    }
}

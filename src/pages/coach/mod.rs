//! The coach's pages: the board of teams, and notes on one team.

mod cells;

use crate::advice::Meeting;
use crate::catalogue::{Catalogue, DimensionId, PatternId};
use crate::charts::words;
use crate::components::{Empty, ErrorSummary, PageHead, TextArea};
use crate::disclosure::{Change, Compared, Released, Report};
use crate::pages::team::{RoundLine, round_lines};
use crate::pages::words::list;
use cells::{dimension_cell, item_cell};
use leptos::prelude::*;

/// What the board shows.
#[derive(Debug, Clone)]
pub struct Board {
    /// The organisation.
    pub organisation: String,
    /// Teams with a round in the quarter, by name.
    pub rows: Vec<BoardRow>,
    /// Teams that share but have no round there, by name.
    pub silent: Vec<String>,
    /// All teams that the coach may see, compared.
    pub compared: Released<Vec<Compared>>,
    /// Who can help whom.
    pub meetings: Vec<Meeting>,
    /// The query with which its files are the same board.
    pub files: String,
    /// What the board is narrowed to.
    pub choices: Choices,
}

/// A team on the board.
#[derive(Debug, Clone)]
pub struct BoardRow {
    /// Its name.
    pub team: String,
    /// The group that it belongs to.
    pub group: Option<String>,
    /// Its report.
    pub report_href: String,
    /// The coach's notes on it.
    pub notes_href: String,
    /// When its round closed.
    pub closed: String,
    /// How many of those who were invited answered, in words; no number, because
    /// together with the band it could be exact.
    pub participation: &'static str,
    /// From when on its next round can open.
    pub next: String,
    /// Its figures.
    pub report: Released<Report>,
    /// What has changed since its round before.
    pub change: Option<Released<Change>>,
}

/// What the board is narrowed to, and what else there is.
#[derive(Debug, Clone)]
pub struct Choices {
    /// Groups by id and name.
    pub groups: Vec<(String, String)>,
    /// The chosen one; empty for all.
    pub group: String,
    /// Quarters, newest first.
    pub quarters: Vec<String>,
    /// The chosen one.
    pub quarter: String,
    /// The organisation's id.
    pub organisation: String,
    /// Other organisations that the browser coaches, by id and name.
    pub others: Vec<(String, String)>,
}

/// The board.
pub fn board(page: Board, catalogue: &'static Catalogue) -> impl IntoView {
    let Board { organisation, rows, silent, compared, meetings, files, choices } = page;
    let head = match rows.len() {
        0 => "No team to see here yet".to_owned(),
        1 => "One team, in its own words".to_owned(),
        count => format!("{count} teams, each in its own words"),
    };
    let body = if rows.is_empty() {
        view! {
            <Empty title="No shared report in this quarter">
                <p>"A team shows itself to coaches on its own page, under \u{201c}Coaches\u{201d}. It appears here once it has shared and a round of it has closed."</p>
            </Empty>
        }
        .into_any()
    } else {
        let note = apart(&compared, catalogue);
        view! {
            <p class="lead">{note}</p>
            {heat_map(rows, catalogue)}
            <ul class="files" aria-label="Files of this board">
                {["SVG", "PNG", "CSV", "JSON"].map(|kind| {
                    let href = format!("/coach/board.{}{files}", kind.to_lowercase());
                    view! { <li><a href=href>{kind}<span class="visually-hidden">" of the board"</span></a></li> }
                })}
                <li><a href=format!("/coach/charts.zip{files}")>"ZIP, for slides"<span class="visually-hidden">": the board and each team\u{2019}s radar"</span></a></li>
            </ul>
        }
        .into_any()
    };
    let others: Vec<_> = choices
        .others
        .iter()
        .map(|(id, name)| view! { <li><a href=format!("/coach?organisation={id}")>{name.clone()}</a></li> })
        .collect();
    view! {
        <article class="wide">
            <PageHead
                kicker=organisation
                title=head
                lead="Teams answer about different work, so this is no ranking, and it cannot be sorted by score. Look for who needs help with what, and for who could give it."
            />
            {filters(choices)}
            {body}
            {help(meetings, catalogue)}
            {(!silent.is_empty()).then(|| {
                let names: Vec<&str> = silent.iter().map(String::as_str).collect();
                view! { <p class="muted">{format!("Sharing, but without a round in this quarter or the one before: {}.", list(&names))}</p> }
            })}
            {(!others.is_empty()).then(|| view! {
                <section aria-labelledby="others">
                    <h2 id="others">"Other organisations"</h2>
                    <ul class="lines">{others}</ul>
                </section>
            })}
        </article>
    }
}

/// Group and quarter, as a plain form.
fn filters(choices: Choices) -> impl IntoView {
    let Choices { groups, group, quarters, quarter, organisation, .. } = choices;
    let option = |value: String, label: String, chosen: bool| {
        view! { <option value=value selected=chosen>{label}</option> }
    };
    let all = group.is_empty();
    let group_options: Vec<_> =
        std::iter::once(option(String::new(), "All groups".to_owned(), all))
            .chain(groups.into_iter().map(|(id, name)| {
                let chosen = id == group;
                option(id, name, chosen)
            }))
            .collect();
    let quarter_options: Vec<_> = quarters
        .into_iter()
        .map(|each| {
            let chosen = each == quarter;
            option(each.clone(), each.replace('-', " "), chosen)
        })
        .collect();
    view! {
        <form method="get" action="/coach" class="filters">
            <input type="hidden" name="organisation" value=organisation/>
            <label for="group">"Group"</label>
            <select id="group" name="group">{group_options}</select>
            <label for="quarter">"Up to the end of"</label>
            <select id="quarter" name="quarter">{quarter_options}</select>
            <button class="button" type="submit">"Show"</button>
        </form>
    }
}

/// Whether these teams can be told apart, in a sentence.
fn apart(compared: &[Compared], catalogue: &Catalogue) -> String {
    let name = |id: DimensionId| catalogue.dimension(id).name.as_str();
    let compared_on: Vec<&Compared> =
        compared.iter().filter(|row| row.scores.shown().is_some()).collect();
    if compared_on.is_empty() {
        return "With fewer than eight teams nothing can be said about how they differ: differences between them may be chance.".to_owned();
    }
    let blurred: Vec<&str> = compared
        .iter()
        .filter(|row| row.scores.shown().is_none_or(|scores| !scores.told_apart))
        .map(|row| name(row.id))
        .collect();
    if blurred.is_empty() {
        "These teams differ more than chance would make them, on every dimension.".to_owned()
    } else {
        format!(
            "On {} these teams\u{2019} scores cannot be told apart: what looks like a difference there may be chance.",
            list(&blurred)
        )
    }
}

/// A row for each team, a column for each dimension; the eighteen anti-patterns
/// fold out below each team.
fn heat_map(rows: Vec<BoardRow>, catalogue: &'static Catalogue) -> impl IntoView {
    let columns: Vec<_> = catalogue
        .dimensions()
        .iter()
        .map(|dimension| {
            let (name, short) = (dimension.name.clone(), dimension.short.clone());
            view! { <th scope="col"><abbr title=name>{short}</abbr></th> }
        })
        .collect();
    let body: Vec<_> = rows.into_iter().map(|row| team_rows(row, catalogue)).collect();
    view! {
        <div class="table-frame board-frame" role="region" tabindex="0" aria-label="Health of each team on each dimension">
            <table class="board">
                <caption class="small">"Health from 0 to 100, higher is better. A triangle says that a team is clearly better or worse than in its round before."</caption>
                <thead>
                    <tr><th scope="col">"Team"</th>{columns}</tr>
                </thead>
                {body}
            </table>
        </div>
    }
}

fn team_rows(row: BoardRow, catalogue: &'static Catalogue) -> impl IntoView {
    let BoardRow {
        team,
        group,
        report_href,
        notes_href,
        closed,
        participation,
        next,
        report,
        change,
    } = row;
    let dimensions: Vec<_> = DimensionId::ALL
        .into_iter()
        .map(|id| dimension_cell(&report, change.as_deref(), id))
        .collect();
    let items: Vec<_> = PatternId::ALL
        .into_iter()
        .map(|id| {
            let name = catalogue.pattern(id).name.clone();
            view! { <li><span>{name}</span>{item_cell(&report, change.as_deref(), id)}</li> }
        })
        .collect();
    let about = format!(
        "{} people answered, {participation} \u{b7} closed on {closed} \u{b7} next round {next}",
        words::band(report.answers)
    );
    let summary = format!("The eighteen anti-patterns of {team}");
    view! {
        <tbody>
            <tr>
                <th scope="row">
                    <a href=report_href>{team.clone()}</a>
                    {group.map(|group| view! { <small class="muted">{group}</small> })}
                </th>
                {dimensions}
            </tr>
            <tr class="fold">
                <td colspan="7">
                    <details>
                        <summary>{summary}</summary>
                        <p class="small">{about}". "<a href=notes_href>{format!("Your notes on {team}")}</a></p>
                        <ul class="items">{items}</ul>
                    </details>
                </td>
            </tr>
        </tbody>
    }
}

/// Who can help whom.
fn help(meetings: Vec<Meeting>, catalogue: &'static Catalogue) -> impl IntoView {
    let body = if meetings.is_empty() {
        view! {
            <Empty title="Nobody to introduce yet">
                <p>"Two teams are proposed where one is clearly strong and another clearly struggles on the same dimension. That takes at least eight teams whose scores can be told apart there."</p>
            </Empty>
        }
        .into_any()
    } else {
        let items: Vec<_> = meetings
            .into_iter()
            .map(|meeting| {
                let dimension = catalogue.dimension(meeting.dimension).name.clone();
                view! {
                    <li>
                        <p><strong>{meeting.shows}</strong>" and "<strong>{meeting.asks}</strong>", on "{dimension}</p>
                        <p class="small">{meeting.plan}</p>
                    </li>
                }
            })
            .collect();
        view! { <ol class="meetings">{items}</ol> }.into_any()
    };
    view! {
        <section aria-labelledby="help">
            <h2 id="help">"Who can help whom"</h2>
            {body}
        </section>
    }
}

/// Notes on one team.
#[derive(Debug, Clone)]
pub struct CoachTeam {
    /// `/coach/teams/{id}`.
    pub base: String,
    /// The team.
    pub team: String,
    /// Its reports.
    pub rounds: Vec<RoundLine>,
    /// The coach's notes.
    pub notes: String,
    /// What is wrong with them.
    pub fault: Option<String>,
}

/// The page with a coach's notes on a team.
pub fn team_notes(page: CoachTeam) -> impl IntoView {
    let CoachTeam { base, team, rounds, notes, fault } = page;
    let faults: Vec<_> =
        fault.iter().map(|message| ("notes".to_owned(), message.clone())).collect();
    view! {
        <PageHead kicker="Coach" title=team lead="What the team shares, and what you want to remember."/>
        <ErrorSummary errors=faults/>
        <section aria-labelledby="reports">
            <h2 id="reports">"Reports"</h2>
            {round_lines(rounds)}
        </section>
        <section aria-labelledby="own">
            <h2 id="own">"Your notes"</h2>
            <form method="post" action=format!("{base}/notes") class="form">
                <TextArea name="notes" label="Notes" rows="10" value=notes error=fault
                    hint="Only whoever holds your access link sees them: not the team, not other coaches, not the administrator\u{2019}s pages. They are not encrypted; whoever runs the server could read them."/>
                <div class="actions"><button class="button primary" type="submit">"Keep the notes"</button></div>
            </form>
        </section>
        <div class="actions"><a class="button quiet" href="/coach">"Back to the board"</a></div>
    }
}

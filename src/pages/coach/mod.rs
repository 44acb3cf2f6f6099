//! The coach's pages: the board of teams, a few teams compared, notes on one team.

mod apart;
pub(super) mod cells;
mod compare;
mod filters;
mod heat;
mod notes;
mod radars;

pub use compare::{ComparePage, Found, Pick, Picker, compare};
pub use filters::Choices;
pub use heat::RowNotes;
pub use notes::{CoachTeam, team_notes};
pub use radars::SmallRadar;

use crate::advice::Meeting;
use crate::catalogue::Catalogue;
use crate::components::{Empty, PageHead};
use crate::disclosure::{self, Compared, Released};
use crate::pages::others::others;
use leptos::prelude::*;

/// What the board shows.
#[derive(Debug, Clone)]
pub struct BoardPage {
    /// The organisation.
    pub organisation: String,
    /// How many teams have a round in the quarter.
    pub teams: usize,
    /// Their figures.
    pub view: View,
    /// Teams that share but have no round there, by name.
    pub silent: Vec<Quiet>,
    /// All teams that the coach may see, compared.
    pub compared: Released<Vec<Compared>>,
    /// Who can help whom.
    pub meetings: Vec<Meeting>,
    /// What the board is narrowed to.
    pub choices: Choices,
}

/// How teams are looked at, by name in either way. One at a time: two hundred
/// drawings would make the table a slow page, and the table the drawings a long one.
#[derive(Debug, Clone)]
pub enum View {
    /// The heat map, with notes on its rows, in their order.
    Table(Released<disclosure::Board>, Vec<RowNotes>),
    /// Radars side by side.
    Radars(Vec<SmallRadar>),
}

/// A team without a round in the quarter.
#[derive(Debug, Clone)]
pub struct Quiet {
    /// The team.
    pub team: String,
    /// When its last round closed, and from when on the next can open.
    pub last: Option<String>,
}

/// The board.
pub fn board(page: BoardPage, catalogue: &'static Catalogue) -> impl IntoView {
    let BoardPage { organisation, teams, view, silent, compared, meetings, choices } = page;
    let head = match teams {
        0 => "No team to see here yet".to_owned(),
        1 => "One team, in its own words".to_owned(),
        count => format!("{count} teams, each in its own words"),
    };
    let works = format!("/coach/works?organisation={}", choices.organisation);
    let radars = matches!(view, View::Radars(_));
    let body = if teams == 0 {
        view! {
            <Empty title="No shared report in this quarter">
                <p>"A team shows itself to coaches on its own page, under \u{201c}Coaches\u{201d}. It appears here once it has shared and a round of it has closed."</p>
            </Empty>
        }
        .into_any()
    } else {
        let figures = match view {
            View::Table(board, notes) => heat::heat_map(&board, notes, catalogue).into_any(),
            View::Radars(each) => view! {
                <h2 class="visually-hidden">"Radars side by side"</h2>
                {radars::radars(each)}
            }
            .into_any(),
        };
        let query = choices.query();
        view! {
            {apart::banner(&compared, catalogue)}
            {figures}
            <ul class="files" aria-label="Files of this board">
                {["SVG", "PNG", "CSV", "JSON"].map(|kind| {
                    let href = format!("/coach/board.{}{query}", kind.to_lowercase());
                    view! { <li><a href=href>{kind}<span class="visually-hidden">" of the board"</span></a></li> }
                })}
                <li><a href=format!("/coach/charts.zip{query}")>"ZIP, for slides"<span class="visually-hidden">": the board and each team\u{2019}s radar"</span></a></li>
            </ul>
        }
        .into_any()
    };
    view! {
        <article class="wide">
            <PageHead
                kicker=organisation
                title=head
                lead="Teams answer about different work, so this is no ranking, and it cannot be sorted by score. Look for who needs help with what, and for who could give it."
            />
            {filters::filters(&choices, radars)}
            {(teams > 0).then(|| filters::views(&choices, radars))}
            {body}
            {help(meetings, catalogue)}
            <section aria-labelledby="works">
                <h2 id="works">"What works here"</h2>
                <p>"Which practices many teams have tried, how it went, and what single teams have kept: "<a href=works>"what works here"</a>"."</p>
            </section>
            {quiet(silent)}
            {others("/coach", &choices.others)}
            {super::team::sign_out()}
        </article>
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

/// Teams without a round in the quarter: when each was last asked.
fn quiet(silent: Vec<Quiet>) -> impl IntoView {
    let lines: Vec<_> = silent
        .into_iter()
        .map(|Quiet { team, last }| {
            let last = last.unwrap_or_else(|| "no report yet".to_owned());
            view! { <li><span class="what">{team}</span><span class="small muted">{last}</span></li> }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section aria-labelledby="quiet">
                <h2 id="quiet">"Sharing, but without a round in this quarter or the one before"</h2>
                <ul class="lines">{lines}</ul>
            </section>
        }
    })
}

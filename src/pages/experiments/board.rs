//! The board: what is proposed, what runs, what was learned.

use crate::components::{Empty, Notice, PageHead};
use crate::kata::{MOST_RUNNING, State};
use leptos::prelude::*;

/// What the page shows.
#[derive(Debug, Clone)]
pub struct BoardPage {
    /// The team, or the organisation.
    pub name: String,
    /// Whether it is a team's board.
    pub of_team: bool,
    /// Its path.
    pub base: String,
    /// What follows the path of the board itself.
    pub query: String,
    /// The page above it.
    pub back: String,
    /// Whether the reader may change it.
    pub may_change: bool,
    /// Whether as many run as may.
    pub full: bool,
    /// The cards.
    pub lines: Vec<CardLine>,
}

/// An experiment on the board.
#[derive(Debug, Clone)]
pub struct CardLine {
    /// Where it is.
    pub state: State,
    /// Its page.
    pub href: String,
    /// Its title.
    pub title: String,
    /// The anti-pattern it works against.
    pub pattern: Option<String>,
    /// Who sees to it.
    pub owner: String,
    /// The review day, or the day on which it ended.
    pub day: Option<String>,
    /// Whether its review is due.
    pub late: bool,
    /// What its plan lacks: then it is a draft.
    pub lacks: Vec<&'static str>,
    /// What the team itself made of it.
    pub judged: Option<&'static str>,
    /// Whether the team is asked what it makes of it.
    pub asks: bool,
}

/// The page.
pub fn board(page: BoardPage) -> impl IntoView {
    let BoardPage { name, of_team, base, query, back, may_change, full, lines } = page;
    let lead = if of_team {
        "What we try, what we expect of it, and what we learn. A few at a time: each has a first step, a measure and a day to look back."
    } else {
        "What leadership tries, with the same rules as every team: a hypothesis, a first step, a measure, a day to look back."
    };
    let none = lines.is_empty();
    let columns = |states: [State; 3]| -> Vec<_> {
        states.into_iter().map(|state| column(state, &lines, may_change)).collect()
    };
    let learned = lines.iter().any(|line| line.state.is_over());
    view! {
        <div class="wide">
            <PageHead kicker=name title="Experiments" lead=lead/>
            {may_change
                .then(|| {
                    view! {
                        <div class="actions kata-add">
                            <a class="button primary" href=format!("{base}/new{query}")>"Add an experiment"</a>
                        </div>
                    }
                })}
            {full
                .then(|| {
                    view! {
                        <Notice title="Three are running">
                            <p>{too_many()}</p>
                        </Notice>
                    }
                })}
            {none.then(|| nothing_yet(may_change))}
            {(!none).then(|| view! { <div class="kata-board">{columns([State::Proposed, State::Running, State::Reviewing])}</div> })}
            {learned
                .then(|| {
                    view! {
                        <section aria-labelledby="learned">
                            <h2 id="learned">"What we have learned"</h2>
                            <div class="kata-board over">{columns([State::Kept, State::Changed, State::Dropped])}</div>
                        </section>
                    }
                })}
            {(!none)
                .then(|| {
                    let file = |ending: &str| format!("{base}/experiments.{ending}{query}");
                    view! {
                        <p class="small no-print">
                            "All of it, with every step: "
                            <a href=file("csv")>"CSV, for spreadsheets"</a>" or "
                            <a href=file("json")>"JSON, for programs"</a>"."
                        </p>
                    }
                })}
            <div class="actions"><a class="button quiet" href=back>"Back"</a></div>
        </div>
    }
}

/// Why a fourth experiment waits.
pub fn too_many() -> String {
    format!(
        "{MOST_RUNNING} experiments run at once at most. More at a time means that each takes longer, and that nobody can tell which of them made the difference. Look at what came of one of them first: finishing beats starting."
    )
}

fn nothing_yet(may_change: bool) -> AnyView {
    if may_change {
        view! {
            <Empty title="Nothing is tried yet">
                <p>"Add an experiment: one that a report suggests, one of the catalogue, or one of your own. Small is good: something whose first step is done within two weeks."</p>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty title="Nothing is tried yet">
                <p>"When the team puts an experiment on its board, it stands here."</p>
            </Empty>
        }
        .into_any()
    }
}

fn column(state: State, lines: &[CardLine], may_change: bool) -> impl IntoView + use<> {
    let here: Vec<CardLine> = lines.iter().filter(|line| line.state == state).cloned().collect();
    let heading = format!("state-{state}");
    let labelled = heading.clone();
    let count = here.len();
    let count = if state == State::Running {
        format!("{count} of {MOST_RUNNING}")
    } else {
        count.to_string()
    };
    // What is over stands below a heading of its own.
    let name = view! { {state.words()}" "<span class="kata-count">{count}</span> };
    let heading = if state.is_over() {
        view! { <h3 id=heading>{name}</h3> }.into_any()
    } else {
        view! { <h2 id=heading>{name}</h2> }.into_any()
    };
    let body = if here.is_empty() {
        view! { <p class="muted small">{empty_words(state)}</p> }.into_any()
    } else {
        card_list(here, may_change).into_any()
    };
    view! {
        <section class="kata-column" aria-labelledby=labelled>
            {heading}
            {body}
        </section>
    }
}

const fn empty_words(state: State) -> &'static str {
    match state {
        State::Proposed => "Nothing waits.",
        State::Running => "Nothing runs. Start one small thing.",
        State::Reviewing => "Nothing is being reviewed.",
        State::Kept => "Nothing has become a habit yet.",
        State::Changed => "Nothing was changed into something else.",
        State::Dropped => "Nothing was dropped.",
    }
}

/// Cards, one below the other.
pub fn card_list(lines: Vec<CardLine>, may_change: bool) -> impl IntoView {
    let cards: Vec<_> = lines.into_iter().map(|line| card(line, may_change)).collect();
    view! { <ul class="kata-cards">{cards}</ul> }
}

fn card(line: CardLine, may_change: bool) -> impl IntoView {
    let CardLine { state, href, title, pattern, owner, day, late, lacks, judged, asks } = line;
    let draft = !lacks.is_empty();
    let name = title.clone();
    // From a review there are several ways on, so all of them stand on the card's page.
    let next = match state {
        State::Proposed | State::Running => state
            .moves()
            .first()
            .map(|step| (step.button(), format!("{href}?do={}#move", step.as_str()))),
        State::Reviewing => Some(("Decide", format!("{href}#move"))),
        _ => None,
    };
    let next = next.filter(|_| may_change && !draft).map(|(button, href)| {
        let label = format!("{button}: {name}");
        view! { <div class="acts"><a class="button" href=href aria-label=label>{button}</a></div> }
    });
    let facts: Vec<String> = day.into_iter().chain((!owner.is_empty()).then_some(owner)).collect();
    view! {
        <li class="kata-card" class:draft=draft>
            <p class="kata-title"><a href=href.clone()>{title}</a></p>
            {pattern.map(|pattern| view! { <p class="small muted">"Against "{pattern}</p> })}
            <p class="small">
                {draft.then(|| view! { <span class="tag">"Draft"</span>" " })}
                {late.then(|| view! { <span class="tag due">"Review due"</span>" " })}
                {facts.join(" \u{b7} ")}
            </p>
            {judged.map(|judged| view! { <p class="small">"Our judgement: "{judged}</p> })}
            {draft.then(|| view! { <p class="small muted">{format!("It lacks {}.", crate::prose::list(&lacks))}</p> })}
            {(asks && may_change)
                .then(|| {
                    view! {
                        <p class="small">
                            <a href=format!("{href}#judge")>"A round has closed since: what do you make of it?"</a>
                        </p>
                    }
                })}
            {next}
        </li>
    }
}

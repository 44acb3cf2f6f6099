//! A team's home: its rounds, and the form that opens the next one.

use super::cords::{self, Cords};
use super::experiments::{CardLine, card_list};
use super::participation::{BEFORE_OPENING, Overlap, twice};
use crate::catalogue::Catalogue;
use crate::components::{Choice, Empty, ErrorSummary, Field, Notice, PageHead};
use leptos::prelude::*;

/// What the page shows.
#[derive(Debug, Clone)]
pub struct TeamHome {
    /// The team's path, `/teams/{id}`.
    pub base: String,
    /// The team.
    pub team: String,
    /// Its organisation.
    pub organisation: String,
    /// Its rounds, newest first.
    pub rounds: Vec<RoundLine>,
    /// What can be done next.
    pub next: Next,
    /// The experiments that run, are reviewed, or ask for a judgement.
    pub experiments: Vec<CardLine>,
    /// Since when it exists and when it last had a report.
    pub age: String,
    /// What it has asked of leadership.
    pub cords: Cords,
    /// Whether the team shares with coaches.
    pub shares: bool,
    /// The rename form: what was typed and what is wrong with it.
    pub rename: (String, Option<String>),
}

/// One round in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundLine {
    /// Its page.
    pub href: String,
    /// "Round that closed on 3 March 2026".
    pub label: String,
    /// "report", "open", "too few answers", …
    pub state: String,
}

/// What can be done next.
#[derive(Debug, Clone)]
pub enum Next {
    /// A draft or an open round is there already.
    Running,
    /// A new round may be opened from this day on.
    WaitUntil(String),
    /// A new round may be opened now.
    Form(RoundForm),
}

/// The form for a round, as typed.
#[derive(Debug, Clone, Default)]
pub struct RoundForm {
    /// Where it posts to.
    pub action: String,
    /// How many people are invited.
    pub roster: String,
    /// The closing day, year-month-day.
    pub closing_day: String,
    /// Whether to keep no lists.
    pub no_lists: bool,
    /// The first and last day that can be chosen.
    pub days: (String, String),
    /// The organisation's minimum group.
    pub minimum_group: u8,
    /// Why the same people may be asked twice.
    pub overlaps: Vec<Overlap>,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
}

impl RoundForm {
    fn fault(&self, field: &str) -> Option<String> {
        self.faults.iter().find(|(name, _)| name == field).map(|(_, message)| message.clone())
    }
}

/// The page.
pub fn team_home(home: TeamHome, catalogue: &'static Catalogue) -> impl IntoView {
    let TeamHome {
        base,
        team,
        organisation,
        rounds,
        next,
        experiments,
        age,
        cords,
        shares,
        rename,
    } = home;
    let faults = match &next {
        Next::Form(form) => form.faults.clone(),
        _ => Vec::new(),
    };
    let rename_faults: Vec<_> =
        rename.1.iter().map(|message| ("name".to_owned(), message.clone())).collect();
    let renaming = rename.1.is_some();
    view! {
        <PageHead kicker=organisation title=team/>
        <p class="muted">{age}</p>
        <ErrorSummary errors=faults/>
        <ErrorSummary errors=rename_faults/>
        {match next {
            Next::Running => ().into_any(),
            Next::WaitUntil(day) => view! {
                <Notice title="Time to try something">
                    <p>{format!("The next round can be opened from {day} on. Until then: pick one experiment from the report and try it. At least 28 days lie between two rounds, so that there is something to see.")}</p>
                </Notice>
            }.into_any(),
            Next::Form(form) => view! {
                <section aria-labelledby="new-round">
                    <h2 id="new-round">"Open a round"</h2>
                    {round_form(form, "Open now", "Keep as a draft")}
                </section>
            }.into_any(),
        }}
        <section aria-labelledby="rounds">
            <h2 id="rounds">"Rounds"</h2>
            {round_list(rounds)}
        </section>
        {trying(&base, experiments)}
        {cords::section(&cords, catalogue)}
        <section aria-labelledby="signals">
            <h2 id="signals">"Delivery signals"</h2>
            <p>"How often the team deploys, how long a change takes, how often one fails: month by month, beside what people say."</p>
            <div class="actions"><a class="button" href=format!("{base}/signals")>"Enter or read them"</a></div>
        </section>
        {coaches(&base, shares)}
        <section aria-labelledby="reminders">
            <h2 id="reminders">"Reminders"</h2>
            <p>"A calendar of the team\u{2019}s days, and messages to its chat. Andon sends no mail."</p>
            <div class="actions"><a class="button" href=format!("{base}/reminders")>"Calendar and chat"</a></div>
        </section>
        <details open=renaming>
            <summary>"Rename the team"</summary>
            <form method="post" action=format!("{base}/rename") class="form">
                <Field name="name" label="Team name" value=rename.0 error=rename.1 maxlength="80" autocomplete="off" required=true/>
                <div class="actions"><button class="button" type="submit">"Rename"</button></div>
            </form>
        </details>
    }
}

/// What the team tries.
fn trying(base: &str, experiments: Vec<CardLine>) -> impl IntoView + use<> {
    let body = if experiments.is_empty() {
        view! {
            <Empty title="Nothing is running">
                <p>"Pick one experiment from a report, from the catalogue or from your own heads, and put it on the board."</p>
            </Empty>
        }
        .into_any()
    } else {
        card_list(experiments, true).into_any()
    };
    view! {
        <section aria-labelledby="experiments">
            <h2 id="experiments">"Experiments"</h2>
            {body}
            <div class="actions"><a class="button" href=format!("{base}/experiments")>"The board of experiments"</a></div>
        </section>
    }
}

/// Whether coaches may see the team: what that means, and the way to change it.
fn coaches(base: &str, shares: bool) -> impl IntoView + use<> {
    let (state, value, button) = if shares {
        (
            "Coaches of your organisation may see this team\u{2019}s reports and delivery signals, as you see them: never who said what.",
            "no",
            "Hide the team from coaches",
        )
    } else {
        (
            "Coaches do not see this team. If you share, coaches of your organisation can see its reports and delivery signals as you see them, never who said what, and offer help. You can hide the team again at any time, at once. Ask the team first.",
            "yes",
            "Share with coaches",
        )
    };
    view! {
        <section aria-labelledby="coaches">
            <h2 id="coaches">"Coaches"</h2>
            <p>{state}</p>
            <form method="post" action=format!("{base}/sharing") class="actions">
                <button class="button" type="submit" name="shares" value=value>{button}</button>
            </form>
        </section>
    }
}

fn round_list(rounds: Vec<RoundLine>) -> AnyView {
    if rounds.is_empty() {
        return view! {
            <Empty title="No round yet">
                <p>"A round is one assessment: people answer for a few days, then it closes and the report opens. Start with the form above."</p>
            </Empty>
        }
        .into_any();
    }
    round_lines(rounds).into_any()
}

/// Rounds as a list of links.
pub fn round_lines(rounds: Vec<RoundLine>) -> impl IntoView {
    let lines: Vec<_> = rounds
        .into_iter()
        .map(|line| {
            view! {
                <li>
                    <a href=line.href>{line.label}</a>
                    <span class="muted">{format!(" \u{b7} {}", line.state)}</span>
                </li>
            }
        })
        .collect();
    view! { <ul class="rounds">{lines}</ul> }
}

/// The form, for a new round or a draft.
pub fn round_form(form: RoundForm, open: &'static str, save: &'static str) -> impl IntoView {
    let fault = |field| form.fault(field);
    let hint = format!(
        "From 3 to 500. With fewer than {} answers there is no report, so invite at least that many.",
        form.minimum_group
    );
    view! {
        {twice(form.overlaps.clone(), BEFORE_OPENING)}
        <form method="post" action=form.action.clone() class="form">
            <Field name="roster" label="How many people are invited?" hint=hint value=form.roster.clone()
                error=fault("roster") kind="number" min="3" max="500" inputmode="numeric" required=true/>
            <Field name="closing_day" label="Closing day" hint="The last day to answer. Five to seven days suit most teams."
                value=form.closing_day.clone() error=fault("closing_day") kind="date" min=form.days.0.clone() max=form.days.1.clone() required=true/>
            <Choice name="no_lists" value="yes" checked=form.no_lists label="Keep no lists of scores"
                hint="For fewer than 8 answers: then only the counts for each statement are kept. The price: later rounds cannot say whether anything has changed."/>
            <div class="actions">
                <button class="button primary" type="submit" name="do" value="open">{open}</button>
                <button class="button quiet" type="submit" name="do" value="save">{save}</button>
            </div>
        </form>
    }
}

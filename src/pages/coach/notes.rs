//! A coach's own notes on one team, and the team's reports.

use crate::components::{ErrorSummary, PageHead, TextArea};
use crate::pages::team::{RoundLine, round_lines};
use leptos::prelude::*;

/// Notes on one team.
#[derive(Debug, Clone)]
pub struct CoachTeam {
    /// `/coach/teams/{id}`.
    pub base: String,
    /// The team.
    pub team: String,
    /// The page of its delivery signals.
    pub signals: String,
    /// Its reports.
    pub rounds: Vec<RoundLine>,
    /// Its board of experiments.
    pub experiments: String,
    /// The coach's notes.
    pub notes: String,
    /// What is wrong with them.
    pub fault: Option<String>,
}

/// The page with a coach's notes on a team.
pub fn team_notes(page: CoachTeam) -> impl IntoView {
    let CoachTeam { base, team, signals, rounds, experiments, notes, fault } = page;
    let faults: Vec<_> =
        fault.iter().map(|message| ("notes".to_owned(), message.clone())).collect();
    view! {
        <PageHead kicker="Coach" title=team lead="What the team shares, and what you want to remember."/>
        <ErrorSummary errors=faults/>
        <section aria-labelledby="reports">
            <h2 id="reports">"Reports"</h2>
            {round_lines(rounds)}
            <p><a href=experiments>"What the team tries: its board of experiments"</a></p>
            <p><a href=signals>"Delivery signals, month by month"</a></p>
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

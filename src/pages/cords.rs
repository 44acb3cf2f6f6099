//! The andon cord, as a team sees it: what it has pulled, and what leadership answered.

use crate::catalogue::{Catalogue, PatternId};
use crate::components::Empty;
use crate::disclosure::cords::TEAMS_FOR_CORDS;
use crate::pages::pattern::pattern_link;
use crate::store::Decided;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What leadership learns of a cord, as teams are told before they pull it.
pub const PROMISE: &str = "Or pull the cord. Once at least three teams have pulled the same one, leadership is told which anti-pattern it is and how many teams, in steps of three: never which teams, and no words of yours.";

/// Leadership's answer to a cord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What was decided.
    pub decided: Decided,
    /// In leadership's words; may be empty.
    pub words: String,
    /// By which day, written out.
    pub by: Option<String>,
    /// The day on which it was decided, written out.
    pub on: String,
    /// The experiment with which leadership tries it: its title and where it is, in words.
    pub experiment: Option<(String, &'static str)>,
}

impl Answer {
    /// What was decided, as a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        match (self.decided, &self.by) {
            (Decided::WillTry, Some(day)) => {
                format!("Leadership will try something, by {day}.")
            }
            (Decided::WillTry, None) => "Leadership will try something.".to_owned(),
            (Decided::NotNow, Some(day)) => {
                format!("Not now: leadership looks at it again by {day}.")
            }
            (Decided::NotNow, None) => "Not now.".to_owned(),
            (Decided::No, _) => "Leadership said no.".to_owned(),
        }
    }
}

/// A cord of the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamCord {
    /// The pattern.
    pub pattern: PatternId,
    /// The day on which it was pulled, written out.
    pub pulled: String,
    /// The day on which it was let go, written out; none while it is pulled.
    pub let_go: Option<String>,
}

/// A team's cords, for its facilitator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cords {
    /// Where its forms go: `/teams/{id}/cords`.
    pub action: String,
    /// The report that the forms lead back to; none for the team's page.
    pub back: Option<String>,
    /// Pulled ones first.
    pub all: Vec<TeamCord>,
    /// What leadership has answered, also to patterns that this team has not pulled.
    pub answers: BTreeMap<PatternId, Answer>,
    /// The patterns that may be pulled, in catalogue order.
    pub open: Vec<PatternId>,
    /// Whether the organisation has too few teams for leadership to be told anything.
    pub too_few: bool,
}

impl Cords {
    fn pulled(&self, pattern: PatternId) -> Option<&TeamCord> {
        self.all.iter().find(|cord| cord.pattern == pattern && cord.let_go.is_none())
    }

    fn form(
        &self,
        pattern: PatternId,
        what: &'static str,
        catalogue: &'static Catalogue,
    ) -> AnyView {
        let words = if what == "pull" { "Pull the cord" } else { "Let go" };
        let label = format!("{words}: {}", catalogue.pattern(pattern).name);
        let class = if what == "pull" { "button" } else { "button quiet" };
        view! {
            <form method="post" action=self.action.clone() class="actions">
                <input type="hidden" name="pattern" value=pattern.as_str()/>
                {self.back.clone().map(|back| view! { <input type="hidden" name="back" value=back/> })}
                <button class=class type="submit" name="do" value=what aria-label=label>{words}</button>
            </form>
        }
        .into_any()
    }
}

/// An answer, for teams and leadership alike.
pub fn answer(answer: &Answer) -> impl IntoView + use<> {
    let words = answer.words.clone();
    view! {
        <div class="answer">
            <p><strong>{answer.sentence()}</strong><span class="small muted">{format!(" Decided on {}.", answer.on)}</span></p>
            {answer.experiment.clone().map(|(title, state)| view! {
                <p class="small">"The experiment: "<strong>{title}</strong>{format!(" \u{b7} {state}")}</p>
            })}
            {(!words.is_empty()).then(|| view! { <blockquote class="words">{words}</blockquote> })}
        </div>
    }
}

/// What a report says below something that only leadership can change.
pub fn in_report(
    cords: &Cords,
    pattern: PatternId,
    catalogue: &'static Catalogue,
) -> impl IntoView + use<> {
    let answered = cords.answers.get(&pattern).map(answer);
    let control = match cords.pulled(pattern) {
        Some(cord) => {
            let since = format!("The team has pulled the cord on {}.", cord.pulled);
            view! {
                <p class="pulled">{since}</p>
                {cords.form(pattern, "let-go", catalogue)}
            }
            .into_any()
        }
        None if cords.open.contains(&pattern) => cords.form(pattern, "pull", catalogue),
        None => ().into_any(),
    };
    view! { <div class="cord">{answered}{control}</div> }
}

/// What teams read before they pull, in a report and on their page.
pub fn promise(cords: &Cords) -> impl IntoView + use<> {
    let small = format!(
        " Your organisation has fewer than {TEAMS_FOR_CORDS} teams: a count would give away who pulled, so leadership is told nothing. Talk to them instead."
    );
    view! { <p class="small">{PROMISE}{cords.too_few.then_some(small)}</p> }
}

/// The section on a team's page.
pub fn section(cords: &Cords, catalogue: &'static Catalogue) -> impl IntoView + use<> {
    let (let_go, pulled): (Vec<&TeamCord>, Vec<&TeamCord>) =
        cords.all.iter().partition(|cord| cord.let_go.is_some());
    let list = if pulled.is_empty() {
        view! {
            <Empty title="No cord is pulled">
                <p>"Some anti-patterns a team cannot change alone. If one of them hurts, pull the cord: the answer of your leadership will stand here."</p>
            </Empty>
        }
        .into_any()
    } else {
        let lines: Vec<_> = pulled.into_iter().map(|cord| line(cords, cord, catalogue)).collect();
        view! { <ul class="cords">{lines}</ul> }.into_any()
    };
    let earlier: Vec<_> = let_go.into_iter().map(|cord| past(cords, cord, catalogue)).collect();
    let options: Vec<_> = cords
        .open
        .iter()
        .filter(|pattern| cords.pulled(**pattern).is_none())
        .map(|pattern| {
            let name = catalogue.pattern(*pattern).name.as_str();
            view! { <option value=pattern.as_str()>{name}</option> }
        })
        .collect();
    let action = cords.action.clone();
    view! {
        <section aria-labelledby="cords">
            <h2 id="cords">"What you have asked of leadership"</h2>
            {list}
            {(!options.is_empty()).then(|| view! {
                <details>
                    <summary>"Pull a cord"</summary>
                    {promise(cords)}
                    <form method="post" action=action class="form">
                        <div class="field">
                            <label for="cord-pattern">"What hurts, and the team cannot change it alone"</label>
                            <select id="cord-pattern" name="pattern">{options}</select>
                        </div>
                        <div class="actions"><button class="button" type="submit" name="do" value="pull">"Pull the cord"</button></div>
                    </form>
                </details>
            })}
            {(!earlier.is_empty()).then(|| view! {
                <details>
                    <summary>"Cords that were let go"</summary>
                    <ul class="cords">{earlier}</ul>
                </details>
            })}
        </section>
    }
}

fn line(cords: &Cords, cord: &TeamCord, catalogue: &'static Catalogue) -> impl IntoView + use<> {
    let pattern = cord.pattern;
    let answered = match cords.answers.get(&pattern) {
        Some(given) => answer(given).into_any(),
        None => view! { <p class="muted">"Leadership has not answered yet."</p> }.into_any(),
    };
    view! {
        <li id=format!("cord-{pattern}")>
            <h3>{pattern_link(pattern, catalogue)}</h3>
            <p class="small muted">{format!("Pulled on {}", cord.pulled)}</p>
            {answered}
            {cords.form(pattern, "let-go", catalogue)}
        </li>
    }
}

fn past(cords: &Cords, cord: &TeamCord, catalogue: &'static Catalogue) -> impl IntoView + use<> {
    let days = format!(
        "Pulled on {}, let go on {}",
        cord.pulled,
        cord.let_go.as_deref().unwrap_or_default()
    );
    view! {
        <li>
            <h3>{pattern_link(cord.pattern, catalogue)}</h3>
            <p class="small muted">{days}</p>
            {cords.answers.get(&cord.pattern).map(answer)}
        </li>
    }
}

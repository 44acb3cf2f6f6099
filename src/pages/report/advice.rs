//! What to talk about and what to try.

use super::super::experiment::experiment_body;
use crate::advice::{Suggestion, Talk, What};
use crate::catalogue::{Catalogue, Experiment, PatternId};
use crate::components::Empty;
use crate::disclosure::Report;
use crate::pages::cords::{self, Cords};
use crate::pages::pattern::pattern_link;
use leptos::prelude::*;

/// Where people are far apart, with questions to begin with.
pub fn talk_first(
    talk: Vec<Talk>,
    report: &Report,
    catalogue: &'static Catalogue,
) -> impl IntoView + use<> {
    let body = if talk.is_empty() {
        let nothing = if report
            .dimensions
            .iter()
            .any(|row| row.figure.shown().is_some_and(|figure| figure.agreement.is_some()))
        {
            "On no dimension are people far apart. Begin with what is seen most, and ask why."
        } else {
            "There are too few answers to tell where people differ. Begin with the lowest dimension, and ask what each of you has seen."
        };
        view! { <p>{nothing}</p> }.into_any()
    } else {
        talk.into_iter().map(|each| topic(each, catalogue)).collect::<Vec<_>>().into_any()
    };
    view! {
        <section aria-labelledby="talk">
            <h2 id="talk">"Talk about these first"</h2>
            {body}
        </section>
    }
}

fn topic(talk: Talk, catalogue: &'static Catalogue) -> impl IntoView {
    let questions: Vec<_> =
        talk.questions.into_iter().map(|question| view! { <li>{question}</li> }).collect();
    view! {
        <article class="topic">
            <h3>{catalogue.dimension(talk.dimension).name.as_str()}</h3>
            <p>
                {talk.reason}
                {talk.pattern.map(|id| view! { " The questions are those of "{pattern_link(id, catalogue)}"." })}
            </p>
            <ul class="questions">{questions}</ul>
        </article>
    }
}

/// Up to three experiments for the team, each with its reason.
///
/// `board` is the path of the team's board, and whether the reader may put something
/// on it.
pub fn team_experiments(
    suggestions: Vec<Suggestion>,
    catalogue: &'static Catalogue,
    board: Option<(String, bool)>,
) -> impl IntoView {
    let found = found(suggestions, catalogue);
    let may_adopt = board.as_ref().filter(|(_, may)| *may).map(|(board, _)| board.as_str());
    let title = match found.len() {
        0 => "What to try",
        1 => "One thing to try",
        2 => "Two things to choose from",
        _ => "Three things to choose from",
    };
    let body = if found.is_empty() {
        view! {
            <Empty title="Nothing here stands out">
                <p>"No anti-pattern is strong enough, or sure enough, to suggest a remedy. Read the "<a href="/patterns">"catalogue"</a>" together and pick what you would like to try."</p>
            </Empty>
        }
        .into_any()
    } else {
        let items: Vec<_> = found
            .into_iter()
            .map(|found| {
                let adopt = may_adopt.and_then(|board| adopt(board, &found.2));
                view! { <li>{entry(found, (), catalogue)}{adopt}</li> }
            })
            .collect();
        view! {
            <p>"Pick one. Agree on the first step and on a day to look back, and let the others wait."</p>
            <ol class="experiments">{items}</ol>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="try">
            <h2 id="try">{title}</h2>
            {body}
            {board
                .as_ref()
                .map(|(board, _)| {
                    view! { <p class="no-print"><a href=board.clone()>"The team\u{2019}s board of experiments"</a></p> }
                })}
        </section>
    }
}

/// The way from a suggestion to the board.
fn adopt(board: &str, body: &Body) -> Option<AnyView> {
    let Body::Experiment(experiment) = body else { return None };
    let href = format!("{board}/new?entry={}", experiment.id);
    let label = format!("Try this: {}", experiment.title);
    Some(view! { <p class="no-print"><a class="button" href=href aria-label=label>"Try this"</a></p> }.into_any())
}

/// What only leadership can change, with the cord for whoever may pull it; nothing at
/// all when there is none.
pub fn leadership(
    suggestions: Vec<Suggestion>,
    cords: Option<&Cords>,
    catalogue: &'static Catalogue,
) -> impl IntoView + use<> {
    let found = found(suggestions, catalogue);
    (!found.is_empty()).then(|| {
        let items: Vec<_> = found
            .into_iter()
            .map(|found| {
                let cord = cords.map(|cords| cords::in_report(cords, found.0, catalogue));
                entry(found, cord, catalogue)
            })
            .collect();
        view! {
            <section aria-labelledby="leadership">
                <h2 id="leadership">"Take this to leadership"</h2>
                <div class="card handover">
                    <p>"The team sees this, but cannot change it alone. Take this page to whoever can."</p>
                    {cords.map(cords::promise)}
                    {items}
                </div>
            </section>
        }
    })
}

/// A suggestion with what it asks for.
enum Body {
    Experiment(&'static Experiment),
    Conversation(Vec<String>),
}

/// The suggestions whose experiment the catalogue holds: all of them, unless a
/// newer catalogue has dropped one.
fn found(
    suggestions: Vec<Suggestion>,
    catalogue: &'static Catalogue,
) -> Vec<(PatternId, String, Body)> {
    suggestions
        .into_iter()
        .filter_map(|each| {
            let body = match each.what {
                What::Experiment(id) => Body::Experiment(catalogue.experiment(&id)?),
                What::Conversation(questions) => Body::Conversation(questions),
            };
            Some((each.pattern, each.reason, body))
        })
        .collect()
}

fn entry(
    (pattern, reason, body): (PatternId, String, Body),
    below: impl IntoView,
    catalogue: &'static Catalogue,
) -> impl IntoView {
    let (title, body) = match body {
        Body::Experiment(experiment) => {
            (experiment.title.clone(), experiment_body(experiment).into_any())
        }
        Body::Conversation(questions) => {
            let questions: Vec<_> =
                questions.into_iter().map(|question| view! { <li>{question}</li> }).collect();
            let body = view! {
                <p>"Before any remedy: half an hour in which everybody says what they have seen. Listen first, decide later."</p>
                <ul class="questions">{questions}</ul>
            };
            ("Talk about it first".to_owned(), body.into_any())
        }
    };
    view! {
        <article class="experiment">
            <h3>{title}</h3>
            <p class="because">"Against "{pattern_link(pattern, catalogue)}": "{reason}"."</p>
            {body}
            {below}
        </article>
    }
}

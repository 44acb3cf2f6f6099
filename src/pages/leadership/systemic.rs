//! What is systemic, and what only leadership can do about it.

use super::super::experiment::experiment_body;
use super::figures::in_teams;
use crate::advice::Systemic;
use crate::catalogue::Catalogue;
use crate::components::Empty;
pub use crate::pages::pattern::pattern_link;
use leptos::prelude::*;

/// How many are shown in full; the others are named.
pub const IN_FULL: usize = 3;

/// The systemic patterns, each with an experiment.
pub fn section(found: Vec<Systemic>, catalogue: &'static Catalogue) -> impl IntoView {
    let title = match found.len() {
        0 => "Nothing is systemic",
        1 => "One thing to change",
        2 => "Two things to change",
        _ => "Three things to change first",
    };
    let rest: Vec<_> = found
        .iter()
        .skip(IN_FULL)
        .map(|each| {
            let words = in_teams(&each.item);
            view! { <li>{pattern_link(each.item.id, catalogue)}{words.map(|words| format!(", {words}"))}</li> }
        })
        .collect();
    let body = if found.is_empty() {
        view! {
            <Empty title="No anti-pattern is present in half of the teams">
                <p>"What hurts differs from team to team, so what helps will too. Ask the teams what they need from you, and read in the "<a href="/patterns">"catalogue"</a>" what leadership can stop doing."</p>
            </Empty>
        }
        .into_any()
    } else {
        let items: Vec<_> = found
            .into_iter()
            .take(IN_FULL)
            .map(|each| view! { <li>{entry(&each, catalogue)}</li> })
            .collect();
        view! {
            <p>"When a pattern is present in half of the teams, the cause is seldom in the teams. Run one of these yourself; tell everybody what you have stopped doing."</p>
            <ol class="experiments">{items}</ol>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="systemic">
            <h2 id="systemic">{title}</h2>
            {body}
            {(!rest.is_empty()).then(|| view! {
                <p>"Systemic too:"</p>
                <ul>{rest}</ul>
            })}
        </section>
    }
}

fn entry(systemic: &Systemic, catalogue: &'static Catalogue) -> impl IntoView + use<> {
    let pattern = catalogue.pattern(systemic.item.id);
    let because = in_teams(&systemic.item)
        .map_or_else(|| "Systemic.".to_owned(), |words| format!("Systemic: {words}."));
    let experiment = systemic.experiment.as_deref().and_then(|id| catalogue.experiment(id));
    view! {
        <article class="experiment">
            <h3>{pattern_link(pattern.id, catalogue)}</h3>
            <p>{pattern.statement.as_str()}</p>
            <p class="because">{because}</p>
            {experiment.map(|experiment| view! {
                <h4>{experiment.title.as_str()}</h4>
                {experiment_body(experiment)}
            })}
        </article>
    }
}

//! The result of trying the survey alone: one person's view, and marked as such.

use super::report::{ChartView, leadership, team_experiments};
use crate::advice::Suggestions;
use crate::catalogue::{Catalogue, PatternId};
use crate::components::{ChartFigure, Empty, Notice, NoticeKind, PageHead};
use crate::disclosure::{OwnView, Released};
use leptos::prelude::*;

/// What the page shows.
#[derive(Debug, Clone)]
pub struct OwnResult {
    /// The person's own figures.
    pub view: Released<OwnView>,
    /// The six dimensions.
    pub radar: ChartView,
    /// The eighteen anti-patterns.
    pub dots: ChartView,
    /// What this person sees most, strongest first.
    pub strongest: Vec<PatternId>,
    /// What to try.
    pub suggestions: Suggestions,
}

/// The page's title.
#[must_use]
pub fn title() -> String {
    "Your own view".to_owned()
}

/// The page.
pub fn own_result(result: OwnResult, catalogue: &'static Catalogue) -> impl IntoView {
    let OwnResult { view, radar, dots, strongest, suggestions } = result;
    let judged = view.items.iter().filter(|(_, health)| health.is_some()).count();
    let heading = strongest.first().map_or_else(
        || "You see none of the eighteen anti-patterns".to_owned(),
        |id| format!("What you see most: {}", catalogue.pattern(*id).name),
    );
    let heading =
        if judged == 0 { "You judged none of the statements".to_owned() } else { heading };
    view! {
        <article class="sheet report">
            <PageHead
                kicker="Tried alone"
                title=heading
                lead=format!("This is what one person sees: you. You judged {judged} of {} statements.", view.items.len())
            />
            <Notice kind=NoticeKind::Warning title="One person\u{2019}s view">
                <p>"It says nothing yet about what your team sees. Nothing is stored: when you leave this page, it is gone. Print it if you want to keep it."</p>
            </Notice>
            <section aria-labelledby="dimensions">
                <h2 id="dimensions">"Your six dimensions"</h2>
                <ChartFigure
                    svg=radar.svg
                    table=radar.table
                    caption="Health of the six dimensions as you see it, from 0 to 100. Further out is better."
                />
            </section>
            <section aria-labelledby="patterns">
                <h2 id="patterns">"The eighteen anti-patterns"</h2>
                <ChartFigure
                    svg=dots.svg
                    table=dots.table
                    caption="Health of each as you see it, from 0 to 100. Further right is better."
                />
            </section>
            {strongest_list(&strongest, catalogue)}
            {team_experiments(suggestions.for_team, catalogue, None)}
            {leadership(suggestions.for_leadership, None, catalogue)}
            <section aria-labelledby="next" class="no-print">
                <h2 id="next">"Ask your team"</h2>
                <p>"What do the others see? In a round everybody answers alone, the answers are destroyed when it closes, and the report shows where you see things alike and where you do not."</p>
                <p class="actions">
                    <a class="button primary" href="/setup">"Set up a team"</a>
                    <a class="button" href="/try">"Try again"</a>
                </p>
            </section>
        </article>
    }
}

fn strongest_list(strongest: &[PatternId], catalogue: &'static Catalogue) -> impl IntoView + use<> {
    let body = if strongest.is_empty() {
        view! {
            <Empty title="Nothing to list">
                <p>"You gave no statement more than \u{201c}not at all\u{201d}, or judged none."</p>
            </Empty>
        }
        .into_any()
    } else {
        let items: Vec<_> = strongest
            .iter()
            .map(|id| {
                let pattern = catalogue.pattern(*id);
                view! {
                    <li>
                        <a href=format!("/patterns/{id}")>{pattern.name.as_str()}</a>
                        <p>{pattern.why.as_str()}</p>
                    </li>
                }
            })
            .collect();
        view! { <ul class="entries">{items}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="strongest">
            <h2 id="strongest">"What you see most"</h2>
            {body}
        </section>
    }
}

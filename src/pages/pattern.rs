//! One anti-pattern and the experiments against it.

use super::experiment::experiment_body;
use super::words;
use crate::catalogue::{Catalogue, Pattern, PatternId, Point};
use crate::components::PageHead;
use leptos::prelude::*;

/// The page's title.
#[must_use]
pub fn title(catalogue: &Catalogue, id: PatternId) -> String {
    catalogue.pattern(id).name.clone()
}

/// A pattern's name, leading to its page.
pub fn pattern_link(id: PatternId, catalogue: &'static Catalogue) -> impl IntoView {
    view! { <a href=format!("/patterns/{id}")>{catalogue.pattern(id).name.as_str()}</a> }
}

/// The page.
pub fn pattern(catalogue: &'static Catalogue, id: PatternId) -> impl IntoView {
    let pattern = catalogue.pattern(id);
    let dimension = catalogue.dimension(id.dimension());
    view! {
        <PageHead
            kicker=dimension.name.as_str()
            title=pattern.name.as_str()
            lead=pattern.statement.as_str()
        />
        <section aria-labelledby="see">
            <h2 id="see">"What one sees"</h2>
            {anchors(pattern)}
            <p><strong>"Its opposite: "</strong>{pattern.healthy.as_str()}</p>
        </section>
        <section aria-labelledby="why">
            <h2 id="why">"Why it hurts"</h2>
            <p>{pattern.why.as_str()}</p>
            {harm(pattern)}
            <p>{format!("Who can change it: {}.", words::locus(pattern.locus))}</p>
        </section>
        <section aria-labelledby="talk">
            <h2 id="talk">"Questions to talk about"</h2>
            <ul class="questions">
                {pattern
                    .conversation
                    .iter()
                    .map(|question| view! { <li>{question.as_str()}</li> })
                    .collect::<Vec<_>>()}
            </ul>
        </section>
        <section aria-labelledby="try">
            <h2 id="try">"What to try"</h2>
            {catalogue
                .experiments_for(id)
                .map(|experiment| {
                    view! {
                        <article class="experiment" id=experiment.id.as_str()>
                            <h3>{experiment.title.as_str()}</h3>
                            {experiment_body(experiment)}
                        </article>
                    }
                })
                .collect::<Vec<_>>()}
        </section>
        {neighbours(catalogue, id)}
    }
}

fn anchors(pattern: &'static Pattern) -> impl IntoView {
    let row = |point: Point, text: &'static str| {
        view! {
            <dt>{point.word()}</dt>
            <dd>{text}</dd>
        }
    };
    view! {
        <dl class="plan">
            {row(Point::NotAtAll, &pattern.anchors.none)}
            {row(Point::Moderately, &pattern.anchors.some)}
            {row(Point::Extremely, &pattern.anchors.strong)}
        </dl>
    }
}

fn harm(pattern: &Pattern) -> Option<impl IntoView + use<>> {
    let signals: Vec<&str> = pattern.signals.iter().map(|each| words::signal(*each)).collect();
    (!signals.is_empty())
        .then(|| view! { <p>{format!("It tends to hurt {}.", words::list(&signals))}</p> })
}

/// The entries before and after, in catalogue order.
fn neighbours(catalogue: &'static Catalogue, id: PatternId) -> impl IntoView {
    let at = |place: Option<usize>| place.and_then(|place| PatternId::ALL.get(place)).copied();
    let link = |id: Option<PatternId>, way: &'static str| {
        id.map(|id| {
            view! {
                <li>
                    {way}" "<a href=format!("/patterns/{id}")>{catalogue.pattern(id).name.as_str()}</a>
                </li>
            }
        })
    };
    view! {
        <nav class="neighbours" aria-label="Catalogue">
            <ul>
                {link(at(id.index().checked_sub(1)), "Before:")}
                {link(at(id.index().checked_add(1)), "Next:")}
                <li><a href="/patterns">"All eighteen"</a></li>
            </ul>
        </nav>
    }
}

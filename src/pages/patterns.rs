//! The catalogue for anyone to read: six dimensions, eighteen anti-patterns.

use crate::catalogue::{Catalogue, Dimension};
use crate::components::PageHead;
use leptos::prelude::*;

/// The page's title.
#[must_use]
pub fn title() -> String {
    "The eighteen anti-patterns".to_owned()
}

/// The page.
pub fn patterns(catalogue: &'static Catalogue) -> impl IntoView {
    let lead = format!(
        "Each is described as something that can be seen, with its opposite, the harm it does, and experiments against it: {} in all.",
        catalogue.experiments().len()
    );
    let dimensions: Vec<_> =
        catalogue.dimensions().iter().map(|each| dimension(each, catalogue)).collect();
    view! {
        <PageHead kicker="The catalogue" title="Eighteen habits that get in the way" lead=lead/>
        {dimensions}
    }
}

fn dimension(dimension: &'static Dimension, catalogue: &'static Catalogue) -> impl IntoView {
    let patterns: Vec<_> = dimension
        .id
        .patterns()
        .into_iter()
        .map(|id| {
            let pattern = catalogue.pattern(id);
            view! {
                <li>
                    <a href=format!("/patterns/{id}")>{pattern.name.as_str()}</a>
                    <p>{pattern.statement.as_str()}</p>
                </li>
            }
        })
        .collect();
    let id = dimension.id.as_str();
    view! {
        <section aria-labelledby=id>
            <h2 id=id>{dimension.name.as_str()}</h2>
            <p class="muted">{dimension.about.as_str()}</p>
            <ul class="entries">{patterns}</ul>
        </section>
    }
}

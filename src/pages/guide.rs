//! The conversation guide: what a team gets in place of a report when too few answered.

use crate::catalogue::{Catalogue, Dimension};
use crate::components::PageHead;
use leptos::prelude::*;

/// A round that ended below its minimum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationGuide {
    /// The team's name.
    pub team: String,
    /// The day on which the round ended, written out.
    pub day: String,
    /// The round's minimum group.
    pub minimum_group: u8,
    /// The team's page.
    pub team_path: String,
}

/// The page's title.
#[must_use]
pub fn title(team: &str, day: &str) -> String {
    format!("{team}, {day}: conversation guide")
}

/// The page.
pub fn guide(guide: ConversationGuide, catalogue: &'static Catalogue) -> impl IntoView {
    let ConversationGuide { team, day, minimum_group, team_path } = guide;
    let lead = format!(
        "The round of {day} ended with fewer than {minimum_group} answers. So nothing is shown, and the answers are destroyed: nobody has seen them, and nobody can. A conversation will tell you more than figures from so few people."
    );
    let dimensions: Vec<_> =
        catalogue.dimensions().iter().map(|each| dimension(each, catalogue)).collect();
    view! {
        <article class="sheet guide">
            <PageHead kicker=team title="Too few answers for figures. Talk instead." lead=lead/>
            <section aria-labelledby="use">
                <h2 id="use">"How to use this"</h2>
                <ol>
                    <li>"Take three quarters of an hour, and print this page if you like."</li>
                    <li>"Everybody reads it alone, in silence, and marks two anti-patterns to talk about."</li>
                    <li>"Take the two or three that have most marks. Ask their questions and let each person answer once before anyone discusses."</li>
                    <li>"Agree on one thing to try in the next two weeks. Each name leads to experiments."</li>
                </ol>
                <p>"Talk about what you see, not about who did it."</p>
            </section>
            {dimensions}
            <p class="no-print"><a href=team_path>"Back to the team"</a></p>
        </article>
    }
}

fn dimension(dimension: &'static Dimension, catalogue: &'static Catalogue) -> impl IntoView {
    let id = dimension.id.as_str();
    let patterns: Vec<_> = dimension
        .id
        .patterns()
        .into_iter()
        .map(|id| {
            let pattern = catalogue.pattern(id);
            let [first, second] = pattern.conversation.each_ref().map(String::as_str);
            view! {
                <article class="topic">
                    <h3><a href=format!("/patterns/{id}")>{pattern.name.as_str()}</a></h3>
                    <p class="muted">{pattern.statement.as_str()}</p>
                    <ul class="questions">
                        <li>{first}</li>
                        <li>{second}</li>
                    </ul>
                </article>
            }
        })
        .collect();
    view! {
        <section aria-labelledby=id>
            <h2 id=id>{dimension.name.as_str()}</h2>
            {patterns}
        </section>
    }
}

//! The top of a page.

use super::mark::Mark;
use leptos::prelude::*;

/// Kicker, heading, and the sentence that says what the page is for.
#[component]
pub fn PageHead(
    /// A few words above the heading: where one is.
    #[prop(optional, into)]
    kicker: Option<String>,
    /// The page's only `h1`.
    #[prop(into)]
    title: String,
    /// One or two sentences.
    #[prop(optional, into)]
    lead: Option<String>,
    /// What the lead is, on pages that say what is stored and who sees it.
    #[prop(optional)]
    mark: Option<Mark>,
) -> impl IntoView {
    let promise = mark.and_then(Mark::promise);
    let plain = mark.and_then(Mark::plain);
    view! {
        <header class="page-head">
            {kicker.map(|kicker| view! { <p class="kicker">{kicker}</p> })}
            <h1>{title}</h1>
            {lead.map(|lead| view! {
                <p class="lead" data-promise=promise data-plain=plain>{lead}</p>
            })}
        </header>
    }
}

//! The top of a page.

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
) -> impl IntoView {
    view! {
        <header class="page-head">
            {kicker.map(|kicker| view! { <p class="kicker">{kicker}</p> })}
            <h1>{title}</h1>
            {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
        </header>
    }
}

//! What happened, whether anything was lost, and what to do next.

use crate::components::PageHead;
use leptos::prelude::*;

/// An error, told to the person it happened to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorPage {
    /// The HTTP status.
    pub status: u16,
    /// What happened, in a few words.
    pub title: String,
    /// What happened, in a sentence or two.
    pub what: String,
    /// What was lost, or that nothing was.
    pub lost: String,
    /// Where to go now: label and address. The first is the best.
    pub next: Vec<(String, String)>,
}

/// The page.
pub fn error(page: ErrorPage) -> impl IntoView {
    let ErrorPage { status, title, what, lost, next } = page;
    let ways: Vec<_> = next
        .into_iter()
        .enumerate()
        .map(|(place, (label, href))| {
            let class = if place == 0 { "button primary" } else { "button" };
            view! { <a class=class href=href>{label}</a> }
        })
        .collect();
    view! {
        <PageHead kicker=format!("Error {status}") title=title lead=what/>
        <p>{lost}</p>
        <p class="actions">{ways}</p>
    }
}

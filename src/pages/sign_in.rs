//! Signing in through the identity provider: the way there, and what comes of it.

use crate::components::PageHead;
use leptos::prelude::*;

/// Where to sign in, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// "Sign in with Example AG".
    pub label: String,
    /// Its path.
    pub path: String,
}

impl Way {
    /// Through the provider of this name.
    #[must_use]
    pub fn sign_in(name: &str) -> Self {
        Self { label: format!("Sign in with {name}"), path: "/signin".to_owned() }
    }
}

/// Why nobody was signed in, told to the person it happened to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// The HTTP status.
    pub status: u16,
    /// What happened, in a few words.
    pub title: String,
    /// What happened, in a sentence or two.
    pub what: String,
    /// Whether anything was lost, and what to do next.
    pub next: String,
    /// Where to try it again, if that makes sense.
    pub again: Option<Way>,
}

/// The page that says so.
pub fn failed(page: Failed) -> impl IntoView {
    let Failed { status, title, what, next, again } = page;
    let first = again.is_none();
    view! {
        <PageHead kicker=format!("Error {status}") title=title lead=what/>
        <p>{next}</p>
        <p class="actions">
            {again.map(|way| view! { <a class="button primary" href=way.path>{way.label}</a> })}
            <a class=if first { "button primary" } else { "button" } href="/">"Start page"</a>
            <a class="button" href="/join">"Join with a spoken code"</a>
        </p>
    }
}

/// The page after signing out; `way_out` is where the provider's own session ends.
pub fn signed_out(name: String, way_out: Option<String>) -> impl IntoView {
    let elsewhere = way_out.is_some();
    view! {
        <PageHead
            kicker="Access"
            title="You are signed out"
            lead="This browser opens nothing in Andon any more."
        />
        <p>
            {format!("With {name} you may still be signed in, and whoever uses this browser next could come back here with one click.")}
            {if elsewhere { " On a shared device, sign out there too." } else { " On a shared device, sign out there too, or close all windows of the browser." }}
        </p>
        <p class="actions">
            {way_out.map(|url| view! { <a class="button primary" href=url rel="noreferrer">{format!("Sign out of {name}")}</a> })}
            <a class="button" href="/">"Start page"</a>
        </p>
    }
}

//! Access links, shown once.

use super::sign_in::Way;
use crate::components::{Notice, NoticeKind, PageHead};
use leptos::prelude::*;

/// A link that exists in the clear only now.
#[derive(Debug, Clone)]
pub struct FreshLink {
    /// For whom: "Administrator of Acme".
    pub label: String,
    /// What it opens.
    pub about: String,
    /// The whole address.
    pub url: String,
    /// Until when it holds, written out.
    pub until: String,
}

/// What the page says around the links.
#[derive(Debug, Clone)]
pub struct FreshLinks {
    /// The heading.
    pub title: String,
    /// The links.
    pub links: Vec<FreshLink>,
    /// Where to go on: label and path.
    pub next: (String, String),
}

/// The page that shows them.
pub fn fresh_links(fresh: FreshLinks) -> impl IntoView {
    let count = fresh.links.len();
    let links: Vec<_> = fresh
        .links
        .into_iter()
        .map(|link| {
            view! {
                <section class="card">
                    <h2>{link.label}</h2>
                    <p>{link.about}</p>
                    <p class="codebox" tabindex="0">{link.url}</p>
                    <p class="muted">{format!("Holds until {}, or until it is revoked.", link.until)}</p>
                </section>
            }
        })
        .collect();
    view! {
        <PageHead kicker="Access" title=fresh.title/>
        <Notice kind=NoticeKind::Warning title="Shown once">
            <p>
                {if count == 1 { "Copy this link now" } else { "Copy these links now" }}
                " and keep it as you would keep a key. Only a fingerprint is stored, so nobody can show it again; the administrator can replace it."
            </p>
        </Notice>
        <div class="stack">{links}</div>
        <div class="actions">
            <a class="button primary" href=fresh.next.1>{fresh.next.0}</a>
        </div>
    }
}

/// The page for an access link that does not hold.
pub fn dead_link(sign_in: Option<Way>) -> impl IntoView {
    view! {
        <PageHead
            kicker="Access"
            title="This access link does not work"
            lead="It is mistyped, has been replaced or revoked, or is older than it may be. Nothing is lost: ask the administrator of your organisation for a new one."
        />
        <div class="actions">
            {sign_in.map(|way| view! { <a class="button primary" href=way.path>{way.label}</a> })}
            <a class="button" href="/">"Start page"</a>
        </div>
    }
}

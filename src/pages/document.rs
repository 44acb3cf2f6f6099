//! The document around every page.

use crate::components::{SiteFooter, SiteHeader, Theme, plain_content};
use leptos::config::LeptosOptions;
use leptos::prelude::*;

/// What the document needs to know of its page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The page's title.
    pub title: String,
    /// The colours asked for.
    pub theme: Theme,
    /// The page's path.
    pub path: String,
    /// Where to go: label and path.
    pub nav: Vec<(String, String)>,
    /// Whether what it shows may be made up.
    pub made_up: bool,
    /// Address of the style sheet.
    pub stylesheet: String,
    /// How to load the islands, if the page holds any.
    pub islands: Option<LeptosOptions>,
}

/// The whole document.
pub fn document(frame: Frame, body: AnyView) -> impl IntoView {
    let Frame { title, theme, path, nav, made_up, stylesheet, islands } = frame;
    // Whoever can go somewhere has opened an access link.
    let signed_in = !nav.is_empty();
    let scheme = match theme {
        Theme::Auto => "light dark",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    view! {
        <!DOCTYPE html>
        <html lang="en-GB" data-theme=theme.as_str()>
            <head>
                <meta charset="utf-8"/>
                <title inner_html=plain_content(&format!("{title} \u{b7} Andon"))></title>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content=scheme/>
                <link rel="stylesheet" href=stylesheet/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/site.webmanifest"/>
                {islands.map(|options| view! { <HydrationScripts options=options islands=true/> })}
            </head>
            <body>
                <a class="skip-link" href="#main">"Skip to the content"</a>
                <SiteHeader nav=nav theme=theme path=path/>
                {made_up.then(|| view! {
                    <aside class="made-up" aria-label="Demo">"Demo: this browser has opened a company that does not exist. Its teams and answers are made up by a program."</aside>
                })}
                <main id="main" tabindex="-1">{body}</main>
                <SiteFooter signed_in=signed_in/>
            </body>
        </html>
    }
}

//! The top of every page: the name on its cord, where to go, light or dark.

use super::theme::Theme;
use leptos::prelude::*;

/// Wordmark, navigation and the theme switch, which is a plain form.
#[component]
pub fn SiteHeader(
    /// Label and address of each place to go.
    #[prop(optional)]
    nav: Vec<(String, String)>,
    /// The theme in use.
    theme: Theme,
    /// The path of this page: where the theme switch comes back to.
    #[prop(into)]
    path: String,
) -> impl IntoView {
    let places: Vec<_> = nav
        .into_iter()
        .map(|(label, href)| {
            let here = (href == path).then_some("page");
            view! {
                <li>
                    <a href=href aria-current=here>{label}</a>
                </li>
            }
        })
        .collect();
    view! {
        <header class="site-header">
            <a class="wordmark" href="/" aria-current=(path == "/").then_some("page")>
                // The cord: it hangs from the edge of the page into the text.
                <svg class="cord" viewBox="0 0 14 60" width="14" height="60" aria-hidden="true">
                    <path class="cord-line" d="M7 0v40"/>
                    <path class="cord-handle" d="M7 38l5 9v8a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3v-8z"/>
                </svg>
                "Andon"
            </a>
            {(!places.is_empty())
                .then(|| view! { <nav class="site-nav" aria-label="Main"><ul>{places}</ul></nav> })}
            <ThemeSwitch theme=theme path=path/>
        </header>
    }
}

/// Three buttons of one form; the pressed one is in use.
#[component]
fn ThemeSwitch(theme: Theme, path: String) -> impl IntoView {
    let buttons: Vec<_> = Theme::ALL
        .into_iter()
        .map(|each| {
            view! {
                <button
                    type="submit"
                    name="theme"
                    value=each.as_str()
                    title=each.label()
                    aria-pressed=if each == theme { "true" } else { "false" }
                >
                    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                        {match each {
                            Theme::Light => view! { <circle cx="8" cy="8" r="5.5"/> }.into_any(),
                            Theme::Auto => {
                                view! {
                                    <circle cx="8" cy="8" r="5.5"/>
                                    <path class="solid" d="M8 2.5a5.5 5.5 0 0 1 0 11z"/>
                                }
                                    .into_any()
                            }
                            Theme::Dark => {
                                view! { <circle class="solid" cx="8" cy="8" r="5.5"/> }.into_any()
                            }
                        }}
                    </svg>
                    <span class="visually-hidden">{each.label()}</span>
                </button>
            }
        })
        .collect();
    view! {
        <form class="theme" method="post" action="/theme" aria-label="Colours">
            <input type="hidden" name="back" value=path/>
            {buttons}
        </form>
    }
}

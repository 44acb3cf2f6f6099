//! Other organisations that a browser may look at.

use leptos::prelude::*;

/// A list of links, each with `?organisation=` at `path`; nothing where there is no other.
pub fn others(path: &'static str, all: &[(String, String)]) -> impl IntoView + use<> {
    let links: Vec<_> = all
        .iter()
        .map(|(id, name)| {
            let href = format!("{path}?organisation={id}");
            view! { <li><a href=href>{name.clone()}</a></li> }
        })
        .collect();
    (!links.is_empty()).then(|| {
        view! {
            <section aria-labelledby="others">
                <h2 id="others">"Other organisations"</h2>
                <ul class="lines">{links}</ul>
            </section>
        }
    })
}

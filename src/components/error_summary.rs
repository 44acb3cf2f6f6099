//! What has to be put right, on top of a form that came back.

use leptos::prelude::*;

/// Every error with a link to its field; nothing at all when there is none.
#[component]
pub fn ErrorSummary(
    /// Field id and message, in the order of the form. An empty id is an error
    /// of the whole form: it gets no link.
    errors: Vec<(String, String)>,
    /// Words above them where there is nothing to save.
    #[prop(optional)]
    title: Option<&'static str>,
) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        let title = title.unwrap_or(if errors.len() == 1 {
            "One thing to put right. Nothing has been saved yet."
        } else {
            "Some things to put right. Nothing has been saved yet."
        });
        let items: Vec<_> = errors
            .into_iter()
            .map(|(id, message)| {
                let message = if id.is_empty() {
                    message.into_any()
                } else {
                    view! { <a href=format!("#{id}")>{message}</a> }.into_any()
                };
                view! { <li>{message}</li> }
            })
            .collect();
        view! {
            <div class="notice problem" role="alert" tabindex="-1" id="errors">
                <p class="notice-title">{title}</p>
                <ul>{items}</ul>
            </div>
        }
    })
}

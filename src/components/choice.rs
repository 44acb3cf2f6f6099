//! One box or button to choose, with its words.

use leptos::prelude::*;

/// A radio button or a checkbox. The whole row is its target.
#[component]
pub fn Choice(
    /// Name in the form.
    name: &'static str,
    /// What is sent when it is chosen.
    #[prop(into)]
    value: String,
    /// What it means.
    #[prop(into)]
    label: String,
    /// A line of help under the label.
    #[prop(optional, into)]
    hint: String,
    /// Whether it is chosen.
    #[prop(optional)]
    checked: bool,
    /// `checkbox` or `radio`.
    #[prop(default = "checkbox")]
    kind: &'static str,
    /// What is wrong with it: a `String` or an `Option<String>`.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Whether the form needs it.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    // A checkbox is alone under its name, so error summaries can link to that name.
    let id = if kind == "radio" { format!("{name}-{value}") } else { name.to_owned() };
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described = super::field::described_by([
        (!hint.is_empty()).then_some(hint_id.as_str()),
        error.is_some().then_some(error_id.as_str()),
    ]);
    let class = if error.is_some() { "choice wrong" } else { "choice" };
    let invalid = error.is_some().then_some("true");
    view! {
        <div class=class>
            <input
                id=id.clone()
                type=kind
                name=name
                value=value
                checked=checked
                required=required
                aria-invalid=invalid
                aria-describedby=described
            />
            <label for=id>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
        </div>
    }
}

//! One line of a form: label, hint, input, and the error beside it.

use leptos::prelude::*;

/// A labelled input. It keeps what was typed, and names its hint and its error
/// to assistive technology.
#[component]
pub fn Field(
    /// Name in the form, and the id that error summaries link to.
    name: &'static str,
    /// What to type.
    #[prop(into)]
    label: String,
    /// One line of help under the label.
    #[prop(optional, into)]
    hint: String,
    /// What was typed before.
    #[prop(optional, into)]
    value: String,
    /// What is wrong with it: a `String` or an `Option<String>`.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// `text`, `number` or `date`.
    #[prop(default = "text")]
    kind: &'static str,
    /// An id of its own, where a page holds two forms with the same name.
    #[prop(optional, into)]
    id: Option<String>,
    /// Smallest number or first day.
    #[prop(optional, into)]
    min: Option<String>,
    /// Largest number or last day.
    #[prop(optional, into)]
    max: Option<String>,
    /// Most characters.
    #[prop(optional, into)]
    maxlength: Option<String>,
    /// The browser's hint for filling in; `off` where nothing fits.
    #[prop(optional, into)]
    autocomplete: Option<String>,
    /// Which keyboard a phone shows.
    #[prop(optional, into)]
    inputmode: Option<String>,
    /// Whether the form needs it.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.to_owned());
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described = described_by([
        (!hint.is_empty()).then_some(hint_id.as_str()),
        error.is_some().then_some(error_id.as_str()),
    ]);
    let mut class = "field".to_owned();
    if matches!(kind, "number" | "date") {
        class.push_str(" short");
    }
    if error.is_some() {
        class.push_str(" wrong");
    }
    let invalid = error.is_some().then_some("true");
    view! {
        <div class=class>
            <label for=id.clone()>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
            <input
                id=id
                name=name
                type=kind
                value=value
                min=min
                max=max
                maxlength=maxlength
                autocomplete=autocomplete
                inputmode=inputmode
                required=required
                aria-invalid=invalid
                aria-describedby=described
            />
        </div>
    }
}

/// The ids that exist, joined as `aria-describedby` wants them.
pub(super) fn described_by<const N: usize>(ids: [Option<&str>; N]) -> Option<String> {
    let ids: Vec<&str> = ids.into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

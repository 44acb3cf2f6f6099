//! Several lines to type into: label, hint, field, and the error beside it.

use super::plain_content;
use leptos::prelude::*;

/// A labelled field of several lines. It keeps what was typed, and names its hint
/// and its error to assistive technology.
#[component]
pub fn TextArea(
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
    /// What is wrong with it.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// How many lines are in sight.
    #[prop(default = "8")]
    rows: &'static str,
) -> impl IntoView {
    let hint_id = format!("{name}-hint");
    let error_id = format!("{name}-error");
    let described = super::field::described_by([
        (!hint.is_empty()).then_some(hint_id.as_str()),
        error.is_some().then_some(error_id.as_str()),
    ]);
    let class = if error.is_some() { "field wrong" } else { "field" };
    let invalid = error.is_some().then_some("true");
    view! {
        <div class=class>
            <label for=name>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
            <textarea id=name name=name rows=rows aria-invalid=invalid aria-describedby=described inner_html=content(&value)></textarea>
        </div>
    }
}

/// The text as the element's content. HTML drops a first line break.
fn content(value: &str) -> String {
    let escaped = plain_content(value);
    if escaped.starts_with('\n') { format!("\n{escaped}") } else { escaped }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_typed_leaves_the_field() {
        let typed = "</textarea><script>alert(1)</script> & \u{201c}more\u{201d}";
        let html = view! { <TextArea name="notes" label="Notes" value=typed/> }.to_html();
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&lt;/textarea>&lt;script>alert(1)&lt;/script> &amp; \u{201c}more"));
    }

    #[test]
    fn line_breaks_at_the_beginning_stay() {
        assert_eq!(content("\nx"), "\n\nx");
        assert_eq!(content("x\ny"), "x\ny");
    }
}

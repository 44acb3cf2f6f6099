//! What the pieces promise to whoever uses them.

use super::*;
use leptos::prelude::*;

/// Renders a view as the server does.
fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    // Without the marks between views, as pages are sent.
    owner.with(|| view().into_view().to_html().replace("<!>", ""))
}

#[test]
fn a_field_keeps_what_was_typed_and_points_to_its_hint_and_its_error() {
    let html = html(|| {
        view! { <Field name="team" label="Team" hint="As people call it." value="Café <b>" error=Some("Too long.".to_owned())/> }
    });
    assert!(html.contains(r#"aria-describedby="team-hint team-error""#), "{html}");
    assert!(html.contains(r#"aria-invalid="true""#), "{html}");
    assert!(html.contains(r#"<p id="team-error" class="error">Too long.</p>"#), "{html}");
    assert!(html.contains(r#"<label for="team">"#), "{html}");
    assert!(html.contains("Café &lt;b&gt;"), "{html}");
    assert!(!html.contains("<b>"), "{html}");
}

#[test]
fn a_field_without_hint_or_error_points_to_nothing() {
    let html = html(|| view! { <Field name="team" label="Team"/> });
    assert!(!html.contains("aria-describedby"), "{html}");
    assert!(!html.contains("aria-invalid"), "{html}");
}

#[test]
fn the_error_summary_links_to_each_field_and_is_absent_without_errors() {
    let errors = vec![
        ("team".to_owned(), "Give the team a name.".to_owned()),
        (String::new(), "Try again.".to_owned()),
    ];
    let shown = html(|| view! { <ErrorSummary errors=errors/> });
    assert!(shown.contains(r##"<a href="#team">Give the team a name.</a>"##), "{shown}");
    assert!(shown.contains(r#"role="alert""#), "{shown}");
    assert!(!shown.contains(r##"href="#""##), "{shown}");
    let none = html(|| view! { <ErrorSummary errors=vec![]/> });
    assert!(!none.contains("role"), "{none}");
}

#[test]
fn every_radio_button_has_an_id_of_its_own() {
    let html = html(|| {
        view! {
            <Choice name="k" value="5" label="Five" kind="radio" checked=true/>
            <Choice name="k" value="6" label="Six" kind="radio"/>
        }
    });
    assert!(html.contains(r#"id="k-5""#) && html.contains(r#"id="k-6""#), "{html}");
    assert_eq!(html.matches(" checked").count(), 1, "{html}");
}

#[test]
fn a_chart_comes_with_its_numbers_and_files_whose_names_differ() {
    let table = TableData {
        columns: vec!["Dimension".to_owned(), "Health".to_owned()],
        rows: vec![vec!["Learning".to_owned(), "45".to_owned()]],
    };
    let links = vec![ChartLink { label: "PNG".to_owned(), href: "/radar.png".to_owned() }];
    let html = html(|| {
        view! { <ChartFigure svg="<svg></svg>".to_owned() table=table caption="Six dimensions" links=links/> }
    });
    assert!(html.contains("<svg></svg>"), "{html}");
    assert!(html.contains("<th scope=\"row\">Learning</th>"), "{html}");
    assert!(html.contains("Six dimensions</span>"), "{html}");
}

#[test]
fn the_theme_switch_works_without_javascript_and_shows_what_is_on() {
    let html = html(|| view! { <SiteHeader theme=Theme::Dark path="/method"/> });
    assert!(html.contains(r#"method="post""#) && html.contains(r#"action="/theme""#), "{html}");
    assert!(html.contains(r#"name="back" value="/method""#), "{html}");
    assert_eq!(html.matches(r#"aria-pressed="true""#).count(), 1, "{html}");
}

#[test]
fn a_theme_is_read_back_as_it_was_written_and_nothing_else_is_one() {
    for theme in Theme::ALL {
        assert_eq!(Theme::parse(theme.as_str()), Some(theme));
    }
    assert_eq!(Theme::parse("Dark"), None);
    assert_eq!(Theme::parse(""), None);
}

#[test]
fn no_piece_carries_an_inline_style() {
    let html = html(|| {
        view! {
            <SiteHeader nav=vec![("Team".to_owned(), "/t".to_owned())] theme=Theme::Auto path="/t"/>
            <PageHead kicker="k" title="t" lead="l"/>
            <Notice kind=NoticeKind::Warning>"x"</Notice>
            <Empty title="none">"y"</Empty>
            <SiteFooter/>
        }
    });
    assert!(!html.contains("style="), "{html}");
    assert!(html.contains(r#"<a href="/t" aria-current="page">"#), "{html}");
}

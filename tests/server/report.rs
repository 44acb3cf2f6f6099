//! The page of a report: it is kept as it was written, and nobody notices.

use crate::house::{House, visit};
use crate::support::{TestApp, text};
use reqwest::StatusCode;

#[tokio::test]
async fn a_report_that_is_kept_tells_at_once_what_has_changed() {
    let app = TestApp::start().await;
    let house = House::build(&app, "Acme").await;
    let (lead, coach) = (visit(&app, &house.facilitator).await, visit(&app, &house.coach).await);
    let team = format!("/teams/{}", house.team);
    let report = format!("{team}/rounds/{}", house.round);

    let first = text(&lead, &report).await;
    assert_eq!(text(&lead, &report).await, first, "the same as long as nothing happens");
    assert!(first.contains("Payments") && first.contains("Acme"));
    let links = |page: &str| page.matches("Revoke the link").count();
    assert_eq!(links(&first), 1, "the reader\u{2019}s");

    lead.post(&format!("{team}/rename"), &[("name", "Settlements")]).await.leads_to();
    let renamed = text(&lead, &report).await;
    assert!(renamed.contains("Settlements") && !renamed.contains("Payments"), "{renamed}");

    assert_eq!(lead.post(&format!("{report}/share"), &[]).await.status(), StatusCode::OK);
    let shared = text(&lead, &report).await;
    assert_eq!(links(&shared), 2);

    assert!(!shared.contains("Meanwhile, in delivery"));
    for month in ["2025-12", "2026-01"] {
        let form = [("month", month), ("deployments", "30")];
        lead.post(&format!("{team}/signals"), &form).await.leads_to();
    }
    assert!(text(&lead, &report).await.contains("Meanwhile, in delivery"));

    // Everybody has their own page, whoever came first.
    let of_coach = text(&coach, &report).await;
    assert!(of_coach.contains("Settlements"));
    assert!(!of_coach.contains("Revoke the link") && !of_coach.contains("Make a share link"));
    let reader = visit(&app, &house.reader).await;
    let of_reader = text(&reader, &report).await;
    assert!(of_reader.contains("A shared report") && !of_reader.contains("Other rounds"));
    assert!(!of_reader.contains("Revoke the link"));
}

#[tokio::test]
async fn what_is_kept_is_released_to_whom_it_is_shown_and_shown_to_nobody_else() {
    let app = TestApp::start().await;
    let house = House::build(&app, "Acme").await;
    let lead = visit(&app, &house.facilitator).await;
    let report = format!("/teams/{}/rounds/{}", house.team, house.round);
    let coaches_have_seen = async |round| app.store.released_to_coaches(round).await.unwrap();

    text(&lead, &report).await;
    for round in [&house.first, &house.round] {
        assert_eq!(coaches_have_seen(round).await, Some(false), "shown to its team alone");
    }
    let coach = visit(&app, &house.coach).await;
    text(&coach, &report).await;
    for round in [&house.first, &house.round] {
        assert_eq!(coaches_have_seen(round).await, Some(true), "though the figures were kept");
    }
    app.store.set_sharing(&house.team, false).await.unwrap();
    assert_eq!(coach.get(&report).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(app.visitor().get(&report).await.status(), StatusCode::NOT_FOUND);
    text(&lead, &report).await;
    app.audited().await.unwrap();
}

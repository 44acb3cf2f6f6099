//! The made-up company: it goes through the same doors, and every page says what it is.

use crate::support::{START, TestApp, between, options, text};
use andon::catalogue::Catalogue;
use andon::command::{CommandError, audit};
use andon::config::{AuditArgs, DataArgs};
use andon::server::demo;
use andon::store::RoundState;
use reqwest::StatusCode;

/// The reports that a board leads to.
fn reports(board: &str) -> Vec<String> {
    let links = board.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|path| path.contains("/rounds/")).map(str::to_owned).collect()
}

#[tokio::test]
async fn the_demo_opens_from_the_start_page_and_says_everywhere_that_it_is_made_up() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    assert!(text(&visitor, "/").await.contains("Open the demo"));
    assert_eq!(visitor.post("/demo", &[]).await.leads_to(), "/coach");
    let board = text(&visitor, "/coach").await;
    let said = "Its teams and answers are made up by a program.";
    let report = reports(&board).remove(0);
    let notes = format!("/coach/teams/{}", between(&board, "href=\"/coach/teams/", "\"").unwrap());
    for path in ["/coach", "/admin", "/", "/method", &report, &notes] {
        assert!(text(&visitor, path).await.contains(said), "{path}");
    }
    let page = text(&visitor, &report).await;
    assert!(page.contains("id=\"change\"") && page.contains("Round by round"));
    assert!(board.contains("Who can help whom") && board.contains("<ol class=\"meetings\">"));
    // Whoever has not opened it is not bothered with it.
    let (own, _) = app.set_up("Real", 5).await;
    assert!(!text(&own, "/admin").await.contains(said));
    // Once more makes no second one.
    app.visitor().post("/demo", &[]).await.leads_to();
    let all = app.store.organisations().await.unwrap();
    assert_eq!(all.iter().filter(|each| each.synthetic).count(), 1);
}

#[tokio::test]
async fn nobody_makes_up_a_company_where_set_up_is_not_open_to_all() {
    for setup in ["token", "closed"] {
        let app = TestApp::start_with(&options(&["--rate-limits", "off", "--setup", setup])).await;
        let visitor = app.visitor();
        assert!(!text(&visitor, "/").await.contains("Open the demo"));
        assert_eq!(visitor.post("/demo", &[]).await.status(), StatusCode::NOT_FOUND, "{setup}");
        assert!(app.store.organisations().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_same_seed_makes_the_same_company_with_rounds_too_small_to_show() {
    let app = TestApp::start().await;
    let catalogue = Catalogue::builtin().unwrap();
    let id = demo::fill(&app.store, catalogue, 1, START).await.unwrap();
    let teams = app.store.teams(&id).await.unwrap();
    assert_eq!((teams.len(), app.store.groups(&id).await.unwrap().len()), (40, 5));
    assert!(teams.iter().all(|team| team.group.is_some()));
    assert!(teams.iter().any(|team| team.shares) && teams.iter().any(|team| !team.shares));
    let mut too_few = 0;
    for team in &teams {
        let rounds = app.store.rounds(&team.id).await.unwrap();
        assert!(!rounds.is_empty() && rounds.len() <= 8);
        too_few += rounds.iter().filter(|round| round.state == RoundState::TooFew).count();
        let mut closed: Vec<i64> = rounds.iter().filter_map(|round| round.closed_at).collect();
        closed.sort_unstable();
        assert!(closed.windows(2).all(|pair| pair[1] - pair[0] >= 28 * 86_400));
        assert!(closed.iter().all(|at| *at < START), "all of it is past");
        for round in rounds.iter().filter(|round| round.state == RoundState::TooFew) {
            assert_eq!(app.store.tally(&round.id).await.unwrap(), None);
        }
    }
    assert!(too_few >= 2);
    assert_eq!(demo::fill(&app.store, catalogue, 2, START).await.unwrap(), id, "one is enough");
}

#[tokio::test]
async fn the_audit_finds_nothing_in_what_the_demo_shows_and_removing_it_leaves_nothing() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    visitor.post("/demo", &[]).await.leads_to();
    let board = text(&visitor, "/coach").await;
    for path in reports(&board).iter().take(8) {
        visitor.get(path).await.ok().await;
    }
    let check = || async {
        let data = DataArgs { folder: app.folder() };
        audit(&data, &AuditArgs { cases: None, list: false, json: false }).await
    };
    let found: Result<(), CommandError> = check().await;
    found.expect("what the demo shows is safe");
    let id = demo::find(&app.store).await.unwrap().unwrap().id;
    let released = app.store.released_reports(&id).await.unwrap();
    assert!(released.iter().filter(|report| report.coaches).count() > 30);
    app.store.delete_organisation(&id).await.unwrap();
    assert!(demo::find(&app.store).await.unwrap().is_none());
    assert!(app.store.released_reports(&id).await.unwrap().is_empty());
    assert_eq!(visitor.get("/coach").await.status(), StatusCode::NOT_FOUND);
}

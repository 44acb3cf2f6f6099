//! The made-up company: it goes through the same doors, and every page says what it is.

use crate::support::{START, TestApp, between, options, text};
use andon::catalogue::Catalogue;
use andon::config::Zone;
use andon::kata::State;
use andon::server::demo;
use andon::store::{Board, Decided, RoundState};
use reqwest::StatusCode;
use std::collections::{BTreeMap, BTreeSet};

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
    app.audited().await.expect("what the demo shows is safe");
    let id = demo::find(&app.store).await.unwrap().unwrap().id;
    let released = app.store.released_reports(&id).await.unwrap();
    assert!(released.iter().filter(|report| report.coaches).count() > 30);
    app.store.delete_organisation(&id).await.unwrap();
    assert!(demo::find(&app.store).await.unwrap().is_none());
    assert!(app.store.released_reports(&id).await.unwrap().is_empty());
    assert_eq!(visitor.get("/coach").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn teams_have_tried_things_on_days_that_fit_their_rounds() {
    let app = TestApp::start().await;
    let id = demo::fill(&app.store, Catalogue::builtin().unwrap(), 1, START).await.unwrap();
    let zone = Zone(jiff::tz::TimeZone::UTC);
    let today = zone.day(START);
    let mut states: BTreeSet<State> = BTreeSet::new();
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    for team in app.store.teams(&id).await.unwrap() {
        let rounds = app.store.rounds(&team.id).await.unwrap();
        let closed: Vec<_> = rounds
            .iter()
            .filter(|round| round.state == RoundState::Sealed)
            .filter_map(|round| round.closed_at.map(|at| zone.day(at)))
            .collect();
        for each in app.store.experiments(&Board::Team(team.id.clone())).await.unwrap() {
            states.insert(each.state);
            let moves = app.store.moves(&each.id).await.unwrap();
            let steps = app.store.steps(&each.id).await.unwrap();
            assert!(moves.is_sorted_by_key(|moved| moved.on));
            assert!(steps.is_sorted_by_key(|step| step.made_on));
            assert!(moves.iter().all(|moved| moved.on <= today && !moved.answer.is_empty()));
            assert!(each.proposed_on <= today);
            assert!(each.plan.missing().is_empty(), "{:?}", each.plan);
            let Some(started) = each.started_on else { continue };
            assert!(steps.iter().all(|step| step.made_on >= started && step.made_on <= today));
            assert!((2..=4).contains(&steps.len()), "{}: {}", each.plan.title, steps.len());
            // What is over lies between two rounds.
            let Some(ended) = each.ended_on else { continue };
            assert!(closed.iter().any(|day| *day < started), "{started}");
            let next = closed.iter().filter(|day| **day > started).min().unwrap();
            assert!(ended < *next, "{started} to {ended}, and the next round on {next}");
            if team.shares {
                *tried.entry(each.catalogue_entry.unwrap()).or_default() += 1;
            }
            let judged = each.judged.unwrap();
            assert!(judged.on >= ended && judged.on <= today);
        }
    }
    assert_eq!(states, State::ALL.into());
    assert!(tried.values().filter(|count| **count >= 9).count() >= 2, "{tried:?}");
}

#[tokio::test]
async fn leadership_has_a_board_of_its_own_and_cords_to_answer() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    visitor.post("/demo", &[]).await.leads_to();
    let id = demo::find(&app.store).await.unwrap().unwrap().id;
    let board = app.store.experiments(&Board::Leadership(id.clone())).await.unwrap();
    let states: BTreeSet<State> = board.iter().map(|each| each.state).collect();
    assert_eq!(states, [State::Proposed, State::Running, State::Kept].into());
    let page = text(&visitor, "/leadership/cords").await;
    assert!(page.contains("One anti-pattern waits for your answer"), "{page}");
    assert!(page.contains("At least 6 teams") && page.contains("At least 3 teams"));
    assert!(!page.contains("approval-committees"), "two teams are not heard");
    let decisions = app.store.decisions(&id).await.unwrap();
    let freeze = &decisions[&andon::catalogue::PatternId::RiskByFreeze][0];
    assert_eq!(freeze.decided, Decided::WillTry);
    let named = board.iter().find(|each| Some(&each.id) == freeze.experiment.as_ref()).unwrap();
    assert_eq!(named.state, State::Running);
    assert!(page.contains(&named.plan.title));
    // The key of the facilitator is to a team with a whole loop on its board.
    let home = text(&visitor, "/").await;
    let team = between(&home, "href=\"/teams/", "\"").unwrap();
    let team = Board::Team(team.parse().unwrap());
    let all = app.store.experiments(&team).await.unwrap();
    let states: BTreeSet<State> = all.iter().map(|each| each.state).collect();
    assert!(states.len() >= 4 && states.contains(&State::Kept), "{states:?}");
}

//! What works here: over many teams, once a quarter, never about one.

use crate::house::{House, ask, read};
use crate::support::{
    START, TestApp, Visitor, add_team, around, between, holder, organisation, sealed, text,
};
use andon::catalogue::{Catalogue, PatternId};
use andon::clock::DAY;
use andon::config::Zone;
use andon::kata::{Move, Plan};
use andon::store::{Board, Moved, NewExperiment, Organisation, Role, TeamId, WholeExperiment};
use jiff::civil::Date;
use reqwest::StatusCode;
use serde_json::Value;

/// START is 2 March 2026; the quarter before ended with 2025.
const LAST_QUARTER: &str = "2025-Q4";
const PAIRING: &str = "pair-on-the-rarest-skill";

fn day(ago: i64) -> Date {
    Zone(jiff::tz::TimeZone::UTC).day(START - ago * DAY)
}

/// A team that shares, has adopted an entry of the catalogue between two rounds, and
/// ended it like this.
async fn tried(
    app: &TestApp,
    of: &Organisation,
    name: &str,
    entry: &str,
    end: Move,
    ago: i64,
) -> TeamId {
    let team = add_team(&app.store, &of.id, name, true).await;
    adopted(app, &team, entry, end, ago).await;
    team
}

async fn adopted(app: &TestApp, team: &TeamId, entry: &str, end: Move, ago: i64) {
    let catalogue = Catalogue::builtin().unwrap();
    let entry = catalogue.experiment(entry).unwrap();
    let moved = |step: Move, ago: i64| Moved { step, answer: "So.".to_owned(), on: day(ago) };
    let whole = WholeExperiment {
        new: NewExperiment {
            board: Board::Team(team.clone()),
            catalogue_entry: Some(entry.id.clone()),
            follows: None,
            plan: Plan {
                title: entry.title.clone(),
                pattern: Some(entry.pattern),
                hypothesis: entry.hypothesis.clone(),
                target: entry.target.clone(),
                current: String::new(),
                first_step: entry.first_step.clone(),
                measure: entry.measure.clone(),
                review_on: Some(day(ago - 42)),
                owner: "S. B.".to_owned(),
            },
            proposed_on: day(ago),
        },
        moves: vec![moved(Move::Start, ago), moved(Move::Review, ago - 20), moved(end, ago - 21)],
        steps: Vec::new(),
        judged: None,
    };
    app.store.add_whole_experiments(&[whole]).await.unwrap();
}

async fn own(app: &TestApp) -> (Organisation, Visitor) {
    app.set_up("Acme", 4).await;
    let of = organisation(app, "Acme").await;
    let leader = holder(app, &of.id, None, Role::Leader).await;
    (of, leader)
}

async fn json(visitor: &Visitor, path: &str) -> Value {
    serde_json::from_str(&text(visitor, path).await).unwrap()
}

#[tokio::test]
async fn nine_teams_make_a_line_with_what_their_next_round_said() {
    let app = TestApp::start().await;
    let (of, leader) = own(&app).await;
    let coach = holder(&app, &of.id, None, Role::Coach).await;
    for place in 0..9 {
        let end = if place < 4 { Move::Keep } else { Move::Drop };
        let team = tried(&app, &of, &format!("Mole {place}"), PAIRING, end, 150).await;
        // Three teams are clearly better in their next round, one has none.
        sealed(&app.store, &team, &around(9, 4), START - 170 * DAY).await;
        if place < 8 {
            let point = if place < 3 { 0 } else { 4 };
            sealed(&app.store, &team, &around(9, point), START - 90 * DAY).await;
        }
    }
    // One that does not share counts nowhere, nor does one of this quarter.
    let silent = add_team(&app.store, &of.id, "Silent", false).await;
    adopted(&app, &silent, PAIRING, Move::Keep, 150).await;
    tried(&app, &of, "Late", PAIRING, Move::Keep, 40).await;
    let found = json(&leader, "/leadership/works.json").await;
    let lines = found["data"].as_array().unwrap();
    assert_eq!(lines.len(), 1, "{found}");
    assert_eq!(
        (&lines[0]["practice"], &lines[0]["quarter"]),
        (&"Pairing".into(), &LAST_QUARTER.into())
    );
    let line = &lines[0]["line"];
    assert_eq!(line["teams"], 9);
    assert_eq!(line["ended"][0], serde_json::json!({ "how": ["kept"], "teams": 4 }));
    assert_eq!(line["ended"][1]["teams"], 5);
    assert_eq!(line["said"][0], serde_json::json!({ "what": ["better"], "teams": 3 }));
    assert_eq!(line["said"][1]["teams"], 6, "the one without a round has joined its neighbours");
    let page = text(&leader, "/leadership/works").await;
    for said in ["Pairing", "Why this is no proof", "fourth quarter of 2025", "clearly better"] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("Mole"), "no team is named");
    let csv = text(&leader, "/leadership/works.csv").await;
    assert!(csv.contains("Pairing,2025-Q4,4,how it ended,kept"), "{csv}");
    // A coach sees the same lines, and what single teams have kept.
    assert_eq!(json(&coach, "/coach/works.json").await, found);
    let page = text(&coach, "/coach/works").await;
    assert!(
        page.contains("Mole 0, kept on") && !page.contains("Mole 5") && !page.contains("Silent")
    );
    let kept = between(&page, "<a href=\"/teams/", "\"").unwrap();
    assert_eq!(coach.get(&format!("/teams/{kept}")).await.status(), StatusCode::OK);
    assert_eq!(leader.get(&format!("/teams/{kept}")).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_line_moves_for_three_teams_and_for_no_fewer_and_a_quarter_stays_as_it_was() {
    let app = TestApp::start().await;
    let (of, leader) = own(&app).await;
    let mut teams = Vec::new();
    for place in 0..9 {
        teams.push(tried(&app, &of, &format!("Mole {place}"), PAIRING, Move::Keep, 150).await);
    }
    let path = "/leadership/works.json";
    // A session does not last as long as this test.
    let look = async || json(&holder(&app, &of.id, None, Role::Leader).await, path).await;
    let first = json(&leader, path).await;
    assert_eq!(first["data"][0]["line"]["teams"], 9);
    // Whatever becomes of the teams within the quarter: what was told is told.
    tried(&app, &of, "More 0", PAIRING, Move::Drop, 140).await;
    app.store.delete_team(&teams[0], START).await.unwrap();
    assert_eq!(look().await, first);
    // Next quarter: one has gone and one has come, which are two.
    app.clock.advance(60 * DAY);
    assert_eq!(look().await, first);
    // The one after it: two more, so four stand differently.
    for place in 1..3 {
        tried(&app, &of, &format!("More {place}"), PAIRING, Move::Drop, 130).await;
    }
    app.clock.advance(91 * DAY);
    let later = look().await;
    assert_eq!(
        (&later["data"][0]["quarter"], &later["data"][0]["line"]["teams"]),
        (&"2026-Q2".into(), &11.into())
    );
    // Three hide from coaches: eight are left, and the line is gone.
    for team in &teams[1..4] {
        app.store.set_sharing(team, false).await.unwrap();
    }
    app.clock.advance(92 * DAY);
    assert_eq!(look().await["data"], serde_json::json!([]));
    assert!(
        text(&holder(&app, &of.id, None, Role::Leader).await, "/leadership/works")
            .await
            .contains("cannot be told yet")
    );
}

#[tokio::test]
async fn practices_of_too_few_teams_stand_together_under_their_dimension() {
    let app = TestApp::start().await;
    let (of, leader) = own(&app).await;
    for (place, entry) in
        (0..9).zip(["merge-every-day", "limit-open-work", "halve-the-next-release"].iter().cycle())
    {
        tried(&app, &of, &format!("Mole {place}"), entry, Move::Keep, 150).await;
    }
    let found = json(&leader, "/leadership/works.json").await;
    let lines = found["data"].as_array().unwrap();
    assert_eq!((lines.len(), &lines[0]["dimension"]), (1, &"change".into()), "{found}");
    assert_eq!(PatternId::BigBatches.dimension().as_str(), "change");
    let page = text(&leader, "/leadership/works").await;
    assert!(page.contains("Other practices: ") && !page.contains("Trunk-based"), "{page}");
}

#[tokio::test]
async fn programs_of_coaches_and_leaders_read_it_and_no_others() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    let path = "/api/v1/works";
    for key in [&own.coach, &own.leader] {
        assert_eq!(read(&app, key, path).await["data"], serde_json::json!([]));
    }
    for key in [&own.admin, &own.facilitator, &own.reader] {
        assert_eq!(ask(&app, &key.secret, path).await.status(), StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn the_demo_has_several_practices_to_tell_of() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    visitor.post("/demo", &[]).await.leads_to();
    let found = json(&visitor, "/leadership/works.json").await;
    let lines = found["data"].as_array().unwrap();
    let practices = lines.iter().filter(|line| line["about"] == "practice").count();
    assert!(practices >= 2, "{found}");
    assert!(lines.iter().all(|line| line["line"]["teams"].as_u64().unwrap() >= 9));
    let page = text(&visitor, "/coach/works").await;
    assert!(page.contains("made up by a program") && page.contains("kept on"));
}

//! Cords: pulled by teams, counted for leadership in steps of three, answered to all.

use crate::house::{House, ask, key, read, visit};
use crate::support::{START, TestApp, Visitor, add_team, between, holder, organisation, text};
use andon::catalogue::{Answer, Answers, PatternId, Point};
use andon::clock::DAY;
use andon::store::{Organisation, OrganisationId, Role, Store, TeamId};
use jiff::civil::Date;
use reqwest::StatusCode;

const DAY_ONE: Date = Date::constant(2026, 2, 16);
const FREEZE: &str = "risk-by-freeze";

/// Five teams, of which three have pulled the cord on `risk-by-freeze`.
pub async fn three_cords(store: &Store, of: &OrganisationId) -> Vec<TeamId> {
    let mut teams = Vec::new();
    for place in 0..5 {
        let team = add_team(store, of, &format!("Rope {place}"), false).await;
        if place < 3 {
            store.pull_cord(&team, PatternId::RiskByFreeze, DAY_ONE).await.unwrap();
        }
        teams.push(team);
    }
    teams
}

async fn own(app: &TestApp) -> (Organisation, Visitor) {
    app.set_up("Acme", 4).await;
    let of = organisation(app, "Acme").await;
    let leader = holder(app, &of.id, None, Role::Leader).await;
    (of, leader)
}

/// A page without what is around it, which holds marks that are new each time.
fn main(page: &str) -> String {
    between(page, "<main", "</main>").unwrap()
}

/// Everything that leadership could read of cords.
async fn heard(leader: &Visitor) -> String {
    let list = text(leader, "/leadership/cords").await;
    let one = leader.get(&format!("/leadership/cords/{FREEZE}")).await;
    let (status, one) = (one.status(), one.text().await);
    format!("{}{status}{}", main(&list), main(&one))
}

#[tokio::test]
async fn a_cord_that_three_teams_pull_reaches_leadership_and_the_answer_comes_back() {
    let app = TestApp::start().await;
    let (of, leader) = own(&app).await;
    let nothing = heard(&leader).await;
    assert!(nothing.contains("No cord to answer") && nothing.contains("404"));
    let mut teams = Vec::new();
    for name in ["Herons", "Curlews", "Egrets", "Plovers"] {
        let team = add_team(&app.store, &of.id, name, false).await;
        let lead = holder(&app, &of.id, Some(&team), Role::Facilitator).await;
        teams.push((format!("/teams/{team}"), lead));
    }
    let pull = [("pattern", FREEZE), ("do", "pull")];
    for (team, lead) in &teams[..2] {
        let to = lead.post(&format!("{team}/cords"), &pull).await.leads_to();
        assert_eq!(to, format!("{team}#cords"));
        // Two teams are as none: every byte is the same.
        assert_eq!(heard(&leader).await, nothing);
    }
    let (team, lead) = &teams[2];
    let page = text(lead, team).await;
    assert!(
        page.contains("never which teams") && page.contains("No cord is pulled"),
        "{}",
        main(&page)
    );
    lead.post(&format!("{team}/cords"), &pull).await.leads_to();
    let page = text(&leader, "/leadership/cords").await;
    assert!(page.contains("One anti-pattern waits for your answer"), "{}", main(&page));
    assert!(page.contains("At least 3 teams have pulled the cord."));
    assert!(
        !["Herons", "Curlews", "Egrets", "Plovers"]
            .iter()
            .any(|name| page.contains(&format!(">{name}")))
    );
    let one = text(&leader, &format!("/leadership/cords/{FREEZE}")).await;
    let run = format!("/leadership/experiments/new?organisation={}&amp;entry=", of.id);
    assert!(one.contains(&run), "{one}");
    // An answer needs a day, or a reason.
    let action = format!("/leadership/cords/{FREEZE}?organisation={}", of.id);
    let wrong = leader.post(&action, &[("decided", "no"), ("words", " "), ("by", "")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = wrong.text().await;
    assert!(wrong.contains("Say why: the teams have asked for an answer."), "{wrong}");
    let words = "No freeze this December.\n<b>We</b> rehearse the way back instead.";
    let yes = [("decided", "will-try"), ("words", words), ("by", "2026-05-01")];
    leader.post(&action, &yes).await.leads_to();
    let page = text(&leader, "/leadership/cords").await;
    assert!(page.contains("Every cord has its answer"), "{}", main(&page));
    // It stands on the page of a team that pulled, and of no team that did not.
    let page = text(lead, team).await;
    for said in ["will try something, by 1 May 2026", "Decided on 2 March 2026", "No freeze this"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(page.contains("&lt;b&gt;We&lt;/b&gt;") && !page.contains("<b>We"), "{}", main(&page));
    let (silent, their_lead) = &teams[3];
    assert!(!text(their_lead, silent).await.contains("No freeze this"));
    // A later answer takes its place; the first one stays as history.
    app.clock.advance(10 * DAY);
    let no = [("decided", "no"), ("words", "The law forbids it."), ("by", "")];
    leader.post(&action, &no).await.leads_to();
    let one = text(&leader, &format!("/leadership/cords/{FREEZE}")).await;
    assert!(one.contains("The law forbids it.") && one.contains("What was answered before"));
    assert!(one.contains("No freeze this December."));
    let page = text(lead, team).await;
    assert!(
        page.contains("Leadership said no.") && !page.contains("No freeze this"),
        "{}",
        main(&page)
    );
    // Everybody lets go: the answers stay.
    for (team, lead) in &teams[..3] {
        let go = [("pattern", FREEZE), ("do", "let-go")];
        lead.post(&format!("{team}/cords"), &go).await.leads_to();
    }
    let page = text(&leader, "/leadership/cords").await;
    assert!(
        page.contains("Leadership said no.") && !page.contains("At least 3"),
        "{}",
        main(&page)
    );
    let page = text(lead, team).await;
    assert!(page.contains("Cords that were let go") && page.contains("Leadership said no."));
}

#[tokio::test]
async fn no_single_team_moves_a_count_and_none_is_written_into_the_log() {
    let app = TestApp::start().await;
    let (of, leader) = own(&app).await;
    let admin = holder(&app, &of.id, None, Role::Admin).await;
    let log = format!("/admin/{}/log", of.id);
    let teams = three_cords(&app.store, &of.id).await;
    let three = heard(&leader).await;
    assert!(three.contains("At least 3 teams"));
    let before = main(&text(&admin, &log).await);
    let lead = holder(&app, &of.id, Some(&teams[3]), Role::Facilitator).await;
    let path = format!("/teams/{}/cords", teams[3]);
    for what in ["pull", "let-go", "pull"] {
        lead.post(&path, &[("pattern", FREEZE), ("do", what)]).await.leads_to();
        assert_eq!(heard(&leader).await, three, "{what}");
    }
    let other = holder(&app, &of.id, Some(&teams[0]), Role::Facilitator).await;
    let go = [("pattern", FREEZE), ("do", "let-go")];
    other.post(&format!("/teams/{}/cords", teams[0]), &go).await.leads_to();
    assert_eq!(heard(&leader).await, three, "and none that lets go");
    app.store.delete_team(&teams[1], START).await.unwrap();
    let left = heard(&leader).await;
    assert!(left.contains("No cord to answer"), "three stand differently now: {left}");
    assert_eq!(main(&text(&admin, &log).await), before);
    // Leadership's answers are no secret, so they are in the log.
    for team in &teams[2..] {
        app.store.pull_cord(team, PatternId::BespokeIncentives, DAY_ONE).await.unwrap();
    }
    add_team(&app.store, &of.id, "One more", false).await;
    add_team(&app.store, &of.id, "And another", false).await;
    let action = "/leadership/cords/bespoke-incentives";
    let later = [("decided", "not-now"), ("by", "2026-06-01"), ("words", "")];
    leader.post(action, &later).await.leads_to();
    assert!(text(&admin, &log).await.contains("answered the cord"));
}

#[tokio::test]
async fn small_organisations_are_told_that_a_count_would_give_them_away() {
    let app = TestApp::start().await;
    let (of, leader) = own(&app).await;
    for name in ["One", "Two", "Three"] {
        let team = add_team(&app.store, &of.id, name, false).await;
        app.store.pull_cord(&team, PatternId::RiskByFreeze, DAY_ONE).await.unwrap();
        let lead = holder(&app, &of.id, Some(&team), Role::Facilitator).await;
        let page = text(&lead, &format!("/teams/{team}")).await;
        assert!(page.contains("would give away who pulled"), "{}", main(&page));
    }
    assert!(heard(&leader).await.contains("No cord to answer"));
    // With a fifth team it is heard.
    add_team(&app.store, &of.id, "Four", false).await;
    assert!(heard(&leader).await.contains("At least 3 teams"));
}

#[tokio::test]
async fn a_team_pulls_only_what_it_cannot_change_itself() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 4).await;
    let cords = format!("{}/cords", team.path);
    let own = lead.post(&cords, &[("pattern", "big-batches"), ("do", "pull")]).await;
    assert_eq!(own.status(), StatusCode::CONFLICT);
    assert!(own.text().await.contains("your team can change itself"));
    let between = lead.post(&cords, &[("pattern", "tickets-over-talk"), ("do", "pull")]).await;
    assert_eq!(between.status(), StatusCode::SEE_OTHER);
    for form in [
        &[("pattern", "no-such"), ("do", "pull")][..],
        &[("pattern", FREEZE), ("do", "cut")],
        &[("do", "pull")],
    ] {
        assert_eq!(lead.post(&cords, form).await.status(), StatusCode::BAD_REQUEST, "{form:?}");
    }
}

#[tokio::test]
async fn a_reports_box_has_the_cord_for_the_facilitator_alone() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    // Everybody sees the freeze, and little else.
    let mut answers = Answers::new([Answer::Point(Point::NotAtAll); 18]);
    answers.set(PatternId::RiskByFreeze, Answer::Point(Point::Extremely));
    let at = START + 40 * DAY;
    app.clock.advance(41 * DAY);
    let round = crate::support::sealed(&app.store, &own.team, &[answers; 9], at).await;
    let path = format!("/teams/{}/rounds/{round}", own.team);
    let lead = visit(&app, &own.facilitator).await;
    let page = text(&lead, &path).await;
    assert!(
        page.contains("Take this to leadership") && page.contains("Pull the cord"),
        "{}",
        main(&page)
    );
    assert!(page.contains("never which teams"));
    let form = [("pattern", FREEZE), ("do", "pull"), ("back", path.as_str())];
    let to = lead.post(&format!("/teams/{}/cords", own.team), &form).await.leads_to();
    assert_eq!(to, format!("{path}#leadership"));
    let page = text(&lead, &path).await;
    assert!(page.contains("The team has pulled the cord on 12 April 2026."), "{}", main(&page));
    assert!(page.contains("Let go"));
    let reader = key(&app.store, &own.of.id, None, Some(&round), Role::Reader).await;
    for key in [&own.coach, &reader] {
        let page = text(&visit(&app, key).await, &path).await;
        assert!(page.contains("Take this to leadership"));
        assert!(!page.contains("pulled the cord") && !page.contains("/cords"), "{}", main(&page));
    }
}

#[tokio::test]
async fn programs_read_cords_as_their_people_do() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    app.store.pull_cord(&own.team, PatternId::FunctionalSilos, DAY_ONE).await.unwrap();
    three_cords(&app.store, &own.of.id).await;
    let path = format!("/api/v1/teams/{}/cords", own.team);
    let json = read(&app, &own.facilitator, &path).await;
    assert_eq!(json["data"][0]["pattern"], "functional-silos");
    assert_eq!(json["data"][0]["pulled_on"], "2026-02-16");
    assert_eq!(json["data"][0]["answer"], serde_json::Value::Null);
    for key in [&own.admin, &own.coach, &own.leader, &own.reader] {
        assert_eq!(ask(&app, &key.secret, &path).await.status(), StatusCode::NOT_FOUND);
    }
    let leader = visit(&app, &own.leader).await;
    let form = [("decided", "will-try"), ("by", "2026-04-01"), ("words", "Soon.")];
    leader.post(&format!("/leadership/cords/{FREEZE}"), &form).await.leads_to();
    let path = "/api/v1/leadership/cords";
    let json = read(&app, &own.leader, path).await;
    assert_eq!(json["data"].as_array().unwrap().len(), 1, "one team is not heard: {json}");
    assert_eq!(
        (&json["data"][0]["pattern"], &json["data"][0]["at_least"]),
        (&FREEZE.into(), &3.into())
    );
    let answer = &json["data"][0]["answers"][0];
    assert_eq!((&answer["decided"], &answer["by"]), (&"will_try".into(), &"2026-04-01".into()));
    for key in [&own.admin, &own.coach, &own.facilitator, &own.reader] {
        assert_eq!(ask(&app, &key.secret, path).await.status(), StatusCode::NOT_FOUND);
    }
}

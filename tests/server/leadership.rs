//! Leadership's page: many teams together, never one, and once said for good.

use crate::support::{
    START, TestApp, add_team, between, holder, new_link, options, organisation, text,
};
use andon::catalogue::{Answer, Answers, Catalogue, PatternId, Point};
use andon::clock::DAY;
use andon::measure::Tally;
use andon::server::demo;
use andon::store::{Organisation, OrganisationId, PastRound, Role, TeamId};
use reqwest::StatusCode;

/// START is 2 March 2026, so this is in the third quarter of 2025.
const LAST_YEAR: i64 = START - 200 * DAY;

async fn own(app: &TestApp) -> Organisation {
    app.set_up("Acme", 4).await;
    organisation(app, "Acme").await
}

/// A round of people who all say the same to everything.
fn round(team: &TeamId, people: usize, point: usize, closed_at: i64) -> PastRound {
    let answers = vec![Answers::new([Answer::Point(Point::ALL[point]); 18]); people];
    PastRound {
        team: team.clone(),
        roster: 20,
        minimum_group: 4,
        catalogue_version: Catalogue::builtin().unwrap().version().to_owned(),
        opened_at: closed_at - DAY,
        closed_at,
        tally: Some(Tally::of(&answers, true)),
    }
}

/// Ten teams: seven of four people who see everything at its strongest, one of twelve
/// and two of four who see nothing of it.
async fn ten_teams(app: &TestApp, of: &OrganisationId) -> Vec<TeamId> {
    let mut teams = Vec::new();
    let mut rounds = Vec::new();
    for place in 0..10 {
        let team = add_team(&app.store, of, &format!("Mole {place}"), false).await;
        let (people, point) = match place {
            0..7 => (4, 4),
            7 => (12, 0),
            _ => (4, 0),
        };
        rounds.push(round(&team, people, point, LAST_YEAR + i64::from(place) * DAY));
        teams.push(team);
    }
    app.store.add_past_rounds(&rounds).await.unwrap();
    teams
}

#[tokio::test]
async fn figures_go_back_to_persons_and_counts_of_teams_are_in_bands() {
    let app = TestApp::start().await;
    let of = own(&app).await;
    ten_teams(&app, &of.id).await;
    let leader = holder(&app, &of.id, None, Role::Leader).await;
    let json: serde_json::Value =
        serde_json::from_str(&text(&leader, "/leadership/leadership.json?quarter=2025-Q3").await)
            .unwrap();
    assert_eq!(json["quarter"], "2025-Q3");
    let change = &json["period"]["dimensions"][0]["shown"];
    assert_eq!(change["teams"], 10);
    // 28 people at 0 and 20 at 100 are 41.7; the mean of ten teams would be 30.
    assert_eq!(change["figure"]["health"], 40);
    // Seven and three: a band of fewer than four joins its neighbour.
    let bands = change["spread"]["shown"]["bands"].as_array().unwrap();
    assert_eq!((bands.len(), &bands[0]["teams"]), (1, &10.into()));
    let item = &change["items"][0];
    assert_eq!(item["prevalence"]["shown"]["teams"]["at_least"], 7);
    assert_eq!(item["systemic"]["shown"], "systemic");
    let page = text(&leader, "/leadership").await;
    assert!(page.contains("All of the eighteen anti-patterns are present"), "{page}");
    assert!(page.contains("at least 7 of 10 teams"));
    let csv = text(&leader, "/leadership/leadership.csv").await;
    assert!(csv.contains("organisation,2025-Q3,dimension,customer,"));
    for file in ["radar.svg", "radar.png", "radar.csv", "dots.svg", "dots.png", "dots.csv"] {
        assert_eq!(leader.get(&format!("/leadership/{file}")).await.status(), StatusCode::OK);
    }
    for file in ["groups.svg", "radar.exe", "radar", "teams.csv"] {
        let status = leader.get(&format!("/leadership/{file}")).await.status();
        assert_eq!(status, StatusCode::NOT_FOUND, "{file}: there are no groups");
    }
}

#[tokio::test]
async fn what_was_said_once_stays_whatever_becomes_of_the_teams() {
    let app = TestApp::start().await;
    let of = own(&app).await;
    let teams = ten_teams(&app, &of.id).await;
    let leader = holder(&app, &of.id, None, Role::Leader).await;
    let quarter = "/leadership/leadership.json?quarter=2025-Q3";
    let before = text(&leader, quarter).await;
    app.store.delete_team(&teams[0], START).await.unwrap();
    // A round that would have counted in that quarter, had it been there in time.
    let late = add_team(&app.store, &of.id, "Late", false).await;
    app.store.add_past_rounds(&[round(&late, 9, 2, LAST_YEAR)]).await.unwrap();
    assert_eq!(text(&leader, quarter).await, before);
    // The quarter after it holds the same rounds but one: nothing new can be said of it.
    let after = text(&leader, "/leadership/leadership.json?quarter=2025-Q4").await;
    assert_eq!(after, before, "a quarter without figures is not to be had");
    // Half a year later three teams have answered again, and then only they count.
    let rounds: Vec<_> = teams[1..6].iter().map(|team| round(team, 5, 1, START + DAY)).collect();
    app.store.add_past_rounds(&rounds).await.unwrap();
    app.clock.advance(60 * DAY);
    let leader = holder(&app, &of.id, None, Role::Leader).await;
    let json: serde_json::Value =
        serde_json::from_str(&text(&leader, "/leadership/leadership.json").await).unwrap();
    assert_eq!(json["quarter"], "2026-Q1");
    assert_eq!(json["period"]["dimensions"][5]["shown"]["teams"], 5);
    assert_eq!(json["trend"].as_array().unwrap().len(), 2);
    assert_eq!(json["trend"][0]["quarter"], "2025-Q3");
}

#[tokio::test]
async fn what_was_said_once_needs_no_tally_of_a_deleted_team() {
    let app = TestApp::start().await;
    let of = own(&app).await;
    let teams = ten_teams(&app, &of.id).await;
    let leader = holder(&app, &of.id, None, Role::Leader).await;
    let json = "/leadership/leadership.json?quarter=2025-Q3";
    let (before, page) = (text(&leader, json).await, text(&leader, "/leadership").await);
    assert!(page.contains("7 of 10 teams"));
    for team in &teams[..9] {
        app.store.delete_team(team, START).await.unwrap();
    }
    let mut reader = app.direct().await;
    let left = reader.number("SELECT COUNT(DISTINCT round_id) FROM tally_items").await;
    reader.close().await;
    assert_eq!(left, 1, "that of the team which is still there");
    // Another process, which has nothing in memory.
    let database = app.stop().await;
    let app = TestApp::start_in(database, &options(&["--rate-limits", "off"]), START).await;
    let leader = holder(&app, &of.id, None, Role::Leader).await;
    assert_eq!(text(&leader, json).await, before);
    assert!(text(&leader, "/leadership").await.contains("7 of 10 teams"));
    app.audited().await.unwrap();
}

#[tokio::test]
async fn a_quarter_is_counted_when_it_is_over_and_with_enough_teams() {
    let app = TestApp::start().await;
    let of = own(&app).await;
    let leader = holder(&app, &of.id, None, Role::Leader).await;
    assert!(text(&leader, "/leadership").await.contains("Nothing to see here yet"));
    let mut teams = Vec::new();
    for name in ["One", "Two", "Three"] {
        teams.push(add_team(&app.store, &of.id, name, false).await);
    }
    let rounds: Vec<_> = teams.iter().map(|team| round(team, 5, 3, LAST_YEAR)).collect();
    app.store.add_past_rounds(&rounds).await.unwrap();
    assert!(text(&leader, "/leadership").await.contains("Nothing to see here yet"), "three");
    // Imported past rounds can still make an open quarter up.
    let fourth = add_team(&app.store, &of.id, "Four", false).await;
    app.store.add_past_rounds(&[round(&fourth, 5, 3, LAST_YEAR)]).await.unwrap();
    let page = text(&leader, "/leadership").await;
    assert!(page.contains("What 4 teams say"));
    assert!(page.contains("too few teams to call anything systemic"));
    let file = "/leadership/leadership.csv";
    let before = text(&leader, file).await;
    // Rounds of the present quarter have to wait for its end.
    let now: Vec<_> = teams.iter().map(|team| round(team, 5, 0, START - DAY)).collect();
    app.store.add_past_rounds(&now).await.unwrap();
    assert_eq!(text(&leader, file).await, before);
}

#[tokio::test]
async fn no_team_can_be_reached_from_the_page_and_the_audit_finds_nothing() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    visitor.post("/demo", &[]).await.leads_to();
    let of = demo::find(&app.store).await.unwrap().unwrap();
    let leader = holder(&app, &of.id, None, Role::Leader).await;
    let mut all = String::new();
    for path in [
        "/leadership",
        "/leadership/briefing",
        "/leadership/leadership.csv",
        "/leadership/leadership.json",
        "/leadership/groups.csv",
        "/leadership/groups.svg",
    ] {
        all.push_str(&text(&leader, path).await);
    }
    // A group is called after what it does, and so is a team.
    let groups = app.store.groups(&of.id).await.unwrap();
    let all = groups.iter().fold(all, |all, group| all.replace(&group.name, ""));
    for team in app.store.teams(&of.id).await.unwrap() {
        let place = all.find(&team.name).map(|at| &all[at.saturating_sub(60)..at + 60]);
        assert_eq!(place, None, "{}", team.name);
        assert!(!all.contains(team.id.as_str()), "{}", team.name);
        let report = leader.get(&format!("/teams/{}", team.id)).await;
        assert_eq!(report.status(), StatusCode::NOT_FOUND);
    }
    assert!(!all.contains("/teams/"), "no link to a team");
    // Its coach and facilitators look too, then the audit of everything.
    visitor.get("/coach").await.ok().await;
    let pools = app.store.released_pools(&of.id).await.unwrap();
    assert!(pools.iter().any(|pool| pool.group.is_some()), "groups are shown");
    let quarters = app.store.decided_periods(&of.id).await.unwrap().len();
    assert!(quarters >= 6, "{quarters} quarters are shown");
    app.audited().await.expect("what the demo shows is safe");
}

#[tokio::test]
async fn the_briefing_names_systemic_patterns_with_an_experiment_and_what_to_stop() {
    let app = TestApp::start().await;
    let of = own(&app).await;
    ten_teams(&app, &of.id).await;
    let leader = holder(&app, &of.id, None, Role::Leader).await;
    let page = text(&leader, "/leadership/briefing").await;
    let catalogue = Catalogue::builtin().unwrap();
    // All are equally common and equally strong, so catalogue order decides.
    for id in &PatternId::ALL[..3] {
        assert!(page.contains(catalogue.pattern(*id).name.as_str()));
    }
    assert_eq!(page.matches("<strong>Try: </strong>").count(), 3);
    assert_eq!(page.matches("<strong>Stop: </strong>").count(), 3);
    assert!(page.contains("15 more are systemic"));
}

#[tokio::test]
async fn only_a_leader_opens_it_and_only_of_the_own_organisation() {
    let app = TestApp::start().await;
    let of = own(&app).await;
    ten_teams(&app, &of.id).await;
    app.set_up("Foreign", 4).await;
    let foreign = organisation(&app, "Foreign").await;
    let leader = holder(&app, &of.id, None, Role::Leader).await;
    let mut others = vec![app.visitor(), holder(&app, &foreign.id, None, Role::Leader).await];
    for role in [Role::Admin, Role::Coach] {
        others.push(holder(&app, &of.id, None, role).await);
    }
    for path in ["/leadership", "/leadership/briefing", "/leadership/leadership.json"] {
        let path = format!("{path}?organisation={}", of.id);
        assert_eq!(leader.get(&path).await.status(), StatusCode::OK, "{path}");
        for other in &others {
            assert_eq!(other.get(&path).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
    // And a leader opens nothing else.
    for path in ["/admin", "/coach", "/coach/board.csv"] {
        assert_eq!(leader.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    let nobody = format!("/leadership?organisation={}", foreign.id);
    assert_eq!(leader.get(&nobody).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_page_that_is_kept_tells_at_once_what_has_changed() {
    let app = TestApp::start().await;
    let of = own(&app).await;
    let teams = ten_teams(&app, &of.id).await;
    let group = app.store.add_group(&of.id, "Payments", START).await.unwrap();
    app.store.put_into_group(&teams[0], Some(&group)).await.unwrap();
    let leader = holder(&app, &of.id, None, Role::Leader).await;

    let first = text(&leader, "/leadership").await;
    assert_eq!(text(&leader, "/leadership").await, first, "the same as long as nothing happens");
    assert!(first.contains("Payments") && first.contains("Acme"), "{first}");

    app.store.rename_group(&group, "Settlements").await.unwrap();
    let renamed = text(&leader, "/leadership").await;
    assert!(renamed.contains("Settlements") && !renamed.contains("Payments"), "{renamed}");
    app.store.delete_group(&group).await.unwrap();
    assert!(!text(&leader, "/leadership").await.contains("Settlements"));
    app.store.rename_organisation(&of.id, "Bakery").await.unwrap();
    let renamed = text(&leader, "/leadership").await;
    assert!(renamed.contains("Bakery") && !renamed.contains("Acme"), "{renamed}");

    // Whoever leads another one too is offered it, and nobody else is.
    app.set_up("Foreign", 4).await;
    let foreign = organisation(&app, "Foreign").await;
    let both = holder(&app, &of.id, None, Role::Leader).await;
    let (link, secret) = new_link(Role::Leader, "for the leader".to_owned());
    app.store.add_link(&foreign.id, None, None, link, START).await.unwrap();
    both.get(&format!("/k/{}", secret.as_str())).await.leads_to();
    let of_both = text(&both, &format!("/leadership?organisation={}", of.id)).await;
    assert!(of_both.contains("Bakery") && of_both.contains("Other organisations"), "{of_both}");
    assert!(!text(&leader, "/leadership").await.contains("Other organisations"));

    // And the day of the next counting goes on with the clock.
    assert!(renamed.contains("The present one is counted on 1 April 2026."), "{renamed}");
    app.clock.advance(40 * DAY);
    let leader = holder(&app, &of.id, None, Role::Leader).await;
    let later = text(&leader, "/leadership").await;
    assert!(later.contains("The present one is counted on 1 July 2026."), "{later}");
}

#[tokio::test]
async fn a_leader_is_invited_and_counted_for_before_the_first_look() {
    let app = TestApp::start().await;
    let (admin, _) = app.set_up("Acme", 4).await;
    let of = organisation(&app, "Acme").await;
    let form = [("label", "Director"), ("until", "2026-09-01"), ("role", "leader")];
    let invite = format!("/admin/{}/invite", of.id);
    let page = admin.post(&invite, &form).await.ok().await.text().await.unwrap();
    let leader = app.visitor();
    let path = format!("/k/{}", between(&page, "/k/", "<").unwrap());
    assert_eq!(leader.get(&path).await.leads_to(), "/leadership");
    let wrong = admin.post(&invite, &[("label", "Director"), ("until", "2026-09-01")]).await;
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST, "without a role");
    let log = text(&admin, &format!("/admin/{}/log", of.id)).await;
    assert!(log.contains("made a link: Leader: Director"));
}

#[tokio::test]
async fn a_team_cannot_begin_to_share_when_that_would_uncover_others() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 4).await;
    let of = organisation(&app, "Acme").await;
    let own: TeamId = team.path.rsplit('/').next().unwrap().parse().unwrap();
    let mut teams = vec![own];
    for name in ["Two", "Three", "Four", "Five"] {
        teams.push(add_team(&app.store, &of.id, name, false).await);
    }
    let rounds: Vec<_> = teams.iter().map(|team| round(team, 5, 3, LAST_YEAR)).collect();
    app.store.add_past_rounds(&rounds).await.unwrap();
    app.store.set_sharing(&teams[1], true).await.unwrap();
    let leader = holder(&app, &of.id, None, Role::Leader).await;
    assert!(text(&leader, "/leadership").await.contains("What 5 teams say"));
    // With a second team known, a coach, a leader and a member of a third would have a
    // figure over two.
    let sharing = format!("{}/sharing", team.path);
    let refused = lead.post(&sharing, &[("shares", "yes")]).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    assert!(refused.text().await.contains("cannot share just now"));
    assert!(!app.store.team(&teams[0]).await.unwrap().unwrap().shares);
    // Hiding is always possible.
    assert_eq!(lead.post(&sharing, &[("shares", "no")]).await.status(), StatusCode::SEE_OTHER);
}

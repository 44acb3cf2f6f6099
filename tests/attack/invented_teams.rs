//! An administrator who is a leader too imports teams that do not exist around one that
//! does, and takes them away again from what leadership is shown.

use crate::dice::Dice;
use crate::leaks::{found, release_as_before};
use crate::support::{START, TestApp, Visitor, between, holder, organisation, sealed, text};
use andon::catalogue::{Answer, Answers, PatternId, Point};
use andon::clock::DAY;
use andon::store::{Organisation, Role, TeamId};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use std::fmt::Write as _;

/// The invented teams: of the first three everybody sees everything at its strongest, of the
/// others nobody sees anything.
const INVENTED: usize = 8;
const AT_FOUR: usize = 3;
const PEOPLE: usize = 5;

/// A file with the invented teams' rounds.
fn invented() -> String {
    let ids = PatternId::ALL.map(PatternId::as_str).join(",");
    let mut file = format!("team,round,{ids}\n");
    for team in 0..INVENTED {
        let said = vec![if team < AT_FOUR { "4" } else { "0" }; 18].join(",");
        for _ in 0..PEOPLE {
            writeln!(file, "Invented {team},2026-02-20,{said}").unwrap();
        }
    }
    file
}

/// Sends parts of a form as a browser sends a file.
async fn send(admin: &Visitor, path: &str, parts: &[(&str, &str)]) -> reqwest::Response {
    const MARK: &str = "----a-mark-that-is-in-no-file";
    let mut body = String::new();
    for (name, content) in parts {
        write!(
            body,
            "--{MARK}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{content}\r\n"
        )
        .unwrap();
    }
    write!(body, "--{MARK}--\r\n").unwrap();
    let kind = format!("multipart/form-data; boundary={MARK}");
    let request = admin.request(Method::POST, path).header("content-type", kind);
    request.body(body).send().await.unwrap()
}

/// Imports a file as an administrator does: looks at the table, confirms it, waits.
async fn import(admin: &Visitor, of: &Organisation, file: &str) {
    let base = format!("/admin/{}/import", of.id);
    let table = send(admin, &base, &[("text", file)]).await;
    assert_eq!(table.status(), StatusCode::OK);
    let html = table.text().await.unwrap();
    let held = |name: &str| {
        let value = between(&html, &format!("name=\"{name}\" value=\""), "\"").unwrap();
        value.replace("&quot;", "\"").replace("&amp;", "&")
    };
    let parts = [("shown", held("shown")), ("text", held("text"))];
    let parts: Vec<(&str, &str)> =
        parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let confirmed = send(admin, &format!("{base}/confirm"), &parts).await;
    assert_eq!(confirmed.status(), StatusCode::SEE_OTHER);
    let path = confirmed.headers()["location"].to_str().unwrap().to_owned();
    for _ in 0..200 {
        let page = admin.get(&path).await;
        if !page.0.headers().contains_key("refresh") {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the import does not end");
}

/// An organisation with real teams of six people each, and the invented ones.
struct World {
    of: Organisation,
    leader: Visitor,
    /// What the first real team said.
    truth: Vec<Answers>,
    team: TeamId,
}

async fn world(app: &TestApp, name: &str, real: usize, dice: &mut Dice) -> World {
    let (admin, team) = app.set_up(name, 5).await;
    let of = organisation(app, name).await;
    let team: TeamId = team.path.rsplit('/').next().unwrap().parse().unwrap();
    let mut teams = vec![team.clone()];
    for place in 1..real {
        let name = format!("Real {place}");
        teams.push(crate::support::add_team(&app.store, &of.id, &name, false).await);
    }
    let mut truth = Vec::new();
    for team in &teams {
        let people: Vec<Answers> = (0..6)
            .map(|_| {
                let mut answers = Answers::default();
                for id in PatternId::ALL {
                    answers.set(id, Answer::Point(Point::ALL[dice.below(5)]));
                }
                answers
            })
            .collect();
        sealed(&app.store, team, &people, START - 5 * DAY).await;
        if truth.is_empty() {
            truth = people;
        }
    }
    import(&admin, &of, &invented()).await;
    let leader = holder(app, &of.id, None, Role::Leader).await;
    World { of, leader, truth, team }
}

/// What leadership is shown of the first quarter of 2026; none where nothing is.
async fn shown(world: &World) -> Value {
    let page = world.leader.get("/leadership/leadership.json").await;
    if page.status() == StatusCode::NOT_FOUND {
        return Value::Null;
    }
    serde_json::from_str(&page.text().await).unwrap()
}

/// What the importer makes of it: for each statement whether it is present in the real team,
/// where what is shown says so.
fn guess(shown: &Value) -> Vec<Option<bool>> {
    let mut guesses = Vec::new();
    for dimension in shown["period"]["dimensions"].as_array().into_iter().flatten() {
        let pooled = &dimension["shown"];
        let teams = pooled["teams"].as_u64().unwrap_or(0);
        for item in pooled["items"].as_array().into_iter().flatten() {
            let count = &item["prevalence"]["shown"]["teams"];
            let known = (AT_FOUR as u64, INVENTED as u64);
            let by_count =
                count["exactly"].as_u64().filter(|_| teams > known.1).map(|all| all > known.0);
            // Health of everybody less that of those who were put in.
            let health = item["figure"]["health"].as_f64().filter(|_| teams == known.1 + 1);
            let by_health = health.map(|health| {
                let (put_in, own) = ((INVENTED * PEOPLE) as f64, 6.0);
                let others = ((INVENTED - AT_FOUR) * PEOPLE) as f64 * 100.0;
                (health * (put_in + own) - others) / own <= 50.0
            });
            guesses.push(by_count.or(by_health));
        }
    }
    guesses
}

#[tokio::test]
async fn an_importer_learns_nothing_of_the_one_real_team() {
    let app = TestApp::start().await;
    let mut dice = Dice::new(4);
    let mut worlds = Vec::new();
    for place in 0..3 {
        worlds.push(world(&app, &format!("World {place}"), 1, &mut dice).await);
    }
    app.clock.advance(40 * DAY);
    let mut pages = Vec::new();
    for world in &mut worlds {
        world.leader = holder(&app, &world.of.id, None, Role::Leader).await;
        let shown = shown(world).await;
        assert_eq!(guess(&shown).iter().flatten().count(), 0, "{shown}");
        pages.push(shown["period"].clone());
    }
    // Whatever the real team said, leadership sees the same.
    assert!(worlds[0].truth != worlds[1].truth && worlds[1].truth != worlds[2].truth);
    assert!(pages.windows(2).all(|two| two[0] == two[1]));
    // What was put in is shown: it tells whoever did it nothing.
    assert_eq!(pages[0]["dimensions"][0]["shown"]["teams"], INVENTED);
    let text = text(&worlds[0].leader, "/leadership").await;
    assert!(text.contains("What 8 teams say"), "{text}");
    assert_eq!(found(&app).await, []);
}

#[tokio::test]
async fn with_four_real_teams_leadership_sees_all_of_them() {
    let app = TestApp::start().await;
    let mut world = world(&app, "Acme", 4, &mut Dice::new(5)).await;
    app.clock.advance(40 * DAY);
    world.leader = holder(&app, &world.of.id, None, Role::Leader).await;
    let shown = shown(&world).await;
    assert_eq!(shown["period"]["dimensions"][0]["shown"]["teams"], INVENTED + 4);
    assert_eq!(found(&app).await, []);
}

#[tokio::test]
async fn the_audit_names_the_real_team_among_eight_invented_ones() {
    let app = TestApp::start().await;
    let world = world(&app, "Acme", 1, &mut Dice::new(6)).await;
    let mut rounds = Vec::new();
    for team in app.store.teams(&world.of.id).await.unwrap() {
        rounds.extend(app.store.rounds(&team.id).await.unwrap().into_iter().map(|round| round.id));
    }
    assert_eq!(rounds.len(), INVENTED + 1);
    release_as_before(&app.store, &world.of.id, "2026-Q1", &rounds).await;
    let name = app.store.team(&world.team).await.unwrap().unwrap().name;
    let found = found(&app).await;
    let importer: Vec<_> =
        found.iter().filter(|(who, _)| who.contains("whoever imported rounds")).collect();
    assert!(importer.iter().any(|(_, exposed)| *exposed == [name.clone()]), "{found:?}");
    // The attack works on it: the audit is no false alarm.
    app.clock.advance(40 * DAY);
    let leader = holder(&app, &world.of.id, None, Role::Leader).await;
    let shown = shown(&World { leader, ..world }).await;
    assert!(guess(&shown).iter().flatten().count() >= 12, "{shown}");
}

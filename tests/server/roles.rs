//! Every route, for every role of this organisation and of another one.

use crate::cords::three_cords;
use crate::house::{House, Key, figures_for_leadership, key, visit};
use crate::support::{START, TestApp, Visitor, running};
use andon::store::{Board, Role, Store};
use reqwest::{Method, StatusCode};
use std::collections::BTreeSet;

/// Where routes are written down.
pub const SOURCES: [&str; 2] = [
    include_str!("../../src/server/routes/mod.rs"),
    include_str!("../../src/server/routes/imports.rs"),
];

/// Routes that are open to anyone, or that a secret in the address or a ballot opens:
/// their own tests say what they do.
pub const OPEN: [&str; 28] = [
    "/",
    "/admin", // each administrator's own
    "/answer/{round}",
    "/answer/{round}/forget",
    "/answer/{round}/receipt",
    "/answer/{round}/start",
    "/answer/{round}/withdraw",
    "/api",
    "/calendar/{file}",
    "/demo",
    "/forgotten",
    "/healthz",
    "/join",
    "/join/{token}",
    "/k/{token}",
    "/method",
    "/metrics", // whoever shows the token, or is on this machine
    "/patterns",
    "/patterns/{pattern}",
    "/privacy",
    "/readyz",
    "/setup",
    "/signed-out",
    "/signin",
    "/signin/callback",
    "/signout",
    "/theme",
    "/try",
];

/// Whether those who may are let in with an empty form, or would change something.
#[derive(Clone, Copy, PartialEq)]
pub enum Try {
    All,
    OthersOnly,
}

use Try::{All, OthersOnly};

const ADMIN: &[&str] = &["administrator"];
const LEAD: &[&str] = &["facilitator"];
const COACH: &[&str] = &["coach"];
const LEADER: &[&str] = &["leader"];
const LOOK: &[&str] = &["facilitator", "coach"];
const READ: &[&str] = &["facilitator", "coach", "reader"];

/// Method, route, who may, and whether it is tried by those too.
const ROUTES: [(&str, &str, &[&str], Try); 74] = [
    ("GET", "/admin/{organisation}/log", ADMIN, All),
    ("GET", "/admin/{organisation}/delete", ADMIN, All),
    ("POST", "/admin/{organisation}/delete", ADMIN, OthersOnly),
    ("POST", "/admin/{organisation}/groups", ADMIN, All),
    ("POST", "/admin/{organisation}/groups/{group}/rename", ADMIN, All),
    ("POST", "/admin/{organisation}/groups/{group}/delete", ADMIN, OthersOnly),
    ("GET", "/admin/{organisation}/import", ADMIN, All),
    ("POST", "/admin/{organisation}/import", ADMIN, All),
    ("POST", "/admin/{organisation}/import/confirm", ADMIN, All),
    ("GET", "/admin/{organisation}/import/example.csv", ADMIN, All),
    ("GET", "/admin/{organisation}/import/{job}", ADMIN, OthersOnly),
    ("POST", "/admin/{organisation}/invite", ADMIN, All),
    ("POST", "/admin/{organisation}/links/{link}/reissue", ADMIN, OthersOnly),
    ("POST", "/admin/{organisation}/links/{link}/revoke", ADMIN, OthersOnly),
    ("POST", "/admin/{organisation}/links/{link}/restore", ADMIN, OthersOnly),
    ("POST", "/admin/{organisation}/minimum", ADMIN, All),
    ("POST", "/admin/{organisation}/rename", ADMIN, All),
    ("POST", "/admin/{organisation}/teams", ADMIN, All),
    ("GET", "/admin/{organisation}/teams/{team}/delete", ADMIN, All),
    ("POST", "/admin/{organisation}/teams/{team}/delete", ADMIN, OthersOnly),
    ("POST", "/admin/{organisation}/teams/{team}/group", ADMIN, OthersOnly),
    ("POST", "/admin/{organisation}/teams/{team}/link", ADMIN, OthersOnly),
    ("GET", "/coach?organisation={organisation}", COACH, All),
    ("GET", "/coach?organisation={organisation}&view=radars", COACH, All),
    ("GET", "/coach/compare?organisation={organisation}", COACH, All),
    ("GET", "/coach/compare/{file}?organisation={organisation}", COACH, OthersOnly),
    ("GET", "/coach/{file}?organisation={organisation}", COACH, OthersOnly),
    ("GET", "/coach/board.csv?organisation={organisation}", COACH, All),
    ("GET", "/coach/board.json?organisation={organisation}", COACH, All),
    ("GET", "/coach/charts.zip?organisation={organisation}", COACH, All),
    ("GET", "/coach/teams/{team}", COACH, All),
    ("POST", "/coach/teams/{team}/notes", COACH, All),
    ("GET", "/leadership?organisation={organisation}", LEADER, All),
    ("GET", "/leadership/briefing?organisation={organisation}", LEADER, All),
    ("GET", "/coach/works?organisation={organisation}", COACH, All),
    ("GET", "/coach/works.csv?organisation={organisation}", COACH, All),
    ("GET", "/coach/works.json?organisation={organisation}", COACH, All),
    ("GET", "/leadership/works?organisation={organisation}", LEADER, All),
    ("GET", "/leadership/works.csv?organisation={organisation}", LEADER, All),
    ("GET", "/leadership/works.json?organisation={organisation}", LEADER, All),
    ("GET", "/leadership/cords?organisation={organisation}", LEADER, All),
    ("GET", "/leadership/cords/{pattern}?organisation={organisation}", LEADER, All),
    ("POST", "/leadership/cords/{pattern}?organisation={organisation}", LEADER, All),
    ("GET", "/leadership/{file}?organisation={organisation}", LEADER, OthersOnly),
    ("GET", "/leadership/leadership.csv?organisation={organisation}", LEADER, All),
    ("GET", "/leadership/charts.zip?organisation={organisation}", LEADER, All),
    ("GET", "/teams/{team}", LEAD, All),
    ("POST", "/teams/{team}/rename", LEAD, All),
    ("POST", "/teams/{team}/sharing", LEAD, All),
    ("GET", "/teams/{team}/reminders", LEAD, All),
    ("POST", "/teams/{team}/reminders/calendar", LEAD, All),
    ("POST", "/teams/{team}/reminders/calendar/revoke", LEAD, All),
    ("POST", "/teams/{team}/reminders/webhook", LEAD, All),
    ("POST", "/teams/{team}/reminders/webhook/secret", LEAD, OthersOnly),
    ("POST", "/teams/{team}/reminders/webhook/remove", LEAD, All),
    ("POST", "/teams/{team}/reminders/webhook/test", LEAD, All),
    ("POST", "/teams/{team}/cords", LEAD, All),
    ("GET", "/teams/{team}/signals", LOOK, All),
    ("POST", "/teams/{team}/signals", LEAD, All),
    ("GET", "/teams/{team}/signals/{file}", LOOK, OthersOnly),
    ("GET", "/teams/{team}/signals/signals.csv", LOOK, All),
    ("POST", "/teams/{team}/signals/import", LEAD, All),
    ("POST", "/teams/{team}/signals/{month}/delete", LEAD, OthersOnly),
    ("POST", "/teams/{team}/rounds", LEAD, All),
    ("GET", "/teams/{team}/rounds/{round}", READ, All),
    ("GET", "/teams/{team}/rounds/{round}/{file}", READ, All),
    ("GET", "/teams/{team}/rounds/{round}/live", LEAD, OthersOnly),
    ("GET", "/teams/{team}/rounds/{round}/close", LEAD, OthersOnly),
    ("POST", "/teams/{team}/rounds/{round}/close", LEAD, OthersOnly),
    ("POST", "/teams/{team}/rounds/{round}/open", LEAD, OthersOnly),
    ("POST", "/teams/{team}/rounds/{round}/extend", LEAD, OthersOnly),
    ("POST", "/teams/{team}/rounds/{round}/roster", LEAD, OthersOnly),
    ("POST", "/teams/{team}/rounds/{round}/share", LEAD, OthersOnly),
    ("POST", "/teams/{team}/rounds/{round}/share/{link}/revoke", LEAD, OthersOnly),
];

/// Boards of experiments: a team's, which its coaches may look at, and leadership's.
const EXPERIMENTS: [(&str, &str, &[&str], Try); 26] = [
    ("GET", "/teams/{team}/experiments", LOOK, All),
    ("POST", "/teams/{team}/experiments", LEAD, All),
    ("GET", "/teams/{team}/experiments/experiments.csv", LOOK, All),
    ("GET", "/teams/{team}/experiments/experiments.json", LOOK, All),
    ("GET", "/teams/{team}/experiments/new", LEAD, All),
    ("GET", "/teams/{team}/experiments/{experiment}", LOOK, All),
    ("GET", "/teams/{team}/experiments/{experiment}/plan", LEAD, All),
    ("POST", "/teams/{team}/experiments/{experiment}/plan", LEAD, All),
    ("POST", "/teams/{team}/experiments/{experiment}/move", LEAD, All),
    ("POST", "/teams/{team}/experiments/{experiment}/steps", LEAD, All),
    ("GET", "/teams/{team}/experiments/{experiment}/steps/{step}", LEAD, All),
    ("POST", "/teams/{team}/experiments/{experiment}/steps/{step}", LEAD, All),
    ("POST", "/teams/{team}/experiments/{experiment}/judge", LEAD, All),
    ("GET", "/leadership/experiments?organisation={organisation}", LEADER, All),
    ("POST", "/leadership/experiments?organisation={organisation}", LEADER, All),
    ("GET", "/leadership/experiments/experiments.csv?organisation={organisation}", LEADER, All),
    ("GET", "/leadership/experiments/experiments.json?organisation={organisation}", LEADER, All),
    ("GET", "/leadership/experiments/new?organisation={organisation}", LEADER, All),
    ("GET", "/leadership/experiments/{experiment}", LEADER, All),
    ("GET", "/leadership/experiments/{experiment}/plan", LEADER, All),
    ("POST", "/leadership/experiments/{experiment}/plan", LEADER, All),
    ("POST", "/leadership/experiments/{experiment}/move", LEADER, All),
    ("POST", "/leadership/experiments/{experiment}/steps", LEADER, All),
    ("GET", "/leadership/experiments/{experiment}/steps/{step}", LEADER, All),
    ("POST", "/leadership/experiments/{experiment}/steps/{step}", LEADER, All),
    ("POST", "/leadership/experiments/{experiment}/judge", LEADER, All),
];

/// Two more: a discard has a page of its own.
const DISCARD: [(&str, &str, &[&str], Try); 2] = [
    ("GET", "/teams/{team}/rounds/{round}/discard", LEAD, OthersOnly),
    ("POST", "/teams/{team}/rounds/{round}/discard", LEAD, OthersOnly),
];

pub fn table()
-> impl Iterator<Item = &'static (&'static str, &'static str, &'static [&'static str], Try)> {
    ROUTES.iter().chain(&EXPERIMENTS).chain(&DISCARD)
}

#[test]
fn every_route_is_in_the_table() {
    let written: BTreeSet<&str> = SOURCES
        .iter()
        .flat_map(|source| source.split(".route(").skip(1))
        .filter_map(|rest| rest.split('"').nth(1))
        .collect();
    let known: BTreeSet<&str> =
        table().map(|(_, path, _, _)| path.split('?').next().unwrap()).chain(OPEN).collect();
    let missing: Vec<_> = written.difference(&known).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(written.len() > 60, "{} routes were found", written.len());
}

async fn people(app: &TestApp, own: &House, foreign: &House) -> Vec<(&'static str, Visitor)> {
    let mut people = Vec::new();
    let keys: [(&'static str, &Key); 10] = [
        ("administrator", &own.admin),
        ("facilitator", &own.facilitator),
        ("coach", &own.coach),
        ("leader", &own.leader),
        ("reader", &own.reader),
        ("foreign administrator", &foreign.admin),
        ("foreign facilitator", &foreign.facilitator),
        ("foreign coach", &foreign.coach),
        ("foreign leader", &foreign.leader),
        ("foreign reader", &foreign.reader),
    ];
    for (who, key) in keys {
        people.push((who, visit(app, key).await));
    }
    people.push(("stranger", app.visitor()));
    people
}

/// A running experiment of the team, and one of leadership, each with its first step.
async fn experiments(store: &Store, own: &House) -> (String, String) {
    let team = running(store, Board::Team(own.team.clone())).await;
    let led = running(store, Board::Leadership(own.of.id.clone())).await;
    (team.to_string(), led.to_string())
}

#[tokio::test]
async fn every_route_opens_for_its_own_people_only() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    let foreign = House::build(&app, "Foreign").await;
    figures_for_leadership(&app.store, &own.of.id).await;
    three_cords(&app.store, &own.of.id).await;
    let group = app.store.add_group(&own.of.id, "Ports", START).await.unwrap();
    let (team_card, led_card) = experiments(&app.store, &own).await;
    let spare = key(&app.store, &own.of.id, None, None, Role::Coach).await;
    let people = people(&app, &own, &foreign).await;
    for (method, path, may, tried) in table() {
        let filled = path
            .replace("{organisation}", own.of.id.as_str())
            .replace("{team}", own.team.as_str())
            .replace("{round}", own.round.as_str())
            .replace("{group}", group.as_str())
            .replace("{link}", spare.id.as_str())
            .replace(
                "{experiment}",
                if path.starts_with("/teams") { &team_card } else { &led_card },
            )
            .replace("{step}", "1")
            .replace("{job}", spare.id.as_str())
            .replace("{pattern}", "risk-by-freeze")
            .replace("{month}", "2026-01")
            .replace("{file}", "radar.csv");
        for (who, visitor) in &people {
            let allowed = may.contains(who);
            if allowed && *tried == OthersOnly {
                continue;
            }
            let method: Method = method.parse().unwrap();
            let request = visitor.request(method.clone(), &filled);
            // A form without any of its fields, so that nothing changes.
            let request =
                if method == Method::POST { request.form(&[("nothing", "")]) } else { request };
            let status = request.send().await.unwrap().status();
            assert_eq!(
                status != StatusCode::NOT_FOUND,
                allowed,
                "{who}: {method} {path}: {status}"
            );
            assert!(status.as_u16() < 500, "{who}: {method} {path}: {status}");
        }
    }
}

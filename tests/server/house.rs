//! An organisation with everything that the interface and the files show, and a key
//! for each role.

use crate::support::{self, START, TestApp, Visitor, add_team, around, organisation};
use andon::clock::DAY;
use andon::store::{
    LinkId, NewLink, Organisation, OrganisationId, Role, RoundId, Secret, Store, TeamId,
};
use reqwest::{Response, StatusCode};
use serde_json::Value;

/// An access link, as it is stored, and its secret.
pub struct Key {
    pub id: LinkId,
    pub secret: String,
}

pub async fn key(
    store: &Store,
    of: &OrganisationId,
    team: Option<&TeamId>,
    round: Option<&RoundId>,
    role: Role,
) -> Key {
    let secret = Secret::random().unwrap();
    let id = LinkId::random().unwrap();
    let new = NewLink {
        id: id.clone(),
        role,
        label: format!("for the {}", role.as_str()),
        hash: secret.hash(),
        expires_at: START + 365 * DAY,
    };
    store.add_link(of, team, round, new, START).await.unwrap();
    Key { id, secret: secret.as_str().to_owned() }
}

/// A sealed round of so many people, all close to one point.
pub async fn sealed(store: &Store, team: &TeamId, people: usize, point: usize, at: i64) -> RoundId {
    support::sealed(store, team, &around(people, point), at).await
}

/// An organisation with a sharing team of two sealed rounds, and a key for each role.
pub struct House {
    pub of: Organisation,
    pub team: TeamId,
    pub first: RoundId,
    pub round: RoundId,
    pub admin: Key,
    pub facilitator: Key,
    pub coach: Key,
    pub leader: Key,
    pub reader: Key,
}

impl House {
    /// At the time of the second round, which the clock then shows.
    pub async fn build(app: &TestApp, name: &str) -> Self {
        let (_, team) = app.set_up(name, 5).await;
        let store = &app.store;
        let of = organisation(app, name).await;
        let team: TeamId = team.path.rsplit('/').next().unwrap().parse().unwrap();
        store.set_sharing(&team, true).await.unwrap();
        let first = sealed(store, &team, 9, 3, START - 60 * DAY).await;
        let round = sealed(store, &team, 9, 1, START).await;
        Self {
            admin: key(store, &of.id, None, None, Role::Admin).await,
            facilitator: key(store, &of.id, Some(&team), None, Role::Facilitator).await,
            coach: key(store, &of.id, None, None, Role::Coach).await,
            leader: key(store, &of.id, None, None, Role::Leader).await,
            reader: key(store, &of.id, None, Some(&round), Role::Reader).await,
            of,
            team,
            first,
            round,
        }
    }

    pub fn rounds(&self) -> String {
        format!("/api/v1/teams/{}/rounds", self.team)
    }

    pub fn signals(&self) -> String {
        format!("/api/v1/teams/{}/signals", self.team)
    }

    pub fn report(&self) -> String {
        format!("{}/{}/report", self.rounds(), self.round)
    }
}

/// Five teams that do not share, each with a round of the quarter before, which gives
/// leadership its first figures; two of them and two more make a group, which is too
/// few. Gives the quarter.
pub async fn figures_for_leadership(store: &Store, of: &OrganisationId) -> &'static str {
    let group = store.add_group(of, "=1+1", START).await.unwrap();
    for place in 0..5 {
        let team = add_team(store, of, &format!("Unseen {place}"), false).await;
        if place < 2 {
            store.put_into_group(&team, Some(&group)).await.unwrap();
        }
        sealed(store, &team, 6, place % 4, START - 100 * DAY).await;
    }
    "2025-Q4"
}

/// Asks as a program does: no cookies, no Origin.
pub async fn ask(app: &TestApp, secret: &str, path: &str) -> Response {
    let client = reqwest::Client::new();
    let request = client.get(format!("{}{path}", app.url)).bearer_auth(secret);
    request.send().await.unwrap()
}

pub async fn read(app: &TestApp, key: &Key, path: &str) -> Value {
    let response = ask(app, &key.secret, path).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    assert_eq!(response.headers()["content-type"], "application/json", "{path}");
    assert_eq!(response.headers()["cache-control"], "private, no-cache", "{path}");
    response.json().await.unwrap()
}

/// A browser that has opened the link.
pub async fn visit(app: &TestApp, key: &Key) -> Visitor {
    let visitor = app.visitor();
    visitor.get(&format!("/k/{}", key.secret)).await.leads_to();
    visitor
}

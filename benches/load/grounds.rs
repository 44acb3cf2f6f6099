//! What the servers' databases hold before they are asked.

use crate::client::{Ask, Client};
use andon::catalogue::{Answer, Answers, PatternId, Point};
use andon::clock::{Clock as _, DAY, SystemClock};
use andon::measure::Tally;
use andon::store::{
    LinkId, NewLink, OrganisationId, PastRound, Role, RoundId, Secret, Store, TeamId,
};
use axum::body::Bytes;
use hyper::StatusCode;
use std::fmt::Write as _;

/// The catalogue that is asked.
const CATALOGUE: &str = "andon-1";
/// How many people a round takes at most.
pub const ROSTER: u16 = 500;

pub fn link(role: Role) -> (NewLink, Secret) {
    let secret = Secret::random().unwrap();
    let (id, hash) = (LinkId::random().unwrap(), secret.hash());
    let expires_at = SystemClock.now() + 365 * DAY;
    (NewLink { id, role, label: "for the benchmark".to_owned(), hash, expires_at }, secret)
}

/// An organisation with one team.
pub async fn organisation(store: &Store) -> (OrganisationId, TeamId) {
    let ((admin, _), (lead, _)) = (link(Role::Admin), link(Role::Facilitator));
    let now = SystemClock.now();
    store.create_organisation("Acme", 5, "Team 0", admin, lead, now).await.unwrap()
}

/// Answers of one person, of a team of its own mind.
pub fn answers(team: usize, person: usize) -> Answers {
    Answers::new(std::array::from_fn(|item| {
        let point = team * 7 + item + (person * 3 + item / 3) % 3;
        Answer::Point(Point::ALL[point % Point::ALL.len()])
    }))
}

/// A round that was closed so many quarters ago.
pub fn past(team: &TeamId, number: usize, ago: usize, people: usize) -> PastRound {
    let given: Vec<Answers> =
        (0..people).map(|person| answers(number + ago, person + ago)).collect();
    let closed_at = SystemClock.now() - DAY - i64::try_from(ago).unwrap() * 91 * DAY;
    PastRound {
        team: team.clone(),
        roster: 30,
        minimum_group: 5,
        catalogue_version: CATALOGUE.to_owned(),
        opened_at: closed_at - 10 * DAY,
        closed_at,
        tally: Some(Tally::of(&given, true)),
    }
}

/// A report's address, and the way in of whoever leads its team.
pub struct Report {
    pub path: String,
    pub lead: Secret,
}

/// So many teams of an organisation with two sealed rounds of twelve people each; of each
/// the report of the later one, which has a change to tell.
pub async fn reports(store: &Store, of: &OrganisationId, count: usize) -> Vec<Report> {
    let mut reports = Vec::new();
    for number in 0..count {
        let (lead, secret) = link(Role::Facilitator);
        let name = format!("Measured {number}");
        let team = store.add_team(of, &name, lead, SystemClock.now()).await.unwrap();
        let rounds = [1, 0].map(|ago| past(&team, number, ago, 12));
        let ids = store.add_past_rounds(&rounds).await.unwrap();
        reports.push(Report { path: format!("/teams/{team}/rounds/{}", ids[1]), lead: secret });
    }
    reports
}

/// An open round: its number and the secret that lets people join.
#[derive(Clone)]
pub struct Open {
    pub round: RoundId,
    pub token: String,
}

impl Open {
    /// Somebody joins; gives where they answer, and what their browser holds.
    pub async fn join(&self, client: &mut Client) -> (String, String) {
        let path = format!("/answer/{}", self.round);
        let token = format!("token={}", self.token).into();
        let got = client.ask(Ask::form(&format!("{path}/start"), "", &token)).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER);
        (path, got.cookie())
    }
}

/// So many teams with an open round each.
pub async fn open(store: &Store, count: usize) -> Vec<Open> {
    let (of, first) = organisation(store).await;
    let now = SystemClock.now();
    let mut opened = Vec::new();
    let mut team = first;
    for number in 0..count {
        if number > 0 {
            let lead = link(Role::Facilitator).0;
            team = store.add_team(&of, &format!("Team {number}"), lead, now).await.unwrap();
        }
        let round =
            store.create_draft(&team, ROSTER, now + 7 * DAY, true, CATALOGUE, now).await.unwrap();
        let (token, key) = (Secret::random().unwrap().as_str().to_owned(), [7; 32]);
        store.open_round(&round, &token, &format!("code-{number}"), &key, now).await.unwrap();
        opened.push(Open { round, token });
    }
    opened
}

/// A survey as a browser sends it.
pub fn form() -> Bytes {
    let mut form = "step=review".to_owned();
    for (place, pattern) in PatternId::ALL.into_iter().enumerate() {
        write!(form, "&{}={}", pattern.as_str(), place % 5).unwrap();
    }
    (form + "&go=submit").into()
}

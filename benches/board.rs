//! How long a coach waits for the board of two hundred teams with eight rounds
//! each: the whole request, from the database to the last byte, over HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a benchmark may stop where it stands"
)]

use andon::catalogue::{Answer, Answers, Point};
use andon::clock::{DAY, ManualClock};
use andon::config::Cli;
use andon::measure::Tally;
use andon::server::{Settings, assemble, serve};
use andon::store::{LinkId, NewLink, OrganisationId, PastRound, Role, Secret, Store, TeamId};
use clap::Parser as _;
use criterion::{Criterion, criterion_group, criterion_main};
use reqwest::Client;
use std::path::Path;
use std::sync::Arc;
use tokio::runtime::Runtime;

const TEAMS: usize = 200;
const ROUNDS: usize = 8;
/// 2026-03-02 12:00 UTC.
const NOW: i64 = 1_772_452_800;

fn link(role: Role) -> (NewLink, Secret) {
    let secret = Secret::random().unwrap();
    let (id, hash) = (LinkId::random().unwrap(), secret.hash());
    let label = "for the benchmark".to_owned();
    (NewLink { id, role, label, hash, expires_at: NOW + 365 * DAY }, secret)
}

/// Six to fourteen people, around a strength of the team's own.
fn round(team: &TeamId, number: usize, ago: usize) -> PastRound {
    let answers: Vec<Answers> = (0..6 + (number + ago) % 9)
        .map(|person| {
            Answers::new(std::array::from_fn(|item| {
                let point = number * 7 + item + (person * 3 + ago * item + item / 3) % 3;
                Answer::Point(Point::ALL[point % Point::ALL.len()])
            }))
        })
        .collect();
    let closed_at = NOW - DAY - i64::try_from(ago).unwrap() * 91 * DAY;
    PastRound {
        team: team.clone(),
        roster: 20,
        minimum_group: 5,
        catalogue_version: "andon-1".to_owned(),
        opened_at: closed_at - 10 * DAY,
        closed_at,
        tally: Some(Tally::of(&answers, true)),
    }
}

/// A database of teams that all share; gives the coach's way in.
async fn fill(store: &Store) -> (OrganisationId, Secret) {
    let (admin, facilitator) = (link(Role::Admin).0, link(Role::Facilitator).0);
    let (of, first) =
        store.create_organisation("Acme", 5, "Team 0", admin, facilitator, NOW).await.unwrap();
    let mut teams = vec![first];
    for number in 1..TEAMS {
        let name = format!("Team {number}");
        let facilitator = link(Role::Facilitator).0;
        teams.push(store.add_team(&of, &name, facilitator, NOW).await.unwrap());
    }
    for (number, team) in teams.iter().enumerate() {
        store.set_sharing(team, true).await.unwrap();
        let rounds: Vec<_> = (0..ROUNDS).map(|ago| round(team, number, ago)).collect();
        store.add_past_rounds(&rounds).await.unwrap();
    }
    let (coach, secret) = link(Role::Coach);
    store.add_link(&of, None, None, coach, NOW).await.unwrap();
    (of, secret)
}

/// A server on the database, and a browser that has opened the coach's link.
async fn open(folder: &Path) -> (String, Client) {
    let store = Store::open(&folder.join("andon.sqlite")).await.unwrap();
    let (_, secret) = fill(&store).await;
    let options = ["andon", "--site", "no-such-folder", "--rate-limits", "off"];
    let settings = Settings::from_args(&Cli::parse_from(options).serve, true).unwrap();
    let app = assemble(store, settings, Arc::new(ManualClock::at(NOW))).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(listener, app, std::future::pending()));
    let client = Client::builder().cookie_store(true).build().unwrap();
    get(&client, &format!("{url}/k/{}", secret.as_str())).await;
    (url, client)
}

/// A page that has to be there; gives how long it is.
async fn get(client: &Client, address: &str) -> usize {
    let response = client.get(address).send().await.unwrap().error_for_status().unwrap();
    response.bytes().await.unwrap().len()
}

fn bench(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (url, client) = runtime.block_on(open(folder.path()));
    let mut group = criterion.benchmark_group(format!("{TEAMS} teams"));
    group.sample_size(10);
    for (name, path) in
        [("board", "/coach"), ("radars", "/coach?view=radars"), ("csv", "/coach/board.csv")]
    {
        let address = format!("{url}{path}");
        let length = runtime.block_on(get(&client, &address));
        println!("{name}: {length} bytes");
        group.bench_function(name, |bench| {
            bench.iter(|| runtime.block_on(get(&client, &address)));
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);

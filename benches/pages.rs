//! How long a coach waits for the board of two hundred teams, and a leader for the page
//! over five thousand, with eight rounds each: the whole request, from the database to
//! the last byte, over HTTP.
//!
//! Before it measures leadership's page it says how long counting seven quarters took,
//! and how much memory the program held at most until then.
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
use andon::store::{LinkId, NewLink, PastRound, Role, Secret, Store, TeamId};
use clap::Parser as _;
use criterion::{Criterion, criterion_group, criterion_main};
use reqwest::Client;
use std::path::Path;
use std::sync::Arc;
use tokio::runtime::Runtime;

/// As the server has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Teams that share, for the coach.
const SHARING: usize = 200;
/// Teams for leadership, and how many groups they are in.
const TEAMS: usize = 5000;
const GROUPS: usize = 50;
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

/// A database of so many teams in groups; gives the way in of somebody in this role.
async fn fill(store: &Store, count: usize, groups: usize, role: Role) -> Secret {
    let (admin, facilitator) = (link(Role::Admin).0, link(Role::Facilitator).0);
    let (of, first) =
        store.create_organisation("Acme", 5, "Team 0", admin, facilitator, NOW).await.unwrap();
    let mut teams = vec![first];
    for number in 1..count {
        let name = format!("Team {number}");
        let facilitator = link(Role::Facilitator).0;
        teams.push(store.add_team(&of, &name, facilitator, NOW).await.unwrap());
    }
    let mut ids = Vec::new();
    for number in 0..groups {
        ids.push(store.add_group(&of, &format!("Group {number}"), NOW).await.unwrap());
    }
    let mut rounds = Vec::new();
    for (number, team) in teams.iter().enumerate() {
        match role {
            Role::Coach => store.set_sharing(team, true).await.unwrap(),
            _ => store.put_into_group(team, ids.get(number % groups)).await.unwrap(),
        }
        rounds.extend((0..ROUNDS).map(|ago| round(team, number, ago)));
    }
    // Not one by one: each time would wait for the disk.
    for some in rounds.chunks(1000) {
        store.add_past_rounds(some).await.unwrap();
    }
    let (holder, secret) = link(role);
    store.add_link(&of, None, None, holder, NOW).await.unwrap();
    secret
}

/// A server on a database, and a browser that has opened the link.
async fn open(folder: &Path, teams: usize, groups: usize, role: Role) -> (String, Client) {
    let store = Store::open(&folder.join("andon.sqlite")).await.unwrap();
    let secret = fill(&store, teams, groups, role).await;
    let options = ["andon", "--site", "no-such-folder", "--rate-limits", "off"];
    let settings = Settings::from_args(&Cli::parse_from(options).serve, true).unwrap();
    let app = assemble(store, settings, Arc::new(ManualClock::at(NOW))).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(listener, app, std::future::pending()));
    let client = Client::builder().cookie_store(true).build().unwrap();
    // It leads on to a page that may say 409 as yet.
    client.get(format!("{url}/k/{}", secret.as_str())).send().await.unwrap();
    (url, client)
}

/// A page that has to be there; gives how long it is.
async fn get(client: &Client, address: &str) -> usize {
    let response = client.get(address).send().await.unwrap().error_for_status().unwrap();
    response.bytes().await.unwrap().len()
}

fn coach(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (url, client) = runtime.block_on(open(folder.path(), SHARING, 0, Role::Coach));
    let pages =
        [("board", "/coach"), ("radars", "/coach?view=radars"), ("csv", "/coach/board.csv")];
    measure(criterion, &runtime, &client, &url, SHARING, &pages);
}

fn leader(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (url, client) = runtime.block_on(open(folder.path(), TEAMS, GROUPS, Role::Leader));
    let start = std::time::Instant::now();
    // It answers 409 while the quarters are being counted.
    let address = format!("{url}/leadership");
    while runtime.block_on(async { client.get(&address).send().await.unwrap().status() }) != 200 {
        assert!(start.elapsed().as_secs() < 600, "the quarters are never counted");
    }
    println!("counting the quarters: {:.1} s", start.elapsed().as_secs_f64());
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("no VmHWM"));
    let pages = [
        ("leadership", "/leadership"),
        ("briefing", "/leadership/briefing"),
        ("json", "/leadership/leadership.json"),
    ];
    measure(criterion, &runtime, &client, &url, TEAMS, &pages);
}

fn measure(
    criterion: &mut Criterion,
    runtime: &Runtime,
    client: &Client,
    url: &str,
    teams: usize,
    pages: &[(&str, &str)],
) {
    let mut group = criterion.benchmark_group(format!("{teams} teams"));
    group.sample_size(10);
    for (name, path) in pages {
        let address = format!("{url}{path}");
        let length = runtime.block_on(get(client, &address));
        println!("{name}: {length} bytes");
        group.bench_function(*name, |bench| {
            bench.iter(|| runtime.block_on(get(client, &address)));
        });
    }
    group.finish();
}

criterion_group!(benches, coach, leader);
criterion_main!(benches);

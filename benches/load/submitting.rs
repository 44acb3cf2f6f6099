//! Submitting answers: everybody has joined, and presses the button at the same time.

use crate::client::{Ask, Client, Run, load};
use crate::database::{Cluster, file_in};
use crate::direct;
use crate::figures::{Figures, grouped, median, milliseconds};
use crate::grounds::{self, Open, ROSTER};
use crate::served::Served;
use andon::store::{PoolSettings, Store};
use hyper::StatusCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub const CLIENTS: usize = 32;
/// How long each is asked at a time.
pub const TIME: Duration = Duration::from_secs(3);
/// How often they take turns.
pub const TURNS: usize = 5;

pub async fn on_a_file(figures: &mut Figures) {
    eprintln!("Submitting on SQLite");
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file_in(folder.path())).await.unwrap();
    let rounds = grounds::open(&store, 240).await;
    store.close().await;
    let reference = Served::reference();
    let (mut of_nothing, mut of_one, mut own) = (Vec::new(), Vec::new(), Vec::new());
    let mut served = None;
    // The same rounds for each turn: they are emptied in between.
    for _ in 0..TURNS {
        drop(served.take());
        of_one.push(direct::sqlite(folder.path(), &rounds, TIME).await);
        let server = Served::andon(folder.path(), None);
        let people = joined(&server.address, &rounds).await;
        of_nothing.push(forms(&reference.address).await);
        own.push(submitted(&server.address, people).await);
        served = Some(server);
    }
    let alone = alone(&served.as_ref().unwrap().address, &rounds).await;
    let rates = || own.iter().map(Run::rate).collect::<Vec<_>>();
    let of_nothing = ("reading the form and doing nothing", median(of_nothing));
    let of_one = ("one transaction for each, without HTTP", median(of_one));
    let rate = median(rates());
    figures.share("Submitting, SQLite, 32 clients", rate, of_nothing, 0.15);
    figures.share("The same", rate, of_one, 1.5);
    figures.note("\u{2014} of which 99 % within", within(&own, 0.99));
    figures.note("One client alone, median", milliseconds(alone));
    memory(figures, served.as_ref().unwrap(), "SQLite");
}

pub async fn on_a_server(figures: &mut Figures) {
    eprintln!("Submitting on PostgreSQL");
    let folder = tempfile::tempdir().unwrap();
    // Its answers survive a loss of power, as they do in earnest.
    let cluster = Cluster::that_survives();
    let database = cluster.rent();
    let url = database.url();
    let store = Store::connect(&url, PoolSettings::default()).await.unwrap();
    let rounds = grounds::open(&store, 120).await;
    store.close().await;
    let (mut of_bench, mut own) = (Vec::new(), Vec::new());
    let mut served = None;
    for _ in 0..TURNS {
        drop(served.take());
        of_bench.push(direct::postgres(&url, &rounds, CLIENTS, TIME).await);
        let server = Served::andon(folder.path(), Some(&url));
        let people = joined(&server.address, &rounds).await;
        own.push(submitted(&server.address, people).await);
        served = Some(server);
    }
    let of_bench = ("pgbench with the same statements", median(of_bench));
    let rate = median(own.iter().map(Run::rate).collect());
    figures.share("Submitting, PostgreSQL, 32 clients", rate, of_bench, 0.4);
    figures.note("\u{2014} of which 99 % within", within(&own, 0.99));
    memory(figures, served.as_ref().unwrap(), "PostgreSQL");
}

fn memory(figures: &mut Figures, server: &Served, database: &str) {
    if let Some((_, most)) = server.memory() {
        figures.memory(&format!("Memory at most, submitting, {database}"), most, "", 120.0);
    }
}

/// The longest of all turns, for that part of the requests.
fn within(runs: &[Run], part: f64) -> String {
    milliseconds(runs.iter().map(|run| run.within(part)).max().unwrap())
}

/// Who has joined: where they answer, and what their browser holds.
type People = Vec<(String, String)>;

/// Everybody who may joins each round.
async fn joined(address: &str, rounds: &[Open]) -> People {
    let next = Arc::new(AtomicUsize::new(0));
    let rounds: Arc<[Open]> = rounds.into();
    let people = Arc::new(Mutex::new(Vec::new()));
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let (next, rounds, people) = (next.clone(), rounds.clone(), people.clone());
        let mut client = Client::connect(address).await;
        clients.push(tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= rounds.len() * usize::from(ROSTER) {
                    return;
                }
                let person = rounds[number % rounds.len()].join(&mut client).await;
                people.lock().unwrap().push(person);
            }
        }));
    }
    for client in clients {
        client.await.unwrap();
    }
    Arc::into_inner(people).unwrap().into_inner().unwrap()
}

/// All submit, one request each.
async fn submitted(address: &str, people: People) -> Run {
    let (form, next) = (grounds::form(), AtomicUsize::new(0));
    let most = people.len();
    let run = load(address, CLIENTS, TIME, StatusCode::SEE_OTHER, move || {
        let (path, cookie) = people.get(next.fetch_add(1, Ordering::Relaxed))?;
        Some(Ask::form(path, cookie, &form))
    })
    .await;
    eprintln!("    {} a second of {most} people", grouped(run.rate()));
    run
}

/// The same form, to a server that does nothing; gives how many a second.
async fn forms(address: &str) -> f64 {
    let form = grounds::form();
    let next = move || Some(Ask::form("/form", "andon_ballot=none", &form));
    load(address, CLIENTS, TIME, StatusCode::NO_CONTENT, next).await.rate()
}

/// How long somebody waits who is alone: nothing is held back to come together.
async fn alone(address: &str, rounds: &[Open]) -> Duration {
    let mut client = Client::connect(address).await;
    let form = grounds::form();
    let mut people = Vec::new();
    for open in rounds {
        people.push(open.join(&mut client).await);
    }
    let next = AtomicUsize::new(0);
    // Most rounds have room left.
    let run = load(address, 1, TIME, StatusCode::SEE_OTHER, move || {
        let (path, cookie) = people.get(next.fetch_add(1, Ordering::Relaxed))?;
        Some(Ask::form(path, cookie, &form))
    })
    .await;
    run.median()
}

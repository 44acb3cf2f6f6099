//! SIGKILL while a crowd answers: what was acknowledged is there afterwards, once.

use super::crowd::Crowd;
use super::kept::{Found, settles};
use super::place::{Place, Rounds};
use crate::database::{Database, Direct};
use crate::dice::Dice;
use crate::support::Visitor;
use std::time::Duration;

/// So many times in a row, unless `ANDON_KILL_RUNS` says otherwise.
const RUNS: usize = 2;
/// How long the crowd has answered when the program is killed, in milliseconds.
const MOMENT: std::ops::Range<usize> = 100..1500;

/// A number from the environment.
#[allow(clippy::disallowed_methods, reason = "tests read their environment")]
pub fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

/// What becomes different from run to run, unless it is to be as in an earlier one.
pub fn seed() -> u64 {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().subsec_nanos();
    number("ANDON_FAULT_SEED", now as usize) as u64
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_a_crowd_answers_it_has_lost_and_doubled_nothing() {
    let (mut total, mut all) = ([0; 3], Found::default());
    let runs = number("ANDON_KILL_RUNS", RUNS);
    let seed = seed();
    for run in 0..runs {
        let seed = seed + run as u64;
        let (acknowledged, found) = killed_once(seed).await;
        println!("run {run}, ANDON_FAULT_SEED={seed}: acknowledged {acknowledged:?}, {found:?}");
        assert!(found.is_well(), "see the line above");
        for (sum, more) in total.iter_mut().zip(acknowledged) {
            *sum += more;
        }
        all.add(found);
    }
    println!(
        "killed {runs} times: {} submissions acknowledged, {} changes, {} withdrawals; {} lost, {} doubled, {} half; of what was under way {} was done and {} not",
        total[0], total[1], total[2], all.lost, all.doubled, all.half, all.done, all.not_done
    );
}

/// Gives what was acknowledged before the end, and what was found after it.
async fn killed_once(seed: u64) -> ([usize; 3], Found) {
    let mut dice = Dice::new(seed);
    let place = Place::new(Database::new());
    let program = place.start();
    let mut rounds = Rounds::open(&program).await;
    let crowd = Crowd::start(&program.url, &rounds.open, &mut dice);
    let moment = MOMENT.start + dice.below(MOMENT.len());
    tokio::time::sleep(Duration::from_millis(moment as u64)).await;
    program.kill();
    let under_way = sessions(&place).await;
    let seen = crowd.end(false).await;
    assert_eq!(seen.refused, 0, "it was well until it was killed");

    let program = place.start();
    rounds.moved_to(&program);
    gone(&place, &under_way).await;
    let found = Found::in_database(&mut place.direct().await, &rounds.open, &seen.people).await;
    let acknowledged = seen.acknowledged;
    if found.is_well() {
        settles(&place, &rounds, seen, &Visitor::for_many(&program.url)).await;
    }
    (acknowledged, found)
}

const OTHERS: &str = "SELECT CAST(pid AS TEXT) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

/// A server's processes for the program that was killed: what it has just been asked, it
/// still does.
async fn sessions(place: &Place) -> Vec<String> {
    match place.direct().await {
        Direct::Sqlite(_) => Vec::new(),
        mut server @ Direct::Postgres(_) => server.texts(OTHERS).await,
    }
}

async fn gone(place: &Place, sessions: &[String]) {
    if sessions.is_empty() {
        return;
    }
    let mut server = place.direct().await;
    for _ in 0..500 {
        let left = server.texts(OTHERS).await;
        if !left.iter().any(|pid| sessions.contains(pid)) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("after ten seconds a session of the killed program is still there");
}

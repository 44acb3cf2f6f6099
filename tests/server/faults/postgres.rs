//! A PostgreSQL server that is stopped and started again while a crowd answers: with
//! everything written through to the disk, as in earnest.

use super::crowd::{Crowd, Person, Reply, Seen};
use super::kept::{Found, chosen, settles};
use super::kill::{number, seed};
use super::place::{Place, Rounds};
use crate::database::{Cluster, Database, Stop};
use crate::dice::Dice;
use crate::process::Process;
use crate::support::Visitor;
use reqwest::StatusCode;
use std::time::{Duration, Instant};

/// How long the server stays away at least.
const AWAY: Duration = Duration::from_secs(2);
/// How soon after its return answers have to be taken again.
const SOON: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_the_server_is_stopped_under_load_nothing_that_was_acknowledged_is_lost() {
    let mut cluster = Cluster::that_survives();
    let (mut acknowledged, mut refused, mut all) = (0, 0, Found::default());
    let stops = 2 * number("ANDON_RESTART_RUNS", 1);
    let seed = seed();
    for run in 0..stops {
        let seed = seed + run as u64;
        let how = if run % 2 == 0 { Stop::AtOnce } else { Stop::Fast };
        let (seen, found, after) = restarted_once(&mut cluster, how, seed).await;
        println!(
            "stop {run} ({how:?}), ANDON_FAULT_SEED={seed}: acknowledged {:?}, refused {}, {found:?}; answers were taken again after {after:?}",
            seen.acknowledged, seen.refused
        );
        assert!(found.is_well(), "see the line above");
        acknowledged += seen.acknowledged.iter().sum::<usize>();
        refused += seen.refused;
        all.add(found);
    }
    println!(
        "PostgreSQL stopped {stops} times: {acknowledged} acknowledged, {} lost, {} doubled, {} half; {refused} refused, of which {} were stored, {} of them denied",
        all.lost, all.doubled, all.half, all.done, all.denied
    );
}

/// The server has written answers down and waits for another one, which never says that it
/// has them too. So it crashes without having said that they are stored.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_may_be_stored_are_not_said_to_be_lost_and_count_once() {
    let mut cluster = Cluster::that_survives();
    let place = Place::new(Database::Server(cluster.rent()));
    let program = place.start();
    let rounds = Rounds::open(&program).await;
    let at = Visitor::for_many(&program.url);
    let Ok(mut person) = Person::new(&at, &rounds.open, 0).await else { panic!("no ballot") };
    let answers = Dice::new(1).answers();

    waits_for_another(&cluster, true).await;
    let stop = async {
        while waiting(&cluster).await == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        tokio::task::block_in_place(|| cluster.stop(Stop::AtOnce));
    };
    let (told, ()) = tokio::join!(person.ask(&at, &rounds.open, Some(answers)), stop);
    let Reply::Refused(refusal) = told else { panic!("nobody has said that they are stored") };
    assert_eq!(refusal.status, StatusCode::SERVICE_UNAVAILABLE);
    let page = refusal.page;
    assert!(page.contains("It is not known whether your answers were stored"), "{page}");
    assert!(!page.contains("Your answers were not stored"), "{page}");
    assert_eq!(chosen(&page), answers);

    tokio::task::block_in_place(|| cluster.start());
    waits_for_another(&cluster, false).await;
    let people = vec![person];
    let found = Found::in_database(&mut place.direct().await, &rounds.open, &people).await;
    assert_eq!(found, Found { done: 1, ..Found::default() });
    settles(&place, &rounds, Seen { people, ..Seen::default() }, &at).await;
}

/// Whether every commit waits for a second server, which is not there.
async fn waits_for_another(cluster: &Cluster, waits: bool) {
    let name = if waits { "'nobody'" } else { "''" };
    let mut boss = cluster.boss("postgres").await;
    for sql in [
        format!("ALTER SYSTEM SET synchronous_standby_names = {name}"),
        "SELECT pg_reload_conf()".to_owned(),
    ] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut boss).await.unwrap();
    }
}

/// How many commits wait for that server.
async fn waiting(cluster: &Cluster) -> i64 {
    let mut boss = cluster.boss("postgres").await;
    let sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
    sqlx::query_scalar(sql).fetch_one(&mut boss).await.unwrap()
}

/// Gives what people were told, what was found, and how long after the server's return
/// answers were taken again.
async fn restarted_once(cluster: &mut Cluster, how: Stop, seed: u64) -> (Seen, Found, Duration) {
    let mut dice = Dice::new(seed);
    let place = Place::new(Database::Server(cluster.rent()));
    let program = place.start();
    let rounds = Rounds::open(&program).await;
    let at = Visitor::for_many(&program.url);
    let Ok(mut person) = Person::new(&at, &rounds.open, 0).await else { panic!("no ballot") };

    let before = Crowd::start(&program.url, &rounds.open, &mut dice);
    tokio::time::sleep(Duration::from_millis(200 + dice.below(700) as u64)).await;
    tokio::task::block_in_place(|| cluster.stop(how));
    let stopped = Instant::now();
    // Everybody is told something before it comes back.
    let mut seen = before.end(true).await;
    says_that_it_is_away(&rounds, &program).await;
    let answers = dice.answers();
    let Reply::Refused(refusal) = person.ask(&at, &rounds.open, Some(answers)).await else {
        panic!("somebody took answers without a database");
    };
    assert!(refusal.page.contains("Your answers were not stored"), "{}", refusal.page);
    assert_eq!(chosen(&refusal.page), answers);
    let during = Crowd::start(&program.url, &rounds.open, &mut dice);
    tokio::time::sleep(AWAY.saturating_sub(stopped.elapsed())).await;

    tokio::task::block_in_place(|| cluster.start());
    let back = Instant::now();
    while !matches!(person.ask(&at, &rounds.open, Some(answers)).await, Reply::Done) {
        assert!(back.elapsed() < SOON, "it takes no answers {SOON:?} after the server's return");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let after = back.elapsed();
    tokio::time::sleep(Duration::from_millis(700)).await;
    let late = during.end(true).await;
    assert!(late.acknowledged[0] > 0, "nobody else was served afterwards");
    seen.refused += 1;
    seen.add(late);
    seen.people.push(person);
    let found = Found::in_database(&mut place.direct().await, &rounds.open, &seen.people).await;
    if found.is_well() {
        let told = Seen { people: seen.people.clone(), ..Seen::default() };
        settles(&place, &rounds, told, &at).await;
    }
    (seen, found, after)
}

/// Pages that need the database say so and when to come back; the others are served.
async fn says_that_it_is_away(rounds: &Rounds, program: &Process) {
    let (lead, round) = (rounds.lead(0), &rounds.open[0]);
    let stranger = program.visitor();
    let (join, start) = (format!("/join/{}", round.token), "/".to_owned());
    let told = async |who: &Visitor, path: &str| {
        let answer = who.get(path).await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(answer.0.headers()["retry-after"], "3", "{path}");
        let page = answer.text().await;
        assert!(page.contains("The database does not answer"), "{path}: {page}");
    };
    tokio::join!(
        told(lead, &round.path),
        told(lead, &start),
        told(&stranger, &join),
        told(&stranger, &round.answer)
    );
    let answer = stranger.get("/readyz").await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    stranger.get("/healthz").await.ok().await;
    stranger.get("/privacy").await.ok().await;
}

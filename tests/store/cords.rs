//! Cords: pulled once, let go, kept as history; and leadership's answers.

use super::support::{DAY, House, NOW, link, organisation};
use andon::catalogue::PatternId;
use andon::store::{Cord, Decided, Decision, Role, StoreError, TeamId};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::BTreeSet;

const FREEZE: PatternId = PatternId::RiskByFreeze;
const SILOS: PatternId = PatternId::FunctionalSilos;

/// The day with this number in the year.
fn day(number: i16) -> Date {
    date(2026, 1, 1).saturating_add(i64::from(number - 1).days())
}

fn decision(pattern: PatternId, decided: Decided, words: &str, on: i16) -> Decision {
    Decision {
        pattern,
        decided,
        words: words.to_owned(),
        by_day: (decided != Decided::No).then(|| day(on + 30)),
        decided_on: day(on),
        experiment: None,
    }
}

#[tokio::test]
async fn a_cord_is_pulled_once_and_stays_as_history_when_it_is_let_go() {
    let house = House::new().await;
    let (store, team) = (&house.store, &house.team);
    assert!(store.pull_cord(team, FREEZE, day(100)).await.unwrap());
    assert!(!store.pull_cord(team, FREEZE, day(101)).await.unwrap(), "it is pulled already");
    assert!(store.pull_cord(team, SILOS, day(102)).await.unwrap());
    assert!(store.let_cord_go(team, FREEZE, day(105)).await.unwrap());
    assert!(!store.let_cord_go(team, FREEZE, day(106)).await.unwrap(), "it is let go already");
    let cord = |pattern, pulled_on, let_go_on: Option<i16>| Cord {
        pattern,
        pulled_on: day(pulled_on),
        let_go_on: let_go_on.map(day),
    };
    let past = cord(FREEZE, 100, Some(105));
    assert_eq!(store.cords(team).await.unwrap(), [cord(SILOS, 102, None), past]);
    assert!(store.pull_cord(team, FREEZE, day(110)).await.unwrap());
    let all = store.cords(team).await.unwrap();
    assert_eq!(all, [cord(FREEZE, 110, None), cord(SILOS, 102, None), past]);
    // Let go and pulled again on one day is one cord.
    assert!(store.let_cord_go(team, FREEZE, day(110)).await.unwrap());
    assert!(store.pull_cord(team, FREEZE, day(110)).await.unwrap());
    assert_eq!(store.cords(team).await.unwrap(), all);
    // And a clock that was set back makes none that ends before it began.
    assert!(store.let_cord_go(team, FREEZE, day(90)).await.unwrap());
    assert!(store.cords(team).await.unwrap().contains(&cord(FREEZE, 110, Some(110))));
}

#[tokio::test]
async fn many_presses_at_once_pull_one_cord() {
    let house = House::new().await;
    let presses = (0..8).map(|_| {
        let (store, team) = (house.store.clone(), house.team.clone());
        tokio::spawn(async move { store.pull_cord(&team, FREEZE, day(100)).await.unwrap() })
    });
    let mut pulled = 0;
    for press in presses.collect::<Vec<_>>() {
        pulled += u8::from(press.await.unwrap());
    }
    assert_eq!((pulled, house.store.cords(&house.team).await.unwrap().len()), (1, 1));
}

#[tokio::test]
async fn standings_hold_the_own_organisations_teams_and_who_stood_behind_what_was_told() {
    let house = House::new().await;
    let store = &house.store;
    let second =
        store.add_team(&house.organisation, "Owls", link(Role::Facilitator), NOW).await.unwrap();
    let (_, foreign) = organisation(store, 5).await;
    for team in [&house.team, &second, &foreign] {
        store.pull_cord(team, FREEZE, day(100)).await.unwrap();
    }
    store.pull_cord(&second, SILOS, day(100)).await.unwrap();
    store.let_cord_go(&second, SILOS, day(101)).await.unwrap();
    let both: BTreeSet<TeamId> = [house.team.clone(), second.clone()].into();
    let standings = store.cord_standings(&house.organisation).await.unwrap();
    assert_eq!((standings.teams, standings.pulled.len()), (2, 1));
    assert_eq!(standings.pulled[&FREEZE], both);
    assert!(standings.told.is_empty());
    store
        .keep_cord_count(
            &house.organisation,
            FREEZE,
            3,
            &both,
            &mut store.standing(&house.organisation).await.unwrap(),
        )
        .await
        .unwrap();
    // A deleted team pulls nothing, and still stands behind what was told.
    store.delete_team(&second, NOW + DAY).await.unwrap();
    assert!(store.cords(&second).await.unwrap().is_empty());
    let pulled = store.pull_cord(&second, FREEZE, day(100)).await;
    assert!(matches!(pulled, Err(StoreError::NotFound("team"))));
    let standings = store.cord_standings(&house.organisation).await.unwrap();
    assert_eq!(standings.pulled[&FREEZE], [house.team.clone()].into());
    assert_eq!(standings.told[&FREEZE], (3, both));
    // What is told next takes its place.
    store
        .keep_cord_count(
            &house.organisation,
            FREEZE,
            0,
            &BTreeSet::new(),
            &mut store.standing(&house.organisation).await.unwrap(),
        )
        .await
        .unwrap();
    let standings = store.cord_standings(&house.organisation).await.unwrap();
    assert_eq!(standings.told[&FREEZE], (0, BTreeSet::new()));
}

#[tokio::test]
async fn the_last_answer_is_in_force_and_the_others_are_its_history() {
    let house = House::new().await;
    let store = &house.store;
    let first = decision(FREEZE, Decided::NotNow, "", 100);
    let second = decision(FREEZE, Decided::No, "It is the law.", 100);
    let other = decision(SILOS, Decided::WillTry, "One team for each product.", 99);
    for each in [&first, &second, &other] {
        store.decide(&house.organisation, each).await.unwrap();
    }
    let all = store.decisions(&house.organisation).await.unwrap();
    assert_eq!(all[&FREEZE], [second, first]);
    assert_eq!(all[&SILOS], [other]);
    let unfounded = decision(FREEZE, Decided::No, "", 101);
    let kept = store.decide(&house.organisation, &unfounded).await;
    assert!(kept.is_err(), "a no has a reason");
}

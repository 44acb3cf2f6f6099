//! What coaches may look at, read for many rounds at once.

use crate::support::{DAY, Dice, House, NOW, answer, link, open_round, organisation};
use andon::catalogue::FIGURES;
use andon::measure::Tally;
use andon::store::{ClosedBy, NewlyReleased, PastRound, Role, RoundId, Store, TeamId};
use std::collections::HashMap;

/// A sealed round of so many people.
async fn sealed(store: &Store, team: &TeamId, people: usize, at: i64) -> (RoundId, Tally) {
    let round = open_round(store, team, 20, true, at).await;
    let given = answer(store, &round, 0, people).await;
    store.close_round(&round, ClosedBy::Facilitator, at + DAY).await.unwrap();
    (round, Tally::of(&given, true))
}

#[tokio::test]
async fn only_sealed_rounds_of_teams_that_share_are_listed_newest_first() {
    let house = House::new().await;
    let store = &house.store;
    let (first, _) = sealed(store, &house.team, 6, NOW).await;
    let (second, _) = sealed(store, &house.team, 6, NOW + 40 * DAY).await;
    // Too few, and one that is under way: neither is anything to look at.
    let few = open_round(store, &house.team, 20, true, NOW + 80 * DAY).await;
    answer(store, &few, 0, 2).await;
    store.close_round(&few, ClosedBy::Facilitator, NOW + 81 * DAY).await.unwrap();
    open_round(store, &house.team, 20, true, NOW + 120 * DAY).await;
    let other =
        store.add_team(&house.organisation, "Owls", link(Role::Facilitator), NOW).await.unwrap();
    let (owls, _) = sealed(store, &other, 6, NOW).await;
    let (elsewhere, foreign) = organisation(store, 5).await;
    sealed(store, &foreign, 6, NOW).await;
    store.set_sharing(&foreign, true).await.unwrap();

    assert!(store.shared_rounds(&house.organisation).await.unwrap().is_empty());
    store.set_sharing(&house.team, true).await.unwrap();
    let listed = store.shared_rounds(&house.organisation).await.unwrap();
    let ids: Vec<&RoundId> = listed.iter().map(|round| &round.id).collect();
    assert_eq!(ids, [&second, &first]);
    assert_eq!((listed[0].minimum_group, listed[0].roster), (5, 20));
    assert_eq!(listed[0].closed_at, NOW + 41 * DAY);
    assert_eq!(store.shared_rounds(&elsewhere).await.unwrap().len(), 1);

    store.set_sharing(&other, true).await.unwrap();
    assert_eq!(store.shared_rounds(&house.organisation).await.unwrap().len(), 3);
    store.delete_team(&house.team, NOW + 200 * DAY).await.unwrap();
    let left = store.shared_rounds(&house.organisation).await.unwrap();
    assert_eq!(left.iter().map(|round| &round.id).collect::<Vec<_>>(), [&owls]);
}

#[tokio::test]
async fn many_tallies_are_read_as_one_is_and_those_of_other_rounds_are_left_out() {
    let house = House::new().await;
    let store = &house.store;
    let mut expected = HashMap::new();
    // More than fit into one statement.
    let mut team = house.team.clone();
    for place in 0..203_usize {
        if place > 0 {
            let name = format!("Team {place}");
            let facilitator = link(Role::Facilitator);
            team = store.add_team(&house.organisation, &name, facilitator, NOW).await.unwrap();
        }
        let tally = Tally::of(&Dice::new(place as u64).people(5), place % 2 == 0);
        let past = PastRound {
            team: team.clone(),
            roster: 9,
            minimum_group: 5,
            catalogue_version: "1".to_owned(),
            opened_at: NOW,
            closed_at: NOW + DAY,
            tally: Some(tally.clone()),
        };
        let id = store.add_past_rounds(&[past]).await.unwrap().remove(0);
        expected.insert(id, tally);
    }
    let open = open_round(store, &team, 9, true, NOW + 40 * DAY).await;
    let nobody = RoundId::random().unwrap();
    let asked: Vec<&RoundId> = expected.keys().chain([&open, &nobody]).collect();
    assert_eq!(store.tallies(&asked).await.unwrap(), expected);
    assert!(store.tallies(&[]).await.unwrap().is_empty());
    for (id, tally) in expected.iter().take(3) {
        assert_eq!(store.tally(id).await.unwrap().as_ref(), Some(tally));
    }
}

#[tokio::test]
async fn what_is_shown_is_noted_for_many_rounds_at_once_and_the_first_note_stands() {
    let house = House::new().await;
    let store = &house.store;
    let (first, _) = sealed(store, &house.team, 6, NOW).await;
    let (second, _) = sealed(store, &house.team, 6, NOW + 40 * DAY).await;
    let note = |round: &RoundId, people: u32| NewlyReleased {
        round: round.clone(),
        minimum_group: 5,
        people: [people; FIGURES],
        shown: [true; FIGURES],
    };
    store.note_reports(&[note(&first, 6)], &[]).await.unwrap();
    store.note_reports(&[note(&first, 9), note(&second, 6)], &[&second]).await.unwrap();
    let known = store.released_among(&[&first, &second]).await.unwrap();
    assert_eq!(known, HashMap::from([(first.clone(), false), (second.clone(), true)]));
    let reports = store.released_reports(&house.organisation).await.unwrap();
    assert!(reports.iter().all(|report| report.people == [6; FIGURES]));

    // All of it or nothing: a round that is not there takes the others with it.
    let (third, _) = sealed(store, &house.team, 6, NOW + 80 * DAY).await;
    let nobody = RoundId::random().unwrap();
    let failed = store.note_reports(&[note(&third, 6), note(&nobody, 6)], &[&first]).await;
    assert!(failed.is_err());
    let known = store.released_among(&[&first, &third, &nobody]).await.unwrap();
    assert_eq!(known, HashMap::from([(first, false)]));
}

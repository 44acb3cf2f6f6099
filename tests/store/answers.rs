//! Submitting, changing and withdrawing.

use super::support::{DAY, Dice, House, NOW, answer, receipt};
use andon::catalogue::Answers;
use andon::store::{ClosedBy, RoundId, Submitted};

#[tokio::test]
async fn answers_are_stored_once_and_given_back_to_their_receipt_alone() {
    let house = House::new().await;
    let round = house.open_round(8, true, NOW).await;
    let given = answer(&house.store, &round, 0, 2).await;
    for (person, answers) in given.iter().enumerate() {
        let read = house.store.answers_of(&round, &receipt(person)).await.unwrap();
        assert_eq!(read.as_ref(), Some(answers));
    }
    assert_eq!(house.store.answers_of(&round, &receipt(2)).await.unwrap(), None);
    assert_eq!(house.store.response_count(&round).await.unwrap(), 2);
}

#[tokio::test]
async fn answers_replace_only_what_they_were_to_replace() {
    let house = House::new().await;
    let round = house.open_round(8, true, NOW).await;
    let mut dice = Dice::new(1);
    let (first, second, third) = (dice.answers(), dice.answers(), dice.answers());
    let submit = async |answers: &Answers, replaces| {
        house.store.submit(&round, &receipt(0), answers, replaces, NOW).await.unwrap()
    };
    let read = async || house.store.answers_of(&round, &receipt(0)).await.unwrap();
    assert_eq!(submit(&first, Some(&second)).await, Submitted::Stale, "there is nothing yet");
    assert_eq!(read().await, None);
    assert_eq!(submit(&first, None).await, Submitted::Stored);
    assert_eq!(submit(&first, None).await, Submitted::Unchanged, "a second press");
    assert_eq!(submit(&second, None).await, Submitted::Stale, "another tab, or a used ballot");
    assert_eq!(submit(&second, Some(&third)).await, Submitted::Stale);
    assert_eq!(read().await, Some(first));
    assert_eq!(submit(&second, Some(&first)).await, Submitted::Changed);
    assert_eq!(read().await, Some(second));
    assert_eq!(submit(&second, Some(&first)).await, Submitted::Unchanged, "a second press");
    assert_eq!(house.store.response_count(&round).await.unwrap(), 1);
    assert!(house.store.withdraw(&round, &receipt(0), NOW).await.unwrap());
    assert_eq!(submit(&third, Some(&second)).await, Submitted::Stale, "it was withdrawn");
    assert_eq!(read().await, None);
    assert_eq!(submit(&third, None).await, Submitted::Stored);
}

#[tokio::test]
async fn the_roster_bounds_submitted_answers_and_changes_still_pass() {
    let house = House::new().await;
    let round = house.open_round(3, true, NOW).await;
    let given = answer(&house.store, &round, 0, 3).await;
    let answers = Dice::new(99).answers();
    let submit = async |person, replaces| {
        house.store.submit(&round, &receipt(person), &answers, replaces, NOW).await.unwrap()
    };
    assert_eq!(submit(3, None).await, Submitted::RosterFull);
    assert_eq!(submit(0, Some(&given[0])).await, Submitted::Changed);
    assert!(house.store.withdraw(&round, &receipt(1), NOW).await.unwrap());
    assert_eq!(submit(3, None).await, Submitted::Stored);
    assert_eq!(submit(1, None).await, Submitted::RosterFull);
    house.store.raise_roster(&round, 4).await.unwrap();
    assert_eq!(submit(1, None).await, Submitted::Stored);
}

#[tokio::test]
async fn withdrawing_lowers_the_count_and_permits_one_new_answer() {
    let house = House::new().await;
    let round = house.open_round(8, true, NOW).await;
    answer(&house.store, &round, 0, 2).await;
    let withdraw =
        async |person| house.store.withdraw(&round, &receipt(person), NOW).await.unwrap();
    assert!(withdraw(0).await);
    assert!(!withdraw(0).await);
    assert!(!withdraw(7).await);
    assert_eq!(house.store.response_count(&round).await.unwrap(), 1);
    assert_eq!(house.store.answers_of(&round, &receipt(0)).await.unwrap(), None);
    let answers = Dice::new(4).answers();
    let again = house.store.submit(&round, &receipt(0), &answers, None, NOW).await.unwrap();
    assert_eq!(again, Submitted::Stored);
}

#[tokio::test]
async fn a_round_that_is_not_open_takes_no_answers() {
    let house = House::new().await;
    let store = &house.store;
    let answers = Dice::new(4).answers();
    let submit = async |round: &RoundId, now| {
        store.submit(round, &receipt(0), &answers, None, now).await.unwrap()
    };
    let id = store.create_draft(&house.team, 8, NOW + DAY, true, "1", NOW).await.unwrap();
    assert_eq!(submit(&id, NOW).await, Submitted::Closed, "a draft");
    assert_eq!(submit(&RoundId::random().unwrap(), NOW).await, Submitted::Closed, "no round");
    store.open_round(&id, "t", "c", &[1; 32], NOW).await.unwrap();
    assert_eq!(submit(&id, NOW + DAY).await, Submitted::Closed, "its time has come");
    assert_eq!(submit(&id, NOW + DAY - 1).await, Submitted::Stored);
    assert!(!store.withdraw(&id, &receipt(0), NOW + DAY).await.unwrap());
    assert_eq!(store.response_count(&id).await.unwrap(), 1);
    answer(store, &id, 1, 5).await;
    store.close_round(&id, ClosedBy::Facilitator, NOW + 2).await.unwrap();
    assert_eq!(submit(&id, NOW + 2).await, Submitted::Closed, "sealed");
    assert!(!store.withdraw(&id, &receipt(0), NOW + 2).await.unwrap());
    assert_eq!(store.answers_of(&id, &receipt(0)).await.unwrap(), None);
    assert_eq!(store.response_count(&id).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_presses_at_once_give_one_response() {
    let house = House::new().await;
    let round = house.open_round(8, true, NOW).await;
    let answers = Dice::new(4).answers();
    let presses: Vec<_> = (0..24)
        .map(|_| {
            let (store, round) = (house.store.clone(), round.clone());
            tokio::spawn(async move {
                store.submit(&round, &receipt(0), &answers, None, NOW).await.unwrap()
            })
        })
        .collect();
    let mut stored = 0;
    for press in presses {
        match press.await.unwrap() {
            Submitted::Stored => stored += 1,
            other => assert_eq!(other, Submitted::Unchanged),
        }
    }
    assert_eq!(stored, 1);
    assert_eq!(house.store.response_count(&round).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_at_once_does_not_overfill_the_roster() {
    let house = House::new().await;
    let round = house.open_round(5, true, NOW).await;
    let crowd: Vec<_> = (0..24)
        .map(|person| {
            let (store, round) = (house.store.clone(), round.clone());
            let answers = Dice::new(person).answers();
            let receipt = receipt(usize::try_from(person).unwrap());
            tokio::spawn(async move {
                store.submit(&round, &receipt, &answers, None, NOW).await.unwrap()
            })
        })
        .collect();
    let mut outcomes = Vec::new();
    for person in crowd {
        outcomes.push(person.await.unwrap());
    }
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Submitted::Stored).count(), 5);
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Submitted::RosterFull).count(), 19);
    assert_eq!(house.store.response_count(&round).await.unwrap(), 5);
}

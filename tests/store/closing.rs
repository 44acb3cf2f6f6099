//! Closing: sealed, too few, or once more open.

use super::support::{DAY, Dice, House, NOW, answer, receipt};
use andon::measure::Tally;
use andon::store::{ClosedBy, Closing, RoundId, RoundState, StoreError, Submitted};

const CLOSES: i64 = NOW + 10 * DAY;

#[tokio::test]
async fn sealing_leaves_the_tally_and_nothing_else() {
    let house = House::new().await;
    let store = &house.store;
    let round = house.open_round(8, true, NOW).await;
    let open = store.round(&round).await.unwrap().unwrap();
    let given = answer(store, &round, 0, 7).await;
    assert_eq!(store.tally(&round).await.unwrap(), None, "nothing before it closes");
    let closing = store.close_round(&round, ClosedBy::Facilitator, NOW + 9).await.unwrap();
    assert_eq!(closing, Closing::Sealed);
    assert_eq!(store.tally(&round).await.unwrap(), Some(Tally::of(&given, true)));

    let sealed = store.round(&round).await.unwrap().unwrap();
    assert_eq!((sealed.state, sealed.responses), (RoundState::Sealed, Some(7)));
    assert_eq!((sealed.opened_at, sealed.closed_at), (Some(NOW), Some(NOW + 9)));
    assert_eq!((&sealed.join_token, &sealed.spoken_code), (&None, &None));
    assert!(!sealed.bytes_pending);
    assert!(!store.bytes_owed().await.unwrap());
    assert_eq!(store.round(&round).await.unwrap().unwrap().ballot_key, None);
    assert_eq!(store.response_count(&round).await.unwrap(), 0);
    let (token, code) = (open.join_token.unwrap(), open.spoken_code.unwrap());
    assert_eq!(store.round_by_join_token(&token).await.unwrap(), None);
    assert_eq!(store.round_by_spoken_code(&code).await.unwrap(), None);
    let again = store.close_round(&round, ClosedBy::Day, CLOSES).await.unwrap();
    assert_eq!(again, Closing::AlreadyClosed);
    assert_eq!(store.round(&round).await.unwrap(), Some(sealed));
    assert!(matches!(store.discard_open(&round, NOW).await, Err(StoreError::NotOpen)));
}

#[tokio::test]
async fn too_few_answers_closed_by_hand_are_destroyed() {
    let house = House::new().await;
    let store = &house.store;
    let round = house.open_round(8, true, NOW).await;
    let given = answer(store, &round, 0, 4).await;
    let closing = store.close_round(&round, ClosedBy::Facilitator, NOW + 9).await.unwrap();
    assert_eq!(closing, Closing::TooFew);
    let ended = store.round(&round).await.unwrap().unwrap();
    assert_eq!((ended.state, ended.responses), (RoundState::TooFew, None), "not even how many");
    assert_eq!((ended.closed_at, ended.bytes_pending), (Some(NOW + 9), false));
    assert_eq!(store.tally(&round).await.unwrap(), None);
    for answers in given {
        assert!(!house.holds(answers.encode().as_bytes()));
    }
}

#[tokio::test]
async fn a_round_with_too_few_answers_on_its_day_has_seven_more_days_once() {
    let house = House::new().await;
    let store = &house.store;
    let round = house.open_round(8, true, NOW).await;
    let given = answer(store, &round, 0, 4).await;
    let by_day = async |now| store.close_round(&round, ClosedBy::Day, now).await.unwrap();
    let seven_more = CLOSES + 7 * DAY;
    assert_eq!(by_day(CLOSES + 60).await, Closing::ExtendedUntil(seven_more));
    let extended = store.round(&round).await.unwrap().unwrap();
    assert_eq!((extended.state, extended.extended), (RoundState::Open, true));
    assert_eq!(extended.closes_at, seven_more);
    assert_eq!(store.response_count(&round).await.unwrap(), 4, "the answers stay");
    let late = store
        .submit(&round, &receipt(0), &Dice::new(77).answers(), Some(&given[0]), CLOSES + 61)
        .await
        .unwrap();
    assert_eq!(late, Submitted::Changed, "people can answer again");
    assert_eq!(by_day(seven_more - 1).await, Closing::ExtendedUntil(seven_more), "not its day yet");
    assert_eq!(by_day(seven_more).await, Closing::TooFew);
    assert_eq!(store.response_count(&round).await.unwrap(), 0);
}

#[tokio::test]
async fn the_seven_more_days_can_bring_enough_answers() {
    let house = House::new().await;
    let store = &house.store;
    let round = house.open_round(8, true, NOW).await;
    answer(store, &round, 0, 4).await;
    let by_day = async |now| store.close_round(&round, ClosedBy::Day, now).await.unwrap();
    by_day(CLOSES).await;
    answer(store, &round, 4, 1).await;
    assert_eq!(by_day(CLOSES + 7 * DAY).await, Closing::Sealed);
    assert_eq!(store.tally(&round).await.unwrap().unwrap().responses, 5);
}

#[tokio::test]
async fn seven_more_days_that_nobody_ran_the_server_in_are_not_lost() {
    let house = House::new().await;
    let round = house.open_round(8, true, NOW).await;
    let late = CLOSES + 30 * DAY;
    let closing = house.store.close_round(&round, ClosedBy::Day, late).await.unwrap();
    assert_eq!(closing, Closing::ExtendedUntil(late + 7 * DAY));
}

#[tokio::test]
async fn a_round_that_was_moved_is_not_closed_on_its_old_day() {
    let house = House::new().await;
    let store = &house.store;
    let round = house.open_round(8, true, NOW).await;
    answer(store, &round, 0, 6).await;
    store.extend_round(&round, CLOSES + DAY).await.unwrap();
    let closing = store.close_round(&round, ClosedBy::Day, CLOSES).await.unwrap();
    assert_eq!(closing, Closing::ExtendedUntil(CLOSES + DAY));
    assert!(!store.round(&round).await.unwrap().unwrap().extended, "these are not the seven days");
    let closing = store.close_round(&round, ClosedBy::Day, CLOSES + DAY).await.unwrap();
    assert_eq!(closing, Closing::Sealed);
}

#[tokio::test]
async fn only_an_open_round_can_be_closed() {
    let house = House::new().await;
    let store = &house.store;
    let draft = store.create_draft(&house.team, 8, CLOSES, true, "1", NOW).await.unwrap();
    let closing = store.close_round(&draft, ClosedBy::Facilitator, NOW).await;
    assert!(matches!(closing, Err(StoreError::NotOpen)));
    let nothing = RoundId::random().unwrap();
    let closing = store.close_round(&nothing, ClosedBy::Day, NOW).await;
    assert!(matches!(closing, Err(StoreError::NotFound("round"))));
    assert!(matches!(store.discard_open(&draft, NOW).await, Err(StoreError::NotOpen)));
}

#[tokio::test]
async fn score_lists_are_left_out_only_when_asked_and_below_eight() {
    for (keep_lists, people, kept) in
        [(true, 5, true), (false, 5, false), (false, 7, false), (false, 8, true), (true, 8, true)]
    {
        let house = House::new().await;
        let round = house.open_round(9, keep_lists, NOW).await;
        let given = answer(&house.store, &round, 0, people).await;
        house.store.close_round(&round, ClosedBy::Facilitator, NOW + 2).await.unwrap();
        let tally = house.store.tally(&round).await.unwrap();
        assert_eq!(tally, Some(Tally::of(&given, kept)), "{keep_lists}, {people} people");
    }
}

#[tokio::test]
async fn discarding_destroys_every_answer() {
    let house = House::new().await;
    let round = house.open_round(8, true, NOW).await;
    let given = answer(&house.store, &round, 0, 8).await;
    house.store.discard_open(&round, NOW + 3).await.unwrap();
    let ended = house.store.round(&round).await.unwrap().unwrap();
    assert_eq!((ended.state, ended.closed_at), (RoundState::Discarded, Some(NOW + 3)));
    assert_eq!((ended.responses, ended.bytes_pending), (None, false));
    assert_eq!(house.store.tally(&round).await.unwrap(), None);
    for (person, answers) in given.iter().enumerate() {
        assert!(!house.holds(answers.encode().as_bytes()));
        assert!(!house.holds(receipt(person).as_bytes()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_close_at_once_seal_it_once() {
    let house = House::new().await;
    let round = house.open_round(8, true, NOW).await;
    let given = answer(&house.store, &round, 0, 6).await;
    let closers: Vec<_> = (0..8)
        .map(|closer| {
            let (store, round) = (house.store.clone(), round.clone());
            let by = if closer % 2 == 0 { ClosedBy::Facilitator } else { ClosedBy::Day };
            tokio::spawn(async move { store.close_round(&round, by, CLOSES).await.unwrap() })
        })
        .collect();
    let mut outcomes = Vec::new();
    for closer in closers {
        outcomes.push(closer.await.unwrap());
    }
    outcomes.sort_by_key(|outcome| *outcome != Closing::Sealed);
    assert_eq!(outcomes[0], Closing::Sealed);
    assert!(outcomes[1..].iter().all(|outcome| *outcome == Closing::AlreadyClosed));
    assert_eq!(house.store.tally(&round).await.unwrap(), Some(Tally::of(&given, true)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_races_the_closing_is_either_counted_or_refused() {
    let house = House::new().await;
    let round = house.open_round(100, true, NOW).await;
    answer(&house.store, &round, 0, 5).await;
    let crowd: Vec<_> = (5..60)
        .map(|person| {
            let (store, round) = (house.store.clone(), round.clone());
            tokio::spawn(async move {
                let answers = Dice::new(person as u64).answers();
                store.submit(&round, &receipt(person), &answers, None, NOW + 1).await.unwrap()
            })
        })
        .collect();
    let closing = house.store.close_round(&round, ClosedBy::Facilitator, NOW + 1).await.unwrap();
    assert_eq!(closing, Closing::Sealed);
    let mut counted = 5;
    for person in crowd {
        match person.await.unwrap() {
            Submitted::Stored => counted += 1,
            other => assert_eq!(other, Submitted::Closed),
        }
    }
    assert_eq!(house.store.tally(&round).await.unwrap().unwrap().responses, counted);
}

#[tokio::test]
async fn bytes_that_could_not_be_cleaned_stay_owed_until_they_are() {
    let house = House::new().await;
    let round = house.open_round(8, true, NOW).await;
    let given = answer(&house.store, &round, 0, 6).await;
    // Somebody reads for a long time, so that nothing can be written anew.
    let mut reader = house.database.direct().await;
    reader.keep_reading("SELECT sets FROM open_responses").await;

    let closing = house.store.close_round(&round, ClosedBy::Facilitator, NOW + 2).await.unwrap();
    assert_eq!(closing, Closing::Sealed, "the sealing itself succeeded");
    assert!(house.store.round(&round).await.unwrap().unwrap().bytes_pending);
    assert!(house.store.bytes_owed().await.unwrap());
    let marker = given[0].encode();
    assert!(house.holds(marker.as_bytes()), "there is something to clean");

    reader.close().await;
    house.store.close().await;
    let store = house.database.open().await;
    assert!(store.bytes_owed().await.unwrap(), "also after a restart");
    store.clean_bytes().await.unwrap();
    assert!(!store.bytes_owed().await.unwrap());
    assert!(!store.round(&round).await.unwrap().unwrap().bytes_pending);
    for answers in given {
        assert!(!house.holds(answers.encode().as_bytes()));
    }
}

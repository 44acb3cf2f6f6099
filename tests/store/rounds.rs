//! Drafting, opening and changing rounds.

use super::support::{DAY, House, NOW, answer, link, open_round};
use andon::store::{ClosedBy, Closing, Role, RoundId, RoundState, StoreError, TeamId};

const KEY: [u8; 32] = [9; 32];

#[tokio::test]
async fn a_draft_is_prepared_changed_and_opened() {
    let house = House::new().await;
    let store = &house.store;
    let id = store.create_draft(&house.team, 8, NOW + DAY, true, "1.0", NOW).await.unwrap();
    store.update_draft(&id, 12, NOW + 5 * DAY, false).await.unwrap();
    let draft = store.round(&id).await.unwrap().unwrap();
    assert_eq!(draft.state, RoundState::Draft);
    assert_eq!((draft.roster, draft.closes_at, draft.keep_lists), (12, NOW + 5 * DAY, false));
    assert_eq!((draft.catalogue_version.as_str(), &draft.team), ("1.0", &house.team));
    assert_eq!((draft.opened_at, draft.join_token, draft.spoken_code), (None, None, None));
    assert_eq!(store.round(&id).await.unwrap().unwrap().ballot_key, None);

    store.open_round(&id, "token", "three plain words", &KEY, NOW + 7).await.unwrap();
    let open = store.round(&id).await.unwrap().unwrap();
    assert_eq!(
        (open.state, open.opened_at, open.closed_at),
        (RoundState::Open, Some(NOW + 7), None)
    );
    assert_eq!(open.join_token.as_deref(), Some("token"));
    assert_eq!(open.spoken_code.as_deref(), Some("three plain words"));
    assert_eq!(store.round(&id).await.unwrap().unwrap().ballot_key, Some(KEY));
    assert_eq!(store.round_by_join_token("token").await.unwrap().as_ref(), Some(&open));
    assert_eq!(
        store.round_by_spoken_code("three plain words").await.unwrap().as_ref(),
        Some(&open)
    );
    assert_eq!(store.round_by_join_token("three plain words").await.unwrap(), None);
    let debug = format!("{open:?}");
    assert!(!debug.contains("token\"") && !debug.contains("plain"), "{debug}");
}

#[tokio::test]
async fn a_team_has_one_round_in_progress() {
    let house = House::new().await;
    let store = &house.store;
    let draft = async || store.create_draft(&house.team, 8, NOW + DAY, true, "1", NOW).await;
    let id = draft().await.unwrap();
    assert!(matches!(draft().await, Err(StoreError::RoundInProgress)));
    store.open_round(&id, "t", "c", &KEY, NOW).await.unwrap();
    assert!(matches!(draft().await, Err(StoreError::RoundInProgress)));
    store.discard_open(&id, NOW).await.unwrap();
    let id = draft().await.unwrap();
    store.delete_draft(&id).await.unwrap();
    assert_eq!(store.round(&id).await.unwrap(), None);
    draft().await.unwrap();
}

#[tokio::test]
async fn a_roster_has_3_to_500_people_and_an_open_one_only_grows() {
    let house = House::new().await;
    let store = &house.store;
    for roster in [0, 2, 501, u16::MAX] {
        let failed = store.create_draft(&house.team, roster, NOW + DAY, true, "1", NOW).await;
        assert!(matches!(failed, Err(StoreError::Roster)), "{roster}");
    }
    let id = store.create_draft(&house.team, 500, NOW + DAY, true, "1", NOW).await.unwrap();
    assert!(matches!(store.update_draft(&id, 2, NOW + DAY, true).await, Err(StoreError::Roster)));
    assert!(matches!(store.raise_roster(&id, 500).await, Err(StoreError::NotOpen)));
    store.update_draft(&id, 3, NOW + DAY, true).await.unwrap();
    store.open_round(&id, "t", "c", &KEY, NOW).await.unwrap();
    store.raise_roster(&id, 7).await.unwrap();
    store.raise_roster(&id, 7).await.unwrap();
    assert!(matches!(
        store.raise_roster(&id, 6).await,
        Err(StoreError::RosterLowered { current: 7 })
    ));
    assert!(matches!(store.raise_roster(&id, 501).await, Err(StoreError::Roster)));
    assert_eq!(store.round(&id).await.unwrap().unwrap().roster, 7);
}

#[tokio::test]
async fn the_closing_day_lies_ahead_and_only_moves_away() {
    let house = House::new().await;
    let store = &house.store;
    let past = store.create_draft(&house.team, 8, NOW, true, "1", NOW).await;
    assert!(matches!(past, Err(StoreError::ClosingDayPassed)));
    let id = store.create_draft(&house.team, 8, NOW + DAY, true, "1", NOW).await.unwrap();
    assert!(matches!(store.extend_round(&id, NOW + 2 * DAY).await, Err(StoreError::NotOpen)));
    let late = store.open_round(&id, "t", "c", &KEY, NOW + DAY).await;
    assert!(matches!(late, Err(StoreError::ClosingDayPassed)));
    store.open_round(&id, "t", "c", &KEY, NOW).await.unwrap();
    store.extend_round(&id, NOW + 3 * DAY).await.unwrap();
    store.extend_round(&id, NOW + 3 * DAY).await.unwrap();
    let earlier = store.extend_round(&id, NOW + 2 * DAY).await;
    assert!(
        matches!(earlier, Err(StoreError::ClosingDayEarlier { current }) if current == NOW + 3 * DAY)
    );
    assert!(!store.round(&id).await.unwrap().unwrap().extended, "that is for the seven more days");
}

#[tokio::test]
async fn a_round_keeps_the_minimum_group_it_opened_with() {
    let house = House::new().await;
    let store = &house.store;
    let id = store.create_draft(&house.team, 8, NOW + DAY, true, "1", NOW).await.unwrap();
    let group = async || store.round(&id).await.unwrap().unwrap().minimum_group;
    assert_eq!(group().await, 5);
    store.raise_minimum_group(&house.organisation, 6).await.unwrap();
    assert_eq!(group().await, 6, "a draft follows its organisation");
    store.open_round(&id, "t", "c", &KEY, NOW).await.unwrap();
    store.raise_minimum_group(&house.organisation, 9).await.unwrap();
    assert_eq!(group().await, 6, "an open round does not");
    answer(store, &id, 0, 6).await;
    assert_eq!(
        store.close_round(&id, ClosedBy::Facilitator, NOW + 2).await.unwrap(),
        Closing::Sealed
    );
    assert_eq!(group().await, 6);
}

#[tokio::test]
async fn a_team_waits_28_days_after_a_sealed_round_and_only_after_that() {
    let house = House::new().await;
    let store = &house.store;
    let discarded = house.open_round(8, true, NOW).await;
    store.discard_open(&discarded, NOW).await.unwrap();
    let too_few = house.open_round(8, true, NOW).await;
    assert_eq!(
        store.close_round(&too_few, ClosedBy::Facilitator, NOW).await.unwrap(),
        Closing::TooFew
    );
    let sealed = house.open_round(8, true, NOW).await;
    answer(store, &sealed, 0, 5).await;
    let closed = NOW + 2;
    assert_eq!(
        store.close_round(&sealed, ClosedBy::Facilitator, closed).await.unwrap(),
        Closing::Sealed
    );
    let next = store.create_draft(&house.team, 8, NOW + 90 * DAY, true, "1", closed).await.unwrap();
    let open = async |now| store.open_round(&next, "t", "c", &KEY, now).await;
    let end = closed + 28 * DAY;
    let failed = open(end - 1).await;
    assert!(matches!(failed, Err(StoreError::TooSoon { earliest }) if earliest == end));
    assert_eq!(store.round(&next).await.unwrap().unwrap().state, RoundState::Draft);
    open(end).await.unwrap();

    let other = store
        .add_team(&house.organisation, "Other", super::support::link(Role::Facilitator), NOW)
        .await
        .unwrap();
    open_round(store, &other, 8, true, closed).await;
}

#[tokio::test]
async fn two_open_rounds_never_share_a_token_or_a_code() {
    let house = House::new().await;
    let store = &house.store;
    let first = store.create_draft(&house.team, 8, NOW + DAY, true, "1", NOW).await.unwrap();
    store.open_round(&first, "t", "c", &KEY, NOW).await.unwrap();
    let link = super::support::link(Role::Facilitator);
    let other = store.add_team(&house.organisation, "Other", link, NOW).await.unwrap();
    let second = store.create_draft(&other, 8, NOW + DAY, true, "1", NOW).await.unwrap();
    let open = async |token, code| store.open_round(&second, token, code, &KEY, NOW).await;
    assert!(matches!(open("t", "d").await, Err(StoreError::JoinTokenTaken)));
    assert!(matches!(open("u", "c").await, Err(StoreError::SpokenCodeTaken)));
    store.discard_open(&first, NOW).await.unwrap();
    open("u", "c").await.unwrap();
    assert_eq!(store.round_by_spoken_code("c").await.unwrap().unwrap().id, second);
}

#[tokio::test]
async fn only_a_draft_can_be_changed_opened_or_deleted() {
    let house = House::new().await;
    let store = &house.store;
    let id = house.open_round(8, true, NOW).await;
    let changed = store.update_draft(&id, 9, NOW + DAY, true).await;
    assert!(matches!(changed, Err(StoreError::NotADraft)));
    let opened = store.open_round(&id, "x", "y", &KEY, NOW).await;
    assert!(matches!(opened, Err(StoreError::NotADraft)));
    assert!(matches!(store.delete_draft(&id).await, Err(StoreError::NotADraft)));
    let nothing = RoundId::random().unwrap();
    assert!(matches!(store.delete_draft(&nothing).await, Err(StoreError::NotFound("round"))));
    let nobody = TeamId::random().unwrap();
    let drafted = store.create_draft(&nobody, 8, NOW + DAY, true, "1", NOW).await;
    assert!(matches!(drafted, Err(StoreError::NotFound("team"))));
}

#[tokio::test]
async fn rounds_are_listed_newest_first_and_compared_with_the_sealed_one_before() {
    let house = House::new().await;
    let store = &house.store;
    let mut made = Vec::new();
    for month in 0..3 {
        let now = NOW + month * 30 * DAY;
        let round = house.open_round(8, true, now).await;
        let mut dice = super::support::Dice::new(5);
        for person in 0..5 {
            let receipt = super::support::receipt(person);
            store.submit(&round, &receipt, &dice.answers(), None, now + 1).await.unwrap();
        }
        if month == 1 {
            store.discard_open(&round, now + 2).await.unwrap();
        } else {
            store.close_round(&round, ClosedBy::Facilitator, now + 2).await.unwrap();
        }
        made.push(round);
    }
    let now = NOW + 90 * DAY;
    made.push(store.create_draft(&house.team, 8, now + DAY, true, "1", now).await.unwrap());
    let listed: Vec<RoundId> =
        store.rounds(&house.team).await.unwrap().into_iter().map(|round| round.id).collect();
    made.reverse();
    assert_eq!(listed, made);
    let [draft, third, discarded, first] = made.try_into().unwrap();
    let before =
        async |id| store.latest_sealed_before(&house.team, id).await.unwrap().map(|round| round.id);
    assert_eq!(before(&draft).await, Some(third.clone()));
    assert_eq!(before(&third).await, Some(first.clone()));
    assert_eq!(before(&discarded).await, Some(first.clone()));
    assert_eq!(before(&first).await, None);
}

#[tokio::test]
async fn a_round_is_due_from_its_closing_time_on() {
    let house = House::new().await;
    let round = house.open_round(8, true, NOW).await;
    let due = async |now| house.store.due_rounds(now).await.unwrap();
    assert!(due(NOW + 10 * DAY - 1).await.is_empty());
    assert_eq!(due(NOW + 10 * DAY).await, std::slice::from_ref(&round));
    house.store.discard_open(&round, NOW).await.unwrap();
    assert!(due(NOW + 10 * DAY).await.is_empty());
}

#[tokio::test]
async fn whoever_answers_at_the_same_moment_finds_the_round_as_it_is() {
    let house = House::new().await;
    let store = &house.store;
    let mut rounds = vec![house.open_round(8, true, NOW).await];
    for number in 0..40 {
        let team = store
            .add_team(&house.organisation, &format!("Team {number}"), link(Role::Facilitator), NOW)
            .await
            .unwrap();
        rounds.push(open_round(store, &team, 8, true, NOW).await);
    }
    let missing = RoundId::random().unwrap();
    let asked = (0..400).map(|number| {
        let id = rounds.get(number % 45).unwrap_or(&missing).clone();
        async move { (store.round_to_answer(&id).await.unwrap(), id) }
    });
    for (found, id) in futures::future::join_all(asked).await {
        assert_eq!(found, store.round(&id).await.unwrap());
        assert_eq!(found.is_some(), id != missing);
    }
    // Nothing is kept from one moment to the next.
    store.close_round(&rounds[0], ClosedBy::Facilitator, NOW + 1).await.unwrap();
    let closed = store.round_to_answer(&rounds[0]).await.unwrap().unwrap();
    assert_eq!((closed.state, closed.ballot_key), (RoundState::TooFew, None));
}

#[tokio::test]
async fn many_who_each_read_on_one_connection_do_not_wait_for_each_other_for_ever() {
    let house = House::new().await;
    let read = async || {
        let store = house.store.on_one_connection();
        for _ in 0..3 {
            assert!(store.team(&house.team).await.unwrap().is_some());
            store.round_to_answer(&RoundId::random().unwrap()).await.unwrap();
            // Needs a transaction, and so a connection of its own.
            store.cord_standings(&house.organisation).await.unwrap();
        }
        assert!(store.pool_use()[0].in_use <= store.pool_use()[0].most);
    };
    let all = futures::future::join_all((0..40).map(|_| read()));
    tokio::time::timeout(std::time::Duration::from_secs(20), all).await.unwrap();
    // What was given back can be had again.
    let of_one = house.store.on_one_connection();
    assert!(of_one.team(&house.team).await.unwrap().is_some());
    let of_any = of_one.on_any_connection();
    drop(of_one);
    assert!(of_any.team(&house.team).await.unwrap().is_some());
}

//! Deleting teams and organisations.

use super::support::{DAY, House, NOW, answer, link, open_round, organisation, receipt};
use andon::catalogue::PatternId;
use andon::store::{ClosedBy, Decided, Decision, Role, RoundState, Secret, StoreError, Submitted};

#[tokio::test]
async fn deleting_a_team_changes_no_released_figure() {
    let house = House::new().await;
    let store = &house.store;
    store.rename_team(&house.team, "Quite Unmistakable").await.unwrap();
    let sealed = house.open_round(8, true, NOW).await;
    answer(store, &sealed, 0, 6).await;
    store.close_round(&sealed, ClosedBy::Facilitator, NOW + 2).await.unwrap();
    let round = store.round(&sealed).await.unwrap();
    assert!(store.tally(&sealed).await.unwrap().is_some());
    let reader = link(Role::Reader);
    let hash = reader.hash;
    store.add_link(&house.organisation, None, Some(&sealed), reader, NOW).await.unwrap();
    let open = house.open_round(8, true, NOW + 40 * DAY).await;
    let given = answer(store, &open, 0, 3).await;

    store.delete_team(&house.team, NOW + 41 * DAY).await.unwrap();
    assert_eq!(store.tally(&sealed).await.unwrap(), None, "no figure needs it");
    let mut reader = house.database.direct().await;
    for table in ["tally_items", "tally_scores"] {
        assert_eq!(reader.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
    reader.close().await;
    assert_eq!(store.round(&sealed).await.unwrap(), round);
    assert_eq!(store.team(&house.team).await.unwrap(), None);
    assert!(store.teams(&house.organisation).await.unwrap().is_empty());
    assert_eq!(store.link_by_hash(&hash, NOW + 41 * DAY).await.unwrap(), None);
    for link in store.links(&house.organisation).await.unwrap() {
        let gone = link.team.is_none() || (!link.is_valid(NOW) && link.label.is_empty());
        assert!(gone, "{link:?}");
    }
    let discarded = store.round(&open).await.unwrap().unwrap();
    assert_eq!(discarded.state, RoundState::Discarded);
    assert!(!store.bytes_owed().await.unwrap());
    assert!(!house.holds(b"Quite Unmistakable"));
    for answers in given {
        assert!(!house.holds(answers.encode().as_bytes()));
    }
    let submitted = store
        .submit(&open, &receipt(9), &super::support::Dice::new(3).answers(), None, NOW)
        .await
        .unwrap();
    assert_eq!(submitted, Submitted::Closed);
}

#[tokio::test]
async fn a_deleted_team_can_do_nothing_any_more() {
    let house = House::new().await;
    let store = &house.store;
    let old = store.links(&house.organisation).await.unwrap();
    let old = old.iter().find(|link| link.role == Role::Facilitator).unwrap();
    let draft = store.create_draft(&house.team, 8, NOW + DAY, true, "1", NOW).await.unwrap();
    store.delete_team(&house.team, NOW).await.unwrap();
    assert_eq!(store.round(&draft).await.unwrap(), None);
    let drafted = store.create_draft(&house.team, 8, NOW + DAY, true, "1", NOW).await;
    assert!(matches!(drafted, Err(StoreError::NotFound("team"))));
    let renamed = store.rename_team(&house.team, "Back").await;
    assert!(matches!(renamed, Err(StoreError::NotFound("team"))));
    let reissued = store.replace_link(&old.id, link(Role::Facilitator), NOW).await;
    assert!(matches!(reissued, Err(StoreError::NotFound("link"))));
    let new = link(Role::Facilitator);
    let linked = store.add_link(&house.organisation, Some(&house.team), None, new, NOW).await;
    assert!(matches!(linked, Err(StoreError::NotFound("team"))));
    let again = store.delete_team(&house.team, NOW).await;
    assert!(matches!(again, Err(StoreError::NotFound("team"))));
}

#[tokio::test]
async fn an_administrators_link_is_replaced_though_it_has_no_team() {
    let house = House::new().await;
    let links = house.store.links(&house.organisation).await.unwrap();
    let admin = links.iter().find(|link| link.role == Role::Admin).unwrap();
    let new = house.store.replace_link(&admin.id, link(Role::Admin), NOW).await.unwrap();
    assert_eq!((new.role, new.team), (Role::Admin, None));
}

#[tokio::test]
async fn deleting_an_organisation_leaves_no_row_and_no_byte() {
    let house = House::new().await;
    let store = &house.store;
    store.rename_organisation(&house.organisation, "Quite Unmistakable").await.unwrap();
    let sealed = house.open_round(8, true, NOW).await;
    answer(store, &sealed, 0, 6).await;
    store.close_round(&sealed, ClosedBy::Facilitator, NOW + 2).await.unwrap();
    let reader = link(Role::Reader);
    store.add_link(&house.organisation, None, Some(&sealed), reader, NOW).await.unwrap();
    let open = house.open_round(8, true, NOW + 40 * DAY).await;
    let given = answer(store, &open, 0, 3).await;
    let links = store.links(&house.organisation).await.unwrap();
    let ids: Vec<_> = links.iter().map(|link| link.id.clone()).collect();
    let session = Secret::random().unwrap().hash();
    store.create_session(&session, &ids, NOW + DAY).await.unwrap();

    let day = jiff::civil::date(2026, 3, 2);
    // What it asked of leadership, what leadership was told, and what it answered.
    store.pull_cord(&house.team, PatternId::RiskByFreeze, day).await.unwrap();
    let behind = [house.team.clone()].into();
    store
        .keep_cord_count(
            &house.organisation,
            PatternId::RiskByFreeze,
            3,
            &behind,
            &mut store.standing(&house.organisation).await.unwrap(),
        )
        .await
        .unwrap();
    let decision = Decision {
        pattern: PatternId::RiskByFreeze,
        decided: Decided::No,
        words: "Certainly Not Ours".to_owned(),
        by_day: None,
        decided_on: day,
        experiment: None,
    };
    store.decide(&house.organisation, &decision).await.unwrap();
    let behind = vec![(house.team.clone(), "kept", "better")];
    let line = ("practice:Pairing".to_owned(), behind);
    store
        .decide_works(
            &house.organisation,
            "2026-Q1",
            &[line],
            &mut store.standing(&house.organisation).await.unwrap(),
        )
        .await
        .unwrap();

    let (other, others_team) = organisation(store, 5).await;
    let others_round = open_round(store, &others_team, 8, true, NOW).await;
    answer(store, &others_round, 50, 2).await;
    let others_links = store.links(&other).await.unwrap();
    let others_session = Secret::random().unwrap().hash();
    let shared = [others_links[0].id.clone(), ids[0].clone()];
    store.create_session(&others_session, &shared, NOW + DAY).await.unwrap();

    store.delete_organisation(&house.organisation).await.unwrap();
    assert_eq!(store.organisation(&house.organisation).await.unwrap(), None);
    assert_eq!(store.round(&sealed).await.unwrap(), None);
    assert!(store.session(&session, NOW).await.unwrap().is_empty());
    assert!(!store.bytes_owed().await.unwrap());
    for marker in [house.organisation.as_str(), house.team.as_str(), sealed.as_str()] {
        assert!(!house.holds(marker.as_bytes()), "ids are gone too");
    }
    assert!(!house.holds(b"Quite Unmistakable"));
    assert!(!house.holds(b"Certainly Not Ours"));
    assert!(!house.holds(session.as_bytes()));
    for answers in given {
        assert!(!house.holds(answers.encode().as_bytes()));
    }

    assert_eq!(store.response_count(&others_round).await.unwrap(), 2);
    assert_eq!(store.session(&others_session, NOW).await.unwrap(), [others_links[0].clone()]);
    let mut reader = house.database.direct().await;
    for (table, rows) in [
        ("organisations", 1),
        ("teams", 1),
        ("rounds", 1),
        ("links", 2),
        ("sessions", 1),
        ("cords", 0),
        ("cord_counts", 0),
        ("cord_count_teams", 0),
        ("decisions", 0),
        ("decided_works", 0),
        ("work_lines", 0),
        ("work_line_teams", 0),
        ("tally_items", 0),
        ("tally_scores", 0),
    ] {
        let count = reader.number(&format!("SELECT COUNT(*) FROM {table}")).await;
        assert_eq!(count, rows, "{table}");
    }
    reader.close().await;
}

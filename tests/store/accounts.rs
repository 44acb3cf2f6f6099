//! Organisations, teams, links and sessions.

use super::support::{DAY, House, NOW, link, link_with, organisation};
use andon::store::{LinkId, OrganisationId, Role, RoundId, Secret, StoreError, TeamId};

#[tokio::test]
async fn setting_up_makes_an_organisation_a_team_and_two_links() {
    let house = House::new().await;
    let organisation = house.store.organisation(&house.organisation).await.unwrap().unwrap();
    assert_eq!((organisation.name.as_str(), organisation.minimum_group), ("Acme", 5));
    assert_eq!(organisation.created_at, NOW);
    let team = house.store.team(&house.team).await.unwrap().unwrap();
    assert_eq!((team.name.as_str(), &team.organisation), ("Falcons", &house.organisation));
    let mut links = house.store.links(&house.organisation).await.unwrap();
    links.sort_by_key(|link| link.role.as_str());
    assert_eq!(links.len(), 2);
    assert_eq!((links[0].role, &links[0].team), (Role::Admin, &None));
    assert_eq!((links[1].role, links[1].team.as_ref()), (Role::Facilitator, Some(&house.team)));
    assert_eq!(links[1].team_name.as_deref(), Some("Falcons"));
}

#[tokio::test]
async fn setting_up_is_all_or_nothing() {
    let house = House::new().await;
    let twice = link(Role::Admin);
    let copy = andon::store::NewLink { role: Role::Facilitator, ..twice.clone() };
    let failed = house.store.create_organisation("B", 5, "T", twice, copy, NOW).await;
    assert!(matches!(failed, Err(StoreError::Database(_))), "the same link twice");
    let wrong = house
        .store
        .create_organisation("B", 5, "T", link(Role::Coach), link(Role::Facilitator), NOW)
        .await;
    assert!(matches!(wrong, Err(StoreError::LinkScope(Role::Coach))));
    assert_eq!(house.store.organisations().await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_minimum_group_is_three_to_ten_and_only_rises() {
    let house = House::new().await;
    for outside in [0, 2, 11, 255] {
        let failed = house
            .store
            .create_organisation("B", outside, "T", link(Role::Admin), link(Role::Facilitator), NOW)
            .await;
        assert!(matches!(failed, Err(StoreError::MinimumGroup)), "{outside}");
    }
    let raise = async |to| house.store.raise_minimum_group(&house.organisation, to).await;
    assert!(matches!(raise(4).await, Err(StoreError::MinimumGroupLowered { current: 5 })));
    assert!(matches!(raise(11).await, Err(StoreError::MinimumGroup)));
    raise(5).await.unwrap();
    raise(10).await.unwrap();
    assert!(matches!(raise(9).await, Err(StoreError::MinimumGroupLowered { current: 10 })));
    let kept = house.store.organisation(&house.organisation).await.unwrap().unwrap();
    assert_eq!(kept.minimum_group, 10);
    let nobody = OrganisationId::random().unwrap();
    assert!(matches!(
        house.store.raise_minimum_group(&nobody, 5).await,
        Err(StoreError::NotFound("organisation"))
    ));
}

#[tokio::test]
async fn teams_are_listed_by_name_in_their_own_organisation() {
    let house = House::new().await;
    let (other, others_team) = organisation(&house.store, 5).await;
    for name in ["zebras", "Ants", "bees"] {
        house
            .store
            .add_team(&house.organisation, name, link(Role::Facilitator), NOW)
            .await
            .unwrap();
    }
    let names = async |organisation| {
        let teams = house.store.teams(organisation).await.unwrap();
        teams.into_iter().map(|team| team.name).collect::<Vec<_>>()
    };
    assert_eq!(names(&house.organisation).await, ["Ants", "bees", "Falcons", "zebras"]);
    assert_eq!(names(&other).await, ["Falcons"]);
    house.store.rename_team(&others_team, "Wolves").await.unwrap();
    house.store.rename_organisation(&other, "Other & Sons").await.unwrap();
    assert_eq!(names(&other).await, ["Wolves"]);
    assert_eq!(house.store.organisation(&other).await.unwrap().unwrap().name, "Other & Sons");
    assert_eq!(house.store.organisations().await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let house = House::new().await;
    let (organisation, team) = (OrganisationId::random().unwrap(), TeamId::random().unwrap());
    let added = house.store.add_team(&organisation, "T", link(Role::Facilitator), NOW).await;
    assert!(matches!(added, Err(StoreError::NotFound("organisation"))));
    let renamed = house.store.rename_team(&team, "T").await;
    assert!(matches!(renamed, Err(StoreError::NotFound("team"))));
    let renamed = house.store.rename_organisation(&organisation, "T").await;
    assert!(matches!(renamed, Err(StoreError::NotFound("organisation"))));
    let revoked = house.store.revoke_link(&LinkId::random().unwrap(), NOW).await;
    assert!(matches!(revoked, Err(StoreError::NotFound("link"))));
    let deleted = house.store.delete_team(&team, NOW).await;
    assert!(matches!(deleted, Err(StoreError::NotFound("team"))));
    let deleted = house.store.delete_organisation(&organisation).await;
    assert!(matches!(deleted, Err(StoreError::NotFound("organisation"))));
    assert!(house.store.team(&team).await.unwrap().is_none());
}

#[tokio::test]
async fn a_link_opens_until_it_expires_or_is_revoked() {
    let house = House::new().await;
    let secret = Secret::random().unwrap();
    let new = link_with(Role::Coach, &secret);
    let (id, end) = (new.id.clone(), new.expires_at);
    house.store.add_link(&house.organisation, None, None, new, NOW).await.unwrap();
    let opens = async |now| house.store.link_by_hash(&secret.hash(), now).await.unwrap().is_some();
    assert!(opens(end - 1).await);
    assert!(!opens(end).await);
    house.store.revoke_link(&id, NOW + 5).await.unwrap();
    assert!(!opens(NOW + 5).await);
    house.store.revoke_link(&id, NOW + 9).await.unwrap();
    let links = house.store.links(&house.organisation).await.unwrap();
    let link = links.iter().find(|link| link.id == id).unwrap();
    assert_eq!(link.revoked_at, Some(NOW + 5), "the first time counts");
    assert!(!link.is_valid(NOW + 6));
    let other = Secret::random().unwrap();
    assert!(house.store.link_by_hash(&other.hash(), NOW).await.unwrap().is_none());
}

#[tokio::test]
async fn a_link_opens_only_what_its_role_opens() {
    let house = House::new().await;
    let round = house.open_round(8, true, NOW).await;
    let (other, others_team) = organisation(&house.store, 5).await;
    let (house, store) = (&house, &house.store);
    let add = async |organisation, team, round, role| {
        store.add_link(organisation, team, round, link(role), NOW).await
    };
    let ours = &house.organisation;
    for role in Role::ALL {
        let whole = add(ours, None, None, role).await;
        let team = add(ours, Some(&house.team), None, role).await;
        let report = add(ours, Some(&house.team), Some(&round), role).await;
        let outcome = (whole.is_ok(), team.is_ok(), report.is_ok());
        let expected = match role {
            Role::Admin | Role::Coach | Role::Leader => (true, false, false),
            Role::Facilitator => (false, true, false),
            Role::Reader => (false, false, true),
        };
        assert_eq!(outcome, expected, "{role:?}");
    }
    let foreign = add(ours, Some(&others_team), None, Role::Facilitator).await;
    assert!(matches!(foreign, Err(StoreError::NotFound("team"))));
    let foreign = add(&other, None, Some(&round), Role::Reader).await;
    assert!(matches!(foreign, Err(StoreError::NotFound("team"))));
    let mixed = add(&other, Some(&others_team), Some(&round), Role::Reader).await;
    assert!(matches!(mixed, Err(StoreError::NotFound("round"))));
    let unknown = RoundId::random().unwrap();
    let nothing = add(ours, None, Some(&unknown), Role::Reader).await;
    assert!(matches!(nothing, Err(StoreError::NotFound("round"))));

    add(ours, None, Some(&round), Role::Reader).await.unwrap();
    let readers = store.round_links(&round).await.unwrap();
    assert_eq!(readers.len(), 2);
    assert!(readers.iter().all(|link| link.team.as_ref() == Some(&house.team)));
}

#[tokio::test]
async fn replacing_a_link_revokes_it_and_keeps_what_it_opens() {
    let house = House::new().await;
    let (old_secret, new_secret) = (Secret::random().unwrap(), Secret::random().unwrap());
    let old = link_with(Role::Facilitator, &old_secret);
    let old_id = old.id.clone();
    let (organisation, team) = (&house.organisation, Some(&house.team));
    house.store.add_link(organisation, team, None, old, NOW).await.unwrap();
    let new = andon::store::NewLink {
        label: "ignored".to_owned(),
        expires_at: NOW + 3 * DAY,
        ..link_with(Role::Admin, &new_secret)
    };
    let given = house.store.replace_link(&old_id, new, NOW + 1).await.unwrap();
    assert!(house.store.link_by_hash(&old_secret.hash(), NOW + 1).await.unwrap().is_none());
    let read = house.store.link_by_hash(&new_secret.hash(), NOW + 1).await.unwrap().unwrap();
    assert_eq!(given, read);
    assert_eq!((read.role, read.team.as_ref()), (Role::Facilitator, team));
    assert_eq!((read.label.as_str(), read.expires_at), ("for the facilitator", NOW + 3 * DAY));
    assert_eq!((read.created_at, read.revoked_at), (NOW + 1, None));
}

#[tokio::test]
async fn the_last_day_of_use_never_goes_back() {
    let house = House::new().await;
    let id = house.store.links(&house.organisation).await.unwrap()[0].id.clone();
    let day = async || {
        let links = house.store.links(&house.organisation).await.unwrap();
        links.into_iter().find(|link| link.id == id).unwrap().last_used_day
    };
    assert_eq!(day().await, None);
    house.store.touch_link(&id, "2026-07-30").await.unwrap();
    house.store.touch_link(&id, "2026-07-29").await.unwrap();
    assert_eq!(day().await.as_deref(), Some("2026-07-30"));
    house.store.touch_link(&LinkId::random().unwrap(), "2026-07-30").await.unwrap();
}

#[tokio::test]
async fn a_session_opens_what_its_links_open_and_no_longer_than_they_do() {
    let house = House::new().await;
    let links = house.store.links(&house.organisation).await.unwrap();
    let ids: Vec<LinkId> = links.iter().map(|link| link.id.clone()).collect();
    let session = Secret::random().unwrap().hash();
    let again = [ids.clone(), ids.clone()].concat();
    house.store.create_session(&session, &again, NOW + 9 * DAY).await.unwrap();
    assert_eq!(house.store.session(&session, NOW).await.unwrap(), links);
    house.store.revoke_link(&ids[0], NOW + 1).await.unwrap();
    let left = house.store.session(&session, NOW + 1).await.unwrap();
    assert_eq!(left.iter().map(|link| &link.id).collect::<Vec<_>>(), [&ids[1]]);
    assert!(house.store.session(&session, NOW + 9 * DAY).await.unwrap().is_empty());
    let stranger = Secret::random().unwrap().hash();
    assert!(house.store.session(&stranger, NOW).await.unwrap().is_empty());
    let failed =
        house.store.create_session(&stranger, &[LinkId::random().unwrap()], NOW + DAY).await;
    assert!(matches!(failed, Err(StoreError::NotFound("link"))));
}

#[tokio::test]
async fn sessions_end_and_expired_ones_are_swept() {
    let house = House::new().await;
    let links = house.store.links(&house.organisation).await.unwrap();
    let ids = [links[0].id.clone()];
    let sessions: Vec<_> = (0..3).map(|_| Secret::random().unwrap().hash()).collect();
    for (session, days) in sessions.iter().zip([1, 2, 3]) {
        house.store.create_session(session, &ids, NOW + days * DAY).await.unwrap();
    }
    house.store.end_session(&sessions[2]).await.unwrap();
    house.store.end_session(&sessions[2]).await.unwrap();
    assert!(house.store.session(&sessions[2], NOW).await.unwrap().is_empty());
    assert_eq!(house.store.sweep_sessions(NOW + DAY).await.unwrap(), 1);
    assert!(!house.store.session(&sessions[1], NOW).await.unwrap().is_empty());
    assert_eq!(house.store.sweep_sessions(NOW + 9 * DAY).await.unwrap(), 1);
}

//! Links of people who sign in through an identity provider.

use super::support::{House, NOW};
use andon::clock::DAY;
use andon::store::{Account, LinkId, NewLink, ProviderRole, Role, Secret, StoreError};

const DAY_OF_USE: &str = "2026-07-30";

fn role(house: &House, role: Role) -> ProviderRole {
    ProviderRole {
        role,
        organisation: house.organisation.clone(),
        team: (role == Role::Facilitator).then(|| house.team.clone()),
        label: format!("{}: Ada", role.as_str()),
    }
}

async fn sign_in(house: &House, who: &Account, roles: &[Role]) -> Vec<LinkId> {
    let granted: Vec<ProviderRole> = roles.iter().map(|each| role(house, *each)).collect();
    let links = house
        .store
        .provider_sign_in(who, &granted, DAY_OF_USE, NOW, NOW + 366 * DAY)
        .await
        .unwrap();
    links.into_iter().map(|link| link.id).collect()
}

#[tokio::test]
async fn the_same_account_finds_the_same_links_again_and_another_one_does_not() {
    let house = House::new().await;
    let (ada, bob) = (Account::new("https://id", "1"), Account::new("https://id", "2"));
    let roles = [Role::Admin, Role::Facilitator, Role::Coach, Role::Leader];
    let first = sign_in(&house, &ada, &roles).await;
    assert_eq!(first.len(), 4);
    assert_eq!(sign_in(&house, &ada, &roles).await, first);
    assert!(sign_in(&house, &bob, &roles).await.iter().all(|id| !first.contains(id)));
    let marked = house.store.provider_links(&house.organisation).await.unwrap();
    assert_eq!(marked.len(), 8);
    let reader = ProviderRole { role: Role::Reader, ..role(&house, Role::Coach) };
    let refused = house.store.provider_sign_in(&ada, &[reader], DAY_OF_USE, NOW, NOW + DAY).await;
    assert!(matches!(refused, Err(StoreError::LinkScope(Role::Reader))));
}

#[tokio::test]
async fn what_belongs_to_a_team_that_is_gone_is_granted_to_nobody() {
    let house = House::new().await;
    let ada = Account::new("https://id", "1");
    let link = sign_in(&house, &ada, &[Role::Facilitator]).await.remove(0);
    house.store.delete_team(&house.team, NOW).await.unwrap();
    assert!(sign_in(&house, &ada, &[Role::Facilitator]).await.is_empty());
    let restored = house.store.restore_provider_link(&link).await;
    assert!(matches!(restored, Err(StoreError::NotFound(_))));
}

#[tokio::test]
async fn a_session_loses_what_the_provider_granted_and_keeps_the_rest() {
    let house = House::new().await;
    let store = &house.store;
    let ada = Account::new("https://id", "1");
    let secret = Secret::random().unwrap();
    let own = LinkId::random().unwrap();
    let new = NewLink {
        id: own.clone(),
        role: Role::Coach,
        label: "on paper".to_owned(),
        hash: secret.hash(),
        expires_at: NOW + 700 * DAY,
    };
    store.add_link(&house.organisation, None, None, new, NOW).await.unwrap();
    let granted = sign_in(&house, &ada, &[Role::Admin, Role::Leader]).await;
    let sessions: Vec<_> = (0..3).map(|_| Secret::random().unwrap().hash()).collect();
    let held = async |session: usize, at: i64| {
        let links = store.session(&sessions[session], at).await.unwrap();
        links.into_iter().map(|link| link.id).collect::<Vec<_>>()
    };
    let all = [granted.clone(), vec![own.clone()]].concat();
    store.create_session(&sessions[0], &all, NOW + 30 * DAY).await.unwrap();
    store.end_provider_links(&sessions[0], NOW + 100).await.unwrap();
    assert_eq!(held(0, NOW + 99).await.len(), 3);
    assert_eq!(held(0, NOW + 100).await, std::slice::from_ref(&own));

    // A session that takes its place does not hold longer.
    store.create_session(&sessions[1], &all, NOW + 30 * DAY).await.unwrap();
    store.keep_ends(&sessions[0], &sessions[1]).await.unwrap();
    assert_eq!(held(1, NOW + 99).await.len(), 3);
    assert_eq!(held(1, NOW + 100).await, std::slice::from_ref(&own));

    // What is not granted any more is gone from both, and does not come back with a
    // session whose browser had looked before.
    assert_eq!(sign_in(&house, &ada, &[Role::Leader]).await, granted[1..]);
    assert_eq!(held(0, NOW).await.len(), 2);
    assert_eq!(held(1, NOW).await.len(), 2);
    store.create_session(&sessions[2], &all, NOW + 30 * DAY).await.unwrap();
    store.keep_ends(&sessions[1], &sessions[2]).await.unwrap();
    let left = held(2, NOW).await;
    assert_eq!(left.len(), 2);
    assert!(!left.contains(&granted[0]));
}

#[tokio::test]
async fn names_are_forgotten_after_their_time_and_come_back_with_their_owners() {
    let house = House::new().await;
    let ada = Account::new("https://id", "1");
    let link = sign_in(&house, &ada, &[Role::Coach]).await.remove(0);
    let label = async || {
        let links = house.store.links(&house.organisation).await.unwrap();
        links.into_iter().find(|each| each.id == link).unwrap().label
    };
    assert_eq!(house.store.forget_provider_names(NOW + 366 * DAY - 1).await.unwrap(), 0);
    assert_eq!(label().await, "coach: Ada");
    assert_eq!(house.store.forget_provider_names(NOW + 366 * DAY).await.unwrap(), 1);
    assert_eq!(label().await, "");
    assert_eq!(sign_in(&house, &ada, &[Role::Coach]).await, std::slice::from_ref(&link));
    assert_eq!(label().await, "coach: Ada");
}

#[tokio::test]
async fn a_name_that_is_forgotten_or_given_up_leaves_no_byte() {
    let house = House::new().await;
    let store = &house.store;
    let ada = Account::new("https://id", "1");
    let named = async |name: &str| {
        let label = format!("coach: {name}");
        let granted = [ProviderRole { label, ..role(&house, Role::Coach) }];
        store.provider_sign_in(&ada, &granted, DAY_OF_USE, NOW, NOW + 366 * DAY).await.unwrap();
    };
    let clean = async || {
        store.clean_bytes().await.unwrap();
        assert!(!store.bytes_owed().await.unwrap());
    };
    named("Ada Unmistakable").await;
    named("Ada Unmistakable").await;
    assert!(!store.bytes_owed().await.unwrap(), "nothing was given up");
    named("Ada Incomparable").await;
    assert!(store.bytes_owed().await.unwrap());
    clean().await;
    assert!(!house.holds(b"Ada Unmistakable"));
    assert!(house.holds(b"Ada Incomparable"));
    assert_eq!(store.forget_provider_names(NOW + 366 * DAY).await.unwrap(), 1);
    assert!(store.bytes_owed().await.unwrap());
    clean().await;
    assert!(!house.holds(b"Ada Incomparable"));
    // Whoever comes back gives up nothing.
    named("Ada Incomparable").await;
    assert!(!store.bytes_owed().await.unwrap());
}

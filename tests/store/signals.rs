//! Delivery signals: months of a team, and what was told of a quarter.

use super::support::{House, NOW, link};
use andon::days::Month;
use andon::measure::delivery::{Counted, Hours, Signal};
use andon::store::{Role, SignalCount, StoreError};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn full(deployments: u32) -> Counted {
    Counted {
        deployments: Some(deployments),
        failed: Some(1),
        lead_time: Hours::new(30.25),
        incidents: Some(4),
        by_change: Some(1),
        restore: Hours::new(2.5),
    }
}

#[tokio::test]
async fn months_come_back_as_they_were_kept_and_are_replaced() {
    let house = House::new().await;
    let (store, team) = (&house.store, &house.team);
    let only = Counted { restore: Hours::new(0.01), ..Counted::default() };
    let kept = [(team, month("2026-02"), full(40)), (team, month("2025-12"), only)];
    store.keep_signals(&kept).await.unwrap();
    let expected = vec![(month("2025-12"), only), (month("2026-02"), full(40))];
    assert_eq!(store.signals(team).await.unwrap(), expected);
    store.keep_signals(&kept).await.unwrap();
    assert_eq!(store.signals(team).await.unwrap(), expected, "the same again changes nothing");
    store.keep_signals(&[(team, month("2026-02"), only)]).await.unwrap();
    assert_eq!(store.signals(team).await.unwrap()[1], (month("2026-02"), only));
    assert_eq!(store.first_signals(&house.organisation).await.unwrap(), Some(month("2025-12")));
    assert!(store.delete_signals(team, month("2026-02")).await.unwrap());
    assert!(!store.delete_signals(team, month("2026-02")).await.unwrap());
    assert_eq!(store.signals(team).await.unwrap().len(), 1);
}

#[tokio::test]
async fn many_months_go_in_together_or_not_at_all() {
    let house = House::new().await;
    let (store, team) = (&house.store, &house.team);
    let all = std::iter::successors(Some(month("2026-03")), |month| Some(month.before()));
    let mut kept: Vec<_> = all.take(300).map(|month| (team, month, full(40))).collect();
    // The last one contradicts itself, which the table itself refuses.
    kept[299].2.failed = Some(41);
    assert!(matches!(store.keep_signals(&kept).await, Err(StoreError::Database(_))));
    assert!(store.signals(team).await.unwrap().is_empty());
    for wrong in [
        Counted { failed: Some(1), ..Counted::default() },
        Counted { incidents: None, ..full(3) },
        Counted { deployments: Some(100_001), failed: None, ..full(3) },
        Counted { by_change: Some(5), ..full(3) },
    ] {
        assert!(store.keep_signals(&[(team, month("2026-01"), wrong)]).await.is_err());
    }
    kept[299].2.failed = Some(1);
    store.keep_signals(&kept).await.unwrap();
    assert_eq!(store.signals(team).await.unwrap().len(), 300);
}

#[tokio::test]
async fn a_quarter_is_told_once() {
    let house = House::new().await;
    let (store, of) = (&house.store, &house.organisation);
    let count = |signal, counts| SignalCount { signal, counts, margin: 4 };
    let of_team = |count| (count, vec![house.team.clone()]);
    let told = [
        of_team(count(Signal::DeploymentFrequency, [3, 0, 5, 1])),
        of_team(count(Signal::LeadTime, [9, 0, 0, 0])),
    ];
    assert!(
        store
            .decide_signals(of, "2026-Q1", &told, &mut store.standing(of).await.unwrap())
            .await
            .unwrap()
    );
    assert!(
        !store
            .decide_signals(of, "2026-Q1", &[], &mut store.standing(of).await.unwrap())
            .await
            .unwrap()
    );
    assert!(
        store
            .decide_signals(of, "2026-Q2", &[], &mut store.standing(of).await.unwrap())
            .await
            .unwrap()
    );
    assert_eq!(store.decided_signals(of).await.unwrap(), ["2026-Q1", "2026-Q2"]);
    let released = store.released_signals(of).await.unwrap();
    assert_eq!(
        released.into_iter().collect::<Vec<_>>(),
        [("2026-Q1".to_owned(), told.iter().map(|(count, _)| *count).collect())]
    );
    let behind = store.teams_behind_signals(of).await.unwrap();
    assert_eq!(behind.len(), 2);
    assert!(behind.values().all(|teams| *teams == [house.team.clone()]));
}

#[tokio::test]
async fn a_deleted_team_takes_its_months_along_and_leaves_what_was_told() {
    let house = House::new().await;
    let (store, of) = (&house.store, &house.organisation);
    let other = store.add_team(of, "Owls", link(Role::Facilitator), NOW).await.unwrap();
    for team in [&house.team, &other] {
        store.keep_signals(&[(team, month("2026-02"), full(4))]).await.unwrap();
    }
    let quarter = || store.signals_of_all(of, month("2026-01"), month("2026-03"));
    assert_eq!(quarter().await.unwrap().len(), 2);
    store
        .decide_signals(
            of,
            "2026-Q1",
            &[(
                SignalCount { signal: Signal::LeadTime, counts: [9, 0, 0, 0], margin: 3 },
                vec![house.team.clone(), other.clone()],
            )],
            &mut store.standing(of).await.unwrap(),
        )
        .await
        .unwrap();
    store.delete_team(&other, NOW).await.unwrap();
    assert!(store.signals(&other).await.unwrap().is_empty());
    assert_eq!(quarter().await.unwrap(), [(house.team.clone(), vec![(month("2026-02"), full(4))])]);
    assert_eq!(store.released_signals(of).await.unwrap().len(), 1);
    assert!(store.signals_of_all(of, month("2026-03"), month("2026-05")).await.unwrap().is_empty());
    store.delete_organisation(of).await.unwrap();
    assert!(store.signals(&house.team).await.unwrap().is_empty());
    assert!(store.released_signals(of).await.unwrap().is_empty());
    assert!(store.decided_signals(of).await.unwrap().is_empty());
}

//! What works here: lines stay as the last quarter that changed them has left them.
//! And experiments that come with their whole history.

use super::support::{House, NOW, link};
use andon::kata::{Judgement, Move, Plan, State, Step};
use andon::store::{Board, Judged, Moved, NewExperiment, Role, StoreError, WholeExperiment};
use jiff::civil::{Date, date};

#[tokio::test]
async fn a_quarter_is_decided_once_and_a_line_stays_until_another_quarter_changes_it() {
    let house = House::new().await;
    let (store, of) = (&house.store, &house.organisation);
    let other = store.add_team(of, "Owls", link(Role::Facilitator), NOW).await.unwrap();
    let line = |name: &str, behind: &[(&andon::store::TeamId, &'static str)]| {
        let rows = behind.iter().map(|(team, outcome)| ((*team).clone(), *outcome, "better"));
        (name.to_owned(), rows.collect::<Vec<_>>())
    };
    let first =
        [line("practice:Pairing", &[(&house.team, "kept")]), line("rest", &[(&other, "kept")])];
    assert!(
        store
            .decide_works(of, "2026-Q1", &first, &mut store.standing(of).await.unwrap())
            .await
            .unwrap()
    );
    assert!(
        !store
            .decide_works(of, "2026-Q1", &[], &mut store.standing(of).await.unwrap())
            .await
            .unwrap(),
        "it is decided"
    );
    let second = [line("practice:Pairing", &[(&house.team, "kept"), (&other, "dropped")])];
    assert!(
        store
            .decide_works(of, "2026-Q2", &second, &mut store.standing(of).await.unwrap())
            .await
            .unwrap()
    );
    assert!(
        store
            .decide_works(
                of,
                "2026-Q3",
                &[line("rest", &[])],
                &mut store.standing(of).await.unwrap()
            )
            .await
            .unwrap()
    );
    assert_eq!(store.decided_works(of).await.unwrap(), ["2026-Q1", "2026-Q2", "2026-Q3"]);
    let lines = store.work_lines(of).await.unwrap();
    assert_eq!(
        (lines["practice:Pairing"].quarter.as_str(), lines["practice:Pairing"].behind.len()),
        ("2026-Q2", 2)
    );
    assert_eq!(
        lines["practice:Pairing"].behind[&other],
        ("dropped".to_owned(), "better".to_owned())
    );
    assert_eq!((lines["rest"].quarter.as_str(), lines["rest"].behind.len()), ("2026-Q3", 0));
    // A deleted team still stands behind what was told.
    store.delete_team(&other, NOW).await.unwrap();
    assert_eq!(store.work_lines(of).await.unwrap(), lines);
    let nonsense = [("rest".to_owned(), vec![(house.team.clone(), "loved", "better")])];
    assert!(
        store
            .decide_works(of, "2026-Q4", &nonsense, &mut store.standing(of).await.unwrap())
            .await
            .is_err()
    );
    assert_eq!(store.decided_works(of).await.unwrap().len(), 3, "all of it or nothing");
}

fn whole(house: &House, moves: &[Move]) -> WholeExperiment {
    let day = |place: usize| Date::constant(2026, 3, 1 + i8::try_from(place).unwrap());
    let text = || "Something.".to_owned();
    WholeExperiment {
        new: NewExperiment {
            board: Board::Team(house.team.clone()),
            catalogue_entry: Some("merge-every-day".to_owned()),
            follows: None,
            plan: Plan {
                title: text(),
                pattern: None,
                hypothesis: text(),
                target: text(),
                current: text(),
                first_step: text(),
                measure: text(),
                review_on: Some(day(20)),
                owner: text(),
            },
            proposed_on: day(0),
        },
        moves: moves
            .iter()
            .enumerate()
            .map(|(place, step)| Moved { step: *step, answer: text(), on: day(place + 1) })
            .collect(),
        steps: vec![Step {
            made_on: day(1),
            what: text(),
            expected: text(),
            obstacle: String::new(),
            due_on: day(8),
            done_on: Some(day(8)),
            actual: text(),
            learned: String::new(),
        }],
        judged: None,
    }
}

#[tokio::test]
async fn an_experiment_with_its_history_is_as_one_that_was_lived_through() {
    let house = House::new().await;
    let store = &house.store;
    let mut all = whole(&house, &[Move::Start, Move::Review, Move::GoOn, Move::Review, Move::Keep]);
    all.judged =
        Some(Judged { judgement: Judgement::Helped, note: String::new(), on: date(2026, 3, 25) });
    let ids = store.add_whole_experiments(&[all.clone()]).await.unwrap();
    let there = store.experiment(&ids[0]).await.unwrap().unwrap();
    assert_eq!((there.state, there.edition, there.judged), (State::Kept, 6, all.judged));
    assert_eq!(
        (there.started_on, there.ended_on),
        (Some(date(2026, 3, 2)), Some(date(2026, 3, 6)))
    );
    assert_eq!(store.moves(&ids[0]).await.unwrap(), all.moves);
    assert_eq!(store.steps(&ids[0]).await.unwrap(), all.steps);
}

#[tokio::test]
async fn a_history_that_cannot_have_been_is_refused_with_all_that_came_with_it() {
    let house = House::new().await;
    let store = &house.store;
    let fine = whole(&house, &[Move::Start]);
    let refused = |bad: WholeExperiment| {
        let all = [fine.clone(), bad];
        async move { store.add_whole_experiments(&all).await.unwrap_err() }
    };
    let impossible = refused(whole(&house, &[Move::Start, Move::Keep])).await;
    assert!(matches!(impossible, StoreError::ExperimentMoved));
    let mut draft = whole(&house, &[Move::Start]);
    draft.new.plan.measure.clear();
    assert!(matches!(refused(draft).await, StoreError::ExperimentDraft));
    let four = std::array::from_fn::<_, 4, _>(|_| fine.clone());
    let crowded = store.add_whole_experiments(&four).await;
    assert!(matches!(crowded, Err(StoreError::TooManyRunning)));
    let board = Board::Team(house.team.clone());
    assert!(store.experiments(&board).await.unwrap().is_empty());
}

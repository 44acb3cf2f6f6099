//! What the store promises of experiments.

use super::support::{House, NOW};
use andon::catalogue::PatternId;
use andon::kata::{Judgement, MOST_RUNNING, Move, Plan, State, Step};
use andon::store::{Board, ExperimentId, Judged, NewExperiment, NewMove, Store, StoreError};
use jiff::civil::{Date, date};

const TODAY: Date = date(2027, 1, 15);

fn plan(title: &str) -> Plan {
    let text = || "something".to_owned();
    Plan {
        title: title.to_owned(),
        pattern: Some(PatternId::BigBatches),
        hypothesis: text(),
        target: text(),
        current: String::new(),
        first_step: text(),
        measure: text(),
        review_on: Some(date(2027, 2, 15)),
        owner: "AB".to_owned(),
    }
}

async fn add(store: &Store, board: &Board, title: &str) -> ExperimentId {
    let new = NewExperiment {
        board: board.clone(),
        catalogue_entry: Some("merge-every-day".to_owned()),
        follows: None,
        plan: plan(title),
        proposed_on: TODAY,
    };
    store.add_experiment(&new).await.unwrap()
}

fn step(of: Move, edition: i64) -> NewMove {
    NewMove {
        step: of,
        edition,
        answer: "because".to_owned(),
        on: TODAY,
        review_on: None,
        first_due: (of == Move::Start).then_some(date(2027, 1, 22)),
    }
}

#[tokio::test]
async fn however_many_start_at_once_three_run() {
    let house = House::new().await;
    let board = Board::Team(house.team.clone());
    let mut ids = Vec::new();
    for place in 0..10 {
        ids.push(add(&house.store, &board, &format!("Number {place}")).await);
    }
    let starts = ids.iter().map(|id| {
        let (store, id) = (house.store.clone(), id.clone());
        tokio::spawn(async move { store.move_experiment(&id, &step(Move::Start, 1)).await })
    });
    let mut started = 0;
    for start in starts.collect::<Vec<_>>() {
        match start.await.unwrap() {
            Ok(()) => started += 1,
            Err(error) => assert!(matches!(error, StoreError::TooManyRunning), "{error}"),
        }
    }
    assert_eq!(started, MOST_RUNNING);
    // Another board has three of its own.
    let led = Board::Leadership(house.organisation.clone());
    let id = add(&house.store, &led, "Ours").await;
    house.store.move_experiment(&id, &step(Move::Start, 1)).await.unwrap();
}

#[tokio::test]
async fn an_experiment_reads_back_with_its_moves_and_steps() {
    let house = House::new().await;
    let board = Board::Team(house.team.clone());
    let id = add(&house.store, &board, "Merge every day").await;
    house.store.move_experiment(&id, &step(Move::Start, 1)).await.unwrap();
    let there = house.store.experiment(&id).await.unwrap().unwrap();
    assert_eq!((there.state, there.edition), (State::Running, 2));
    assert_eq!(there.started_on, Some(TODAY));
    assert_eq!(there.plan, plan("Merge every day"));
    let steps = house.store.steps(&id).await.unwrap();
    assert_eq!(steps.len(), 1);
    assert_eq!((steps[0].expected.as_str(), steps[0].due_on), ("because", date(2027, 1, 22)));

    let next = Step { what: "The next".to_owned(), ..steps[0].clone() };
    house.store.add_step(&id, &next).await.unwrap();
    let done = Step {
        done_on: Some(TODAY),
        actual: "It went".to_owned(),
        learned: "Much".to_owned(),
        ..steps[0].clone()
    };
    house.store.change_step(&id, 0, &steps[0], &done).await.unwrap();
    let stale = house.store.change_step(&id, 0, &steps[0], &next).await;
    assert!(matches!(stale, Err(StoreError::ExperimentMoved)));
    assert_eq!(house.store.steps(&id).await.unwrap(), [done, next]);

    let judged = Judged { judgement: Judgement::Helped, note: String::new(), on: TODAY };
    house.store.judge_experiment(&id, &judged).await.unwrap();
    let more = NewMove { review_on: Some(date(2027, 3, 1)), ..step(Move::GoOn, 3) };
    house.store.move_experiment(&id, &step(Move::Review, 2)).await.unwrap();
    house.store.move_experiment(&id, &more).await.unwrap();
    let there = house.store.experiment(&id).await.unwrap().unwrap();
    assert_eq!(there.plan.review_on, Some(date(2027, 3, 1)));
    assert_eq!(there.judged, Some(judged));
    house.store.move_experiment(&id, &step(Move::Drop, 4)).await.unwrap();
    let moves: Vec<Move> =
        house.store.moves(&id).await.unwrap().into_iter().map(|moved| moved.step).collect();
    assert_eq!(moves, [Move::Start, Move::Review, Move::GoOn, Move::Drop]);
    // What is over stays as it was.
    let late = house.store.change_plan(&id, 5, &plan("Another title")).await;
    assert!(matches!(late, Err(StoreError::ExperimentMoved)));
    let late = house.store.add_step(&id, &house.store.steps(&id).await.unwrap()[0]).await;
    assert!(matches!(late, Err(StoreError::ExperimentMoved)));
}

#[tokio::test]
async fn no_move_is_made_from_where_it_does_not_begin() {
    let house = House::new().await;
    let board = Board::Team(house.team.clone());
    let id = add(&house.store, &board, "Merge every day").await;
    for wrong in [Move::Review, Move::GoOn, Move::Keep, Move::Change, Move::TakeUp] {
        let made = house.store.move_experiment(&id, &step(wrong, 1)).await;
        assert!(matches!(made, Err(StoreError::ExperimentMoved)), "{wrong:?}");
    }
    let judged = Judged { judgement: Judgement::Helped, note: String::new(), on: TODAY };
    let early = house.store.judge_experiment(&id, &judged).await;
    assert!(matches!(early, Err(StoreError::ExperimentMoved)));
    let unready = Plan { review_on: None, ..plan("Merge every day") };
    house.store.change_plan(&id, 1, &unready).await.unwrap();
    let made = house.store.move_experiment(&id, &step(Move::Start, 2)).await;
    assert!(matches!(made, Err(StoreError::ExperimentDraft)));
    assert!(house.store.moves(&id).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_deleted_team_takes_its_experiments_along_and_leaves_those_of_others() {
    let house = House::new().await;
    let board = Board::Team(house.team.clone());
    let led = Board::Leadership(house.organisation.clone());
    let kept = add(&house.store, &led, "Ours").await;
    let id = add(&house.store, &board, "Merge every day").await;
    house.store.move_experiment(&id, &step(Move::Start, 1)).await.unwrap();
    house.store.delete_team(&house.team, NOW).await.unwrap();
    assert_eq!(house.store.experiment(&id).await.unwrap(), None);
    assert!(house.store.experiment(&kept).await.unwrap().is_some());
    let late = NewExperiment {
        board,
        catalogue_entry: None,
        follows: None,
        plan: plan("Too late"),
        proposed_on: TODAY,
    };
    let gone = house.store.add_experiment(&late).await;
    assert!(matches!(gone, Err(StoreError::NotFound("team"))));
    house.store.delete_organisation(&house.organisation).await.unwrap();
    assert_eq!(house.store.experiment(&kept).await.unwrap(), None);
}

#[tokio::test]
async fn coaches_are_given_the_experiments_of_teams_that_share() {
    let house = House::new().await;
    add(&house.store, &Board::Team(house.team.clone()), "Merge every day").await;
    add(&house.store, &Board::Leadership(house.organisation.clone()), "Ours").await;
    assert!(house.store.shared_experiments(&house.organisation).await.unwrap().is_empty());
    house.store.set_sharing(&house.team, true).await.unwrap();
    let shared = house.store.shared_experiments(&house.organisation).await.unwrap();
    assert_eq!(shared.len(), 1);
    assert_eq!(shared[0].plan.title, "Merge every day");
}

#[tokio::test]
async fn milestones_come_by_day_and_title_whatever_the_database_thinks_of_words() {
    let house = House::new().await;
    let board = Board::Team(house.team.clone());
    for title in ["apple", "\u{c4}hre", "Zebra"] {
        let id = add(&house.store, &board, title).await;
        house.store.move_experiment(&id, &step(Move::Start, 1)).await.unwrap();
        house.store.move_experiment(&id, &step(Move::Review, 2)).await.unwrap();
    }
    let milestones = house.store.milestones(&house.team).await.unwrap();
    let said: Vec<_> = milestones.iter().map(|each| (each.title.as_str(), each.step)).collect();
    let expected = ["Zebra", "apple", "\u{c4}hre"]
        .map(|title| [(title, Move::Start), (title, Move::Review)])
        .concat();
    assert_eq!(said, expected);
}

//! What waits is committed together, and comes out as if it had come one after another.

use super::crash::{database, link, receipt};
use crate::catalogue::Answers;
use crate::store::answers::History;
use crate::store::answers::batch::commit;
use crate::store::answers::queue::{Item, Outcome, Queue, Wish, in_view_of};
use crate::store::{ClosedBy, DAY, Role, RoundId, Store, StoreError, Submitted};
use proptest::prelude::*;
use std::sync::Arc;
use tempfile::TempDir;

const NOW: i64 = 1_800_000_000;
/// The smallest roster, so that it is often full.
const ROSTER: u16 = 3;

/// Two open rounds, one that closes earlier, and one that is closed.
struct Scene {
    _folder: TempDir,
    store: Store,
    rounds: Vec<RoundId>,
}

impl Scene {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&database(folder.path())).await.unwrap();
        let (admin, lead) = (link(Role::Admin), link(Role::Facilitator));
        let (organisation, first) =
            store.create_organisation("A", 3, "T", admin, lead, NOW).await.unwrap();
        let mut teams = vec![first];
        for _ in 0..3 {
            let lead = link(Role::Facilitator);
            teams.push(store.add_team(&organisation, "U", lead, NOW).await.unwrap());
        }
        let mut rounds = Vec::new();
        for (number, team) in teams.iter().enumerate() {
            let until = if number == 2 { NOW + 5 } else { NOW + DAY };
            let round = store.create_draft(team, ROSTER, until, true, "1", NOW).await.unwrap();
            let (token, code) = (format!("token {number}"), format!("code {number}"));
            store.open_round(&round, &token, &code, &[3; 32], NOW).await.unwrap();
            rounds.push(round);
        }
        store.close_round(&rounds[3], ClosedBy::Facilitator, NOW + 1).await.unwrap();
        Self { _folder: folder, store, rounds }
    }

    fn item(&self, ask: &Ask) -> Item {
        let wish = match ask.wish {
            None => Wish::Withdraw,
            Some((what, replaces)) => {
                Wish::Submit { given: said(what), replaces: replaces.map(said) }
            }
        };
        Item {
            round: self.rounds[ask.round].clone(),
            receipt: receipt(ask.person),
            wish,
            now: NOW + ask.late,
        }
    }

    /// What is stored, for every round.
    async fn stored(&self) -> Vec<Vec<Option<Answers>>> {
        let mut all = Vec::new();
        for round in &self.rounds {
            let mut answers = Vec::new();
            for person in 0..PEOPLE {
                answers.push(self.store.answers_of(round, &receipt(person)).await.unwrap());
            }
            all.push(answers);
        }
        all
    }
}

const PEOPLE: usize = 5;

fn said(what: usize) -> Answers {
    Answers::decode(&["0", "1", "4"][what].repeat(18)).unwrap()
}

/// One wish.
#[derive(Debug, Clone)]
struct Ask {
    round: usize,
    person: usize,
    /// What is said, and what it may replace; none to withdraw.
    wish: Option<(usize, Option<usize>)>,
    late: i64,
}

fn ask() -> impl Strategy<Value = Ask> {
    let wish = prop_oneof![
        4 => (0..3_usize, prop::option::of(0..3_usize)).prop_map(Some),
        1 => Just(None),
    ];
    (0..4_usize, 0..PEOPLE, wish, 0..10_i64).prop_map(|(round, person, wish, late)| Ask {
        round,
        person,
        wish,
        late,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_batch_does_what_its_parts_would_have_done_one_after_another(
        batches in prop::collection::vec(prop::collection::vec(ask(), 1..40), 1..4)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (together, apart) = (Scene::new().await, Scene::new().await);
            for asks in batches {
                let items: Vec<Item> = asks.iter().map(|ask| together.item(ask)).collect();
                let outcomes = commit(&together.store.writer, &items).await.unwrap();
                let mut expected = Vec::new();
                for ask in &asks {
                    let item = [apart.item(ask)];
                    expected.extend(commit(&apart.store.writer, &item).await.unwrap());
                }
                prop_assert_eq!(outcomes, expected, "{:?}", asks);
                prop_assert_eq!(together.stored().await, apart.stored().await);
            }
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn a_batch_for_more_rounds_than_a_statement_takes_stores_everybody() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&database(folder.path())).await.unwrap();
    let (admin, lead) = (link(Role::Admin), link(Role::Facilitator));
    let (organisation, _) = store.create_organisation("A", 3, "T", admin, lead, NOW).await.unwrap();
    let mut items = Vec::new();
    for number in 0..75_usize {
        let lead = link(Role::Facilitator);
        let team = store.add_team(&organisation, "U", lead, NOW).await.unwrap();
        let round = store.create_draft(&team, 9, NOW + DAY, true, "1", NOW).await.unwrap();
        let (token, code) = (format!("token {number}"), format!("code {number}"));
        store.open_round(&round, &token, &code, &[3; 32], NOW).await.unwrap();
        for person in 0..number % 4 {
            let wish = Wish::Submit { given: said(1), replaces: None };
            items.push(Item { round: round.clone(), receipt: receipt(person), wish, now: NOW });
        }
    }
    assert!(items.len() > 100);
    let outcomes = commit(&store.writer, &items).await.unwrap();
    assert!(outcomes.iter().all(|each| *each == Outcome::Submitted(Submitted::Stored)));
    for item in &items {
        assert!(store.answers_of(&item.round, &item.receipt).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn everybody_who_waits_is_answered_and_who_finds_no_room_is_told_at_once() {
    let scene = Scene::new().await;
    let (round, other) = (&scene.rounds[0], &scene.rounds[1]);
    let history = Arc::<History>::default();
    let queue = Queue::with_room(scene.store.writer.clone(), history.clone(), 2);
    // It begins by truncating the log, for which it needs the connection that is taken below.
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    while history.since().is_some() {
        tokio::task::yield_now().await;
    }
    let submit = async |round: &RoundId, person: usize| {
        let wish = Wish::Submit { given: said(2), replaces: None };
        queue.ask(round, &receipt(person), wish, NOW).await
    };
    // Somebody else writes, and takes their time.
    let held = scene.store.write().await.unwrap();
    let mut first = Box::pin(submit(round, 0));
    assert!(futures::poll!(&mut first).is_pending());
    // Until the task has taken the first one and waits for its turn.
    while queue.waiting() > 0 {
        tokio::task::yield_now().await;
    }
    let (mut second, mut third) = (Box::pin(submit(round, 1)), Box::pin(submit(other, 2)));
    assert!(futures::poll!(&mut second).is_pending() && futures::poll!(&mut third).is_pending());
    let refused = submit(other, 3).await;
    assert!(matches!(refused, Err(StoreError::Busy)), "{refused:?}");
    // Who goes away before anything was done has not answered.
    drop(third);
    drop(held);
    for outcome in [first.await, second.await] {
        assert_eq!(outcome.unwrap(), Outcome::Submitted(Submitted::Stored));
    }
    assert_eq!(scene.store.response_count(round).await.unwrap(), 2);
    assert_eq!(scene.store.response_count(other).await.unwrap(), 0);
}

#[test]
fn after_a_try_in_doubt_only_those_are_in_doubt_whom_the_next_one_found_closed() {
    let cut = || sqlx::Error::PoolClosed;
    let (stored, closed) =
        (Outcome::Submitted(Submitted::Stored), Outcome::Submitted(Submitted::Closed));
    let withdrawn = Outcome::Withdrawn(true);
    let outcomes = || Ok(vec![stored, closed, withdrawn]);
    let told = in_view_of(Some(cut()), outcomes(), 3);
    assert!(
        matches!(told.as_slice(), [Ok(_), Err(error), Ok(_)] if error.is_unknown()),
        "{told:?}"
    );
    let told = in_view_of(None, outcomes(), 3);
    assert!(told.into_iter().map(Result::unwrap).eq([stored, closed, withdrawn]));
    // An error tells nothing of the try before; without one before, nothing was done.
    for (doubt, unknown) in [(Some(cut()), true), (None, false)] {
        let told = in_view_of(doubt, Err(StoreError::Database(cut())), 2);
        assert_eq!(told.len(), 2);
        assert!(told.iter().all(|each| each.as_ref().is_err_and(|e| e.is_unknown() == unknown)));
    }
}

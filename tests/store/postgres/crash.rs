//! Whatever breaks while a round is sealed, it is open or sealed afterwards, never half,
//! and what was to be destroyed is.

use super::wire::{Break, Wire};
use crate::database::{Cluster, Database, Stop, pool};
use crate::support::{Dice, NOW, link, open_round, organisation};
use andon::catalogue::Answers;
use andon::measure::Tally;
use andon::store::{
    ClosedBy, Closing, OrganisationId, Role, RoundId, RoundState, SecretHash, Store, Submitted,
};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const PEOPLE: usize = 6;

/// An open round of a team of its own.
struct Scene {
    round: RoundId,
    receipts: Vec<SecretHash>,
    given: Vec<Answers>,
    tally: Tally,
}

impl Scene {
    async fn new(store: &Store, of: &OrganisationId, dice: &mut Dice) -> Self {
        let team = store.add_team(of, "T", link(Role::Facilitator), NOW).await.unwrap();
        let round = open_round(store, &team, 9, true, NOW).await;
        let receipts: Vec<_> = (0..PEOPLE).map(|_| SecretHash::new(dice.bytes())).collect();
        let given = dice.people(PEOPLE);
        for (receipt, answers) in receipts.iter().zip(&given) {
            let outcome = store.submit(&round, receipt, answers, None, NOW + 1).await.unwrap();
            assert_eq!(outcome, Submitted::Stored);
        }
        let tally = Tally::of(&given, true);
        Self { round, receipts, given, tally }
    }

    async fn close(&self, store: &Store) -> andon::store::Result<Closing> {
        store.close_round(&self.round, ClosedBy::Facilitator, NOW + 2).await
    }

    /// Sees that the round is whole, goes on where it broke, and sees that it ends well.
    async fn look(&self, store: &Store, database: &Database) -> RoundState {
        let (id, tally) = (&self.round, &self.tally);
        let round = store.round(id).await.unwrap().unwrap();
        if round.state == RoundState::Open {
            assert_eq!(store.tally(id).await.unwrap(), None);
            for (receipt, answers) in self.receipts.iter().zip(&self.given) {
                assert_eq!(store.answers_of(id, receipt).await.unwrap().as_ref(), Some(answers));
            }
            assert_eq!(store.round(id).await.unwrap().unwrap().ballot_key, Some([7; 32]));
            assert_eq!(self.close(store).await.unwrap(), Closing::Sealed);
        } else {
            assert_eq!(round.state, RoundState::Sealed);
            assert_eq!(store.response_count(id).await.unwrap(), 0);
            assert_eq!(self.close(store).await.unwrap(), Closing::AlreadyClosed);
            store.clean_bytes().await.unwrap();
        }
        assert_eq!(store.tally(id).await.unwrap().as_ref(), Some(tally));
        assert!(!store.bytes_owed().await.unwrap());
        let mut reader = database.direct().await;
        for (table, rows) in [("tally_items", 18), ("tally_scores", 7), ("open_responses", 0)] {
            let sql = format!("SELECT COUNT(*) FROM {table} WHERE round_id = '{id}'");
            assert_eq!(reader.number(&sql).await, rows, "{table}");
        }
        reader.close().await;
        let said: Vec<String> = self.given.iter().map(Answers::encode).collect();
        let said = said.iter().map(String::as_bytes);
        let needles: Vec<&[u8]> =
            said.chain(self.receipts.iter().map(|receipt| &receipt.as_bytes()[..])).collect();
        assert!(!database.holds_any(&needles), "after {:?}", round.state);
        round.state
    }
}

/// The wire breaks at each message in turn, until sealing is through before it does.
async fn cut_at_each_message(how: Break) -> Vec<RoundState> {
    let database = Cluster::shared().rent();
    let url = database.url();
    let wire = Wire::to(database.cluster().port()).await;
    let database = Database::Server(database);
    let store = Store::connect(&wire.url(&url), pool()).await.unwrap();
    let (of, _) = organisation(&store, 5).await;
    let safe = database.open().await;
    let mut dice = Dice::new(5);
    let mut states = Vec::new();
    for message in 1.. {
        let scene = Scene::new(&safe, &of, &mut dice).await;
        // A connection that waits, so that every time the same messages go over the wire.
        store.clean_bytes().await.unwrap();
        wire.break_at(message, how.clone());
        let closing = scene.close(&store).await;
        if !wire.has_broken().await {
            assert_eq!(closing.unwrap(), Closing::Sealed);
            break;
        }
        let state = scene.look(&safe, &database).await;
        // What broke before it began or after it was through did it no harm.
        match closing {
            Ok(closing) => assert_eq!((closing, state), (Closing::Sealed, RoundState::Sealed)),
            Err(_) => states.push(state),
        }
        // And the store finds another connection by itself.
        if store.rename_organisation(&of, "Acme").await.is_err() {
            store.rename_organisation(&of, "Acme").await.unwrap();
        }
    }
    store.close().await;
    safe.close().await;
    states
}

/// Of the closings that failed, those were sealed of which only the last word was lost,
/// and they come last.
fn once_and_for_all(failed: &[RoundState], lost_the_last_word: usize) {
    let sealed = failed.iter().filter(|state| **state == RoundState::Sealed).count();
    assert!(sealed >= lost_the_last_word && failed.len() - sealed > 4, "{failed:?}");
    assert!(failed.is_sorted_by_key(|state| *state == RoundState::Sealed), "{failed:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_off_before_any_message_the_round_is_open_or_sealed() {
    once_and_for_all(&cut_at_each_message(Break::Before).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_off_before_any_reply_the_round_is_open_or_sealed() {
    once_and_for_all(&cut_at_each_message(Break::After).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_server_is_killed_at_any_message_the_round_is_open_or_sealed() {
    let cluster = Arc::new(Mutex::new(Cluster::of_its_own()));
    let database = cluster.lock().unwrap().rent();
    let url = database.url();
    let wire = Wire::to(database.cluster().port()).await;
    let database = Database::Server(database);
    let mut dice = Dice::new(6);
    let mut states = Vec::new();
    for message in (1..).step_by(2) {
        let store = Store::connect(&wire.url(&url), pool()).await.unwrap();
        let (of, _) = organisation(&store, 5).await;
        let scene = Scene::new(&store, &of, &mut dice).await;
        let killed = Arc::clone(&cluster);
        wire.break_at(
            message,
            Break::With(Arc::new(move || killed.lock().unwrap().stop(Stop::AtOnce))),
        );
        let closing = scene.close(&store).await;
        if !wire.has_broken().await {
            assert_eq!(closing.unwrap(), Closing::Sealed);
            store.close().await;
            break;
        }
        tokio::task::block_in_place(|| cluster.lock().unwrap().start());
        let again = database.open().await;
        let state = scene.look(&again, &database).await;
        match closing {
            Ok(closing) => assert_eq!((closing, state), (Closing::Sealed, RoundState::Sealed)),
            Err(_) => states.push(state),
        }
        again.close().await;
    }
    once_and_for_all(&states, 0);
}

#[tokio::test]
async fn a_request_that_is_given_up_half_way_has_sealed_or_changed_nothing() {
    let database = Cluster::shared().rent();
    let store = Store::connect(&database.url(), pool()).await.unwrap();
    let (of, _) = organisation(&store, 5).await;
    let mut dice = Dice::new(7);
    for turns in 0..40 {
        let scene = Scene::new(&store, &of, &mut dice).await;
        // Polled so many times and then dropped, as a server does when a browser leaves.
        let mut closing = Box::pin(scene.close(&store));
        for _ in 0..turns {
            let polled = tokio::time::timeout(Duration::from_micros(700), &mut closing);
            if polled.await.is_ok() {
                break;
            }
        }
        drop(closing);
        scene.look_after_a_moment(&store).await;
    }
    store.close().await;
}

impl Scene {
    /// What was given up may still be on its way to the server while we look.
    async fn look_after_a_moment(&self, store: &Store) {
        let closing = self.close(store).await.unwrap();
        assert!(matches!(closing, Closing::Sealed | Closing::AlreadyClosed), "{closing:?}");
        assert_eq!(store.response_count(&self.round).await.unwrap(), 0);
        store.clean_bytes().await.unwrap();
        assert_eq!(store.tally(&self.round).await.unwrap().as_ref(), Some(&self.tally));
    }
}

#[tokio::test]
async fn a_store_finds_new_connections_when_all_of_its_own_were_ended() {
    let database = Cluster::shared().rent();
    let store = Store::connect(&database.url(), pool()).await.unwrap();
    let (of, _) = organisation(&store, 5).await;
    let mut boss = database.cluster().boss("postgres").await;
    let ended = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
        database.name()
    );
    for _ in 0..3 {
        sqlx::raw_sql(sqlx::AssertSqlSafe(ended.clone())).execute(&mut boss).await.unwrap();
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        store.rename_organisation(&of, "Another").await.unwrap();
        assert_eq!(store.organisation(&of).await.unwrap().unwrap().name, "Another");
    }
    // At once, a request for each connection may fail, and no other.
    sqlx::raw_sql(sqlx::AssertSqlSafe(ended)).execute(&mut boss).await.unwrap();
    let mut failed = 0;
    while store.rename_organisation(&of, "Once more").await.is_err() {
        failed += 1;
    }
    while store.organisation(&of).await.is_err() {
        failed += 1;
    }
    assert!(failed <= 1 + pool().readers, "{failed} failed");
    assert_eq!(store.organisation(&of).await.unwrap().unwrap().name, "Once more");
    store.close().await;
}

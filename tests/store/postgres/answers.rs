//! Whatever breaks while answers are stored or withdrawn, what is said of it is true.

use super::wire::{Break, Wire};
use crate::database::{Cluster, pool};
use crate::support::{Dice, NOW, open_round, organisation, receipt};
use andon::store::{Store, Submitted};

/// The wire breaks at each message in turn, until storing is through before it does. Gives
/// how often it broke, and how often it was stored all the same.
async fn cut_at_each_message(how: Break) -> (usize, usize) {
    let database = Cluster::shared().rent();
    let wire = Wire::to(database.cluster().port()).await;
    let store = Store::connect(&wire.url(&database.url()), pool()).await.unwrap();
    let safe = Store::connect(&database.url(), pool()).await.unwrap();
    let (_, team) = organisation(&safe, 5).await;
    let round = open_round(&safe, &team, 500, true, NOW).await;
    let mut dice = Dice::new(8);
    let (mut broken, mut stored) = (0, 0);
    let mut known = None;
    for message in 1.. {
        let (person, answers) = (receipt(message), dice.answers());
        // A connection that waits, so that every time the same messages go over the wire.
        let there = known.as_ref();
        let outcome = store.submit(&round, &receipt(0), &answers, there, NOW + 1).await.unwrap();
        assert!(matches!(outcome, Submitted::Stored | Submitted::Changed));
        known = Some(answers);
        wire.break_at(message, how.clone());
        let told = store.submit(&round, &person, &answers, None, NOW + 1).await;
        let through = !wire.has_broken().await;
        let found = safe.answers_of(&round, &person).await.unwrap();
        match told {
            Ok(told) => {
                assert!(matches!(told, Submitted::Stored | Submitted::Unchanged), "{told:?}");
                assert_eq!(found, Some(answers), "message {message}");
                stored += usize::from(!through);
            }
            Err(error) => {
                assert!(!error.is_unknown(), "the server could be asked: {error}");
                assert_eq!(found, None, "message {message}: {error}");
            }
        }
        if through {
            break;
        }
        broken += 1;
        // Whoever asks once more has their answers there, once.
        let again = store.submit(&round, &person, &answers, None, NOW + 1).await.unwrap();
        assert!(matches!(again, Submitted::Stored | Submitted::Unchanged), "{again:?}");
        let count = safe.response_count(&round).await.unwrap();
        assert_eq!(usize::try_from(count).unwrap(), message + 1);

        wire.break_at(message, how.clone());
        let withdrawn = store.withdraw(&round, &person, NOW + 1).await;
        wire.has_broken().await;
        let left = safe.answers_of(&round, &person).await.unwrap();
        assert_eq!(left.is_none(), withdrawn.is_ok(), "message {message}");
        safe.submit(&round, &person, &answers, None, NOW + 1).await.unwrap();
    }
    store.close().await;
    safe.close().await;
    (broken, stored)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_off_before_any_message_answers_are_stored_or_said_not_to_be() {
    let (broken, stored) = cut_at_each_message(Break::Before).await;
    assert!(broken > 3 && stored >= 1, "{stored} of {broken}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_off_before_any_reply_answers_are_stored_or_said_not_to_be() {
    let (broken, stored) = cut_at_each_message(Break::After).await;
    assert!(broken > 3 && stored >= 1, "{stored} of {broken}");
}

//! What somebody is told of their answers is true, wherever the wire to the database is
//! cut while they are stored.

use crate::database::Database;
use crate::support::{OpenRound, START, TestApp, Visitor, answers, day, edition, options};
use crate::wire::{Break, Wire};
use andon::store::Store;
use reqwest::StatusCode;

/// What became of answers while the wire was cut.
#[derive(Default)]
struct Cut {
    /// Stored, because the store asked once more.
    settled: usize,
    /// The page could say nothing certain, and they were stored.
    stored: u32,
}

/// People answer one after another, and with each the wire breaks one message later, until
/// one has answered before it does.
async fn cut_at_each_message(how: Break) -> Cut {
    let database = Database::server();
    let Database::Server(rented) = &database else { panic!("it is on the server") };
    let wire = Wire::to(rented.cluster().port()).await;
    let store = Store::connect(&wire.url(&rented.url()), crate::database::pool()).await.unwrap();
    let safe = database.open().await;
    let args = options(&["--rate-limits", "off"]);
    let app = TestApp::start_on(database, store, &args, START).await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 500, &day(2)).await;
    let id = round.path.rsplit('/').next().unwrap().parse().unwrap();
    let mut cut = Cut::default();
    for message in 1.. {
        let visitor = app.visitor();
        visitor.start(&round).await;
        // Connections that wait, so that every time the same messages go over the wire.
        warm_up(&app, &round).await;
        let before = safe.response_count(&id).await.unwrap();
        wire.break_at(message, how.clone());
        let answered = visitor.submit(&round, &answers(message)).await;
        let broken = wire.has_broken().await;
        let stored = safe.response_count(&id).await.unwrap() - before;
        if answered.status() == StatusCode::SEE_OTHER {
            assert_eq!(stored, 1, "at message {message}");
            if !broken {
                break;
            }
            cut.settled += 1;
            continue;
        }
        assert!(broken, "at message {message}: {}", answered.status());
        assert_eq!(answered.status(), StatusCode::SERVICE_UNAVAILABLE, "at message {message}");
        let page = answered.text().await;
        if page.contains("It is not known whether your answers were stored") {
            assert!(!page.contains("not stored"), "{page}");
            assert!(page.contains("Your choices are still here"), "{page}");
            cut.stored += stored;
            again_and_changed(&visitor, &round, message).await;
            assert_eq!(safe.response_count(&id).await.unwrap() - before, 1, "it counts once");
        } else {
            assert!(page.contains("not stored"), "at message {message}: {page}");
            assert_eq!(stored, 0, "the page says that nothing was stored, at message {message}");
        }
    }
    safe.close().await;
    app.stop().await;
    cut
}

/// Somebody answers, as often as it takes to find all broken connections out.
async fn warm_up(app: &TestApp, round: &OpenRound) {
    let visitor = app.visitor();
    visitor.start(round).await;
    for _ in 0..5 {
        if visitor.submit(round, &answers(0)).await.status() == StatusCode::SEE_OTHER {
            return;
        }
    }
    panic!("nobody can answer any more");
}

/// Somebody who was told so changes their mind and submits again.
async fn again_and_changed(visitor: &Visitor, round: &OpenRound, person: usize) {
    let other = answers(person + 1);
    // A connection of the server's may have broken as well, and is found out now.
    let mut again = visitor.submit(round, &other).await;
    if again.status() == StatusCode::SERVICE_UNAVAILABLE {
        again = visitor.submit(round, &other).await;
    }
    // The first ones were stored, so it is asked which are to count.
    if again.status() == StatusCode::CONFLICT {
        let asked = edition(&again.text().await);
        again = visitor.submit_with(round, &other, &asked).await;
    }
    assert_eq!(again.leads_to(), format!("{}/receipt", round.answer));
    let shown = visitor.get(&format!("{}/receipt", round.answer)).await.ok().await;
    assert!(shown.text().await.unwrap().contains("Your answers are stored"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_are_said_to_be_stored_lost_or_neither_as_it_is_when_a_reply_is_cut_off() {
    let cut = cut_at_each_message(Break::After).await;
    assert!(cut.settled > 0, "one was stored without anybody hearing of it at first");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_are_said_to_be_stored_lost_or_neither_as_it_is_when_a_message_is_cut_off() {
    let cut = cut_at_each_message(Break::Before).await;
    assert!(cut.settled > 0, "one was lost at first when it was to be committed");
    assert_eq!(cut.stored, 0);
}

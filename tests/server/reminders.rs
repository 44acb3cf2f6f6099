//! Reminders without mail: messages to a receiver that may be slow, broken or gone, and
//! what they never hold.

use crate::receiver::{Does, Receiver, connect, log_says, reaching_here, send_test, shown_once};
use crate::support::{
    START, TestApp, add_team, answers, between, day, options, organisation, text,
};
use andon::clock::DAY;
use andon::kata::{Plan, State};
use andon::store::{Board, DeliveryState, ExperimentId, NewExperiment, NewMove, Store, TeamId};
use std::time::Duration;

fn id_of(path: &str) -> TeamId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_team_is_told_that_its_round_has_opened_and_closed_and_no_result() {
    let (app, receiver) = (reaching_here().await, Receiver::start([]).await);
    let (lead, team) = app.set_up("Acme", 3).await;
    let secret = connect(&lead, &team.path, &receiver.url("/hooks/T0/B1?x=1")).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;

    let opened = receiver.nth(1).await;
    assert_eq!(opened.path, "/hooks/T0/B1?x=1");
    assert!(opened.is_signed_with(&secret));
    assert!(!opened.is_signed_with("another"));
    assert_eq!(opened.header("andon-timestamp"), START.to_string());
    assert_eq!(opened.header("content-type"), "application/json");
    assert_eq!(opened.header("host"), format!("127.0.0.1:{}", receiver.port));
    let json = opened.json();
    assert_eq!(json["event"], "round-opened");
    assert_eq!(json["team"], "Payments");
    assert_eq!(json["at"], "2026-03-02T12:00:00Z");
    assert_eq!(json["url"], format!("https://andon.example.org{}", round.path));
    assert!(opened.text().contains("open until the end of 4 March 2026"), "{}", opened.text());
    // Whoever reads the channel cannot answer in the team's name.
    assert!(!String::from_utf8_lossy(&opened.body).contains(&round.token));

    for person in 0..4 {
        app.visitor().answer(&round, &answers(person)).await.leads_to();
    }
    lead.close(&round).await.leads_to();
    let closed = receiver.nth(2).await;
    assert!(closed.is_signed_with(&secret));
    assert_eq!(closed.json()["event"], "round-closed");
    assert_ne!(closed.json()["id"], json["id"]);
    let fields: Vec<String> = closed.json().as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["at", "event", "id", "team", "text", "url"]);
    // Neither a score nor how many answered: without the address there is no digit in it.
    let words = closed.text().replace(closed.json()["url"].as_str().unwrap(), "");
    assert!(words.contains("the report is ready"), "{words}");
    assert!(!words.contains(|c: char| c.is_ascii_digit()), "{words}");
    log_says(&lead, &team.path, "A round has closed").await;
}

#[tokio::test]
async fn a_round_that_ends_without_a_report_is_told_in_plain_words() {
    let (app, receiver) = (reaching_here().await, Receiver::start([]).await);
    let (lead, team) = app.set_up("Acme", 3).await;
    connect(&lead, &team.path, &receiver.url("/")).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    app.visitor().answer(&round, &answers(0)).await.leads_to();
    lead.close(&round).await.leads_to();
    let few = receiver.nth(2).await;
    let words = few.text().replace(few.json()["url"].as_str().unwrap(), "");
    assert!(words.contains("too few answers for a report"), "{words}");
    assert!(!words.contains(|c: char| c.is_ascii_digit()), "{words}");

    let round = lead.open_round(&team.path, 5, &day(2)).await;
    receiver.nth(3).await;
    lead.post(&format!("{}/discard", round.path), &[("sure", "yes")]).await.leads_to();
    assert!(receiver.nth(4).await.text().contains("was discarded"));
}

#[tokio::test]
async fn the_join_link_is_in_a_message_only_where_the_team_wants_it() {
    let (app, receiver) = (reaching_here().await, Receiver::start([]).await);
    let (lead, team) = app.set_up("Acme", 3).await;
    connect(&lead, &team.path, &receiver.url("/")).await;
    let page = format!("{}/reminders/webhook", team.path);
    lead.post(&page, &[("opened", "yes"), ("join_link", "yes")]).await.leads_to();
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let opened = receiver.nth(1).await;
    assert_eq!(opened.json()["url"], format!("https://andon.example.org/join/{}", round.token));
    // And it was not told to tell about the end.
    lead.close(&round).await.leads_to();
    send_test(&lead, &team.path).await;
    assert_eq!(receiver.nth(2).await.json()["event"], "test");
}

#[tokio::test]
async fn a_receiver_that_fails_is_tried_again_later_with_the_same_message() {
    let plan = [Does::Answers(500), Does::Answers(503), Does::Babbles];
    let (app, receiver) = (reaching_here().await, Receiver::start(plan).await);
    let (lead, team) = app.set_up("Acme", 3).await;
    let secret = connect(&lead, &team.path, &receiver.url("/hook")).await;
    send_test(&lead, &team.path).await;
    let first = receiver.nth(1).await;
    log_says(&lead, &team.path, "did not take it (it answered 500)").await;
    // Not before its time.
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(receiver.all().len(), 1);

    app.clock.advance(60);
    receiver.nth(2).await;
    log_says(&lead, &team.path, "it answered 503").await;
    app.clock.advance(300);
    let third = receiver.nth(3).await;
    let html = log_says(&lead, &team.path, "The receiver took it (it answered 200)").await;
    assert!(!html.contains("it answered 503"), "{html}");
    assert_eq!(first.body, third.body);
    assert_ne!(first.header("andon-timestamp"), third.header("andon-timestamp"));
    assert!(first.is_signed_with(&secret) && third.is_signed_with(&secret));
    app.clock.advance(DAY);
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(receiver.all().len(), 3);
}

#[tokio::test]
async fn whoever_mends_the_address_or_asks_again_does_not_have_to_wait() {
    let plan = [Does::Answers(404), Does::Answers(404)];
    let (app, receiver) = (reaching_here().await, Receiver::start(plan).await);
    let (lead, team) = app.set_up("Acme", 3).await;
    connect(&lead, &team.path, &receiver.url("/wrong")).await;
    send_test(&lead, &team.path).await;
    let first = receiver.nth(1).await;
    log_says(&lead, &team.path, "it answered 404").await;
    send_test(&lead, &team.path).await;
    assert_eq!(receiver.nth(2).await.body, first.body);
    log_says(&lead, &team.path, "it answered 404").await;
    let form = [("url", receiver.url("/right")), ("opened", "yes".to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, text)| (*name, text.as_str())).collect();
    lead.post(&format!("{}/reminders/webhook", team.path), &form).await.leads_to();
    assert_eq!(receiver.nth(3).await.path, "/right");
    log_says(&lead, &team.path, "it answered 200").await;
}

#[tokio::test]
async fn after_eight_attempts_a_message_is_given_up_and_the_log_keeps_fifty() {
    let plan = (0..8).map(|_| Does::Answers(500));
    let (app, receiver) = (reaching_here().await, Receiver::start(plan).await);
    let (lead, team) = app.set_up("Acme", 3).await;
    connect(&lead, &team.path, &receiver.url("/hook")).await;
    send_test(&lead, &team.path).await;
    for attempt in 1..=8 {
        receiver.nth(attempt).await;
        log_says(&lead, &team.path, "it answered 500").await;
        app.clock.advance(DAY);
    }
    log_says(&lead, &team.path, "Given up. The receiver did not take it").await;

    let id = id_of(&team.path);
    let webhook = app.store.webhook(&id).await.unwrap().unwrap();
    for number in 0..60 {
        assert!(app.store.tell_test(&id, START + 9 * DAY + number).await.unwrap());
        // Nobody else may ask for another while one waits.
        assert!(!app.store.tell_test(&id, START + 9 * DAY + number).await.unwrap());
        let all = app.store.deliveries(&webhook.id).await.unwrap();
        let state = andon::store::DeliveryState::Delivered;
        app.store.delivery_tried(&all[0].id, state, "It went well.").await.unwrap();
    }
    let kept = app.store.deliveries(&webhook.id).await.unwrap();
    assert_eq!(kept.len(), 50);
    assert_eq!(kept[0].made_at, START + 9 * DAY + 59);
}

#[tokio::test]
async fn a_receiver_that_says_it_is_gone_is_left_alone_until_somebody_saves_it_again() {
    let (app, receiver) = (reaching_here().await, Receiver::start([Does::Answers(410)]).await);
    let (lead, team) = app.set_up("Acme", 3).await;
    connect(&lead, &team.path, &receiver.url("/hook")).await;
    send_test(&lead, &team.path).await;
    receiver.nth(1).await;
    let html = log_says(&lead, &team.path, "Nothing is sent").await;
    assert!(html.contains("says that it is gone (it answered 410)"), "{html}");
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    app.clock.advance(DAY);
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(receiver.all().len(), 1);

    let page = format!("{}/reminders/webhook", team.path);
    lead.post(&page, &[("closed", "yes")]).await.leads_to();
    lead.close(&round).await.leads_to();
    assert_eq!(receiver.nth(2).await.json()["event"], "round-closed");
}

#[tokio::test]
async fn a_slow_receiver_holds_up_neither_rounds_nor_other_teams() {
    let slow = Receiver::start((0..9).map(|_| Does::Waits(Duration::from_mins(1)))).await;
    let quick = Receiver::start([]).await;
    let app = reaching_here().await;
    let (lead, team) = app.set_up("Slow", 3).await;
    connect(&lead, &team.path, &slow.url("/")).await;
    let (other, others) = app.set_up("Quick", 3).await;
    connect(&other, &others.path, &quick.url("/")).await;
    send_test(&lead, &team.path).await;
    slow.nth(1).await;

    let begun = tokio::time::Instant::now();
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    lead.close(&round).await.leads_to();
    send_test(&other, &others.path).await;
    quick.nth(1).await;
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    log_says(&lead, &team.path, "did not answer within 10 seconds").await;
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let inner = Receiver::start([]).await;
    let receiver = Receiver::start([Does::Redirects(inner.url("/secrets"))]).await;
    let app = reaching_here().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    connect(&lead, &team.path, &receiver.url("/hook")).await;
    send_test(&lead, &team.path).await;
    log_says(&lead, &team.path, "points elsewhere (it answered 302)").await;
    assert_eq!((receiver.all().len(), inner.all().len()), (1, 0));
}

#[tokio::test]
async fn nothing_is_sent_to_inner_addresses_unless_they_are_allowed() {
    let (app, receiver) = (TestApp::start().await, Receiver::start([]).await);
    let (lead, team) = app.set_up("Acme", 3).await;
    let page = format!("{}/reminders/webhook", team.path);
    for url in [receiver.url("/"), format!("http://[::1]:{}/", receiver.port)] {
        let refused = lead.post(&page, &[("url", &url), ("opened", "yes")]).await;
        assert_eq!(refused.status(), 422);
        let html = refused.text().await;
        assert!(html.contains("leads into an inner network"), "{html}");
        // What was typed is still there.
        assert!(html.contains(&format!("value=\"{url}\"")), "{html}");
    }
    // A name is looked up when something is sent, and what it leads to is what counts.
    let url = format!("http://localhost:{}/", receiver.port);
    connect(&lead, &team.path, &url).await;
    send_test(&lead, &team.path).await;
    log_says(&lead, &team.path, "Given up. The address leads into an inner network").await;
    assert!(receiver.all().is_empty());

    // With only one of its addresses allowed it is refused too, unless it has no other.
    let some = options(&["--rate-limits", "off", "--webhook-allow", "10.0.0.0/8"]);
    let app = TestApp::start_with(&some).await;
    let (lead, team) = app.set_up("Acme", 3).await;
    connect(&lead, &team.path, &url).await;
    send_test(&lead, &team.path).await;
    log_says(&lead, &team.path, "Given up. The address leads into an inner network").await;
    assert!(receiver.all().is_empty());
}

#[tokio::test]
async fn the_form_says_what_is_wrong_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let page = format!("{}/reminders/webhook", team.path);
    for (url, words) in [
        ("", "Enter the whole address"),
        ("chat.example.org/hook", "Enter the whole address"),
        ("https://me:pass@chat.example.org/", "Leave out the name and the password"),
    ] {
        let refused = lead.post(&page, &[("url", url), ("closed", "yes")]).await;
        assert_eq!(refused.status(), 422, "{url}");
        let html = refused.text().await;
        assert!(html.contains(words), "{url}: {html}");
    }
    let refused = lead.post(&page, &[("url", "https://chat.example.org/x")]).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text().await.contains("Choose at least one thing"));
    assert!(app.store.webhook(&id_of(&team.path)).await.unwrap().is_none());
}

#[tokio::test]
async fn the_address_and_the_secret_are_shown_once() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let url = "https://chat.example.org/hooks/T0123/B4567/abcdef";
    let secret = connect(&lead, &team.path, url).await;
    let page = format!("{}/reminders", team.path);
    let html = text(&lead, &page).await;
    assert!(html.contains("Messages go to chat.example.org."), "{html}");
    assert!(!html.contains("T0123") && !html.contains(&secret), "{html}");
    let renewed = lead.post(&format!("{page}/webhook/secret"), &[]).await.ok().await;
    let renewed = renewed.text().await.unwrap();
    let second = shown_once(&renewed);
    assert_ne!(second, secret);
    assert!(!renewed.contains("T0123"));

    let log = text(&lead, "/admin").await;
    let of = between(&log, "action=\"/admin/", "/").unwrap();
    let log = text(&lead, &format!("/admin/{of}/log")).await;
    assert!(log.contains("let messages of Payments be sent to a chat"), "{log}");
    assert!(log.contains("renewed the secret"), "{log}");
    assert!(!log.contains("chat.example.org") && !log.contains(&second), "{log}");

    lead.post(&format!("{page}/webhook/remove"), &[]).await.leads_to();
    assert!(text(&lead, &page).await.contains("Add the channel"));
    assert_eq!(lead.post(&format!("{page}/webhook/secret"), &[]).await.status(), 404);
}

#[tokio::test]
async fn nothing_is_sent_from_the_demo() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let of = organisation(&app, "Acme").await;
    let mut database = app.database.direct().await;
    let made_up = format!("UPDATE organisations SET synthetic = TRUE WHERE id = '{}'", of.id);
    assert_eq!(database.run(&made_up).await.unwrap(), 1);
    let page = format!("{}/reminders", team.path);
    assert!(text(&lead, &page).await.contains("Not in the demo"));
    let form = [("url", "https://chat.example.org/x"), ("closed", "yes")];
    assert_eq!(lead.post(&format!("{page}/webhook"), &form).await.status(), 409);
}

/// A running experiment with a first step, whose days are given.
pub async fn running(
    store: &Store,
    team: &TeamId,
    title: &str,
    review: i64,
    step: i64,
) -> ExperimentId {
    let on = |days: i64| day(days).parse().unwrap();
    let plan = Plan {
        title: title.to_owned(),
        hypothesis: "If we do it, then it gets better, because it helps.".to_owned(),
        target: "Better".to_owned(),
        current: "Worse".to_owned(),
        first_step: "Begin".to_owned(),
        owner: "The facilitator".to_owned(),
        measure: "Days".to_owned(),
        review_on: Some(on(review)),
        ..Plan::default()
    };
    let new = NewExperiment {
        board: Board::Team(team.clone()),
        catalogue_entry: None,
        follows: None,
        plan,
        proposed_on: on(0),
    };
    let id = store.add_experiment(&new).await.unwrap();
    let begun = NewMove {
        step: andon::kata::Move::Start,
        edition: store.experiment(&id).await.unwrap().unwrap().edition,
        answer: "It begins.".to_owned(),
        on: on(0),
        review_on: None,
        first_due: Some(on(step)),
    };
    store.move_experiment(&id, &begun).await.unwrap();
    assert_eq!(store.experiment(&id).await.unwrap().unwrap().state, State::Running);
    id
}

/// Waits until of every message is noted what became of it: a server that is stopped
/// before sends it once more.
async fn all_noted(store: &Store, team: &TeamId) {
    let webhook = store.webhook(team).await.unwrap().unwrap();
    for _ in 0..500 {
        let sent = store.deliveries(&webhook.id).await.unwrap();
        if sent.iter().all(|each| !matches!(each.state, DeliveryState::Waiting(_))) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("a message still waits");
}

#[tokio::test]
async fn what_waits_is_sent_after_a_restart_and_what_is_due_is_told_in_the_morning() {
    let receiver = Receiver::start([Does::Answers(500)]).await;
    let app = reaching_here().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let id = id_of(&team.path);
    let of = organisation(&app, "Acme").await;
    connect(&lead, &team.path, &receiver.url("/")).await;
    let experiment = running(&app.store, &id, "Smaller <changes>", 7, 3).await;
    // Of a team that wants no messages nobody is told anything.
    let silent = add_team(&app.store, &of.id, "Silent", false).await;
    running(&app.store, &silent, "Unheard of", 7, 3).await;
    send_test(&lead, &team.path).await;
    receiver.nth(1).await;
    log_says(&lead, &team.path, "it answered 500").await;
    let args = options(&["--rate-limits", "off", "--webhook-allow", "127.0.0.1"]);

    // Three days later at seven: the step is due, but people sleep.
    let early = START + 3 * DAY - 5 * 3600;
    let app = TestApp::start_in(app.stop().await, &args, early).await;
    assert_eq!(receiver.nth(2).await.json()["event"], "test");
    all_noted(&app.store, &id).await;
    let app = TestApp::start_in(app.stop().await, &args, early + 3600).await;
    let due = receiver.nth(3).await;
    assert_eq!(due.json()["event"], "step-due");
    assert!(due.text().contains("\u{201c}Smaller &lt;changes&gt;\u{201d}"), "{}", due.text());
    assert!(due.text().contains("5 March 2026"), "{}", due.text());
    let card = format!("/teams/{id}/experiments/{experiment}");
    assert!(due.json()["url"].as_str().unwrap().ends_with(&card));
    all_noted(&app.store, &id).await;

    // Once is enough, and the review follows on its own day.
    let app = TestApp::start_in(app.stop().await, &args, early + 7200).await;
    let app = TestApp::start_in(app.stop().await, &args, START + 7 * DAY).await;
    let due = receiver.nth(4).await;
    assert_eq!(due.json()["event"], "review-due");
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(receiver.all().len(), 4);
    drop(app);
}

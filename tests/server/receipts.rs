//! A receipt lasts as long as its round, and no longer (P16).

use crate::support::{Answered, OpenRound, START, TestApp, Visitor, answers, day, fields};
use andon::clock::DAY;
use andon::store::ClosedBy;
use reqwest::{Method, StatusCode};

/// From noon until the end of the day after the next one.
const UNTIL_CLOSING: i64 = 2 * DAY + DAY / 2;

/// For how many seconds a response's cookie is kept; none where it sets none.
fn max_age(answered: &Answered) -> Option<i64> {
    let set = answered.0.headers().get("set-cookie")?.to_str().unwrap();
    assert!(set.starts_with("ballot=") && set.contains("Path=/answer/"), "{set}");
    let rest = set.split_once("Max-Age=").unwrap().1;
    Some(rest.split(';').next().unwrap().parse().unwrap())
}

async fn close_due(app: &TestApp, now: i64) {
    for due in app.store.due_rounds(now).await.unwrap() {
        app.store.close_round(&due, ClosedBy::Day, now).await.unwrap();
    }
}

/// Every answer page of a round, asked for with a receipt.
async fn everywhere(app: &TestApp, round: &OpenRound, cookie: &str) -> Vec<(String, Answered)> {
    let visitor = Visitor::for_many(&app.url);
    let mut all = Vec::new();
    for (method, path) in [
        (Method::GET, round.answer.clone()),
        (Method::GET, format!("{}/receipt", round.answer)),
        (Method::POST, round.answer.clone()),
        (Method::POST, format!("{}/withdraw", round.answer)),
        (Method::POST, format!("{}/start", round.answer)),
    ] {
        let mut form = fields(&answers(0), "submit");
        if path.ends_with("/start") {
            form = vec![("token".to_owned(), round.token.clone())];
        }
        let name = format!("{method} {path}");
        let request = visitor.request(method.clone(), &path).header("cookie", cookie);
        let request = if method == Method::POST { request.form(&form) } else { request };
        all.push((name, Answered(request.send().await.unwrap())));
    }
    all
}

#[tokio::test]
async fn a_receipt_ends_with_its_round() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let person = app.visitor();
    let start = person.post(&format!("{}/start", round.answer), &[("token", &round.token)]).await;
    assert_eq!(max_age(&start), Some(UNTIL_CLOSING + 7 * DAY));
    app.clock.advance(DAY / 2);
    let stored = person.submit(&round, &answers(0)).await;
    assert_eq!(max_age(&stored), Some(UNTIL_CLOSING + 7 * DAY - DAY / 2));
    // The day is moved, and with it the end of a receipt that is shown again.
    let moved = [("closing_day", &*day(4))];
    lead.post(&format!("{}/extend", round.path), &moved).await.leads_to();
    for path in [round.answer.clone(), format!("{}/receipt", round.answer)] {
        let again = person.get(&path).await;
        assert_eq!(max_age(&again), Some(UNTIL_CLOSING + 9 * DAY - DAY / 2), "{path}");
    }
    // Seven more days are given once.
    app.clock.advance(5 * DAY);
    close_due(&app, START + DAY / 2 + 5 * DAY).await;
    let again = person.get(&format!("{}/receipt", round.answer)).await;
    assert_eq!(max_age(&again), Some(UNTIL_CLOSING + 9 * DAY - DAY / 2 - 5 * DAY));
}

#[tokio::test]
async fn a_closed_round_takes_its_receipts_back_on_every_page() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let mut cookie = String::new();
    for person in 0..3 {
        cookie = app.visitor().answer(&round, &answers(person)).await.cookie();
    }
    lead.close(&round).await.leads_to();
    for (name, answered) in everywhere(&app, &round, &cookie).await {
        assert_eq!(answered.status(), StatusCode::GONE, "{name}");
        assert_eq!(max_age(&answered), Some(0), "{name}");
        assert!(answered.cookie().ends_with("ballot="), "{name}: it is emptied");
    }
    // Whoever has none is given none.
    let stranger = app.visitor().get(&round.answer).await;
    assert_eq!((stranger.status(), max_age(&stranger)), (StatusCode::GONE, None));
}

#[tokio::test]
async fn after_the_closing_hour_start_says_so_and_the_receipt_stays_until_it_is_closed() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let person = app.visitor();
    let cookie = person.answer(&round, &answers(0)).await.cookie();
    app.clock.advance(UNTIL_CLOSING);
    // The round may still be given seven more days, for which the receipt is needed.
    let id = round.answer.rsplit('/').next().unwrap().parse().unwrap();
    let open = app.store.round(&id).await.unwrap().unwrap();
    assert_eq!(open.closes_at, START + UNTIL_CLOSING);
    for (name, answered) in everywhere(&app, &round, &cookie).await {
        assert_eq!(answered.status(), StatusCode::GONE, "{name}");
        assert_eq!(max_age(&answered), None, "{name}");
    }
    let late = app.visitor();
    let start = late.post(&format!("{}/start", round.answer), &[("token", &round.token)]).await;
    assert_eq!(start.status(), StatusCode::GONE);
    assert!(start.text().await.contains("This round is closed"));
    close_due(&app, START + UNTIL_CLOSING).await;
    person.get(&format!("{}/receipt", round.answer)).await.ok().await;
}

//! The main flow over HTTP, with time moved by hand.

use crate::support::{START, TestApp, answers, between, day, fields};
use andon::catalogue::PatternId;
use andon::clock::DAY;
use reqwest::StatusCode;

#[tokio::test]
async fn five_people_answer_and_the_report_opens() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 5).await;
    let round = lead.open_round(&team.path, 6, &day(5)).await;
    for person in 0..5 {
        let there = app.visitor().answer(&round, &answers(person)).await.leads_to();
        assert_eq!(there, format!("{}/receipt", round.answer));
    }
    let encoded = answers(0).encode();
    assert!(app.holds(encoded.as_bytes()), "open rounds keep sets of answers");
    assert_eq!(lead.close(&round).await.leads_to(), round.path);
    assert!(!app.holds(encoded.as_bytes()), "sealing leaves no set of answers in any file");
    let html = lead.get(&round.path).await.ok().await.text().await.unwrap();
    assert!(html.contains("Talk about these first"));
    assert!(
        html.contains("5–7 people") || html.contains("5 to 7 people"),
        "{}",
        between(&html, "lead", "</p>").unwrap()
    );
    assert_eq!(html.matches("role=\"img\"").count(), 4, "radar and dot plot, each narrow and wide");
}

#[tokio::test]
async fn a_round_below_the_minimum_shows_a_guide_and_nothing_else() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 5).await;
    let round = lead.open_round(&team.path, 6, &day(5)).await;
    for person in 0..4 {
        app.visitor().answer(&round, &answers(person)).await.leads_to();
    }
    let ask = lead.get(&format!("{}/close", round.path)).await.ok().await.text().await.unwrap();
    assert!(ask.contains("fewer than 5"), "closing warns");
    lead.close(&round).await.leads_to();
    let html = lead.get(&round.path).await.ok().await.text().await.unwrap();
    assert!(html.contains("Too few answers"));
    assert!(!html.contains("role=\"img\""));
    for file in ["report.json", "report.csv", "radar.svg", "dots.png"] {
        assert_eq!(
            lead.get(&format!("{}/{file}", round.path)).await.status(),
            StatusCode::NOT_FOUND,
            "{file}"
        );
    }
}

#[tokio::test]
async fn a_round_closes_by_itself_once_its_day_is_over() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 6, &day(2)).await;
    for person in 0..3 {
        app.visitor().answer(&round, &answers(person)).await.leads_to();
    }
    app.clock.advance(3 * DAY);
    let late = app.visitor();
    assert_eq!(late.get(&format!("/join/{}", round.token)).await.status(), StatusCode::NOT_FOUND);
    // What the background task does every half minute.
    for due in app.store.due_rounds(START + 3 * DAY).await.unwrap() {
        app.store.close_round(&due, andon::store::ClosedBy::Day, START + 3 * DAY).await.unwrap();
    }
    assert!(lead.get(&round.path).await.text().await.contains("Talk about these first"));
}

#[tokio::test]
async fn too_few_answers_on_the_day_give_seven_more_days_once() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 6, &day(2)).await;
    app.visitor().answer(&round, &answers(0)).await.leads_to();
    let close_due = async |now: i64| {
        for due in app.store.due_rounds(now).await.unwrap() {
            app.store.close_round(&due, andon::store::ClosedBy::Day, now).await.unwrap();
        }
    };
    app.clock.advance(3 * DAY);
    close_due(START + 3 * DAY).await;
    let join =
        app.visitor().get(&format!("/join/{}", round.token)).await.ok().await.text().await.unwrap();
    assert!(join.contains("Seven more days"), "the join page announces it");
    app.clock.advance(7 * DAY);
    close_due(START + 10 * DAY).await;
    assert!(lead.get(&round.path).await.text().await.contains("Too few answers"));
    // The server itself may have been quicker, and still be cleaning up.
    app.store.clean_bytes().await.unwrap();
    assert!(!app.holds(answers(0).encode().as_bytes()));
}

#[tokio::test]
async fn a_second_round_shows_the_first_as_second_outline_and_waits_28_days() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let first = lead.open_round(&team.path, 4, &day(2)).await;
    for person in 0..3 {
        app.visitor().answer(&first, &answers(person)).await.leads_to();
    }
    lead.close(&first).await.leads_to();
    let home = lead.get(&team.path).await.text().await;
    assert!(home.contains("can be opened from 30 March 2026"), "{home}");
    let soon = lead
        .post(
            &format!("{}/rounds", team.path),
            &[("roster", "4"), ("closing_day", &day(3)), ("do", "open")],
        )
        .await;
    assert_eq!(soon.status(), StatusCode::CONFLICT);
    assert!(soon.text().await.contains("28 days"));
    // The draft that was kept is opened once the time has come.
    app.clock.advance(28 * DAY);
    let home = lead.get(&team.path).await.text().await;
    let draft = format!(
        "{}/rounds/{}",
        team.path,
        between(&home, &format!("{}/rounds/", team.path), "\"").unwrap()
    );
    let form = [("roster", "4"), ("closing_day", &*day(33)), ("do", "open")];
    lead.post(&format!("{draft}/open"), &form).await.leads_to();
    let html = lead.get(&draft).await.text().await;
    let second = crate::support::OpenRound {
        answer: format!("/answer/{}", draft.rsplit('/').next().unwrap()),
        token: between(&html, "/join/", "<").unwrap(),
        code: String::new(),
        path: draft,
    };
    for person in 4..7 {
        app.visitor().answer(&second, &answers(person)).await.leads_to();
    }
    lead.close(&second).await.leads_to();
    let html = lead.get(&second.path).await.ok().await.text().await.unwrap();
    assert!(html.contains("2 March 2026"), "the round before is named");
    let csv = lead.get(&format!("{}/radar.csv", second.path)).await.text().await;
    assert!(csv.lines().next().unwrap().contains("2 March 2026"), "{csv}");
}

#[tokio::test]
async fn answers_can_be_changed_and_withdrawn_until_the_round_closes() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let id = round.answer.rsplit('/').next().unwrap().parse().unwrap();
    let person = app.visitor();
    person.answer(&round, &answers(0)).await.leads_to();
    let html = person.get(&round.answer).await.ok().await.text().await.unwrap();
    assert_eq!(html.matches(" checked").count(), 18, "what was sent is filled in");
    person.change(&round, &answers(1)).await.leads_to();
    assert_eq!(app.store.response_count(&id).await.unwrap(), 1);
    person.post(&format!("{}/withdraw", round.answer), &[]).await.leads_to();
    assert_eq!(app.store.response_count(&id).await.unwrap(), 0);
    assert!(
        person
            .get(&format!("{}/receipt", round.answer))
            .await
            .text()
            .await
            .contains("None of your answers are stored")
    );
    person.submit(&round, &answers(2)).await.leads_to();
    assert_eq!(
        app.store.response_count(&id).await.unwrap(),
        1,
        "the receipt permits one new answer"
    );
    person.post(&format!("{}/forget", round.answer), &[]).await.leads_to();
    assert_eq!(
        person.get(&round.answer).await.status(),
        StatusCode::FORBIDDEN,
        "the device has forgotten"
    );
    assert_eq!(app.store.response_count(&id).await.unwrap(), 1, "what is stored still counts");
}

#[tokio::test]
async fn pressing_submit_twice_makes_one_response() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let person = app.visitor();
    person.start(&round).await;
    let mine = answers(3);
    let (one, two) = tokio::join!(person.submit(&round, &mine), person.submit(&round, &mine));
    assert_eq!((one.status(), two.status()), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    let id = round.answer.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(app.store.response_count(&id).await.unwrap(), 1);
}

#[tokio::test]
async fn a_get_never_takes_a_ballot_and_start_gives_one_for_each_browser() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let robot = app.visitor();
    let page = robot.get(&format!("/join/{}", round.token)).await.ok().await;
    assert!(page.headers().get("set-cookie").is_none());
    assert_eq!(robot.get(&round.answer).await.status(), StatusCode::FORBIDDEN);
    let person = app.visitor();
    person.start(&round).await;
    person.get(&round.answer).await.ok().await;
    app.clock.advance(DAY);
    let stale = person.submit(&round, &answers(0)).await;
    assert_eq!(stale.status(), StatusCode::FORBIDDEN, "an unused ballot expires after a day");
    assert!(stale.text().await.contains("Your answers were not stored"));
}

#[tokio::test]
async fn the_roster_bounds_submitted_answers_and_can_be_raised() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 3, &day(2)).await;
    // Somebody who began while there was room.
    let fourth = app.visitor();
    fourth.start(&round).await;
    for person in 0..3 {
        app.visitor().answer(&round, &answers(person)).await.leads_to();
    }
    let refused = fourth.submit(&round, &answers(3)).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    let html = refused.text().await;
    assert!(
        html.contains("not stored") && html.matches(" checked").count() == 18,
        "nothing typed is lost"
    );
    lead.post(&format!("{}/roster", round.path), &[("roster", "4")]).await.leads_to();
    fourth.submit(&round, &answers(3)).await.leads_to();
    let lower = lead.post(&format!("{}/roster", round.path), &[("roster", "3")]).await;
    assert_eq!(lower.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_round_closed_meanwhile_says_plainly_that_nothing_was_stored() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let slow = app.visitor();
    slow.start(&round).await;
    for person in 0..3 {
        app.visitor().answer(&round, &answers(person)).await.leads_to();
    }
    lead.close(&round).await.leads_to();
    let late = slow.submit(&round, &answers(4)).await;
    assert_eq!(late.status(), StatusCode::GONE);
    assert!(late.text().await.contains("Your answers were not stored"));
}

#[tokio::test]
async fn without_javascript_the_answers_travel_from_step_to_step() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let form = fields(&answers(2), "structure");
    let form: Vec<(&str, &str)> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let html = visitor.post("/try", &form).await.ok().await.text().await.unwrap();
    assert_eq!(html.matches(" checked").count(), 18);
    let shown = html
        .split("data-step=\"")
        .skip(1)
        .filter(|part| !part.split('>').next().unwrap().contains("hidden"));
    assert_eq!(
        shown.map(|part| part.split('"').next().unwrap().to_owned()).collect::<Vec<_>>(),
        ["structure"]
    );
    assert_eq!(
        PatternId::ALL.iter().filter(|id| html.contains(&format!("name=\"{id}\""))).count(),
        18
    );
}

#[tokio::test]
async fn the_survey_alone_stores_nothing() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let dump = async || app.database.direct().await.dump().await;
    let before = dump().await;
    let form = fields(&answers(1), "submit");
    let form: Vec<(&str, &str)> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let page = visitor.post("/try", &form).await.ok().await;
    assert!(page.headers().get("set-cookie").is_none());
    assert!(page.text().await.unwrap().contains("One person\u{2019}s view"));
    assert_eq!(dump().await, before);
    assert!(!app.holds(answers(1).encode().as_bytes()));
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_keeps_what_it_acknowledged() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    app.visitor().answer(&round, &answers(0)).await.leads_to();
    let id = round.answer.rsplit('/').next().unwrap().parse().unwrap();
    // A watcher's open stream must not hold the server up.
    let _stream = lead.get(&format!("{}/live", round.path)).await.ok().await;
    let database =
        tokio::time::timeout(std::time::Duration::from_secs(10), app.stop()).await.unwrap();
    let store = database.open().await;
    assert_eq!(store.response_count(&id).await.unwrap(), 1);
}

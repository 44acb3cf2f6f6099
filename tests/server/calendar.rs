//! A team's calendar, as a calendar program reads it.

use crate::reminders::running;
use crate::support::{START, TestApp, Visitor, answers, between, day, options, text};
use andon::clock::DAY;
use andon::store::{ClosedBy, TeamId};
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarValue,
};
use reqwest::StatusCode;

/// Has an address made, and gives its path.
async fn make(lead: &Visitor, team: &str) -> String {
    let page = lead.post(&format!("{team}/reminders/calendar"), &[]).await.ok().await;
    let html = page.text().await.unwrap();
    let path = between(&html, "/calendar/", "<").unwrap();
    assert!(html.contains("href=\"webcal://127.0.0.1:"), "{html}");
    format!("/calendar/{path}")
}

/// The days in a file, as another library than ours reads them: year, month, day, title.
fn days(file: &str) -> Vec<(u16, u8, u8, String)> {
    let calendar = ICalendar::parse(file).unwrap();
    let mut days: Vec<_> = calendar
        .components
        .iter()
        .filter(|part| part.component_type == ICalendarComponentType::VEvent)
        .map(|event| {
            let begins = event.property(&ICalendarProperty::Dtstart).unwrap();
            let Some(ICalendarValue::PartialDateTime(on)) = begins.values.first() else {
                panic!("{begins:?}");
            };
            let (year, month, day) = (on.year.unwrap(), on.month.unwrap(), on.day.unwrap());
            (year, month, day, word(event, &ICalendarProperty::Summary))
        })
        .collect();
    days.sort();
    days
}

fn word(event: &ICalendarComponent, property: &ICalendarProperty) -> String {
    match &event.property(property).unwrap().values[..] {
        [ICalendarValue::Text(text)] => text.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn it_shows_the_days_of_rounds_and_experiments_and_nothing_else() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let id: TeamId = team.path.rsplit('/').next().unwrap().parse().unwrap();
    let path = make(&lead, &team.path).await;
    // Programs come without cookies.
    let program = app.visitor();
    let file = async || text(&program, &path).await;
    let begins = "Andon\u{2019}s calendar for Payments".to_owned();
    assert_eq!(days(&file().await), [(2026, 3, 2, begins)]);

    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let open = file().await;
    assert_eq!(days(&open), [(2026, 3, 4, "Last day to answer: Payments".to_owned())]);
    assert!(!open.contains(&round.token) && !open.contains("1 of 5"), "{open}");
    for person in 0..4 {
        app.visitor().answer(&round, &answers(person)).await.leads_to();
    }
    assert_eq!(file().await, open, "how many have answered changes nothing");

    lead.close(&round).await.leads_to();
    running(&app.store, &id, "Smaller changes; more often, \\ with care", 20, 6).await;
    assert_eq!(
        days(&file().await),
        [
            (2026, 3, 8, "Step due: Smaller changes; more often, \\ with care".to_owned()),
            (2026, 3, 22, "Review: Smaller changes; more often, \\ with care".to_owned()),
            (2026, 3, 30, "The next round can open: Payments".to_owned()),
        ]
    );
}

#[tokio::test]
async fn its_address_is_a_secret_that_can_be_replaced_and_revoked() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let first = make(&lead, &team.path).await;
    let page = format!("{}/reminders", team.path);
    let html = text(&lead, &page).await;
    assert!(html.contains("made on 2 March 2026") && !html.contains(&first), "{html}");
    let status = async |path: &str| app.visitor().get(path).await.status();
    assert_eq!(status(&first).await, StatusCode::OK);
    let second = make(&lead, &team.path).await;
    assert_eq!(status(&first).await, StatusCode::NOT_FOUND);
    assert_eq!(status(&second).await, StatusCode::OK);
    for wrong in ["/calendar/a.ics", "/calendar/.ics", second.trim_end_matches(".ics")] {
        assert_eq!(status(wrong).await, StatusCode::NOT_FOUND, "{wrong}");
    }
    lead.post(&format!("{page}/calendar/revoke"), &[]).await.leads_to();
    assert_eq!(status(&second).await, StatusCode::NOT_FOUND);
    assert!(text(&lead, &page).await.contains("No calendar yet"));
}

#[tokio::test]
async fn a_deleted_team_has_no_calendar_and_no_receiver() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let id: TeamId = team.path.rsplit('/').next().unwrap().parse().unwrap();
    let path = make(&lead, &team.path).await;
    crate::receiver::connect(&lead, &team.path, "https://chat.example.org/quixotic").await;
    assert!(app.store.tell_test(&id, START).await.unwrap());
    app.store.delete_team(&id, START).await.unwrap();
    assert_eq!(app.visitor().get(&path).await.status(), StatusCode::NOT_FOUND);
    assert!(app.store.webhook(&id).await.unwrap().is_none());
    assert!(!app.holds(b"quixotic"));
}

#[tokio::test]
async fn a_deleted_organisation_leaves_nothing_of_its_reminders() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let id: TeamId = team.path.rsplit('/').next().unwrap().parse().unwrap();
    let path = make(&lead, &team.path).await;
    crate::receiver::connect(&lead, &team.path, "https://chat.example.org/quixotic").await;
    assert!(app.store.tell_test(&id, START).await.unwrap());
    assert!(app.holds(b"quixotic"));
    let of = crate::support::organisation(&app, "Acme").await;
    app.store.delete_organisation(&of.id).await.unwrap();
    assert_eq!(app.visitor().get(&path).await.status(), StatusCode::NOT_FOUND);
    assert!(!app.holds(b"quixotic"));
}

#[tokio::test]
async fn it_is_sent_again_only_when_a_day_has_changed() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let path = make(&lead, &team.path).await;
    let ask = async |tag: Option<&str>| {
        let request = app.visitor().request(reqwest::Method::GET, &path);
        let request = tag.into_iter().fold(request, |r, tag| r.header("if-none-match", tag));
        request.send().await.unwrap()
    };
    let first = ask(None).await;
    assert_eq!(first.headers()["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(first.headers()["cache-control"], "private, no-cache");
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    app.clock.advance(5 * DAY);
    assert_eq!(ask(Some(&tag)).await.status(), StatusCode::NOT_MODIFIED);
    let closing = day(8);
    let round = lead.open_round(&team.path, 5, &closing).await;
    assert_eq!(ask(Some(&tag)).await.status(), StatusCode::OK);
    // A round that came to nothing leaves nothing behind.
    let id = round.path.rsplit('/').next().unwrap().parse().unwrap();
    app.store.close_round(&id, ClosedBy::Facilitator, START + 5 * DAY).await.unwrap();
    assert_eq!(ask(Some(&tag)).await.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn guessing_at_addresses_is_slowed_down() {
    let app = TestApp::start_with(&options(&[])).await;
    let stranger = app.visitor();
    for _ in 0..400 {
        if stranger.get("/calendar/guess.ics").await.status() == StatusCode::TOO_MANY_REQUESTS {
            return;
        }
    }
    panic!("400 guesses were answered");
}

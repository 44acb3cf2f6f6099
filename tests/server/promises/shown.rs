//! What the privacy page promises and no other test shows.

use crate::house::{House, ask, key, visit};
use crate::oidc::started;
use crate::provider::{Provider, ada};
use crate::support::{START, TestApp, answers, day, options, text};
use andon::clock::DAY;
use andon::store::{Role, TeamId};
use reqwest::{Method, StatusCode};

#[tokio::test]
async fn opening_the_link_and_pressing_start_store_nothing() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let person = app.visitor();
    let dump = async || app.direct().await.dump().await;
    let before = dump().await;
    person.get(&format!("/join/{}", round.token)).await.ok().await;
    person.start(&round).await;
    text(&person, &round.answer).await;
    assert_eq!(dump().await, before);
    person.submit(&round, &answers(0)).await.leads_to();
    assert_ne!(dump().await, before, "submitting does");
}

#[tokio::test]
async fn the_receipts_cookie_goes_to_the_answer_page_alone_and_opens_nothing_after_the_close() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let person = app.visitor();
    let form = [("token", round.token.as_str())];
    let started = person.post(&format!("{}/start", round.answer), &form).await;
    let submitted = person.submit(&round, &answers(0)).await;
    for answer in [&started, &submitted] {
        let cookie = answer.0.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with("ballot=") && cookie.contains("HttpOnly"), "{cookie}");
        assert!(cookie.contains(&format!("Path={};", round.answer)), "{cookie}");
    }
    person.get(&round.answer).await.ok().await;
    lead.close(&round).await.leads_to();
    assert_eq!(person.get(&round.answer).await.status(), StatusCode::GONE);
}

#[tokio::test]
async fn over_tls_the_ballots_cookie_is_sent_over_tls_alone() {
    let args = options(&["--public-url", "https://andon.example", "--setup", "open"]);
    let app = TestApp::start_with(&args).await;
    let (_, team) = app.set_up("Acme", 3).await;
    let team: TeamId = team.path.rsplit('/').next().unwrap().parse().unwrap();
    let store = &app.store;
    let draft = store.create_draft(&team, 5, START + DAY, true, "andon-1", START).await;
    let round = draft.unwrap();
    store.open_round(&round, "token", "one two three", &[7; 32], START).await.unwrap();
    let start = format!("/answer/{round}/start");
    let started = app.visitor().post(&start, &[("token", "token")]).await;
    let cookie = started.0.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Secure-ballot=") && cookie.contains("Secure;"), "{cookie}");
}

#[tokio::test]
async fn an_address_that_is_slowed_down_is_on_no_disk() {
    let app = TestApp::start_with(&options(&["--trusted-proxies", "127.0.0.1"])).await;
    app.set_up("Acme", 3).await;
    let visitor = app.visitor();
    let guess = || {
        let request = visitor.request(Method::POST, "/join").form(&[("code", "one two three")]);
        request.header("x-forwarded-for", "198.51.100.77").send()
    };
    while guess().await.unwrap().status() != StatusCode::TOO_MANY_REQUESTS {}
    assert!(app.holds(b"Acme"), "the search finds what is there");
    assert!(!app.holds(b"198.51.100.77"));
}

#[tokio::test]
async fn access_links_are_shown_once_and_stored_as_fingerprints() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    app.visitor().get(&team.facilitator).await.leads_to();
    assert!(app.holds(b"Acme"), "the search finds what is there");
    for link in [&team.admin, &team.facilitator] {
        let secret = link.trim_start_matches("/k/");
        assert!(secret.len() > 20 && !app.holds(secret.as_bytes()));
        for path in ["/", "/admin", &team.path] {
            assert!(!text(&lead, path).await.contains(secret), "{path}");
        }
    }
}

/// Whether some text has what a person said, as single digits one after another, whatever
/// stands between them.
fn tells(text: &str, said: &str) -> bool {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    let digits: String = numbers.filter(|number| number.len() == 1).collect();
    text.contains(said) || digits.contains(said)
}

#[tokio::test]
async fn no_role_is_given_what_one_person_said() {
    let app = TestApp::start().await;
    let house = House::build(&app, "Acme").await;
    app.clock.advance(35 * DAY);
    let lead = visit(&app, &house.facilitator).await;
    let team = format!("/teams/{}", house.team);
    let round = lead.open_round(&team, 9, &day(40)).await;
    let said: Vec<String> = (0..6).map(|person| answers(person).encode()).collect();
    for person in 0..6 {
        app.visitor().answer(&round, &answers(person)).await.leads_to();
    }
    let spelt: Vec<String> = said[0].chars().map(|point| format!("\"x\": {point}")).collect();
    assert!(tells(&spelt.join(", "), &said[0]), "the search finds what would be there");
    let files = ["", "/report.json", "/report.csv", "/dots.csv", "/dots.svg", "/radar.csv"];
    let mut paths: Vec<String> = files.map(|file| format!("{}{file}", round.path)).to_vec();
    let admin = format!("/admin/{}/log", house.of.id);
    paths.extend([team.clone(), "/admin".to_owned(), admin]);
    for path in ["/coach", "/coach/board.csv", "/coach/board.json", "/leadership"] {
        paths.push(path.to_owned());
    }
    let id = round.path.rsplit('/').next().unwrap();
    let asked = [house.rounds(), format!("{}/{id}/report", house.rounds())];
    let shared = id.parse().unwrap();
    let reader = key(&app.store, &house.of.id, None, Some(&shared), Role::Reader).await;
    let mut opened = [0, 0];
    for (step, opened) in opened.iter_mut().enumerate() {
        if step == 1 {
            lead.close(&round).await.leads_to();
        }
        for key in [&house.admin, &house.facilitator, &house.coach, &house.leader, &reader] {
            let visitor = visit(&app, key).await;
            let mut pages = Vec::new();
            for path in &paths {
                pages.push((path, visitor.get(path).await.0));
            }
            for path in &asked {
                pages.push((path, ask(&app, &key.secret, path).await));
            }
            for (path, page) in pages {
                *opened += usize::from(page.status() == StatusCode::OK);
                let text = page.text().await.unwrap();
                assert!(said.iter().all(|said| !tells(&text, said)), "{path}: {text}");
            }
        }
    }
    assert!(opened[0] >= 9 && opened[1] >= opened[0] + 18, "{opened:?}");
}

#[tokio::test]
async fn a_cord_is_a_team_a_pattern_and_days() {
    let app = TestApp::start().await;
    let columns = app.direct().await.columns("cords").await;
    assert_eq!(columns, ["team_id", "pattern", "pulled_on", "let_go_on"]);
}

#[tokio::test]
async fn a_month_of_signals_is_a_team_and_numbers() {
    let app = TestApp::start().await;
    let columns = app.direct().await.columns("signals").await;
    let numbers = ["deployments", "failed", "lead_time", "incidents", "by_change", "restore_time"];
    assert_eq!(columns, [&["team_id", "month"][..], &numbers[..]].concat());
}

#[tokio::test]
async fn the_provider_learns_of_sign_ins_and_of_nothing_else() {
    let provider = Provider::start().await;
    let (app, team) = started(&provider, "payments=facilitator:TEAM").await;
    let asked = || ["description", "keys", "token"].map(|what| provider.asked(what));
    let lead = app.visitor();
    provider.signs_in(&lead, &ada(&["payments"])).await.leads_to();
    let after = asked();
    assert!(after.iter().all(|times| *times > 0), "{after:?}");
    let round = lead.open_round(&team, 5, &day(2)).await;
    for person in 0..3 {
        let visitor = app.visitor();
        let join = visitor.get(&format!("/join/{}", round.token)).await.ok().await;
        // Nothing on the page is fetched from there, and nobody is sent there.
        assert!(!join.text().await.unwrap().contains(&provider.issuer));
        visitor.answer(&round, &answers(person)).await.leads_to();
    }
    lead.close(&round).await.leads_to();
    text(&lead, &round.path).await;
    assert_eq!(asked(), after);
    assert!(app.store.organisations().await.unwrap()[0].created_at <= START);
}

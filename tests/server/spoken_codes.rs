//! Guessing spoken codes: wrong ones are braked over all addresses, right ones and links
//! never are, and nobody can lock others out.

use crate::support::{TestApp, day, options, text};
use futures::StreamExt as _;
use reqwest::{Client, StatusCode};
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Tries a code as somebody behind the proxy.
async fn tries(client: &Client, app: &TestApp, from: &str, code: &str) -> StatusCode {
    let request = client.post(format!("{}/join", app.url)).header("origin", &app.url);
    let request = request.header("x-forwarded-for", from).form(&[("code", code)]);
    request.send().await.unwrap().status()
}

async fn behind_a_proxy() -> TestApp {
    TestApp::start_with(&options(&["--trusted-proxies", "127.0.0.1"])).await
}

/// The counts of `/metrics`, by outcome, an hour later.
async fn counted(app: &TestApp) -> HashMap<String, u64> {
    app.clock.advance(3600);
    let metrics = text(&app.visitor(), "/metrics").await;
    let lines = metrics.lines().filter_map(|line| {
        let rest = line.strip_prefix("andon_spoken_codes_total{outcome=\"")?;
        let (outcome, count) = rest.split_once("\"} ")?;
        Some((outcome.to_owned(), count.parse().unwrap()))
    });
    lines.collect()
}

#[tokio::test]
async fn three_thousand_guesses_from_three_hundred_networks_are_braked() {
    let app = behind_a_proxy().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    // Ten from each network, which is what each may try if nobody else does.
    let guesses = futures::stream::iter(0..3000).map(|guess| {
        let (client, app) = (&client, &app);
        async move {
            let from = format!("2001:db8:{:x}::{guess:x}", guess % 300);
            tries(client, app, &from, "three wrong words").await
        }
    });
    let guessing = async {
        let mut statuses: HashMap<u16, u32> = HashMap::new();
        let mut guesses = guesses.buffer_unordered(100);
        while let Some(status) = guesses.next().await {
            *statuses.entry(status.as_u16()).or_default() += 1;
        }
        statuses
    };
    let meanwhile = async {
        let mut slowest = Duration::ZERO;
        for person in 0..20 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let begun = Instant::now();
            // From one office, and each of them right.
            let status = tries(&client, &app, "198.51.100.7", &round.code).await;
            assert_eq!(status, StatusCode::SEE_OTHER, "{person}");
            slowest = slowest.max(begun.elapsed());
            let begun = Instant::now();
            app.visitor().get(&format!("/join/{}", round.token)).await.ok().await;
            slowest = slowest.max(begun.elapsed());
        }
        slowest
    };
    let begun = Instant::now();
    let (statuses, slowest) = tokio::join!(guessing, meanwhile);
    let took = begun.elapsed().as_secs();
    // A wrong one that is delayed waits for five seconds.
    assert!(slowest < Duration::from_secs(4), "{slowest:?}");
    // The first 50 are answered at once, a few wait for their answer, and of each network
    // two are looked up.
    let answered = statuses[&422];
    let most = 150 + 10 * u32::try_from(took).unwrap();
    assert!((50..most).contains(&answered), "{statuses:?} in {took} s");
    assert_eq!(statuses[&429], 3000 - answered, "{statuses:?}");
    let counted = counted(&app).await;
    let looked_up = counted["wrong"] + counted["delayed"];
    // Time gives each of them one more after six seconds, and one every half minute then.
    assert!((600..=1_000 + took * 10).contains(&looked_up), "{counted:?} in {took} s");
    assert_eq!(counted["right"], 20);
    assert_eq!(looked_up + counted["refused"], 3000, "{counted:?}");
}

#[tokio::test]
async fn sixty_five_thousand_networks_of_one_site_are_one_guesser() {
    let app = behind_a_proxy().await;
    let client = Client::new();
    let begun = Instant::now();
    let mut looked_up = 0;
    for guess in 0..300 {
        let from = format!("2001:db8:1:{guess:x}::1");
        // Whoever waits for an answer has been looked up.
        let tried = tries(&client, &app, &from, "three wrong words");
        match tokio::time::timeout(Duration::from_millis(300), tried).await {
            Ok(StatusCode::TOO_MANY_REQUESTS) => {}
            Ok(StatusCode::UNPROCESSABLE_ENTITY) | Err(_) => looked_up += 1,
            Ok(other) => panic!("{other}"),
        }
    }
    let most = 60 + begun.elapsed().as_secs();
    assert!((50..=most).contains(&looked_up), "{looked_up} of at most {most}");
}

#[tokio::test]
async fn a_hall_of_people_may_type_the_right_code_all_at_once() {
    let app = TestApp::start_with(&options(&[])).await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let all = (0..200).map(|_| tries(&client, &app, "", &round.code));
    for status in futures::future::join_all(all).await {
        assert_eq!(status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_wrong_code_beyond_the_budget_of_all_is_answered_later() {
    let app = behind_a_proxy().await;
    let client = Client::new();
    for network in 0..50 {
        let from = format!("198.51.100.{network}");
        let status = tries(&client, &app, &from, "three wrong words").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{network}");
    }
    let mut slow = 0;
    for person in 0..3 {
        let begun = Instant::now();
        let from = format!("203.0.113.{person}");
        let status = tries(&client, &app, &from, "three wrong words").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        slow += u32::from(begun.elapsed() >= Duration::from_secs(4));
    }
    // One may be free again meanwhile: one a second is.
    assert!(slow >= 1);
}

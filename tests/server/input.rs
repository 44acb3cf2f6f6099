//! Whatever is sent, the answer is a clear page, and nothing wrong is stored.

use crate::support::{TestApp, answers, day, fields};
use reqwest::{Method, StatusCode};

#[tokio::test]
async fn a_bad_answer_comes_back_with_its_message_and_everything_else_kept() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let id = round.answer.rsplit('/').next().unwrap().parse().unwrap();
    let person = app.visitor();
    person.start(&round).await;
    let good = fields(&answers(1), "submit");
    for (name, value) in [
        ("heroics", "5"),
        ("heroics", "-1"),
        ("heroics", "abc"),
        ("no-such-item", "1"),
        ("heroics", "<script>"),
    ] {
        let mut form: Vec<(&str, &str)> = good
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .filter(|(a, _)| *a != name)
            .collect();
        form.push((name, value));
        let refused = person.post(&round.answer, &form).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{name}={value}");
        let html = refused.text().await;
        assert!(
            html.contains("role=\"alert\"") && html.matches(" checked").count() >= 17,
            "{name}={value}"
        );
        assert!(!html.contains("<script>\""), "{name}={value}");
        assert_eq!(app.store.response_count(&id).await.unwrap(), 0);
    }
    let empty = person.post(&round.answer, &[("go", "submit")]).await;
    assert_eq!(empty.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_used_or_foreign_or_forged_ballot_is_refused() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let (other_lead, other_team) = app.set_up("Other", 3).await;
    let other = other_lead.open_round(&other_team.path, 5, &day(2)).await;

    let person = app.visitor();
    let start = person.post(&format!("{}/start", round.answer), &[("token", &round.token)]).await.0;
    let cookie =
        start.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let fresh = reqwest::Client::new();
    let send = async |path: &str, cookie: &str, person: usize| {
        let form = fields(&answers(person), "submit");
        let request = fresh
            .post(format!("{}{path}", app.url))
            .header("origin", &app.url)
            .header("cookie", cookie);
        request.form(&form).send().await.unwrap()
    };
    assert_eq!(
        send(&other.answer, &cookie, 0).await.status(),
        StatusCode::FORBIDDEN,
        "a foreign ballot"
    );
    assert_eq!(
        send(&round.answer, "ballot=abc.-.def", 0).await.status(),
        StatusCode::FORBIDDEN,
        "a forged ballot"
    );
    person.submit(&round, &answers(0)).await.leads_to();
    let again = send(&round.answer, &cookie, 1).await;
    assert_eq!(again.status(), StatusCode::CONFLICT, "a used ballot with other answers");
    assert!(again.text().await.unwrap().contains("Nothing has been replaced yet"));
    let id = round.answer.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(app.store.response_count(&id).await.unwrap(), 1);
    let id = other.answer.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(app.store.response_count(&id).await.unwrap(), 0);
}

#[tokio::test]
async fn names_are_checked_and_shown_as_text() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let long = "x".repeat(2000);
    for bad in ["", "   ", &long, "abc\u{202e}def", "a\u{7}b"] {
        let form = [("organisation", bad), ("team", "Payments"), ("minimum_group", "5")];
        let refused = visitor.post("/setup", &form).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{bad:.20}");
        assert!(refused.text().await.contains("value=\"Payments\""), "what was typed is kept");
    }
    for bad in ["2", "11", "five", "", "5.5", "99999999999"] {
        let form = [("organisation", "Acme"), ("team", "Payments"), ("minimum_group", bad)];
        assert_eq!(
            visitor.post("/setup", &form).await.status(),
            StatusCode::UNPROCESSABLE_ENTITY,
            "{bad}"
        );
    }
    assert!(app.store.organisations().await.unwrap().is_empty());
    let (lead, team) = app.set_up("<b>Acme</b>", 3).await;
    lead.post(&format!("{}/rename", team.path), &[("name", "<script>alert(1)</script>")])
        .await
        .leads_to();
    let html = lead.get(&team.path).await.text().await;
    assert!(!html.contains("<script>alert") && html.contains("&lt;script&gt;alert(1)"));
    assert!(html.contains("&lt;b&gt;Acme"));
}

#[tokio::test]
async fn a_round_takes_only_a_sensible_roster_and_day() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let path = format!("{}/rounds", team.path);
    for (roster, closing) in [
        ("2", day(3)),
        ("501", day(3)),
        ("", day(3)),
        ("many", day(3)),
        ("-5", day(3)),
        ("5", String::new()),
        ("5", "31.3.2026".to_owned()),
        ("5", day(-1)),
        ("5", day(400)),
        ("5", "9999-12-31".to_owned()),
    ] {
        let refused = lead
            .post(&path, &[("roster", roster), ("closing_day", &closing), ("do", "open")])
            .await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{roster}, {closing}");
        assert!(
            refused.text().await.contains(&format!("value=\"{roster}\"")),
            "{roster}, {closing}"
        );
    }
}

#[tokio::test]
async fn too_much_and_garbage_are_4xx_everywhere() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let paths = [
        "/setup".to_owned(),
        "/try".to_owned(),
        "/join".to_owned(),
        "/theme".to_owned(),
        round.answer.clone(),
        format!("{}/start", round.answer),
        format!("{}/rename", team.path),
        format!("{}/rounds", team.path),
        format!("{}/roster", round.path),
        format!("{}/extend", round.path),
    ];
    let form = "application/x-www-form-urlencoded";
    for path in &paths {
        for (kind, body) in [
            (form, vec![b'a'; 1_000_000]),
            (form, [b"name=".as_slice(), &vec![b'x'; 1_000_000]].concat()),
            (form, b"name=%FF%FE%00".to_vec()),
            (form, b"a=1&a=2".to_vec()),
            (form, (0..=255).collect()),
            (form, b"%ED%A0%80=%ED%A0%80".to_vec()),
            ("application/json", b"{\"name\":1}".to_vec()),
            ("text/plain", b"hello".to_vec()),
        ] {
            let short = String::from_utf8_lossy(&body[..body.len().min(20)]).into_owned();
            let sent = lead
                .request(Method::POST, path)
                .header("content-type", kind)
                .body(body)
                .send()
                .await;
            // The server may hang up on a body that it will not read.
            let Ok(response) = sent else { continue };
            assert!(
                response.status().is_client_error(),
                "{path} {kind} {short:?}: {}",
                response.status()
            );
            let told = response.text().await.unwrap();
            assert!(told.contains("<h1"), "{path} {kind} {short:?} is answered by a page");
        }
    }
    for path in [
        "/teams/x",
        "/teams/%00",
        "/answer/../../etc/passwd",
        "/k/%F0%9F%92%A9",
        "/join/nothing",
        "/patterns/none",
        "/pkg/../Cargo.toml",
    ] {
        let status = lead.get(path).await.status();
        assert!(status.is_client_error(), "{path}: {status}");
    }
}

//! Who may open what, and from where a change may come.

use crate::support::{TestApp, Visitor, answers, between, day, options};
use andon::clock::DAY;
use reqwest::{Method, StatusCode};

/// An organisation with a sealed round, and everything in it that has an address.
struct House {
    lead: Visitor,
    admin: Visitor,
    reader: Visitor,
    team: String,
    sealed: String,
    organisation: String,
}

async fn house(app: &TestApp, name: &str) -> House {
    let (lead, team) = app.set_up(name, 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    for person in 0..3 {
        app.visitor().answer(&round, &answers(person)).await.leads_to();
    }
    lead.close(&round).await.leads_to();
    let html =
        lead.post(&format!("{}/share", round.path), &[]).await.ok().await.text().await.unwrap();
    let reader = app.visitor();
    reader.get(&format!("/k/{}", between(&html, "/k/", "<").unwrap())).await.leads_to();
    let admin = app.visitor();
    assert_eq!(admin.get(&team.admin).await.leads_to(), "/admin");
    let page = admin.get("/admin").await.ok().await.text().await.unwrap();
    let organisation = format!("/admin/{}", between(&page, "action=\"/admin/", "/").unwrap());
    // The browser that set it up holds both links; this one leads the team and nothing else.
    let only = app.visitor();
    assert_eq!(only.get(&team.facilitator).await.leads_to(), team.path);
    House { lead: only, admin, reader, team: team.path, sealed: round.path, organisation }
}

#[tokio::test]
async fn every_page_opens_for_its_own_people_only() {
    let app = TestApp::start().await;
    let own = house(&app, "Own").await;
    let foreign = house(&app, "Foreign").await;
    let nobody = app.visitor();
    let sealed = &own.sealed;
    let reads = [
        // path, facilitator, administrator, reader
        (own.team.clone(), true, false, false),
        (sealed.clone(), true, false, true),
        (format!("{sealed}/radar.svg"), true, false, true),
        (format!("{sealed}/radar.png"), true, false, true),
        (format!("{sealed}/dots.csv"), true, false, true),
        (format!("{sealed}/report.csv"), true, false, true),
        (format!("{sealed}/report.json"), true, false, true),
        (format!("{sealed}/charts.zip"), true, false, true),
        (format!("{sealed}/live"), true, false, false),
        (format!("{}/delete", own.organisation), false, true, false),
    ];
    for (path, leads, administers, reads_report) in reads {
        for (who, visitor, may) in [
            ("the facilitator", &own.lead, leads),
            ("the administrator", &own.admin, administers),
            ("a reader", &own.reader, reads_report),
            ("another organisation's facilitator", &foreign.lead, false),
            ("another organisation's administrator", &foreign.admin, false),
            ("another organisation's reader", &foreign.reader, false),
            ("a stranger", &nobody, false),
        ] {
            let wanted = if may { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(visitor.get(&path).await.status(), wanted, "{who} reads {path}");
        }
    }
    assert_eq!(own.admin.get("/admin").await.status(), StatusCode::OK);
    for visitor in [&own.lead, &own.reader, &nobody] {
        assert_eq!(visitor.get("/admin").await.status(), StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn every_change_is_refused_to_everybody_else() {
    let app = TestApp::start().await;
    let own = house(&app, "Own").await;
    let foreign = house(&app, "Foreign").await;
    let nobody = app.visitor();
    let sealed = &own.sealed;
    let organisation = &own.organisation;
    let id = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
    let led = [
        format!("{}/rename", own.team),
        format!("{}/rounds", own.team),
        format!("{sealed}/open"),
        format!("{sealed}/extend"),
        format!("{sealed}/roster"),
        format!("{sealed}/close"),
        format!("{sealed}/discard"),
        format!("{sealed}/share"),
        format!("{sealed}/share/{id}/revoke"),
    ];
    let administered = [
        format!("{organisation}/teams"),
        format!("{organisation}/rename"),
        format!("{organisation}/minimum"),
        format!("{organisation}/links/{id}/reissue"),
        format!("{organisation}/links/{id}/revoke"),
        format!("{organisation}/teams/{id}/link"),
        format!("{organisation}/teams/{id}/delete"),
        format!("{organisation}/delete"),
    ];
    let form = [
        ("name", "Stolen"),
        ("sure", "yes"),
        ("team", "Stolen"),
        ("roster", "9"),
        ("closing_day", "2026-03-09"),
    ];
    for path in &led {
        for visitor in
            [&own.admin, &own.reader, &foreign.lead, &foreign.admin, &foreign.reader, &nobody]
        {
            assert_eq!(visitor.post(path, &form).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
    for path in &administered {
        for visitor in
            [&own.lead, &own.reader, &foreign.lead, &foreign.admin, &foreign.reader, &nobody]
        {
            assert_eq!(visitor.post(path, &form).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
    let home = own.lead.get(&own.team).await.text().await;
    assert!(!home.contains("Stolen"));
}

#[tokio::test]
async fn a_change_from_another_site_is_refused() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let path = format!("{}/rename", team.path);
    for (header, value) in [
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let request = lead
            .client
            .post(format!("{}{path}", app.url))
            .header(header, value)
            .form(&[("name", "Stolen")]);
        assert_eq!(
            request.send().await.unwrap().status(),
            StatusCode::FORBIDDEN,
            "{header}: {value}"
        );
    }
    let bare = lead
        .client
        .post(format!("{}{path}", app.url))
        .form(&[("name", "Stolen")])
        .send()
        .await
        .unwrap();
    assert_eq!(bare.status(), StatusCode::FORBIDDEN);
    assert!(!lead.get(&team.path).await.text().await.contains("Stolen"));
}

#[tokio::test]
async fn a_reissued_link_replaces_the_old_one_and_a_revoked_one_opens_nothing() {
    let app = TestApp::start().await;
    let (admin, team) = app.set_up("Acme", 3).await;
    let lead = app.visitor();
    lead.get(&team.facilitator).await.leads_to();
    let page = admin.get("/admin").await.text().await;
    let reissue = page
        .split("action=\"")
        .find(|form| form.contains("aria-label=\"Reissue: Facilitator of Payments\""))
        .and_then(|form| form.split('"').next())
        .unwrap()
        .to_owned();
    let html = admin.post(&reissue, &[]).await.ok().await.text().await.unwrap();
    let fresh = format!("/k/{}", between(&html, "/k/", "<").unwrap());
    assert_eq!(
        lead.get(&team.path).await.status(),
        StatusCode::NOT_FOUND,
        "the old link's sessions end"
    );
    assert_eq!(app.visitor().get(&team.facilitator).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(lead.get(&fresh).await.leads_to(), team.path);
    lead.get(&team.path).await.ok().await;
    lead.post("/signout", &[]).await.leads_to();
    assert_eq!(lead.get(&team.path).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn sessions_and_links_end_in_time() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    app.clock.advance(31 * DAY);
    assert_eq!(
        lead.get(&team.path).await.status(),
        StatusCode::NOT_FOUND,
        "a session lasts 30 days"
    );
    assert_eq!(lead.get(&team.facilitator).await.leads_to(), team.path);
    app.clock.advance(731 * DAY);
    assert_eq!(
        lead.get(&team.facilitator).await.status(),
        StatusCode::NOT_FOUND,
        "a link lasts two years"
    );
}

#[tokio::test]
async fn opening_a_link_leaves_no_secret_in_an_address_and_sets_a_careful_cookie() {
    let app = TestApp::start().await;
    let (_, team) = app.set_up("Acme", 3).await;
    let response = app.visitor().get(&team.facilitator).await.0;
    let secret = team.facilitator.trim_start_matches("/k/");
    assert!(!response.headers()["location"].to_str().unwrap().contains(secret));
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly")
            && cookie.contains("SameSite=Lax")
            && cookie.contains("Path=/;"),
        "{cookie}"
    );
    assert!(!cookie.contains(secret));

    let secure = TestApp::start_with(&options(&[
        "--public-url",
        "https://andon.example",
        "--setup",
        "open",
    ]))
    .await;
    let (_, team) = secure.set_up("Acme", 3).await;
    let response = secure.visitor().get(&team.facilitator).await.0;
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-andon=") && cookie.contains("Secure"), "{cookie}");
    assert!(response.headers().contains_key("strict-transport-security"));
}

#[tokio::test]
async fn a_session_that_was_renewed_or_ended_opens_nothing_for_whoever_kept_its_cookie() {
    let app = TestApp::start().await;
    let (_, team) = app.set_up("Acme", 3).await;
    let lead = app.visitor();
    let opened = async || lead.get(&team.facilitator).await.cookie();
    let first = opened().await;
    // Somebody else, with nothing but a copy of the cookie.
    let shows = async |cookie: &str| {
        let thief = app.visitor();
        let request = thief.request(Method::GET, &team.path).header("cookie", cookie);
        request.send().await.unwrap().status()
    };
    assert_eq!(shows(&first).await, StatusCode::OK, "a copy is as good as the cookie");
    let second = opened().await;
    assert_ne!(first, second);
    assert_eq!(shows(&first).await, StatusCode::NOT_FOUND, "the one before has ended");
    assert_eq!(shows(&second).await, StatusCode::OK);
    lead.post("/signout", &[]).await.leads_to();
    assert_eq!(shows(&second).await, StatusCode::NOT_FOUND, "not only the browser forgets it");
}

#[tokio::test]
async fn setting_up_can_ask_for_a_token_or_be_closed() {
    let closed = TestApp::start_with(&options(&["--setup", "closed"])).await;
    let form = [("organisation", "Acme"), ("team", "Payments"), ("minimum_group", "5")];
    assert_eq!(closed.visitor().post("/setup", &form).await.status(), StatusCode::FORBIDDEN);
    let asking = TestApp::start_with(&options(&["--setup", "token"])).await;
    let refused = asking.visitor().post("/setup", &form).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asking.store.organisations().await.unwrap().is_empty());
    assert!(asking.visitor().get("/setup").await.text().await.contains("Setup token"));
}

#[tokio::test]
async fn behind_a_proxy_on_the_same_machine_nobody_sets_up_or_opens_the_demo_without_the_token() {
    let form = [("organisation", "Acme"), ("team", "Payments"), ("minimum_group", "5")];
    let behind = TestApp::start_with(&options(&["--public-url", "https://andon.example"])).await;
    let refused = behind.visitor().post("/setup", &form).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let start = behind.visitor().get("/").await.text().await;
    assert!(!start.contains("Open the demo"), "{start}");
    assert_ne!(behind.visitor().post("/demo", &[]).await.status(), StatusCode::SEE_OTHER);
    assert!(behind.store.organisations().await.unwrap().is_empty());
    // On a machine of one's own it is as easy as it was.
    let own = TestApp::start().await;
    assert!(own.visitor().get("/").await.text().await.contains("Open the demo"));
    own.visitor().post("/setup", &form).await.ok().await;
}

#[tokio::test]
async fn the_spoken_code_leads_to_the_round_however_it_is_typed() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let shouted = format!("  {}  ", round.code.to_uppercase());
    for code in [&round.code, &shouted] {
        let there = app.visitor().post("/join", &[("code", code)]).await.leads_to();
        assert_eq!(there, format!("/join/{}", round.token));
    }
}

#[tokio::test]
async fn whoever_guesses_codes_is_told_to_wait() {
    let app = TestApp::start_with(&options(&[])).await;
    let visitor = app.visitor();
    for _ in 0..10 {
        assert_eq!(
            visitor.post("/join", &[("code", "one two three")]).await.status(),
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    let refused = visitor.post("/join", &[("code", "one two three")]).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.0.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap() > 0);
}

#[tokio::test]
async fn every_response_carries_the_safety_headers() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for path in ["/", "/try", "/no-such-page", "/healthz", "/setup"] {
        let response = visitor.get(path).await.0;
        let headers = response.headers();
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["referrer-policy"], "same-origin", "{path}");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        if headers["content-type"].to_str().unwrap().starts_with("text/html") {
            assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
            assert!(policy.contains("script-src 'nonce-"), "{path}: {policy}");
        }
    }
    let nonce = |policy: &str| between(policy, "'nonce-", "'").unwrap();
    let one = visitor.get("/try").await.0.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    let two = visitor.get("/try").await.0.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert_ne!(nonce(&one), nonce(&two), "every page has a nonce of its own");
    let html = visitor.get("/try").await.text().await;
    assert!(
        !html.contains(" style=") && !html.contains(" onclick="),
        "no inline style, no inline handler"
    );
}

#[tokio::test]
async fn a_wrong_method_is_told_so() {
    let app = TestApp::start().await;
    let response = app.visitor().request(Method::PUT, "/setup").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
}

//! The interface for programs: who may read what, parts of lists, tags, problems.

use crate::house::{House, ask, figures_for_leadership, key, read, sealed, visit};
use crate::support::{START, TestApp, add_team, options};
use andon::catalogue::{Answer, Answers, Point};
use andon::clock::DAY;
use andon::measure::delivery::Counted;
use andon::store::{Role, Secret};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use reqwest::{Method, Response, StatusCode};
use serde_json::Value;

/// Insists on problem details with everything that they should have.
async fn problem(response: Response, status: StatusCode) -> Value {
    let url = response.url().to_string();
    assert_eq!(response.status(), status, "{url}");
    assert_eq!(response.headers()["content-type"], "application/problem+json", "{url}");
    assert!(!response.headers().contains_key("set-cookie"), "{url}");
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["status"], status.as_u16(), "{url}");
    for part in ["type", "title", "detail"] {
        assert!(body[part].as_str().is_some_and(|text| !text.is_empty()), "{url}: {body}");
    }
    body
}

#[tokio::test]
async fn every_address_opens_for_its_own_people_only() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    let foreign = House::build(&app, "Foreign").await;
    figures_for_leadership(&app.store, &own.of.id).await;
    let month = Counted { deployments: Some(3), ..Counted::default() };
    let month = [(&own.team, "2026-01".parse().unwrap(), month)];
    app.store.keep_signals(&month).await.unwrap();
    let paths = [
        // path, administrator, facilitator, coach, leader, reader
        ("/api/v1/me".to_owned(), [true; 5]),
        ("/api/v1/teams".to_owned(), [true; 5]),
        (own.rounds(), [false, true, true, false, false]),
        (own.report(), [false, true, true, false, true]),
        (own.signals(), [false, true, true, false, false]),
        (format!("{}/2026-01", own.signals()), [false, true, true, false, false]),
        (format!("{}/{}/report", own.rounds(), own.first), [false, true, true, false, false]),
        ("/api/v1/board".to_owned(), [false, false, true, false, false]),
        ("/api/v1/leadership".to_owned(), [false, false, false, true, false]),
        (format!("/api/v1/teams/{}/experiments", own.team), [false, true, true, false, false]),
        ("/api/v1/leadership/experiments".to_owned(), [false, false, false, true, false]),
    ];
    let own_keys = [&own.admin, &own.facilitator, &own.coach, &own.leader, &own.reader];
    let foreign_keys =
        [&foreign.admin, &foreign.facilitator, &foreign.coach, &foreign.leader, &foreign.reader];
    for (path, may) in &paths {
        for (key, may) in own_keys.iter().zip(may) {
            let response = ask(&app, &key.secret, path).await;
            assert!(!response.headers().contains_key("set-cookie"));
            assert!(!response.headers().contains_key("access-control-allow-origin"));
            if *may {
                assert_eq!(response.status(), StatusCode::OK, "{path}");
            } else {
                problem(response, StatusCode::NOT_FOUND).await;
            }
        }
        if path.contains("/teams/") {
            for key in foreign_keys {
                problem(ask(&app, &key.secret, path).await, StatusCode::NOT_FOUND).await;
            }
        }
        // Without a link nothing but the catalogue and the document is open.
        let bare = reqwest::get(format!("{}{path}", app.url)).await.unwrap();
        assert_eq!(bare.headers()["www-authenticate"], "Bearer realm=\"Andon\"");
        problem(bare, StatusCode::UNAUTHORIZED).await;
    }
    // A round of another team under the own team's address is nothing either.
    let mixed = format!("{}/{}/report", own.rounds(), foreign.round);
    problem(ask(&app, &own.facilitator.secret, &mixed).await, StatusCode::NOT_FOUND).await;
    for path in ["/api/v1/catalogue", "/api/openapi.json", "/api"] {
        let response = reqwest::get(format!("{}{path}", app.url)).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn each_role_is_listed_the_teams_that_it_may_see() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    let _ = House::build(&app, "Foreign").await;
    let group = app.store.add_group(&own.of.id, "Retail", START).await.unwrap();
    app.store.put_into_group(&own.team, Some(&group)).await.unwrap();
    add_team(&app.store, &own.of.id, "Hidden", false).await;
    add_team(&app.store, &own.of.id, "Shown", true).await;
    for (key, wanted) in [
        (&own.admin, &["Hidden", "Payments", "Shown"][..]),
        (&own.facilitator, &["Payments"]),
        (&own.coach, &["Payments", "Shown"]),
        (&own.leader, &[]),
        (&own.reader, &[]),
    ] {
        let teams = read(&app, key, "/api/v1/teams").await;
        let names: Vec<&str> = teams["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|team| team["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, wanted);
        assert!(teams["next"].is_null());
    }
    let teams = read(&app, &own.admin, "/api/v1/teams").await;
    assert!(teams["data"].as_array().unwrap().iter().all(|team| team["rounds"].is_null()));
    let teams = read(&app, &own.coach, "/api/v1/teams").await;
    assert_eq!(teams["data"][0]["group"]["name"], "Retail");
    let rounds = teams["data"][0]["rounds"].as_str().unwrap();
    assert_eq!(rounds, format!("{}{}", app.url, own.rounds()));
    // What was shared is hidden at once when the team stops sharing.
    app.store.set_sharing(&own.team, false).await.unwrap();
    for path in [own.rounds(), own.report()] {
        problem(ask(&app, &own.coach.secret, &path).await, StatusCode::NOT_FOUND).await;
    }
    let board = read(&app, &own.coach, "/api/v1/board").await;
    assert_eq!(board["data"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn a_link_says_what_it_is_and_where_it_leads() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    figures_for_leadership(&app.store, &own.of.id).await;
    for (key, role, opens) in [
        (&own.admin, "admin", &["teams"][..]),
        (&own.facilitator, "facilitator", &["teams", "rounds", "signals"]),
        (&own.coach, "coach", &["teams", "board"]),
        (&own.leader, "leader", &["leadership"]),
        (&own.reader, "reader", &["report"]),
    ] {
        let me = read(&app, key, "/api/v1/me").await;
        assert_eq!((me["role"].as_str().unwrap(), &me["made_up"]), (role, &Value::Bool(false)));
        assert_eq!(me["organisation"]["name"], "Own");
        assert_eq!(me["holds_until"], "2027-03-01");
        let links = me["links"].as_object().unwrap();
        for name in ["teams", "rounds", "signals", "report", "board", "leadership"] {
            assert_eq!(links.contains_key(name), opens.contains(&name), "{role}: {name}");
        }
        // Every address that it gives can be opened with it.
        for address in links.values() {
            let path = address.as_str().unwrap().strip_prefix(&app.url).unwrap().to_owned();
            assert_eq!(ask(&app, &key.secret, &path).await.status(), StatusCode::OK, "{path}");
        }
    }
}

#[tokio::test]
async fn a_link_that_does_not_hold_opens_nothing() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    // The whole link will do, and its use is remembered by the day.
    let whole = format!("https://andon.example/k/{}", own.coach.secret);
    assert_eq!(ask(&app, &whole, "/api/v1/me").await.status(), StatusCode::OK);
    let links = app.store.links(&own.of.id).await.unwrap();
    let used = links.iter().find(|link| link.id == own.coach.id).unwrap();
    assert_eq!(used.last_used_day.as_deref(), Some("2026-03-02"));
    for wrong in ["", "x", &own.coach.secret[1..], &"x".repeat(4_000)] {
        let refused = ask(&app, wrong, "/api/v1/me").await;
        assert!(refused.headers()["www-authenticate"].to_str().unwrap().starts_with("Bearer "));
        let body = problem(refused, StatusCode::UNAUTHORIZED).await;
        assert!(body["type"].as_str().unwrap().ends_with("/api#no-access"));
    }
    // A session is no access link, and neither is its cookie.
    let visitor = app.visitor();
    visitor.get(&format!("/k/{}", own.coach.secret)).await.leads_to();
    visitor.get("/coach").await.ok().await;
    problem(visitor.get("/api/v1/me").await.0, StatusCode::UNAUTHORIZED).await;

    app.store.revoke_link(&own.coach.id, START).await.unwrap();
    let refused = ask(&app, &own.coach.secret, "/api/v1/me").await;
    assert_eq!(
        refused.headers()["www-authenticate"],
        "Bearer realm=\"Andon\", error=\"invalid_token\""
    );
    problem(refused, StatusCode::UNAUTHORIZED).await;
    app.clock.advance(366 * DAY);
    problem(ask(&app, &own.reader.secret, &own.report()).await, StatusCode::UNAUTHORIZED).await;
}

#[tokio::test]
async fn whoever_guesses_links_is_told_to_wait_and_whoever_has_one_is_not() {
    let app = TestApp::start_with(&options(&[])).await;
    let own = House::build(&app, "Own").await;
    let mut last = None;
    for _ in 0..31 {
        last = Some(ask(&app, "guessed", "/api/v1/me").await);
    }
    let refused = last.unwrap();
    assert!(refused.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap() > 0);
    problem(refused, StatusCode::TOO_MANY_REQUESTS).await;
    for _ in 0..40 {
        assert_eq!(ask(&app, &own.coach.secret, "/api/v1/me").await.status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn only_reading_is_taken() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    let client = reqwest::Client::new();
    for method in
        [Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS, Method::TRACE]
    {
        let request = client.request(method, format!("{}/api/v1/teams", app.url));
        let refused = request.bearer_auth(&own.coach.secret).send().await.unwrap();
        assert_eq!(refused.headers()["allow"], "GET,HEAD");
        problem(refused, StatusCode::METHOD_NOT_ALLOWED).await;
    }
    for path in ["/api/v1/nothing", "/api/v2/me", "/api/", "/api/v1/teams/x/rounds/y/report/z"] {
        problem(ask(&app, &own.coach.secret, path).await, StatusCode::NOT_FOUND).await;
    }
    for path in ["/api/v1/me", "/api/v1/catalogue", "/api/openapi.json"] {
        let get = ask(&app, &own.coach.secret, path).await;
        let head = client.head(format!("{}{path}", app.url)).bearer_auth(&own.coach.secret);
        let head = head.send().await.unwrap();
        assert_eq!(head.status(), StatusCode::OK, "{path}");
        for name in ["etag", "content-length", "content-type"] {
            assert_eq!(get.headers()[name], head.headers()[name], "{path}: {name}");
        }
        assert!(head.bytes().await.unwrap().is_empty(), "{path}");
    }
}

#[tokio::test]
async fn going_through_all_parts_gives_each_team_once() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    for number in 0..23 {
        // Names that differ in case alone, or begin alike, or not at all.
        let name = ["Anchor", "anchor", "Anchor ", "\u{c4}nker", "Zeta"][number % 5];
        let team = add_team(&app.store, &own.of.id, &format!("{name}{}", number / 10), true).await;
        if number % 4 == 0 {
            sealed(&app.store, &team, 6, number % 5, START).await;
        }
    }
    for (path, count) in [("/api/v1/teams", 24), ("/api/v1/board?quarter=2026-Q1", 7)] {
        let whole = read(&app, &own.coach, path).await;
        let mut all = Vec::new();
        let join = if path.contains('?') { '&' } else { '?' };
        let mut next = Some(format!("{}{path}{join}limit=5", app.url));
        while let Some(address) = next {
            let path = address.strip_prefix(&app.url).unwrap();
            let response = ask(&app, &own.coach.secret, path).await;
            let link = response.headers().get("link").map(|link| link.to_str().unwrap().to_owned());
            let part: Value = response.json().await.unwrap();
            let data = part["data"].as_array().unwrap();
            assert!(data.len() <= 5 && !data.is_empty());
            all.extend(data.iter().cloned());
            next = part["next"].as_str().map(str::to_owned);
            assert_eq!(link, next.as_ref().map(|next| format!("<{next}>; rel=\"next\"")));
        }
        assert_eq!(all.len(), count, "{path}");
        assert_eq!(&all, whole["data"].as_array().unwrap(), "each once, in the same order");
    }
    let path = format!("{}?limit=1", own.rounds());
    let first = read(&app, &own.facilitator, &path).await;
    assert_eq!(first["data"][0]["id"], own.round.as_str());
    let next = first["next"].as_str().unwrap().strip_prefix(&app.url).unwrap().to_owned();
    let second = read(&app, &own.facilitator, &next).await;
    assert_eq!(
        (&second["data"][0]["id"], &second["next"]),
        (&own.first.as_str().into(), &Value::Null)
    );
}

#[tokio::test]
async fn a_wrong_parameter_is_named() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    for (key, path, named) in [
        (&own.coach, "/api/v1/teams?limit=0".to_owned(), "limit"),
        (&own.coach, "/api/v1/teams?limit=101".to_owned(), "limit"),
        (&own.coach, "/api/v1/teams?limit=ten".to_owned(), "limit"),
        (&own.coach, "/api/v1/teams?cursor=%FF".to_owned(), "cursor"),
        (&own.coach, format!("{}?cursor=YWJj", own.rounds()), "cursor"),
        (&own.coach, "/api/v1/board?group=nothing".to_owned(), "group"),
        (&own.coach, "/api/v1/board?quarter=1999-Q1".to_owned(), "quarter"),
    ] {
        let body = problem(ask(&app, &key.secret, &path).await, StatusCode::BAD_REQUEST).await;
        let detail = body["detail"].as_str().unwrap();
        assert!(detail.contains(&format!("\u{201c}{named}\u{201d}")), "{path}: {detail}");
    }
    // Whoever may not see the list is not told what is wrong with the question.
    let path = format!("{}?limit=0", own.rounds());
    problem(ask(&app, &own.leader.secret, &path).await, StatusCode::NOT_FOUND).await;
}

#[tokio::test]
async fn no_query_breaks_anything() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    let mut runner = TestRunner::deterministic();
    let texts = ("\\PC{0,30}", "[A-Za-z0-9_=%+-]{0,30}", any::<i64>());
    let client = reqwest::Client::new();
    for round in 0..60 {
        let (any, plain, number) = texts.new_tree(&mut runner).unwrap().current();
        let cursor = if round % 2 == 0 { &any } else { &plain };
        let limit = if round % 3 == 0 { &any } else { &number.to_string() };
        for path in ["/api/v1/teams", "/api/v1/board", &own.rounds()] {
            for query in [
                vec![("cursor", cursor.as_str())],
                vec![("limit", limit.as_str())],
                vec![("limit", "3"), ("cursor", cursor), ("group", &any), ("quarter", &plain)],
                vec![("cursor", &plain), ("cursor", &plain)],
            ] {
                let query =
                    form_urlencoded::Serializer::new(String::new()).extend_pairs(&query).finish();
                let request = client.get(format!("{}{path}?{query}", app.url));
                let response = request.bearer_auth(&own.coach.secret).send().await.unwrap();
                match response.status() {
                    StatusCode::OK => {
                        let body: Value = response.json().await.unwrap();
                        assert!(body["data"].is_array());
                    }
                    status => {
                        assert_eq!(status, StatusCode::BAD_REQUEST, "{path} {query:?}");
                        problem(response, status).await;
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    let client = reqwest::Client::new();
    let asked = |path: &str, known: &str, encoding: &str| {
        let request = client.get(format!("{}{path}", app.url)).bearer_auth(&own.coach.secret);
        request.header("if-none-match", known).header("accept-encoding", encoding).send()
    };
    for path in ["/api/v1/board", "/api/v1/teams", &own.report(), "/api/openapi.json"] {
        let response = asked(path, "\"other\"", "identity").await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let tag = response.headers()["etag"].to_str().unwrap().to_owned();
        assert!(tag.starts_with('"'), "a strong one: {tag}");
        for known in [tag.clone(), format!("W/{tag}"), format!("\"a,b\", {tag}"), "*".to_owned()] {
            let same = asked(path, &known, "identity").await.unwrap();
            assert_eq!(same.status(), StatusCode::NOT_MODIFIED, "{path}: {known}");
            assert_eq!(same.headers()["etag"], tag.as_str());
            assert!(same.bytes().await.unwrap().is_empty());
        }
        // Compressed bytes are other bytes, and have a tag of their own.
        let packed = asked(path, "\"other\"", "gzip").await.unwrap();
        if packed.headers().contains_key("content-encoding") {
            assert_ne!(packed.headers()["etag"], tag.as_str(), "{path}");
        }
    }
    let tag = asked("/api/v1/teams", "", "identity").await.unwrap().headers()["etag"].clone();
    app.store.rename_team(&own.team, "Renamed").await.unwrap();
    let changed = asked("/api/v1/teams", tag.to_str().unwrap(), "identity").await.unwrap();
    assert_eq!(changed.status(), StatusCode::OK);
    // Files have tags too.
    let coach = visit(&app, &own.coach).await;
    let file = format!("/teams/{}/rounds/{}/report.csv", own.team, own.round);
    let response = coach.get(&file).await.0;
    let tag = response.headers()["etag"].to_str().unwrap().to_owned();
    let again = coach.request(Method::GET, &file).header("if-none-match", tag);
    assert_eq!(again.send().await.unwrap().status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn the_gate_holds_for_programs_too() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    let store = &app.store;
    // Four answers are below the minimum of five: nothing of them is kept or shown.
    let small = add_team(store, &own.of.id, "Small", true).await;
    let too_few = sealed(store, &small, 4, 2, START).await;
    let lead = key(store, &own.of.id, Some(&small), None, Role::Facilitator).await;
    let path = format!("/api/v1/teams/{small}/rounds");
    let rounds = read(&app, &lead, &path).await;
    assert_eq!(rounds["data"][0]["state"], "too_few");
    assert!(rounds["data"][0]["answers"].is_null() && rounds["data"][0]["report"].is_null());
    let report = format!("{path}/{too_few}/report");
    problem(ask(&app, &lead.secret, &report).await, StatusCode::NOT_FOUND).await;
    assert_eq!(read(&app, &own.coach, &path).await["data"].as_array().unwrap().len(), 0);

    // While a round is open nothing of it is there but that it is open.
    let draft = store.create_draft(&small, 20, START + 9 * DAY, true, "andon-1", START).await;
    let open = draft.unwrap();
    store.open_round(&open, "token-of-an-open-round", "a b c", &[7; 32], START).await.unwrap();
    for _ in 0..6 {
        let receipt = Secret::random().unwrap().hash();
        let answers = Answers::new([Answer::Point(Point::ALL[4]); 18]);
        store.submit(&open, &receipt, &answers, None, START).await.unwrap();
    }
    let rounds = read(&app, &lead, &path).await;
    let line = &rounds["data"][0];
    assert_eq!((&line["state"], &line["closes_on"]), (&"open".into(), &"2026-03-11".into()));
    assert!(line["answers"].is_null() && line["report"].is_null() && line["closed_on"].is_null());
    let report = format!("{path}/{open}/report");
    problem(ask(&app, &lead.secret, &report).await, StatusCode::NOT_FOUND).await;
    assert_eq!(read(&app, &own.coach, &path).await["data"].as_array().unwrap().len(), 0);
    let board = read(&app, &own.coach, "/api/v1/board").await;
    let names: Vec<&Value> =
        board["data"].as_array().unwrap().iter().map(|row| &row["team"]["name"]).collect();
    assert_eq!(names, ["Payments"]);

    // A sealed round says how many answered in bands alone, and that a coach saw it is noted.
    let rounds = read(&app, &own.coach, &own.rounds()).await;
    assert_eq!(rounds["data"][0]["answers"]["eight_to_eleven"], 8);
    assert_eq!(store.released_to_coaches(&own.round).await.unwrap(), Some(true));
    let report = read(&app, &own.facilitator, &own.report()).await;
    assert_eq!(report["closed_on"], "2026-03-02");
    assert_eq!(report["previous"]["closed_on"], "2026-01-01");
    assert_eq!(report["history"].as_array().unwrap().len(), 2);
    // No clock times, no exact numbers of people.
    for (key, path) in [
        (&own.facilitator, own.report()),
        (&own.coach, "/api/v1/board".to_owned()),
        (&own.facilitator, own.rounds()),
    ] {
        let text = ask(&app, &key.secret, &path).await.text().await.unwrap();
        assert!(!text.contains("T00:") && !text.contains("\"responses\""), "{path}");
        assert!(!text.contains(&START.to_string()), "{path}");
    }
    // A reader sees the report, and nothing of the rounds before it.
    let report = read(&app, &own.reader, &own.report()).await;
    assert!(report.get("history").is_none() && report.get("previous").is_none(), "{report}");
}

#[tokio::test]
async fn the_file_is_what_the_interface_gives() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    let lead = visit(&app, &own.facilitator).await;
    let base = format!("/teams/{}/rounds/{}", own.team, own.round);
    let file: Value =
        lead.get(&format!("{base}/report.json")).await.ok().await.json().await.unwrap();
    assert_eq!(file, read(&app, &own.facilitator, &own.report()).await);
    let history: Value =
        lead.get(&format!("{base}/history.json")).await.ok().await.json().await.unwrap();
    assert_eq!(history["rounds"], file["history"]);
    let coach = visit(&app, &own.coach).await;
    let board: Value = coach.get("/coach/board.json").await.ok().await.json().await.unwrap();
    assert_eq!(board, read(&app, &own.coach, "/api/v1/board").await);
    let reader = visit(&app, &own.reader).await;
    assert_eq!(reader.get(&format!("{base}/history.json")).await.status(), StatusCode::NOT_FOUND);
}

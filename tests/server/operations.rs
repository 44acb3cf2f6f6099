//! What whoever runs the server relies on: whether it is well, what it counts, what it
//! logs, whom it counts requests for, and which headers it sends.

use crate::process::Process;
use crate::support::{TestApp, Visitor, answers, between, day, options, text};
use reqwest::{Method, Response, StatusCode};
use std::collections::BTreeSet;
use std::time::Duration;

const LATER: Duration = Duration::from_millis(1100);

async fn ready(visitor: &Visitor) -> (StatusCode, String) {
    let answer = visitor.get("/readyz").await;
    (answer.status(), answer.text().await)
}

#[tokio::test]
async fn it_is_ready_while_the_database_answers_and_is_of_this_version() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    assert_eq!(text(&visitor, "/healthz").await, "ok\n");
    assert_eq!(ready(&visitor).await, (StatusCode::OK, "ready\n".to_owned()));

    let mut other = app.direct().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) SELECT 9999, 'later', TRUE, checksum, 0 FROM _sqlx_migrations WHERE version = 1";
    other.run(newer).await.unwrap();
    tokio::time::sleep(LATER).await;
    let (status, why) = ready(&visitor).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(why, "not ready: the database is of another version of Andon\n");

    other.run("ALTER TABLE _sqlx_migrations RENAME TO gone").await.unwrap();
    tokio::time::sleep(LATER).await;
    let (status, why) = ready(&visitor).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(why, "not ready: the database does not answer\n");
    // The process itself is well, and figures that need no database are there.
    assert_eq!(text(&visitor, "/healthz").await, "ok\n");
    assert!(text(&visitor, "/metrics").await.contains("andon_build_info"));
}

#[tokio::test]
async fn metrics_tell_how_the_server_is_and_nothing_of_anybody() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Zebra Holdings", 3).await;
    let round = lead.open_round(&team.path, 5, &day(7)).await;
    for person in 0..3 {
        app.visitor().answer(&round, &answers(person)).await.leads_to();
    }
    let metrics = text(&lead, "/metrics").await;
    assert!(metrics.contains("andon_rounds_open 1"), "{metrics}");
    assert!(metrics.contains("andon_database_pool{pool=\"write\",connections=\"most\"} 1"));
    assert!(metrics.contains(
        "andon_http_requests_total{route=\"/teams/{team}/rounds\",method=\"POST\",status=\"3xx\"} 1"
    ));
    // Three people have just answered: nobody learns of it from here, for an hour.
    assert!(metrics.contains("andon_submissions_total{outcome=\"accepted\"} 0"), "{metrics}");
    assert!(!metrics.contains("/answer") && !metrics.contains("/join"), "{metrics}");

    app.clock.advance(3600);
    let later = text(&lead, "/metrics").await;
    assert!(later.contains("andon_submissions_total{outcome=\"accepted\"} 3"), "{later}");
    assert!(later.contains("route=\"/answer/{round}\",method=\"POST\",status=\"3xx\"} 3"));
    let id = round.path.rsplit('/').next().unwrap();
    let known = team.path.rsplit('/').next().unwrap();
    for secret in
        ["Zebra", "Payments", id, known, &round.token, &round.code, "127.0.0.1", &team.admin[3..]]
    {
        assert!(!later.contains(secret), "{secret}\n{later}");
    }
    // Every figure is explained, none twice, and the text ends as it should.
    let names: Vec<&str> = later.lines().filter_map(|line| line.strip_prefix("# TYPE ")).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    assert!(names.len() > 12 && later.ends_with("# EOF\n"), "{names:?}");
    assert!(!later.contains("/healthz") && !later.contains("route=\"/metrics\""));
    lead.close(&round).await.leads_to();
    assert!(text(&lead, "/metrics").await.contains("andon_rounds_open 0"));
}

#[tokio::test]
async fn metrics_open_with_their_token_only_where_there_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "a-token-from-a-file\n").unwrap();
    let app =
        TestApp::start_with(&options(&["--metrics-token-file", file.to_str().unwrap()])).await;
    let visitor = app.visitor();
    let ask = |token: Option<&'static str>| {
        let request = visitor.request(Method::GET, "/metrics");
        match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
        .send()
    };
    assert_eq!(ask(None).await.unwrap().status(), StatusCode::UNAUTHORIZED);
    assert_eq!(ask(Some("another-token-here")).await.unwrap().status(), StatusCode::UNAUTHORIZED);
    assert_eq!(ask(Some("a-token-from-a-file")).await.unwrap().status(), StatusCode::OK);

    let behind = TestApp::start_with(&options(&["--public-url", "https://andon.example"])).await;
    assert_eq!(behind.visitor().get("/metrics").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn probes_are_not_limited() {
    let app = TestApp::start_with(&options(&[])).await;
    let visitor = app.visitor();
    for _ in 0..400 {
        visitor.get("/readyz").await.ok().await;
    }
    visitor.get("/metrics").await.ok().await;
}

/// How many codes may be tried that come from these addresses, as a proxy says it.
async fn tries(app: &TestApp, forwarded: impl Fn(u32) -> String) -> u32 {
    for count in 0..40 {
        let form = [("code", "three wrong words")];
        let request = app.visitor().request(Method::POST, "/join").form(&form);
        let sent = request.header("x-forwarded-for", forwarded(count)).send().await.unwrap();
        if sent.status() == StatusCode::TOO_MANY_REQUESTS {
            return count;
        }
    }
    40
}

#[tokio::test]
async fn a_forged_address_gives_nobody_more_tries() {
    // Nobody is trusted: whatever is said, all come from this machine.
    let alone = TestApp::start_with(&options(&[])).await;
    assert_eq!(tries(&alone, |n| format!("198.51.100.{n}")).await, 10);

    // The proxy appends what it has seen; what the client wrote before that is no matter.
    let behind = TestApp::start_with(&options(&["--trusted-proxies", "127.0.0.0/8"])).await;
    assert_eq!(tries(&behind, |n| format!("203.0.113.{n}, 192.0.2.1")).await, 10);
    // Another address has tries of its own, and one network of IPv6 is one address.
    assert_eq!(tries(&behind, |_| "192.0.2.2".to_owned()).await, 10);
    assert_eq!(tries(&behind, |n| format!("2001:db8:1:2:{n:x}::9")).await, 10);
}

#[tokio::test]
async fn every_response_carries_the_headers_that_protect_it() {
    let app = TestApp::start_with(&options(&["--public-url", "https://andon.example"])).await;
    let visitor = app.visitor();
    for (path, kept) in [
        ("/", "no-cache"),
        ("/privacy", "no-cache"),
        ("/setup", "no-store"),
        ("/join", "no-store"),
        ("/no/such/page", "no-store"),
        ("/api/v1/me", "no-store"),
        ("/api/openapi.json", "no-cache"),
        ("/healthz", "no-store"),
        ("/k/nothing", "no-store"),
        ("/robots.txt", "public, max-age=86400"),
        ("/pkg/of-another-version.css", "no-store"),
    ] {
        let answer = visitor.get(path).await.0;
        let header = |name: &str| {
            let value = answer.headers().get(name).unwrap_or_else(|| panic!("{path}: {name}"));
            value.to_str().unwrap().to_owned()
        };
        assert_eq!(header("strict-transport-security"), "max-age=63072000; includeSubDomains");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "same-origin");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert!(header("permissions-policy").contains("camera=(), "));
        let policy = header("content-security-policy");
        for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        let cache = header("cache-control");
        assert!(cache.contains(kept), "{path}: {cache}");
    }
    // What anybody may see names one's teams once one is signed in.
    let app = TestApp::start().await;
    let (lead, _) = app.set_up("Acme", 3).await;
    for path in ["/", "/privacy", "/method"] {
        let answer = lead.get(path).await;
        assert_eq!(answer.0.headers()["cache-control"], "no-store", "{path}");
        assert!(answer.text().await.contains("Payments"), "{path}");
    }
    // A redirect that sets a cookie is personal, too.
    let theme = visitor.post("/theme", &[("theme", "dark"), ("back", "/")]).await;
    assert_eq!(theme.0.headers()["cache-control"], "no-store");

    for (words, expected) in [
        (&["--public-url", "https://a.example", "--hsts", "host"][..], Some("max-age=63072000")),
        (&["--public-url", "https://a.example", "--hsts", "off"], None),
        (&["--public-url", "http://a.example"], None),
        (&[], None),
    ] {
        let app = TestApp::start_with(&options(words)).await;
        let answer = app.visitor().get("/").await.0;
        let sent = answer.headers().get("strict-transport-security");
        assert_eq!(sent.map(|value| value.to_str().unwrap()), expected, "{words:?}");
    }
}

#[tokio::test]
async fn whoever_has_opened_a_link_can_sign_out_on_every_page() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let button = "action=\"/signout\"";
    assert!(!text(&app.visitor(), "/").await.contains(button));
    for path in ["/", "/admin", team.path.as_str(), "/method"] {
        assert_eq!(text(&lead, path).await.matches(button).count(), 1, "{path}");
    }
    lead.post("/signout", &[]).await.leads_to();
    assert_eq!(lead.get(&team.path).await.status(), StatusCode::NOT_FOUND);
}

/// A browser that writes down every secret it is given.
struct Spy {
    visitor: Visitor,
    seen: Vec<String>,
}

impl Spy {
    async fn note(&mut self, answer: Response) -> String {
        for cookie in answer.headers().get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let value = between(cookie, "=", ";").unwrap();
            if value.len() > 8 {
                self.seen.push(value);
            }
        }
        let location = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
        match location {
            Some(location) => location,
            None => answer.text().await.unwrap(),
        }
    }

    async fn get(&mut self, path: &str) -> String {
        let answer = self.visitor.get(path).await.0;
        self.note(answer).await
    }

    async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> String {
        let answer = self.visitor.post(path, form).await.0;
        self.note(answer).await
    }
}

#[tokio::test]
async fn no_secret_is_ever_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [
        ("RUST_LOG", "info,andon=trace"),
        ("ANDON_LOG", "json"),
        ("ANDON_METRICS_TOKEN", "the-metrics-token-0123"),
        ("ANDON_WEBHOOK_ALLOW", "127.0.0.0/8"),
        ("ANDON_TRUSTED_PROXIES", "127.0.0.1"),
        ("ANDON_SETUP", "token"),
    ];
    let program = Process::start(folder.path(), &settings);
    // The setup token goes to standard output, where an administrator reads it, and not
    // into the log: whoever does not show it sets nothing up.
    let stranger = program.visitor();
    let refused = [("organisation", "Zebra"), ("team", "Quokka"), ("minimum_group", "3")];
    stranger.post("/setup", &[&refused[..], &[("token", "WRONGSETUPTOKEN")]].concat()).await;
    drop(program);

    let settings: Vec<_> =
        settings.into_iter().filter(|(name, _)| *name != "ANDON_SETUP").collect();
    let program = Process::start(folder.path(), &settings);
    let mut lead = Spy { visitor: program.visitor(), seen: Vec::new() };
    let html = lead.post("/setup", &refused).await;
    let team = format!("/teams/{}", between(&html, "href=\"/teams/", "\"").unwrap());
    let links: Vec<String> =
        html.split("/k/").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
    assert_eq!(links.len(), 2);
    lead.get(&format!("/k/{}", links[1])).await;
    lead.get("/k/WRONGACCESSLINK?next=QUERYSECRET").await;

    let round = lead.visitor.open_round(&team, 5, &far_day()).await;
    let mut person = Spy { visitor: program.visitor(), seen: Vec::new() };
    person.post("/join", &[("code", &round.code)]).await;
    person.post("/join", &[("code", "abandon ability WRONGCODE")]).await;
    person.get(&format!("/join/{}", round.token)).await;
    person.get("/join/WRONGJOINTOKEN").await;
    person.post(&format!("{}/start", round.answer), &[("token", &round.token)]).await;
    let fields = crate::support::fields(&answers(1), "submit");
    let form: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let stored = person.post(&round.answer, &form).await;
    assert!(stored.ends_with("/receipt"), "{stored}");
    person.get(&stored).await;
    person.post(&format!("{}/withdraw", round.answer), &[]).await;

    let page = format!("{team}/reminders");
    let made = lead.post(&format!("{page}/calendar"), &[]).await;
    let calendar = between(&made, "/calendar/", ".ics").unwrap();
    lead.get(&format!("/calendar/{calendar}.ics")).await;
    let hook = [("url", "http://127.0.0.1:9/hooks/T0SECRETPATH"), ("opened", "yes")];
    let made = lead.post(&format!("{page}/webhook"), &hook).await;
    let signing = crate::receiver::shown_once(&made);
    lead.post(&format!("{page}/webhook/test"), &[]).await;

    let ask = |token: &str| {
        let request = lead.visitor.request(Method::GET, "/api/v1/me?key=QUERYSECRET");
        let request = request.bearer_auth(token).header("x-forwarded-for", "198.51.100.77");
        request.header("user-agent", "AGENTSECRET/1.0").send()
    };
    assert_eq!(ask(&links[0]).await.unwrap().status(), StatusCode::OK);
    assert_eq!(ask("WRONGBEARER").await.unwrap().status(), StatusCode::UNAUTHORIZED);
    let metrics = lead.visitor.request(Method::GET, "/metrics");
    metrics.bearer_auth("the-metrics-token-0123").send().await.unwrap();
    lead.post("/signout", &[]).await;
    tokio::time::sleep(Duration::from_secs(3)).await; // the message is tried

    let log = program.log();
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let of = |route: &str| {
        let found = lines.iter().filter(move |line| line["span"]["route"] == route);
        found.filter(|line| line["message"] == "answered").collect::<Vec<_>>()
    };
    // It does log: one line a request, with what is needed to look into something.
    let set_up = of("/setup");
    assert_eq!(set_up.len(), 2, "{log}");
    assert!(set_up[1]["milliseconds"].is_u64() && set_up[1]["status"] == 200, "{set_up:?}");
    assert_eq!(set_up[1]["span"]["method"], "POST");
    assert_eq!(set_up[1]["span"]["id"].as_str().unwrap().len(), 13);
    assert_eq!(set_up[1]["level"], "INFO");
    // Of joining and answering, not even that: a line has a time. (Whoever asks for every
    // statement, as here, sees those.)
    let usual = lines.iter().filter(|line| line["level"] != "TRACE" && line["level"] != "DEBUG");
    let routes: Vec<_> = usual.filter_map(|line| line["span"]["route"].as_str()).collect();
    assert!(routes.contains(&"/setup"));
    assert!(!routes.iter().any(|route| route.starts_with("/answer") || route.starts_with("/join")));
    assert!(of("/metrics").iter().all(|line| line["level"] == "DEBUG"));

    let ballots = [&person.seen[..], &lead.seen[..]].concat();
    assert!(ballots.len() >= 4, "{ballots:?}");
    let encoded = answers(1).encode();
    let round_id = round.path.rsplit('/').next().unwrap();
    let given = [
        "WRONGSETUPTOKEN",
        "WRONGACCESSLINK",
        "QUERYSECRET",
        "WRONGCODE",
        "WRONGJOINTOKEN",
        "WRONGBEARER",
        "T0SECRETPATH",
        "/hooks/",
        "198.51.100.77",
        "127.0.0.1",
        "AGENTSECRET",
        "the-metrics-token",
        "Zebra",
        "Quokka",
        "tickets-over-talk",
        "Bearer",
        "%3D",
        // How many have answered is on pages alone.
        "invited",
        "articipation",
    ];
    let told = [&signing, &calendar, &round.token, &round.code, &encoded, &links[0], &links[1]];
    let all = given.into_iter().chain(told.into_iter().map(String::as_str));
    let all = all.chain(ballots.iter().map(String::as_str)).chain([round_id, &team[7..]]);
    for secret in all {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret}: {line:?}");
    }
}

/// A closing day for a server on the real clock.
fn far_day() -> String {
    let now = andon::clock::Clock::now(&andon::clock::SystemClock);
    andon::config::Zone(jiff::tz::TimeZone::UTC).day(now + 7 * andon::clock::DAY).to_string()
}

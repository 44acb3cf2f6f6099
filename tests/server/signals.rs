//! Delivery signals: the form, the file, the charts, the interface, and what leadership
//! is told of them.

use crate::house::{House, ask, read, sealed, visit};
use crate::import::{Part, send};
use crate::support::{START, TestApp, Visitor, add_team, between, text};
use andon::clock::DAY;
use andon::days::Month;
use andon::measure::delivery::{Counted, Hours};
use andon::store::{OrganisationId, TeamId};
use reqwest::StatusCode;
use serde_json::{Value, json};

/// START is 2 March 2026.
struct Scene {
    app: TestApp,
    own: House,
    lead: Visitor,
    path: String,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let own = House::build(&app, "Own").await;
        let lead = visit(&app, &own.facilitator).await;
        let path = format!("/teams/{}/signals", own.team);
        Self { app, own, lead, path }
    }

    async fn import(&self, file: &str) -> (StatusCode, String) {
        self.send(&[("file", Some("months.csv"), file.as_bytes())]).await
    }

    async fn send(&self, parts: &[Part<'_>]) -> (StatusCode, String) {
        let response = send(&self.lead, &format!("{}/import", self.path), parts).await;
        (response.status(), response.text().await.unwrap())
    }

    async fn months(&self) -> Vec<(Month, Counted)> {
        self.app.store.signals(&self.own.team).await.unwrap()
    }

    async fn put(&self, secret: &str, month: &str, body: &str) -> reqwest::Response {
        let url = format!("{}{}/{month}", self.app.url, self.own.signals());
        let request = reqwest::Client::new().put(url).bearer_auth(secret);
        request.body(body.to_owned()).send().await.unwrap()
    }

    async fn log(&self) -> String {
        let admin = visit(&self.app, &self.own.admin).await;
        text(&admin, &format!("/admin/{}/log", self.own.of.id)).await
    }
}

#[tokio::test]
async fn a_month_is_entered_corrected_and_deleted() {
    let scene = Scene::new().await;
    let page = text(&scene.lead, &scene.path).await;
    assert!(page.contains("No month yet") && page.contains("value=\"2026-02\""), "{page}");
    assert!(page.contains("not for punishment"));
    let form = [
        ("month", "2026-02"),
        ("deployments", "40"),
        ("failed", "3"),
        ("lead_time_hours", "30.25"),
        ("incidents", ""),
    ];
    let there = scene.lead.post(&scene.path, &form).await.leads_to();
    let page = text(&scene.lead, &there).await;
    assert!(page.contains("Correct February 2026") && page.contains("value=\"30.25\""));
    assert!(page.contains("<td>7.5</td>"), "the rate is worked out");
    assert!(page.contains("<svg class=\"chart chart-signal"));
    assert!(page.contains("No month has this figure yet."));
    let corrected = [("month", "2026-02"), ("deployments", "50"), ("failed", "5")];
    scene.lead.post(&scene.path, &corrected).await.leads_to();
    let months = scene.months().await;
    assert_eq!(months.len(), 1);
    assert_eq!((months[0].1.deployments, months[0].1.lead_time), (Some(50), None));
    assert!(
        scene.log().await.contains("entered the delivery signals of Payments for February 2026")
    );
    let delete = format!("{}/2026-02/delete", scene.path);
    for _ in 0..2 {
        assert_eq!(scene.lead.post(&delete, &[]).await.leads_to(), scene.path);
    }
    assert!(scene.months().await.is_empty());
}

#[tokio::test]
async fn what_contradicts_itself_comes_back_with_the_fault_beside_its_field() {
    let scene = Scene::new().await;
    for (form, field) in [
        (&[("month", "2026-02"), ("deployments", "3"), ("failed", "4")][..], "failed"),
        (&[("month", "2026-02"), ("failed", "4")], "deployments"),
        (&[("month", "2026-02"), ("incidents", "<b>")], "incidents"),
        (&[("month", "2026-02"), ("incidents", "0"), ("restore_hours", "2")], "restore_hours"),
        (&[("month", "2026-02"), ("lead_time_hours", "1,5")], "lead_time_hours"),
        (&[("month", "2026-04"), ("deployments", "3")], "month"),
        (&[("month", "1999-12"), ("deployments", "3")], "month"),
        (&[("month", "\"><script>"), ("deployments", "3")], "month"),
        (&[("month", "2026-02")], "deployments"),
        (&[], "month"),
    ] {
        let answered = scene.lead.post(&scene.path, form).await;
        assert_eq!(answered.status(), StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
        let page = answered.text().await;
        assert!(page.contains(&format!("id=\"{field}-error\"")), "{form:?}: {page}");
        assert!(page.contains(&format!("href=\"#{field}\"")), "{form:?}");
        assert!(!page.contains("<script>\"") && !page.contains("<b>"));
        for (name, value) in form.iter().filter(|(_, value)| !value.contains('<')) {
            assert!(page.contains(&format!("value=\"{value}\"")), "{name} is kept");
        }
    }
    assert!(scene.months().await.is_empty());
}

#[tokio::test]
async fn a_file_is_taken_whole_or_not_and_twice_changes_nothing() {
    let scene = Scene::new().await;
    let bad = "month,deployments,failed\n2026-01,10,1\n2026-02,x,1\n2026-03,1,2\n";
    let (status, page) = scene.import(bad).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("line 3, column 2 (deployments)"), "{page}");
    assert!(page.contains("line 4, column 3 (failed)") && page.contains("id=\"file-error\""));
    assert!(scene.months().await.is_empty(), "nothing of it counts");
    let good = "month,deployments,failed,incidents,by_change\n2025-12,8,1,2,1\n2026-01,10,1,,\n2026-02,12,0,0,0\n";
    assert_eq!(scene.import(good).await.0, StatusCode::SEE_OTHER);
    let months = scene.months().await;
    assert_eq!(months.len(), 3);
    let entered = |log: &str| log.matches("entered the delivery signals").count();
    let before = entered(&scene.log().await);
    assert_eq!(scene.import(good).await.0, StatusCode::SEE_OTHER);
    assert_eq!((scene.months().await, entered(&scene.log().await)), (months.clone(), before));
    // What was taken away can be sent back.
    let csv = text(&scene.lead, &format!("{}/signals.csv", scene.path)).await;
    assert!(csv.starts_with(
        "month,deployments,failed,lead_time_hours,incidents,by_change,restore_hours,"
    ));
    assert!(csv.contains("2025-12,8,1,,2,1,,12.5,372,50\r\n"), "{csv}");
    assert!(csv.lines().skip(1).all(|line| !line.contains(['=', '+', '@', '\''])));
    scene.app.store.delete_signals(&scene.own.team, months[0].0).await.unwrap();
    assert_eq!(scene.import(&csv).await.0, StatusCode::SEE_OTHER);
    assert_eq!(scene.months().await, months);
}

#[tokio::test]
async fn a_file_that_is_none_too_much_or_twice_there_is_told_so() {
    let scene = Scene::new().await;
    let (status, page) = scene.send(&[("text", None, b" ")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Choose a file, or paste its content."));
    let both: [Part<'_>; 2] = [("text", None, b"month"), ("file", Some("a.csv"), b"month")];
    let (status, page) = scene.send(&both).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Send one of them."));
    let (status, _) = scene.send(&[("text", None, &vec![b'x'; 300 << 10])]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let (status, page) = scene.send(&[("text", None, b"month,deployments\n2026-01,=1+1\n")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("id=\"text-error\"") && page.contains("2026-01,=1+1"), "it is kept");
    let (status, _) = scene.send(&[("text", None, b"month,deployments\n2026-01,4\n")]).await;
    assert_eq!((status, scene.months().await.len()), (StatusCode::SEE_OTHER, 1));
}

#[tokio::test]
async fn who_may_see_the_team_sees_its_signals_beside_the_radar_and_a_reader_does_not() {
    let scene = Scene::new().await;
    let report = format!("/teams/{}/rounds/{}", scene.own.team, scene.own.round);
    let coach = visit(&scene.app, &scene.own.coach).await;
    let reader = visit(&scene.app, &scene.own.reader).await;
    let one = "month,deployments\n2026-01,4\n";
    assert_eq!(scene.import(one).await.0, StatusCode::SEE_OTHER);
    let heading = "Meanwhile, in delivery";
    assert!(!text(&scene.lead, &report).await.contains(heading), "one month is no course");
    let two = "month,deployments,failed,lead_time_hours\n2026-01,4,1,\n2026-02,9,,20.5\n";
    assert_eq!(scene.import(two).await.0, StatusCode::SEE_OTHER);
    for visitor in [&scene.lead, &coach] {
        let page = text(visitor, &report).await;
        assert!(page.contains(heading) && page.contains(&format!("href=\"{}\"", scene.path)));
        assert_eq!(page.matches("chart-signal").count(), 1, "only deployments have a course");
        let signals = text(visitor, &scene.path).await;
        assert!(signals.contains("February 2026") && signals.contains("20.5"));
        for file in
            ["deployment-frequency.svg", "lead-time.png", "change-failure-rate.csv", "signals.csv"]
        {
            let status = visitor.get(&format!("{}/{file}", scene.path)).await.status();
            assert_eq!(status, StatusCode::OK, "{file}");
        }
        for file in ["deployment-frequency.exe", "deployments.svg", "radar.svg"] {
            let status = visitor.get(&format!("{}/{file}", scene.path)).await.status();
            assert_eq!(status, StatusCode::NOT_FOUND, "{file}");
        }
    }
    let page = text(&coach, &scene.path).await;
    assert!(!page.contains("<form method=\"post\" action=\"/teams/"), "a coach changes nothing");
    let shared = text(&reader, &report).await;
    assert!(!shared.contains(heading) && !shared.contains("chart-signal"));
    assert_eq!(reader.get(&scene.path).await.status(), StatusCode::NOT_FOUND);
    scene.app.store.set_sharing(&scene.own.team, false).await.unwrap();
    assert_eq!(coach.get(&scene.path).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_program_keeps_months_with_a_facilitators_link_alone() {
    let scene = Scene::new().await;
    let own = &scene.own;
    let body =
        json!({ "deployments": 40, "failed": 3, "lead_time_hours": 30.25, "incidents": null });
    let secret = &own.facilitator.secret;
    for _ in 0..2 {
        let response = scene.put(secret, "2026-02", &body.to_string()).await;
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
    }
    assert_eq!(scene.log().await.matches("entered the delivery signals").count(), 1);
    for key in [&own.admin, &own.coach, &own.leader, &own.reader] {
        let response = scene.put(&key.secret, "2026-02", "{\"deployments\":1}").await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
    }
    let month = read(&scene.app, &own.coach, &format!("{}/2026-02", own.signals())).await;
    assert_eq!(month["change_failure_rate_percent"], 7.5);
    assert_eq!((&month["lead_time_hours"], &month["incidents"]), (&json!(30.25), &Value::Null));
    for month in ["2025-11", "2025-12", "2026-01"] {
        scene.put(secret, month, "{\"incidents\":4,\"by_change\":1}").await;
    }
    let first = read(&scene.app, &own.facilitator, &format!("{}?limit=3", own.signals())).await;
    assert_eq!(first["data"][0]["month"], "2025-11");
    assert_eq!(first["data"][0]["hours_between_failures"], 180.0);
    let next = first["next"].as_str().unwrap().strip_prefix(&scene.app.url).unwrap().to_owned();
    let rest = read(&scene.app, &own.facilitator, &next).await;
    assert_eq!((rest["data"].as_array().unwrap().len(), &rest["next"]), (1, &Value::Null));
    assert_eq!(rest["data"][0]["month"], "2026-02");
    let delete = |key: String| {
        let url = format!("{}{}/2026-01", scene.app.url, own.signals());
        async move { reqwest::Client::new().delete(url).bearer_auth(key).send().await.unwrap() }
    };
    assert_eq!(delete(own.coach.secret.clone()).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(delete(secret.clone()).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(delete(secret.clone()).await.status(), StatusCode::NOT_FOUND);
    let gone = ask(&scene.app, secret, &format!("{}/2026-01", own.signals())).await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_a_program_sends_wrongly_is_named_field_by_field() {
    let scene = Scene::new().await;
    let secret = &scene.own.facilitator.secret;
    for (month, body, field) in [
        ("2026-02", "{\"deployments\":3,\"failed\":4}", "failed"),
        ("2026-02", "{\"deployments\":-1}", "deployments"),
        ("2026-02", "{\"deployments\":\"3\"}", "deployments"),
        ("2026-02", "{\"deployments\":3.5}", "deployments"),
        ("2026-02", "{\"lead_time_hours\":1e99}", "lead_time_hours"),
        ("2026-02", "{\"lead_time_hours\":[1]}", "lead_time_hours"),
        ("2026-02", "{\"deploys\":3}", "body"),
        ("2026-02", "{}", "deployments"),
        ("2026-02", "[]", "body"),
        ("2026-02", "", "body"),
        ("2026-02", "{\"deployments\":", "body"),
        ("2027-02", "{\"deployments\":3}", "month"),
        ("february", "{\"deployments\":3}", "month"),
    ] {
        let response = scene.put(secret, month, body).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        let problem: Value = response.json().await.unwrap();
        let faults = problem["faults"].as_array().unwrap();
        assert!(faults.iter().any(|fault| fault["field"] == field), "{month} {body}: {problem}");
        assert!(problem["type"].as_str().unwrap().ends_with("/api#unfit"));
    }
    assert!(scene.months().await.is_empty());
}

/// What a page says, without the frame that differs each time.
fn main_of(page: &str) -> String {
    between(page, "<main", "</main>").unwrap()
}

/// Nine teams or so, each with one month of that quarter and a lead time.
async fn teams_with(app: &TestApp, of: &OrganisationId, leads: &[f64], month: &str) -> Vec<TeamId> {
    let mut teams = Vec::new();
    for (place, lead) in leads.iter().enumerate() {
        let team = add_team(&app.store, of, &format!("Vole {place} {month}"), false).await;
        let counted =
            Counted { deployments: Some(10), lead_time: Hours::new(*lead), ..Counted::default() };
        app.store.keep_signals(&[(&team, month.parse().unwrap(), counted)]).await.unwrap();
        teams.push(team);
    }
    teams
}

#[tokio::test]
async fn leadership_is_told_counts_of_teams_in_bands_and_nothing_that_leads_to_one() {
    let scene = Scene::new().await;
    let (app, of) = (&scene.app, &scene.own.of.id);
    let leader = visit(app, &scene.own.leader).await;
    assert!(text(&leader, "/leadership").await.contains("Nothing to tell yet"));
    // Five in less than a day, three in a day to a week, one above.
    let leads = [1.0, 2.0, 3.0, 4.0, 5.0, 30.0, 40.0, 50.0, 200.0];
    let teams = teams_with(app, of, &leads, "2025-11").await;
    let page = main_of(&text(&leader, "/leadership").await);
    assert!(page.contains("Fourth quarter of 2025"), "{page}");
    assert!(page.contains("5 teams <small class=\"muted\">less than a day</small>"), "{page}");
    assert!(page.contains("4 teams <small class=\"muted\">a day or more</small>"));
    assert!(page.contains("9 teams <small class=\"muted\">anywhere</small>"), "all deploy alike");
    assert!(page.contains("too few teams"), "nobody counted incidents");
    assert!(!page.contains("Vole") && !page.contains("/teams/"));
    // What is entered, corrected or deleted later moves nothing.
    teams_with(app, of, &[200.0, 300.0], "2025-12").await;
    app.store.delete_signals(&teams[0], "2025-11".parse().unwrap()).await.unwrap();
    app.store.delete_team(&teams[1], START).await.unwrap();
    assert_eq!(main_of(&text(&leader, "/leadership").await), page);
    app.clock.advance(40 * DAY);
    let leader = visit(app, &scene.own.leader).await;
    let later = text(&leader, "/leadership").await;
    assert!(later.contains("5 teams <small class=\"muted\">less than a day</small>"));
}

#[tokio::test]
async fn a_quarter_waits_two_weeks_for_its_last_month() {
    let scene = Scene::new().await;
    let (app, of) = (&scene.app, &scene.own.of.id);
    teams_with(app, of, &[1.0; 8], "2026-03").await;
    // 14 April: the quarter is over, but not counted yet.
    app.clock.advance(43 * DAY);
    let leader = visit(app, &scene.own.leader).await;
    let page = text(&leader, "/leadership").await;
    assert!(page.contains("Nothing to tell yet") && page.contains("15 April 2026"), "{page}");
    // The ninth team comes just in time.
    teams_with(app, of, &[2.0], "2026-02").await;
    app.clock.advance(2 * DAY);
    let page = text(&leader, "/leadership").await;
    assert!(page.contains("9 teams <small class=\"muted\">anywhere</small>"), "{page}");
    assert!(page.contains("First quarter of 2026"));
}

#[tokio::test]
async fn leaderships_files_hold_the_bands_too() {
    let scene = Scene::new().await;
    let (app, of) = (&scene.app, &scene.own.of.id);
    for team in
        teams_with(app, of, &[1.0, 1.0, 1.0, 1.0, 30.0, 30.0, 30.0, 30.0, 30.0], "2025-11").await
    {
        sealed(&app.store, &team, 6, 2, START - 100 * DAY).await;
    }
    let leader = visit(app, &scene.own.leader).await;
    let csv = text(&leader, "/leadership/leadership.csv").await;
    assert!(csv.contains("organisation,2025-Q4,delivery signal,lead-time,Lead time for changes,4,,,,less than a day,"), "{csv}");
    let json: Value =
        serde_json::from_str(&text(&leader, "/leadership/leadership.json").await).unwrap();
    let quarter = &json["signals"][0];
    assert_eq!(quarter["quarter"], "2025-Q4");
    let bands = &quarter["signals"][1];
    assert_eq!(
        (&bands["id"], &bands["words"][0]),
        (&json!("lead-time"), &json!("less than a day"))
    );
    assert_eq!(bands["bands"]["shown"]["bands"][1]["teams"], 5);
    assert_eq!(bands["bands"]["shown"]["teams"], 9);
    assert!(
        quarter["signals"][3]["bands"]["withheld"].is_object()
            || quarter["signals"][3]["bands"]["withheld"].is_string()
    );
}

//! Groups, invitations, the log, and what coaches see.

use crate::support::{
    START, TestApp, add_team, around, between, day, holder, organisation, sealed, text,
};
use andon::clock::DAY;
use andon::store::{Organisation, Role, Store, Team as StoredTeam};
use reqwest::StatusCode;

async fn team_named(store: &Store, of: &Organisation, name: &str) -> StoredTeam {
    store.teams(&of.id).await.unwrap().into_iter().find(|team| team.name == name).unwrap()
}

#[tokio::test]
async fn an_administrator_makes_groups_and_puts_teams_into_them() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 5).await;
    let of = organisation(&app, "Acme").await;
    let base = format!("/admin/{}", of.id);
    assert_eq!(
        lead.post(&format!("{base}/groups"), &[("group", "Harbour")]).await.leads_to(),
        "/admin"
    );
    let twice = lead.post(&format!("{base}/groups"), &[("group", "Harbour")]).await;
    assert_eq!(twice.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = twice.text().await;
    assert!(
        page.contains("There is a group of this name already.")
            && page.contains("value=\"Harbour\"")
    );
    let group = app.store.groups(&of.id).await.unwrap().remove(0);
    let id = team.path.rsplit('/').next().unwrap();
    let put = format!("{base}/teams/{id}/group");
    lead.post(&put, &[("group", group.id.as_str())]).await.leads_to();
    assert_eq!(team_named(&app.store, &of, "Payments").await.group, Some(group.id.clone()));
    assert!(text(&lead, "/admin").await.contains("1 team"));
    let rename = format!("{base}/groups/{}/rename", group.id);
    assert_eq!(
        lead.post(&rename, &[("name", " ")]).await.status(),
        StatusCode::UNPROCESSABLE_ENTITY
    );
    lead.post(&rename, &[("name", "Ports")]).await.leads_to();
    lead.post(&format!("{base}/groups/{}/delete", group.id), &[]).await.leads_to();
    assert_eq!(team_named(&app.store, &of, "Payments").await.group, None);
    assert_eq!(
        lead.post(&put, &[("group", group.id.as_str())]).await.status(),
        StatusCode::NOT_FOUND
    );

    // Another organisation's group cannot be used.
    let (_, _) = app.set_up("Other", 5).await;
    let other = organisation(&app, "Other").await;
    let foreign = app.store.add_group(&other.id, "Foreign", START).await.unwrap();
    assert_eq!(
        lead.post(&put, &[("group", foreign.as_str())]).await.status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn coaches_are_invited_until_a_day_and_it_is_written_down() {
    let app = TestApp::start().await;
    let (lead, _) = app.set_up("Acme", 5).await;
    let of = organisation(&app, "Acme").await;
    let invite = format!("/admin/{}/invite", of.id);
    for (form, wrong) in [
        ([("label", " "), ("until", &*day(30)), ("role", "coach")], "id=\"label-error\""),
        (
            [("label", "Ada"), ("until", &*day(-1)), ("role", "coach")],
            "Choose a day from tomorrow on",
        ),
        (
            [("label", "Ada"), ("until", &*day(900)), ("role", "coach")],
            "Choose a day from tomorrow on",
        ),
        ([("label", "Ada"), ("until", "soon"), ("role", "coach")], "Choose a day from tomorrow on"),
    ] {
        let page = lead.post(&invite, &form).await;
        assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
        assert!(page.text().await.contains(wrong), "{form:?}");
    }
    let form = [("label", "Ada"), ("until", &*day(30)), ("role", "coach")];
    let page = lead.post(&invite, &form).await.ok().await.text().await.unwrap();
    let link = format!("/k/{}", between(&page, "/k/", "<").unwrap());
    let coach = app.visitor();
    assert_eq!(coach.get(&link).await.leads_to(), "/coach");
    assert!(text(&coach, "/coach").await.contains("No shared report"));
    let log = text(&lead, &format!("/admin/{}/log", of.id)).await;
    assert!(
        log.contains("made a link: Coach: Ada")
            && log.contains("set up the organisation and the team Payments")
    );
    assert!(!log.contains(link.trim_start_matches("/k/")), "no secret in the log");
    app.clock.advance(32 * DAY);
    assert_eq!(app.visitor().get(&link).await.status(), StatusCode::NOT_FOUND, "it has expired");
    assert_eq!(coach.get("/coach").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_log_knows_no_respondent_and_forgets_a_deleted_teams_name() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let of = organisation(&app, "Acme").await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    for person in 0..3 {
        app.visitor().answer(&round, &crate::support::answers(person)).await.leads_to();
    }
    let before = app.store.deeds(&of.id, 100).await.unwrap().len();
    app.visitor().answer(&round, &crate::support::answers(4)).await.leads_to();
    assert_eq!(app.store.deeds(&of.id, 100).await.unwrap().len(), before, "answering is no deed");
    lead.close(&round).await.leads_to();
    let log = text(&lead, &format!("/admin/{}/log", of.id)).await;
    assert!(
        log.contains("opened a round of Payments") && log.contains("closed a round of Payments")
    );
    assert!(log.contains("Facilitator of Payments"));
    let id = team.path.rsplit('/').next().unwrap();
    lead.post(&format!("/admin/{}/teams/{id}/delete", of.id), &[("sure", "yes")]).await.leads_to();
    let log = text(&lead, &format!("/admin/{}/log", of.id)).await;
    assert!(!log.contains("Payments"), "{log}");
    assert!(log.contains("closed a round of (a deleted team)"));
}

#[tokio::test]
async fn a_coach_sees_teams_that_share_and_no_longer_when_they_stop() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 5).await;
    let of = organisation(&app, "Acme").await;
    let payments = team_named(&app.store, &of, "Payments").await;
    let round = sealed(&app.store, &payments.id, &around(6, 2), START).await;
    let report = format!("{}/rounds/{round}", team.path);
    let coach = holder(&app, &of.id, None, Role::Coach).await;
    let notes = format!("/coach/teams/{}", payments.id);

    assert!(!text(&coach, "/coach").await.contains("Payments"), "not asked, not shown");
    for path in [&report, &notes, &format!("{report}/radar.svg"), &format!("{report}/report.json")]
    {
        assert_eq!(coach.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(
        lead.post(&format!("{}/sharing", team.path), &[("shares", "maybe")]).await.status(),
        StatusCode::BAD_REQUEST
    );
    lead.post(&format!("{}/sharing", team.path), &[("shares", "yes")]).await.leads_to();
    assert!(text(&lead, &team.path).await.contains("Hide the team from coaches"));

    let board = text(&coach, "/coach").await;
    assert!(board.contains("Payments") && board.contains("One team, in its own words"));
    assert!(board.contains("With fewer than eight teams nothing can be said"));
    let page = text(&coach, &report).await;
    assert!(!page.contains("Make a share link") && !page.contains("A shared report"));
    assert_eq!(app.store.released_to_coaches(&round).await.unwrap(), Some(true));
    // To look, and no more.
    for path in [
        format!("{report}/share"),
        format!("{}/rename", team.path),
        format!("{}/sharing", team.path),
        format!("{}/rounds", team.path),
    ] {
        assert_eq!(
            coach.post(&path, &[("name", "Mine"), ("shares", "no")]).await.status(),
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert_eq!(coach.get(&team.path).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(coach.get("/admin").await.status(), StatusCode::NOT_FOUND);

    lead.post(&format!("{}/sharing", team.path), &[("shares", "no")]).await.leads_to();
    assert!(!text(&coach, "/coach").await.contains("Payments"));
    for path in [&report, &notes] {
        assert_eq!(coach.get(path).await.status(), StatusCode::NOT_FOUND, "hidden at once: {path}");
    }
    assert_eq!(
        app.store.released_to_coaches(&round).await.unwrap(),
        Some(true),
        "what was seen was seen"
    );
}

#[tokio::test]
async fn notes_belong_to_one_coach_alone() {
    let app = TestApp::start().await;
    let (lead, _) = app.set_up("Acme", 5).await;
    let of = organisation(&app, "Acme").await;
    let team = add_team(&app.store, &of.id, "Search", true).await;
    let first = holder(&app, &of.id, None, Role::Coach).await;
    let second = holder(&app, &of.id, None, Role::Coach).await;
    let path = format!("/coach/teams/{team}");
    let typed = "Ask about <b>Fridays</b>.\r\nAnd lunch.";
    first.post(&format!("{path}/notes"), &[("notes", typed)]).await.leads_to();
    let page = text(&first, &path).await;
    assert!(page.contains("Ask about &lt;b>Fridays&lt;/b>.\nAnd lunch."), "{page}");
    assert!(!text(&second, &path).await.contains("Fridays"));
    assert!(!text(&lead, "/admin").await.contains("Fridays"));
    let long = "x".repeat(10_001);
    let refused = first.post(&format!("{path}/notes"), &[("notes", &long)]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().await.contains(&long), "what was typed is still there");
    first.post(&format!("{path}/notes"), &[("notes", "")]).await.leads_to();
    assert!(!text(&first, &path).await.contains("Fridays"));
}

#[tokio::test]
async fn twelve_teams_show_who_can_help_whom_without_a_ranking() {
    let app = TestApp::start().await;
    let _ = app.set_up("Acme", 5).await;
    let of = organisation(&app, "Acme").await;
    let names = [
        "Anchor", "Beacon", "Cargo", "Dock", "Ebb", "Ferry", "Gale", "Hull", "Isle", "Jetty",
        "Keel", "Lock",
    ];
    for (place, name) in names.iter().enumerate() {
        let team = add_team(&app.store, &of.id, name, true).await;
        sealed(&app.store, &team, &around(9, [0, 2, 4][place % 3]), START).await;
    }
    let hidden = add_team(&app.store, &of.id, "Mole", false).await;
    sealed(&app.store, &hidden, &around(9, 4), START).await;
    app.clock.advance(DAY);
    let coach = holder(&app, &of.id, None, Role::Coach).await;
    let board = text(&coach, "/coach").await;
    assert!(board.contains("12 teams, each in its own words"));
    let places: Vec<usize> =
        names.iter().map(|name| board.find(&format!(">{name}</a>")).unwrap()).collect();
    assert!(places.is_sorted(), "by name, whatever the scores");
    assert!(!board.contains("Mole"));
    assert!(board.contains("These teams differ more than chance would make them"));
    assert!(
        board.contains("<strong>Anchor</strong> and <strong>Cargo</strong>"),
        "strong with struggling"
    );
    let radars = text(&coach, "/coach?view=radars").await;
    let outlines: Vec<usize> =
        names.iter().map(|name| radars.find(&format!(">{name}</a></h3>")).unwrap()).collect();
    assert!(outlines.is_sorted(), "by name here too");
    assert_eq!(radars.matches("chart-small").count(), 12);
    assert!(!radars.contains("<table"), "one way to look at a time");
    // A quarter in which nobody closed a round, and a group that does not exist.
    assert!(text(&coach, "/coach?quarter=1999-Q1").await.contains("12 teams"));
    let group = app.store.add_group(&of.id, "Ports", START).await.unwrap();
    app.store
        .put_into_group(&team_named(&app.store, &of, "Dock").await.id, Some(&group))
        .await
        .unwrap();
    let one = text(&coach, &format!("/coach?group={group}")).await;
    assert!(one.contains(">Dock</a>") && !one.contains(">Ebb</a>"));
    assert!(one.contains("<strong>Anchor</strong>"), "a filter changes no comparison");
    let csv = text(&coach, &format!("/coach/board.csv?group={group}")).await;
    assert!(csv.contains("Dock,Ports,") && !csv.contains("Ebb") && !csv.contains("Mole"));
    for file in ["board.svg", "board.png"] {
        assert_eq!(coach.get(&format!("/coach/{file}")).await.status(), StatusCode::OK, "{file}");
        assert_eq!(
            app.visitor().get(&format!("/coach/{file}")).await.status(),
            StatusCode::NOT_FOUND
        );
    }
    assert_eq!(coach.get("/coach/board.exe").await.status(), StatusCode::NOT_FOUND);
}

//! From round to round: verdicts, history, and what the audit remembers.

use crate::support::{START, Team, TestApp, Visitor, add_team, audited, between, sealed, text};
use andon::catalogue::{Answer, Answers, PatternId, Point};
use andon::clock::DAY;
use andon::command::CommandError;

/// Answers of somebody who says the same to everything; `cant` cannot judge one item.
fn says(point: usize, cant: Option<PatternId>) -> Answers {
    let mut answers = Answers::new([Answer::Point(Point::ALL[point]); 18]);
    if let Some(id) = cant {
        answers.set(id, Answer::CantJudge);
    }
    answers
}

/// Takes a whole round; gives its path.
async fn take(app: &TestApp, lead: &Visitor, team: &Team, day: &str, people: &[Answers]) -> String {
    let round = lead.open_round(&team.path, 30, day).await;
    for answers in people {
        let _ = app.visitor().answer(&round, answers).await;
    }
    let _ = lead.close(&round).await;
    app.clock.advance(40 * DAY);
    // A session holds for thirty days.
    let _ = lead.get(&team.facilitator).await;
    round.path
}

#[tokio::test]
async fn a_second_round_says_what_is_clearly_better_and_draws_the_history() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 5).await;
    let low = vec![
        says(4, None),
        says(4, None),
        says(3, None),
        says(4, None),
        says(4, None),
        says(3, None),
    ];
    let high = vec![says(0, None), says(0, None), says(1, None), says(0, None), says(0, None)];
    let first = take(&app, &lead, &team, "2026-03-20", &low).await;
    let html = text(&lead, &first).await;
    assert!(!html.contains("id=\"change\""), "a first round has nothing to compare with");
    assert!(!html.contains("Round by round"));
    assert_eq!(lead.get(&format!("{first}/history.svg")).await.status(), 404);

    let second = take(&app, &lead, &team, "2026-04-30", &high).await;
    let html = text(&lead, &second).await;
    assert!(html.contains("Clearly better than last time"), "{html}");
    assert!(html.contains("That is clearly better than on 2 March 2026 (10 or less)."));
    // Five and six people: nobody learns how the sixth one answered.
    assert!(html.contains("For single statements no direction is given"));
    assert!(html.contains("Round by round") && html.contains("Health over 2 rounds"));

    let json: serde_json::Value =
        serde_json::from_str(&text(&lead, &format!("{second}/report.json")).await).unwrap();
    assert_eq!(json["previous"]["change"]["overall"]["shown"]["verdict"], "clearly_better");
    assert!(json["previous"]["change"]["overall"]["shown"]["evidence"].is_null());
    let csv = text(&lead, &format!("{second}/report.csv")).await;
    assert!(csv.lines().nth(1).unwrap().ends_with("clearly better"), "{csv}");
    let history = text(&lead, &format!("{second}/history.csv")).await;
    assert_eq!(history.lines().count(), 3, "{history}");
    for file in ["history.svg", "history.png"] {
        assert!(lead.get(&format!("{second}/{file}")).await.status().is_success(), "{file}");
    }

    // And back again: worse, which the suggestions take up.
    let third = take(&app, &lead, &team, "2026-06-10", &low).await;
    let html = text(&lead, &third).await;
    assert!(html.contains("Clearly worse than last time"));
    assert!(html.contains("worse since the last round"));
    // The second report is still the second report.
    let again = text(&lead, &second).await;
    assert!(again.contains("Health over 2 rounds") && again.contains("Clearly better"));
}

#[tokio::test]
async fn five_and_six_people_who_differ_a_little_cannot_tell() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 5).await;
    let before: Vec<_> = [1, 2, 2, 3, 4].map(|point| says(point, None)).to_vec();
    let after: Vec<_> = [0, 1, 2, 2, 3, 3].map(|point| says(point, None)).to_vec();
    take(&app, &lead, &team, "2026-03-20", &before).await;
    let second = take(&app, &lead, &team, "2026-04-30", &after).await;
    let html = text(&lead, &second).await;
    assert!(html.contains("These answers cannot tell whether anything has changed"));
    assert!(html.contains("these answers cannot tell."));
    assert!(!html.contains("clearly better") && !html.contains("clearly worse"));
    assert!(!html.to_lowercase().contains("no change"));
}

#[tokio::test]
async fn a_reader_of_one_report_does_not_get_the_history() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 5).await;
    let people: Vec<_> = (0..6).map(|n| says(n % 5, None)).collect();
    take(&app, &lead, &team, "2026-03-20", &people).await;
    let second = take(&app, &lead, &team, "2026-04-30", &people).await;
    let page = lead.post(&format!("{second}/share"), &[]).await.ok().await.text().await.unwrap();
    let link = format!("/k/{}", between(&page, "/k/", "<").unwrap());
    let reader = app.visitor();
    let _ = reader.get(&link).await;
    let html = text(&reader, &second).await;
    assert!(html.contains("id=\"change\"") && !html.contains("Round by round"));
    for file in ["history.svg", "history.png", "history.csv"] {
        assert_eq!(reader.get(&format!("{second}/{file}")).await.status(), 404, "{file}");
        assert_eq!(lead.get(&format!("{second}/{file}")).await.status(), 200, "{file}");
    }
}

#[tokio::test]
async fn the_audit_finds_nothing_in_what_was_shown_and_everything_that_is_planted() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 5).await;
    // One statement is judged by three people only: it and a sibling are withheld.
    let people: Vec<_> =
        (0..7).map(|n| says(n % 5, (n > 2).then_some(PatternId::Heroics))).collect();
    let path = take(&app, &lead, &team, "2026-03-20", &people).await;
    app.audited().await.expect("nothing has been shown yet");
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    assert!(!app.store.is_released(&id).await.unwrap(), "nobody has looked");
    text(&lead, &path).await;
    assert!(app.store.is_released(&id).await.unwrap());
    app.audited().await.expect("what the app shows is safe");

    let organisation = app.store.organisations().await.unwrap().remove(0);
    let [report] = &app.store.released_reports(&organisation.id).await.unwrap()[..] else {
        panic!("one report was released")
    };
    // Overall, six dimensions, eighteen items: heroics is the last but one.
    assert_eq!((report.people[23], report.shown[23]), (3, false));
    assert_eq!(report.shown[22..25].iter().filter(|shown| **shown).count(), 1);
    assert!(!report.shown[0] || report.people[0] >= 5);

    let database = app.stop().await;
    let plant = async |shown: String| {
        let mut direct = database.direct().await;
        let planted = format!("UPDATE released_reports SET shown = '{shown}'");
        assert_eq!(direct.run(&planted).await.unwrap(), 1);
        direct.close().await;
    };
    let check = async || {
        let store = database.open().await;
        let found = audited(&database).await;
        store.close().await;
        found
    };
    let marks = |places: &[usize]| -> String {
        report
            .shown
            .iter()
            .enumerate()
            .map(|(place, shown)| if *shown || places.contains(&place) { '1' } else { '0' })
            .collect()
    };
    // Heroics itself; then only the sibling that protects it, which gives it away.
    let sibling = (22..25).find(|place| *place != 23 && !report.shown[*place]).unwrap();
    for places in [&[23][..], &[sibling][..]] {
        plant(marks(places)).await;
        let found = check().await;
        assert!(matches!(found, Err(CommandError::Unsafe)), "{places:?}: {found:?}");
    }
    plant(marks(&[])).await;
    check().await.expect("mended");
}

#[tokio::test]
async fn the_audit_finds_a_total_of_too_few_teams() {
    let app = TestApp::start().await;
    let _ = app.set_up("Acme", 5).await;
    let organisation = app.store.organisations().await.unwrap().remove(0);
    let mut teams = vec![app.store.teams(&organisation.id).await.unwrap().remove(0).id];
    for name in ["Search", "Billing", "Mobile", "Web"] {
        teams.push(add_team(&app.store, &organisation.id, name, false).await);
    }
    let people: Vec<Answers> = (0..6).map(|person| says(person % 5, None)).collect();
    let mut rounds = Vec::new();
    for team in &teams {
        rounds.push(sealed(&app.store, team, &people, START).await);
    }
    let pool = |period: &'static str, rounds: Vec<_>| {
        let (store, id) = (app.store.clone(), organisation.id.clone());
        let rounds = rounds.into_iter().map(|round| (round, true)).collect();
        async move {
            let dimension = andon::catalogue::DimensionId::Change;
            let sums = andon::measure::DimensionSums::default();
            let pool = andon::store::NewPool { group: None, dimension, rounds, sums };
            assert!(
                store
                    .decide_period(&id, period, &[pool], &mut store.standing(&id).await.unwrap())
                    .await
                    .unwrap()
            );
        }
    };
    pool("2026-Q1", rounds.clone()).await;
    app.audited().await.expect("five teams are enough, with an insider too");
    pool("2026-Q2", rounds[1..].to_vec()).await;
    let found = app.audited().await;
    assert!(matches!(found, Err(CommandError::Unsafe)), "the difference is one team: {found:?}");
}

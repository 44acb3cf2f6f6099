//! Boards of experiments: one full loop, and everything that can go wrong on the way.

use crate::house::{House, visit};
use crate::support::{START, TestApp, Visitor, between, day, organisation, running, sealed, text};
use andon::catalogue::{Answer, Answers, PatternId, Point};
use andon::clock::DAY;
use andon::kata::State;
use andon::store::{Board, ExperimentId};
use reqwest::StatusCode;

const PLAN: [(&str, &str); 8] = [
    ("title", "Talk before the ticket"),
    ("pattern", "tickets-over-talk"),
    ("hypothesis", "If we talk first, then fewer tickets come back by May, because we ask."),
    ("target", "Half as many tickets come back."),
    ("first_step", "Call before the next ticket."),
    ("measure", "Tickets that come back in a week."),
    ("review_on", "2026-04-13"),
    ("owner", "AB"),
];

/// The plan with other values at some fields.
fn plan_with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    PLAN.iter()
        .map(|(name, value)| {
            let changed = changes.iter().find(|(other, _)| other == name);
            (*name, changed.map_or(*value, |(_, value)| *value))
        })
        .collect()
}

/// What a form on the page was opened with.
fn hidden(html: &str, name: &str) -> String {
    between(html, &format!("name=\"{name}\" value=\""), "\"").unwrap()
}

/// Opens the question of a move and answers it.
async fn make(lead: &Visitor, card: &str, step: &str, answer: &str, day: &str) {
    let html = text(lead, &format!("{card}?do={step}")).await;
    let form =
        [("move", step), ("edition", &hidden(&html, "edition")), ("answer", answer), ("day", day)];
    lead.post(&format!("{card}/move"), &form).await.leads_to();
}

async fn add(lead: &Visitor, board: &str, changes: &[(&str, &str)]) -> String {
    lead.post(board, &plan_with(changes)).await.leads_to()
}

/// So many people of whom each sees one pattern at this point and nothing else.
fn sees(pattern: PatternId, point: usize, people: usize) -> Vec<Answers> {
    (0..people)
        .map(|person| {
            let mut answers = Answers::new([Answer::Point(Point::ALL[person % 2]); 18]);
            for id in pattern.dimension().patterns() {
                answers.set(id, Answer::Point(Point::ALL[point - usize::from(person % 4 == 3)]));
            }
            answers
        })
        .collect()
}

#[tokio::test]
async fn a_team_lives_one_full_loop() {
    let app = TestApp::start().await;
    let house = House::build(&app, "Acme").await;
    let team = format!("/teams/{}", house.team);
    let board = format!("{team}/experiments");
    // A round in which tickets stand in the way of talking.
    app.clock.advance(40 * DAY);
    let lead = visit(&app, &house.facilitator).await;
    let pattern = PatternId::TicketsOverTalk;
    let at = START + 40 * DAY;
    let first = sealed(&app.store, &house.team, &sees(pattern, 4, 12), at).await;

    // Report: a suggestion leads to the form, which knows where the team stands.
    let report = text(&lead, &format!("{team}/rounds/{first}")).await;
    let entry = between(&report, &format!("{board}/new?entry="), "\"").unwrap();
    let form = text(&lead, &format!("{board}/new?entry={entry}")).await;
    assert!(
        form.contains("Health of \u{201c}Tickets instead of talk") || form.contains("Health of")
    );
    assert!(form.contains("in the round that closed on"), "{form}");

    // Adopt.
    let review = day(40 + 42);
    let made = [&plan_with(&[("review_on", &review)])[..], &[("entry", entry.as_str())]].concat();
    let card = lead.post(&board, &made).await.leads_to();
    let html = text(&lead, &board).await;
    assert!(html.contains("Talk before the ticket") && html.contains("Start it"));
    // What is on its way is not suggested again.
    let again = text(&lead, &format!("{team}/rounds/{first}")).await;
    assert!(!again.contains(&format!("{board}/new?entry={entry}\"")));

    // Start: the first step is in the log, with what is expected.
    make(&lead, &card, "start", "One call, one ticket fewer.", &day(47)).await;
    let html = text(&lead, &card).await;
    assert!(html.contains("One call, one ticket fewer.") && html.contains("How did it go?"));

    // Three steps.
    for number in 1..=3 {
        let step = format!("{card}/steps/{number}");
        let html = text(&lead, &step).await;
        let form = [
            ("seal", hidden(&html, "seal")),
            ("what", "Call first".to_owned()),
            ("expected", "Fewer come back".to_owned()),
            ("obstacle", "They are in another building.".to_owned()),
            ("due_on", day(47)),
            ("actual", format!("Call number {number} took two minutes.")),
            ("learned", "Asking is quicker.".to_owned()),
        ];
        let form: Vec<(&str, &str)> = form.iter().map(|(a, b)| (*a, b.as_str())).collect();
        lead.post(&step, &form).await.leads_to();
        if number < 3 {
            let next = [
                ("obstacle", "They are in another building."),
                ("what", "Walk over"),
                ("expected", "A face to the name"),
                ("due_on", &day(50)),
            ];
            lead.post(&format!("{card}/steps"), &next).await.leads_to();
        }
    }
    let html = text(&lead, &card).await;
    for said in ["Call number 1", "Call number 3", "They are in another building."] {
        assert!(html.contains(said), "{said}");
    }
    assert!(html.contains("No round has closed since it started."));

    // The next round.
    app.clock.advance(35 * DAY);
    let lead = visit(&app, &house.facilitator).await;
    let second = sealed(&app.store, &house.team, &sees(pattern, 1, 12), START + 75 * DAY).await;
    let html = text(&lead, &card).await;
    assert!(html.contains("clearly better"), "{html}");
    assert!(html.contains("<td>10 or less</td><td>80</td>"), "{html}");
    let home = text(&lead, &team).await;
    assert!(home.contains("A round has closed since: what do you make of it?"));

    // It stands on the chart of the team's rounds: on the newest report, and not on one
    // that closed before its start.
    let started = "Started: Talk before the ticket (11 April 2026)";
    assert!(text(&lead, &format!("{team}/rounds/{second}")).await.contains(started));
    assert!(!text(&lead, &format!("{team}/rounds/{}", house.round)).await.contains(started));
    let csv = text(&lead, &format!("{team}/rounds/{second}/history.csv")).await;
    assert!(csv.contains("Started: Talk before the ticket"), "{csv}");

    // The team's own judgement, the review, and what was learned.
    let judged = [("judgement", "helped"), ("note", "We know each other now.")];
    lead.post(&format!("{card}/judge"), &judged).await.leads_to();
    make(&lead, &card, "review", "Nine of ten tickets are right at first.", "").await;
    make(&lead, &card, "keep", "A line in the team's ways of working.", "").await;
    let html = text(&lead, &board).await;
    assert!(html.contains("What we have learned") && html.contains("It helped"));
    assert!(!html.contains("A round has closed since"));
    let html = text(&lead, &card).await;
    assert!(html.contains("A line in the team&#x27;s") || html.contains("A line in the team's"));
    assert!(!html.contains("Change the plan"), "what is over stays as it was");

    // A coach of the team reads all of it and can change nothing.
    let coach = visit(&app, &house.coach).await;
    let html = text(&coach, &card).await;
    assert!(html.contains("clearly better") && html.contains("We know each other now."));
    assert!(!html.contains("<form method=\"post\" action=\"/teams"));
    assert!(text(&coach, &board).await.contains("Talk before the ticket"));
}

#[tokio::test]
async fn a_draft_stays_a_draft_until_it_has_a_measure_and_a_review_day() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 5).await;
    let board = format!("{}/experiments", team.path);
    let card = add(&lead, &board, &[("measure", ""), ("review_on", "")]).await;
    let html = text(&lead, &card).await;
    assert!(html.contains("Still a draft"));
    assert!(html.contains("it needs something to measure and a review day"), "{html}");
    assert!(text(&lead, &board).await.contains("It lacks something to measure and a review day."));
    // Whoever sends the form all the same is told so.
    let form = [("move", "start"), ("edition", "1"), ("answer", "x"), ("day", &day(3))];
    let answer = lead.post(&format!("{card}/move"), &form).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().await.contains("The plan lacks something"));
    // Completed, it can start; running, it cannot lose what makes it one.
    let complete = [&plan_with(&[])[..], &[("edition", "1")]].concat();
    lead.post(&format!("{card}/plan"), &complete).await.leads_to();
    make(&lead, &card, "start", "It gets quicker.", &day(7)).await;
    let poorer = [&plan_with(&[("measure", "")])[..], &[("edition", "3")]].concat();
    let answer = lead.post(&format!("{card}/plan"), &poorer).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().await.contains("What runs needs something to measure"));
}

#[tokio::test]
async fn the_fourth_has_to_wait_and_the_page_says_why() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 5).await;
    let board = format!("{}/experiments", team.path);
    let mut cards = Vec::new();
    for title in ["One", "Two", "Three", "Four"] {
        cards.push(add(&lead, &board, &[("title", title)]).await);
    }
    for card in &cards[..3] {
        make(&lead, card, "start", "Something.", &day(7)).await;
    }
    let asked = text(&lead, &format!("{}?do=start", cards[3])).await;
    assert!(asked.contains("finishing beats starting"));
    assert!(asked.contains(&cards[0]), "the way to those that run");
    let form = [("move", "start"), ("edition", "1"), ("answer", "It is small"), ("day", &day(7))];
    let answer = lead.post(&format!("{}/move", cards[3]), &form).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let html = answer.text().await;
    assert!(html.contains("3 experiments are running") && html.contains("It is small"));
    // Dropping one, with what was learned, makes room.
    let html = text(&lead, &format!("{}?do=drop", cards[0])).await;
    assert!(html.contains("What did you learn from it?"));
    let form = [("move", "drop"), ("edition", "2"), ("answer", " ")];
    let answer = lead.post(&format!("{}/move", cards[0]), &form).await;
    assert_eq!(
        answer.status(),
        StatusCode::UNPROCESSABLE_ENTITY,
        "nothing learned, nothing dropped"
    );
    make(&lead, &cards[0], "drop", "It was too large.", "").await;
    make(&lead, &cards[3], "start", "It is small.", &day(7)).await;
    // And it can be taken up again.
    make(&lead, &cards[0], "take-up", "It is smaller now.", "").await;
    // Administrators read that a board was worked on, and nothing of what stands there.
    let of = organisation(&app, "Acme").await;
    let log = text(&lead, &format!("/admin/{}/log", of.id)).await;
    assert!(log.contains("put an experiment on the board of Payments"), "{log}");
    assert!(log.contains("moved an experiment on the board of Payments"));
    for secret in ["One", "too large", "dropped", "Dropped"] {
        assert!(!log.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn two_windows_cannot_overwrite_each_other_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 5).await;
    let board = format!("{}/experiments", team.path);
    let card = add(&lead, &board, &[]).await;
    let one = [&plan_with(&[("title", "From the first window")])[..], &[("edition", "1")]].concat();
    lead.post(&format!("{card}/plan"), &one).await.leads_to();
    let two = [&plan_with(&[("title", "From the second")])[..], &[("edition", "1")]].concat();
    let answer = lead.post(&format!("{card}/plan"), &two).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let html = answer.text().await;
    assert!(html.contains("From the second") && html.contains("Somebody else was faster"));
    assert!(text(&lead, &card).await.contains("From the first window"));
    // The form that came back has the new edition: sent again, it is taken.
    let edition = hidden(&html, "edition");
    let second = plan_with(&[("title", "From the second")]);
    let again = [&second[..], &[("edition", edition.as_str())]].concat();
    lead.post(&format!("{card}/plan"), &again).await.leads_to();

    // The same for moves and steps.
    let stale = [("move", "start"), ("edition", "1"), ("answer", "x"), ("day", &day(7))];
    let answer = lead.post(&format!("{card}/move"), &stale).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    make(&lead, &card, "start", "It gets quicker.", &day(7)).await;
    let html = text(&lead, &format!("{card}/steps/1")).await;
    let seal = hidden(&html, "seal");
    let went = |actual: &'static str| {
        vec![
            ("seal", seal.clone()),
            ("what", "Call".to_owned()),
            ("expected", "Quick".to_owned()),
            ("due_on", day(7)),
            ("actual", actual.to_owned()),
        ]
    };
    let as_form = |form: &[(&'static str, String)]| -> Vec<(String, String)> {
        form.iter().map(|(a, b)| ((*a).to_owned(), b.clone())).collect()
    };
    let send = async |form: Vec<(String, String)>| {
        let form: Vec<(&str, &str)> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        lead.post(&format!("{card}/steps/1"), &form).await
    };
    send(as_form(&went("It was quick."))).await.leads_to();
    let answer = send(as_form(&went("It was slow."))).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert!(answer.text().await.contains("It was slow."));
    assert!(text(&lead, &card).await.contains("It was quick."));
}

#[tokio::test]
async fn bad_input_is_named_at_its_field_and_stores_nothing() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 5).await;
    let board = format!("{}/experiments", team.path);
    let long = "x".repeat(1_001);
    for (field, value, said) in [
        ("title", "", "Give it a title"),
        ("title", "  ", "Give it a title"),
        ("hypothesis", long.as_str(), "at most 1000 characters"),
        ("pattern", "no-such-pattern", "no anti-pattern called"),
        ("review_on", "soon", "year-month-day"),
        ("review_on", "2026-02-28", "has passed"),
        ("review_on", "2030-01-01", "Choose a day up to"),
        ("owner", "anna@example.org", "a role or initials"),
        ("target", "a\u{202e}b", "cannot be seen"),
    ] {
        let answer = lead.post(&board, &plan_with(&[(field, value)])).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let html = answer.text().await;
        assert!(html.contains(said), "{field}: {said}");
        assert!(html.contains("Call before the next ticket."), "what was typed stays");
    }
    let id = team.path.rsplit('/').next().unwrap().parse().unwrap();
    assert!(app.store.experiments(&Board::Team(id)).await.unwrap().is_empty());
    // A first step takes two weeks at most.
    let card = add(&lead, &board, &[]).await;
    let form = [("move", "start"), ("edition", "1"), ("answer", "x"), ("day", &day(15))];
    let answer = lead.post(&format!("{card}/move"), &form).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    for form in [&[("move", "fly"), ("edition", "1"), ("answer", "x")][..], &[("move", "start")]] {
        let answer = lead.post(&format!("{card}/move"), form).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    }
    // Nothing on the page comes from what was typed but as text.
    let card = add(&lead, &board, &[("title", "<script>alert(1)</script>")]).await;
    assert!(!text(&lead, &card).await.contains("<script>alert"));
    assert!(!text(&lead, &board).await.contains("<script>alert"));
}

#[tokio::test]
async fn an_experiment_is_found_below_its_own_board_only() {
    let app = TestApp::start().await;
    let house = House::build(&app, "Acme").await;
    let lead = visit(&app, &house.facilitator).await;
    let leader = visit(&app, &house.leader).await;
    let team = running(&app.store, Board::Team(house.team.clone())).await;
    let led = running(&app.store, Board::Leadership(house.of.id.clone())).await;
    let other = crate::support::add_team(&app.store, &house.of.id, "Other", true).await;
    let others = running(&app.store, Board::Team(other)).await;
    let below = |id: &ExperimentId| format!("/teams/{}/experiments/{id}", house.team);
    assert_eq!(lead.get(&below(&team)).await.status(), StatusCode::OK);
    assert_eq!(lead.get(&below(&led)).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(lead.get(&below(&others)).await.status(), StatusCode::NOT_FOUND);
    let path = |id: &ExperimentId| format!("/leadership/experiments/{id}");
    assert_eq!(leader.get(&path(&led)).await.status(), StatusCode::OK);
    assert_eq!(leader.get(&path(&team)).await.status(), StatusCode::NOT_FOUND);
    // Leadership's board shows its own alone.
    let html = text(&leader, "/leadership/experiments").await;
    assert_eq!(html.matches("class=\"kata-card\"").count(), 1, "{html}");
}

#[tokio::test]
async fn leadership_has_a_board_with_the_same_rules() {
    let app = TestApp::start().await;
    let house = House::build(&app, "Acme").await;
    let leader = visit(&app, &house.leader).await;
    let board = format!("/leadership/experiments?organisation={}", house.of.id);
    assert!(text(&leader, &board).await.contains("Nothing is tried yet"));
    let new = format!("/leadership/experiments/new?organisation={}", house.of.id);
    let html = text(&leader, &new).await;
    // Only what leadership can run is offered.
    assert!(html.contains("entry="), "{html}");
    let entry = between(&html, "&amp;entry=", "\"").unwrap();
    let filled = text(&leader, &format!("{new}&entry={entry}")).await;
    assert!(filled.contains("Taken from the catalogue"));
    let card = leader.post(&board, &plan_with(&[])).await.leads_to();
    make(&leader, &card, "start", "People notice.", &day(7)).await;
    make(&leader, &card, "review", "They did.", "").await;
    make(&leader, &card, "change", "Do it with fewer people.", "").await;
    let html = text(&leader, &card).await;
    let next = between(&html, "href=\"/leadership/experiments/new?", "\"").unwrap();
    let next = next.replace("&amp;", "&");
    let html = text(&leader, &format!("/leadership/experiments/new?{next}")).await;
    assert!(html.contains("It follows from"));
    let follows = hidden(&html, "follows");
    let form = [&plan_with(&[])[..], &[("follows", follows.as_str())]].concat();
    let second = leader.post(&board, &form).await.leads_to();
    assert!(text(&leader, &second).await.contains("It follows from"));
    let experiments = app.store.experiments(&Board::Leadership(house.of.id.clone())).await.unwrap();
    let states: Vec<State> = experiments.iter().map(|each| each.state).collect();
    assert!(states.contains(&State::Changed) && states.contains(&State::Proposed));
}

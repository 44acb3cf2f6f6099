//! A clock that jumps: a day or years, back or ahead, and is right again later.

use crate::database::Database;
use crate::receiver::{Receiver, connect};
use crate::support::{
    OpenRound, START, Team, TestApp, Visitor, answers, between, day, options, running, text,
};
use andon::clock::{Clock as _, DAY};
use andon::store::{Board, Round, RoundState, Secret};
use reqwest::StatusCode;
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(10);
/// Before any time.
const OVER: i64 = -i64::MAX;
const YEAR: i64 = 366 * DAY;
/// 14:00 on 4 March 2026.
const MARCH: i64 = START + 2 * DAY + 2 * 3600;

/// A team with an open round, whose server can be started anew at any time.
struct Scene {
    app: TestApp,
    lead: Visitor,
    team: Team,
    round: OpenRound,
    people: Vec<Visitor>,
    receiver: Receiver,
}

fn settings() -> andon::config::ServeArgs {
    options(&["--rate-limits", "off", "--webhook-allow", "127.0.0.0/8"])
}

/// Starts the server on a database at a time, and waits until it has done what is due
/// then. That ends with forgetting sessions, so one is put there that is over at any time.
async fn start(database: Database, now: i64) -> TestApp {
    let store = database.open().await;
    let hash = Secret::random().unwrap().hash();
    store.create_session(&hash, &[], OVER).await.unwrap();
    store.close().await;
    let app = TestApp::start_in(database, &settings(), now).await;
    let mut direct = app.direct().await;
    let sql = format!("SELECT COUNT(*) FROM sessions WHERE expires_at <= {OVER}");
    let begun = Instant::now();
    while direct.number(&sql).await > 0 {
        assert!(begun.elapsed() < SOON, "what is due is not done within {SOON:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    direct.close().await;
    app
}

impl Scene {
    /// The round closes at the end of the seventh day; so many have answered.
    async fn new(people: usize) -> Self {
        let app = TestApp::start_in(Database::new(), &settings(), START).await;
        let (lead, team) = app.set_up("Acme", 3).await;
        let receiver = Receiver::start([]).await;
        connect(&lead, &team.path, &receiver.url("/")).await;
        let round = lead.open_round(&team.path, 30, &day(7)).await;
        receiver.nth(1).await;
        let mut scene = Self { app, lead, team, round, people: Vec::new(), receiver };
        for _ in 0..people {
            scene.somebody_answers().await;
        }
        scene
    }

    async fn at(mut self, now: i64) -> Self {
        let database = self.app.stop().await;
        self.app = start(database, now).await;
        self.lead = self.lead.at(&self.app.url);
        self.people = self.people.iter().map(|person| person.at(&self.app.url)).collect();
        self
    }

    async fn somebody_answers(&mut self) {
        let person = self.app.visitor();
        let told = person.answer(&self.round, &answers(self.people.len())).await;
        assert_eq!(told.leads_to(), format!("{}/receipt", self.round.answer));
        self.people.push(person);
    }

    async fn stored(&self) -> Round {
        let id = self.round.path.rsplit('/').next().unwrap().parse().unwrap();
        self.app.store.round(&id).await.unwrap().unwrap()
    }

    /// Nobody joins, answers or changes anything any more.
    async fn takes_nothing(&self) {
        let late = self.people[0].submit(&self.round, &answers(9)).await;
        assert_eq!(late.status(), StatusCode::GONE);
        let join = self.app.visitor().get(&format!("/join/{}", self.round.token)).await;
        assert_eq!(join.status(), StatusCode::NOT_FOUND);
    }

    /// The events that were told, once nothing waits any more.
    async fn told(&self) -> Vec<String> {
        tokio::time::sleep(Duration::from_millis(2500)).await;
        let name = |got: &crate::receiver::Got| got.json()["event"].as_str().unwrap().to_owned();
        self.receiver.all().iter().map(name).collect()
    }
}

#[tokio::test]
async fn set_back_a_round_stays_open_until_its_day_and_closed_it_stays_closed() {
    let mut scene = Scene::new(3).await;
    for back in [DAY, YEAR, 50 * YEAR] {
        scene = scene.at(START - back).await;
        assert_eq!(scene.stored().await.state, RoundState::Open, "set back by {back}");
        scene.somebody_answers().await;
        let changed = scene.people[0].change(&scene.round, &answers(20)).await;
        changed.leads_to();
    }
    scene = scene.at(START + 7 * DAY).await;
    assert_eq!(scene.stored().await.state, RoundState::Open, "on its last day");
    scene.somebody_answers().await;
    scene = scene.at(START + 8 * DAY).await;
    let sealed = scene.stored().await;
    assert_eq!((sealed.state, sealed.responses), (RoundState::Sealed, Some(7)));
    let tally = scene.app.store.tally(&sealed.id).await.unwrap();
    let report = text(&scene.lead, &scene.round.path).await;

    for jump in [-DAY, -YEAR, -50 * YEAR, 10 * YEAR, 0] {
        scene = scene.at(START + 8 * DAY + jump).await;
        assert_eq!(scene.stored().await, sealed, "a jump of {jump}");
        assert_eq!(scene.app.store.tally(&sealed.id).await.unwrap(), tally);
        scene.takes_nothing().await;
        if jump < 0 {
            let page = text(&scene.lead, &scene.round.path).await;
            assert_eq!(between(&page, "<main", "</main>"), between(&report, "<main", "</main>"));
            let closed = scene.lead.close(&scene.round).await;
            assert!(!closed.status().is_server_error(), "{}", closed.status());
        }
    }
    assert_eq!(scene.told().await, ["round-opened", "round-closed"]);
}

#[tokio::test]
async fn set_far_ahead_a_round_closes_once_for_good() {
    let mut scene = Scene::new(4).await.at(START + 10 * YEAR).await;
    let sealed = scene.stored().await;
    assert_eq!((sealed.state, sealed.responses), (RoundState::Sealed, Some(4)));
    for now in [START + DAY, START + 8 * DAY, START + 10 * YEAR] {
        scene = scene.at(now).await;
        assert_eq!(scene.stored().await, sealed);
        scene.takes_nothing().await;
    }
    assert_eq!(scene.told().await, ["round-opened", "round-closed"]);
}

#[tokio::test]
async fn set_far_ahead_a_round_with_too_few_answers_gets_its_seven_days_once() {
    let mut scene = Scene::new(1).await.at(START + 10 * YEAR).await;
    let open = scene.stored().await;
    assert!(open.state == RoundState::Open && open.extended);
    assert_eq!(open.closes_at, START + 10 * YEAR + 7 * DAY);
    // When the clock is right again people go on answering, and whoever leads it closes it.
    scene = scene.at(START + DAY).await;
    for _ in 0..2 {
        scene.somebody_answers().await;
    }
    assert_eq!(scene.stored().await.state, RoundState::Open);
    scene = scene.at(START + 10 * YEAR + 8 * DAY).await;
    let sealed = scene.stored().await;
    assert_eq!((sealed.state, sealed.responses), (RoundState::Sealed, Some(3)));
    assert_eq!(scene.told().await, ["round-opened", "round-closed"]);
}

#[tokio::test]
async fn no_jump_makes_a_session_last_longer() {
    let scene = Scene::new(0).await;
    let opens = async |scene: &Scene| scene.lead.get(&scene.team.path).await.status();
    // Used a year before it began, it ends when it would have ended.
    let scene = scene.at(START - YEAR).await;
    assert_eq!(opens(&scene).await, StatusCode::OK);
    let scene = scene.at(START + 30 * DAY - 1).await;
    assert_eq!(opens(&scene).await, StatusCode::OK);
    scene.app.clock.advance(1);
    assert_eq!(opens(&scene).await, StatusCode::NOT_FOUND);
    // Once the server has seen that it is over, no clock brings it back.
    let scene = scene.at(START + 31 * DAY).await.at(START + DAY).await;
    assert_eq!(opens(&scene).await, StatusCode::NOT_FOUND);
    scene.lead.get(&scene.team.facilitator).await.leads_to();
    assert_eq!(opens(&scene).await, StatusCode::OK);
    // Nor does an access link outlive its end.
    let scene = scene.at(START + 731 * DAY).await;
    assert_eq!(scene.lead.get(&scene.team.facilitator).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn no_jump_gives_more_tries() {
    let app = TestApp::start_with(&options(&[])).await;
    let visitor = app.visitor();
    let guess = async || visitor.post("/join", &[("code", "three wrong words")]).await.status();
    while guess().await != StatusCode::TOO_MANY_REQUESTS {}
    for jump in [DAY, -YEAR, 20 * YEAR] {
        app.clock.advance(jump);
        assert_eq!(guess().await, StatusCode::TOO_MANY_REQUESTS, "{jump}");
    }
}

#[tokio::test]
async fn nobody_is_told_twice_what_is_due() {
    let scene = Scene::new(0).await;
    let team = scene.team.path.rsplit('/').next().unwrap().parse().unwrap();
    running(&scene.app.store, Board::Team(team)).await;
    // Its first step is due on 9 March, its review on 13 April.
    let (step, review) = (START + 7 * DAY, START + 42 * DAY);
    let mut scene = scene.at(step - DAY).await;
    for now in [step, step - DAY, step, step - YEAR, review + 20 * YEAR, step + 1, review, review] {
        scene = scene.at(now).await;
    }
    let mut told = scene.told().await;
    told.retain(|event| event.ends_with("due"));
    assert_eq!(told, ["step-due", "review-due"]);
}

#[tokio::test]
async fn at_any_time_that_a_clock_can_show_pages_are_served_and_rounds_open_and_close() {
    // 1900, 1970, 2038, the end of 9999, and what no calendar holds.
    const MOMENTS: [i64; 6] =
        [-2_208_988_800, 0, 2_147_483_648, 253_402_207_200, i64::MAX, i64::MIN];
    let mut database = Database::new();
    for now in MOMENTS {
        let app = start(database, now).await;
        let (lead, team) = app.set_up("Acme", 3).await;
        let page = text(&lead, &team.path).await;
        let last = between(&page, "name=\"closing_day\"", ">").unwrap();
        let closing = between(&last, "value=\"", "\"").unwrap();
        let round = lead.open_round(&team.path, 5, &closing).await;
        for person in 0..3 {
            app.visitor().answer(&round, &answers(person)).await.leads_to();
        }
        for path in ["/", "/admin", "/metrics", "/readyz", &format!("/join/{}", round.token)] {
            let status = lead.get(path).await.status();
            assert!(!status.is_server_error(), "{now}: {path}: {status}");
        }
        lead.close(&round).await.leads_to();
        let report = text(&lead, &round.path).await;
        assert!(report.contains("people answered."), "{now}: {report}");
        app.clock.advance(MARCH.wrapping_sub(app.clock.now()));
        app.visitor().get("/").await.ok().await;
        database = app.stop().await;
    }
}

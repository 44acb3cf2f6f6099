//! A real server on a free port with a database of its own, and browsers to visit it.

use crate::database::{Database, Direct};
use andon::catalogue::{Answer, Answers, PatternId, Point};
use andon::clock::{DAY, ManualClock};
use andon::command::{CommandError, audit};
use andon::config::{AuditArgs, Cli, ServeArgs};
use andon::kata::{Move, Plan};
use andon::server::{Settings, assemble, serve};
use andon::store::{
    Board, ClosedBy, ExperimentId, LinkId, NewExperiment, NewLink, NewMove, Organisation,
    OrganisationId, Role, RoundId, Secret, Store, TeamId,
};
use clap::Parser;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use std::sync::Arc;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// 2026-03-02 12:00 UTC.
pub const START: i64 = 1_772_452_800;

/// A running server.
pub struct TestApp {
    pub url: String,
    pub clock: ManualClock,
    pub store: Store,
    pub database: Database,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<()>,
}

/// `serve`'s options as the command line gives them.
pub fn options(words: &[&str]) -> ServeArgs {
    Cli::parse_from([&["andon"], words].concat()).serve
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(&options(&["--rate-limits", "off"])).await
    }

    pub async fn start_with(args: &ServeArgs) -> Self {
        // Not on this thread: a server that makes or drops a database waits for connections that
        // are just being made, and those of an earlier app may be made here.
        let database = tokio::task::spawn_blocking(Database::new).await.unwrap();
        Self::start_in(database, args, START).await
    }

    /// On a database that may be there already, at a time of its own.
    pub async fn start_in(database: Database, args: &ServeArgs, now: i64) -> Self {
        let store = database.open().await;
        Self::start_on(database, store, args, now).await
    }

    /// On a database that was reached in a way of its own.
    pub async fn start_on(database: Database, store: Store, args: &ServeArgs, now: i64) -> Self {
        let clock = ManualClock::at(now);
        let settings = Settings::from_args(args, true).unwrap();
        let app = assemble(store.clone(), settings, Arc::new(clock.clone())).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(async move {
            let told = async move {
                let _ = stopped.await;
            };
            serve(listener, app, told).await.unwrap();
        });
        Self { url, clock, store, database, stop: Some(stop), running }
    }

    /// Whether any file of the database holds these bytes.
    pub fn holds(&self, needle: &[u8]) -> bool {
        self.database.holds(needle)
    }

    /// `andon audit`, listing what it looks at.
    pub async fn audited(&self) -> Result<(), CommandError> {
        audited(&self.database).await
    }

    /// A connection past the store.
    pub async fn direct(&self) -> Direct {
        self.database.direct().await
    }

    pub fn visitor(&self) -> Visitor {
        Visitor::new(&self.url)
    }

    /// Ends the server and gives the database, closed.
    pub async fn stop(mut self) -> Database {
        self.stop.take().unwrap().send(()).unwrap();
        self.running.await.unwrap();
        self.database
    }

    /// Sets up an organisation; the visitor is signed in as administrator and facilitator.
    pub async fn set_up(&self, organisation: &str, minimum: u8) -> (Visitor, Team) {
        let lead = self.visitor();
        let page = lead
            .post(
                "/setup",
                &[
                    ("organisation", organisation),
                    ("team", "Payments"),
                    ("minimum_group", &minimum.to_string()),
                ],
            )
            .await
            .ok();
        let html = page.await.text().await.unwrap();
        let links: Vec<String> = html
            .split("/k/")
            .skip(1)
            .map(|rest| format!("/k/{}", rest.split('<').next().unwrap()))
            .collect();
        let team = between(&html, "href=\"/teams/", "\"").unwrap();
        (
            lead,
            Team {
                path: format!("/teams/{team}"),
                admin: links[0].clone(),
                facilitator: links[1].clone(),
            },
        )
    }
}

/// What setting up gives.
pub struct Team {
    pub path: String,
    pub admin: String,
    pub facilitator: String,
}

/// An open round.
#[derive(Clone)]
pub struct OpenRound {
    pub path: String,
    pub answer: String,
    pub token: String,
    pub code: String,
}

/// One browser with its own cookies.
#[derive(Clone)]
pub struct Visitor {
    pub client: Client,
    url: String,
}

/// An answer, with a way to insist on its status.
pub struct Answered(pub Response);

impl Visitor {
    /// A browser for the server at this address.
    pub fn new(url: &str) -> Self {
        let client = Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self { client, url: url.to_owned() }
    }

    /// One that keeps no cookies: it answers for many people.
    pub fn for_many(url: &str) -> Self {
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { client, url: url.to_owned() }
    }

    /// The same browser, when the server has moved to this address.
    pub fn at(&self, url: &str) -> Self {
        Self { client: self.client.clone(), url: url.to_owned() }
    }

    pub fn request(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url)).header("origin", &self.url)
    }

    pub async fn get(&self, path: &str) -> Answered {
        Answered(self.request(reqwest::Method::GET, path).send().await.unwrap())
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answered {
        Answered(self.request(reqwest::Method::POST, path).form(form).send().await.unwrap())
    }

    /// Opens a round for a team and reads how to join it.
    pub async fn open_round(&self, team: &str, roster: u16, closing_day: &str) -> OpenRound {
        self.open_round_with(team, &[("roster", &roster.to_string()), ("closing_day", closing_day)])
            .await
    }

    pub async fn open_round_with(&self, team: &str, form: &[(&str, &str)]) -> OpenRound {
        let form = [form, &[("do", "open")]].concat();
        let path = self.post(&format!("{team}/rounds"), &form).await.leads_to();
        let html = self.get(&path).await.ok().await.text().await.unwrap();
        let token = between(&html, "/join/", "<").unwrap();
        let code = between(&html, "class=\"spoken\">", "<").unwrap();
        let id = path.rsplit('/').next().unwrap().to_owned();
        OpenRound { answer: format!("/answer/{id}"), path, token, code }
    }

    /// Presses *Start*.
    pub async fn start(&self, round: &OpenRound) {
        let there = self
            .post(&format!("{}/start", round.answer), &[("token", &round.token)])
            .await
            .leads_to();
        assert_eq!(there, round.answer);
    }

    /// Presses *Start*, answers and submits.
    pub async fn answer(&self, round: &OpenRound, answers: &Answers) -> Answered {
        self.start(round).await;
        self.submit(round, answers).await
    }

    pub async fn submit(&self, round: &OpenRound, answers: &Answers) -> Answered {
        let fields = fields(answers, "submit");
        let form: Vec<(&str, &str)> =
            fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        self.post(&round.answer, &form).await
    }

    /// Opens the survey as it is now and submits it with these answers, as whoever changes
    /// their mind does.
    pub async fn change(&self, round: &OpenRound, answers: &Answers) -> Answered {
        let edition = edition(&text(self, &round.answer).await);
        self.submit_with(round, answers, &edition).await
    }

    /// Submits a form that was opened when this edition was stored.
    pub async fn submit_with(
        &self,
        round: &OpenRound,
        answers: &Answers,
        edition: &str,
    ) -> Answered {
        let mut fields = fields(answers, "submit");
        fields.push(("edition".to_owned(), edition.to_owned()));
        let form: Vec<(&str, &str)> =
            fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        self.post(&round.answer, &form).await
    }

    pub async fn close(&self, round: &OpenRound) -> Answered {
        self.post(&format!("{}/close", round.path), &[("sure", "yes")]).await
    }
}

impl Answered {
    pub fn status(&self) -> StatusCode {
        self.0.status()
    }

    /// Insists on 200.
    pub async fn ok(self) -> Response {
        if self.0.status() != StatusCode::OK {
            let status = self.0.status();
            panic!("{status}: {}", self.0.text().await.unwrap());
        }
        self.0
    }

    pub async fn text(self) -> String {
        self.0.text().await.unwrap()
    }

    /// `name=value` of the cookie that it sets.
    pub fn cookie(&self) -> String {
        let set = self.0.headers()["set-cookie"].to_str().unwrap();
        set.split(';').next().unwrap().to_owned()
    }

    /// Insists on 303 and gives the path.
    pub fn leads_to(&self) -> String {
        assert_eq!(self.0.status(), StatusCode::SEE_OTHER, "{:?}", self.0);
        self.0.headers()["location"].to_str().unwrap().to_owned()
    }
}

/// The edition that a form carries.
pub fn edition(html: &str) -> String {
    between(html, "name=\"edition\" value=\"", "\"").unwrap()
}

/// A page that has to be there.
pub async fn text(visitor: &Visitor, path: &str) -> String {
    visitor.get(path).await.ok().await.text().await.unwrap()
}

/// The organisation of this name.
pub async fn organisation(app: &TestApp, name: &str) -> Organisation {
    let all = app.store.organisations().await.unwrap();
    all.into_iter().find(|each| each.name == name).unwrap()
}

/// A link's row that holds for a year, and its secret.
pub fn new_link(role: Role, label: String) -> (NewLink, Secret) {
    let secret = Secret::random().unwrap();
    let (id, hash) = (LinkId::random().unwrap(), secret.hash());
    (NewLink { id, role, label, hash, expires_at: START + 365 * DAY }, secret)
}

/// A browser whose owner was given an access link on paper.
pub async fn holder(
    app: &TestApp,
    of: &OrganisationId,
    team: Option<&TeamId>,
    role: Role,
) -> Visitor {
    let (new, secret) = new_link(role, format!("for the {}", role.as_str()));
    app.store.add_link(of, team, None, new, START).await.unwrap();
    let visitor = app.visitor();
    visitor.get(&format!("/k/{}", secret.as_str())).await.leads_to();
    visitor
}

/// One more team, put straight into the store.
pub async fn add_team(store: &Store, of: &OrganisationId, name: &str, shares: bool) -> TeamId {
    let (facilitator, _) = new_link(Role::Facilitator, format!("Facilitator of {name}"));
    let team = store.add_team(of, name, facilitator, START).await.unwrap();
    store.set_sharing(&team, shares).await.unwrap();
    team
}

/// A round that is over, put straight into the store.
pub async fn sealed(store: &Store, team: &TeamId, people: &[Answers], at: i64) -> RoundId {
    let round = store.create_draft(team, 20, at + DAY, true, "andon-1", at).await.unwrap();
    let token = Secret::random().unwrap();
    let code = format!("plain {} words", &token.as_str()[..12]);
    store.open_round(&round, token.as_str(), &code, &[7; 32], at).await.unwrap();
    for answers in people {
        let receipt = Secret::random().unwrap().hash();
        store.submit(&round, &receipt, answers, None, at).await.unwrap();
    }
    store.close_round(&round, ClosedBy::Facilitator, at).await.unwrap();
    round
}

/// So many people, each of whom says about the same to everything.
pub fn around(people: usize, point: usize) -> Vec<Answers> {
    let points = [point, point.saturating_sub(1), (point + 1).min(4)];
    (0..people)
        .map(|person| Answers::new([Answer::Point(Point::ALL[points[person % 3]]); 18]))
        .collect()
}

pub fn fields(answers: &Answers, go: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = answers
        .iter()
        .filter(|(_, answer)| *answer != Answer::Blank)
        .map(|(id, answer)| (id.as_str().to_owned(), answer.as_str().to_owned()))
        .collect();
    fields.push(("step".to_owned(), "review".to_owned()));
    fields.push(("go".to_owned(), go.to_owned()));
    fields
}

/// Eighteen answers that differ from person to person.
pub fn answers(person: usize) -> Answers {
    let mut answers = Answers::default();
    for id in PatternId::ALL {
        answers.set(id, Answer::Point(Point::ALL[(id.index() * 3 + person * 2 + person / 3) % 5]));
    }
    answers
}

pub fn between(text: &str, from: &str, to: &str) -> Option<String> {
    let rest = text.split_once(from)?.1;
    Some(rest.split_once(to)?.0.to_owned())
}

/// Days after the start, as forms want them.
pub fn day(days: i64) -> String {
    andon::config::Zone(jiff::tz::TimeZone::UTC).day(START + days * DAY).to_string()
}

/// What `andon audit` says of a database.
pub async fn audited(database: &Database) -> Result<(), CommandError> {
    let (option, value) = match database {
        Database::File(folder) => ("--data", folder.path().display().to_string()),
        Database::Server(rented) => ("--database-url", rented.url()),
    };
    let data = Cli::parse_from(["andon", option, &value]).data;
    audit(&data, &AuditArgs { cases: None, list: true, json: false }).await
}

/// An experiment that runs, with its first step, put straight into the store.
pub async fn running(store: &Store, board: Board) -> ExperimentId {
    let on = jiff::civil::date(2026, 3, 2);
    let text = |text: &str| text.to_owned();
    let plan = Plan {
        title: text("Talk before the ticket"),
        pattern: Some(PatternId::TicketsOverTalk),
        hypothesis: text("If we talk first, then fewer tickets come back, because we ask."),
        target: text("Half as many tickets come back."),
        current: String::new(),
        first_step: text("Call before the next ticket."),
        measure: text("Tickets that come back in a week."),
        review_on: Some(jiff::civil::date(2026, 4, 13)),
        owner: text("AB"),
    };
    let new = NewExperiment { board, catalogue_entry: None, follows: None, plan, proposed_on: on };
    let id = store.add_experiment(&new).await.unwrap();
    let start = NewMove {
        step: Move::Start,
        edition: 1,
        answer: text("One call, one ticket fewer."),
        on,
        review_on: None,
        first_due: Some(jiff::civil::date(2026, 3, 9)),
    };
    store.move_experiment(&id, &start).await.unwrap();
    id
}

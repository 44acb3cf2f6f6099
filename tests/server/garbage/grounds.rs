//! A house with everything in it, so that every address has something to be asked for,
//! and what is made anew where a request may use it up.

use crate::cords::three_cords;
use crate::house::{House, figures_for_leadership, key};
use crate::support::{START, TestApp, Visitor, add_team, between, edition, options, running};
use andon::catalogue::PatternId;
use andon::clock::DAY;
use andon::measure::delivery::Counted;
use andon::store::{
    Account, Board, ExperimentId, GroupId, LinkId, NewLink, OrganisationId, ProviderRole, Role,
    RoundId, Secret, TeamId, Wishes,
};
use std::fmt::Write as _;
use tempfile::TempDir;

/// Who sends a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Who {
    Admin,
    Lead,
    Coach,
    Leader,
    /// Somebody who answers.
    Person,
    /// Whoever was made together with what the request is about.
    Own,
    Stranger,
}

/// What is made anew for a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fresh {
    Nothing,
    /// A team of the house.
    Team,
    /// A team of its own organisation's, with somebody who leads it.
    Yard,
    /// The same with a round in draft.
    Draft,
    /// The same with an open round.
    Open,
    /// The same with an experiment that runs.
    Card,
    /// An organisation with somebody who leads it and an experiment of leadership's.
    Led,
    /// An organisation with an administrator.
    Whole,
    Group,
    /// A coach's link.
    Link,
    /// A role of somebody from the identity provider who was shut out.
    ShutOut,
    /// A reader's link.
    Reader,
    /// A session.
    Door,
    /// A receiver of messages, unless there is one.
    Webhook,
}

/// The server and what is on it.
pub struct Grounds {
    pub app: TestApp,
    pub own: House,
    /// What addresses hold in their places, by name.
    fixed: Vec<(&'static str, String)>,
    cookies: Vec<(Who, String)>,
    yard: OrganisationId,
    number: usize,
    _site: TempDir,
}

/// A request's address and values, filled in.
#[derive(Clone, Debug)]
pub struct Ready {
    pub cookie: String,
    places: Vec<(String, String)>,
}

impl Ready {
    /// Puts something into a place, before whatever was there.
    pub fn put(&mut self, name: &str, value: String) {
        self.places.insert(0, (name.to_owned(), value));
    }

    /// A text with its places filled.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = text.to_owned();
        for (name, value) in &self.places {
            filled = filled.replace(&format!("{{{name}}}"), value);
        }
        filled
    }
}

fn new_link(role: Role, label: &str) -> NewLink {
    NewLink {
        id: LinkId::random().unwrap(),
        role,
        label: label.to_owned(),
        hash: Secret::random().unwrap().hash(),
        expires_at: START + 365 * DAY,
    }
}

/// A file of one past round.
fn past_round(team: &str) -> String {
    let mut text = format!("team,round,{}\n", PatternId::ALL.map(PatternId::as_str).join(","));
    for person in 0..5 {
        writeln!(text, "{team},2024-01-31,{}", vec![(person % 5).to_string(); 18].join(","))
            .unwrap();
    }
    text
}

impl Grounds {
    pub async fn build() -> Self {
        let site = tempfile::tempdir().unwrap();
        std::fs::create_dir(site.path().join("pkg")).unwrap();
        std::fs::write(site.path().join("pkg/andon.css"), "a { color: red }").unwrap();
        let mut args = options(&["--rate-limits", "off"]);
        args.site = Some(site.path().to_owned());
        let app = TestApp::start_with(&args).await;
        let own = House::build(&app, "Own").await;
        let store = &app.store;
        figures_for_leadership(store, &own.of.id).await;
        three_cords(store, &own.of.id).await;
        let group = store.add_group(&own.of.id, "Ships", START).await.unwrap();
        let led = running(store, Board::Leadership(own.of.id.clone())).await;
        let card = running(store, Board::Team(own.team.clone())).await;
        let month = Counted { deployments: Some(3), failed: Some(1), ..Counted::default() };
        store.keep_signals(&[(&own.team, "2026-01".parse().unwrap(), month)]).await.unwrap();
        let (yard, _) = organisation(&app, "Yard", Role::Admin).await;
        let door = add_team(store, &yard, "Door", false).await;
        let (round, token, code) = open_round(&app, &door, "river-lamp-cousin").await;
        let mut grounds = Self {
            fixed: vec![
                ("organisation", own.of.id.to_string()),
                ("group", group.to_string()),
                ("link", own.coach.id.to_string()),
                ("pattern", "risk-by-freeze".to_owned()),
                ("led", led.to_string()),
                ("month", "2026-01".to_owned()),
                ("step", "1".to_owned()),
                ("token", token.clone()),
                ("code", code.replace('-', " ")),
                ("judgement", "helped".to_owned()),
                ("file", "radar.csv".to_owned()),
                ("job", own.coach.id.to_string()),
            ],
            cookies: Vec::new(),
            yard,
            number: 0,
            _site: site,
            app,
            own,
        };
        let person = grounds.receipt(&round, &token).await;
        grounds.fixed.push(("answered", round.to_string()));
        grounds.fixed.push(("card", card.to_string()));
        let own = &grounds.own;
        let keys = [
            (Who::Admin, own.admin.id.clone()),
            (Who::Lead, own.facilitator.id.clone()),
            (Who::Coach, own.coach.id.clone()),
            (Who::Leader, own.leader.id.clone()),
        ];
        let mut cookies = vec![(Who::Person, person), (Who::Stranger, String::new())];
        for (who, link) in keys {
            cookies.push((who, session(&grounds.app, &link).await));
        }
        grounds.cookies = cookies;
        grounds
    }

    pub fn cookie(&self, who: Who) -> String {
        self.cookies.iter().find(|(each, _)| *each == who).unwrap().1.clone()
    }

    /// What may stand in no log.
    pub fn secrets(&self) -> Vec<&str> {
        let own = &self.own;
        [&own.admin, &own.facilitator, &own.coach, &own.leader]
            .map(|key| key.secret.as_str())
            .into_iter()
            .chain(
                self.cookies
                    .iter()
                    .filter_map(|(_, cookie)| cookie.split_once('='))
                    .map(|(_, value)| value),
            )
            .collect()
    }

    /// Answers once, so that the browser holds a receipt and may change its answers.
    async fn receipt(&self, round: &RoundId, token: &str) -> String {
        let browser = self.app.visitor();
        let base = format!("/answer/{round}");
        browser.post(&format!("{base}/start"), &[("token", token)]).await.leads_to();
        let sent = browser.post(&base, &[("heroics", "1"), ("go", "submit")]).await;
        assert!(sent.leads_to().ends_with("/receipt"));
        sent.cookie()
    }

    /// Everything that a request to this address needs. `path` decides which round or
    /// experiment is meant, where there are several.
    pub async fn ready(&mut self, path: &str, who: Who, fresh: Fresh) -> Ready {
        self.number += 1;
        let name = format!("Fresh {}", self.number);
        let (app, own) = (&self.app, &self.own);
        let store = &app.store;
        let mut places = vec![("n".to_owned(), self.number.to_string())];
        let mut put = |place: &str, value: &str| places.push((place.to_owned(), value.to_owned()));
        put("rounds", &past_round(&name));
        let mut cookie = None;
        match fresh {
            Fresh::Nothing => {}
            Fresh::Team => {
                put("team", add_team(store, &own.of.id, &name, false).await.as_str());
            }
            Fresh::Yard | Fresh::Draft | Fresh::Open | Fresh::Card => {
                let team = add_team(store, &self.yard, &name, false).await;
                let link = new_link(Role::Facilitator, &name);
                store.add_link(&self.yard, Some(&team), None, link.clone(), START).await.unwrap();
                cookie = Some(session(app, &link.id).await);
                put("team", team.as_str());
                if fresh == Fresh::Draft {
                    let made = store.create_draft(&team, 20, START + DAY, true, "andon-1", START);
                    put("round", made.await.unwrap().as_str());
                } else if fresh == Fresh::Open {
                    let code = format!("plain-{}-words", self.number);
                    put("round", open_round(app, &team, &code).await.0.as_str());
                } else if fresh == Fresh::Card {
                    let id = running(store, Board::Team(team.clone())).await;
                    let cookie = cookie.clone().unwrap();
                    let at = format!("/teams/{team}/experiments/{id}");
                    self.card(&id, &at, &cookie, &mut put).await;
                }
            }
            Fresh::Led => {
                let (of, link) = organisation(app, &name, Role::Leader).await;
                let id = running(store, Board::Leadership(of)).await;
                let opened = session(app, &link).await;
                self.card(&id, &format!("/leadership/experiments/{id}"), &opened, &mut put).await;
                cookie = Some(opened);
            }
            Fresh::Whole => {
                let (of, link) = organisation(app, &name, Role::Admin).await;
                put("organisation", of.as_str());
                put("whole", &name);
                cookie = Some(session(app, &link).await);
            }
            Fresh::Group => {
                let group: GroupId = store.add_group(&own.of.id, &name, START).await.unwrap();
                put("group", group.as_str());
            }
            Fresh::Link => {
                put("link", key(store, &own.of.id, None, None, Role::Coach).await.id.as_str());
            }
            Fresh::ShutOut => {
                let account = Account::new("https://provider.example", &name);
                let role = ProviderRole {
                    role: Role::Coach,
                    organisation: own.of.id.clone(),
                    team: None,
                    label: "Coach: Ada".to_owned(),
                };
                let until = START + 1_000_000;
                let links = store
                    .provider_sign_in(&account, &[role], "2026-03-02", START, until)
                    .await
                    .unwrap();
                store.revoke_link(&links[0].id, START).await.unwrap();
                put("link", links[0].id.as_str());
            }
            Fresh::Reader => {
                let reader =
                    key(store, &own.of.id, Some(&own.team), Some(&own.round), Role::Reader);
                put("link", reader.await.id.as_str());
            }
            Fresh::Door => cookie = Some(session(app, &own.admin.id).await),
            Fresh::Webhook => {
                if store.webhook(&own.team).await.unwrap().is_none() {
                    let wishes = Wishes { opened: true, closed: true, due: true, join_link: false };
                    let secret = Secret::random().unwrap();
                    let url = "https://chat.example.invalid/hook";
                    store
                        .add_webhook(&own.team, url, &secret, "http://localhost", wishes, START)
                        .await
                        .unwrap();
                }
            }
        }
        let round = if path.starts_with("/answer") { "answered" } else { "round" };
        let fixed = |name: &str| self.fixed.iter().find(|each| each.0 == name).unwrap().1.clone();
        if round == "answered" {
            let page = Visitor::for_many(&app.url)
                .request(reqwest::Method::GET, &format!("/answer/{}", fixed(round)))
                .header("cookie", self.cookie(Who::Person));
            let html = page.send().await.unwrap().text().await.unwrap();
            put("edition", &edition(&html));
        }
        let card = if path.starts_with("/leadership") { "led" } else { "card" };
        put("team", self.own.team.as_str());
        put("round", &if round == "answered" { fixed(round) } else { self.own.round.to_string() });
        put("experiment", &fixed(card));
        put("edition", "1");
        put("seal", "");
        for (name, value) in &self.fixed {
            put(name, value);
        }
        Ready { cookie: cookie.unwrap_or_else(|| self.cookie(who)), places }
    }

    /// What the forms of an experiment hold.
    async fn card(
        &self,
        id: &ExperimentId,
        at: &str,
        cookie: &str,
        put: &mut impl FnMut(&str, &str),
    ) {
        let edition = self.app.store.experiment(id).await.unwrap().unwrap().edition;
        put("experiment", id.as_str());
        put("edition", &edition.to_string());
        let page = reqwest::Client::new()
            .get(format!("{}{at}/steps/1", self.app.url))
            .header("cookie", cookie);
        let html = page.send().await.unwrap().text().await.unwrap();
        put("seal", &between(&html, "name=\"seal\" value=\"", "\"").unwrap());
    }
}

/// A session that has opened one link, as its cookie.
async fn session(app: &TestApp, link: &LinkId) -> String {
    let secret = Secret::random().unwrap();
    let links = std::slice::from_ref(link);
    app.store.create_session(&secret.hash(), links, START + 30 * DAY).await.unwrap();
    format!("andon={}", secret.as_str())
}

/// One more organisation, and a link to it.
async fn organisation(app: &TestApp, name: &str, role: Role) -> (OrganisationId, LinkId) {
    let (admin, lead) = (new_link(Role::Admin, "A"), new_link(Role::Facilitator, "F"));
    let link = new_link(role, "L");
    let store = &app.store;
    let made = store.create_organisation(name, 5, "Crew", admin, lead, START).await;
    let (of, _) = made.unwrap();
    store.add_link(&of, None, None, link.clone(), START).await.unwrap();
    (of, link.id)
}

/// An open round, its join token and its spoken code.
async fn open_round(app: &TestApp, team: &TeamId, code: &str) -> (RoundId, String, String) {
    let store = &app.store;
    let round =
        store.create_draft(team, 20, START + 3 * DAY, true, "andon-1", START).await.unwrap();
    let token = Secret::random().unwrap();
    store.open_round(&round, token.as_str(), code, &[7; 32], START).await.unwrap();
    (round, token.as_str().to_owned(), code.to_owned())
}

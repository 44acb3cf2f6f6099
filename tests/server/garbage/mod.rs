//! Garbage, at every address and in every field: whatever is sent, nothing breaks, nothing
//! hangs, nothing that was refused is stored, nothing that was typed becomes markup, and
//! whoever sent it reads a plain sentence.
//!
//! | file | subject |
//! |---|---|
//! | `forms` | every address that changes something: what it takes, and a good request |
//! | `grounds` | a house in which each of them has something to be asked for |
//! | `stock` | the garbage |
//! | `spoiled` | a good request with garbage in it, and what must come of it |
//! | `wire` | requests byte by byte |
//! | `told` | what is asked of every answer, and of the log |
//! | `limits` | single cases of too much: uploads without an end, names of servers |
//! | `dump` | everything that is stored, before and after |
//!
//! `PROPTEST_CASES` says how many cases each form and each address gets; without it there
//! are as many as a few seconds allow. `make soak` runs many more.

mod dump;
pub mod forms;
pub mod grounds;
mod limits;
pub mod spoiled;
mod stock;
mod told;
pub mod wire;

use crate::roles;
use crate::support::between;
use andon::store::Board;
use dump::Dump;
use forms::{Body, FORMS, Form};
use grounds::{Fresh, Grounds, Ready, Who};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use spoiled::{good, spoiled};
use std::cell::RefCell;
use std::collections::BTreeSet;
use stock::Spoil;
use tokio::runtime::Runtime;
use told::{Log, claim, is_ours, unescaped};
use wire::{Got, Sent, send};

/// How many, where nobody says.
const USUAL: u32 = 8;

/// What makes up a whole company at each request; it reads nothing that is sent.
const SLOW: [&str; 1] = ["/demo"];

/// How addresses end that take something away from the house that later cases need.
const LASTING: [&str; 5] = ["/delete", "/revoke", "/reissue", "/sharing", "/withdraw"];

/// Files with what people have typed.
const FILES: [(Who, &str); 7] = [
    (Who::Lead, "/teams/{team}/experiments/experiments.csv"),
    (Who::Lead, "/teams/{team}/signals/signals.csv"),
    (Who::Lead, "/teams/{team}/rounds/{round}/report.csv"),
    (Who::Coach, "/coach/board.csv"),
    (Who::Coach, "/coach/works.csv"),
    (Who::Leader, "/leadership/experiments/experiments.csv"),
    (Who::Leader, "/leadership/leadership.csv"),
];

/// How many cases a form or an address gets.
#[expect(clippy::disallowed_methods, reason = "proptest reads the same, with another default")]
fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    })
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

#[test]
fn every_route_that_changes_something_is_described() {
    let written: BTreeSet<&str> = roles::SOURCES
        .iter()
        .flat_map(|source| source.split(".route(").skip(1))
        .filter(|route| {
            let route = route.split(";\n").next().unwrap();
            ["post(", "put(", "patch(", "delete("].iter().any(|method| {
                route.match_indices(method).any(|(at, _)| {
                    !route[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
                })
            })
        })
        .filter_map(|route| route.split('"').nth(1))
        .collect();
    let described: BTreeSet<&str> = FORMS.iter().map(Form::route).collect();
    let missing: Vec<_> = written.difference(&described).collect();
    assert!(missing.is_empty(), "describe these in garbage/forms.rs: {missing:?}");
    let gone: Vec<_> = described.difference(&written).collect();
    assert!(gone.is_empty(), "{gone:?}");
    assert_eq!(FORMS.len(), described.len(), "each is there once");
    let in_table: BTreeSet<&str> = roles::table()
        .filter(|(method, ..)| *method == "POST")
        .map(|(_, path, ..)| path.split('?').next().unwrap())
        .collect();
    assert!(in_table.is_subset(&described), "{:?}", in_table.difference(&described));
}

/// Sends it, holds the answer against everything that has to be true of it, and looks
/// whether what was refused has left a trace.
async fn checked(url: &str, dump: &mut Dump, sent: &Sent) -> Result<Option<Got>, TestCaseError> {
    dump.look().await;
    let Some(got) = send(url, sent).await else {
        // Nothing but a request that is too long or cut short is left without an answer.
        let told = sent.cut > 0 || sent.body.len() > stock::LIMIT;
        claim!(told, "{} {:?}: no answer", sent.method, String::from_utf8_lossy(&sent.path));
        return Ok(None);
    };
    is_ours(sent, &got)?;
    if (400..500).contains(&got.status) {
        let changed = dump.look().await;
        claim!(
            changed.is_empty(),
            "{} {:?} was refused with {}, and yet: {changed:#?}",
            sent.method,
            String::from_utf8_lossy(&sent.path),
            got.status
        );
    }
    Ok(Some(got))
}

/// A page without its head.
fn main_of(got: &Got) -> String {
    between(&got.body, "<main", "</main>").unwrap_or_else(|| got.body.clone())
}

/// An import runs on after it was answered.
pub async fn settled(url: &str, cookie: &str, got: &Got) {
    let there = got.header("location");
    if !there.contains("/import/") {
        return;
    }
    let look = Sent::new("GET", there).header("host", &url[7..]).header("cookie", cookie);
    for _ in 0..200 {
        let page = send(url, &look).await.unwrap();
        if page.header("refresh").is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("an import without an end");
}

/// What a request to this form needs.
pub async fn ready(grounds: &mut Grounds, form: &Form) -> Ready {
    let mut ready = grounds.ready(form.path, form.who, form.fresh).await;
    if form.path.ends_with("/import/confirm") {
        // It takes what the page before it has shown.
        let url = &grounds.app.url;
        let check = FORMS.iter().find(|form| form.path.ends_with("/import")).unwrap();
        let page = send(url, &good(check, &ready, url)).await.unwrap();
        for (place, field) in [("shown", "shown"), ("rounds", "text")] {
            let value = between(&page.body, &format!("name=\"{field}\" value=\""), "\"").unwrap();
            ready.put(place, unescaped(&value));
        }
    }
    ready
}

/// One form, spoiled once or twice.
async fn case(
    grounds: &mut Grounds,
    dump: &mut Dump,
    form: &Form,
    spoils: &[Spoil],
) -> Result<(), TestCaseError> {
    let ready = ready(grounds, form).await;
    let url = grounds.app.url.clone();
    let request = spoiled(form, &ready, &url, spoils);
    let Some(got) = checked(&url, dump, &request.sent).await? else { return Ok(()) };
    settled(&url, &ready.cookie, &got).await;
    if let Some(must) = request.must {
        claim!(got.status == must, "{}: {} where {must} was due", form.path, got.status);
    }
    if let (Some((typed, most)), 422) = (request.typed, got.status) {
        // What is in no text is shown as what could not be read.
        let start: String = typed.replace('\0', "\u{fffd}").chars().take(most.min(300)).collect();
        let page = unescaped(&got.body);
        // Browsers send line ends as two characters, and keep them as one.
        let there = page.contains(&start) || page.contains(&start.replace("\r\n", "\n"));
        claim!(there, "{}: what was typed is gone: {start:?}", form.path);
    }
    Ok(())
}

#[test]
fn no_form_is_broken_by_garbage() {
    let log = Log::listen();
    let runtime = runtime();
    let mut grounds = runtime.block_on(Grounds::build());
    let mut dump = runtime.block_on(async { Dump::open(grounds.app.direct().await).await });
    for form in FORMS.iter().filter(|form| !SLOW.contains(&form.path)) {
        runtime.block_on(async {
            let ready = ready(&mut grounds, form).await;
            let url = grounds.app.url.clone();
            let got = send(&url, &good(form, &ready, &url)).await.unwrap();
            assert!(
                got.status < 400,
                "{} is no good request: {}: {:.1500}",
                form.path,
                got.status,
                main_of(&got)
            );
            settled(&url, &ready.cookie, &got).await;
        });
        let many = if form.body == Body::Unread { cases(USUAL) / 6 } else { cases(USUAL) };
        let place = RefCell::new((&mut grounds, &mut dump));
        runner(many.max(1))
            .run(&proptest::collection::vec(stock::spoil(), 1..3), |spoils| {
                let (grounds, dump) = &mut *place.borrow_mut();
                runtime.block_on(case(grounds, dump, form, &spoils))
            })
            .unwrap();
    }
    runtime.block_on(files_are_harmless(&mut grounds));
    log.is_clean(&grounds.secrets());
}

/// A house full of garbage, as spreadsheets get it.
async fn files_are_harmless(grounds: &mut Grounds) {
    let mut titles: Vec<String> = Vec::new();
    for (who, path) in FILES {
        let ready = grounds.ready(path, who, Fresh::Nothing).await;
        let sent = Sent::new("GET", &ready.fill(path))
            .header("host", &grounds.app.url[7..])
            .header("cookie", ready.cookie.as_str());
        let got = send(&grounds.app.url, &sent).await.unwrap();
        assert_eq!(got.status, 200, "{path}");
        let mut rows =
            csv::ReaderBuilder::new().has_headers(false).from_reader(got.body.as_bytes());
        for row in rows.records() {
            for cell in &row.unwrap() {
                let begins = cell.trim_start_matches(' ');
                assert!(!begins.starts_with(['=', '+', '-', '@', '\t', '\r']), "{path}: {cell:?}");
                titles.push(cell.strip_prefix('\'').unwrap_or(cell).to_owned());
                titles.push(cell.to_owned());
            }
        }
    }
    let board = Board::Team(grounds.own.team.clone());
    let stored = grounds.app.store.experiments(&board).await.unwrap();
    assert!(stored.len() > 1);
    for each in stored {
        for text in [each.plan.title, each.plan.hypothesis, each.plan.target] {
            assert!(titles.contains(&text), "{text:?} is not in the file as it was typed");
        }
    }
}

#[test]
fn no_program_is_broken_by_garbage() {
    let log = Log::listen();
    let runtime = runtime();
    let grounds = runtime.block_on(Grounds::build());
    let mut dump = runtime.block_on(async { Dump::open(grounds.app.direct().await).await });
    let url = &grounds.app.url;
    let document = runtime.block_on(async {
        let page = reqwest::get(format!("{url}/api/openapi.json")).await.unwrap();
        page.json::<serde_json::Value>().await.unwrap()
    });
    let month = format!("/api/v1/teams/{}/signals/2026-02", grounds.own.team);
    let bearer = format!("Bearer {}", grounds.own.facilitator.secret);
    let host = url.strip_prefix("http://").unwrap();
    let request = |method: &str, path: &str| {
        Sent::new(method, path).header("host", host).header("authorization", bearer.as_str())
    };
    // Everything that a program can change: a new one has to be put here.
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys().filter(|method| *method != "get") {
            let known = path == "/api/v1/teams/{team}/signals/{month}";
            assert!(known && (method == "put" || method == "delete"), "{method} {path}");
        }
    }
    let good = request("PUT", &month).body("application/json", b"{\"deployments\":1}".to_vec());
    let got = runtime.block_on(send(url, &good)).unwrap();
    assert_eq!(got.status, 204, "{got:?}");
    let place = RefCell::new(&mut dump);
    let bodies = (stock::json(), prop::sample::select(stock::KINDS.to_vec()), any::<bool>());
    runner(cases(USUAL) * 12)
        .run(&bodies, |(body, kind, as_json)| {
            let kind = if as_json { "application/json" } else { kind };
            let sent = request("PUT", &month).body(kind, body.clone());
            let got = runtime.block_on(checked(url, &mut place.borrow_mut(), &sent))?;
            let Some(got) = got else { return Ok(()) };
            let fits = serde_json::from_slice::<serde_json::Value>(&body)
                .is_ok_and(|value| value.as_object().is_some_and(|sent| !sent.is_empty()));
            claim!(got.status != 204 || fits, "kept: {:?}", String::from_utf8_lossy(&body));
            claim!(
                matches!(got.status, 204 | 413 | 415 | 422),
                "{}: {:?}",
                got.status,
                String::from_utf8_lossy(&body)
            );
            Ok(())
        })
        .unwrap();
    log.is_clean(&grounds.secrets());
}

/// Every address there is, with its method.
pub fn addresses(document: &serde_json::Value) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = roles::table()
        .map(|(method, path, ..)| {
            ((*method).to_owned(), path.split('?').next().unwrap().to_owned())
        })
        .collect();
    all.extend(roles::OPEN.iter().map(|path| ("GET".to_owned(), (*path).to_owned())));
    for (path, operations) in document["paths"].as_object().unwrap() {
        let methods = operations.as_object().unwrap().keys();
        all.extend(methods.map(|method| (method.to_uppercase(), path.clone())));
    }
    for path in ["/api/openapi.json", "/pkg/andon.css", "/pkg/{file}", "/favicon.svg", "/{file}"] {
        all.push(("GET".to_owned(), path.to_owned()));
    }
    all
}

/// What is done to the address, the headers and the method of a good request.
#[derive(Clone, Debug)]
pub struct Bent {
    /// What stands in the places of the address; the good thing where there is nothing.
    places: Vec<Option<String>>,
    query: String,
    headers: Vec<(String, Vec<u8>)>,
    method: Option<&'static str>,
    who: Who,
}

impl Bent {
    /// Nothing is done to it.
    pub fn straight(who: Who) -> Self {
        Self { places: Vec::new(), query: String::new(), headers: Vec::new(), method: None, who }
    }
}

fn bent() -> impl Strategy<Value = Bent> {
    let place = prop_oneof![2 => Just(None), 1 => stock::path_part().prop_map(Some)];
    let method = prop::sample::select(vec![
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "X",
    ]);
    (
        proptest::collection::vec(place, 3),
        stock::query(),
        proptest::collection::vec(stock::header(), 0..4),
        prop_oneof![5 => Just(None), 1 => method.prop_map(Some)],
        prop::sample::select(vec![
            Who::Admin,
            Who::Lead,
            Who::Coach,
            Who::Leader,
            Who::Person,
            Who::Stranger,
        ]),
    )
        .prop_map(|(places, query, headers, method, who)| Bent {
            places,
            query,
            headers,
            method,
            who,
        })
}

/// The request, bent; the good one where nothing is.
pub fn request(grounds: &Grounds, ready: &Ready, at: &(String, String), bent: &Bent) -> Sent {
    let mut places = bent.places.iter();
    let mut path = String::new();
    for part in at.1.split_inclusive('/') {
        let bare = part.trim_end_matches('/');
        let bare = if bare.starts_with('{') {
            places.next().cloned().flatten().unwrap_or_else(|| ready.fill(bare))
        } else {
            bare.to_owned()
        };
        path.push_str(&bare);
        if part.ends_with('/') {
            path.push('/');
        }
    }
    path.push_str(&bent.query);
    let url = &grounds.app.url;
    let mut sent = Sent::new(bent.method.unwrap_or(&at.0), &path)
        .header("host", url.strip_prefix("http://").unwrap())
        .header("origin", url.as_str())
        .header("cookie", ready.cookie.as_str());
    if path.starts_with("/api/") {
        let own = &grounds.own;
        let key = match bent.who {
            Who::Coach => &own.coach,
            Who::Leader => &own.leader,
            Who::Admin => &own.admin,
            _ => &own.facilitator,
        };
        sent = sent.header("authorization", format!("Bearer {}", key.secret));
    }
    for (name, value) in &bent.headers {
        sent = sent.header(name, value.clone());
    }
    sent
}

#[test]
fn no_address_and_no_header_breaks_anything() {
    let log = Log::listen();
    let runtime = runtime();
    let mut grounds = runtime.block_on(Grounds::build());
    let mut dump = runtime.block_on(async { Dump::open(grounds.app.direct().await).await });
    let url = grounds.app.url.clone();
    let document = runtime.block_on(async {
        let page = reqwest::get(format!("{url}/api/openapi.json")).await.unwrap();
        page.json::<serde_json::Value>().await.unwrap()
    });
    let mut all = addresses(&document);
    // What would end the house itself is tried with fresh things above.
    all.retain(|(method, path)| method == "GET" || !LASTING.iter().any(|end| path.ends_with(end)));
    for at in &all {
        let place = RefCell::new((&mut grounds, &mut dump));
        // An archive of drawings takes a second of its own.
        let many = if at.1.ends_with("/charts.zip") { 1 } else { cases(USUAL) / 3 + 1 };
        runner(many)
            .run(&bent(), |bent| {
                let (grounds, dump) = &mut *place.borrow_mut();
                runtime.block_on(async {
                    // Some pages of a round are of open ones alone.
                    let open = at.1.contains("{round}") && bent.who == Who::Person;
                    let fresh = if open { Fresh::Open } else { Fresh::Nothing };
                    let ready = grounds.ready(&at.1, bent.who, fresh).await;
                    let sent = request(grounds, &ready, at, &bent);
                    checked(&url, dump, &sent).await.map(drop)
                })
            })
            .unwrap();
    }
    log.is_clean(&grounds.secrets());
}

//! SIGTERM, on the program itself: what is under way is finished, what waits is let go,
//! and nothing that was acknowledged is lost.

use crate::process::Process;
use crate::support::{Answered, OpenRound, Visitor, answers, between, fields};
use andon::clock::{Clock as _, DAY, SystemClock};
use andon::store::Store;
use reqwest::{Method, StatusCode};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const SOON: Duration = Duration::from_secs(10);

/// A team with an open round. Gives the session's cookie, too.
async fn open_round(program: &Process) -> (Visitor, String, String, OpenRound) {
    let lead = program.visitor();
    let form = [("organisation", "Acme"), ("team", "Payments"), ("minimum_group", "3")];
    let answer = lead.post("/setup", &form).await.ok().await;
    let cookie = Answered(answer).cookie();
    let page = lead.get("/").await.text().await;
    let team = format!("/teams/{}", between(&page, "href=\"/teams/", "\"").unwrap());
    let day = andon::config::Zone(jiff::tz::TimeZone::UTC).day(SystemClock.now() + 7 * DAY);
    let round = lead.open_round(&team, 500, &day.to_string()).await;
    (lead, cookie, team, round)
}

/// A request whose body comes in two parts, with time in between.
struct Slow {
    stream: TcpStream,
    rest: Vec<u8>,
}

impl Slow {
    async fn begin(program: &Process, path: &str, cookie: &str, kind: &str, body: &str) -> Self {
        let mut stream = TcpStream::connect(program.address()).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\ncookie: {cookie}\r\ncontent-type: {kind}\r\ncontent-length: {1}\r\n\r\n",
            program.address(),
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let (now, later) = body.as_bytes().split_at(body.len() / 2);
        stream.write_all(now).await.unwrap();
        Self { stream, rest: later.to_vec() }
    }

    async fn finish(mut self) -> String {
        self.stream.write_all(&self.rest).await.unwrap();
        let mut all = String::new();
        tokio::time::timeout(SOON, self.stream.read_to_string(&mut all)).await.unwrap().unwrap();
        all
    }
}

fn encoded(answers: &andon::catalogue::Answers) -> String {
    let pairs = fields(answers, "submit");
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn what_is_under_way_is_finished_and_new_requests_are_sent_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Process::start(folder.path(), &[("ANDON_DRAIN_DELAY", "2")]);
    let (lead, session, team, round) = open_round(&program).await;

    let person = program.visitor();
    let form = [("token", round.token.as_str())];
    let ballot = person.post(&format!("{}/start", round.answer), &form).await.cookie();
    let urlencoded = "application/x-www-form-urlencoded";
    let answering =
        Slow::begin(&program, &round.answer, &ballot, urlencoded, &encoded(&answers(1))).await;
    let file = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nmonth,deployments\r\n2026-01,12\r\n\r\n--x--\r\n";
    let import = format!("{team}/signals/import");
    let uploading =
        Slow::begin(&program, &import, &session, "multipart/form-data; boundary=x", file).await;
    let watching = lead.get(&format!("{}/live", round.path)).await.ok().await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(lead.get("/readyz").await.status(), StatusCode::OK);

    program.terminate();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let late = program.visitor().get("/readyz").await;
    assert_eq!(late.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(late.text().await, "not ready: shutting down\n");
    // While the proxy has not seen that, those it still sends are served.
    program.visitor().get("/method").await.ok().await;
    // The stream of counts ends, so that it holds up nothing.
    tokio::time::timeout(SOON, watching.text()).await.unwrap().unwrap();

    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(TcpStream::connect(program.address()).await.is_err(), "it still takes connections");
    let stored = answering.finish().await;
    assert!(stored.starts_with("HTTP/1.1 303") && stored.contains("/receipt"), "{stored}");
    let kept = uploading.finish().await;
    assert!(kept.starts_with("HTTP/1.1 "), "{kept}");
    assert!(!kept.starts_with("HTTP/1.1 5"), "{kept}");
    assert!(program.ended(SOON).await.success());

    let store = Store::open(&folder.path().join("data/andon.sqlite")).await.unwrap();
    let id = round.path.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(store.response_count(&id).await.unwrap(), 1);
}

#[tokio::test]
async fn without_anything_under_way_it_ends_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Process::start(folder.path(), &[]);
    // A connection that is kept open, and one that never said anything.
    let visitor = program.visitor();
    visitor.get("/healthz").await.ok().await;
    let silent = TcpStream::connect(program.address()).await.unwrap();
    let begun = Instant::now();
    program.terminate();
    assert!(program.ended(Duration::from_secs(5)).await.success());
    assert!(begun.elapsed() < Duration::from_secs(5));
    drop(silent);
}

#[tokio::test]
async fn nothing_that_was_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Process::start(folder.path(), &[]);
    let (_, _, _, round) = open_round(&program).await;
    let mut people = Vec::new();
    for lane in 0..4_usize {
        let (url, round) = (program.url.clone(), round.clone());
        people.push(tokio::spawn(async move {
            let (mut acknowledged, mut unknown) = (0_u32, 0_u32);
            for turn in 0..100 {
                let person = Visitor::new(&url);
                let start = person.request(Method::POST, &format!("{}/start", round.answer));
                if start.form(&[("token", &round.token)]).send().await.is_err() {
                    break;
                }
                let form = fields(&answers(lane * 100 + turn), "submit");
                match person.request(Method::POST, &round.answer).form(&form).send().await {
                    Ok(answer) if answer.status() == StatusCode::SEE_OTHER => acknowledged += 1,
                    Ok(answer) => panic!("{}", answer.status()),
                    Err(_) => {
                        unknown += 1;
                        break;
                    }
                }
            }
            (acknowledged, unknown)
        }));
    }
    tokio::time::sleep(Duration::from_millis(700)).await;
    program.terminate();
    assert!(program.ended(SOON).await.success());
    let (mut acknowledged, mut unknown) = (0, 0);
    for person in people {
        let (known, not) = person.await.unwrap();
        acknowledged += known;
        unknown += not;
    }
    let store = Store::open(&folder.path().join("data/andon.sqlite")).await.unwrap();
    let id = round.path.rsplit('/').next().unwrap().parse().unwrap();
    let stored = store.response_count(&id).await.unwrap();
    assert!(acknowledged > 0, "nobody was served");
    assert!(
        (acknowledged..=acknowledged + unknown).contains(&stored),
        "{acknowledged} acknowledged, {stored} stored"
    );
}

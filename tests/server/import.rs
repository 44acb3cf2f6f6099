//! Past rounds from a file: first a table, then all of it or nothing.

use crate::support::{START, TestApp, Visitor, between, day};
use andon::catalogue::PatternId;
use andon::clock::DAY;
use andon::config::{Cli, Command};
use andon::store::{
    DeedId, Import, ImportTeam, ImportedRound, NewDeed, Organisation, Role, RoundState, TeamId,
    tally_of,
};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use reqwest::{Method, Response, StatusCode};
use std::fmt::Write as _;
use std::sync::Arc;

/// One part of a multipart form: name, file name, content.
pub type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

pub async fn send(visitor: &Visitor, path: &str, parts: &[Part<'_>]) -> Response {
    const MARK: &str = "----a-mark-that-is-in-no-file";
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map_or_else(String::new, |name| {
            format!("; filename=\"{name}\"\r\nContent-Type: text/csv")
        });
        body.extend(
            format!("--{MARK}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n")
                .bytes(),
        );
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{MARK}--\r\n").bytes());
    visitor
        .request(Method::POST, path)
        .header("content-type", format!("multipart/form-data; boundary={MARK}"))
        .body(body)
        .send()
        .await
        .unwrap()
}

/// A file with so many people in each of these rounds, who all say something else.
fn file(rounds: &[(&str, &str, usize)]) -> String {
    let ids = PatternId::ALL.map(PatternId::as_str).join(",");
    let mut lines = vec![format!("team,round,{ids}")];
    for (place, (team, round, people)) in rounds.iter().enumerate() {
        for person in 0..*people {
            let said: Vec<String> = (0..18)
                .map(|item: usize| match (item * 7 + person * 3 + place) % 29 {
                    28 => "?".to_owned(),
                    27 => String::new(),
                    mix => ((item + mix % 3 + place) % 5).to_string(),
                })
                .collect();
            lines.push(format!("{team},{round},{}", said.join(",")));
        }
    }
    lines.join("\n") + "\n"
}

/// A browser's view of the table: what its hidden fields hold.
struct Table {
    html: String,
    shown: String,
    text: String,
}

impl Table {
    fn read(html: String) -> Self {
        let held = |name: &str| {
            let value =
                between(&html, &format!("name=\"{name}\" value=\""), "\"").unwrap_or_default();
            value
                .replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
        };
        Self { shown: held("shown"), text: held("text"), html }
    }

    async fn confirm(&self, visitor: &Visitor, base: &str) -> Response {
        let text = self.text.replace('\n', "\r\n");
        let parts: [Part; 2] =
            [("shown", None, self.shown.as_bytes()), ("text", None, text.as_bytes())];
        send(visitor, &format!("{base}/confirm"), &parts).await
    }
}

async fn look(visitor: &Visitor, base: &str, text: &str) -> Table {
    let page = send(visitor, base, &[("file", Some("answers.csv"), text.as_bytes())]).await;
    assert_eq!(page.status(), StatusCode::OK);
    Table::read(page.text().await.unwrap())
}

/// Follows a confirmed import to its end.
async fn end_of(visitor: &Visitor, confirmed: Response) -> String {
    assert_eq!(confirmed.status(), StatusCode::SEE_OTHER, "{}", confirmed.text().await.unwrap());
    let path = confirmed.headers()["location"].to_str().unwrap().to_owned();
    for _ in 0..200 {
        let page = visitor.get(&path).await;
        let again = page.0.headers().contains_key("refresh");
        let html = page.text().await;
        if !again {
            return html;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the import does not end");
}

struct Scene {
    app: TestApp,
    admin: Visitor,
    of: Organisation,
    base: String,
    payments: TeamId,
    links: [String; 2],
}

impl Scene {
    async fn new(minimum: u8) -> Self {
        let app = TestApp::start().await;
        let (admin, team) = app.set_up("Acme", minimum).await;
        let of = app.store.organisations().await.unwrap().remove(0);
        let base = format!("/admin/{}/import", of.id);
        let payments = team.path.rsplit('/').next().unwrap().parse().unwrap();
        Self { app, admin, of, base, payments, links: [team.admin, team.facilitator] }
    }

    /// Everything that an import could change.
    async fn everything(&self) -> String {
        let store = &self.app.store;
        let mut all = format!("{:?}", store.deeds(&self.of.id, 1_000).await.unwrap());
        for team in store.teams(&self.of.id).await.unwrap() {
            let rounds = store.rounds(&team.id).await.unwrap();
            let _ = write!(all, "{team:?}{rounds:?}");
        }
        all
    }

    async fn team(&self, name: &str) -> TeamId {
        let teams = self.app.store.teams(&self.of.id).await.unwrap();
        teams.into_iter().find(|team| team.name == name).unwrap().id
    }
}

#[tokio::test]
async fn a_file_is_looked_at_first_and_then_comes_in_as_it_was_shown() {
    let scene = Scene::new(5).await;
    let admin = &scene.admin;
    let page = admin.get("/admin").await.text().await;
    assert!(page.contains(&format!("href=\"{}\"", scene.base)));
    let page = admin.get(&scene.base).await.ok().await.text().await.unwrap();
    assert!(page.contains("At most 4 MiB") && page.contains("enctype=\"multipart/form-data\""));
    assert!(
        PatternId::ALL.iter().all(|id| page.contains(&format!("<code>{}</code>", id.as_str())))
    );

    let before = scene.everything().await;
    let text = file(&[
        ("payments", "2025-Q3", 6),
        ("payments", "2025-Q4", 9),
        ("Search", "2025-09", 5),
        ("Search", "2025-11-30", 3),
    ]);
    let table = look(admin, &scene.base, &text).await;
    assert!(table.html.contains("3 rounds of 2 teams would be added; 1 is left out"));
    for said in [
        "30 September 2025",
        "added; the team is new",
        "left out: fewer than 5 answers",
        "1 new team would be made",
        "\u{201c}payments\u{201d} is taken for the team Payments.",
        "Add 3 rounds",
    ] {
        assert!(table.html.contains(said), "{said}");
    }
    assert!(!table.html.contains("<td>3</td>"), "no number below the minimum group");
    assert_eq!(scene.everything().await, before, "looking stores nothing");

    let done = end_of(admin, table.confirm(admin, &scene.base).await).await;
    assert!(done.contains("The import is done") && done.contains("imported 3 rounds of 2 teams"));
    let rounds = scene.app.store.rounds(&scene.payments).await.unwrap();
    assert_eq!(rounds.len(), 2);
    for round in &rounds {
        assert_eq!(round.state, RoundState::Sealed);
        assert_eq!((round.minimum_group, round.catalogue_version.as_str()), (5, "andon-1"));
    }
    assert_eq!((rounds[1].roster, rounds[1].responses), (6, Some(6)));
    let search = scene.team("Search").await;
    let found = scene.app.store.team(&search).await.unwrap().unwrap();
    assert!(!found.shares, "a new team shares with nobody");
    assert_eq!(scene.app.store.rounds(&search).await.unwrap().len(), 1, "nothing of three people");
    let log = admin.get(&format!("/admin/{}/log", scene.of.id)).await.text().await;
    assert!(log.contains("imported 3 rounds of 2 teams") && !log.contains("answers.csv"));
    // The report stands under the day of the file, and says what has changed.
    let report = format!("/teams/{}/rounds/{}", scene.payments, rounds[0].id);
    let report = admin.get(&report).await.ok().await.text().await.unwrap();
    assert!(report.contains("31 December 2025") && report.contains("id=\"change\""));

    // The same file again doubles nothing.
    let before = scene.everything().await;
    let again = look(admin, &scene.base, &text).await;
    assert!(again.html.contains("Nothing would be added; 4 are left out"));
    assert!(again.html.contains("left out: it is there already") && !again.html.contains("Add "));
    // Nor does the button of the table that was shown first: back, and pressed once more.
    let pressed = table.confirm(admin, &scene.base).await;
    assert_eq!(pressed.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let html = pressed.text().await.unwrap();
    assert!(html.contains("Something has changed since the table was shown"));
    assert!(html.contains(
        "Payments, 30 September 2025: was to be added; now left out: it is there already."
    ));
    assert_eq!(scene.everything().await, before);
}

/// Every figure of a report, as `andon score` has them.
fn scored(text: &str, minimum: u8, team: &str, round: &str) -> serde_json::Value {
    let sheet = andon::score::read(text.as_bytes()).unwrap();
    let options = andon::score::Options {
        gate: andon::score::Gate::new(minimum).unwrap(),
        exactness: andon::measure::change::Exactness::WhileQuick,
    };
    let all = serde_json::to_value(andon::score::score(&sheet, options).unwrap()).unwrap();
    let find = |list: &serde_json::Value, key: &str, name: &str| {
        list.as_array().unwrap().iter().find(|each| each[key] == name).unwrap().clone()
    };
    find(&find(&all["teams"], "team", team)["rounds"], "round", round)
}

#[tokio::test]
async fn the_report_of_an_imported_round_shows_what_andon_score_says_of_the_file() {
    for (minimum, people) in [(3, 6), (5, 5), (5, 12)] {
        let scene = Scene::new(minimum).await;
        let text = file(&[("Payments", "2025-Q3", people)]);
        let table = look(&scene.admin, &scene.base, &text).await;
        end_of(&scene.admin, table.confirm(&scene.admin, &scene.base).await).await;
        let round = scene.app.store.rounds(&scene.payments).await.unwrap().remove(0);
        let path = format!("/teams/{}/rounds/{}/report.csv", scene.payments, round.id);
        let csv = scene.admin.get(&path).await.ok().await.text().await.unwrap();
        let scored = scored(&text, minimum, "Payments", "2025-Q3");
        let mut lines = csv.lines().skip(1);
        let figures = std::iter::once(&scored["overall"])
            .chain(scored["dimensions"].as_array().unwrap())
            .chain(scored["items"].as_array().unwrap());
        let mut shown = 0;
        for figure in figures {
            let line = lines.next().unwrap();
            let Some(health) = figure["health"].as_f64() else {
                let why = figure["withheld"].as_str().unwrap();
                assert!(line.contains(why), "{line}\n{figure}");
                continue;
            };
            shown += 1;
            let bound = |end: &str| figure["interval"][end].as_f64();
            for number in [Some(health), bound("low"), bound("high")].into_iter().flatten() {
                assert!(line.contains(&format!("{number:.0}")), "{line}\n{figure}");
            }
        }
        assert!(shown > 15, "{csv}");
        assert!(lines.next().is_none());
    }
}

#[tokio::test]
async fn nothing_that_one_person_said_and_nothing_of_the_file_is_on_the_disk() {
    let scene = Scene::new(5).await;
    let text = file(&[("Payments", "2025-Q3", 6), ("Payments", "2025-Q4", 4)]);
    let table = look(&scene.admin, &scene.base, &text).await;
    end_of(&scene.admin, table.confirm(&scene.admin, &scene.base).await).await;
    let lines: Vec<String> = text.lines().skip(1).map(str::to_owned).collect();
    let database = scene.app.stop().await;
    for line in lines {
        let cells: Vec<&str> = line.split(',').skip(2).collect();
        let coded: String =
            cells.iter().map(|cell| if cell.is_empty() { "-" } else { cell }).collect();
        for trace in [cells.join(","), coded] {
            assert!(!database.holds(trace.as_bytes()), "{trace}");
        }
    }
    assert!(!database.holds(b"answers.csv"));
}

#[tokio::test]
async fn lists_are_kept_as_was_chosen_and_from_eight_answers_on_anyway() {
    let scene = Scene::new(5).await;
    let text = file(&[("Payments", "2025-Q3", 7), ("Payments", "2025-Q4", 8)]);
    let parts: [Part; 2] = [("text", None, text.as_bytes()), ("no_lists", None, b"yes")];
    let page = send(&scene.admin, &scene.base, &parts).await;
    let table = Table::read(page.text().await.unwrap());
    assert!(table.html.contains("name=\"no_lists\" value=\"yes\""));
    let parts: [Part; 3] = [
        ("shown", None, table.shown.as_bytes()),
        ("text", None, table.text.as_bytes()),
        ("no_lists", None, b"yes"),
    ];
    let sent = send(&scene.admin, &format!("{}/confirm", scene.base), &parts).await;
    end_of(&scene.admin, sent).await;
    let store = &scene.app.store;
    let rounds = store.rounds(&scene.payments).await.unwrap();
    let mut kept = Vec::new();
    for round in rounds {
        kept.push(store.tally(&round.id).await.unwrap().unwrap().lists.is_some());
    }
    assert_eq!(kept, [true, false], "newest first");
}

#[tokio::test]
async fn faults_are_named_with_line_and_column_and_what_was_pasted_is_kept() {
    let scene = Scene::new(5).await;
    let before = scene.everything().await;
    let text =
        file(&[("Payments", "before", 1), ("<b>Search</b>", "2099-Q1", 1)]) + "x,2025-Q3,7\n";
    let page = send(&scene.admin, &scene.base, &[("text", None, text.as_bytes())]).await;
    assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let html = page.text().await.unwrap();
    for said in [
        "line 2, column 2 (round): \u{201c}before\u{201d} is no closing day",
        "line 3, column 2 (round): 31 March 2099 is still to come",
        "line 4: this line has 3 cells",
        "line 4, column 3 (",
        "&lt;b>Search&lt;/b>,2099-Q1",
        "href=\"#text\"",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
    // A file has to be chosen again, whatever a browser does.
    let page = send(&scene.admin, &scene.base, &[("file", Some("x.csv"), text.as_bytes())]).await;
    assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let html = page.text().await.unwrap();
    assert!(html.contains("href=\"#file\"") && html.contains("id=\"file-error\""));
    let many = "team,round\n".to_owned() + &"A,B\n".repeat(500);
    let page = send(&scene.admin, &scene.base, &[("text", None, many.as_bytes())]).await;
    assert!(page.text().await.unwrap().contains("And 441 more of this kind."));
    for parts in [
        &[][..],
        &[("text", None, b" \n".as_slice())],
        &[("text", None, b"a"), ("file", Some("f"), b"b")],
        &[("file", Some("f"), b"\xff\xfe\x00")],
        &[("file", Some("f"), b"team")],
    ] {
        let page = send(&scene.admin, &scene.base, parts).await;
        assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY, "{parts:?}");
    }
    assert_eq!(scene.everything().await, before);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_told_so_and_a_large_one_is_not() {
    let scene = Scene::new(5).await;
    let large = file(&[("Payments", "2025-Q3", 5)]);
    let filler = vec![b'\n'; (4 << 20) - large.len()];
    let fits = [large.as_bytes(), &filler].concat();
    let page = send(&scene.admin, &scene.base, &[("file", Some("f"), &fits)]).await;
    assert_eq!(page.status(), StatusCode::OK);
    for bytes in [(4 << 20) + 1, 20 << 20] {
        let page =
            send(&scene.admin, &scene.base, &[("file", Some("f"), &vec![b'x'; bytes])]).await;
        assert_eq!(page.status(), StatusCode::PAYLOAD_TOO_LARGE, "{bytes}");
        assert!(
            page.text().await.unwrap().contains("This is larger than 4 MiB. Split it by team.")
        );
    }
}

#[tokio::test]
async fn what_changes_between_the_table_and_the_button_is_shown_first() {
    let scene = Scene::new(5).await;
    let text = file(&[("Search", "2025-Q3", 5), ("Payments", "2025-Q4", 9)]);
    let table = look(&scene.admin, &scene.base, &text).await;
    scene.app.store.raise_minimum_group(&scene.of.id, 6).await.unwrap();
    let before = scene.everything().await;
    let page = table.confirm(&scene.admin, &scene.base).await;
    assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let html = page.text().await.unwrap();
    for said in [
        "The minimum group is 6 now; it was 5.",
        "Search, 30 September 2025: was to be added, with a new team; now left out: fewer than 6 answers.",
        "1 round of 1 team would be added; 1 is left out",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
    assert_eq!(scene.everything().await, before);
    // The new table can be confirmed; somebody else's text under it cannot.
    let table = Table::read(html);
    let other = file(&[("Search", "2025-Q3", 9), ("Payments", "2025-Q4", 10)]);
    let forged = Table { text: other, shown: table.shown.clone(), html: String::new() };
    let page = forged.confirm(&scene.admin, &scene.base).await;
    assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().await.unwrap().contains("not those that were shown"));
    assert_eq!(scene.everything().await, before);
    let done = end_of(&scene.admin, table.confirm(&scene.admin, &scene.base).await).await;
    assert!(done.contains("imported 1 round of 1 team"));
}

#[tokio::test]
async fn two_who_press_at_once_add_the_rounds_once() {
    let scene = Arc::new(Scene::new(5).await);
    let text = file(&[("Search", "2025-Q3", 5), ("Payments", "2025-Q4", 9)]);
    let table = Arc::new(look(&scene.admin, &scene.base, &text).await);
    let press = || {
        let (scene, table) = (Arc::clone(&scene), Arc::clone(&table));
        tokio::spawn(async move {
            let sent = table.confirm(&scene.admin, &scene.base).await;
            if sent.status() != StatusCode::SEE_OTHER {
                return sent.text().await.unwrap();
            }
            end_of(&scene.admin, sent).await
        })
    };
    let (one, other) = (press(), press());
    let said = [one.await.unwrap(), other.await.unwrap()];
    let done = said.iter().filter(|html| html.contains("The import is done")).count();
    assert_eq!(done, 1, "{said:?}");
    assert_eq!(scene.app.store.teams(&scene.of.id).await.unwrap().len(), 2);
    assert_eq!(scene.app.store.rounds(&scene.payments).await.unwrap().len(), 1);
}

#[tokio::test]
async fn imported_rounds_keep_their_distance_from_open_and_sealed_ones() {
    let scene = Scene::new(3).await;
    let team = format!("/teams/{}", scene.payments);
    let round = scene.admin.open_round(&team, 5, &day(2)).await;
    let text = file(&[("Payments", "2026-02-20", 5), ("Payments", "2026-01", 5)]);
    let table = look(&scene.admin, &scene.base, &text).await;
    assert!(table.html.contains("open round was opened on 2 March 2026, fewer than 28 days later"));
    assert!(table.html.contains("1 round of 1 team would be added; 1 is left out"));
    for person in 0..3 {
        scene.app.visitor().answer(&round, &crate::support::answers(person)).await.leads_to();
    }
    scene.admin.close(&round).await.leads_to();
    let table = look(&scene.admin, &scene.base, &text).await;
    assert!(table.html.contains("a round of this team closed on 2 March 2026"));
    end_of(&scene.admin, table.confirm(&scene.admin, &scene.base).await).await;
    // And a new round waits for 28 days after one that was imported yesterday.
    scene.app.clock.advance(60 * DAY);
    for link in &scene.links {
        scene.admin.get(link).await.leads_to();
    }
    let text = file(&[("Payments", "2026-04-30", 5)]);
    let table = look(&scene.admin, &scene.base, &text).await;
    end_of(&scene.admin, table.confirm(&scene.admin, &scene.base).await).await;
    let home = scene.admin.get(&team).await.text().await;
    assert!(home.contains("28 May 2026"), "{home}");
}

#[tokio::test]
async fn an_import_that_the_server_does_not_know_added_nothing_and_one_that_is_written_down_did() {
    let scene = Scene::new(5).await;
    let text = file(&[("Payments", "2025-Q3", 6)]);
    let table = look(&scene.admin, &scene.base, &text).await;
    let sent = table.confirm(&scene.admin, &scene.base).await;
    let path = sent.headers()["location"].to_str().unwrap().to_owned();
    end_of(&scene.admin, sent).await;
    // Long after it is forgotten, the log still has it.
    scene.app.clock.advance(DAY);
    let page = scene.admin.get(&path).await.ok().await.text().await.unwrap();
    assert!(page.contains("The import is done"));
    let unknown = format!("{}/{}", scene.base, "a".repeat(26));
    let page = scene.admin.get(&unknown).await;
    if scene.app.store.is_shared() {
        // Another process may have it, so it is looked for again.
        assert_eq!(page.status(), StatusCode::OK);
        let page = page.ok().await;
        assert_eq!(page.headers()["refresh"], "4");
        assert!(page.text().await.unwrap().contains("everything was undone"));
    } else {
        assert_eq!(page.status(), StatusCode::NOT_FOUND);
        let html = page.text().await;
        assert!(html.contains("Nothing was added") && html.contains("everything was undone"));
    }
    // Somebody else's is not there at all.
    let (foreign, _) = scene.app.set_up("Other", 5).await;
    let page = foreign.get(&path).await;
    assert_eq!(page.status(), StatusCode::NOT_FOUND);
    assert!(page.text().await.contains("There is nothing here"));
    let other = scene.app.store.organisations().await.unwrap();
    let other = other.into_iter().find(|each| each.name == "Other").unwrap();
    let own = path.replace(scene.of.id.as_str(), other.id.as_str());
    let html = foreign.get(&own).await.text().await;
    assert!(!html.contains("The import is done"), "{html}");
    assert_eq!(scene.admin.get(&format!("{}/x", scene.base)).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_example_can_be_downloaded_imported_and_scored() {
    let scene = Scene::new(4).await;
    let path = format!("{}/example.csv", scene.base);
    let text = scene.admin.get(&path).await.ok().await.text().await.unwrap();
    assert!(text.contains("2025-Q3") && text.contains("2025-Q4"));
    let table = look(&scene.admin, &scene.base, &text).await;
    assert!(table.html.contains("4 rounds of 2 teams would be added<"), "{}", table.html);
    let done = end_of(&scene.admin, table.confirm(&scene.admin, &scene.base).await).await;
    assert!(done.contains("imported 4 rounds of 2 teams"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("example.csv");
    std::fs::write(&file, &text).unwrap();
    let words = ["andon", "score", file.to_str().unwrap(), "--min-group", "4"];
    let cli = <Cli as clap::Parser>::parse_from(words);
    let Some(Command::Score(arguments)) = cli.command else { panic!("not score") };
    andon::command::score(&arguments).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn garbage_gets_a_clear_answer_and_stores_nothing() {
    let scene = Scene::new(3).await;
    let before = scene.everything().await;
    let runtime = tokio::runtime::Handle::current();
    let header = file(&[]);
    tokio::task::block_in_place(|| {
        let garbage = (
            prop::sample::select(vec!["", "/confirm"]),
            prop::collection::vec(any::<u8>(), 0..300),
            any::<bool>(),
            "\\PC{0,40}",
            prop::sample::select(vec!["file", "text", "shown", "no_lists", "other"]),
        );
        TestRunner::new(ProptestConfig::with_cases(80))
            .run(&garbage, |(end, bytes, with_header, shown, field)| {
                let content =
                    if with_header { [header.as_bytes(), &bytes].concat() } else { bytes.clone() };
                let parts: [Part; 2] =
                    [(field, Some("f"), &content), ("shown", None, shown.as_bytes())];
                let path = format!("{}{end}", scene.base);
                let page = runtime.block_on(send(&scene.admin, &path, &parts));
                prop_assert!(page.status().is_client_error(), "{}", page.status());
                // And as it is, whatever it says that it is.
                for kind in ["multipart/form-data; boundary=x", "multipart/form-data", "text/csv"] {
                    let request = scene.admin.request(Method::POST, &path);
                    let sent = request.header("content-type", kind).body(bytes.clone()).send();
                    let page = runtime.block_on(sent).unwrap();
                    prop_assert!(page.status().is_client_error(), "{kind}: {}", page.status());
                }
                Ok(())
            })
            .unwrap();
    });
    assert_eq!(scene.everything().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn an_import_that_takes_long_says_how_far_it_is_and_another_one_does_not_hinder_it() {
    let scene = Scene::new(5).await;
    let text = file(&[("Payments", "2025-Q3", 6), ("Search", "2025-Q3", 6)]);
    let table = look(&scene.admin, &scene.base, &text).await;
    // Another import, for another team, has the right to write and does not give it up.
    let people = [andon::catalogue::Answers::default(); 5];
    let other = Import {
        organisation: scene.of.id.clone(),
        against: scene.app.store.history(&scene.of.id).await.unwrap().unwrap(),
        catalogue_version: "andon-1".to_owned(),
        new_teams: vec!["Other".to_owned()],
        rounds: vec![ImportedRound {
            team: ImportTeam::New(0),
            roster: 5,
            closed_at: START - DAY,
            tally: tally_of(&people, true),
        }],
        id: DeedId::random().unwrap(),
        deed: NewDeed {
            done_at: START,
            role: Role::Admin,
            link: None,
            team: None,
            what: "imported 1 round of 1 team".to_owned(),
        },
    };
    let (go_on, waits) = std::sync::mpsc::channel::<()>();
    let (says, holds) = tokio::sync::oneshot::channel();
    let (store, id) = (scene.app.store.clone(), other.id.clone());
    let holder = tokio::spawn(async move {
        let said = std::sync::Mutex::new((Some(says), waits));
        let hold = |_| {
            let mut said = said.lock().unwrap();
            said.0.take().unwrap().send(()).unwrap();
            said.1.recv().unwrap();
        };
        store.import(&other, hold).await
    });
    holds.await.unwrap();
    let sent = table.confirm(&scene.admin, &scene.base).await;
    let path = sent.headers()["location"].to_str().unwrap().to_owned();
    let page = scene.admin.get(&path).await.ok().await;
    assert_eq!(page.headers()["refresh"], "1");
    let html = page.text().await.unwrap();
    assert!(html.contains("The import is under way") && html.contains("<progress"), "{html}");
    assert_eq!(scene.app.store.deed(&scene.of.id, &id).await.unwrap(), None, "nothing is in yet");
    go_on.send(()).unwrap();
    holder.await.unwrap().unwrap();
    // What it was planned against has changed, and it makes no difference to it.
    let done = end_of(&scene.admin, sent).await;
    assert!(done.contains("imported 2 rounds of 2 teams"), "{done}");
    assert_eq!(scene.app.store.teams(&scene.of.id).await.unwrap().len(), 3);
}

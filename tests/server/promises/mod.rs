//! What the privacy page, the join page and the receipt say: every statement is marked as a
//! promise or as plain, and every promise has a test that shows it.

mod held;
mod marks;
mod shown;

use crate::cited::{Sources, root};
use crate::support::{TestApp, Visitor, answers, day};
use andon::clock::DAY;
use reqwest::StatusCode;
use std::collections::{BTreeMap, BTreeSet};

/// The promises by id, with the tests that show each.
type Promises = BTreeMap<String, Vec<String>>;

fn promises() -> Promises {
    let text = std::fs::read_to_string(root().join("tests/data/promises.toml")).unwrap();
    toml::from_str(&text).unwrap()
}

/// What is wrong with some pages and the data about them.
fn faults(pages: &[(&str, String)], promises: &Promises, sources: &mut Sources<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut used = BTreeSet::new();
    for (name, html) in pages {
        let marks = marks::read(html);
        faults.extend(marks.faults.into_iter().map(|fault| format!("{name}: {fault}")));
        for id in marks.ids {
            if !promises.contains_key(&id) {
                faults.push(format!("{name}: nothing is known of the promise {id}"));
            }
            used.insert(id);
        }
    }
    for (id, tests) in promises {
        if !used.contains(id) {
            faults.push(format!("{id} is on no page"));
        }
        if tests.is_empty() {
            faults.push(format!("{id} is shown by no test"));
        }
        let wrong = tests.iter().filter_map(|test| sources.fault(test));
        faults.extend(wrong.map(|fault| format!("{id}: {fault}")));
    }
    faults
}

/// A page, whatever its status, which has to be this one.
async fn page(visitor: &Visitor, path: &str, status: StatusCode) -> String {
    let answered = visitor.get(path).await;
    assert_eq!(answered.status(), status, "{path}");
    answered.text().await
}

/// Every page that says to respondents what is stored, in every form that it takes. What a
/// page says only under some condition is checked only if it is brought about here.
async fn pages() -> Vec<(&'static str, String)> {
    const OK: StatusCode = StatusCode::OK;
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let (join, receipt) = (format!("/join/{}", round.token), format!("{}/receipt", round.answer));
    let mut all = vec![
        ("privacy", page(&lead, "/privacy", OK).await),
        ("join", page(&lead, &join, OK).await),
        ("spoken code", page(&lead, "/join", OK).await),
        ("no ballot", page(&app.visitor(), &round.answer, StatusCode::FORBIDDEN).await),
    ];
    let (person, slow, slower) = (app.visitor(), app.visitor(), app.visitor());
    person.answer(&round, &answers(0)).await.leads_to();
    all.push(("stored", page(&person, &receipt, OK).await));
    person.post(&format!("{}/withdraw", round.answer), &[]).await.leads_to();
    all.push(("withdrawn", page(&person, &receipt, OK).await));
    let forgotten = person.post(&format!("{}/forget", round.answer), &[]).await.leads_to();
    all.push(("forgotten", page(&person, &forgotten, OK).await));
    slow.start(&round).await;
    app.clock.advance(DAY);
    all.push(("expired", page(&slow, &round.answer, StatusCode::FORBIDDEN).await));
    app.clock.advance(2 * DAY);
    let id = round.answer.rsplit('/').next().unwrap().parse().unwrap();
    let now = crate::support::START + 3 * DAY;
    app.store.close_round(&id, andon::store::ClosedBy::Day, now).await.unwrap();
    all.push(("seven more days", page(&lead, &join, OK).await));
    slower.start(&round).await;
    lead.close(&round).await.leads_to();
    all.push(("closed", page(&slower, &round.answer, StatusCode::GONE).await));
    let late = slower.submit(&round, &answers(1)).await;
    assert_eq!(late.status(), StatusCode::GONE);
    all.push(("closed meanwhile", late.text().await));
    let (lead, team) = app.set_up("Crowd", 3).await;
    let round = lead.open_round(&team.path, 3, &day(20)).await;
    for person in 0..3 {
        app.visitor().answer(&round, &answers(person)).await.leads_to();
    }
    let join = format!("/join/{}", round.token);
    all.push(("full", page(&lead, &join, OK).await));
    let form = [("token", round.token.as_str())];
    let start = app.visitor().post(&format!("{}/start", round.answer), &form).await;
    assert_eq!(start.status(), StatusCode::CONFLICT);
    all.push(("no room", start.text().await));
    lead.post(&format!("{}/roster", round.path), &[("roster", "4")]).await.leads_to();
    all.push(("raised", page(&lead, &join, OK).await));
    all
}

#[tokio::test]
async fn every_statement_is_marked_and_every_promise_is_in_the_data() {
    let pages = pages().await;
    let said = |name: &str, words: &str| {
        let (_, html) = pages.iter().find(|page| page.0 == name).unwrap();
        assert!(html.contains(words), "{name}: {html}");
    };
    said("seven more days", "Seven more days");
    said("stored", "Your answers are stored");
    said("withdrawn", "None of your answers are stored");
    said("expired", "Too much time has passed");
    said("full", "No room for more answers");
    said("no room", "Ask whoever leads the round to raise the number");
    said("raised", "It was raised from 3 to 4");
    said("closed meanwhile", "The round closed before you submitted");
    let faults = faults(&pages, &promises(), &mut Sources::new(root()));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_missing_on_a_page_in_the_data_or_among_the_tests_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let tests = folder.path().join("tests/a");
    std::fs::create_dir_all(&tests).unwrap();
    let source = "#[test]\nfn runs() {}\n\n#[test]\n#[ignore = \"slow\"]\nfn waits() {}\n";
    std::fs::write(tests.join("main.rs"), source).unwrap();
    let mut sources = Sources::new(folder.path());
    let data = |lines: &str| -> Promises { toml::from_str(lines).unwrap() };
    let page = |inner: &str| [("privacy", format!("<main>{inner}</main>"))];
    let kept = "<p data-promise=\"kept\">It is kept.</p>";
    let mut check = |inner: &str, lines: &str| faults(&page(inner), &data(lines), &mut sources);
    let good = "kept = [\"tests/a/main.rs::runs\"]";
    assert_eq!(check(kept, good), Vec::<String>::new());
    for (inner, lines, fault) in [
        (
            "<p data-promise=\"kept\">It is kept.</p><p>For ever.</p>",
            good,
            "privacy: neither promise nor plain: For ever.",
        ),
        (
            "<p data-promise=\"kept safe\">It is kept.</p>",
            good,
            "privacy: nothing is known of the promise safe",
        ),
        ("<p data-plain=\"\">It is kept.</p>", good, "kept is on no page"),
        (kept, "kept = []", "kept is shown by no test"),
        (
            kept,
            "kept = [\"tests/a/main.rs::ran\"]",
            "kept: tests/a/main.rs::ran: there is no such function",
        ),
        (
            kept,
            "kept = [\"tests/a/main.rs::runs\", \"tests/a/main.rs::waits\"]",
            "kept: tests/a/main.rs::waits: the test is left out: #[ignore = \"slow\"]",
        ),
    ] {
        assert_eq!(check(inner, lines), [fault], "{inner} {lines}");
    }
}

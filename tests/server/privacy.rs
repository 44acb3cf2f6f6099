//! What leaves the server says nothing about who answered when, or what exactly.

use crate::support::{TestApp, answers, day};
use andon::catalogue::{Answer, PatternId};

/// Everything that a sealed round gives out, without the ids that differ from run to run.
async fn everything(order: &[usize]) -> Vec<(String, Vec<u8>)> {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 9, &day(2)).await;
    for person in order {
        app.visitor().answer(&round, &answers(*person)).await.leads_to();
    }
    lead.close(&round).await.leads_to();
    let mut out = Vec::new();
    for file in [
        "report.json",
        "report.csv",
        "radar.svg",
        "radar.png",
        "radar.csv",
        "dots.svg",
        "dots.png",
        "dots.csv",
        "charts.zip",
    ] {
        let response = lead.get(&format!("{}/{file}", round.path)).await.ok().await;
        out.push((file.to_owned(), response.bytes().await.unwrap().to_vec()));
    }
    let html = lead.get(&round.path).await.text().await;
    // Outside of it there is only the nonce that differs.
    let main = crate::support::between(&html, "<main", "</main>")
        .unwrap()
        .replace(&round.path, "ROUND")
        .replace(&team.path, "TEAM");
    out.push(("page".to_owned(), main.into_bytes()));
    out
}

#[tokio::test]
async fn the_order_of_submitting_leaves_no_trace_in_anything_that_is_shown() {
    let one = everything(&[0, 1, 2, 3, 4, 5]).await;
    let two = everything(&[5, 3, 1, 4, 0, 2]).await;
    for ((name, one), (_, two)) in one.iter().zip(&two) {
        let at = one.iter().zip(two).position(|(a, b)| a != b).unwrap_or(one.len());
        let near = |bytes: &[u8]| {
            String::from_utf8_lossy(&bytes[at.saturating_sub(80)..(at + 80).min(bytes.len())])
                .into_owned()
        };
        assert!(one == two, "{name} differs:\n{}\n{}", near(one), near(two));
    }
}

#[tokio::test]
async fn while_a_round_is_open_only_the_count_is_shown() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 9, &day(2)).await;
    let page = async || lead.get(&round.path).await.text().await;
    for person in 0..4 {
        app.visitor().answer(&round, &answers(person)).await.leads_to();
    }
    let one = page().await;
    for file in ["report.json", "report.csv", "radar.svg", "dots.csv"] {
        assert_eq!(lead.get(&format!("{}/{file}", round.path)).await.status(), 404, "{file}");
    }
    // The same number of people with quite other answers shows the very same page.
    let other = TestApp::start().await;
    let (lead, team) = other.set_up("Acme", 3).await;
    let second = lead.open_round(&team.path, 9, &day(2)).await;
    for person in 4..8 {
        other.visitor().answer(&second, &answers(person)).await.leads_to();
    }
    let two = lead.get(&second.path).await.text().await;
    let count = |html: &str| crate::support::between(html, "role=\"status\"", "</p>").unwrap();
    assert_eq!(count(&one), count(&two));
}

#[tokio::test]
async fn an_item_that_too_few_could_judge_is_withheld_with_its_protector() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 5).await;
    let round = lead.open_round(&team.path, 9, &day(2)).await;
    for person in 0..6 {
        let mut mine = answers(person);
        if person < 3 {
            mine.set(PatternId::Heroics, Answer::CantJudge);
        }
        app.visitor().answer(&round, &mine).await.leads_to();
    }
    lead.close(&round).await.leads_to();
    let csv = lead.get(&format!("{}/report.csv", round.path)).await.text().await;
    let line =
        |id: &str| csv.lines().find(|line| line.split(',').nth(1) == Some(id)).unwrap().to_owned();
    assert!(line("heroics").contains("fewer than 5 answers"), "{}", line("heroics"));
    assert!(
        line("bespoke-incentives").contains("to protect others"),
        "{}",
        line("bespoke-incentives")
    );
    assert!(line("artisan-operations").chars().filter(char::is_ascii_digit).count() > 0);
    assert!(
        line("people").split(',').nth(4).unwrap().is_empty(),
        "no interval where a part is withheld: {}",
        line("people")
    );
}

#[tokio::test]
async fn deleting_an_organisation_removes_its_bytes_too() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Quixotic Widgets", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    app.visitor().answer(&round, &answers(0)).await.leads_to();
    assert!(app.holds(b"Quixotic Widgets"));
    let page = lead.get("/admin").await.text().await;
    let base =
        format!("/admin/{}", crate::support::between(&page, "action=\"/admin/", "/").unwrap());
    let wrong = lead.post(&format!("{base}/delete"), &[("name", "Quixotic")]).await;
    assert_eq!(wrong.status(), 422);
    lead.post(&format!("{base}/delete"), &[("name", "Quixotic Widgets")]).await.leads_to();
    assert!(!app.holds(b"Quixotic Widgets"));
    assert!(!app.holds(answers(0).encode().as_bytes()));
    assert_eq!(lead.get(&team.path).await.status(), 404);
}

//! Files: spreadsheets that cannot run anything, and archives of charts.

use crate::house::{House, figures_for_leadership, sealed, visit};
use crate::support::{START, TestApp, Visitor, add_team, running};
use andon::store::Board;
use reqwest::StatusCode;
use std::collections::BTreeMap;
use std::io::Read as _;

const FORMULA: &str = "=HYPERLINK(\"x\")";

async fn bytes(visitor: &Visitor, path: &str) -> Vec<u8> {
    visitor.get(path).await.ok().await.bytes().await.unwrap().to_vec()
}

/// The files of an archive, each with its checksum verified.
fn unzip(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let archive = rawzip::ZipArchive::from_slice(archive).unwrap();
    let mut files = BTreeMap::new();
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().unwrap() {
        let name = entry.file_path().try_normalize().unwrap().as_ref().to_owned();
        let found = archive.get_entry(entry.wayfinder()).unwrap();
        let mut reader = found.verifying_reader(flate2::read::DeflateDecoder::new(found.data()));
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        assert!(files.insert(name.clone(), bytes).is_none(), "{name} is there twice");
    }
    files
}

fn cells(csv: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    reader
        .records()
        .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

fn harmless(csv: &str, from: &str) {
    for cell in cells(csv) {
        let begins = cell.trim_start_matches(' ');
        assert!(!begins.starts_with(['=', '+', '-', '@', '\t', '\r']), "{from}: {cell:?}");
    }
}

#[tokio::test]
async fn no_spreadsheet_runs_what_somebody_called_a_team() {
    let app = TestApp::start().await;
    let own = House::build(&app, "=1+1").await;
    app.store.rename_team(&own.team, FORMULA).await.unwrap();
    let group = app.store.add_group(&own.of.id, "@SUM(A1)", START).await.unwrap();
    app.store.put_into_group(&own.team, Some(&group)).await.unwrap();
    for name in ["+1", "-1", "@A1"] {
        let team = add_team(&app.store, &own.of.id, name, true).await;
        sealed(&app.store, &team, 6, 2, START).await;
    }
    let lead = visit(&app, &own.facilitator).await;
    let coach = visit(&app, &own.coach).await;
    let leader = visit(&app, &own.leader).await;
    figures_for_leadership(&app.store, &own.of.id).await;
    let tried = format!("/teams/{}/experiments", own.team);
    lead.post(&tried, &[("title", FORMULA), ("target", "-1")]).await.leads_to();
    running(&app.store, Board::Leadership(own.of.id.clone())).await;
    let base = format!("/teams/{}/rounds/{}", own.team, own.round);
    let mut board = String::new();
    for (visitor, path) in [
        (&lead, format!("{base}/report.csv")),
        (&lead, format!("{base}/radar.csv")),
        (&lead, format!("{base}/dots.csv")),
        (&lead, format!("{base}/history.csv")),
        (&lead, format!("{tried}/experiments.csv")),
        (&leader, "/leadership/experiments/experiments.csv".to_owned()),
        (&leader, "/leadership/leadership.csv".to_owned()),
        (&leader, "/leadership/radar.csv".to_owned()),
        (&leader, "/leadership/dots.csv".to_owned()),
        (&leader, "/leadership/groups.csv".to_owned()),
        (&coach, "/coach/board.csv".to_owned()),
    ] {
        let csv = String::from_utf8(bytes(visitor, &path).await).unwrap();
        assert!(csv.lines().count() > 1, "{path}");
        harmless(&csv, &path);
        board = csv;
    }
    for wanted in
        [format!("'{FORMULA}"), "'@SUM(A1)".to_owned(), "'+1".to_owned(), "'-1".to_owned()]
    {
        assert!(cells(&board).contains(&wanted), "{wanted}");
    }
    for (visitor, path) in
        [(&lead, format!("{base}/charts.zip")), (&coach, "/coach/charts.zip".to_owned())]
    {
        let files = unzip(&bytes(visitor, &path).await);
        let tables: Vec<_> = files.iter().filter(|(name, _)| name.contains(".csv")).collect();
        assert!(!tables.is_empty());
        for (name, table) in tables {
            harmless(std::str::from_utf8(table).unwrap(), name);
        }
    }
    // Every file that a page offers as CSV was looked at above.
    let mut offered = 0;
    for (visitor, path) in [
        (&lead, &*base),
        (&lead, &tried),
        (&coach, "/coach"),
        (&leader, "/leadership"),
        (&leader, "/leadership/experiments"),
    ] {
        offered += visitor.get(path).await.text().await.matches(".csv").count();
    }
    assert_eq!(offered, 11);
}

#[tokio::test]
async fn the_charts_come_as_an_archive_with_the_same_bytes_each_time() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    let lead = visit(&app, &own.facilitator).await;
    let base = format!("/teams/{}/rounds/{}", own.team, own.round);
    let response = lead.get(&format!("{base}/charts.zip")).await.ok().await;
    assert_eq!(response.headers()["content-type"], "application/zip");
    let named = response.headers()["content-disposition"].to_str().unwrap();
    assert_eq!(named, "attachment; filename=\"andon-2026-03-02-charts.zip\"");
    let archive = response.bytes().await.unwrap();
    app.clock.advance(7_777);
    assert_eq!(archive, bytes(&lead, &format!("{base}/charts.zip")).await);
    let files = unzip(&archive);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "README.txt",
            "dots.csv",
            "dots.png",
            "dots.svg",
            "history.csv",
            "history.png",
            "history.svg",
            "radar.csv",
            "radar.png",
            "radar.svg",
            "report.csv",
        ]
    );
    // Each is the very file that the page offers.
    for (name, content) in files.iter().filter(|(name, _)| *name != "README.txt") {
        assert_eq!(content, &bytes(&lead, &format!("{base}/{name}")).await, "{name}");
    }
    let text = std::str::from_utf8(&files["README.txt"]).unwrap();
    assert!(text.starts_with("Payments: round of 2 March 2026\r\n"), "{text}");
    for name in names.iter().filter(|name| **name != "README.txt") {
        assert!(text.contains(&format!("{name} ")), "{name} is explained");
    }
    assert!(text.contains("could plausibly lie") && text.contains("no ranking"));

    // A reader's link opens one report, so there is no history in theirs, and a first
    // round has none at all.
    let reader = visit(&app, &own.reader).await;
    let read = unzip(&bytes(&reader, &format!("{base}/charts.zip")).await);
    assert!(read.len() == 8 && !read.contains_key("history.png"));
    let stranger = app.visitor();
    for path in [format!("{base}/charts.zip"), "/coach/charts.zip".to_owned()] {
        assert_eq!(stranger.get(&path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_coach_takes_the_board_and_each_teams_radar_along() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    let odd = add_team(&app.store, &own.of.id, "../\u{6c7a}\u{6e08} & Co", true).await;
    sealed(&app.store, &odd, 6, 2, START).await;
    let hidden = add_team(&app.store, &own.of.id, "Hidden", false).await;
    sealed(&app.store, &hidden, 6, 2, START).await;
    let coach = visit(&app, &own.coach).await;
    let files = unzip(&bytes(&coach, "/coach/charts.zip").await);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "README.txt",
            "board.csv",
            "board.png",
            "board.svg",
            "teams/01-co.png",
            "teams/01-co.svg",
            "teams/02-payments.png",
            "teams/02-payments.svg",
        ]
    );
    for name in ["board.csv", "board.png", "board.svg"] {
        assert_eq!(files[name], bytes(&coach, &format!("/coach/{name}")).await, "{name}");
    }
    let svg = std::str::from_utf8(&files["teams/02-payments.svg"]).unwrap();
    assert!(svg.contains("Payments: "), "a slide says whose radar it is");
    let text = std::str::from_utf8(&files["README.txt"]).unwrap();
    assert!(!text.contains("Hidden") && text.contains("teams/02-payments.png"));
    // Narrowed like the board: a group without a team has nothing but the board's frame.
    let group = app.store.add_group(&own.of.id, "Retail", START).await.unwrap();
    let files = unzip(&bytes(&coach, &format!("/coach/charts.zip?group={group}")).await);
    assert!(!files.keys().any(|name| name.starts_with("teams/")));
}

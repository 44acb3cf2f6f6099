//! The program's own log at its usual level, beside the log of a proxy: does it say when
//! somebody joined or answered?

use crate::support::{TestApp, answers, day};
use andon::catalogue::Answers;
use reqwest::StatusCode;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::EnvFilter;

/// What was logged.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Lines {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[tokio::test]
async fn nobody_who_joins_or_answers_leaves_a_line_in_the_log() {
    let lines = Lines::default();
    let writer = lines.clone();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("info"))
        .with_writer(move || writer.clone())
        .init();
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    assert!(lines.text().contains("/setup"), "other requests are logged: {}", lines.text());
    let before = lines.text();
    for person in 0..4 {
        let visitor = app.visitor();
        visitor.get(&format!("/join/{}", round.token)).await.ok().await;
        // What a browser asks for beside the page, and what somebody reads before answering.
        for path in ["/pkg/andon.css", "/favicon.svg", "/privacy", "/"] {
            visitor.get(path).await;
        }
        visitor.answer(&round, &answers(person)).await;
        visitor.get(&format!("{}/receipt", round.answer)).await.ok().await;
        if person == 1 {
            visitor.change(&round, &answers(person + 1)).await;
        }
        if person == 2 {
            visitor.post(&format!("{}/withdraw", round.answer), &[]).await;
        }
    }
    // What goes wrong has a time as well.
    let stranger = app.visitor();
    let refused = stranger.submit(&round, &Answers::default()).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    stranger.get("/join/no-such-token").await;
    stranger.post("/join", &[("code", "no such code")]).await;
    let unlucky = app.visitor();
    unlucky.start(&round).await;
    let rename = "ALTER TABLE open_responses RENAME TO elsewhere";
    app.direct().await.run(rename).await.unwrap();
    let failed = unlucky.submit(&round, &answers(4)).await;
    assert!(failed.status().is_server_error(), "{}", failed.status());
    assert_eq!(lines.text(), before);
}

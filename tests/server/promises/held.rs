//! What pages say while somebody else reads the database.

use crate::database::Database;
use crate::support::{TestApp, answers, day};
use std::time::Duration;

const BYTES: &str = "Deleted, but not yet out of the files";
const ORDER: &str = "The files keep an order at the moment";

#[tokio::test]
async fn pages_of_a_round_say_that_somebody_keeps_old_bytes_until_they_are_gone() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let page = async || lead.get(&round.path).await.text().await;
    let reading = async || {
        let mut reader = app.direct().await;
        reader.keep_reading("SELECT name FROM teams").await;
        reader
    };
    let reader = reading().await;
    for person in 0..4 {
        app.visitor().answer(&round, &answers(person)).await;
    }
    // A server keeps earlier versions in any case.
    if let Database::File(_) = app.database {
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert!(page().await.contains(ORDER));
    }
    reader.close().await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(!page().await.contains(ORDER));

    let reader = reading().await;
    lead.close(&round).await;
    let report = page().await;
    assert!(report.contains("people answered.") && report.contains(BYTES), "{report}");
    reader.close().await;
    app.store.clean_bytes().await.unwrap();
    assert!(!page().await.contains(BYTES));
}

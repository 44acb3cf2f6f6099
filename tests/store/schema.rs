//! What the tables themselves make impossible.

use super::support::{House, NOW, answer};
use sqlx::{AssertSqlSafe, ConnectOptions, SqliteConnection};

async fn connect(house: &House) -> SqliteConnection {
    sqlx::sqlite::SqliteConnectOptions::new().filename(house.path()).connect().await.unwrap()
}

async fn texts(database: &mut SqliteConnection, sql: &str) -> Vec<String> {
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_all(database).await.unwrap()
}

#[tokio::test]
async fn a_response_has_a_round_a_receipts_hash_and_answers_and_nothing_else() {
    let house = House::new().await;
    let mut database = connect(&house).await;
    let columns =
        texts(&mut database, "SELECT name FROM pragma_table_info('responses') ORDER BY cid").await;
    assert_eq!(columns, ["round_id", "receipt_hash", "answers"]);
}

#[tokio::test]
async fn there_are_these_tables_and_none_of_ballots_or_persons() {
    let house = House::new().await;
    let mut database = connect(&house).await;
    let tables = texts(
        &mut database,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\' ORDER BY name",
    )
    .await;
    let expected = [
        "bytes_owed",
        "calendar_links",
        "cord_count_teams",
        "cord_counts",
        "cords",
        "decided_periods",
        "decided_signals",
        "decided_works",
        "decisions",
        "deeds",
        "deliveries",
        "experiment_moves",
        "experiment_steps",
        "experiments",
        "groups",
        "links",
        "notes",
        "organisations",
        "provider_links",
        "released_pool_rounds",
        "released_pools",
        "released_reports",
        "released_signals",
        "responses",
        "rounds",
        "session_links",
        "sessions",
        "signals",
        "tally_items",
        "tally_scores",
        "teams",
        "webhooks",
        "work_line_teams",
        "work_lines",
    ];
    assert_eq!(tables, expected);
    let counting = texts(
        &mut database,
        "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') OR sql LIKE '%AUTOINCREMENT%'",
    )
    .await;
    assert!(counting.is_empty(), "{counting:?}");
    for table in tables {
        let sql = AssertSqlSafe(format!("SELECT rowid FROM {table}"));
        let rowid = sqlx::query(sql).fetch_optional(&mut database).await;
        assert!(rowid.is_err(), "{table} has rowids, which are an order");
    }
}

#[tokio::test]
async fn while_a_round_is_open_its_key_is_all_that_is_stored_of_its_ballots() {
    let house = House::new().await;
    let round = house.open_round(8, true, NOW).await;
    let mut database = connect(&house).await;
    let naming = texts(
        &mut database,
        "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND (c.name LIKE '%ballot%' OR c.name LIKE '%receipt%' OR c.name LIKE '%person%') ORDER BY 1",
    )
    .await;
    assert_eq!(naming, ["responses.receipt_hash", "rounds.ballot_key"]);
    assert!(house.store.ballot_key(&round).await.unwrap().is_some());
}

#[tokio::test]
async fn a_half_sealed_round_cannot_be_written() {
    let house = House::new().await;
    let round = house.open_round(8, true, NOW).await;
    answer(&house.store, &round, 0, 5).await;
    let mut database = connect(&house).await;
    for half in [
        "state = 'sealed'",
        "state = 'sealed', closed_at = 1, responses = 5",
        "state = 'sealed', closed_at = 1, responses = 5, join_token = NULL, spoken_code = NULL",
        "state = 'sealed', closed_at = 1, ballot_key = NULL, join_token = NULL, spoken_code = NULL",
        "state = 'too-few', closed_at = 1, responses = 5, ballot_key = NULL, join_token = NULL, spoken_code = NULL",
        "state = 'draft'",
        "ballot_key = NULL",
        "minimum_group = NULL",
        "roster = 501",
        "state = 'unheard-of'",
    ] {
        let sql = AssertSqlSafe(format!("UPDATE rounds SET {half}"));
        let written = sqlx::query(sql).execute(&mut database).await;
        assert!(written.is_err(), "{half}");
    }
    let whole = "UPDATE rounds SET state = 'sealed', closed_at = 1, responses = 5, ballot_key = NULL, join_token = NULL, spoken_code = NULL";
    sqlx::query(whole).execute(&mut database).await.unwrap();
}

#[tokio::test]
async fn nothing_points_to_what_is_not_there() {
    let house = House::new().await;
    let mut database = connect(&house).await;
    let orphan = sqlx::query(
        "INSERT INTO responses (round_id, receipt_hash, answers) VALUES ('nowhere', zeroblob(32), '000000000000000000')",
    )
    .execute(&mut database)
    .await;
    assert!(orphan.is_err());
}

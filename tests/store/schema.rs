//! What the tables themselves make impossible.

use super::support::{House, NOW, answer};
use crate::database::{Database, Direct};

#[tokio::test]
async fn what_people_said_in_a_round_is_one_value_beside_the_rounds_id_and_nothing_else() {
    let house = House::new().await;
    let mut database = house.database.direct().await;
    let columns = database.columns("open_responses").await;
    assert_eq!(columns, ["round_id", "sets"]);
}

#[tokio::test]
async fn there_are_these_tables_and_none_of_ballots_or_persons() {
    let house = House::new().await;
    let mut database = house.database.direct().await;
    let tables = database.tables().await;
    let mut expected = vec![
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
        "open_responses",
        "organisations",
        "provider_links",
        "released_pool_rounds",
        "released_pools",
        "released_reports",
        "released_signal_teams",
        "released_signals",
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
    if let Database::Server(_) = house.database {
        expected.push("write_turn");
    }
    assert_eq!(tables, expected);
}

/// Whatever would keep an order of its own, and whatever acts by itself.
async fn counting(database: &mut Direct) -> Vec<String> {
    let sql = match database {
        Direct::Sqlite(_) => {
            "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') OR sql LIKE '%AUTOINCREMENT%'"
        }
        Direct::Postgres(_) => {
            "SELECT CAST(relname AS TEXT) FROM pg_class WHERE relkind NOT IN ('r', 'i', 't') AND relnamespace = CAST('public' AS regnamespace) UNION ALL SELECT CAST(tgname AS TEXT) FROM pg_trigger WHERE NOT tgisinternal UNION ALL SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%' AND (is_identity = 'YES' OR column_default LIKE '%(%' OR data_type LIKE '%time%' OR data_type IN ('date', 'integer'))"
        }
    };
    database.texts(sql).await
}

#[tokio::test]
async fn nothing_counts_and_nothing_acts_by_itself() {
    let house = House::new().await;
    let mut database = house.database.direct().await;
    let found = counting(&mut database).await;
    assert!(found.is_empty(), "{found:?}");
    if let Direct::Sqlite(_) = database {
        for table in database.tables().await {
            let rowid = database.run(&format!("SELECT rowid FROM {table}")).await;
            assert!(rowid.is_err(), "{table} has rowids, which are an order");
        }
        return;
    }
    // The search finds what there would be.
    for counted in [
        "CREATE TABLE one (id BIGSERIAL PRIMARY KEY)",
        "CREATE TABLE one (id BIGINT GENERATED ALWAYS AS IDENTITY)",
        "CREATE TABLE one (at TIMESTAMPTZ)",
        "CREATE TABLE one (at TEXT DEFAULT now())",
        "CREATE VIEW one AS SELECT id FROM teams",
    ] {
        database.run(counted).await.unwrap();
        assert!(!counting(&mut database).await.is_empty(), "{counted}");
        let kind = if counted.contains("VIEW") { "VIEW" } else { "TABLE" };
        database.run(&format!("DROP {kind} one")).await.unwrap();
    }
}

#[tokio::test]
async fn while_a_round_is_open_its_key_is_all_that_is_stored_of_its_ballots() {
    let house = House::new().await;
    let round = house.open_round(8, true, NOW).await;
    let mut database = house.database.direct().await;
    let mut naming = Vec::new();
    for table in database.tables().await {
        for column in database.columns(&table).await {
            if ["ballot", "receipt", "person"].iter().any(|word| column.contains(word)) {
                naming.push(format!("{table}.{column}"));
            }
        }
    }
    assert_eq!(naming, ["rounds.ballot_key"]);
    assert!(house.store.round(&round).await.unwrap().unwrap().ballot_key.is_some());
}

#[tokio::test]
async fn a_half_sealed_round_cannot_be_written() {
    let house = House::new().await;
    let round = house.open_round(8, true, NOW).await;
    answer(&house.store, &round, 0, 5).await;
    let mut database = house.database.direct().await;
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
        let written = database.run(&format!("UPDATE rounds SET {half}")).await.unwrap_err();
        assert!(written.as_database_error().unwrap().is_check_violation(), "{half}: {written}");
    }
    let whole = "UPDATE rounds SET state = 'sealed', closed_at = 1, responses = 5, ballot_key = NULL, join_token = NULL, spoken_code = NULL";
    assert_eq!(database.run(whole).await.unwrap(), 1);
}

#[tokio::test]
async fn nothing_points_to_what_is_not_there() {
    let house = House::new().await;
    let round = house.open_round(8, true, NOW).await;
    answer(&house.store, &round, 0, 1).await;
    let mut database = house.database.direct().await;
    if let Direct::Sqlite(_) = database {
        database.run("PRAGMA foreign_keys = ON").await.unwrap();
    }
    let orphan =
        "INSERT INTO open_responses (round_id, sets) SELECT 'nowhere', sets FROM open_responses";
    let refused = database.run(orphan).await.unwrap_err();
    assert!(refused.as_database_error().unwrap().is_foreign_key_violation(), "{refused}");
}

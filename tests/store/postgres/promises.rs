//! What Andon makes so on its connections where the server is set otherwise.

use crate::database::{Cluster, Stop, pool};
use crate::support::{Dice, NOW, answer, open_round, organisation, receipt};
use andon::store::Store;

/// The server is told to say that something is committed before it is on the disk, and to
/// take its time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_was_acknowledged_outlives_a_server_that_is_set_to_lose_it() {
    let mut cluster = Cluster::of_its_own();
    let database = cluster.rent();
    let mut boss = cluster.boss("postgres").await;
    for sql in [
        format!("ALTER DATABASE {} SET synchronous_commit = off", database.name()),
        "ALTER SYSTEM SET wal_writer_delay = '10s'".to_owned(),
        "SELECT pg_reload_conf()".to_owned(),
    ] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut boss).await.unwrap();
    }
    let store = Store::connect(&database.url(), pool()).await.unwrap();
    let (_, team) = organisation(&store, 5).await;
    let round = open_round(&store, &team, 8, true, NOW).await;
    let given = answer(&store, &round, 0, 1).await;
    tokio::task::block_in_place(|| {
        cluster.stop(Stop::AtOnce);
        cluster.start();
    });
    let again = Store::connect(&database.url(), pool()).await.unwrap();
    assert_eq!(again.answers_of(&round, &receipt(0)).await.unwrap(), Some(given[0]));
    again.close().await;
}

/// The server is told to log the values of statements that fail.
#[tokio::test]
async fn a_statement_that_fails_leaves_no_answer_in_the_servers_log() {
    let database = Cluster::shared().rent();
    let mut boss = database.cluster().boss(database.name()).await;
    for sql in [
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused''; END'".to_owned(),
        "CREATE TRIGGER refuse BEFORE INSERT ON open_responses FOR EACH ROW EXECUTE FUNCTION refuse()".to_owned(),
        format!("ALTER DATABASE {} SET log_parameter_max_length_on_error = -1", database.name()),
    ] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut boss).await.unwrap();
    }
    let store = Store::connect(&database.url(), pool()).await.unwrap();
    let (_, team) = organisation(&store, 5).await;
    let round = open_round(&store, &team, 8, true, NOW).await;
    let mut dice = Dice::new(31);
    let (ours, theirs) = (dice.answers(), dice.answers());
    store.submit(&round, &receipt(0), &ours, None, NOW + 1).await.unwrap_err();
    assert_eq!(store.response_count(&round).await.unwrap(), 0);
    // Another program, for which nothing was made so.
    let mut other = crate::database::Direct::to_server(&database.url()).await;
    let crate::database::Direct::Postgres(connection) = &mut other else { unreachable!() };
    sqlx::query("INSERT INTO open_responses (round_id, sets) VALUES ($1, $2)")
        .bind(round.as_str())
        .bind(theirs.encode().into_bytes())
        .execute(connection)
        .await
        .unwrap_err();
    let log = database.cluster().log();
    // As the server writes bytes.
    let hex = |answers: &andon::catalogue::Answers| {
        data_encoding::HEXLOWER.encode(answers.encode().as_bytes())
    };
    assert!(log.contains(&hex(&theirs)), "that is what the setting does");
    assert!(!log.contains(&hex(&ours)) && !log.contains(&ours.encode()));
    other.close().await;
    store.close().await;
}

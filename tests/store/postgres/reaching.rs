//! A database on a server: made ready by whoever comes first, and never touched unless
//! it is ours. (Files are in `files`.)

use super::wire::{Break, Wire};
use crate::database::{Cluster, Direct, Rented, pool};
use crate::support::{NOW, answer, open_round, organisation};
use andon::store::{ConnectError, Store};

/// Everything that could have been changed: the tables' rows, the library's included,
/// and what the server knows of them.
async fn everything(database: &Rented) -> String {
    let mut direct = Direct::to_server(&database.url()).await;
    let mut text = direct.dump().await;
    for sql in [
        "SELECT relname || ' ' || CAST(relkind AS TEXT) || ' ' || relfilenode || ' ' || xmin FROM pg_class WHERE relnamespace = CAST('public' AS regnamespace) ORDER BY 1",
        "SELECT nspname || ' ' || xmin FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' ORDER BY 1",
    ] {
        text.push_str(&direct.texts(sql).await.join("\n"));
    }
    if text.contains("_sqlx_migrations") {
        text.push_str(
            &direct.texts("SELECT CAST(m AS TEXT) FROM _sqlx_migrations m").await.join("\n"),
        );
    }
    direct.close().await;
    text
}

/// Connects to what must be refused, and sees that nothing changed there.
async fn refused(database: &Rented) -> ConnectError {
    let before = everything(database).await;
    let error = Store::connect(&database.url(), pool()).await.expect_err("it should be refused");
    assert!(everything(database).await == before, "something was touched: {error}");
    let text = error.to_string();
    assert!(!text.contains(database.cluster().password()), "{text}");
    assert!(text.contains(&format!("127.0.0.1:{}/{}", database.cluster().port(), database.name())));
    error
}

async fn run(database: &Rented, sql: &str) {
    let mut direct = Direct::to_server(&database.url()).await;
    direct.run(sql).await.unwrap();
    direct.close().await;
}

const NEWER: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9001, 'later', TRUE, '\\x00', 1)";

#[tokio::test]
async fn a_newer_versions_database_is_refused() {
    let database = Cluster::shared().rent();
    run(&database, NEWER).await;
    let error = refused(&database).await;
    assert!(matches!(error, ConnectError::Newer { found: 9001, .. }), "{error}");
    assert!(error.to_string().contains("newer version of Andon"));
}

#[tokio::test]
async fn a_database_with_other_tables_under_our_numbers_is_refused() {
    let database = Cluster::shared().rent();
    run(&database, "UPDATE _sqlx_migrations SET checksum = '\\x00' WHERE version = 1").await;
    let error = refused(&database).await;
    assert!(matches!(error, ConnectError::Altered { version: 1, .. }), "{error}");
}

#[tokio::test]
async fn another_programs_database_is_refused() {
    let notes = "CREATE TABLE notes (text TEXT)";
    // Made with the same library.
    let theirs = "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMPTZ NOT NULL DEFAULT now(), success BOOLEAN NOT NULL, checksum BYTEA NOT NULL, execution_time BIGINT NOT NULL); INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (1, 'theirs', TRUE, '\\x00', 1)";
    for statements in
        [&[notes][..], &[theirs], &[notes, theirs], &["CREATE VIEW notes AS SELECT 1 AS one"]]
    {
        let database = Cluster::shared().rent_empty();
        for statement in statements {
            run(&database, statement).await;
        }
        let error = refused(&database).await;
        assert!(matches!(error, ConnectError::Foreign { .. }), "{statements:?}: {error}");
    }
}

#[tokio::test]
async fn any_number_of_processes_may_make_the_tables_at_once() {
    for _ in 0..5 {
        let database = Cluster::shared().rent_empty();
        let url = database.url();
        let all: Vec<_> = (0..4)
            .map(|_| {
                let url = url.clone();
                tokio::spawn(async move { Store::connect(&url, pool()).await })
            })
            .collect();
        let mut stores = Vec::new();
        for each in all {
            stores.push(each.await.unwrap().unwrap());
        }
        for store in &stores {
            organisation(store, 5).await;
        }
        assert_eq!(stores[0].organisations().await.unwrap().len(), 4);
        for store in stores {
            store.close().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_that_was_cut_short_is_taken_up_again() {
    for message in (3..120).step_by(9) {
        let database = Cluster::shared().rent_empty();
        let wire = Wire::to(database.cluster().port()).await;
        wire.break_at(message, Break::Before);
        let cut = Store::connect(&wire.url(&database.url()), pool()).await;
        if let Ok(store) = cut {
            assert!(message > 30, "making the tables takes more than {message} messages");
            store.close().await;
        }
        let store = Store::connect(&database.url(), pool()).await.unwrap();
        organisation(&store, 5).await;
        store.close().await;
    }
}

#[tokio::test]
async fn a_database_that_is_there_is_connected_to_again_with_all_that_was_stored() {
    let database = Cluster::shared().rent_empty();
    let store = Store::connect(&database.url(), pool()).await.unwrap();
    let (_, team) = organisation(&store, 5).await;
    let round = open_round(&store, &team, 8, true, NOW).await;
    let given = answer(&store, &round, 0, 2).await;
    store.close().await;
    // Over a socket in the file system this time.
    let socket = database.cluster().socket_url(database.name());
    let store = Store::connect(&socket, pool()).await.unwrap();
    let read = store.answers_of(&round, &crate::support::receipt(1)).await.unwrap();
    assert_eq!(read, Some(given[1]));
    store.close().await;
}

#[tokio::test]
async fn a_wrong_password_an_unknown_database_and_no_server_are_said_without_the_password() {
    let database = Cluster::shared().rent();
    let password = database.cluster().password().to_owned();
    let wrong = database.url().replace(&password, "sesame-open");
    let unknown = database.url().replace(database.name(), "no_such_database");
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let nobody =
        database.url().replace(&format!(":{}/", database.cluster().port()), &format!(":{port}/"));
    for (url, word) in [
        (wrong, "password authentication failed"),
        (unknown, "no_such_database"),
        (nobody, "refused"),
    ] {
        let error = Store::connect(&url, pool()).await.unwrap_err();
        assert!(matches!(error, ConnectError::Unreachable { .. }), "{error}");
        for text in [error.to_string(), format!("{error:?}")] {
            assert!(text.contains(word), "{text}");
            assert!(!text.contains("sesame-open") && !text.contains(&password), "{text}");
        }
    }
    for url in [
        format!("postgres://andon:{password}@127.0.0.1:port/andon"),
        format!("mysql://andon:{password}@127.0.0.1/andon"),
        format!("andon:{password}"),
        format!("postgres://andon:{password}@127.0.0.1/andon?sslmode=never"),
    ] {
        let error = Store::connect(&url, pool()).await.unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(!text.contains(&password), "{text}");
        assert!(matches!(error, ConnectError::Address(_)), "{url}: {error:?}");
    }
}

//! The database file: made privately, and never touched unless it is ours. (Servers are in
//! `postgres`.)

use super::support::{House, NOW, answer, files, organisation};
use crate::database::{Database, file_in as database};
use andon::store::{OpenError, Store};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use std::path::Path;
use tempfile::TempDir;

async fn connect(file: &Path) -> SqliteConnection {
    sqlx::sqlite::SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .connect()
        .await
        .unwrap()
}

async fn run(file: &Path, statements: &[&'static str]) {
    let mut database = connect(file).await;
    for statement in statements {
        sqlx::query(*statement).execute(&mut database).await.unwrap();
    }
    database.close().await.unwrap();
}

/// Opens a file that must be refused, and sees that nothing in its folder changed.
async fn refused(folder: &Path) -> OpenError {
    let before = files(folder);
    let error = Store::open(&database(folder)).await.expect_err("it should have been refused");
    assert!(files(folder) == before, "the folder was touched: {:?}", files(folder).keys());
    error
}

async fn on_a_file() -> House {
    House::on(Database::file(), 5).await
}

/// A closed database with something in it.
async fn ours() -> TempDir {
    let house = on_a_file().await;
    house.store.close().await;
    let Database::File(folder) = house.database else { panic!("it is a file") };
    folder
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_its_owners_alone_and_so_is_what_lies_beside_it() {
    use std::os::unix::fs::PermissionsExt;
    let house = on_a_file().await;
    let names: Vec<String> = files(house.database.folder().unwrap()).into_keys().collect();
    assert_eq!(names, ["andon.sqlite", "andon.sqlite-shm", "andon.sqlite-wal"]);
    for name in names {
        let mode = std::fs::metadata(house.database.folder().unwrap().join(&name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[tokio::test]
async fn closing_leaves_one_file_that_opens_again() {
    let house = on_a_file().await;
    let round = house.open_round(8, true, NOW).await;
    let given = answer(&house.store, &round, 0, 2).await;
    house.store.close().await;
    let names: Vec<String> = files(house.database.folder().unwrap()).into_keys().collect();
    assert_eq!(names, ["andon.sqlite"]);
    let store = Store::open(&database(house.database.folder().unwrap())).await.unwrap();
    let read = store.answers_of(&round, &super::support::receipt(1)).await.unwrap();
    assert_eq!(read, Some(given[1]));
}

#[tokio::test]
async fn a_file_whose_program_was_killed_opens_with_all_that_was_acknowledged() {
    let house = on_a_file().await;
    let round = house.open_round(8, true, NOW).await;
    answer(&house.store, &round, 0, 5).await;
    let copy = tempfile::tempdir().unwrap();
    for (name, bytes) in files(house.database.folder().unwrap()) {
        std::fs::write(copy.path().join(name), bytes).unwrap();
    }
    let store = Store::open(&database(copy.path())).await.unwrap();
    assert_eq!(store.response_count(&round).await.unwrap(), 5);
}

#[tokio::test]
async fn a_second_program_may_open_the_file_while_the_first_runs() {
    let house = on_a_file().await;
    let second = Store::open(&database(house.database.folder().unwrap())).await.unwrap();
    let (new, _) = organisation(&second, 4).await;
    assert_eq!(house.store.organisation(&new).await.unwrap().unwrap().minimum_group, 4);
    second.close().await;
    organisation(&house.store, 4).await;
}

#[tokio::test]
async fn a_start_that_was_cut_short_is_taken_up_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = database(folder.path());
    std::fs::write(&file, b"").unwrap();
    Store::open(&file).await.unwrap().close().await;

    let folder = tempfile::tempdir().unwrap();
    let file = database(folder.path());
    run(&file, &["PRAGMA application_id = 1097753711"]).await;
    Store::open(&file).await.unwrap().close().await;

    let folder = tempfile::tempdir().unwrap();
    let file = database(folder.path());
    run(&file, &["PRAGMA journal_mode = WAL"]).await;
    let store = Store::open(&file).await.unwrap();
    organisation(&store, 5).await;
}

#[tokio::test]
async fn odd_names_are_just_names() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a b%20c?mode=memory#d.sqlite");
    for _ in 0..2 {
        let store = Store::open(&file).await.unwrap();
        organisation(&store, 5).await;
        store.close().await;
    }
    assert_eq!(files(folder.path()).len(), 1);
}

#[tokio::test]
async fn what_is_no_database_is_refused() {
    for content in
        [b"hello".to_vec(), b"Dear diary, ".repeat(2_000), vec![0xff; 8_192], vec![0; 50_000]]
    {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(database(folder.path()), &content).unwrap();
        let error = refused(folder.path()).await;
        assert!(matches!(error, OpenError::NotADatabase { .. }), "{error}");
        assert!(error.to_string().contains("is not a database"));
    }
}

#[tokio::test]
async fn another_programs_database_is_refused() {
    for statements in [
        &["CREATE TABLE notes (text TEXT)"][..],
        &["PRAGMA application_id = 77"],
        &[
            "PRAGMA journal_mode = WAL",
            "PRAGMA application_id = 77",
            "CREATE TABLE notes (text TEXT)",
        ],
    ] {
        let folder = tempfile::tempdir().unwrap();
        run(&database(folder.path()), statements).await;
        let error = refused(folder.path()).await;
        assert!(matches!(error, OpenError::Foreign { .. }), "{error}");
    }
}

#[tokio::test]
async fn a_newer_versions_file_is_refused() {
    let folder = ours().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9001, 'later', TRUE, x'00', 1)";
    run(&database(folder.path()), &[newer]).await;
    let error = refused(folder.path()).await;
    assert!(matches!(error, OpenError::Newer { found: 9001, .. }), "{error}");
    assert!(error.to_string().contains("newer version of Andon"));
}

#[tokio::test]
async fn a_newer_versions_file_is_refused_also_when_that_version_was_killed() {
    let folder = ours().await;
    let mut running = connect(&database(folder.path())).await;
    sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9001, 'later', TRUE, x'00', 1)")
        .execute(&mut running)
        .await
        .unwrap();
    let killed = tempfile::tempdir().unwrap();
    for (name, bytes) in files(folder.path()) {
        if !name.ends_with("-shm") {
            std::fs::write(killed.path().join(name), bytes).unwrap();
        }
    }
    let before = files(killed.path());
    assert_eq!(before.len(), 2);
    let error = Store::open(&database(killed.path())).await.unwrap_err();
    assert!(matches!(error, OpenError::Newer { found: 9001, .. }), "{error}");
    let mut after = files(killed.path());
    // An index of the log, which every reader has to make for itself.
    after.remove("andon.sqlite-shm");
    assert!(after == before);
}

#[tokio::test]
async fn a_file_with_other_tables_under_our_numbers_is_refused() {
    let folder = ours().await;
    run(
        &database(folder.path()),
        &["UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1"],
    )
    .await;
    let error = refused(folder.path()).await;
    assert!(matches!(error, OpenError::Altered { version: 1, .. }), "{error}");
}

/// What was done to a file, and how.
type Damage = (&'static str, fn(&mut Vec<u8>));

#[tokio::test]
async fn a_damaged_file_is_refused() {
    let whole = files(ours().await.path()).remove("andon.sqlite").unwrap();
    let damages: [Damage; 4] = [
        ("cut short", |bytes| bytes.truncate(bytes.len() / 2)),
        ("cut within its first page", |bytes| bytes.truncate(700)),
        ("a page overwritten", |bytes| bytes[5 * 4096..6 * 4096].fill(0xaa)),
        ("the list of tables overwritten", |bytes| bytes[100..4096].fill(0xaa)),
    ];
    for (what, damage) in damages {
        let mut bytes = whole.clone();
        damage(&mut bytes);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(database(folder.path()), bytes).unwrap();
        let error = refused(folder.path()).await;
        assert!(matches!(error, OpenError::Damaged { .. }), "{what}: {error}");
        assert!(error.to_string().contains("damaged"), "{what}: {error}");
    }
}

#[tokio::test]
async fn a_log_without_its_file_is_not_thrown_away() {
    let house = on_a_file().await;
    let folder = tempfile::tempdir().unwrap();
    let log = &files(house.database.folder().unwrap())["andon.sqlite-wal"];
    assert!(!log.is_empty());
    std::fs::write(folder.path().join("andon.sqlite-wal"), log).unwrap();
    assert!(matches!(refused(folder.path()).await, OpenError::Orphaned { .. }));
    std::fs::write(database(folder.path()), b"").unwrap();
    assert!(matches!(refused(folder.path()).await, OpenError::Orphaned { .. }));
}

#[tokio::test]
async fn a_place_that_cannot_hold_a_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("no such folder").join("andon.sqlite");
    let error = Store::open(&missing).await.unwrap_err();
    assert!(matches!(error, OpenError::Unreachable { .. }), "{error}");
    assert!(error.to_string().contains("no such folder"), "{error}");
    let error = Store::open(folder.path()).await.unwrap_err();
    assert!(matches!(error, OpenError::Unreachable { .. }), "{error}");
    assert!(files(folder.path()).is_empty());
}

#[tokio::test]
async fn sqlite_is_built_as_dot_cargo_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = connect(&database(folder.path())).await;
    let options: Vec<String> =
        sqlx::query_scalar("PRAGMA compile_options").fetch_all(&mut file).await.unwrap();
    let built = |option: &str| options.iter().any(|each| each == option);
    assert!(built("DEFAULT_MEMSTATUS=0"), "{options:?}");
    for other in ["ENABLE_MEMORY_MANAGEMENT", "ENABLE_STAT4", "ENABLE_FTS5", "ENABLE_RTREE"] {
        assert!(!built(other), "{other}");
    }
    // Without it, two threads on one file would not be safe.
    assert!(built("THREADSAFE=1"), "{options:?}");
}

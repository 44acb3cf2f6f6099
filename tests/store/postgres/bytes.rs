//! Answers leave the server's files when they are deleted, whoever else looks on.

use crate::database::{Cluster, Database, Direct, pool};
use crate::support::{House, NOW, answer};
use andon::catalogue::Answers;
use andon::store::{ClosedBy, Closing, Store};

/// A dump by another user, say, that began before the round was closed.
#[tokio::test]
async fn bytes_are_owed_while_another_user_can_still_read_them() {
    let house = House::on(Database::server(), 5).await;
    let Database::Server(rented) = &house.database else { panic!("it is on the server") };
    let round = house.open_round(8, true, NOW).await;
    let given = answer(&house.store, &round, 0, 6).await;
    let marker = given[0].encode();
    let mut boss = Direct::Postgres(rented.cluster().boss(rented.name()).await);
    // Of another table: it holds no lock that would keep `open_responses` as they are.
    boss.keep_reading("SELECT id FROM teams").await;
    let closing = house.store.close_round(&round, ClosedBy::Facilitator, NOW + 2).await.unwrap();
    assert_eq!(closing, Closing::Sealed);
    assert!(house.holds(marker.as_bytes()), "they can still be read, so they are there");
    assert!(house.store.bytes_owed().await.unwrap(), "and that is known");
    boss.close().await;
    house.store.clean_bytes().await.unwrap();
    assert!(!house.holds(marker.as_bytes()));
    assert!(!house.store.bytes_owed().await.unwrap());
    house.store.close().await;
}

#[tokio::test]
async fn a_user_who_may_not_checkpoint_cleans_the_tables_all_the_same() {
    let rented = Cluster::shared().rent();
    let mut boss = Direct::Postgres(rented.cluster().boss(rented.name()).await);
    let (name, password) = (rented.name(), rented.cluster().password());
    let plain = format!("{name}_plain");
    for sql in [
        format!("CREATE ROLE {plain} LOGIN PASSWORD '{password}'"),
        format!("ALTER DATABASE {name} OWNER TO {plain}"),
        format!(
            "DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP EXECUTE format('ALTER TABLE %I OWNER TO {plain}', t); END LOOP; END $$"
        ),
    ] {
        boss.run(&sql).await.unwrap();
    }
    let url = rented.url().replace("//andon:", &format!("//{plain}:"));
    let store = Store::connect(&url, pool()).await.unwrap();
    let (organisation, team) = crate::support::organisation(&store, 5).await;
    let round = crate::support::open_round(&store, &team, 8, true, NOW).await;
    let given = answer(&store, &round, 0, 6).await;
    let database = Database::Server(rented);
    assert!(database.holds(given[0].encode().as_bytes()));
    store.close_round(&round, ClosedBy::Facilitator, NOW + 2).await.unwrap();
    assert!(!store.bytes_owed().await.unwrap());
    for answers in &given {
        assert!(!database.holds(answers.encode().as_bytes()));
    }
    store.delete_organisation(&organisation).await.unwrap();
    assert!(!store.bytes_owed().await.unwrap());
    assert!(!database.holds(b"Falcons"));
    store.close().await;
    let Database::Server(rented) = &database else { panic!("it is on the server") };
    boss.run(&format!("ALTER DATABASE {} OWNER TO andon", rented.name())).await.unwrap();
    boss.run(&format!(
        "REASSIGN OWNED BY {plain} TO andon; DROP OWNED BY {plain}; DROP ROLE {plain}"
    ))
    .await
    .unwrap();
    boss.close().await;
}

/// A server looks at the columns now and then, for its plans, and keeps what it saw.
#[tokio::test]
async fn what_the_server_has_sampled_for_its_plans_holds_no_answer_and_no_name() {
    let house = House::on(Database::server(), 5).await;
    let name = "Quite Unmistakable";
    house.store.rename_organisation(&house.organisation, name).await.unwrap();
    let round = house.open_round(100, true, NOW).await;
    let given = answer(&house.store, &round, 0, 90).await;
    let mut direct = house.database.direct().await;
    direct.run("ANALYZE").await.unwrap();
    let sampled = "pg_stats WHERE schemaname = 'public' AND n_distinct <> 0";
    let columns = direct.number(&format!("SELECT COUNT(*) FROM {sampled}")).await;
    assert!(columns > 10, "it has looked at {columns} columns");
    let closing = house.store.close_round(&round, ClosedBy::Facilitator, NOW + 2).await.unwrap();
    assert_eq!(closing, Closing::Sealed);
    let said: Vec<String> = given.iter().map(Answers::encode).collect();
    let said: Vec<&[u8]> = said.iter().map(String::as_bytes).collect();
    assert!(!house.database.holds_any(&said));
    // What it can and what it cannot keep is told apart by this test.
    for sql in [
        "CREATE TABLE kept AS SELECT 'Sampled ' || n AS word FROM generate_series(1, 99) n",
        "ANALYZE kept",
        "DELETE FROM kept",
        "VACUUM FULL kept",
    ] {
        direct.run(sql).await.unwrap();
    }
    assert!(house.holds(b"Sampled 7"), "a sample is found where one is kept");
    house.store.delete_organisation(&house.organisation).await.unwrap();
    assert!(!house.holds(name.as_bytes()));
    direct.close().await;
    house.store.close().await;
}

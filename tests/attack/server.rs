//! Whoever may ask a PostgreSQL server by SQL, as Andon's own role: do its tables tell in
//! which order answers came? And whoever reads its files: what `/privacy` admits is so.

use crate::database::{Database, Direct};
use crate::dice::Dice;
use crate::support::new_link;
use andon::store::{ClosedBy, Role, RoundId, Secret, SecretHash, Store};
use sqlx::AssertSqlSafe;

const NOW: i64 = 1_800_000_000;
const DAY: i64 = 86_400;

async fn open_round(store: &Store, roster: u16) -> RoundId {
    let links = [Role::Admin, Role::Facilitator].map(|role| new_link(role, String::new()).0);
    let [admin, lead] = links;
    let (_, team) = store.create_organisation("A", 3, "T", admin, lead, NOW).await.unwrap();
    let round = store.create_draft(&team, roster, NOW + DAY, true, "1", NOW).await.unwrap();
    let (token, code) = (Secret::random().unwrap(), Secret::random().unwrap());
    store.open_round(&round, token.as_str(), code.as_str(), &[7; 32], NOW).await.unwrap();
    round
}

#[tokio::test]
async fn whoever_asks_by_sql_finds_no_order_and_nothing_of_before() {
    let database = Database::server();
    let store = database.open().await;
    let (small, large) = (open_round(&store, 9).await, open_round(&store, 200).await);
    let mut dice = Dice::new(77);
    let mut before = Vec::new();
    for person in 0..8 {
        for round in [&small, &large] {
            let receipt = SecretHash::of(&format!("{round} {person}"));
            let first = dice.answers();
            store.submit(round, &receipt, &first, None, NOW).await.unwrap();
            if person % 3 == 0 {
                store.submit(round, &receipt, &dice.answers(), Some(&first), NOW).await.unwrap();
                before.push(first.encode());
            }
            if person == 4 {
                store.withdraw(round, &receipt, NOW).await.unwrap();
                before.push(first.encode());
            }
        }
    }
    let mut direct = database.direct().await;
    // One row a round, so what the server notes of a row (who wrote it last, and where it is)
    // is of all sets together.
    let rows = "SELECT CAST(xmin AS TEXT) || ' ' || CAST(ctid AS TEXT) FROM open_responses";
    assert_eq!(direct.texts(rows).await.len(), 2);
    for hex in direct.texts("SELECT encode(sets, 'hex') FROM open_responses").await {
        let sets = crate::database::sets(&hex);
        assert_eq!(sets.len(), 7);
        assert!(sets.is_sorted(), "in the order of their hashes");
    }
    // What the planner notes of a column holds whole values, and outlives them.
    direct.run("ANALYZE open_responses").await.unwrap();
    let noted = "SELECT COALESCE(CAST(most_common_vals AS TEXT), '') || COALESCE(CAST(histogram_bounds AS TEXT), '') FROM pg_stats WHERE tablename = 'open_responses' AND attname = 'sets'";
    assert!(direct.texts(noted).await.iter().all(String::is_empty));
    // Long values lie in a table of their own, which only superusers may read.
    let Direct::Postgres(connection) = &mut direct else { unreachable!() };
    let toast: String = sqlx::query_scalar(
        "SELECT CAST(CAST(reltoastrelid AS regclass) AS TEXT) FROM pg_class WHERE relname = 'open_responses'",
    )
    .fetch_one(&mut *connection)
    .await
    .unwrap();
    let refused = sqlx::query(AssertSqlSafe(format!("SELECT * FROM {toast}")))
        .fetch_all(&mut *connection)
        .await
        .unwrap_err();
    let code = refused.as_database_error().unwrap().code().unwrap().into_owned();
    assert_eq!(code, "42501", "insufficient privilege");
    // The files do keep dead rows, and /privacy says so.
    let kept = before.iter().filter(|text| database.holds(text.as_bytes())).count();
    assert!(kept > 0, "what was replaced is in the server's files");
    // Until the rounds close.
    for round in [&small, &large] {
        store.close_round(round, ClosedBy::Facilitator, NOW + 1).await.unwrap();
    }
    assert!(!store.bytes_owed().await.unwrap());
    assert!(before.iter().all(|text| !database.holds(text.as_bytes())));
    direct.close().await;
    store.close().await;
}

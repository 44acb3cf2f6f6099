//! The order of submitting leaves no mark.

use super::support::{DAY, Dice, House, NOW, database, link, open_round};
use andon::catalogue::Answers;
use andon::store::{ClosedBy, Closing, Role, RoundId, SecretHash, Store, Submitted};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use std::fmt::Write;
use std::path::Path;

/// Everything in every table, as text. (sqlx's own table notes when it made them.)
async fn dump(file: &Path) -> String {
    let mut database =
        sqlx::sqlite::SqliteConnectOptions::new().filename(file).connect().await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> '_sqlx_migrations' ORDER BY name",
    )
    .fetch_all(&mut database)
    .await
    .unwrap();
    let mut text = String::new();
    for table in tables {
        let columns: Vec<String> = sqlx::query_scalar(
            "SELECT 'quote(' || name || ')' FROM pragma_table_info($1) ORDER BY cid",
        )
        .bind(&table)
        .fetch_all(&mut database)
        .await
        .unwrap();
        // Without ORDER BY, on purpose: not even the order of reading may differ.
        let sql = format!("SELECT {} FROM {table}", columns.join(" || ',' || "));
        let rows: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut database).await.unwrap();
        for row in rows {
            writeln!(text, "{table}: {row}").unwrap();
        }
    }
    database.close().await.unwrap();
    text
}

/// Copies a closed database, lets people answer in the order the dice say, seals,
/// and dumps.
async fn seal_in_some_order(
    file: &Path,
    rounds: &[RoundId],
    people: &[(usize, SecretHash, Answers)],
    seed: u64,
) -> String {
    let mut dice = Dice::new(seed);
    let folder = tempfile::tempdir().unwrap();
    let copy = database(folder.path());
    std::fs::copy(file, &copy).unwrap();
    let store = Store::open(&copy).await.unwrap();
    let mut order = people.to_vec();
    dice.shuffle(&mut order);
    for (round, receipt, answers) in &order {
        let round = &rounds[*round];
        let now = NOW + 1 + i64::try_from(dice.below(100_000)).unwrap();
        // Some change their mind on the way, and some withdraw and come back.
        let detour = dice.below(4);
        if detour > 0 {
            let first = dice.answers();
            store.submit(round, receipt, &first, false, now).await.unwrap();
        }
        if detour == 1 {
            assert!(store.withdraw(round, receipt, now).await.unwrap());
        }
        let outcome = store.submit(round, receipt, answers, true, now).await.unwrap();
        assert!(matches!(outcome, Submitted::Stored | Submitted::Changed));
    }
    dice.shuffle(&mut order);
    let mut closing: Vec<&RoundId> = rounds.iter().collect();
    dice.shuffle(&mut closing);
    for round in closing {
        let closing = store.close_round(round, ClosedBy::Facilitator, NOW + 2 * DAY).await.unwrap();
        assert_eq!(closing, Closing::Sealed);
    }
    store.close().await;
    dump(&copy).await
}

#[tokio::test]
async fn submitting_in_any_order_gives_the_same_dump_byte_for_byte() {
    let house = House::new().await;
    let mut rounds = vec![house.open_round(9, true, NOW).await];
    for name in ["Owls", "Larks"] {
        let link = link(Role::Facilitator);
        let team = house.store.add_team(&house.organisation, name, link, NOW).await.unwrap();
        rounds.push(open_round(&house.store, &team, 9, name == "Larks", NOW).await);
    }
    house.store.close().await;
    let mut dice = Dice::new(11);
    let people: Vec<_> =
        (0..21).map(|person| (person % 3, SecretHash::new(dice.bytes()), dice.answers())).collect();
    let first = seal_in_some_order(&house.path(), &rounds, &people, 0).await;
    assert!(first.contains("tally_scores: "), "{first}");
    for seed in 1..8 {
        let other = seal_in_some_order(&house.path(), &rounds, &people, seed).await;
        assert_eq!(first, other, "seed {seed}");
    }
    let mut changed = people.clone();
    changed[0].2 = dice.answers();
    let other = seal_in_some_order(&house.path(), &rounds, &changed, 1).await;
    assert_ne!(first, other, "another answer does show");
}

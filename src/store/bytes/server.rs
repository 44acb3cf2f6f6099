//! On a PostgreSQL server, deleted rows stay in their table's files until the table is
//! written anew: `VACUUM FULL`, which takes the table to itself for a moment. Answers
//! are there only while their round is open, so their table is small; and of rounds, which
//! lose their token, code and key, there are not many. After something
//! else was deleted (a team, an organisation), all tables are written anew.
//!
//! `VACUUM FULL` keeps a deleted row as long as any transaction might still read it, and
//! says so to nobody. So such transactions are waited for: first, until everything has
//! ended that was being written when cleaning began, in any database of the server,
//! because every new transaction takes the oldest of these for its horizon; then, until
//! every transaction of this database has ended that began before that. These are found
//! by their locks, which everybody can see: what other users do (a dump, say) is hidden.
//! A standby can hold the server to its own readers as well (`hot_standby_feedback`),
//! through a replication slot, which everybody can see, or without one, which few can. So
//! it is looked afterwards, too: the server notes how many rows it has written, and with
//! deleted ones among the answers these are more than there are.
//!
//! At last a `CHECKPOINT` drops the old files and lets the server use its write-ahead log
//! anew. Old log, archives, replicas and dumps are out of reach (`/privacy` says so).

use crate::store::{Result, StoreError};
use sqlx::{AssertSqlSafe, PgConnection, PgPool};
use std::time::Duration;

/// How often at most is looked whether old transactions have ended, and after what pauses.
const LOOKS: u32 = 500;
const PAUSE: Duration = Duration::from_millis(10);
/// How often the tables are written anew if deleted answers are still in them: somebody may
/// have withdrawn some while it was looked.
const TRIES: u32 = 3;

/// The table of answers.
const ANSWERS: &str = "open_responses";

/// Writes the tables anew.
pub(super) async fn clean(pool: &PgPool, everything: bool) -> Result<()> {
    let mut connection = pool.acquire().await?;
    let done = rewrite(&mut connection, everything).await;
    match done {
        Err(StoreError::Database(error)) if is_unknown_here(&error) => {
            tracing::warn!(
                %error,
                "this server has no VACUUM FULL: deleted answers stay in its files until it collects its garbage itself"
            );
            Ok(())
        }
        done => done,
    }
}

async fn rewrite(connection: &mut PgConnection, everything: bool) -> Result<()> {
    wait_for_readers(connection).await?;
    let others = if everything { all_tables(connection).await? } else { vec!["rounds".into()] };
    for table in others.iter().filter(|table| *table != ANSWERS) {
        write_anew(connection, table).await?;
    }
    let mut tries = 1;
    write_anew(connection, ANSWERS).await?;
    while holds_deleted_answers(connection).await? {
        if tries == TRIES {
            return Err(StoreError::BytesHeld);
        }
        tries += 1;
        wait_for_readers(connection).await?;
        write_anew(connection, ANSWERS).await?;
    }
    match sqlx::raw_sql("CHECKPOINT").execute(&mut *connection).await {
        Ok(_) => Ok(()),
        Err(error) if is_forbidden(&error) => {
            tracing::warn!(
                "the database user may not CHECKPOINT, so deleted answers stay in the server's write-ahead log until its next own checkpoint; GRANT pg_checkpoint to the user"
            );
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

async fn write_anew(connection: &mut PgConnection, table: &str) -> Result<()> {
    // A name of ours, or one that the server itself has just quoted.
    let statement = format!("VACUUM FULL {table}");
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await?;
    Ok(())
}

/// Whether more answers were written when their table was written anew than there are.
async fn holds_deleted_answers(connection: &mut PgConnection) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "SELECT c.reltuples > (SELECT COUNT(*) FROM open_responses) FROM pg_class c WHERE c.oid = CAST($1 AS regclass)",
    )
    .bind(ANSWERS)
    .fetch_one(connection)
    .await?)
}

/// Waits until nobody can read what was deleted before now.
async fn wait_for_readers(connection: &mut PgConnection) -> Result<()> {
    let now: String = sqlx::query_scalar("SELECT CAST(pg_current_xact_id() AS TEXT)")
        .fetch_one(&mut *connection)
        .await?;
    let mut looks = 0..LOOKS;
    while !all_written_before(connection, &now).await? {
        looks.next().ok_or(StoreError::BytesBusy)?;
        tokio::time::sleep(PAUSE).await;
    }
    let mut old = running(connection).await?;
    while !old.is_empty() {
        looks.next().ok_or(StoreError::BytesBusy)?;
        tokio::time::sleep(PAUSE).await;
        let still = running(connection).await?;
        old.retain(|transaction| still.contains(transaction));
    }
    while standby_reads_before(connection, &now).await? {
        looks.next().ok_or(StoreError::BytesHeld)?;
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
}

/// Whether a standby keeps the server to what was before a transaction's number, as far as
/// our user can see.
async fn standby_reads_before(connection: &mut PgConnection, number: &str) -> Result<bool> {
    let asked = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM (SELECT xmin FROM pg_replication_slots UNION ALL SELECT backend_xmin FROM pg_stat_replication) AS held WHERE held.xmin IS NOT NULL AND age(held.xmin) > age(CAST(CAST($1 AS xid8) AS xid)))",
    )
    .bind(number)
    .fetch_one(connection)
    .await;
    match asked {
        // Some who lend servers let nobody see.
        Err(error) if is_forbidden(&error) => Ok(false),
        asked => Ok(asked?),
    }
}

/// Whether every transaction with a lower number has ended.
async fn all_written_before(connection: &mut PgConnection, number: &str) -> Result<bool> {
    Ok(sqlx::query_scalar("SELECT pg_snapshot_xmin(pg_current_snapshot()) >= CAST($1 AS xid8)")
        .bind(number)
        .fetch_one(connection)
        .await?)
}

/// The transactions of this database; and those of no database, as of a connection that is
/// just being made: the server keeps old rows for them as well.
async fn running(connection: &mut PgConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT l.virtualtransaction FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'virtualxid' AND l.granted AND l.pid <> pg_backend_pid() AND (a.datname IS NULL OR a.datname = current_database())",
    )
    .fetch_all(connection)
    .await?)
}

async fn all_tables(connection: &mut PgConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT quote_ident(CAST(table_name AS TEXT)) FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1",
    )
    .fetch_all(connection)
    .await?)
}

fn code(error: &sqlx::Error) -> Option<std::borrow::Cow<'_, str>> {
    error.as_database_error().and_then(sqlx::error::DatabaseError::code)
}

/// Insufficient privilege.
fn is_forbidden(error: &sqlx::Error) -> bool {
    code(error).is_some_and(|code| code == "42501")
}

/// A syntax error, an undefined function, or a feature that is not supported.
fn is_unknown_here(error: &sqlx::Error) -> bool {
    code(error).is_some_and(|code| matches!(code.as_ref(), "42601" | "42883" | "0A000"))
}

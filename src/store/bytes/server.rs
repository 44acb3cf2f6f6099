//! On a PostgreSQL server, deleted rows stay in their table's files until the table is
//! written anew: `VACUUM FULL`, which takes the table to itself for a moment. Answers
//! are there only while their round is open, so their table is small. After something
//! else was deleted (a team, an organisation), all tables are written anew.
//!
//! A transaction that began before the deletion could still read the rows, and
//! `VACUUM FULL` keeps them for it; so it is waited for. At last a `CHECKPOINT` drops the
//! old files and lets the server use its write-ahead log anew. Old log, archives,
//! replicas and dumps are out of reach (`/privacy` says so).

use crate::store::{Result, StoreError};
use sqlx::{AssertSqlSafe, PgConnection, PgPool};
use std::time::Duration;

/// How often is looked whether old readers have finished, and after what pauses.
const LOOKS: u32 = 100;
const PAUSE: Duration = Duration::from_millis(50);

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
    wait_for_old_readers(connection).await?;
    let tables = if everything { all_tables(connection).await? } else { vec!["responses".into()] };
    for table in tables {
        // A name that the server itself has just quoted.
        let statement = format!("VACUUM FULL {table}");
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *connection).await?;
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

/// Waits until nobody can read what was deleted before now.
async fn wait_for_old_readers(connection: &mut PgConnection) -> Result<()> {
    let now: String = sqlx::query_scalar("SELECT CAST(pg_current_xact_id() AS TEXT)")
        .fetch_one(&mut *connection)
        .await?;
    for _ in 0..LOOKS {
        // Ages are counted in transactions, and go on from 2^32 to 0 by themselves.
        let old: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database() AND age(backend_xmin) >= age(CAST(CAST($1 AS xid8) AS xid))",
        )
        .bind(&now)
        .fetch_one(&mut *connection)
        .await?;
        if old == 0 {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(StoreError::BytesBusy)
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

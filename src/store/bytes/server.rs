//! On a PostgreSQL server, deleted rows stay in their table's files until the table is
//! written anew: `VACUUM FULL`, which takes the table to itself for a moment. Answers
//! are there only while their round is open, so their table is small; and of rounds, which
//! lose their token, code and key, there are not many. After something
//! else was deleted (a team, an organisation), all tables are written anew.
//!
//! A transaction that began before the deletion could still read the rows, and
//! `VACUUM FULL` keeps them for it, whether it reads or only might; so every one that
//! runs when cleaning begins is waited for. They are found by their locks, because
//! those can be seen by everybody: what other users do (a dump, say) cannot. At last a
//! `CHECKPOINT` drops the old files and lets the server use its write-ahead log anew.
//! Old log, archives, replicas and dumps are out of reach (`/privacy` says so), and so
//! is a standby that holds the server to its own readers (`hot_standby_feedback`).

use crate::store::{Result, StoreError};
use sqlx::{AssertSqlSafe, PgConnection, PgPool};
use std::time::Duration;

/// How often is looked whether old transactions have ended, and after what pauses.
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
    wait_for_running(connection).await?;
    let tables = if everything { all_tables(connection).await? } else { vec!["responses".into(), "rounds".into()] };
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

/// Waits until every transaction has ended that runs now, and so could read what was
/// deleted before.
async fn wait_for_running(connection: &mut PgConnection) -> Result<()> {
    let mut old = running(connection).await?;
    for _ in 0..LOOKS {
        if old.is_empty() {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
        let still = running(connection).await?;
        old.retain(|transaction| still.contains(transaction));
    }
    Err(StoreError::BytesBusy)
}

/// The transactions of this database, those included that were only prepared; and those
/// of no database, as of a connection that is just being made: the server keeps old rows
/// for them as well.
async fn running(connection: &mut PgConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT l.virtualtransaction FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'virtualxid' AND l.granted AND l.pid <> pg_backend_pid() AND (a.datname IS NULL OR a.datname = current_database()) UNION ALL SELECT CAST(transaction AS TEXT) FROM pg_prepared_xacts WHERE database = current_database()",
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

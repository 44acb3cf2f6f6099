//! Signed-in browsers. A session is nothing but the links it has opened.

use super::db::{query, query_as};
use super::links::{LinkRow, link_columns};
use super::{Link, LinkId, Result, SecretHash, Store, StoreError};
use std::collections::BTreeSet;

impl Store {
    /// Starts a session that opens what these links open, until `expires_at`
    /// (seconds since 1970).
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when one of the links is not there.
    pub async fn create_session(
        &self,
        hash: &SecretHash,
        links: &[LinkId],
        expires_at: i64,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        query("INSERT INTO sessions (secret_hash, expires_at) VALUES ($1, $2)")
            .bind(hash.bytes())
            .bind(expires_at)
            .execute(&mut *tx)
            .await?;
        let links: BTreeSet<&LinkId> = links.iter().collect();
        for link in links {
            let done = query(
                "INSERT INTO session_links (secret_hash, link_id) SELECT $1, id FROM links WHERE id = $2",
            )
            .bind(hash.bytes())
            .bind(link.as_str())
            .execute(&mut *tx)
            .await?;
            if done.rows_affected() == 0 {
                return Err(StoreError::NotFound("link"));
            }
        }
        tx.commit().await?;
        Ok(())
    }

    /// The links that a session has opened and that still work. None means that
    /// the session is over, or never was.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn session(&self, hash: &SecretHash, now: i64) -> Result<Vec<Link>> {
        let rows: Vec<LinkRow> = query_as(concat!(
            link_columns!(),
            " JOIN session_links g ON g.link_id = l.id JOIN sessions s ON s.secret_hash = g.secret_hash",
            " WHERE s.secret_hash = $1 AND s.expires_at > $2 AND l.revoked_at IS NULL AND l.expires_at > $2",
            " AND (g.ends_at IS NULL OR g.ends_at > $2)",
            " ORDER BY l.created_at, l.id"
        ))
        .bind(hash.bytes())
        .bind(now)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(Link::try_from).collect()
    }

    /// Ends a session. One that is not there is no error.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn end_session(&self, hash: &SecretHash) -> Result<()> {
        let mut tx = self.write().await?;
        for statement in [
            "DELETE FROM session_links WHERE secret_hash = $1",
            "DELETE FROM sessions WHERE secret_hash = $1",
        ] {
            query(statement).bind(hash.bytes()).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Deletes the sessions that have expired. Gives how many.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn sweep_sessions(&self, now: i64) -> Result<u64> {
        let mut tx = self.write().await?;
        query("DELETE FROM session_links WHERE secret_hash IN (SELECT secret_hash FROM sessions WHERE expires_at <= $1)")
            .bind(now)
            .execute(&mut *tx)
            .await?;
        let done = query("DELETE FROM sessions WHERE expires_at <= $1")
            .bind(now)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected())
    }
}

//! A coach's notes on a team. They belong to one access link: nobody else sees them.

use super::db::{query, query_scalar};
use super::{LinkId, Result, Store, TeamId};

impl Store {
    /// The notes that the holder of a link has on a team; empty where there are none.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn notes(&self, link: &LinkId, team: &TeamId) -> Result<String> {
        let text: Option<String> =
            query_scalar("SELECT text FROM notes WHERE link_id = $1 AND team_id = $2")
                .bind(link.as_str())
                .bind(team.as_str())
                .fetch_optional(&self.readers)
                .await?;
        Ok(text.unwrap_or_default())
    }

    /// Keeps these notes in place of the earlier ones; empty ones are deleted.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn keep_notes(&self, link: &LinkId, team: &TeamId, text: &str) -> Result<()> {
        if text.is_empty() {
            query("DELETE FROM notes WHERE link_id = $1 AND team_id = $2")
                .bind(link.as_str())
                .bind(team.as_str())
                .execute_alone(self)
                .await?;
            return Ok(());
        }
        query(
            "INSERT INTO notes (link_id, team_id, text) VALUES ($1, $2, $3) ON CONFLICT (link_id, team_id) DO UPDATE SET text = excluded.text",
        )
        .bind(link.as_str())
        .bind(team.as_str())
        .bind(text)
        .execute_alone(self)
        .await?;
        Ok(())
    }
}

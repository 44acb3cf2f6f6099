//! Which teams of an organisation have asked people lately.

use super::db::query_as;
use super::{OrganisationId, Result, Store, StoreError, TeamId};

/// A team with a round that is open, or that was sealed lately.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentTeam {
    /// Its id.
    pub id: TeamId,
    /// What it is called; empty if it was deleted.
    pub name: String,
    /// When it was added, in seconds since 1970.
    pub created_at: i64,
    /// Whether it was deleted since.
    pub deleted: bool,
}

impl Store {
    /// The teams of an organisation, deleted ones too, that have an open round or one that
    /// was sealed at `since` (seconds since 1970) or later. Rounds without a report have
    /// shown nothing, so they do not count.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn teams_that_asked(
        &self,
        organisation: &OrganisationId,
        since: i64,
    ) -> Result<Vec<RecentTeam>> {
        let rows: Vec<(String, String, i64, Option<i64>)> = query_as(
            "SELECT t.id, t.name, t.created_at, t.deleted_at FROM teams t WHERE t.organisation_id = $1 AND EXISTS (SELECT 1 FROM rounds r WHERE r.team_id = t.id AND (r.state = 'open' OR (r.state = 'sealed' AND r.closed_at >= $2))) ORDER BY t.id",
        )
        .bind(organisation.as_str())
        .bind(since)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter()
            .map(|(id, name, created_at, deleted_at)| {
                let id = id.try_into().map_err(|_| StoreError::Unreadable("team"))?;
                Ok(RecentTeam { id, name, created_at, deleted: deleted_at.is_some() })
            })
            .collect()
    }
}

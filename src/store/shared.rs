//! What coaches may look at: the sealed rounds of the teams that share.

use super::db::query_as;
use super::{OrganisationId, Result, RoundId, Store, StoreError, TeamId};

/// A sealed round, as far as it has to be known to choose from many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedRound {
    /// Its id.
    pub id: RoundId,
    /// The team it belongs to.
    pub team: TeamId,
    /// How many people were invited, 3–500.
    pub roster: u16,
    /// Its minimum group, 3–10.
    pub minimum_group: u8,
    /// The catalogue that was asked.
    pub catalogue_version: String,
    /// When it closed, in seconds since 1970.
    pub closed_at: i64,
}

impl Store {
    /// Every sealed round of the teams of an organisation that share with its
    /// coaches: a team's rounds together, its newest first.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn shared_rounds(&self, organisation: &OrganisationId) -> Result<Vec<SharedRound>> {
        let rows: Vec<SharedRow> = query_as(
            "SELECT rounds.id, team_id, roster, minimum_group, catalogue_version, closed_at FROM rounds JOIN teams ON teams.id = team_id WHERE organisation_id = $1 AND shares AND deleted_at IS NULL AND state = 'sealed' ORDER BY team_id, closed_at DESC, rounds.id DESC",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(SharedRound::try_from).collect()
    }
}

#[derive(sqlx::FromRow)]
struct SharedRow {
    id: String,
    team_id: String,
    roster: i64,
    minimum_group: i64,
    catalogue_version: String,
    closed_at: i64,
}

impl TryFrom<SharedRow> for SharedRound {
    type Error = StoreError;
    fn try_from(row: SharedRow) -> Result<Self> {
        const UNREADABLE: StoreError = StoreError::Unreadable("round");
        Ok(Self {
            id: row.id.try_into().map_err(|_| UNREADABLE)?,
            team: row.team_id.try_into().map_err(|_| UNREADABLE)?,
            roster: row.roster.try_into().map_err(|_| UNREADABLE)?,
            minimum_group: row.minimum_group.try_into().map_err(|_| UNREADABLE)?,
            catalogue_version: row.catalogue_version,
            closed_at: row.closed_at,
        })
    }
}

//! What somebody in an organisation knows beside what leadership is shown: what they
//! imported, and which reports others were given to read.

use super::db::query_scalar;
use super::{OrganisationId, Result, RoundId, Store, StoreError, TeamId};

const UNREADABLE: StoreError = StoreError::Unreadable("who knows what");

/// What was imported into an organisation. In no order that says anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// The rounds.
    pub rounds: Vec<RoundId>,
    /// The teams that an import made.
    pub teams: Vec<TeamId>,
}

impl Store {
    /// What was imported into an organisation, deleted teams too.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn imported(&self, organisation: &OrganisationId) -> Result<Imported> {
        let rounds: Vec<String> = query_scalar(
            "SELECT rounds.id FROM rounds JOIN teams ON teams.id = rounds.team_id WHERE organisation_id = $1 AND rounds.imported",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        let teams: Vec<String> =
            query_scalar("SELECT id FROM teams WHERE organisation_id = $1 AND imported")
                .bind(organisation.as_str())
                .fetch_all(&self.readers)
                .await?;
        let read = |id| RoundId::try_from(id).map_err(|_| UNREADABLE);
        Ok(Imported {
            rounds: rounds.into_iter().map(read).collect::<Result<_>>()?,
            teams: read_teams(teams)?,
        })
    }

    /// The teams of whose reports a share link was ever made, revoked ones too: what was
    /// read once stays known.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn teams_read(&self, organisation: &OrganisationId) -> Result<Vec<TeamId>> {
        let teams: Vec<String> = query_scalar(
            "SELECT DISTINCT team_id FROM links WHERE organisation_id = $1 AND role = 'reader'",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        read_teams(teams)
    }
}

fn read_teams(ids: Vec<String>) -> Result<Vec<TeamId>> {
    ids.into_iter().map(|id| TeamId::try_from(id).map_err(|_| UNREADABLE)).collect()
}

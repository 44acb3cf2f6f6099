//! What somebody in an organisation knows beside what leadership is shown: what they
//! imported, and which reports others were given to read.

use super::db::query_scalar;
use super::links::add_to;
use super::standing::{Standing, advance};
use super::{NewLink, OrganisationId, Result, RoundId, Store, StoreError, TeamId};

const UNREADABLE: StoreError = StoreError::Unreadable("who knows what");

impl Store {
    /// The rounds that were imported into an organisation, of deleted teams too. In no order
    /// that says anything.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn imported_rounds(&self, organisation: &OrganisationId) -> Result<Vec<RoundId>> {
        let rounds: Vec<String> = query_scalar(
            "SELECT rounds.id FROM rounds JOIN teams ON teams.id = rounds.team_id WHERE organisation_id = $1 AND rounds.imported",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        rounds.into_iter().map(|id| RoundId::try_from(id).map_err(|_| UNREADABLE)).collect()
    }

    /// The teams of an organisation that an import made, deleted ones too.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn imported_teams(&self, organisation: &OrganisationId) -> Result<Vec<TeamId>> {
        let teams: Vec<String> =
            query_scalar("SELECT id FROM teams WHERE organisation_id = $1 AND imported")
                .bind(organisation.as_str())
                .fetch_all(&self.readers)
                .await?;
        read_teams(teams)
    }

    /// Adds a reader's link to a round, which was found to be safe.
    ///
    /// # Errors
    /// Those of [`Store::add_link`]; [`StoreError::Changed`] if a decision on what may be
    /// shown was made meanwhile.
    pub async fn add_reader(
        &self,
        organisation: &OrganisationId,
        round: &RoundId,
        new: NewLink,
        now: i64,
        standing: &mut Standing,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        let next = advance(&mut tx, organisation, *standing).await?;
        add_to(&mut tx, organisation, (None, Some(round)), &new, now).await?;
        tx.commit().await?;
        *standing = next;
        Ok(())
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

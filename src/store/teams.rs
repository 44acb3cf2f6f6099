//! Teams.

use super::closing::destroy_answers;
use super::links::{NewLink, Role, Scope, insert_link};
use super::organisations::expect_organisation;
use super::{Connection, OrganisationId, Result, Store, StoreError, TeamId, bytes};

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Team {
    /// Its id.
    #[sqlx(try_from = "String")]
    pub id: TeamId,
    /// The organisation it belongs to.
    #[sqlx(try_from = "String", rename = "organisation_id")]
    pub organisation: OrganisationId,
    /// What it is called.
    pub name: String,
    /// When it was added, in seconds since 1970.
    pub created_at: i64,
}

impl Store {
    /// Adds a team with its facilitator's link.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without such an organisation;
    /// [`StoreError::LinkScope`] when the link is not for a facilitator.
    pub async fn add_team(
        &self,
        organisation: &OrganisationId,
        name: &str,
        facilitator: NewLink,
        now: i64,
    ) -> Result<TeamId> {
        facilitator.expect_role(Role::Facilitator)?;
        let mut tx = self.write().await?;
        expect_organisation(&mut tx, organisation).await?;
        let team = insert_team(&mut tx, organisation, name, now).await?;
        insert_link(&mut tx, &Scope::team(organisation, &team), &facilitator, now).await?;
        tx.commit().await?;
        Ok(team)
    }

    /// One team, unless it was deleted.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn team(&self, id: &TeamId) -> Result<Option<Team>> {
        Ok(sqlx::query_as(
            "SELECT id, organisation_id, name, created_at FROM teams WHERE id = $1 AND deleted_at IS NULL",
        )
        .bind(id.as_str())
        .fetch_optional(&self.readers)
        .await?)
    }

    /// An organisation's teams by name, without deleted ones.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn teams(&self, organisation: &OrganisationId) -> Result<Vec<Team>> {
        let mut teams: Vec<Team> = sqlx::query_as(
            "SELECT id, organisation_id, name, created_at FROM teams WHERE organisation_id = $1 AND deleted_at IS NULL",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        // Here and not in SQL, because databases differ in how they compare texts.
        teams.sort_by_cached_key(|team| (team.name.to_lowercase(), team.id.clone()));
        Ok(teams)
    }

    /// Gives a team another name. No released figure changes.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn rename_team(&self, id: &TeamId, name: &str) -> Result<()> {
        let done = sqlx::query("UPDATE teams SET name = $1 WHERE id = $2 AND deleted_at IS NULL")
            .bind(name)
            .bind(id.as_str())
            .execute(&self.writer)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("team"));
        }
        Ok(())
    }

    /// Deletes a team: its name, its links, its draft, its open round with every
    /// answer. The tallies of its sealed rounds stay, nameless, because figures
    /// that were released must not change. Then cleans the bytes; if that fails
    /// they are still owed, and the team is deleted all the same.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn delete_team(&self, id: &TeamId, now: i64) -> Result<()> {
        let mut tx = self.write().await?;
        let done = sqlx::query(
            "UPDATE teams SET name = '', deleted_at = $1 WHERE id = $2 AND deleted_at IS NULL",
        )
        .bind(now)
        .bind(id.as_str())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("team"));
        }
        // Labels hold names too.
        sqlx::query(
            "UPDATE links SET label = '', revoked_at = COALESCE(revoked_at, $1) WHERE team_id = $2",
        )
        .bind(now)
        .bind(id.as_str())
        .execute(&mut *tx)
        .await?;
        sqlx::query("DELETE FROM rounds WHERE team_id = $1 AND state = 'draft'")
            .bind(id.as_str())
            .execute(&mut *tx)
            .await?;
        let open: Option<String> =
            sqlx::query_scalar("SELECT id FROM rounds WHERE team_id = $1 AND state = 'open'")
                .bind(id.as_str())
                .fetch_optional(&mut *tx)
                .await?;
        if let Some(round) = open {
            destroy_answers(&mut tx, &round, "discarded", now).await?;
        }
        bytes::owe(&mut tx).await?;
        tx.commit().await?;
        self.clean_bytes_or_log().await;
        Ok(())
    }
}

pub(super) async fn insert_team(
    tx: &mut Connection,
    organisation: &OrganisationId,
    name: &str,
    now: i64,
) -> Result<TeamId> {
    let team = TeamId::random()?;
    sqlx::query(
        "INSERT INTO teams (id, organisation_id, name, created_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(team.as_str())
    .bind(organisation.as_str())
    .bind(name)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(team)
}

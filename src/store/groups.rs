//! Groups of teams: divisions or value streams.

use super::db::{query, query_as};
use super::organisations::expect_organisation;
use super::{GroupId, OrganisationId, Result, Store, StoreError, TeamId};

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Group {
    /// Its id.
    #[sqlx(try_from = "String")]
    pub id: GroupId,
    /// What it is called.
    pub name: String,
}

impl Store {
    /// Adds a group to an organisation.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without such an organisation.
    pub async fn add_group(
        &self,
        organisation: &OrganisationId,
        name: &str,
        now: i64,
    ) -> Result<GroupId> {
        let id = GroupId::random()?;
        let mut tx = self.write().await?;
        expect_organisation(&mut tx, organisation).await?;
        query("INSERT INTO groups (id, organisation_id, name, created_at) VALUES ($1, $2, $3, $4)")
            .bind(id.as_str())
            .bind(organisation.as_str())
            .bind(name)
            .bind(now)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// An organisation's groups by name.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn groups(&self, organisation: &OrganisationId) -> Result<Vec<Group>> {
        let mut groups: Vec<Group> =
            query_as("SELECT id, name FROM groups WHERE organisation_id = $1")
                .bind(organisation.as_str())
                .fetch_all(&self.readers)
                .await?;
        groups.sort_by_cached_key(|group| (group.name.to_lowercase(), group.id.clone()));
        Ok(groups)
    }

    /// Gives a group another name.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn rename_group(&self, id: &GroupId, name: &str) -> Result<()> {
        let done = query("UPDATE groups SET name = $1 WHERE id = $2")
            .bind(name)
            .bind(id.as_str())
            .execute_alone(self)
            .await?;
        if done.rows_affected() == 0 { Err(StoreError::NotFound("group")) } else { Ok(()) }
    }

    /// Deletes a group; its teams then belong to none. What was released of it
    /// stays on record.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn delete_group(&self, id: &GroupId) -> Result<()> {
        let mut tx = self.write().await?;
        query("UPDATE teams SET group_id = NULL WHERE group_id = $1")
            .bind(id.as_str())
            .execute(&mut *tx)
            .await?;
        let done =
            query("DELETE FROM groups WHERE id = $1").bind(id.as_str()).execute(&mut *tx).await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("group"));
        }
        tx.commit().await?;
        Ok(())
    }

    /// Puts a team into a group of its own organisation, or into none.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the team or the group is not there, or the
    /// group is another organisation's.
    pub async fn put_into_group(&self, team: &TeamId, group: Option<&GroupId>) -> Result<()> {
        let mut tx = self.write().await?;
        if let Some(group) = group {
            query(
                "SELECT 1 FROM groups JOIN teams ON teams.organisation_id = groups.organisation_id WHERE groups.id = $1 AND teams.id = $2",
            )
            .bind(group.as_str())
            .bind(team.as_str())
            .fetch_optional(&mut *tx)
            .await?
            .ok_or(StoreError::NotFound("group"))?;
        }
        let done = query("UPDATE teams SET group_id = $1 WHERE id = $2 AND deleted_at IS NULL")
            .bind(group.map(GroupId::as_str))
            .bind(team.as_str())
            .execute(&mut *tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("team"));
        }
        tx.commit().await?;
        Ok(())
    }
}

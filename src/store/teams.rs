//! Teams.

use super::closing::destroy_answers;
use super::db::{QueryBuilder, query, query_as, query_scalar};
use super::links::{NewLink, Role, Scope, insert_link};
use super::organisations::expect_organisation;
use super::{
    Connection, GroupId, OrganisationId, Result, Store, StoreError, TeamId, bytes, calendars,
    webhooks,
};

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// The organisation it belongs to.
    pub organisation: OrganisationId,
    /// What it is called.
    pub name: String,
    /// The group it belongs to.
    pub group: Option<GroupId>,
    /// Whether it shares its reports with the organisation's coaches.
    pub shares: bool,
    /// When it was added, in seconds since 1970.
    pub created_at: i64,
}

#[derive(sqlx::FromRow)]
struct TeamRow {
    id: String,
    organisation_id: String,
    name: String,
    group_id: Option<String>,
    shares: bool,
    created_at: i64,
}

impl TryFrom<TeamRow> for Team {
    type Error = StoreError;
    fn try_from(row: TeamRow) -> Result<Self> {
        const UNREADABLE: StoreError = StoreError::Unreadable("team");
        Ok(Self {
            id: row.id.try_into().map_err(|_| UNREADABLE)?,
            organisation: row.organisation_id.try_into().map_err(|_| UNREADABLE)?,
            name: row.name,
            group: row.group_id.map(TryInto::try_into).transpose().map_err(|_| UNREADABLE)?,
            shares: row.shares,
            created_at: row.created_at,
        })
    }
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
        let row: Option<TeamRow> = query_as(
            "SELECT id, organisation_id, name, group_id, shares, created_at FROM teams WHERE id = $1 AND deleted_at IS NULL",
        )
        .bind(id.as_str())
        .fetch_optional(&self.readers)
        .await?;
        row.map(Team::try_from).transpose()
    }

    /// Whether an organisation has so many teams, without deleted ones.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn has_teams(&self, organisation: &OrganisationId, at_least: usize) -> Result<bool> {
        let found: Vec<String> = query_scalar(
            "SELECT id FROM teams WHERE organisation_id = $1 AND deleted_at IS NULL LIMIT $2",
        )
        .bind(organisation.as_str())
        .bind(i64::try_from(at_least).unwrap_or(i64::MAX))
        .fetch_all(&self.readers)
        .await?;
        Ok(found.len() >= at_least)
    }

    /// An organisation's teams by name, without deleted ones.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn teams(&self, organisation: &OrganisationId) -> Result<Vec<Team>> {
        let rows: Vec<TeamRow> = query_as(
            "SELECT id, organisation_id, name, group_id, shares, created_at FROM teams WHERE organisation_id = $1 AND deleted_at IS NULL",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        let mut teams: Vec<Team> = rows.into_iter().map(Team::try_from).collect::<Result<_>>()?;
        // Here and not in SQL, because databases differ in how they compare texts.
        teams.sort_by_cached_key(|team| (team.name.to_lowercase(), team.id.clone()));
        Ok(teams)
    }

    /// The team's decision whether coaches see it. Turning it off hides the team at once.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn set_sharing(&self, id: &TeamId, shares: bool) -> Result<()> {
        let done = query("UPDATE teams SET shares = $1 WHERE id = $2 AND deleted_at IS NULL")
            .bind(shares)
            .bind(id.as_str())
            .execute_alone(self)
            .await?;
        if done.rows_affected() == 0 { Err(StoreError::NotFound("team")) } else { Ok(()) }
    }

    /// Gives a team another name. No released figure changes.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn rename_team(&self, id: &TeamId, name: &str) -> Result<()> {
        let done = query("UPDATE teams SET name = $1 WHERE id = $2 AND deleted_at IS NULL")
            .bind(name)
            .bind(id.as_str())
            .execute_alone(self)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("team"));
        }
        Ok(())
    }

    /// Deletes a team: its name, its links, its experiments, its cords, its delivery
    /// signals, its draft, its open round with every answer, the tallies of its sealed
    /// rounds. Of those stays when each of them was, how many people answered, and in
    /// which released figures they stand: what was released to leadership is stored as
    /// sums over several teams, so it does not change, and the audit needs to know who is
    /// in it. Then cleans the bytes; if that fails they are still owed, and the team is
    /// deleted all the same.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn delete_team(&self, id: &TeamId, now: i64) -> Result<()> {
        let mut tx = self.write().await?;
        let done = query(
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
        query(
            "UPDATE links SET label = '', revoked_at = COALESCE(revoked_at, $1) WHERE team_id = $2",
        )
        .bind(now)
        .bind(id.as_str())
        .execute(&mut *tx)
        .await?;
        super::experiments::delete_experiments_of_team(&mut tx, id).await?;
        for statement in [
            "DELETE FROM notes WHERE team_id = $1",
            "DELETE FROM cords WHERE team_id = $1",
            "DELETE FROM signals WHERE team_id = $1",
            "DELETE FROM tally_items WHERE round_id IN (SELECT id FROM rounds WHERE team_id = $1)",
            "DELETE FROM tally_scores WHERE round_id IN (SELECT id FROM rounds WHERE team_id = $1)",
        ] {
            query(statement).bind(id.as_str()).execute(&mut *tx).await?;
        }
        calendars::revoke(&mut tx, id, now).await?;
        webhooks::remove(&mut tx, id).await?;
        query("DELETE FROM rounds WHERE team_id = $1 AND state = 'draft'")
            .bind(id.as_str())
            .execute(&mut *tx)
            .await?;
        // Locked, so that no answer comes in between.
        let open: Option<(String,)> =
            QueryBuilder::new("SELECT id FROM rounds WHERE state = 'open' AND team_id = ")
                .push_list([id.as_str()])
                .push_lock(&tx)
                .build_query_as()
                .fetch_optional(&mut *tx)
                .await?;
        if let Some((round,)) = open {
            destroy_answers(&mut tx, &round, "discarded", now).await?;
        }
        bytes::owe(&mut tx).await?;
        tx.commit().await?;
        self.clean_bytes_or_log().await;
        Ok(())
    }
}

/// That there is such a team, and that it was not deleted.
pub(super) async fn expect_team(tx: &mut Connection, id: &TeamId) -> Result<()> {
    query("SELECT 1 FROM teams WHERE id = $1 AND deleted_at IS NULL")
        .bind(id.as_str())
        .fetch_optional(tx)
        .await?
        .ok_or(StoreError::NotFound("team"))?;
    Ok(())
}

pub(super) async fn insert_team(
    tx: &mut Connection,
    organisation: &OrganisationId,
    name: &str,
    now: i64,
) -> Result<TeamId> {
    let team = TeamId::random()?;
    query("INSERT INTO teams (id, organisation_id, name, created_at) VALUES ($1, $2, $3, $4)")
        .bind(team.as_str())
        .bind(organisation.as_str())
        .bind(name)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(team)
}

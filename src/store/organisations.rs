//! Organisations.

use super::db::{QueryBuilder, query, query_as, query_scalar};
use super::links::{NewLink, Role, Scope, insert_link};
use super::teams::insert_team;
use super::{
    Connection, MINIMUM_GROUP_LEAST, MINIMUM_GROUP_MOST, OrganisationId, Result, Store, StoreError,
    TeamId, bytes,
};

/// An organisation: teams that share an administrator and a minimum group.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Organisation {
    /// Its id.
    #[sqlx(try_from = "String")]
    pub id: OrganisationId,
    /// What it is called.
    pub name: String,
    /// The fewest answers of which anything is shown, 3–10. Rounds copy it when they open.
    #[sqlx(try_from = "i64")]
    pub minimum_group: u8,
    /// When it was set up, in seconds since 1970.
    pub created_at: i64,
    /// Whether everything in it is made up.
    pub synthetic: bool,
}

impl Store {
    /// Sets up an organisation with its first team, an administrator's link and
    /// that team's facilitator's link: all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError::MinimumGroup`] outside 3–10; [`StoreError::LinkScope`] when
    /// the links are not for those two roles.
    pub async fn create_organisation(
        &self,
        name: &str,
        minimum_group: u8,
        first_team_name: &str,
        admin: NewLink,
        facilitator: NewLink,
        now: i64,
    ) -> Result<(OrganisationId, TeamId)> {
        check_minimum_group(minimum_group)?;
        admin.expect_role(Role::Admin)?;
        facilitator.expect_role(Role::Facilitator)?;
        let organisation = OrganisationId::random()?;
        let mut tx = self.write().await?;
        query(
            "INSERT INTO organisations (id, name, minimum_group, created_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(organisation.as_str())
        .bind(name)
        .bind(i64::from(minimum_group))
        .bind(now)
        .execute(&mut *tx)
        .await?;
        let team = insert_team(&mut tx, &organisation, first_team_name, now).await?;
        insert_link(&mut tx, &Scope::organisation(&organisation), &admin, now).await?;
        insert_link(&mut tx, &Scope::team(&organisation, &team), &facilitator, now).await?;
        tx.commit().await?;
        Ok((organisation, team))
    }

    /// One organisation.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn organisation(&self, id: &OrganisationId) -> Result<Option<Organisation>> {
        Ok(query_as(
            "SELECT id, name, minimum_group, created_at, synthetic FROM organisations WHERE id = $1",
        )
        .bind(id.as_str())
        .fetch_optional(&self.readers)
        .await?)
    }

    /// All organisations, oldest first.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn organisations(&self) -> Result<Vec<Organisation>> {
        Ok(query_as(
            "SELECT id, name, minimum_group, created_at, synthetic FROM organisations ORDER BY created_at, id",
        )
        .fetch_all(&self.readers)
        .await?)
    }

    /// The organisations to which somebody has a link in this role that holds.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn organisations_with(&self, role: Role, now: i64) -> Result<Vec<OrganisationId>> {
        let ids: Vec<String> = query_scalar(
            "SELECT DISTINCT organisation_id FROM links WHERE role = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY organisation_id",
        )
        .bind(role.as_str())
        .bind(now)
        .fetch_all(&self.readers)
        .await?;
        let read = |id| OrganisationId::try_from(id);
        ids.into_iter()
            .map(|id| read(id).map_err(|_| StoreError::Unreadable("organisation")))
            .collect()
    }

    /// Gives an organisation another name. No released figure changes.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn rename_organisation(&self, id: &OrganisationId, name: &str) -> Result<()> {
        let done = query("UPDATE organisations SET name = $1 WHERE id = $2")
            .bind(name)
            .bind(id.as_str())
            .execute_alone(self)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("organisation"));
        }
        Ok(())
    }

    /// Raises the minimum group (3–10). The present one again changes nothing.
    /// Rounds that are open or sealed keep the one they opened with.
    ///
    /// # Errors
    /// [`StoreError::MinimumGroupLowered`], [`StoreError::MinimumGroup`],
    /// [`StoreError::NotFound`].
    pub async fn raise_minimum_group(&self, id: &OrganisationId, minimum_group: u8) -> Result<()> {
        check_minimum_group(minimum_group)?;
        let mut tx = self.write().await?;
        let current: i64 = query_scalar("SELECT minimum_group FROM organisations WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&mut *tx)
            .await?
            .ok_or(StoreError::NotFound("organisation"))?;
        if i64::from(minimum_group) < current {
            let current =
                u8::try_from(current).map_err(|_| StoreError::Unreadable("minimum group"))?;
            return Err(StoreError::MinimumGroupLowered { current });
        }
        query("UPDATE organisations SET minimum_group = $1 WHERE id = $2")
            .bind(i64::from(minimum_group))
            .bind(id.as_str())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Deletes an organisation and everything that belongs to it: teams, rounds,
    /// answers, tallies, links, sessions. Then cleans the bytes; if that fails they
    /// are still owed, and the organisation is deleted all the same.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn delete_organisation(&self, id: &OrganisationId) -> Result<()> {
        const OF_ROUNDS: [&str; 10] = [
            "DELETE FROM open_responses WHERE round_id IN (SELECT r.id FROM rounds r JOIN teams t ON t.id = r.team_id WHERE t.organisation_id = $1)",
            "DELETE FROM tally_items WHERE round_id IN (SELECT r.id FROM rounds r JOIN teams t ON t.id = r.team_id WHERE t.organisation_id = $1)",
            "DELETE FROM tally_scores WHERE round_id IN (SELECT r.id FROM rounds r JOIN teams t ON t.id = r.team_id WHERE t.organisation_id = $1)",
            "DELETE FROM released_reports WHERE round_id IN (SELECT r.id FROM rounds r JOIN teams t ON t.id = r.team_id WHERE t.organisation_id = $1)",
            "DELETE FROM released_pool_rounds WHERE pool_id IN (SELECT id FROM released_pools WHERE organisation_id = $1)",
            "DELETE FROM released_pools WHERE organisation_id = $1",
            "DELETE FROM decided_periods WHERE organisation_id = $1",
            "DELETE FROM released_signal_teams WHERE organisation_id = $1",
            "DELETE FROM released_signals WHERE organisation_id = $1",
            "DELETE FROM decided_signals WHERE organisation_id = $1",
        ];
        const OF_REMINDERS: [&str; 3] = [
            "DELETE FROM deliveries WHERE webhook_id IN (SELECT w.id FROM webhooks w JOIN teams t ON t.id = w.team_id WHERE t.organisation_id = $1)",
            "DELETE FROM webhooks WHERE team_id IN (SELECT id FROM teams WHERE organisation_id = $1)",
            "DELETE FROM calendar_links WHERE team_id IN (SELECT id FROM teams WHERE organisation_id = $1)",
        ];
        const OF_EXPERIMENTS: [&str; 4] = [
            "DELETE FROM experiment_moves WHERE experiment_id IN (SELECT id FROM experiments WHERE organisation_id = $1)",
            "DELETE FROM experiment_steps WHERE experiment_id IN (SELECT id FROM experiments WHERE organisation_id = $1)",
            "UPDATE experiments SET follows = NULL WHERE organisation_id = $1",
            "DELETE FROM experiments WHERE organisation_id = $1",
        ];
        const OF_ORGANISATION: [&str; 16] = [
            "DELETE FROM work_line_teams WHERE organisation_id = $1",
            "DELETE FROM work_lines WHERE organisation_id = $1",
            "DELETE FROM decided_works WHERE organisation_id = $1",
            "DELETE FROM cords WHERE team_id IN (SELECT id FROM teams WHERE organisation_id = $1)",
            "DELETE FROM cord_count_teams WHERE organisation_id = $1",
            "DELETE FROM cord_counts WHERE organisation_id = $1",
            "DELETE FROM decisions WHERE organisation_id = $1",
            "DELETE FROM notes WHERE team_id IN (SELECT id FROM teams WHERE organisation_id = $1)",
            "DELETE FROM signals WHERE team_id IN (SELECT id FROM teams WHERE organisation_id = $1)",
            "DELETE FROM deeds WHERE organisation_id = $1",
            "DELETE FROM session_links WHERE link_id IN (SELECT id FROM links WHERE organisation_id = $1)",
            "DELETE FROM provider_links WHERE link_id IN (SELECT id FROM links WHERE organisation_id = $1)",
            "DELETE FROM links WHERE organisation_id = $1",
            "DELETE FROM rounds WHERE team_id IN (SELECT id FROM teams WHERE organisation_id = $1)",
            "DELETE FROM teams WHERE organisation_id = $1",
            "DELETE FROM groups WHERE organisation_id = $1",
        ];
        let mut tx = self.write().await?;
        // Locked, so that no answer comes in between, in the order in which batches of
        // answers lock them.
        let _open: Vec<(String,)> = QueryBuilder::new(
            "SELECT r.id FROM rounds r WHERE r.state = 'open' AND r.team_id IN (SELECT id FROM teams WHERE organisation_id = ",
        )
        .push_list([id.as_str()])
        .push(") ORDER BY r.id")
        .push_lock(&tx)
        .build_query_as()
        .fetch_all(&mut *tx)
        .await?;
        let parts = OF_ROUNDS.into_iter().chain(OF_REMINDERS).chain(OF_EXPERIMENTS);
        for statement in parts.chain(OF_ORGANISATION) {
            query(statement).bind(id.as_str()).execute(&mut *tx).await?;
        }
        let done = query("DELETE FROM organisations WHERE id = $1")
            .bind(id.as_str())
            .execute(&mut *tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("organisation"));
        }
        // A session that opens nothing any more is only a trace.
        query(
            "DELETE FROM sessions WHERE NOT EXISTS (SELECT 1 FROM session_links s WHERE s.secret_hash = sessions.secret_hash)",
        )
        .execute(&mut *tx)
        .await?;
        bytes::owe(&mut tx).await?;
        tx.commit().await?;
        self.clean_bytes_or_log().await;
        Ok(())
    }
}

/// That there is such an organisation.
pub(super) async fn expect_organisation(tx: &mut Connection, id: &OrganisationId) -> Result<()> {
    query("SELECT 1 FROM organisations WHERE id = $1")
        .bind(id.as_str())
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(StoreError::NotFound("organisation"))?;
    Ok(())
}

fn check_minimum_group(minimum_group: u8) -> Result<()> {
    if (MINIMUM_GROUP_LEAST..=MINIMUM_GROUP_MOST).contains(&minimum_group) {
        Ok(())
    } else {
        Err(StoreError::MinimumGroup)
    }
}

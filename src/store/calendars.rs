//! Secret addresses of teams' calendars.

use super::db::{query, query_as};
use super::ids::{base32, random_bytes};
use super::teams::expect_team;
use super::{Result, SecretHash, Store, StoreError, TeamId};

/// The address of a team's calendar that holds; its secret is known only to those who
/// were given it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarLink {
    /// The team whose days it shows.
    pub team: TeamId,
    /// When it was made, in seconds since 1970.
    pub created_at: i64,
}

#[derive(sqlx::FromRow)]
struct CalendarRow {
    team_id: String,
    created_at: i64,
}

impl TryFrom<CalendarRow> for CalendarLink {
    type Error = StoreError;
    fn try_from(row: CalendarRow) -> Result<Self> {
        let team = row.team_id.try_into().map_err(|_| StoreError::Unreadable("calendar"))?;
        Ok(Self { team, created_at: row.created_at })
    }
}

impl Store {
    /// Gives a team's calendar a new address. One that it had holds no longer.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without such a team.
    pub async fn make_calendar_link(
        &self,
        team: &TeamId,
        secret: &SecretHash,
        now: i64,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        expect_team(&mut tx, team).await?;
        revoke(&mut tx, team, now).await?;
        query(
            "INSERT INTO calendar_links (id, team_id, secret_hash, created_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(base32(&random_bytes::<16>()?))
        .bind(team.as_str())
        .bind(secret.bytes())
        .bind(now)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends the address of a team's calendar; without one nothing changes. Says
    /// whether there was one.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn revoke_calendar_link(&self, team: &TeamId, now: i64) -> Result<bool> {
        let mut tx = self.write().await?;
        let was = revoke(&mut tx, team, now).await?;
        tx.commit().await?;
        Ok(was)
    }

    /// The address of a team's calendar, if it has one that holds.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn calendar_link(&self, team: &TeamId) -> Result<Option<CalendarLink>> {
        let row: Option<CalendarRow> = query_as(
            "SELECT team_id, created_at FROM calendar_links WHERE team_id = $1 AND revoked_at IS NULL",
        )
        .bind(team.as_str())
        .fetch_optional(&self.readers)
        .await?;
        row.map(CalendarLink::try_from).transpose()
    }

    /// The calendar that a secret opens.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn calendar_by_secret(&self, secret: &SecretHash) -> Result<Option<CalendarLink>> {
        let row: Option<CalendarRow> = query_as(
            "SELECT team_id, created_at FROM calendar_links WHERE secret_hash = $1 AND revoked_at IS NULL",
        )
        .bind(secret.bytes())
        .fetch_optional(&self.readers)
        .await?;
        row.map(CalendarLink::try_from).transpose()
    }
}

pub(super) async fn revoke(tx: &mut super::Connection, team: &TeamId, now: i64) -> Result<bool> {
    let done = query(
        "UPDATE calendar_links SET revoked_at = $1 WHERE team_id = $2 AND revoked_at IS NULL",
    )
    .bind(now)
    .bind(team.as_str())
    .execute(tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

//! Where teams want their messages.

use super::db::{query, query_as};
use super::teams::expect_team;
use super::{Connection, Result, Secret, Store, StoreError, TeamId, WebhookId};

/// Everything of a webhook.
macro_rules! webhook_columns {
    () => {
        "SELECT id, team_id, url, secret, origin, on_opened, on_closed, on_due, join_link, created_at, disabled_at FROM webhooks"
    };
}

/// What a team wants to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four boxes to tick, each by itself")]
pub struct Wishes {
    /// That a round has opened.
    pub opened: bool,
    /// That a round has closed.
    pub closed: bool,
    /// That a review or a step is due.
    pub due: bool,
    /// Whether the message about an open round holds its join link.
    pub join_link: bool,
}

/// A receiver of a team's messages. Times are seconds since 1970.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// The team.
    pub team: TeamId,
    /// Where the messages go. Whoever knows it can write there.
    pub url: String,
    /// What they are signed with.
    pub secret: String,
    /// How people reach Andon, for links, without a slash at the end.
    pub origin: String,
    /// What the team wants to be told.
    pub wishes: Wishes,
    /// When it was set up.
    pub created_at: i64,
    /// Since when nothing is sent, because the receiver said it is gone.
    pub disabled_at: Option<i64>,
}

impl std::fmt::Debug for Webhook {
    /// Without the address and the secret, which have no place in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook")
            .field("id", &self.id)
            .field("team", &self.team)
            .field("wishes", &self.wishes)
            .field("disabled_at", &self.disabled_at)
            .finish_non_exhaustive()
    }
}

#[derive(sqlx::FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "the table's columns")]
struct WebhookRow {
    id: String,
    team_id: String,
    url: String,
    secret: String,
    origin: String,
    on_opened: bool,
    on_closed: bool,
    on_due: bool,
    join_link: bool,
    created_at: i64,
    disabled_at: Option<i64>,
}

impl TryFrom<WebhookRow> for Webhook {
    type Error = StoreError;
    fn try_from(row: WebhookRow) -> Result<Self> {
        const UNREADABLE: StoreError = StoreError::Unreadable("webhook");
        Ok(Self {
            id: row.id.try_into().map_err(|_| UNREADABLE)?,
            team: row.team_id.try_into().map_err(|_| UNREADABLE)?,
            url: row.url,
            secret: row.secret,
            origin: row.origin,
            wishes: Wishes {
                opened: row.on_opened,
                closed: row.on_closed,
                due: row.on_due,
                join_link: row.join_link,
            },
            created_at: row.created_at,
            disabled_at: row.disabled_at,
        })
    }
}

impl Store {
    /// Sets up a team's receiver.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without such a team; [`StoreError::WebhookThere`].
    pub async fn add_webhook(
        &self,
        team: &TeamId,
        url: &str,
        secret: &Secret,
        origin: &str,
        wishes: Wishes,
        now: i64,
    ) -> Result<WebhookId> {
        let id = WebhookId::random()?;
        let mut tx = self.write().await?;
        expect_team(&mut tx, team).await?;
        let there = query("SELECT 1 FROM webhooks WHERE team_id = $1")
            .bind(team.as_str())
            .fetch_optional(&mut *tx)
            .await?;
        if there.is_some() {
            return Err(StoreError::WebhookThere);
        }
        query(
            "INSERT INTO webhooks (id, team_id, url, secret, origin, on_opened, on_closed, on_due, join_link, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(id.as_str())
        .bind(team.as_str())
        .bind(url)
        .bind(secret.as_str())
        .bind(origin)
        .bind(wishes.opened)
        .bind(wishes.closed)
        .bind(wishes.due)
        .bind(wishes.join_link)
        .bind(now)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Changes what a team's receiver is told, and where it is unless `url` is none:
    /// then what waits to be tried again is tried now. A receiver that had said it is
    /// gone is sent messages again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without one.
    pub async fn change_webhook(
        &self,
        team: &TeamId,
        url: Option<&str>,
        origin: &str,
        wishes: Wishes,
        now: i64,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        let done = query(
            "UPDATE webhooks SET url = COALESCE($1, url), origin = $2, on_opened = $3, on_closed = $4, on_due = $5, join_link = $6, disabled_at = NULL WHERE team_id = $7",
        )
        .bind(url)
        .bind(origin)
        .bind(wishes.opened)
        .bind(wishes.closed)
        .bind(wishes.due)
        .bind(wishes.join_link)
        .bind(team.as_str())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("webhook"));
        }
        if url.is_some() {
            query(
                "UPDATE deliveries SET next_at = $1 WHERE state = 'waiting' AND status <> '' AND webhook_id IN (SELECT id FROM webhooks WHERE team_id = $2)",
            )
            .bind(now)
            .bind(team.as_str())
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Signs a team's messages with another secret from now on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without a receiver.
    pub async fn renew_webhook_secret(&self, team: &TeamId, secret: &Secret) -> Result<()> {
        let done = query("UPDATE webhooks SET secret = $1 WHERE team_id = $2")
            .bind(secret.as_str())
            .bind(team.as_str())
            .execute_alone(self)
            .await?;
        if done.rows_affected() == 0 { Err(StoreError::NotFound("webhook")) } else { Ok(()) }
    }

    /// Forgets a team's receiver and its log; says whether there was one.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn remove_webhook(&self, team: &TeamId) -> Result<bool> {
        let mut tx = self.write().await?;
        let was = remove(&mut tx, team).await?;
        tx.commit().await?;
        Ok(was)
    }

    /// A team's receiver.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn webhook(&self, team: &TeamId) -> Result<Option<Webhook>> {
        let row: Option<WebhookRow> = query_as(concat!(webhook_columns!(), " WHERE team_id = $1"))
            .bind(team.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.map(Webhook::try_from).transpose()
    }

    /// The receiver of this id.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn webhook_by_id(&self, id: &WebhookId) -> Result<Option<Webhook>> {
        let row: Option<WebhookRow> = query_as(concat!(webhook_columns!(), " WHERE id = $1"))
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.map(Webhook::try_from).transpose()
    }
}

pub(super) async fn remove(tx: &mut Connection, team: &TeamId) -> Result<bool> {
    query(
        "DELETE FROM deliveries WHERE webhook_id IN (SELECT id FROM webhooks WHERE team_id = $1)",
    )
    .bind(team.as_str())
    .execute(&mut *tx)
    .await?;
    let done =
        query("DELETE FROM webhooks WHERE team_id = $1").bind(team.as_str()).execute(tx).await?;
    Ok(done.rows_affected() > 0)
}

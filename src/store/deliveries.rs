//! Messages to teams' receivers: queued together with what they tell, sent later, tried
//! again, and the last ones kept as a log.

use super::db::{query, query_as, query_scalar};
use super::{Connection, DeliveryId, Result, RoundId, Store, StoreError, TeamId, WebhookId};

/// How many messages of a receiver are kept once they are done.
pub const DELIVERIES_KEPT: u32 = 50;

/// What a message tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Told {
    /// A round has opened.
    RoundOpened,
    /// A round has closed: sealed, too small, or discarded.
    RoundClosed,
    /// An experiment's review is due.
    ReviewDue,
    /// A kata step is due.
    StepDue,
    /// Nothing: somebody wanted to see whether messages arrive.
    Test,
}

impl Told {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::RoundOpened, Self::RoundClosed, Self::ReviewDue, Self::StepDue, Self::Test];

    /// As it is written in the database and in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RoundOpened => "round-opened",
            Self::RoundClosed => "round-closed",
            Self::ReviewDue => "review-due",
            Self::StepDue => "step-due",
            Self::Test => "test",
        }
    }

    fn parse(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|told| told.as_str() == text);
        found.ok_or(StoreError::Unreadable("message"))
    }
}

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// It will be tried at this time, for the first time or again.
    Waiting(i64),
    /// The receiver took it.
    Delivered,
    /// It was tried for the last time.
    GivenUp,
}

/// A message. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id: the same each time that it is sent.
    pub id: DeliveryId,
    /// Its receiver.
    pub webhook: WebhookId,
    /// What it tells.
    pub told: Told,
    /// The id of what it is about.
    pub about: String,
    /// When it happened.
    pub made_at: i64,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was tried last.
    pub tried_at: Option<i64>,
    /// What came of that, in words.
    pub status: String,
}

#[derive(sqlx::FromRow)]
struct DeliveryRow {
    id: String,
    webhook_id: String,
    event: String,
    about: String,
    made_at: i64,
    state: String,
    attempts: i64,
    tried_at: Option<i64>,
    next_at: Option<i64>,
    status: String,
}

impl TryFrom<DeliveryRow> for Delivery {
    type Error = StoreError;
    fn try_from(row: DeliveryRow) -> Result<Self> {
        const UNREADABLE: StoreError = StoreError::Unreadable("message");
        Ok(Self {
            id: row.id.try_into().map_err(|_| UNREADABLE)?,
            webhook: row.webhook_id.try_into().map_err(|_| UNREADABLE)?,
            told: Told::parse(&row.event)?,
            about: row.about,
            made_at: row.made_at,
            state: match (row.state.as_str(), row.next_at) {
                ("waiting", Some(next)) => DeliveryState::Waiting(next),
                ("delivered", None) => DeliveryState::Delivered,
                ("given-up", None) => DeliveryState::GivenUp,
                _ => return Err(UNREADABLE),
            },
            attempts: row.attempts.try_into().map_err(|_| UNREADABLE)?,
            tried_at: row.tried_at,
            status: row.status,
        })
    }
}

impl Store {
    /// Queues a message for a team's receiver, if it has one that wants it. About the
    /// same thing there is one message at most. Says whether one was queued.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn tell(&self, team: &TeamId, told: Told, about: &str, now: i64) -> Result<bool> {
        let mut tx = self.write().await?;
        let queued = queue(&mut tx, team.as_str(), told, about, now).await?;
        tx.commit().await?;
        Ok(queued)
    }

    /// Queues a test for a team's receiver; one that waits to be tried again is tried
    /// now instead. Says whether there is something to send that was not before.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn tell_test(&self, team: &TeamId, now: i64) -> Result<bool> {
        let mut tx = self.write().await?;
        let hastened = query(
            "UPDATE deliveries SET next_at = $1 WHERE event = 'test' AND state = 'waiting' AND status <> '' AND webhook_id IN (SELECT id FROM webhooks WHERE team_id = $2)",
        )
        .bind(now)
        .bind(team.as_str())
        .execute(&mut *tx)
        .await?;
        if hastened.rows_affected() > 0 {
            tx.commit().await?;
            return Ok(true);
        }
        let waits = query(
            "SELECT 1 FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id WHERE w.team_id = $1 AND d.event = 'test' AND d.state = 'waiting'",
        )
        .bind(team.as_str())
        .fetch_optional(&mut *tx)
        .await?;
        if waits.is_some() {
            return Ok(false);
        }
        let about = DeliveryId::random()?;
        let queued = queue(&mut tx, team.as_str(), Told::Test, about.as_str(), now).await?;
        tx.commit().await?;
        Ok(queued)
    }

    /// Takes the messages whose time has come, one of each receiver and `most` in all,
    /// to be sent now. Each counts as tried and comes up again at `again_at`, should
    /// nobody say before then what became of it.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn take_due(&self, most: u32, now: i64, again_at: i64) -> Result<Vec<Delivery>> {
        let nothing =
            query("SELECT 1 FROM deliveries WHERE state = 'waiting' AND next_at <= $1 LIMIT 1")
                .bind(now)
                .fetch_optional(&self.readers)
                .await?
                .is_none();
        if nothing {
            return Ok(Vec::new());
        }
        let mut tx = self.write().await?;
        let rows: Vec<DeliveryRow> = query_as(
            "UPDATE deliveries SET attempts = attempts + 1, tried_at = $1, next_at = $2, status = '' WHERE id IN (SELECT MIN(d.id) FROM deliveries d WHERE d.state = 'waiting' AND d.next_at <= $1 AND d.made_at = (SELECT MIN(e.made_at) FROM deliveries e WHERE e.webhook_id = d.webhook_id AND e.state = 'waiting' AND e.next_at <= $1) GROUP BY d.webhook_id ORDER BY MIN(d.next_at) LIMIT $3) RETURNING id, webhook_id, event, about, made_at, state, attempts, tried_at, next_at, status",
        )
        .bind(now)
        .bind(again_at)
        .bind(i64::from(most))
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        rows.into_iter().map(Delivery::try_from).collect()
    }

    /// Writes down what came of an attempt: where the message stands now, and why.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn delivery_tried(
        &self,
        id: &DeliveryId,
        state: DeliveryState,
        status: &str,
    ) -> Result<()> {
        let (state, next) = match state {
            DeliveryState::Waiting(next) => ("waiting", Some(next)),
            DeliveryState::Delivered => ("delivered", None),
            DeliveryState::GivenUp => ("given-up", None),
        };
        let mut tx = self.write().await?;
        let webhook: Option<String> = query_scalar(
            "UPDATE deliveries SET state = $1, next_at = $2, status = $3 WHERE id = $4 RETURNING webhook_id",
        )
        .bind(state)
        .bind(next)
        .bind(status)
        .bind(id.as_str())
        .fetch_optional(&mut *tx)
        .await?;
        if let Some(webhook) = webhook {
            forget_old(&mut tx, &webhook).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Sends nothing more to a receiver that said it is gone; what waits is given up.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn disable_webhook(&self, id: &WebhookId, status: &str, now: i64) -> Result<()> {
        let mut tx = self.write().await?;
        query("UPDATE webhooks SET disabled_at = $1 WHERE id = $2")
            .bind(now)
            .bind(id.as_str())
            .execute(&mut *tx)
            .await?;
        query(
            "UPDATE deliveries SET state = 'given-up', next_at = NULL, status = $1 WHERE webhook_id = $2 AND state = 'waiting'",
        )
        .bind(status)
        .bind(id.as_str())
        .execute(&mut *tx)
        .await?;
        forget_old(&mut tx, id.as_str()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The messages of a receiver that wait, and the last ones that are done; newest
    /// first.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn deliveries(&self, webhook: &WebhookId) -> Result<Vec<Delivery>> {
        let rows: Vec<DeliveryRow> = query_as(
            "SELECT id, webhook_id, event, about, made_at, state, attempts, tried_at, next_at, status FROM deliveries WHERE webhook_id = $1 ORDER BY made_at DESC, id",
        )
        .bind(webhook.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(Delivery::try_from).collect()
    }
}

/// Queues a message in the transaction of what it tells.
pub(super) async fn queue(
    tx: &mut Connection,
    team: &str,
    told: Told,
    about: &str,
    now: i64,
) -> Result<bool> {
    let done = query(
        "INSERT INTO deliveries (id, webhook_id, event, about, made_at, state, attempts, next_at, status) SELECT $1, w.id, $2, $3, $4, 'waiting', 0, $4, '' FROM webhooks w WHERE w.team_id = $5 AND w.disabled_at IS NULL AND CASE $2 WHEN 'round-opened' THEN w.on_opened WHEN 'round-closed' THEN w.on_closed WHEN 'test' THEN TRUE ELSE w.on_due END ON CONFLICT (webhook_id, event, about) DO NOTHING",
    )
    .bind(DeliveryId::random()?.as_str())
    .bind(told.as_str())
    .bind(about)
    .bind(now)
    .bind(team)
    .execute(tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Queues that a round has closed, in the transaction that closes it.
pub(super) async fn queue_closed(tx: &mut Connection, round: &RoundId, now: i64) -> Result<()> {
    let team: Option<String> = query_scalar("SELECT team_id FROM rounds WHERE id = $1")
        .bind(round.as_str())
        .fetch_optional(&mut *tx)
        .await?;
    if let Some(team) = team {
        queue(tx, &team, Told::RoundClosed, round.as_str(), now).await?;
    }
    Ok(())
}

/// Keeps the newest messages that are done, and all that wait.
async fn forget_old(tx: &mut Connection, webhook: &str) -> Result<()> {
    query(
        "DELETE FROM deliveries WHERE webhook_id = $1 AND state <> 'waiting' AND id NOT IN (SELECT id FROM deliveries WHERE webhook_id = $1 ORDER BY made_at DESC, id LIMIT $2)",
    )
    .bind(webhook)
    .bind(i64::from(DELIVERIES_KEPT))
    .execute(tx)
    .await?;
    Ok(())
}

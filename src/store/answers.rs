//! The answers of an open round.

use super::db::{On, query, query_scalar};
use super::{Connection, Result, RoundId, SecretHash, Store, StoreError};
use crate::catalogue::Answers;

/// What became of submitted answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Submitted {
    /// They are stored.
    Stored,
    /// They are stored in place of earlier ones.
    Changed,
    /// The same answers were stored already: a second press of the same button.
    Unchanged,
    /// Not stored: this ballot was used, and whoever sent it may not change that.
    AlreadyUsed,
    /// Not stored: as many people as were invited have answered.
    RosterFull,
    /// Not stored: the round takes no answers, or no longer.
    Closed,
}

impl Store {
    /// How many have answered, while the round is open; 0 afterwards.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn response_count(&self, round: &RoundId) -> Result<u32> {
        count(&self.readers, round).await
    }

    /// Takes one person's answers, filed under the hash of their ballot's secret.
    /// With `may_change` (the browser holds the receipt) they may replace earlier
    /// ones. `now` is only compared with the closing time.
    ///
    /// # Errors
    /// Only the database's; then nothing was stored. What the round itself refuses
    /// is in [`Submitted`].
    pub async fn submit(
        &self,
        round: &RoundId,
        receipt: &SecretHash,
        answers: &Answers,
        may_change: bool,
        now: i64,
    ) -> Result<Submitted> {
        let mut tx = self.write().await?;
        let Some(roster) = taking_answers(&mut tx, round, now).await? else {
            return Ok(Submitted::Closed);
        };
        let given = answers.encode();
        let earlier: Option<String> = query_scalar(
            "SELECT answers FROM responses WHERE round_id = $1 AND receipt_hash = $2",
        )
        .bind(round.as_str())
        .bind(receipt.bytes())
        .fetch_optional(&mut *tx)
        .await?;
        let (statement, outcome) = match earlier {
            Some(earlier) if earlier == given => return Ok(Submitted::Unchanged),
            Some(_) if !may_change => return Ok(Submitted::AlreadyUsed),
            Some(_) => (
                "UPDATE responses SET answers = $3 WHERE round_id = $1 AND receipt_hash = $2",
                Submitted::Changed,
            ),
            None if i64::from(count(&mut *tx, round).await?) >= roster => {
                return Ok(Submitted::RosterFull);
            }
            None => (
                "INSERT INTO responses (round_id, receipt_hash, answers) VALUES ($1, $2, $3)",
                Submitted::Stored,
            ),
        };
        query(statement)
            .bind(round.as_str())
            .bind(receipt.bytes())
            .bind(given)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(outcome)
    }

    /// The answers that are filed under a receipt, for the browser that holds it.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn answers_of(
        &self,
        round: &RoundId,
        receipt: &SecretHash,
    ) -> Result<Option<Answers>> {
        let text: Option<String> = query_scalar(
            "SELECT answers FROM responses WHERE round_id = $1 AND receipt_hash = $2",
        )
        .bind(round.as_str())
        .bind(receipt.bytes())
        .fetch_optional(&self.readers)
        .await?;
        text.map(|text| decode(&text)).transpose()
    }

    /// Withdraws answers, after which the same receipt may answer anew. False when
    /// there was nothing to withdraw or the round takes no answers any more.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn withdraw(&self, round: &RoundId, receipt: &SecretHash, now: i64) -> Result<bool> {
        let mut tx = self.write().await?;
        if taking_answers(&mut tx, round, now).await?.is_none() {
            return Ok(false);
        }
        let done = query("DELETE FROM responses WHERE round_id = $1 AND receipt_hash = $2")
            .bind(round.as_str())
            .bind(receipt.bytes())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected() > 0)
    }
}

/// The roster of a round that takes answers at this time.
async fn taking_answers(tx: &mut Connection, round: &RoundId, now: i64) -> Result<Option<i64>> {
    Ok(query_scalar(
        "SELECT roster FROM rounds WHERE id = $1 AND state = 'open' AND closes_at > $2",
    )
    .bind(round.as_str())
    .bind(now)
    .fetch_optional(tx)
    .await?)
}

async fn count<'c>(on: impl Into<On<'c>>, round: &RoundId) -> Result<u32> {
    let count: i64 = query_scalar("SELECT COUNT(*) FROM responses WHERE round_id = $1")
        .bind(round.as_str())
        .fetch_one(on)
        .await?;
    u32::try_from(count).map_err(|_| StoreError::Unreadable("number of answers"))
}

/// All answers of a round. Their order, that of the receipts' hashes, means nothing.
pub(super) async fn all_answers(tx: &mut Connection, round: &RoundId) -> Result<Vec<Answers>> {
    let texts: Vec<String> =
        query_scalar("SELECT answers FROM responses WHERE round_id = $1")
            .bind(round.as_str())
            .fetch_all(tx)
            .await?;
    texts.iter().map(|text| decode(text)).collect()
}

fn decode(text: &str) -> Result<Answers> {
    Answers::decode(text).map_err(|_| StoreError::Unreadable("answers"))
}

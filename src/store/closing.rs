//! Closing a round: what remains is written and what people said is destroyed,
//! in one transaction, so that at any moment a round is either open or closed.

use super::answers::{all_answers, delete_answers};
use super::db::query;
use super::deliveries::queue_closed;
use super::running::open_round;
use super::tallies::{insert_tally, tally_of};
use super::{Connection, DAY, DAYS_OF_GRACE, Result, RoundId, Store, StoreError};
use crate::measure::Tally;

/// Who closes a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedBy {
    /// A person, after having been told what will happen.
    Facilitator,
    /// Its closing time has come.
    Day,
}

/// What became of a round that was to be closed. Times are seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// It is sealed; its tally can be read.
    Sealed,
    /// It stays open until then: its day came with too few answers for the first
    /// time, or has not come at all (it was moved meanwhile).
    ExtendedUntil(i64),
    /// Too few had answered; their answers are destroyed and nothing is kept.
    TooFew,
    /// It was closed before; nothing was changed.
    AlreadyClosed,
}

impl Store {
    /// Closes a round. With at least its minimum group of answers it is sealed.
    /// With fewer it ends as too few, except that a round whose day has come stays
    /// open for seven more days first, once.
    ///
    /// Then cleans the bytes of what was destroyed. If that fails, the round is
    /// closed all the same, is marked with `bytes_pending`, and
    /// [`Store::clean_bytes`] can be called again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::NotOpen`] for a draft;
    /// [`StoreError::Unreadable`].
    pub async fn close_round(&self, id: &RoundId, by: ClosedBy, now: i64) -> Result<Closing> {
        let closing = self.close_in_one_transaction(id, by, now).await?;
        if matches!(closing, Closing::Sealed | Closing::TooFew) {
            self.clean_bytes_or_log().await;
        }
        Ok(closing)
    }

    pub(super) async fn close_in_one_transaction(
        &self,
        id: &RoundId,
        by: ClosedBy,
        now: i64,
    ) -> Result<Closing> {
        let mut tx = self.write().await?;
        let Some(round) = open_round(&mut tx, id).await? else {
            return Ok(Closing::AlreadyClosed);
        };
        if by == ClosedBy::Day && now < round.closes_at {
            return Ok(Closing::ExtendedUntil(round.closes_at));
        }
        let answers = all_answers(&mut tx, id).await?;
        let count = u32::try_from(answers.len())
            .map_err(|_| StoreError::Unreadable("number of answers"))?;
        let closing = if count >= u32::from(round.minimum_group) {
            seal(&mut tx, id, &tally_of(&answers, round.keep_lists), now).await?;
            Closing::Sealed
        } else if by == ClosedBy::Day && !round.extended {
            Closing::ExtendedUntil(grant_grace(&mut tx, id, round.closes_at, now).await?)
        } else {
            destroy_answers(&mut tx, id.as_str(), "too-few", now).await?;
            Closing::TooFew
        };
        if matches!(closing, Closing::Sealed | Closing::TooFew) {
            queue_closed(&mut tx, id, now).await?;
        }
        tx.commit().await?;
        Ok(closing)
    }

    /// Gives up an open round: its answers are destroyed and nothing is kept. Then
    /// cleans the bytes, as [`Store::close_round`] does.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotOpen`].
    pub async fn discard_open(&self, id: &RoundId, now: i64) -> Result<()> {
        let mut tx = self.write().await?;
        open_round(&mut tx, id).await?.ok_or(StoreError::NotOpen)?;
        destroy_answers(&mut tx, id.as_str(), "discarded", now).await?;
        queue_closed(&mut tx, id, now).await?;
        tx.commit().await?;
        self.clean_bytes_or_log().await;
        Ok(())
    }
}

/// Writes the tally and destroys what it was made from.
async fn seal(tx: &mut Connection, id: &RoundId, tally: &Tally, now: i64) -> Result<()> {
    insert_tally(tx, id, tally).await?;
    delete_answers(tx, id.as_str()).await?;
    query(
        "UPDATE rounds SET state = 'sealed', closed_at = $1, responses = $2, join_token = NULL, spoken_code = NULL, ballot_key = NULL, bytes_pending = TRUE WHERE id = $3",
    )
    .bind(now)
    .bind(i64::from(tally.responses))
    .bind(id.as_str())
    .execute(tx)
    .await?;
    Ok(())
}

/// Ends an open round as `too-few` or `discarded`.
pub(super) async fn destroy_answers(
    tx: &mut Connection,
    id: &str,
    state: &'static str,
    now: i64,
) -> Result<()> {
    delete_answers(tx, id).await?;
    query(
        "UPDATE rounds SET state = $1, closed_at = $2, join_token = NULL, spoken_code = NULL, ballot_key = NULL, bytes_pending = TRUE WHERE id = $3",
    )
    .bind(state)
    .bind(now)
    .bind(id)
    .execute(tx)
    .await?;
    Ok(())
}

/// Seven more days, counted from the closing time, so that when the day's task
/// runs does not matter; or from now, if nobody was there to run it for so long
/// that those days are over.
async fn grant_grace(tx: &mut Connection, id: &RoundId, closes_at: i64, now: i64) -> Result<i64> {
    let grace = DAYS_OF_GRACE * DAY;
    let until = if closes_at + grace > now { closes_at + grace } else { now + grace };
    query("UPDATE rounds SET closes_at = $1, extended = TRUE WHERE id = $2")
        .bind(until)
        .bind(id.as_str())
        .execute(tx)
        .await?;
    Ok(until)
}

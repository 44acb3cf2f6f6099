//! The answers of an open round.
//!
//! Answers come in bursts: a whole department opens the link in the same minute. A
//! commit that has reached the disk takes far longer than the statements in it, so what
//! is waiting is committed together. [`queue`] holds what waits and answers each caller
//! after its commit; [`batch`] decides what becomes of each, in one transaction; [`sets`]
//! is the value that holds a round's answers, and [`history`] sees to it that the database's
//! files do not keep what the value was before. The rounds that people answer are looked up
//! together as well ([`rounds`]).

pub(super) mod batch;
pub(super) mod history;
pub(super) mod queue;
mod rounds;
mod sets;

pub(super) use history::History;
pub(super) use queue::Queue;
pub(super) use rounds::Rounds;

use super::db::{On, query, query_scalar};
use super::{Connection, Result, RoundId, SecretHash, Store, StoreError};
use crate::catalogue::Answers;
use queue::{Outcome, Wish};
pub(super) use sets::Sets;
use sets::len_of;

/// What became of submitted answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Submitted {
    /// They are stored.
    Stored,
    /// They are stored in place of earlier ones.
    Changed,
    /// The same answers were stored already: a second press of the same button.
    Unchanged,
    /// Not stored: what is stored under this receipt is not what these were to replace.
    Stale,
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

    /// Takes one person's answers, filed under the hash of their ballot's secret, and
    /// answers when they have reached the disk. `replaces` is what the sender believes to
    /// be stored under this receipt, none for nothing: if something else is stored when
    /// it comes to the commit, nothing changes and the outcome is [`Submitted::Stale`].
    /// Only the very same answers once more are no conflict. `now` is only compared with
    /// the closing time.
    ///
    /// If the future is dropped, the answers are stored or not: whoever asks again with
    /// the same receipt finds out.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when too much is waiting already. After an error nothing was
    /// stored, unless it [is unknown](StoreError::is_unknown): the connection to a server
    /// broke in the middle of the commit. What the round itself refuses is in
    /// [`Submitted`].
    // Shown by tests/store/answers.rs::answers_replace_only_what_they_were_to_replace
    pub async fn submit(
        &self,
        round: &RoundId,
        receipt: &SecretHash,
        answers: &Answers,
        replaces: Option<&Answers>,
        now: i64,
    ) -> Result<Submitted> {
        let wish = Wish::Submit { given: *answers, replaces: replaces.copied() };
        match self.answers.ask(round, receipt, wish, now).await? {
            Outcome::Submitted(submitted) => Ok(submitted),
            Outcome::Withdrawn(_) => Err(StoreError::Unreadable("outcome")),
        }
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
        sets_of(&self.readers, round).await?.get(receipt)
    }

    /// Withdraws answers, after which the same receipt may answer anew. False when
    /// there was nothing to withdraw or the round takes no answers any more.
    ///
    /// # Errors
    /// As for [`Store::submit`].
    pub async fn withdraw(&self, round: &RoundId, receipt: &SecretHash, now: i64) -> Result<bool> {
        match self.answers.ask(round, receipt, Wish::Withdraw, now).await? {
            Outcome::Withdrawn(withdrawn) => Ok(withdrawn),
            Outcome::Submitted(_) => Err(StoreError::Unreadable("outcome")),
        }
    }
}

/// How many have answered an open round; 0 of any other.
async fn count<'c>(on: impl Into<On<'c>>, round: &RoundId) -> Result<u32> {
    // The length of the value's head.
    const { assert!(sets::HEAD == 4) };
    let head: Option<Vec<u8>> =
        query_scalar("SELECT substr(sets, 1, 4) FROM open_responses WHERE round_id = $1")
            .bind(round.as_str())
            .fetch_optional(on)
            .await?;
    let count = head.map_or(Ok(0), |head| len_of(&head))?;
    u32::try_from(count).map_err(|_| StoreError::Unreadable("number of answers"))
}

/// What an open round holds; nothing of any other.
async fn sets_of<'c>(on: impl Into<On<'c>>, round: &RoundId) -> Result<Sets> {
    let value: Option<Vec<u8>> =
        query_scalar("SELECT sets FROM open_responses WHERE round_id = $1")
            .bind(round.as_str())
            .fetch_optional(on)
            .await?;
    value.map_or_else(|| Ok(Sets::default()), |value| Sets::decode(&value))
}

/// All answers of a round. Their order, that of the receipts' hashes, means nothing.
pub(super) async fn all_answers(tx: &mut Connection, round: &RoundId) -> Result<Vec<Answers>> {
    sets_of(tx, round).await?.answers()
}

/// Deletes everything that people said in a round.
pub(super) async fn delete_answers(tx: &mut Connection, round: &str) -> Result<()> {
    query("DELETE FROM open_responses WHERE round_id = $1").bind(round).execute(tx).await?;
    Ok(())
}

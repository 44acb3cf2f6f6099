//! What waits to be stored, and the one task that stores it.
//!
//! The task takes everything that waits, up to [`TOGETHER`], commits it, and tells each
//! caller what became of its part. A caller who is alone is served at once: nothing is
//! ever waited for to make a batch larger. The task ends with the last clone of the
//! store.

use super::Submitted;
use super::batch::commit;
use super::history::{History, Truncation};
use crate::catalogue::Answers;
use crate::store::db::Pool;
use crate::store::{Result, RoundId, SecretHash, StoreError};
use std::sync::Arc;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::sync::oneshot;

/// How many may wait: at the rates that were measured (benches/README.md), less than
/// half a second's work.
const WAITING: usize = 2048;
/// How many are committed together at most.
const TOGETHER: usize = 256;
/// How often a batch is tried when the server sends it back because of others, or breaks off.
const TRIES: u32 = 5;

/// What somebody wants done with the answers under a receipt.
#[derive(Clone)]
pub(in crate::store) enum Wish {
    /// Store these.
    Submit {
        /// The answers.
        given: Answers,
        /// What has to be stored for these to take its place; none where nothing may be.
        replaces: Option<Answers>,
    },
    /// Delete them.
    Withdraw,
}

/// What became of a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Outcome {
    /// Of [`Wish::Submit`].
    Submitted(Submitted),
    /// Of [`Wish::Withdraw`]: whether there was something to withdraw.
    Withdrawn(bool),
}

/// One person's wish.
pub(in crate::store) struct Item {
    pub(in crate::store) round: RoundId,
    pub(in crate::store) receipt: SecretHash,
    pub(in crate::store) wish: Wish,
    /// When it came, in seconds since 1970.
    pub(in crate::store) now: i64,
}

struct Waiting {
    item: Item,
    reply: oneshot::Sender<Result<Outcome>>,
}

/// The way to the task.
#[derive(Debug, Clone)]
pub(in crate::store) struct Queue(Sender<Waiting>);

impl Queue {
    /// Starts the task. `pool` needs one connection that may write.
    pub(in crate::store) fn start(pool: Pool, history: Arc<History>) -> Self {
        Self::with_room(pool, history, WAITING)
    }

    pub(in crate::store) fn with_room(pool: Pool, history: Arc<History>, room: usize) -> Self {
        let (sender, receiver) = mpsc::channel(room);
        tokio::spawn(async move { run(pool, &history, receiver).await });
        Self(sender)
    }

    /// How many wait that the task has not taken yet.
    #[cfg(test)]
    pub(in crate::store) fn waiting(&self) -> usize {
        self.0.max_capacity() - self.0.capacity()
    }

    /// Hands a wish over and waits for its commit.
    pub(in crate::store) async fn ask(
        &self,
        round: &RoundId,
        receipt: &SecretHash,
        wish: Wish,
        now: i64,
    ) -> Result<Outcome> {
        let item = Item { round: round.clone(), receipt: *receipt, wish, now };
        let (reply, answer) = oneshot::channel();
        self.0.try_send(Waiting { item, reply }).map_err(|_| StoreError::Busy)?;
        // The task answers everybody; it can only be gone when the process ends.
        answer.await.map_err(|_| StoreError::Busy)?
    }
}

async fn run(pool: Pool, history: &History, mut waiting: Receiver<Waiting>) {
    let mut batch = Vec::with_capacity(TOGETHER);
    let mut truncation = Truncation::begin(history);
    loop {
        tokio::select! {
            biased;
            () = truncation.due() => {
                truncation.truncate(&pool).await;
                continue;
            }
            came = waiting.recv_many(&mut batch, TOGETHER) => {
                if came == 0 {
                    return;
                }
            }
        }
        // Who has gone away meanwhile, before anything was done, does not want it any more.
        let (items, replies): (Vec<_>, Vec<_>) = batch
            .drain(..)
            .filter(|each: &Waiting| !each.reply.is_closed())
            .map(|each| (each.item, each.reply))
            .unzip();
        if items.is_empty() {
            continue;
        }
        let outcomes = commit_patiently(&pool, &items).await;
        truncation.committed();
        for (reply, outcome) in replies.into_iter().zip(outcomes) {
            let _ = reply.send(outcome);
        }
    }
}

/// What each is told.
async fn commit_patiently(pool: &Pool, items: &[Item]) -> Vec<Result<Outcome>> {
    let mut tries = 1;
    let mut doubt = None;
    loop {
        match commit(pool, items).await {
            Err(StoreError::Database(error)) if tries < TRIES && is_passing(&error) => {}
            // Once more, and there is no doubt: what was done already stays as it is.
            Err(StoreError::Unknown(error)) if tries < TRIES => doubt = Some(error),
            done => return in_view_of(doubt, done, items.len()),
        }
        tries += 1;
    }
}

/// What came of so many items, after a try of which that is not known.
pub(in crate::store) fn in_view_of(
    doubt: Option<sqlx::Error>,
    done: Result<Vec<Outcome>>,
    items: usize,
) -> Vec<Result<Outcome>> {
    let doubt = doubt.map(|error| Arc::new(StoreError::Unknown(error)));
    match done {
        Ok(outcomes) => outcomes
            .into_iter()
            .map(|outcome| match (&doubt, outcome) {
                // Before it was closed by somebody else, it may have been stored.
                (Some(doubt), Outcome::Submitted(Submitted::Closed)) => {
                    Err(StoreError::Together(doubt.clone()))
                }
                _ => Ok(outcome),
            })
            .collect(),
        Err(error) => {
            let error = Arc::new(match error {
                StoreError::Database(error) if doubt.is_some() => StoreError::Unknown(error),
                error => error,
            });
            (0..items).map(|_| Err(StoreError::Together(error.clone()))).collect()
        }
    }
}

/// A deadlock or a serialization failure: nothing was done, and the next try may succeed.
fn is_passing(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| matches!(code.as_ref(), "40P01" | "40001"))
}

//! The rounds that people answer, as they are at that moment.
//!
//! Whoever presses a button of the survey has their round looked up first, and when a whole
//! department does, the database is asked the same again and again. So one task takes
//! everybody who waits and asks once for all of them. A look-up begins after everybody whom
//! it serves has asked: nobody is told what was true before. Nothing is waited for to serve
//! more at once, and nothing is kept.

use crate::store::db::Readers;
use crate::store::many::lists;
use crate::store::rounds::rounds_among;
use crate::store::{Result, Round, RoundId, StoreError};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::sync::oneshot;

/// How many may wait.
const WAITING: usize = 2048;
/// How many are looked up together at most.
const TOGETHER: usize = 256;

struct Waiting {
    id: RoundId,
    reply: oneshot::Sender<Result<Option<Round>>>,
}

/// The way to the task, which ends with the last clone of the store.
#[derive(Debug, Clone)]
pub(in crate::store) struct Rounds(Sender<Waiting>);

impl Rounds {
    /// Starts the task.
    pub(in crate::store) fn start(readers: Readers) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        tokio::spawn(run(readers, receiver));
        Self(sender)
    }

    /// The round, if there is one.
    pub(in crate::store) async fn ask(&self, id: &RoundId) -> Result<Option<Round>> {
        let (reply, answer) = oneshot::channel();
        let waiting = Waiting { id: id.clone(), reply };
        self.0.try_send(waiting).map_err(|_| StoreError::Busy)?;
        // The task answers everybody; it can only be gone when the process ends.
        answer.await.map_err(|_| StoreError::Busy)?
    }
}

async fn run(readers: Readers, mut waiting: Receiver<Waiting>) {
    let mut batch = Vec::with_capacity(TOGETHER);
    while waiting.recv_many(&mut batch, TOGETHER).await > 0 {
        match look_up(&readers, &batch).await {
            Ok(found) => {
                for Waiting { id, reply } in batch.drain(..) {
                    // One that cannot be read is nobody's fault who asks for another.
                    let round = match found.get(id.as_str()) {
                        Some(Some(round)) => Ok(Some(round.clone())),
                        Some(None) => Err(StoreError::Unreadable("round")),
                        None => Ok(None),
                    };
                    let _ = reply.send(round);
                }
            }
            Err(error) => {
                let error = Arc::new(error);
                for Waiting { reply, .. } in batch.drain(..) {
                    let _ = reply.send(Err(StoreError::Together(error.clone())));
                }
            }
        }
    }
}

/// By id, every round that there is; nothing of one that cannot be read.
async fn look_up(readers: &Readers, batch: &[Waiting]) -> Result<HashMap<String, Option<Round>>> {
    let mut ids: Vec<&str> = batch.iter().map(|each| each.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut found = HashMap::with_capacity(ids.len());
    for some in lists(&ids) {
        found.extend(rounds_among(readers, some).await?);
    }
    Ok(found)
}

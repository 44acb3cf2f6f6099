//! Live participation: how many answers an open round has.
//!
//! While somebody watches a round, one task in this process asks the database
//! every two seconds and tells all watchers; when nobody watches, nothing runs.

use crate::store::{RoundId, Store};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

const EVERY: Duration = Duration::from_secs(2);

/// The rounds that are being watched.
#[derive(Clone, Default)]
pub struct Counts(Arc<Mutex<HashMap<RoundId, watch::Receiver<u32>>>>);

impl Counts {
    /// A receiver that holds the count now and changes with it. It ends when the
    /// round is no longer open.
    pub fn watch(&self, store: &Store, round: &RoundId, now: u32) -> watch::Receiver<u32> {
        let mut watched = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        watched.retain(|_, receiver| receiver.has_changed().is_ok());
        if let Some(receiver) = watched.get(round) {
            return receiver.clone();
        }
        let (sender, receiver) = watch::channel(now);
        watched.insert(round.clone(), receiver.clone());
        tokio::spawn(poll(store.clone(), round.clone(), sender));
        receiver
    }
}

async fn poll(store: Store, round: RoundId, sender: watch::Sender<u32>) {
    loop {
        tokio::time::sleep(EVERY).await;
        // The map itself holds one receiver.
        if sender.receiver_count() <= 1 {
            return;
        }
        match store.round(&round).await {
            Ok(Some(found)) if found.state == crate::store::RoundState::Open => {}
            Ok(_) => return,
            Err(_) => continue,
        }
        if let Ok(count) = store.response_count(&round).await {
            sender.send_if_modified(|old| std::mem::replace(old, count) != count);
        }
    }
}

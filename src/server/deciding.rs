//! Deciding on what may be shown: one decision after another, in this process and in
//! all others on the same database.

use super::error::AppError;
use super::state::AppState;
use crate::store::StoreError;
use std::future::Future;

/// How often a decision is worked out anew because another came in between.
const TRIES: usize = 10;

/// Makes a decision: reads where the organisation stands, works it out, writes it. If
/// another process was quicker, all of that once more.
///
/// # Errors
/// Those of `attempt`; [`StoreError::Changed`] when others were quicker every time.
pub async fn decide<T, F>(app: &AppState, attempt: impl Fn() -> F) -> Result<T, AppError>
where
    F: Future<Output = Result<T, AppError>>,
{
    // Two in one process would only work it out twice.
    let _alone = app.deciding.lock().await;
    for _ in 1..TRIES {
        match attempt().await {
            Err(AppError::Store(StoreError::Changed)) => {}
            done => return done,
        }
    }
    attempt().await
}

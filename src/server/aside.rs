//! Work that takes a while, where it holds nobody up.

use super::error::AppError;

/// Does the work on a thread of its own.
///
/// # Errors
/// [`AppError::Internal`] when it panics.
pub async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| AppError::Internal(error.to_string()))
}

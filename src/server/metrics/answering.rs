//! What the log says of joining and answering: counts, by the hour.
//!
//! A line for each such request would have the time of somebody's answers, and with the log
//! of a proxy beside it, whose. So requests of [`Area::Answering`](super::Area) write no line
//! at all, not even when they fail; once an hour, one line says what there was in the hour
//! before, with the cause of the last failure. (`tests/attack/log.rs`) Whoever has to know of
//! failures at once watches `andon_http_server_errors`, or `/readyz`.

use axum::http::StatusCode;
use std::sync::{Mutex, PoisonError};

/// Seconds in an hour.
const HOUR: i64 = 3_600;

/// Counts of the present hour.
#[derive(Debug, Default)]
pub struct Answering(Mutex<Option<Hour>>);

/// What there was of joining and answering in one hour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hour {
    /// Which one, in hours since 1970.
    number: i64,
    /// Requests that were answered.
    pub requests: u64,
    /// Of those, with a status from 400 to 499.
    pub refused: u64,
    /// Of those, with a status from 500 on.
    pub failed: u64,
    /// The cause of the last failure. No cause holds an answer (see `AppError`).
    pub last_cause: Option<String>,
}

impl Answering {
    /// Counts a request, answered at `now`, in seconds since 1970.
    pub fn count(&self, status: StatusCode, cause: Option<String>, now: i64) {
        let mut hour = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hour = hour.get_or_insert_with(|| Hour { number: now / HOUR, ..Hour::default() });
        hour.requests += 1;
        hour.refused += u64::from(status.is_client_error());
        hour.failed += u64::from(status.is_server_error());
        if cause.is_some() {
            hour.last_cause = cause;
        }
    }

    /// The counts of an hour that is over at `now`, once; nothing while it lasts, or if
    /// there was no request.
    pub fn take(&self, now: i64) -> Option<Hour> {
        let mut hour = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        hour.take_if(|hour| hour.number != now / HOUR)
    }

    /// Writes the line for an hour that is over.
    pub fn log(&self, now: i64) {
        let Some(Hour { requests, refused, failed, last_cause, .. }) = self.take(now) else {
            return;
        };
        let failing = last_cause.is_some();
        let cause = last_cause.unwrap_or_default();
        if failing {
            tracing::error!(target: "andon::answering", requests, refused, failed, cause, "joining and answering, in an hour");
        } else {
            tracing::info!(target: "andon::answering", requests, refused, failed, "joining and answering, in an hour");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_come_out_once_and_only_when_their_hour_is_over() {
        let answering = Answering::default();
        let noon = 495_000 * HOUR;
        assert_eq!(answering.take(noon), None);
        answering.count(StatusCode::SEE_OTHER, None, noon);
        answering.count(StatusCode::CONFLICT, None, noon + 1);
        answering.count(StatusCode::SERVICE_UNAVAILABLE, Some("disk full".into()), noon + 2);
        answering.count(StatusCode::OK, None, noon + HOUR - 1);
        for later in [0, 3, HOUR - 1] {
            assert_eq!(answering.take(noon + later), None, "{later}");
        }
        let hour = answering.take(noon + HOUR).unwrap();
        assert_eq!((hour.requests, hour.refused, hour.failed), (4, 1, 1));
        assert_eq!(hour.last_cause.as_deref(), Some("disk full"));
        assert_eq!(answering.take(noon + HOUR), None);
    }
}

//! The brake on wrong codes over all addresses.

use crate::server::error::AppError;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// How many wrong codes may come at once before it bites. A hall full of people mistypes less.
const FREE: u32 = 50;
/// How often another one is free.
const FREE_EVERY: Duration = Duration::from_secs(1);
/// How long a wrong code waits for its answer.
const HOLD: Duration = Duration::from_secs(5);
/// How many wait at once. Beyond that it is said at once that there are too many, so that
/// those who guess cannot use up the connections of others.
const PLACES: usize = 32;
/// How often the log says that it bites.
const SAY_EVERY: Duration = Duration::from_mins(1);

/// The brake of one server process.
pub struct Brake {
    free: DefaultDirectRateLimiter,
    places: Arc<Semaphore>,
    log: DefaultDirectRateLimiter,
}

impl Default for Brake {
    fn default() -> Self {
        Self {
            free: limiter(FREE, FREE_EVERY),
            places: Arc::new(Semaphore::new(PLACES)),
            log: limiter(1, SAY_EVERY),
        }
    }
}

impl Brake {
    /// Counts a wrong code: whether there are too many.
    pub fn bites(&self) -> bool {
        let bites = self.free.check().is_err();
        if bites && self.log.check().is_ok() {
            tracing::warn!(
                "many wrong spoken codes: wrong ones are answered later, right ones and links at once"
            );
        }
        bites
    }

    /// Waits with the answer to a wrong code; less long when the server is told to stop.
    ///
    /// # Errors
    /// [`AppError::TooMany`] when too many wait already.
    pub async fn hold(&self, stop: &CancellationToken) -> Result<(), AppError> {
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            return Err(AppError::TooMany { retry_after: HOLD.as_secs() });
        };
        let stop = stop.clone();
        // The place is taken for the whole time, also when whoever waits goes away.
        let held = tokio::spawn(async move {
            stop.run_until_cancelled(tokio::time::sleep(HOLD)).await;
            drop(place);
        });
        // A task that only sleeps does not fail.
        let _ = held.await;
        Ok(())
    }
}

/// `burst` at once, then one every `period`.
fn limiter(burst: u32, period: Duration) -> DefaultDirectRateLimiter {
    let quota = Quota::with_period(period)
        .unwrap_or_else(|| Quota::per_second(NonZeroU32::MIN))
        .allow_burst(NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN));
    RateLimiter::direct(quota)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_bites_after_fifty() {
        let brake = Brake::default();
        assert!((0..50).all(|_| !brake.bites()));
        assert!(brake.bites());
    }

    #[tokio::test]
    async fn whoever_goes_away_leaves_the_place_taken() {
        let (brake, stop) = (Brake::default(), CancellationToken::new());
        for _ in 0..PLACES {
            let impatient = brake.hold(&stop);
            assert!(tokio::time::timeout(Duration::from_millis(1), impatient).await.is_err());
        }
        assert!(matches!(brake.hold(&stop).await, Err(AppError::TooMany { retry_after: 5 })));
        stop.cancel();
        while brake.places.available_permits() < PLACES {
            tokio::task::yield_now().await;
        }
        assert!(brake.hold(&stop).await.is_ok());
    }
}

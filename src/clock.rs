//! Time, through one door, so that tests can move it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Seconds in a day.
pub const DAY: i64 = 86_400;

/// The years 1 to 9892. Within them the calendar has room for whatever is counted from now
/// on, back and ahead.
const COUNTABLE: std::ops::RangeInclusive<i64> = -62_135_596_800..=250_000_000_000;

/// The nearest time that can be reckoned with, for a clock that shows any other.
#[must_use]
pub fn countable(seconds: i64) -> i64 {
    seconds.clamp(*COUNTABLE.start(), *COUNTABLE.end())
}

/// Where the program takes the time from.
pub trait Clock: Send + Sync + 'static {
    /// Now, in seconds since 1970-01-01 00:00 UTC.
    fn now(&self) -> i64;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    fn now(&self) -> i64 {
        jiff::Timestamp::now().as_second()
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock that shows `now`, in seconds since 1970.
    #[must_use]
    pub fn at(now: i64) -> Self {
        Self(Arc::new(AtomicI64::new(now)))
    }

    /// Moves it forward (or back, if negative) by this many seconds.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

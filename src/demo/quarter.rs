//! The demo's time: eight quarters without a date. Which days they fall on is the
//! caller's choice, at least 28 days apart.

/// How many quarters the demo spans.
pub const QUARTERS: usize = 8;

/// A quarter of the demo, 0 (the earliest) to 7 (the latest).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter(u8);

impl Quarter {
    /// All eight, from the earliest to the latest.
    pub const ALL: [Self; QUARTERS] =
        [Self(0), Self(1), Self(2), Self(3), Self(4), Self(5), Self(6), Self(7)];
    /// The earliest.
    pub const FIRST: Self = Self(0);
    /// The latest.
    pub const LAST: Self = Self(7);

    /// The quarter at a place, if there is one: 0 is the earliest.
    #[must_use]
    pub const fn at(index: u8) -> Option<Self> {
        if index <= Self::LAST.0 { Some(Self(index)) } else { None }
    }

    /// Its place, from 0 for the earliest.
    #[must_use]
    pub const fn index(self) -> u8 {
        self.0
    }

    /// How many quarters it is after another; 0 if it is not after it.
    #[must_use]
    pub const fn after(self, other: Self) -> u8 {
        self.0.saturating_sub(other.0)
    }

    /// How much of the demo's time has gone by, 0–1.
    pub(super) fn elapsed(self) -> f64 {
        f64::from(self.0) / f64::from(Self::LAST.0)
    }
}

//! From which number of people on anything is said.

/// The gate that a file's figures pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// As in the app: nothing about fewer than this many people (3–10).
    Minimum(u8),
    /// Lifted, for one's own analysis: exact numbers, everything that can be computed.
    Lifted,
}

/// A minimum group that is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the minimum group is a number from 3 to 10, or 1 to lift the gate")]
pub struct WrongGroup;

impl Gate {
    /// From the number on the command line.
    ///
    /// # Errors
    /// [`WrongGroup`] for anything but 1 and 3–10: two people would know
    /// everything about each other.
    pub const fn new(minimum: u8) -> Result<Self, WrongGroup> {
        match minimum {
            1 => Ok(Self::Lifted),
            3..=10 => Ok(Self::Minimum(minimum)),
            _ => Err(WrongGroup),
        }
    }

    /// The number on the command line.
    #[must_use]
    pub const fn minimum(self) -> u8 {
        match self {
            Self::Minimum(minimum) => minimum,
            Self::Lifted => 1,
        }
    }
}

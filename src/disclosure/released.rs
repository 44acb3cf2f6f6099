//! The seal on what may leave the gate.

use serde::Serialize;
use std::ops::Deref;

/// A value that may be shown. Only this module makes one, so a page, a chart or
/// an export that takes a `Released<T>` cannot be handed anything unchecked.
///
/// A tally cannot become a report on its own:
///
/// ```compile_fail
/// use andon::disclosure::{Released, Report};
/// fn page(_: &Released<Report>) {}
/// let tally = andon::measure::Tally::default();
/// page(&tally);
/// ```
///
/// and nobody outside can put a value into the seal:
///
/// ```compile_fail
/// use andon::disclosure::Released;
/// let forged = Released(andon::measure::Tally::default());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Released<T>(T);

impl<T> Released<T> {
    pub(super) const fn seal(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for Released<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

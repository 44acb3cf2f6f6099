//! The seal on what may leave the gate.

use serde::{Serialize, Serializer};
use std::ops::Deref;
use std::sync::Arc;

/// A value that may be shown. Only this module makes one, so a page, a chart or
/// an export that takes a `Released<T>` cannot be handed anything unchecked.
///
/// Each pair below differs in its last line only: the first compiles, the second
/// must not. So the second fails for that line, and not for a slip elsewhere.
///
/// A tally must pass the gate to become a report:
///
/// ```
/// use andon::disclosure::{Released, Report, release};
/// use andon::measure::Tally;
/// fn page(_: &Released<Report>) {}
/// let tally = Tally::default();
/// release(&tally, 5).iter().for_each(page);
/// ```
///
/// ```compile_fail,E0308
/// use andon::disclosure::{Released, Report, release};
/// use andon::measure::Tally;
/// fn page(_: &Released<Report>) {}
/// let tally = Tally::default();
/// page(&tally);
/// ```
///
/// Nobody outside can put a value under the seal:
///
/// ```
/// use andon::disclosure::{Radar, Released, radar, release};
/// use andon::measure::Tally;
/// let forged = Radar { series: Vec::new() };
/// let drawn: Option<Released<Radar>> = release(&Tally::default(), 5).map(|r| radar(("", &r), None));
/// ```
///
/// ```compile_fail,E0423
/// use andon::disclosure::{Radar, Released, radar, release};
/// use andon::measure::Tally;
/// let forged = Radar { series: Vec::new() };
/// let drawn: Option<Released<Radar>> = Some(Released(forged.into()));
/// ```
///
/// ```compile_fail,E0624
/// use andon::disclosure::{Radar, Released, radar, release};
/// use andon::measure::Tally;
/// let forged = Radar { series: Vec::new() };
/// let drawn: Option<Released<Radar>> = Some(Released::seal(forged));
/// ```
///
/// And nobody can change a value under it, nor make a finer figure than shown:
///
/// ```
/// use andon::catalogue::Answers;
/// use andon::disclosure::own_view;
/// let mut view = own_view(&Answers::default());
/// assert_eq!(view.items.len(), 18);
/// ```
///
/// ```compile_fail,E0596
/// use andon::catalogue::Answers;
/// use andon::disclosure::own_view;
/// let mut view = own_view(&Answers::default());
/// view.items.clear();
/// ```
///
/// ```
/// use andon::disclosure::Health;
/// let shown = |health: Health| health.value();
/// ```
///
/// ```compile_fail,E0423
/// use andon::disclosure::Health;
/// let shown = Health(42);
/// ```
///
/// As it never changes, copies share it: making one costs nothing, and neither does finding
/// that two are copies of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released<T>(Arc<T>);

impl<T> Released<T> {
    /// Puts a value under the seal; the caller vouches that it may be shown.
    pub(super) fn seal(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<T: Serialize> Serialize for Released<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_ref().serialize(serializer)
    }
}

impl<T> Deref for Released<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

//! Figures of leadership's pages, as they were worked out once.

use crate::disclosure::Released;
use crate::disclosure::pooled::Period;
use std::collections::BTreeMap;

/// What is shown of one quarter. A quarter that is decided never changes, so this
/// holds until the organisation has decided another one. Names are not kept here: they
/// may change.
#[derive(Debug, PartialEq, Eq)]
pub struct Counted {
    /// Quarters with figures of the whole organisation, earliest first.
    pub quarters: Vec<(String, Released<Period>)>,
    /// The place of the chosen one among them.
    pub place: usize,
    /// The figures of groups in that quarter, by the group's id.
    pub groups: BTreeMap<String, Released<Period>>,
}

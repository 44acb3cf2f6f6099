//! Figures of leadership's pages that were worked out already.
//!
//! A quarter that is decided never changes, so what was worked out for it holds until
//! the organisation has decided another one. Names are not kept here: they may change.

use crate::disclosure::Released;
use crate::disclosure::pooled::Period;
use crate::store::OrganisationId;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// How many quarters of how many organisations are kept at most.
const MOST: usize = 64;

/// What is shown of one quarter.
#[derive(Debug)]
pub struct Counted {
    /// Quarters with figures of the whole organisation, earliest first.
    pub quarters: Vec<(String, Released<Period>)>,
    /// The place of the chosen one among them.
    pub place: usize,
    /// The figures of groups in that quarter, by the group's id.
    pub groups: BTreeMap<String, Released<Period>>,
}

/// An organisation and the quarter that was asked for.
type Key = (OrganisationId, String);

/// The figures that were asked for last.
#[derive(Debug, Default)]
pub struct Shelf(Mutex<HashMap<Key, (usize, Arc<Counted>)>>);

impl Shelf {
    /// What was worked out when so many quarters were decided.
    pub fn get(&self, key: &Key, decided: usize) -> Option<Arc<Counted>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).filter(|(then, _)| *then == decided).map(|(_, counted)| counted.clone())
    }

    /// Keeps what was worked out. When there is no room, everything older goes: it is
    /// made again in milliseconds.
    pub fn put(&self, key: Key, decided: usize, counted: Arc<Counted>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST && !kept.contains_key(&key) {
            kept.clear();
        }
        kept.insert(key, (decided, counted));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted() -> Arc<Counted> {
        Arc::new(Counted { quarters: Vec::new(), place: 0, groups: BTreeMap::new() })
    }

    #[test]
    fn what_was_kept_holds_until_another_quarter_is_decided() {
        let shelf = Shelf::default();
        let key = (OrganisationId::random().unwrap(), String::new());
        shelf.put(key.clone(), 3, counted());
        assert!(shelf.get(&key, 3).is_some());
        assert!(shelf.get(&key, 4).is_none());
        assert!(shelf.get(&(OrganisationId::random().unwrap(), String::new()), 3).is_none());
    }

    #[test]
    fn it_does_not_grow_with_organisations() {
        let shelf = Shelf::default();
        for _ in 0..1000 {
            shelf.put((OrganisationId::random().unwrap(), String::new()), 1, counted());
        }
        assert!(shelf.0.lock().unwrap().len() <= MOST);
    }
}

//! What was worked out before and holds for good: sealed rounds and decided quarters
//! never change, and a page is kept with what it was told. Whether somebody may see it is
//! decided elsewhere, each time anew.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many results at most, by what they are of. Cheap to clone.
#[derive(Debug)]
pub struct Kept<K, V> {
    most: usize,
    all: Arc<Mutex<HashMap<K, V>>>,
}

impl<K, V> Clone for Kept<K, V> {
    fn clone(&self) -> Self {
        Self { most: self.most, all: self.all.clone() }
    }
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    /// Room for `most` results.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { most, all: Arc::default() }
    }

    /// What was worked out before.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<V> {
        self.lock().get(key).cloned()
    }

    /// Keeps a result. When there is no room everything older goes: it is made again
    /// in milliseconds.
    pub fn put(&self, key: K, value: V) {
        let mut all = self.lock();
        if all.len() >= self.most && !all.contains_key(&key) {
            all.clear();
        }
        all.insert(key, value);
    }

    /// What was worked out before, or what `make` makes; nothing is kept of nothing.
    pub fn get_or(&self, key: K, make: impl FnOnce() -> Option<V>) -> Option<V> {
        if let Some(kept) = self.get(&key) {
            return Some(kept);
        }
        // Without the lock: others need not wait for the work.
        let made = make()?;
        self.put(key, made.clone());
        Some(made)
    }

    /// Nothing any more: what it was of has been deleted.
    pub fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, V>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_found_by_its_key_alone() {
        let kept = Kept::new(4);
        kept.put("quarter", 3);
        assert_eq!(kept.clone().get(&"quarter"), Some(3), "a clone sees the same");
        assert_eq!(kept.get(&"another quarter"), None);
    }

    #[test]
    fn something_is_made_once_and_nothing_is_not_kept() {
        let kept = Kept::new(4);
        assert_eq!(kept.get_or(1, || Some("first")), Some("first"));
        assert_eq!(kept.get_or(1, || Some("second")), Some("first"));
        assert_eq!(kept.get_or(2, || None), None);
        assert_eq!(kept.get_or(2, || Some("second")), Some("second"));
    }

    #[test]
    fn what_was_cleared_is_gone_for_every_clone() {
        let kept = Kept::new(4);
        kept.put(1, "name");
        kept.clone().clear();
        assert_eq!(kept.get(&1), None);
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let kept = Kept::new(64);
        for number in 0..1000 {
            kept.put(number, ());
        }
        assert!(kept.lock().len() <= 64);
        assert_eq!(kept.get(&999), Some(()), "the newest is there");
    }
}

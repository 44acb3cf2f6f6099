//! Numbers for rounds, teams and groups, which the audit knows by nothing else.

use std::collections::BTreeMap;

/// Gives each id a number, the same each time.
#[derive(Debug, Clone)]
pub struct Numbers<T>(BTreeMap<T, u32>);

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Ord + Clone> Numbers<T> {
    /// The number of this id; a new one where it has none yet.
    pub fn of(&mut self, id: &T) -> u32 {
        if let Some(number) = self.0.get(id) {
            return *number;
        }
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(id.clone(), next);
        next
    }

    /// The ids by their numbers.
    #[must_use]
    pub fn ids(&self) -> BTreeMap<u32, &T> {
        self.0.iter().map(|(id, number)| (*number, id)).collect()
    }
}

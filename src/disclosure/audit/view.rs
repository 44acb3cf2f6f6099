//! What goes in, and what comes out.

use super::combination::Leak;
use super::matrix::Atom;
use super::search::Outcome;

/// A figure that someone sees: the atoms pooled in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    name: String,
    atoms: Vec<Atom>,
}

impl View {
    /// A view over these atoms, with the name that a leak calls it by.
    pub fn new(name: impl Into<String>, atoms: impl IntoIterator<Item = Atom>) -> Self {
        let mut atoms: Vec<Atom> = atoms.into_iter().collect();
        atoms.sort_unstable();
        atoms.dedup();
        Self { name: name.into(), atoms }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its atoms, in order, each once.
    #[must_use]
    pub fn atoms(&self) -> &[Atom] {
        &self.atoms
    }
}

/// What an audit found for one audience.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// How many views say something that the others do not.
    pub rank: usize,
    /// Every minimal set that is exposed and too small.
    pub leaks: Vec<Leak>,
    /// Whether the search had to give up, so that there may be more: not safe.
    pub undecided: bool,
}

impl Findings {
    /// Whether nothing too small is exposed, for certain.
    #[must_use]
    pub fn safe(&self) -> bool {
        self.leaks.is_empty() && !self.undecided
    }

    pub(super) fn new(
        rank: usize,
        outcome: Outcome,
        views: &[String],
        size: &dyn Fn(&[u32]) -> u64,
    ) -> Self {
        let leak = |found| Leak::new(found, views, size);
        Self {
            rank,
            leaks: outcome.found.into_iter().map(leak).collect(),
            undecided: outcome.gave_up,
        }
    }
}

pub(super) fn names(views: &[View]) -> Vec<String> {
    views.iter().map(|view| view.name.clone()).collect()
}

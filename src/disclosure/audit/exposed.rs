//! Groups of too few people.

use super::matrix::{Atom, Shape, blocks};
use super::search::{Ground, Outcome};
use super::view::{Findings, View, names};
use std::collections::BTreeSet;

/// Every minimal set of atoms that these views expose and that holds fewer than
/// `k` people; `persons` says how many people stand behind an atom. What the
/// audience knows from elsewhere is a view like any other.
///
/// Atoms with nobody behind them are left out: there is no figure to protect,
/// and whoever knows that they are empty can subtract them.
///
/// Cost: bringing the matrix of v views and c classes to echelon form takes at
/// most v²c steps; the search is described at its module. Classes of k people
/// or more cannot take part in it, and a set has at most k − 1 atoms.
pub fn exposed_groups(views: &[View], persons: impl Fn(Atom) -> u64, k: u64) -> Findings {
    exposed_sets(views, &|atoms| atoms.iter().map(|atom| persons(*atom)).sum(), k)
}

/// The same where the people behind several atoms may be the same ones.
/// `persons` says how many people there are at least behind a set; behind a
/// larger set there are never fewer.
pub(super) fn exposed_sets(views: &[View], persons: &dyn Fn(&[Atom]) -> u64, k: u64) -> Findings {
    let shape =
        Shape { holder: &|atom| (persons(&[atom]) > 0).then_some(atom), size: persons, limit: k };
    let atoms: Vec<&[Atom]> = views.iter().map(View::atoms).collect();
    let grounds: Vec<Ground> = blocks(&atoms, &shape).into_iter().map(Ground::new).collect();
    let nobody = BTreeSet::new();
    let outcome = grounds
        .iter()
        .map(|ground| ground.search(&nobody, &|set| persons(set) < k))
        .fold(Outcome::default(), Outcome::and);
    let rank = grounds.iter().map(Ground::rank).sum();
    Findings::new(rank, outcome, &names(views), persons)
}

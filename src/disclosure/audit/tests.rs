//! The audit against the definition: small random matrices, every subset, the
//! rank with and without it.

mod cases;
mod cells;
mod gate;
mod insiders;
mod numbers;
mod people;
mod scale;
mod teams;

use super::{Atom, Findings, Leak, View};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Rank by plain Gaussian elimination; shares no code with what is tested.
fn rank(mut rows: Vec<Vec<BigRational>>) -> usize {
    let width = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for column in 0..width {
        let Some(pivot) = (rank..rows.len()).find(|row| !rows[*row][column].is_zero()) else {
            continue;
        };
        rows.swap(rank, pivot);
        let (above, below) = rows.split_at_mut(rank + 1);
        let pivot = &above[rank];
        for row in below {
            let factor = &row[column] / &pivot[column];
            for (number, other) in row.iter_mut().zip(pivot) {
                *number -= &factor * other;
            }
        }
        rank += 1;
    }
    rank
}

/// The rank of the membership matrix of `views`, with these atoms as columns.
fn rank_over(views: &[View], atoms: &[Atom]) -> usize {
    let entry = |view: &View, atom: &Atom| {
        if view.atoms().contains(atom) { BigRational::one() } else { BigRational::zero() }
    };
    rank(views.iter().map(|view| atoms.iter().map(|atom| entry(view, atom)).collect()).collect())
}

/// The definition: without these columns the rank is lower.
fn exposed(views: &[View], atoms: &[Atom], set: impl Fn(Atom) -> bool) -> bool {
    let outside: Vec<Atom> = atoms.iter().copied().filter(|atom| !set(*atom)).collect();
    rank_over(views, &outside) < rank_over(views, atoms)
}

/// All subsets of `0..count` for which `is` holds and does not hold for a smaller one.
fn minimal_subsets(count: u32, is: impl Fn(&BTreeSet<u32>) -> bool) -> BTreeSet<Vec<u32>> {
    let subset = |bits: u32| (0..count).filter(|at| bits >> at & 1 == 1).collect::<BTreeSet<_>>();
    let mut subsets: Vec<BTreeSet<u32>> = (1..1_u32 << count).map(subset).collect();
    subsets.sort_by_key(BTreeSet::len);
    let mut found: Vec<BTreeSet<u32>> = Vec::new();
    for set in subsets {
        if !found.iter().any(|smaller| smaller.is_subset(&set)) && is(&set) {
            found.push(set);
        }
    }
    found.into_iter().map(|set| set.into_iter().collect()).collect()
}

fn sets(findings: &Findings) -> BTreeSet<Vec<u32>> {
    assert!(!findings.undecided);
    findings.leaks.iter().map(|leak| leak.exposed.clone()).collect()
}

/// What the combination of a leak comes to, by atom.
fn worked_out(views: &[View], leak: &Leak) -> BTreeMap<Atom, BigInt> {
    let mut sum: BTreeMap<Atom, BigInt> = BTreeMap::new();
    for term in &leak.combination.0 {
        let view = &views[usize::try_from(term.place).expect("a place")];
        assert_eq!(view.name(), term.view);
        for atom in view.atoms() {
            *sum.entry(*atom).or_default() += &term.times;
        }
    }
    sum.retain(|_, times| !times.is_zero());
    sum
}

fn named(views: Vec<BTreeSet<Atom>>) -> Vec<View> {
    let view = |(place, atoms)| View::new(format!("v{place}"), atoms);
    views.into_iter().enumerate().map(view).collect()
}

/// Up to `most` views over atoms `0..atoms`, some of them sums or differences
/// of others, as published totals are.
fn views(atoms: u32, most: usize) -> impl Strategy<Value = Vec<View>> {
    let view = proptest::collection::btree_set(0..atoms, 0..=atoms as usize);
    proptest::collection::vec((view, any::<(u8, u8, u8)>()), 0..=most).prop_map(|drawn| {
        let mut views: Vec<BTreeSet<Atom>> = Vec::new();
        for (view, (how, a, b)) in drawn {
            let pick = |at: u8| views.get(usize::from(at) % views.len().max(1)).cloned();
            let made = match (how % 6, pick(a), pick(b)) {
                (0, Some(a), Some(b)) => a.union(&b).copied().collect(),
                (1, Some(a), Some(b)) => a.difference(&b).copied().collect(),
                (2, Some(a), Some(b)) => a.symmetric_difference(&b).copied().collect(),
                _ => view,
            };
            views.push(made);
        }
        named(views)
    })
}

//! Which views pool which atoms, as an exact matrix in reduced form.
//!
//! Three steps make it small without changing what can be worked out from it:
//!
//! 1. Views that share no atom, not even through other views, have nothing to
//!    do with each other: what a combination of all of them shows is shown by
//!    the part of it in each **block** alone.
//! 2. Atoms that are in exactly the same views cannot be told apart by any
//!    combination: they are one **class**, one column.
//! 3. Columns are sorted with the largest classes first, and the matrix is
//!    brought to reduced row echelon form. A combination that vanishes outside
//!    a set of classes uses only those rows whose pivot is in the set, so rows
//!    whose pivot is a class that no set under test can hold are left out.

use super::number::Number;
use super::sparse::Sparse;
use std::collections::{BTreeMap, HashMap};

/// The number of an atom: the smallest thing that views are made of.
pub type Atom = u32;

/// Atoms that are in exactly the same views.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Class {
    /// Who stands behind the class, in order: its atoms, or their teams.
    pub holders: Vec<u32>,
    /// The places of the views it is in, among all views.
    views: Vec<u32>,
}

/// A combination of views.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// What comes out, by class.
    pub entries: Sparse,
    /// What goes in: how often each view is added, by place among all views.
    pub from: Sparse,
}

impl Row {
    pub(super) const NOTHING: Self = Self { entries: Sparse::NOTHING, from: Sparse::NOTHING };

    /// `self − factor × other`.
    pub(super) fn minus_product(&self, factor: &Number, other: &Self) -> Self {
        Self {
            entries: self.entries.minus_product(factor, &other.entries),
            from: self.from.minus_product(factor, &other.from),
        }
    }

    fn divided_by(self, divisor: &Number) -> Self {
        Self { entries: self.entries.divided_by(divisor), from: self.from.divided_by(divisor) }
    }
}

/// What the atoms of a matrix are, and what is too much to be in a set.
pub(super) struct Shape<'a> {
    /// Who stands behind an atom; nobody: the atom is left out.
    pub holder: &'a dyn Fn(Atom) -> Option<u32>,
    /// The size of a set of holders; a larger set is never smaller in size.
    pub size: &'a dyn Fn(&[u32]) -> u64,
    /// No set of this size or above will be asked for.
    pub limit: u64,
}

/// Views that hang together, and what can be worked out from them.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// Classes, those of the largest size first: the columns.
    pub classes: Vec<Class>,
    /// How many of the views say something that the others do not.
    pub rank: usize,
    /// The rows of the reduced form whose pivot is a class below the limit.
    pub rows: Vec<Row>,
}

impl Block {
    /// The class at this place.
    pub(super) fn holders(&self, class: u32) -> &[u32] {
        self.class(class).map_or(&[], |class| &class.holders)
    }

    fn class(&self, class: u32) -> Option<&Class> {
        self.classes.get(usize::try_from(class).ok()?)
    }

    fn new(views: &[(u32, &[Atom])], shape: &Shape) -> Self {
        let mut classes = collapse(views, shape);
        classes.sort_by_cached_key(|class| std::cmp::Reverse((shape.size)(&class.holders)));
        let small = classes.partition_point(|class| (shape.size)(&class.holders) >= shape.limit);
        let rows = echelon(rows(&classes));
        let rank = rows.len();
        let is_small =
            |row: &Row| row.entries.first().is_some_and(|(pivot, _)| u32_of(small) <= pivot);
        let rows = reduce(rows.into_iter().filter(is_small).collect());
        Self { classes, rank, rows }
    }
}

/// A place as a column; there are far fewer than four thousand million.
pub(super) fn u32_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// The blocks of these views.
pub(super) fn blocks(views: &[&[Atom]], shape: &Shape) -> Vec<Block> {
    let mut together: BTreeMap<u32, Vec<(u32, &[Atom])>> = BTreeMap::new();
    for (view, root) in (0..).zip(roots(views)) {
        let atoms = views.get(view).copied().unwrap_or_default();
        together.entry(root).or_default().push((u32_of(view), atoms));
    }
    together.into_values().map(|views| Block::new(&views, shape)).collect()
}

/// For each view the first view that it hangs together with.
fn roots(views: &[&[Atom]]) -> Vec<u32> {
    let mut parents: Vec<u32> = (0..u32_of(views.len())).collect();
    let mut first_with: HashMap<Atom, u32> = HashMap::new();
    for (view, atoms) in (0..).zip(views) {
        for atom in *atoms {
            let other = *first_with.entry(*atom).or_insert(view);
            let (a, b) = (root(&mut parents, other), root(&mut parents, view));
            set(&mut parents, a.max(b), a.min(b));
        }
    }
    (0..u32_of(views.len())).map(|view| root(&mut parents, view)).collect()
}

fn root(parents: &mut [u32], mut view: u32) -> u32 {
    loop {
        let parent = parent(parents, view);
        if parent == view {
            return view;
        }
        let above = self::parent(parents, parent);
        set(parents, view, above);
        view = above;
    }
}

fn parent(parents: &[u32], view: u32) -> u32 {
    usize::try_from(view).ok().and_then(|at| parents.get(at)).copied().unwrap_or(view)
}

fn set(parents: &mut [u32], view: u32, parent: u32) {
    if let Some(place) = usize::try_from(view).ok().and_then(|at| parents.get_mut(at)) {
        *place = parent;
    }
}

/// The classes of these views, which have each atom once. Every view splits
/// each class into those of its atoms that are in the view, and the rest.
fn collapse(views: &[(u32, &[Atom])], shape: &Shape) -> Vec<Class> {
    // At place 0: in no view so far.
    let mut views_of: Vec<Vec<u32>> = vec![Vec::new()];
    let mut class_of: HashMap<Atom, usize> = HashMap::new();
    for (view, atoms) in views {
        let mut inside: HashMap<usize, usize> = HashMap::new();
        for atom in *atoms {
            let class = class_of.entry(*atom).or_insert(0);
            let before = *class;
            *class = *inside.entry(before).or_insert_with(|| {
                let mut seen = views_of.get(before).cloned().unwrap_or_default();
                seen.push(*view);
                views_of.push(seen);
                views_of.len() - 1
            });
        }
    }
    let mut holders_of: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (atom, class) in class_of {
        if let Some(holder) = (shape.holder)(atom) {
            holders_of.entry(class).or_default().push(holder);
        }
    }
    let class = |(class, mut holders): (usize, Vec<u32>)| {
        holders.sort_unstable();
        holders.dedup();
        Class { holders, views: views_of.get(class).cloned().unwrap_or_default() }
    };
    holders_of.into_iter().map(class).collect()
}

/// The matrix, a row for each view.
fn rows(classes: &[Class]) -> Vec<Row> {
    let mut columns: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (column, class) in (0..).zip(classes) {
        for view in &class.views {
            columns.entry(*view).or_default().push(column);
        }
    }
    let row = |(view, columns)| Row { entries: Sparse::ones(columns), from: Sparse::ones([view]) };
    columns.into_iter().map(row).collect()
}

/// Row echelon form with ones as pivots, by ascending pivot; rows that add
/// nothing are gone.
fn echelon(rows: Vec<Row>) -> Vec<Row> {
    let mut waiting: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
    for row in rows {
        if let Some((column, _)) = row.entries.first() {
            waiting.entry(column).or_default().push(row);
        }
    }
    let mut done = Vec::new();
    while let Some((_, mut rows)) = waiting.pop_first() {
        // The row with the fewest entries, so that the others stay short.
        let at = (0..).zip(&rows).min_by_key(|(_, row)| row.entries.len()).map_or(0, |(at, _)| at);
        let pivot = rows.swap_remove(at);
        let Some((_, divisor)) = pivot.entries.first() else { continue };
        let pivot = pivot.divided_by(&divisor);
        for row in rows {
            let Some((_, factor)) = row.entries.first() else { continue };
            let row = row.minus_product(&factor, &pivot);
            if let Some((column, _)) = row.entries.first() {
                waiting.entry(column).or_default().push(row);
            }
        }
        done.push(pivot);
    }
    done
}

/// From echelon form to reduced form: every pivot is alone in its column.
fn reduce(mut rows: Vec<Row>) -> Vec<Row> {
    let mut done: BTreeMap<u32, Row> = BTreeMap::new();
    while let Some(mut row) = rows.pop() {
        let Some((pivot, _)) = row.entries.first() else { continue };
        // Rows that are done have zeros at each other's pivots, so that the
        // factors read off here stay what they are.
        let factors: Vec<_> =
            row.entries.iter().filter(|(column, _)| done.contains_key(column)).cloned().collect();
        for (column, factor) in factors {
            if let Some(other) = done.get(&column) {
                row = row.minus_product(&factor, other);
            }
        }
        done.insert(pivot, row);
    }
    done.into_values().collect()
}

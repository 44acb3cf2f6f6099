//! The search for the smallest sets of holders on which something can be
//! worked out.
//!
//! Given are the reduced rows of a block, a set of **free** holders (what an
//! insider knows already) and a rule that says which sets are small. Wanted is
//! every minimal small set T such that some combination of views vanishes
//! outside free ∪ T, and does not vanish outside free.
//!
//! How it is found: take a T that is wanted, and among the combinations that
//! show it one with the fewest pivots. All its pivots lie in free ∪ T. Start
//! with the holders of any of them, and call what is collected so far C. While
//! C is not all of T, look at the part of the combination whose pivots lie in
//! free ∪ C. It cannot vanish outside free ∪ C: else C would be a smaller
//! answer, or the part could be taken away. So it is not zero in some column
//! outside, hence not in one of any largest independent set K of the columns
//! outside. That column is either in the result, and then its holders belong to
//! T, or another row cancels it there, and then the holders of that row's pivot
//! belong to T. Trying all of these for each column of K leads to T.
//!
//! Cost: with d rows, columns of at most Δ entries, and sets of fewer than s
//! holders beside the free ones, at most d · (s(1 + Δ))^(s − 1) sets are looked
//! at. Where no row is left (the usual case: large classes determine
//! everything) there is nothing to do. No input can make it hang: after
//! [`MOST_SETS`] sets it gives up and says so, which counts as unsafe.

use super::matrix::{Block, Row};
use super::number::Number;
use std::collections::{BTreeSet, HashMap, HashSet};

/// After how many sets a search gives up.
const MOST_SETS: usize = 200_000;

/// A minimal set on which something can be worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The set.
    pub holders: Vec<u32>,
    /// The combination.
    pub row: Row,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Outcome {
    /// The minimal sets, small ones first.
    pub found: Vec<Found>,
    /// Whether the search had to give up.
    pub gave_up: bool,
}

impl Outcome {
    pub(super) fn and(mut self, other: Self) -> Self {
        self.found.extend(other.found);
        self.gave_up |= other.gave_up;
        self.minimal()
    }

    fn minimal(mut self) -> Self {
        self.found
            .sort_by(|a, b| (a.holders.len(), &a.holders).cmp(&(b.holders.len(), &b.holders)));
        let mut kept: Vec<Found> = Vec::new();
        for found in self.found {
            if !kept.iter().any(|smaller| within(&smaller.holders, &found.holders)) {
                kept.push(found);
            }
        }
        Self { found: kept, ..self }
    }
}

/// A block made ready to be searched, for any number of audiences.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    block: Block,
    /// For each class the rows that are not zero there.
    rows_at: Vec<Vec<usize>>,
    /// For each row its classes, those with the fewest rows first.
    classes_of: Vec<Vec<u32>>,
    /// For each holder the rows whose pivot it has a part in.
    pivots_of: HashMap<u32, Vec<usize>>,
}

impl Ground {
    pub(super) fn new(block: Block) -> Self {
        let mut rows_at = vec![Vec::new(); block.classes.len()];
        let mut pivots_of: HashMap<u32, Vec<usize>> = HashMap::new();
        for (place, row) in block.rows.iter().enumerate() {
            for class in row.entries.columns() {
                if let Some(rows) = at_mut(&mut rows_at, class) {
                    rows.push(place);
                }
            }
            for holder in pivot(&block, row) {
                pivots_of.entry(*holder).or_default().push(place);
            }
        }
        let degree = |class: &u32| at(&rows_at, *class).map_or(0, Vec::len);
        let classes_of = block.rows.iter().map(|row| {
            let mut classes: Vec<u32> = row.entries.columns().collect();
            classes.sort_by_key(degree);
            classes
        });
        let classes_of = classes_of.collect();
        Self { block, rows_at, classes_of, pivots_of }
    }

    pub(super) const fn rank(&self) -> usize {
        self.block.rank
    }

    /// Every minimal set that `fits`, for someone who knows the `free` holders.
    /// Whatever is part of a set that fits must fit as well.
    pub(super) fn search(&self, free: &BTreeSet<u32>, fits: &dyn Fn(&[u32]) -> bool) -> Outcome {
        self.search_at_most(MOST_SETS, free, fits)
    }

    /// The same, giving up after `most` sets.
    pub(super) fn search_at_most(
        &self,
        most: usize,
        free: &BTreeSet<u32>,
        fits: &dyn Fn(&[u32]) -> bool,
    ) -> Outcome {
        Search { ground: self, free, fits, hidden: 0 }.run(most)
    }

    fn holders(&self, row: usize) -> &[u32] {
        self.block.rows.get(row).map_or(&[], |row| pivot(&self.block, row))
    }

    fn entry(&self, row: usize, class: u32) -> Number {
        let entry = self.block.rows.get(row).and_then(|row| row.entries.get(class));
        entry.cloned().unwrap_or(Number::ZERO)
    }
}

fn pivot<'a>(block: &'a Block, row: &Row) -> &'a [u32] {
    row.entries.first().map_or(&[], |(class, _)| block.holders(class))
}

fn at<T>(list: &[T], place: u32) -> Option<&T> {
    list.get(usize::try_from(place).ok()?)
}

fn at_mut<T>(list: &mut [T], place: u32) -> Option<&mut T> {
    list.get_mut(usize::try_from(place).ok()?)
}

/// Whether all of `part` is in `whole`; both are in order.
pub(super) fn within(part: &[u32], whole: &[u32]) -> bool {
    part.len() <= whole.len() && part.iter().all(|holder| whole.binary_search(holder).is_ok())
}

struct Search<'a> {
    ground: &'a Ground,
    free: &'a BTreeSet<u32>,
    fits: &'a dyn Fn(&[u32]) -> bool,
    /// How many independent combinations show only what is free.
    hidden: usize,
}

/// What the columns outside a set say about the rows whose pivots are inside.
struct Outside {
    rows: Vec<usize>,
    /// The largest independent set of columns outside.
    columns: Vec<u32>,
    /// The same columns as vectors over the rows, in reduced form, each with
    /// the place of its one.
    reduced: Vec<(usize, Vec<Number>)>,
}

impl Search<'_> {
    fn run(mut self, most: usize) -> Outcome {
        let all = self.ground.block.rows.len();
        let known = self.outside(&[]);
        self.hidden = known.rows.len() - known.columns.len();
        let mut outcome = Outcome::default();
        let mut waiting: Vec<Vec<u32>> = Vec::new();
        let mut seen: HashSet<Vec<u32>> = HashSet::new();
        let starts = (0..all).map(|row| self.with(&[], self.ground.holders(row)));
        for set in starts.filter(|set| (self.fits)(set)) {
            if seen.insert(set.clone()) {
                waiting.push(set);
            }
        }
        while let Some(set) = waiting.pop() {
            if outcome.found.iter().any(|found| within(&found.holders, &set)) {
                continue;
            }
            let outside = self.outside(&set);
            if let Some(row) = self.leak(&outside) {
                outcome.found.push(Found { holders: set, row });
                continue;
            }
            for next in self.next(&set, &outside) {
                if (self.fits)(&next) && seen.insert(next.clone()) {
                    waiting.push(next);
                }
            }
            if seen.len() > most {
                outcome.gave_up = true;
                break;
            }
        }
        outcome.minimal()
    }

    /// The set with these holders too, as far as they are not free.
    fn with(&self, set: &[u32], holders: &[u32]) -> Vec<u32> {
        let new = holders.iter().filter(|holder| !self.free.contains(holder));
        let mut set: Vec<u32> = set.iter().chain(new).copied().collect();
        set.sort_unstable();
        set.dedup();
        set
    }

    fn inside(&self, holders: &[u32], set: &[u32]) -> bool {
        holders.len() <= set.len() + self.free.len()
            && holders
                .iter()
                .all(|holder| set.binary_search(holder).is_ok() || self.free.contains(holder))
    }

    /// The rows whose pivots are inside free ∪ set.
    fn rows(&self, set: &[u32]) -> Vec<usize> {
        let touched =
            self.free.iter().chain(set).filter_map(|holder| self.ground.pivots_of.get(holder));
        let touched: BTreeSet<usize> = touched.flatten().copied().collect();
        touched.into_iter().filter(|row| self.inside(self.ground.holders(*row), set)).collect()
    }

    fn outside(&self, set: &[u32]) -> Outside {
        let rows = self.rows(set);
        // At most so many columns are independent: what shows only what is
        // free vanishes in all of them.
        let most = rows.len() - self.hidden;
        let mut outside = Outside { rows, columns: Vec::new(), reduced: Vec::new() };
        let classes: Vec<&Vec<u32>> =
            outside.rows.iter().filter_map(|row| self.ground.classes_of.get(*row)).collect();
        let longest = classes.iter().map(|classes| classes.len()).max().unwrap_or(0);
        let mut tried: HashSet<u32> = HashSet::new();
        // In turn from each row, so that no row has to be read to its end
        // before the next one is looked at.
        for place in 0..longest {
            for class in classes.iter().filter_map(|classes| classes.get(place)) {
                if outside.columns.len() == most {
                    return outside;
                }
                if tried.insert(*class) && !self.inside(self.ground.block.holders(*class), set) {
                    let rows = outside.rows.iter();
                    let column = rows.map(|row| self.ground.entry(*row, *class)).collect();
                    if insert(&mut outside.reduced, column) {
                        outside.columns.push(*class);
                    }
                }
            }
        }
        outside
    }

    /// A combination that vanishes outside free ∪ set, but not outside free.
    fn leak(&self, outside: &Outside) -> Option<Row> {
        if outside.rows.len() == outside.columns.len() + self.hidden {
            return None;
        }
        let shows = |row: &Row| {
            row.entries.columns().any(|class| !self.inside(self.ground.block.holders(class), &[]))
        };
        let free = (0..outside.rows.len())
            .filter(|place| !outside.reduced.iter().any(|(pivot, _)| pivot == place));
        free.map(|place| self.combination(outside, place)).find(shows)
    }

    /// The combination in which, of the rows without pivot in `reduced`, only
    /// that at `place` is used.
    fn combination(&self, outside: &Outside, place: usize) -> Row {
        let mut sum = Row::NOTHING;
        for (row, at) in outside.rows.iter().zip(0..) {
            let Some(row) = self.ground.block.rows.get(*row) else { continue };
            let factor = if at == place {
                Number::ONE.negated()
            } else if let Some((_, column)) = outside.reduced.iter().find(|(pivot, _)| *pivot == at)
            {
                column.get(place).cloned().unwrap_or(Number::ZERO)
            } else {
                continue;
            };
            sum = sum.minus_product(&factor, row);
        }
        sum
    }

    /// The larger sets to look at after this one.
    fn next(&self, set: &[u32], outside: &Outside) -> Vec<Vec<u32>> {
        let mut next = Vec::new();
        for column in &outside.columns {
            next.push(self.with(set, self.ground.block.holders(*column)));
            for row in at(&self.ground.rows_at, *column).into_iter().flatten() {
                if !outside.rows.contains(row) {
                    next.push(self.with(set, self.ground.holders(*row)));
                }
            }
        }
        next
    }
}

/// Adds a vector to a reduced list of independent ones; `false` if it depends
/// on them.
fn insert(reduced: &mut Vec<(usize, Vec<Number>)>, mut column: Vec<Number>) -> bool {
    for (pivot, other) in reduced.iter() {
        let factor = column.get(*pivot).cloned().unwrap_or(Number::ZERO);
        subtract(&mut column, &factor, other);
    }
    let Some(pivot) = column.iter().position(|number| !number.is_zero()) else { return false };
    let divisor = column.get(pivot).cloned().unwrap_or(Number::ONE);
    for number in &mut column {
        *number = number.divided_by(&divisor);
    }
    for (_, other) in reduced.iter_mut() {
        let factor = other.get(pivot).cloned().unwrap_or(Number::ZERO);
        subtract(other, &factor, &column);
    }
    reduced.push((pivot, column));
    true
}

fn subtract(from: &mut [Number], factor: &Number, other: &[Number]) {
    if !factor.is_zero() {
        for (number, other) in from.iter_mut().zip(other) {
            *number = number.minus_product(factor, other);
        }
    }
}

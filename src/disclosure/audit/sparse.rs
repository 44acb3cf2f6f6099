//! Rows of numbers of which most are zero.

use super::number::Number;
use std::cmp::Ordering;

/// What is not zero in a row, by column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Sparse(Vec<(u32, Number)>);

impl Sparse {
    pub(super) const NOTHING: Self = Self(Vec::new());

    /// A row of ones in these columns, which come in order.
    pub(super) fn ones(columns: impl IntoIterator<Item = u32>) -> Self {
        Self(columns.into_iter().map(|column| (column, Number::ONE)).collect())
    }

    /// How many numbers are not zero.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(u32, Number)> {
        self.0.iter()
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|(column, _)| *column)
    }

    /// The first column that is not zero, and what stands there.
    pub(super) fn first(&self) -> Option<(u32, Number)> {
        self.0.first().cloned()
    }

    pub(super) fn get(&self, column: u32) -> Option<&Number> {
        let at = self.0.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        self.0.get(at).map(|(_, number)| number)
    }

    pub(super) fn divided_by(self, divisor: &Number) -> Self {
        if *divisor == Number::ONE {
            return self;
        }
        Self(self.0.into_iter().map(|(column, n)| (column, n.divided_by(divisor))).collect())
    }

    /// `self − factor × other`.
    pub(super) fn minus_product(&self, factor: &Number, other: &Self) -> Self {
        let mut sum = Vec::with_capacity(self.len() + other.len());
        let mut put = |column: u32, number: Number| {
            if !number.is_zero() {
                sum.push((column, number));
            }
        };
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        loop {
            let order = match (left.peek(), right.peek()) {
                (Some((a, _)), Some((b, _))) => a.cmp(b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => break,
            };
            let mine = if order.is_le() { left.next() } else { None };
            let theirs = if order.is_ge() { right.next() } else { None };
            match (mine, theirs) {
                (Some((column, n)), Some((_, m))) => put(*column, n.minus_product(factor, m)),
                (Some((column, n)), None) => put(*column, n.clone()),
                (None, Some((column, m))) => put(*column, Number::ZERO.minus_product(factor, m)),
                (None, None) => break,
            }
        }
        Self(sum)
    }
}

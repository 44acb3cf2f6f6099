//! Tables of numbers, persons in rows, as other software takes them.

/// Why a table gives no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The rows do not all have as many cells, or there are too few columns.
    #[error("every person needs a cell for each item, and there must be enough items")]
    Shape,
    /// Fewer than two persons answered everything that is looked at.
    #[error("at least two persons must have answered")]
    TooFewPersons,
    /// A number is infinite or no number.
    #[error("every number must be finite")]
    NotFinite,
}

/// A sum that does not depend, even in its last bit, on the order of its terms.
pub(super) fn sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    let mut terms: Vec<f64> = terms.into_iter().collect();
    terms.sort_unstable_by(f64::total_cmp);
    terms.into_iter().sum()
}

/// The deviations of some numbers from their mean; exactly 0 where all are equal.
pub(super) fn deviations(numbers: &[f64]) -> Vec<f64> {
    let lowest = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let mean = sum(numbers.iter().map(|number| number - lowest)) / numbers.len() as f64;
    numbers.iter().map(|number| (number - lowest) - mean).collect()
}

/// The columns of the rows that have no gap, at least `fewest` columns.
pub(super) fn complete_columns(
    rows: &[impl AsRef<[Option<f64>]>],
    fewest: usize,
) -> Result<Vec<Vec<f64>>, TableError> {
    let width = rows.first().ok_or(TableError::TooFewPersons)?.as_ref().len();
    if width < fewest || rows.iter().any(|row| row.as_ref().len() != width) {
        return Err(TableError::Shape);
    }
    if rows.iter().flat_map(AsRef::as_ref).flatten().any(|number| !number.is_finite()) {
        return Err(TableError::NotFinite);
    }
    let mut columns = vec![Vec::new(); width];
    let complete = |row: &[Option<f64>]| row.iter().copied().collect::<Option<Vec<f64>>>();
    for row in rows.iter().filter_map(|row| complete(row.as_ref())) {
        for (column, number) in columns.iter_mut().zip(row) {
            column.push(number);
        }
    }
    if columns.iter().any(|column| column.len() < 2) {
        return Err(TableError::TooFewPersons);
    }
    Ok(columns)
}

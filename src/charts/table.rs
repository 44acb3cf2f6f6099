//! The numbers of a chart as a table, and as a file for a spreadsheet.

use serde::Serialize;

/// Columns and rows; the first cell of a row names the row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Table {
    /// Headings.
    pub columns: Vec<String>,
    /// Cells, as many in a row as there are columns.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The table as RFC 4180 has it: comma-separated, each line ended by CR LF,
    /// headings first. A cell that a spreadsheet would take for a formula gets an
    /// apostrophe before it, which spreadsheets do not show. One that has such apostrophes
    /// already gets one more, so that whoever takes one away has the text that it was.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut csv = String::new();
        for row in std::iter::once(&self.columns).chain(&self.rows) {
            for (place, cell) in row.iter().enumerate() {
                if place > 0 {
                    csv.push(',');
                }
                push_cell(&mut csv, cell);
            }
            csv.push_str("\r\n");
        }
        csv
    }
}

/// What a spreadsheet takes for the beginning of a formula, full-width forms
/// included, and what it may skip on its way to one.
const FORMULA: [char; 11] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

fn push_cell(csv: &mut String, cell: &str) {
    let harmless = if cell.trim_start_matches('\'').trim_start_matches(' ').starts_with(FORMULA) {
        "'"
    } else {
        ""
    };
    let quoted =
        cell.contains(['"', ',', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ');
    if quoted {
        csv.push('"');
    }
    csv.push_str(harmless);
    for character in cell.chars().filter(|character| *character != '\0') {
        if character == '"' {
            csv.push('"');
        }
        csv.push(character);
    }
    if quoted {
        csv.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The cells of a file, as a program reads them.
    fn cells(csv: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        let rows = reader.records();
        rows.map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    /// What a cell was before it was made harmless.
    fn before(cell: &str) -> &str {
        let rest = cell.strip_prefix('\'').unwrap_or(cell);
        let formula = rest.trim_start_matches('\'').trim_start_matches(' ').starts_with(FORMULA);
        if formula { rest } else { cell }
    }

    proptest! {
        #[test]
        fn any_text_is_harmless_in_a_spreadsheet_and_comes_back_as_it_was(
            texts in proptest::collection::vec(
                prop_oneof!["[=+@'\"\t\r\n ,;a\u{ff1d}-]{0,6}", "\\PC{0,20}", any::<String>()],
                3,
            ),
        ) {
            // Nothing that is stored holds NUL.
            let texts: Vec<String> = texts.iter().map(|text| text.replace('\0', "")).collect();
            let columns = vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
            let table = Table { columns, rows: vec![texts.clone()] };
            let read = cells(&table.csv());
            prop_assert_eq!(read.len(), 2);
            for (cell, text) in read[1].iter().zip(&texts) {
                prop_assert!(!cell.trim_start_matches(' ').starts_with(FORMULA), "{:?}", cell);
                prop_assert_eq!(before(cell), text);
            }
        }
    }
}

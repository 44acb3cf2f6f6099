//! The table in SECURITY.md: whole, without an empty cell, and what it names is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The requirements of levels 1 and 2 in ASVS 5.0.0, by section.
const REQUIREMENTS: [(&str, &[u8]); 75] = [
    ("1.1", &[1, 2]),
    ("1.2", &[1, 2, 3, 4, 5, 6, 7, 8, 9]),
    ("1.3", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    ("1.4", &[1, 2, 3]),
    ("1.5", &[1, 2]),
    ("2.1", &[1, 2, 3]),
    ("2.2", &[1, 2, 3]),
    ("2.3", &[1, 2, 3, 4]),
    ("2.4", &[1]),
    ("3.2", &[1, 2]),
    ("3.3", &[1, 2, 3, 4]),
    ("3.4", &[1, 2, 3, 4, 5, 6]),
    ("3.5", &[1, 2, 3, 4, 5]),
    ("3.7", &[1, 2]),
    ("4.1", &[1, 2, 3]),
    ("4.2", &[1]),
    ("4.3", &[1, 2]),
    ("4.4", &[1, 2, 3, 4]),
    ("5.1", &[1]),
    ("5.2", &[1, 2, 3]),
    ("5.3", &[1, 2]),
    ("5.4", &[1, 2, 3]),
    ("6.1", &[1, 2, 3]),
    ("6.2", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    ("6.3", &[1, 2, 3, 4]),
    ("6.4", &[1, 2, 3, 4]),
    ("6.5", &[1, 2, 3, 4, 5]),
    ("6.6", &[1, 2, 3]),
    ("6.8", &[1, 2, 3, 4]),
    ("7.1", &[1, 2, 3]),
    ("7.2", &[1, 2, 3, 4]),
    ("7.3", &[1, 2]),
    ("7.4", &[1, 2, 3, 4, 5]),
    ("7.5", &[1, 2]),
    ("7.6", &[1, 2]),
    ("8.1", &[1, 2]),
    ("8.2", &[1, 2, 3]),
    ("8.3", &[1]),
    ("8.4", &[1]),
    ("9.1", &[1, 2, 3]),
    ("9.2", &[1, 2, 3, 4]),
    ("10.1", &[1, 2]),
    ("10.2", &[1, 2]),
    ("10.3", &[1, 2, 3, 4]),
    ("10.4", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    ("10.5", &[1, 2, 3, 4, 5]),
    ("10.6", &[1, 2]),
    ("10.7", &[1, 2, 3]),
    ("11.1", &[1, 2]),
    ("11.2", &[1, 2, 3]),
    ("11.3", &[1, 2, 3]),
    ("11.4", &[1, 2, 3, 4]),
    ("11.5", &[1]),
    ("11.6", &[1]),
    ("12.1", &[1, 2, 3]),
    ("12.2", &[1, 2]),
    ("12.3", &[1, 2, 3, 4]),
    ("13.1", &[1]),
    ("13.2", &[1, 2, 3, 4, 5]),
    ("13.3", &[1, 2]),
    ("13.4", &[1, 2, 3, 4, 5]),
    ("14.1", &[1, 2]),
    ("14.2", &[1, 2, 3, 4]),
    ("14.3", &[1, 2, 3]),
    ("15.1", &[1, 2, 3]),
    ("15.2", &[1, 2, 3]),
    ("15.3", &[1, 2, 3, 4, 5, 6, 7]),
    ("16.1", &[1]),
    ("16.2", &[1, 2, 3, 4, 5]),
    ("16.3", &[1, 2, 3, 4]),
    ("16.4", &[1, 2, 3]),
    ("16.5", &[1, 2, 3]),
    ("17.1", &[1]),
    ("17.2", &[1, 2, 3, 4]),
    ("17.3", &[1, 2]),
];

/// Rows of the table: number, requirement, how, shown by.
fn rows() -> Vec<[String; 4]> {
    let text = std::fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let lines = text.lines().filter(|line| line.starts_with("| v5.0.0-"));
    lines
        .map(|line| {
            let cells: Vec<String> =
                line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
            cells.try_into().unwrap_or_else(|cells| panic!("not four cells: {cells:?}"))
        })
        .collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_requirement_stands_in_the_table_once_and_is_answered() {
    let mut known = BTreeSet::new();
    for (section, numbers) in REQUIREMENTS {
        known.extend(numbers.iter().map(|number| format!("v5.0.0-{section}.{number}")));
    }
    assert_eq!(known.len(), 253);
    let rows = rows();
    let mut seen = BTreeSet::new();
    for row in &rows {
        assert!(row.iter().all(|cell| !cell.is_empty()), "{row:?}");
        assert!(seen.insert(row[0].clone()), "twice: {}", row[0]);
    }
    let missing: Vec<_> = known.difference(&seen).collect();
    let unknown: Vec<_> = seen.difference(&known).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "missing {missing:?}, unknown {unknown:?}");
}

#[test]
fn every_test_and_file_that_the_table_names_is_there() {
    let mut files = BTreeMap::new();
    let mut named = 0;
    for [number, _, _, shown_by] in rows() {
        // Between backticks: a file, or a file and a test in it.
        for name in shown_by.split('`').skip(1).step_by(2) {
            let (file, test) = name.split_once("::").unwrap_or((name, ""));
            if test.is_empty() {
                assert!(root().join(file).exists(), "{number}: no file {file}");
                continue;
            }
            let text = files.entry(file.to_owned()).or_insert_with(|| {
                std::fs::read_to_string(root().join(file))
                    .unwrap_or_else(|error| panic!("{number}: {file}: {error}"))
            });
            let there = if Path::new(file).extension().is_some_and(|kind| kind == "mjs") {
                text.contains(&format!("test('{test}'"))
            } else {
                is_test(text, test)
            };
            assert!(there, "{number}: no test {test} in {file}");
            named += 1;
        }
    }
    assert!(named > 100, "only {named} tests are named");
}

/// Whether a function of this name stands below an attribute that makes it a test, or in
/// a block of property tests.
fn is_test(text: &str, name: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let head = format!("fn {name}(");
    let Some(at) = lines.iter().position(|line| line.contains(&head)) else { return false };
    let above = lines[..at].iter().rev();
    let attributes: Vec<_> =
        above.take_while(|line| line.starts_with('#') || line.starts_with("//")).collect();
    let marked = attributes.iter().any(|line| line.starts_with('#') && line.contains("test"));
    marked || lines[..at].iter().any(|line| line.starts_with("proptest!"))
}

#[test]
fn a_function_that_is_no_test_does_not_count_as_one() {
    assert!(is_test("#[test]\nfn one() {", "one"));
    assert!(is_test("#[tokio::test]\nasync fn one() {", "one"));
    assert!(!is_test("#[test]\nfn one() {}\n\nfn two() {", "two"));
    assert!(!is_test("#[test]\nfn one() {}", "on"));
}

//! Which round comes before which.

use super::Sheet;

/// The rounds' names, earliest first.
///
/// Where every name holds a digit they are ordered as people count: 2 before 10,
/// 2026-Q4 before 2027-Q1. Names without digits, such as "before" and "after",
/// say nothing about time, and the order in which the file mentions them holds.
pub fn rounds(sheet: &Sheet) -> Vec<String> {
    let mut names = sheet.mentioned.clone();
    if ordered_by_number(sheet) {
        names.sort_by(|a, b| parts(a).cmp(&parts(b)).then_with(|| a.cmp(b)));
    }
    names
}

/// Whether every round's name holds a digit.
#[must_use]
pub fn ordered_by_number(sheet: &Sheet) -> bool {
    sheet.mentioned.iter().all(|name| name.contains(|c: char| c.is_ascii_digit()))
}

/// A piece of a name: a run of digits by its value, or one other character.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// How many digits, without zeros in front, and the digits: their order is
    /// the order of the numbers, however long they are.
    Number(usize, String),
    Sign(char),
}

fn parts(name: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        if !letter.is_ascii_digit() {
            parts.push(Part::Sign(letter));
            continue;
        }
        let mut digits = String::from(letter);
        while let Some(digit) = letters.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        let digits = digits.trim_start_matches('0').to_owned();
        parts.push(Part::Number(digits.len(), digits));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(names: &[&str]) -> Vec<String> {
        let mentioned = names.iter().map(|name| (*name).to_owned()).collect();
        rounds(&Sheet { mentioned, ..Sheet::default() })
    }

    #[test]
    fn rounds_with_numbers_are_ordered_as_people_count() {
        assert_eq!(ordered(&["10", "9", "2"]), ["2", "9", "10"]);
        assert_eq!(ordered(&["2027-Q1", "2026-Q4"]), ["2026-Q4", "2027-Q1"]);
        assert_eq!(ordered(&["r10", "r02", "r1"]), ["r1", "r02", "r10"]);
        let long = "99999999999999999999999999999999999999";
        assert_eq!(ordered(&[long, "100"]), ["100", long]);
    }

    #[test]
    fn rounds_without_numbers_keep_the_order_of_the_file() {
        assert_eq!(ordered(&["before", "after"]), ["before", "after"]);
    }
}

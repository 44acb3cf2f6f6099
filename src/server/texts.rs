//! Longer texts that people type: several lines, checked at the edge.

use super::fields::{Faults, Fields};
use super::names::invisible;

/// Reads a text of at most so many characters; the empty text where it is at fault.
/// Browsers send line ends as CR LF.
pub fn read(fields: &Fields, name: &str, most: usize, faults: &mut Faults) -> String {
    let text = fields.text(name).replace("\r\n", "\n");
    let text = text.trim();
    if text.chars().count() > most {
        faults.add(name, format!("Use at most {most} characters."));
        return String::new();
    }
    if text.chars().any(|c| invisible(c) && c != '\n' && c != '\t') {
        faults.add(name, "This holds characters that cannot be seen. Type it anew.");
        return String::new();
    }
    text.to_owned()
}

/// The same for a text that has to be there.
pub fn required(fields: &Fields, name: &str, most: usize, faults: &mut Faults) -> String {
    let text = read(fields, name, most, faults);
    if text.is_empty() && fields.text(name).trim().is_empty() {
        faults.add(name, "Write something here, a sentence is enough.");
    }
    text
}

/// The same for a text of one line.
pub fn line(fields: &Fields, name: &str, most: usize, faults: &mut Faults) -> String {
    read(fields, name, most, faults).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_one_character_and_stay() {
        let fields = Fields::parse(b"a=+one%0D%0Atwo+").unwrap();
        let mut faults = Faults::default();
        assert_eq!(read(&fields, "a", 7, &mut faults), "one\ntwo");
        assert_eq!(line(&fields, "a", 7, &mut faults), "one two");
        assert!(faults.is_empty());
    }

    #[test]
    fn too_long_empty_and_invisible_are_told_apart() {
        let fields = Fields::parse("long=abcd&empty=+&turned=a\u{202E}b".as_bytes()).unwrap();
        let mut faults = Faults::default();
        for name in ["long", "empty", "turned"] {
            assert_eq!(required(&fields, name, 3, &mut faults), "");
        }
        assert!(faults.at("long").unwrap().contains("at most 3"));
        assert!(faults.at("empty").unwrap().contains("Write something"));
        assert!(faults.at("turned").unwrap().contains("cannot be seen"));
        assert_eq!(faults.list().len(), 3);
    }
}

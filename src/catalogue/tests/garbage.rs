//! Whatever the files hold, reading them ends with a catalogue or with faults.

use crate::catalogue::Catalogue;
use crate::catalogue::load::{BUILTIN_FILES, BUILTIN_VERSION};
use proptest::prelude::*;

/// Reads and checks what must hold for any text.
fn reads(version: &str, files: &[(&str, &str)]) -> Result<(), TestCaseError> {
    if let Err(error) = Catalogue::parse(version, files) {
        prop_assert!(!error.faults.is_empty());
        for fault in &error.faults {
            prop_assert!(!fault.entry.is_empty() && !fault.fault.is_empty(), "{fault:?}");
        }
        prop_assert_eq!(error.to_string().matches("\n- ").count() >= error.faults.len(), true);
    }
    Ok(())
}

/// The nearest place at or before `at` where a text can be cut.
fn cut(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn garbage_is_refused_without_panic(version in any::<String>(), file in any::<String>()) {
        prop_assert!(Catalogue::parse(&version, &[("garbage.toml", &file)]).is_err());
        reads(&version, &[("garbage.toml", &file)])?;
    }

    #[test]
    fn toml_of_another_shape_is_refused_without_panic(
        key in "dimension|pattern|experiment|id|version",
        value in r"1|-7|1\.5|true|''|'x'|\[\]|\[1\]|\[\[\]\]|\{\}|\[\{\}\]|\{id=1\}|\[\{id='x'\}\]|1979-05-27|inf",
    ) {
        let text = format!("{key} = {value}\n");
        prop_assert!(Catalogue::parse(&text, &[("odd.toml", &text)]).is_err());
        reads(&text, &[("odd.toml", &text)])?;
    }

    #[test]
    fn a_builtin_text_with_a_piece_changed_is_read_without_panic(
        file in 0..BUILTIN_FILES.len(),
        from in any::<prop::sample::Index>(),
        length in 0..200_usize,
        inserted in prop_oneof![any::<String>(), "[\\[\\]{}\"'=,.#\n a-z0-9-]{0,12}"],
    ) {
        let mut files = BUILTIN_FILES;
        let (name, text) = files[file];
        let start = cut(text, from.index(text.len()));
        let end = cut(text, start + length).max(start);
        let changed = format!("{}{inserted}{}", &text[..start], &text[end..]);
        files[file] = (name, &changed);
        reads(BUILTIN_VERSION, &files)?;
    }
}

//! The catalogue's loader: the first byte chooses which of the built-in files is replaced
//! by the rest; 6 is the file with the version.

#![no_main]

use andon::catalogue::{Catalogue, PatternId};
use libfuzzer_sys::fuzz_target;

const VERSION: &str = include_str!("../../src/catalogue/andon-1/catalogue.toml");
const FILES: [(&str, &str); 6] = [
    ("customer.toml", include_str!("../../src/catalogue/andon-1/customer.toml")),
    ("structure.toml", include_str!("../../src/catalogue/andon-1/structure.toml")),
    ("collaboration.toml", include_str!("../../src/catalogue/andon-1/collaboration.toml")),
    ("change.toml", include_str!("../../src/catalogue/andon-1/change.toml")),
    ("learning.toml", include_str!("../../src/catalogue/andon-1/learning.toml")),
    ("people.toml", include_str!("../../src/catalogue/andon-1/people.toml")),
];

fuzz_target!(|bytes: &[u8]| {
    let Some((which, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let mut files = FILES;
    let mut version = VERSION;
    match files.get_mut(usize::from(*which)) {
        Some((_, file)) => *file = text,
        None => version = text,
    }
    match Catalogue::parse(version, &files) {
        Ok(catalogue) => {
            // Everything is there, in its place, and read the same way again.
            for (place, pattern) in PatternId::ALL.into_iter().zip(catalogue.patterns()) {
                assert_eq!(place, pattern.id);
                assert!(!catalogue.pattern(place).name.is_empty());
            }
            assert_eq!(Catalogue::parse(version, &files).as_ref(), Ok(&catalogue));
        }
        Err(error) => {
            assert!(!error.faults.is_empty());
            let lines = text.matches('\n').count() + 1;
            for fault in &error.faults {
                assert!(!fault.entry.is_empty() && !fault.fault.is_empty(), "{fault}");
                // "people.toml, line 12" is a line that there is.
                if let Some((_, line)) = fault.entry.rsplit_once(".toml, line ")
                    && let Ok(line) = line.parse::<usize>()
                {
                    assert!((1..=lines).contains(&line), "{fault} of {lines} lines");
                }
            }
        }
    }
});

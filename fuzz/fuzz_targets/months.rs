//! A file of delivery signals: read, written out and read again.

#![no_main]

use andon::days::Month;
use andon::import::months::{MOST_MONTHS, read, typed};
use andon::measure::delivery::Field;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(present) = "2026-03".parse::<Month>() else { return };
    match read(bytes, present) {
        Ok(months) => {
            assert!(!months.is_empty() && months.len() <= MOST_MONTHS);
            let head = format!("month,{}", Field::ALL.map(Field::name).join(","));
            let lines = months.iter().map(|(month, counted)| {
                assert!(counted.faults().is_empty());
                format!("{month},{}", Field::ALL.map(|field| typed(counted, field)).join(","))
            });
            let file: Vec<String> = std::iter::once(head).chain(lines).collect();
            assert_eq!(read(file.join("\n").as_bytes(), present), Ok(months));
        }
        Err(faults) => {
            assert!(!faults.is_empty());
            let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64;
            for fault in &faults {
                assert!((1..=lines + 1).contains(&fault.place.line), "{fault}");
                if let Some((column, _)) = fault.place.column {
                    assert!((1..=bytes.len() + 1).contains(&column), "{fault}");
                }
                assert!(!fault.to_string().contains(char::is_control), "{fault}");
            }
        }
    }
});

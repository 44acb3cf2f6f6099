//! A file of past rounds: read, planned, written out and read again; and `andon score`'s
//! reading of the same bytes.

#![no_main]

use andon::import::{Existing, Known, Plan, Shown, plan, read, text};
use andon::score::{self, Fault};
use jiff::civil::{Date, date};
use libfuzzer_sys::fuzz_target;

const TODAY: Date = date(2026, 3, 2);

fn name(cell: &str) -> Result<(), String> {
    andon::server::Name::parse(cell).map(drop).map_err(|bad| bad.to_string())
}

/// What an organisation might have already.
fn existing() -> Existing {
    let day = date(2024, 1, 31);
    let there = Known { name: "Payments".to_owned(), sealed: vec![(day, day)], open_since: None };
    Existing { minimum_group: 3, teams: vec![there] }
}

/// Faults are few, short and within the file.
fn within(faults: &[Fault], bytes: &[u8]) {
    let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64 + 1;
    for fault in faults {
        assert!((1..=lines).contains(&fault.place.line), "{fault} of {lines}");
        if let Some((column, _)) = fault.place.column {
            assert!((1..=bytes.len() + 1).contains(&column), "{fault}");
        }
        let said = fault.to_string();
        assert!(!said.contains(char::is_control), "{said:?}");
        assert!(said.len() < 2_000, "{said}");
    }
    assert!(faults.len() <= score::MOST_FAULTS + 100, "{} faults", faults.len());
}

fn planned(bytes: &[u8]) -> Option<Plan> {
    let (sheet, faults) = read(bytes, &name, TODAY);
    within(&faults, bytes);
    match plan(&sheet, &existing(), TODAY) {
        Ok(plan) if faults.is_empty() => Some(plan),
        Ok(_) => None,
        Err(more) => {
            within(&more, bytes);
            None
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    if let Err(faults) = score::read(bytes) {
        assert!(!faults.is_empty());
        within(&faults, bytes);
    }
    let Some(first) = planned(bytes) else { return };
    // What travels through the form says the same, and says it in the same words.
    let carried = text(&first);
    let Some(again) = planned(carried.as_bytes()) else { panic!("refused: {carried}") };
    assert_eq!(text(&again), carried);
    assert_eq!(Shown::of(&again), Shown::of(&first));
    assert_eq!(Shown::read(&Shown::of(&first).write()), Some(Shown::of(&first)));
    assert_eq!(again.rows.len(), first.rows.len());
    for (one, other) in first.rows.iter().zip(&again.rows) {
        let (mut a, mut b) = (one.answers.clone(), other.answers.clone());
        a.sort_by_key(andon::catalogue::Answers::encode);
        b.sort_by_key(andon::catalogue::Answers::encode);
        assert_eq!(
            (&one.team, one.day, one.invited, one.outcome, a),
            (&other.team, other.day, other.invited, other.outcome, b)
        );
    }
});

//! What stands at the edge: forms, a survey's answers, spoken codes, names, cookies, the
//! JSON of a month. The first byte chooses.

#![no_main]

use andon::catalogue::Answers;
use andon::server::{Name, fuzzed};
use andon::store::{RoundId, SecretHash};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((which, rest)) = bytes.split_first() else { return };
    match which % 7 {
        0 => {
            if let Some(pairs) = fuzzed::form(rest) {
                for (name, value) in &pairs {
                    assert!(!name.contains('\0') && !value.contains('\0'));
                }
                assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0), "each is there once");
            }
        }
        1 => {
            if let Some((answers, faults)) = fuzzed::survey(rest) {
                assert!(faults <= 20, "{faults} faults of 18 statements");
                assert_eq!(Answers::decode(&answers.encode()), Ok(answers));
            }
        }
        2 => {
            let Ok(text) = std::str::from_utf8(rest) else { return };
            if let Some(code) = fuzzed::spoken_code(text) {
                assert_eq!(code.split('-').count(), 3);
                assert_eq!(fuzzed::spoken_code(&code), Some(code));
            }
        }
        3 => {
            let Ok(text) = std::str::from_utf8(rest) else { return };
            if let Ok(name) = Name::parse(text) {
                let kept = name.as_str();
                assert!((1..=80).contains(&kept.chars().count()));
                assert!(!kept.chars().any(char::is_control) && kept.trim() == kept);
                assert_eq!(Name::parse(kept).as_ref(), Ok(&name), "a name stays as it is");
            }
        }
        4 => {
            let Ok(text) = std::str::from_utf8(rest) else { return };
            let Ok(round) = "aaaaaaaaaaaaaaaaaaaaaaaaaa".parse::<RoundId>() else { return };
            assert!(!fuzzed::is_ballot(text, &round, &[7; 32], 1_000), "forged: {text}");
            let _ = SecretHash::of(text);
        }
        5 => {
            let Ok(text) = std::str::from_utf8(rest) else { return };
            if let Ok(answers) = Answers::decode(text) {
                assert_eq!(answers.encode(), text);
            }
        }
        _ => {
            if let Some(month) = fuzzed::month(rest) {
                assert!(month.iter().any(|(_, figure)| !figure.is_empty()), "nothing is known");
                let pairs = month.iter().filter(|(_, figure)| !figure.is_empty());
                let pairs: Vec<String> =
                    pairs.map(|(name, figure)| format!("\"{name}\":{figure}")).collect();
                let json = format!("{{{}}}", pairs.join(","));
                assert_eq!(fuzzed::month(json.as_bytes()), Some(month), "{json}");
            }
        }
    }
});

//! Three ways to hand round a round: a link, a QR code, three spoken words.

use super::error::AppError;
use bip39::Language;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;

/// How many words there are to choose from.
pub const WORDS: usize = 2048;
/// White modules around the code, as its standard asks for.
const QUIET: usize = 4;

/// Three words from a list of 2,048 that was made to be read out and typed in:
/// "river-lamp-cousin".
///
/// # Errors
/// When the operating system has no random numbers.
pub fn spoken_code() -> Result<String, getrandom::Error> {
    let words = Language::English.word_list();
    let mut code = String::new();
    for _ in 0..3 {
        let mut bytes = [0; 2];
        getrandom::fill(&mut bytes)?;
        // 2,048 divides 65,536, so every word is as likely as another.
        let index = usize::from(u16::from_le_bytes(bytes)) % WORDS;
        if !code.is_empty() {
            code.push('-');
        }
        code.push_str(words.get(index).copied().unwrap_or_default());
    }
    Ok(code)
}

/// Brings what somebody typed into the form in which codes are stored; `None`
/// when it is not three words.
#[must_use]
pub fn tidy_code(typed: &str) -> Option<String> {
    let words: Vec<String> = typed
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let right = words.len() == 3 && words.iter().all(|word| word.len() <= 8);
    right.then(|| words.join("-"))
}

/// A QR code as SVG. Dark modules are one path with class `qr-ink` on `qr-paper`.
///
/// # Errors
/// When the text is too long for a code.
pub fn qr_code(text: &str) -> Result<String, AppError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|error| AppError::Internal(format!("QR code: {error}")))?;
    let width = code.width();
    let size = width + 2 * QUIET;
    let mut path = String::new();
    for (row, line) in code.to_colors().chunks(width.max(1)).enumerate() {
        let mut column = 0;
        while column < line.len() {
            let run = line.iter().skip(column).take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                // Writing to a string cannot fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", column + QUIET, row + QUIET);
            }
            column += run.max(1);
        }
    }
    Ok(format!(
        "<svg class=\"qr-code\" role=\"img\" aria-label=\"QR code of the join link\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\">\
         <path class=\"qr-paper\" d=\"M0 0h{size}v{size}H0z\"/><path class=\"qr-ink\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spoken_code_is_three_words_of_the_list() {
        let words = Language::English.word_list();
        assert_eq!(words.len(), WORDS);
        let code = spoken_code().unwrap();
        let parts: Vec<&str> = code.split('-').collect();
        assert_eq!(parts.len(), 3);
        assert!(parts.iter().all(|part| words.contains(part)), "{code}");
        assert_eq!(tidy_code(&code).as_deref(), Some(code.as_str()));
    }

    #[test]
    fn capitals_hyphens_and_spaces_do_not_matter() {
        for typed in ["River lamp COUSIN", " river-lamp-cousin ", "river,lamp, cousin."] {
            assert_eq!(tidy_code(typed).as_deref(), Some("river-lamp-cousin"), "{typed}");
        }
        for bad in ["", "river lamp", "river lamp cousin dog", "river lamp cousinsandmore"] {
            assert_eq!(tidy_code(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_qr_code_holds_every_dark_module_once() {
        let text = "https://andon.example/join/abc";
        let svg = qr_code(text).unwrap();
        let dark = QrCode::with_error_correction_level(text, EcLevel::M)
            .unwrap()
            .to_colors()
            .iter()
            .filter(|color| **color == Color::Dark)
            .count();
        let ink = svg.split("qr-ink").nth(1).unwrap();
        let drawn: usize = ink
            .split('h')
            .skip(1)
            .filter_map(|part| part.split('v').next()?.parse::<usize>().ok())
            .sum();
        assert_eq!(drawn, dark);
    }

    #[test]
    fn a_text_too_long_for_a_code_is_an_error() {
        assert!(qr_code(&"x".repeat(5000)).is_err());
    }
}

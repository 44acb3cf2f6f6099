//! Text inside XML.

/// Appends `text` as XML character data that is also safe inside a quoted
/// attribute. Names come from organisations, so anything may be in them: marks
/// of the language are escaped, and what XML does not allow at all (control
/// characters, U+FFFE, U+FFFF) is dropped, as are the controls that turn the
/// direction of everything after them (U+202A–202E, U+2066–2069). Breaks and
/// tabs become spaces.
pub fn push(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => {}
            control if control.is_control() => {}
            other => out.push(other),
        }
    }
}

/// Appends `id` as an XML name, an HTML id and a part of an `aria-labelledby`
/// list: letters, digits, hyphens and underscores; anything else is dropped. A
/// name must not begin with a digit or be empty, so it begins with `chart-` then.
pub fn push_id(out: &mut String, id: &str) {
    let allowed =
        |character: &char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    if !id.chars().find(allowed).is_some_and(|first| first.is_ascii_alphabetic()) {
        out.push_str("chart-");
    }
    out.extend(id.chars().filter(allowed));
}

//! The embedded font: registered once, and measured for layout.
//!
//! Pictures of pixels are set in `DejaVu` Sans. An SVG is set in the reader's own
//! system font, which the server cannot know, so it is measured in `DejaVu` too:
//! that is about the widest of the common sans-serif faces, and what fits in it
//! fits in them.
//!
//! Letters are put onto pixels here and not by plotters, which leaves out the free
//! space before each letter and sets it on whole pixels: words fall apart.

use ab_glyph::{Font as _, FontRef, ScaleFont as _, point};
use plotters::style::{FontDesc, FontError, FontFamily, FontStyle, register_font};
use std::sync::OnceLock;

/// The name under which plotters knows the font.
pub const FAMILY: &str = "andon-sans";

/// Plotters sizes this kind of font by the distance from its highest to its
/// lowest line (1901 + 483 of 2048 in `DejaVu` Sans), CSS by its em.
const LINE_PER_EM: f64 = 2384.0 / 2048.0;

/// The characters whose widths are kept: up to the end of Latin Extended-A.
const KEPT: usize = 0x180;
/// Everything else counts as this wide, in em: full-width characters are.
const OTHER: f64 = 1.0;
/// The size at which characters are measured, in pixels an em.
const MEASURED_AT: f64 = 2000.0;

/// Registers the font with plotters, the first time; whether that worked.
pub fn ready() -> bool {
    static READY: OnceLock<bool> = OnceLock::new();
    *READY.get_or_init(|| {
        register_font(FAMILY, FontStyle::Normal, dejavu::sans::regular()).is_ok()
            && register_font(FAMILY, FontStyle::Bold, dejavu::sans::bold()).is_ok()
    })
}

/// The font with an em of that many pixels, for plotters.
#[must_use]
pub fn describe(em: f64, bold: bool) -> FontDesc<'static> {
    let style = if bold { FontStyle::Bold } else { FontStyle::Normal };
    FontDesc::new(FontFamily::Name(FAMILY), em * LINE_PER_EM, style)
}

/// The regular and the bold face.
fn faces() -> Option<&'static [FontRef<'static>; 2]> {
    static FACES: OnceLock<Option<[FontRef<'static>; 2]>> = OnceLock::new();
    let read = |bytes| FontRef::try_from_slice(bytes).ok();
    FACES
        .get_or_init(|| Some([read(dejavu::sans::regular())?, read(dejavu::sans::bold())?]))
        .as_ref()
}

/// Draws the letters of a text whose baseline begins at 0, with an em of that
/// many pixels: `dot` gets each pixel (right, down) and how much of it is covered,
/// 0–1.
///
/// # Errors
/// [`FontError`] if the embedded font cannot be read; inside, whatever `dot`
/// fails with first.
pub fn letters<E>(
    text: &str,
    em: f64,
    bold: bool,
    mut dot: impl FnMut(i32, i32, f32) -> Result<(), E>,
) -> Result<Result<(), E>, FontError> {
    let [regular, heavy] = faces().ok_or(FontError::FontUnavailable)?;
    #[allow(clippy::cast_possible_truncation, reason = "a picture needs no more exactness")]
    let face = if bold { heavy } else { regular }.as_scaled((em * LINE_PER_EM) as f32);
    let mut along = 0.0;
    let mut before = None;
    let mut drawn = Ok(());
    for character in text.chars() {
        let id = face.glyph_id(character);
        along += before.map_or(0.0, |before| face.kern(before, id));
        let glyph = id.with_scale_and_position(face.scale(), point(along, 0.0));
        if let Some(outline) = face.outline_glyph(glyph) {
            let corner = outline.px_bounds().min;
            outline.draw(|right, down, cover| {
                if drawn.is_ok() && cover > 0.0 {
                    drawn = dot(pixel(corner.x, right), pixel(corner.y, down), cover);
                }
            });
        }
        along += face.h_advance(id);
        before = Some(id);
    }
    Ok(drawn)
}

/// The pixel that lies `offset` after a whole place.
fn pixel(place: f32, offset: u32) -> i32 {
    #[allow(clippy::cast_possible_truncation, reason = "saturates, and a picture is small")]
    let place = place as i32;
    place.saturating_add_unsigned(offset)
}

/// Widths in em.
struct Widths {
    regular: Vec<f64>,
    bold: Vec<f64>,
}

fn widths() -> &'static Widths {
    static WIDTHS: OnceLock<Widths> = OnceLock::new();
    WIDTHS.get_or_init(|| {
        let ready = ready();
        let measure = |bold: bool| {
            let font = describe(MEASURED_AT, bold);
            let width = |character: char| match font.layout_box(character.encode_utf8(&mut [0; 4]))
            {
                Ok(((left, _), (right, _))) if ready => f64::from(right - left) / MEASURED_AT,
                _ => OTHER,
            };
            ('\0'..).take(KEPT).map(width).collect()
        };
        Widths { regular: measure(false), bold: measure(true) }
    })
}

/// How wide a text is at most, for an em of 1.
#[must_use]
pub fn width(text: &str, bold: bool) -> f64 {
    let widths = widths();
    let table = if bold { &widths.bold } else { &widths.regular };
    text.chars()
        .map(|character| match character {
            '\u{2018}' | '\u{2019}' => 0.4,
            '\u{201c}' | '\u{201d}' => 0.6,
            other => table.get(other as usize).copied().unwrap_or(OTHER),
        })
        .sum()
}

/// Breaks a text at its spaces into at most `lines` lines of at most `room` (in
/// em). What does not fit ends in an ellipsis. At least one line, none wider.
#[must_use]
pub fn wrap(text: &str, bold: bool, room: f64, lines: usize) -> Vec<String> {
    let mut broken: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut cut = false;
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, bold) <= room || line.is_empty() {
            line = longer;
        } else if broken.len() + 1 < lines {
            broken.push(shorten(std::mem::replace(&mut line, word.to_owned()), bold, room, false));
        } else {
            line = longer;
            cut = true;
            break;
        }
    }
    broken.push(shorten(line, bold, room, cut));
    broken
}

/// Cuts a text to `room` (in em) and marks the cut with an ellipsis.
fn shorten(mut text: String, bold: bool, room: f64, cut: bool) -> String {
    if !cut && width(&text, bold) <= room {
        return text;
    }
    while !text.is_empty() && width(&text, bold) + OTHER > room {
        text.pop();
    }
    text.truncate(text.trim_end().len());
    text.push('\u{2026}');
    text
}

//! When experiments began and were looked back on, drawn on a course of time: a
//! line across the scale with a numbered mark at its head, and the words for each
//! in the key, in the description and in the table.
//!
//! The two kinds differ by shape and by line, never by colour alone.

use super::font;
use super::ink::Align;
use super::legend::{Entry, Sample};
use super::paint::{Painter, Shape};
use super::palette::Role;
use super::sheet::{Area, Form, Line};
use super::surface::{Drawn, Surface};
use super::time::Time;
use crate::days;

/// Something that happened on a day, beside the figures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marker {
    /// Days since 1 January 1970.
    pub day: i32,
    /// What happened.
    pub kind: MarkerKind,
    /// What it is about, for example the experiment's name.
    pub words: String,
}

/// What may happen beside the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkerKind {
    /// An experiment began.
    Started,
    /// An experiment was looked back on.
    Reviewed,
}

impl MarkerKind {
    /// "Started".
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Started => "Started",
            Self::Reviewed => "Reviewed",
        }
    }

    /// The mark alone.
    ///
    /// # Errors
    /// Whatever the backend fails with.
    pub fn draw<B: Surface>(self, paint: &Painter<'_, B>, at: (f64, f64)) -> Drawn<B> {
        match self {
            Self::Started => paint.triangle(at, true, Role::Ink),
            Self::Reviewed => paint.shape(at, Shape::Square, Role::Ink),
        }
    }
}

impl Marker {
    /// The day, written out.
    #[must_use]
    pub fn written(&self) -> String {
        days::written(days::numbered(self.day))
    }

    /// "Started: Smaller batches".
    #[must_use]
    pub fn said(&self) -> String {
        format!("{}: {}", self.kind.word(), self.words.trim())
    }
}

/// How many are written out in a key or a description; the table has all.
const WRITTEN: usize = 8;
/// How many heads stand above one another where days are close.
const ROWS: usize = 3;
/// Between a line and the left edge of its mark, and from there to its number.
const REACH: f64 = 6.0;

/// What each number on a chart stands for, in order: for a page that shows charts
/// without their keys.
#[must_use]
pub fn marker_list(markers: &[Marker]) -> Vec<String> {
    let said = |marker: &Marker| format!("{} ({})", marker.said(), marker.written());
    in_order(markers).iter().map(said).collect()
}

/// Markers in the order of their days, as everything here wants them.
#[must_use]
pub fn in_order(markers: &[Marker]) -> Vec<Marker> {
    let mut markers = markers.to_vec();
    markers.sort();
    markers
}

/// What the key says of them: what each number stands for.
#[must_use]
pub fn key(markers: &[Marker]) -> Vec<Entry> {
    let entry = |(place, marker): (usize, &Marker)| Entry {
        sample: Sample::Marker(marker.kind),
        words: format!("{} \u{b7} {} ({})", place + 1, marker.said(), marker.written()),
    };
    let mut key: Vec<_> = markers.iter().enumerate().take(WRITTEN).map(entry).collect();
    key.extend(more(markers).map(|words| Entry { sample: Sample::None, words }));
    key
}

/// What a description says of them; nothing where there are none.
#[must_use]
pub fn spoken(markers: &[Marker]) -> String {
    if markers.is_empty() {
        return String::new();
    }
    let mut said: Vec<_> = markers
        .iter()
        .take(WRITTEN)
        .map(|marker| format!("{}, {}", marker.said(), marker.written()))
        .collect();
    said.extend(more(markers));
    format!(" Experiments on the way: {}.", said.join("; ").trim_end_matches('.'))
}

fn more(markers: &[Marker]) -> Option<String> {
    let more = markers.len().checked_sub(WRITTEN).filter(|more| *more > 0)?;
    Some(format!("{more} more, from number {} on, are in the table.", WRITTEN + 1))
}

/// Lets the markers stand among the rows of a table, each at its day, in a column
/// of their own. Rows come with their day, earliest first.
#[must_use]
pub fn among(
    columns: &mut Vec<String>,
    rows: Vec<(i32, Vec<String>)>,
    markers: &[Marker],
) -> Vec<Vec<String>> {
    if markers.is_empty() {
        return rows.into_iter().map(|(_, row)| row).collect();
    }
    let wide = columns.len();
    columns.push("Experiment".to_owned());
    let figures = rows.into_iter().map(|(day, mut row)| {
        row.push(String::new());
        (day, row)
    });
    let experiments = markers.iter().map(|marker| {
        let mut row = vec![marker.written()];
        row.resize(wide, String::new());
        row.push(marker.said());
        (marker.day, row)
    });
    let mut all: Vec<_> = figures.chain(experiments).collect();
    all.sort_by_key(|(day, _)| *day);
    all.into_iter().map(|(_, row)| row).collect()
}

/// Markers in their place above a scale.
#[derive(Debug, Default)]
pub struct Heads {
    heads: Vec<Head>,
    em: f64,
}

#[derive(Debug)]
struct Head {
    x: f64,
    kind: MarkerKind,
    number: String,
    /// How many rows above the scale; none where even the last row is taken.
    row: Option<usize>,
}

impl Heads {
    /// Finds a row for each, so that no two heads meet.
    #[must_use]
    pub fn set(markers: &[Marker], form: Form, time: &Time) -> Self {
        let em = form.small();
        let mut taken = [f64::NEG_INFINITY; ROWS];
        let mut heads = Vec::with_capacity(markers.len());
        for (place, marker) in markers.iter().enumerate() {
            let x = time.x(marker.day);
            let number = (place + 1).to_string();
            let end = x + REACH + font::width(&number, true) * em + 3.0;
            let free = taken.iter_mut().enumerate().find(|(_, until)| **until <= x - REACH);
            let row = free.map(|(row, until)| {
                *until = end;
                row
            });
            heads.push(Head { x, kind: marker.kind, number, row });
        }
        Self { heads, em }
    }

    /// How much room they need above the scale.
    #[must_use]
    pub fn height(&self) -> f64 {
        let rows = self.heads.iter().filter_map(|head| head.row).max().map_or(0, |row| row + 1);
        rows as f64 * self.step()
    }

    fn step(&self) -> f64 {
        1.35 * self.em
    }

    /// The middle of a row, above a scale that begins at `top`.
    fn middle(&self, row: usize, top: f64) -> f64 {
        (row as f64 + 0.6).mul_add(-self.step(), top)
    }

    /// Draws lines and heads between the upper and the lower end of a scale;
    /// figures are drawn over them. `words` get paper behind them, so that a line
    /// that passes leaves them readable.
    ///
    /// # Errors
    /// Whatever the backend fails with.
    pub fn draw<'a, B: Surface>(
        &self,
        paint: &Painter<'_, B>,
        (bottom, top): (f64, f64),
        words: impl Iterator<Item = &'a Line>,
    ) -> Drawn<B> {
        if self.heads.is_empty() {
            return Ok(());
        }
        for head in &self.heads {
            let from = head.row.map_or(top, |row| self.middle(row, top));
            let pen = match head.kind {
                MarkerKind::Started => paint.pen(Role::InkSoft, 1.1),
                MarkerKind::Reviewed => paint.dashed(Role::InkSoft, 1.1),
            };
            paint.line(&[(head.x, from), (head.x, bottom)], pen)?;
        }
        for line in words {
            paint.patch(&line.area(), Role::Paper)?;
        }
        for head in &self.heads {
            let Some(row) = head.row else { continue };
            let y = self.middle(row, top);
            let number = self.number(head, y);
            let Area { left, top, right, bottom } = number.area();
            paint.patch(&Area { left: left - 0.5, top, right, bottom }, Role::Paper)?;
            head.kind.draw(paint, (head.x, y))?;
            paint.words(&number)?;
        }
        Ok(())
    }

    fn number(&self, head: &Head, y: f64) -> Line {
        Line {
            text: head.number.clone(),
            x: head.x + REACH,
            y: y + 0.36 * self.em,
            em: self.em,
            bold: true,
            role: Role::Ink,
            align: Align::Start,
        }
    }
}

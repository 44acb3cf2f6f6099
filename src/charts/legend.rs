//! The key below a chart: a sample of each mark, and what it means.

use super::font;
use super::heat::Went;
use super::ink::Align;
use super::markers::MarkerKind;
use super::paint::{MARK, Painter, Shape};
use super::palette::{Role, Step};
use super::sheet::{Area, DROP, Form, LEADING, Line, RISE};
use super::surface::{Drawn, Surface};

/// What a sample shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sample {
    /// The outline of a series with its mark.
    Outline(Role),
    /// The mark of a figure that is not shown.
    Withheld(Role),
    /// A dot.
    Dot,
    /// A dot on its interval, across.
    Interval,
    /// A dot on its interval, upright.
    Range,
    /// A mark of that shape on its interval, across.
    Shape(Shape),
    /// The steps of a heat map.
    Scale,
    /// A cell of a heat map without a figure.
    Hatch,
    /// The mark of a clear change.
    Went(Went),
    /// The mark of an experiment's start or review.
    Marker(MarkerKind),
    /// Nothing: a remark.
    None,
}

/// One line of the key, or more where its words need them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The sample.
    pub sample: Sample,
    /// What it means.
    pub words: String,
}

/// A key in its place.
#[derive(Debug, Default)]
pub struct Legend {
    /// The words.
    pub lines: Vec<Line>,
    /// The samples, each with its left end and the middle of its height.
    samples: Vec<(Sample, f64, f64)>,
}

/// How wide a sample is.
const SAMPLE: f64 = 30.0;
/// Between a sample and its words.
const GAP: f64 = 8.0;
/// Between two entries.
const BETWEEN: f64 = 5.0;

impl Legend {
    /// Sets the entries one below another, from `top` down; also gives where they
    /// end. Words are never wider than the chart.
    #[must_use]
    pub fn set(entries: &[Entry], form: Form, top: f64) -> (Self, f64) {
        let em = form.small();
        let left = form.margin();
        // Remarks line up with the other words, if there are other words.
        let any = entries.iter().any(|entry| entry.sample != Sample::None);
        let indent = if any { left + SAMPLE + GAP } else { left };
        let room = (form.width() - form.margin() - indent) / em;
        let mut legend = Self::default();
        let mut top = top;
        for entry in entries {
            legend.samples.push((entry.sample, left, top + RISE * em - 0.36 * em));
            for text in font::wrap(&entry.words, false, room, 3) {
                let y = top + RISE * em;
                let role = Role::InkSoft;
                legend.lines.push(Line {
                    text,
                    x: indent,
                    y,
                    em,
                    bold: false,
                    role,
                    align: Align::Start,
                });
                top += LEADING * em;
            }
            top += BETWEEN;
        }
        let end =
            if entries.is_empty() { top } else { top - BETWEEN - (LEADING - RISE - DROP) * em };
        (legend, end)
    }

    /// Draws samples and words.
    ///
    /// # Errors
    /// Whatever the backend fails with.
    pub fn draw<B: Surface>(&self, paint: &Painter<'_, B>) -> Drawn<B> {
        for (sample, left, y) in &self.samples {
            let (y, middle, right) = (*y, left + SAMPLE / 2.0, left + SAMPLE);
            match sample {
                Sample::Outline(role) => {
                    let pen = match role {
                        Role::Second => paint.dashed(*role, 2.0),
                        _ => paint.pen(*role, 2.0),
                    };
                    paint.line(&[(*left, y), (right, y)], pen)?;
                    paint.mark((middle, y), *role)?;
                }
                Sample::Withheld(role) => paint.withheld((middle, y), *role)?,
                Sample::Dot => paint.mark((middle, y), Role::First)?,
                Sample::Interval => interval(paint, *left, y, Shape::Disc)?,
                Sample::Shape(shape) => interval(paint, *left, y, *shape)?,
                Sample::Scale => {
                    let width = SAMPLE / Step::ALL.len() as f64;
                    for (place, step) in Step::ALL.into_iter().enumerate() {
                        let left = width.mul_add(place as f64, *left);
                        // A little over its right edge, so that no gap shows.
                        let right = (left + width + 0.2).min(right);
                        let area = Area { left, right, top: y - 5.5, bottom: y + 5.5 };
                        paint.patch(&area, Role::Heat(step))?;
                    }
                }
                Sample::Hatch => {
                    paint.hatched(&Area { left: *left, right, top: y - 6.0, bottom: y + 6.0 })?;
                }
                Sample::Went(way) => {
                    paint.triangle((middle, y), *way == Went::Better, Role::Ink)?;
                }
                Sample::Range => {
                    let pen = paint.pen(Role::First, 1.6);
                    let reach = MARK + 3.0;
                    paint.line(&[(middle, y - reach), (middle, y + reach)], pen)?;
                    for end in [y - reach, y + reach] {
                        paint.line(&[(middle - 3.5, end), (middle + 3.5, end)], pen)?;
                    }
                    paint.mark((middle, y), Role::First)?;
                }
                Sample::Marker(kind) => kind.draw(paint, (middle, y))?,
                Sample::None => {}
            }
        }
        self.lines.iter().try_for_each(|line| paint.words(line))
    }
}

/// A mark on its interval.
fn interval<B: Surface>(paint: &Painter<'_, B>, left: f64, y: f64, shape: Shape) -> Drawn<B> {
    let (middle, right) = (left + SAMPLE / 2.0, left + SAMPLE);
    let pen = paint.pen(Role::First, 1.6);
    paint.line(&[(left, y), (right, y)], pen)?;
    for end in [left, right] {
        paint.line(&[(end, y - MARK), (end, y + MARK)], pen)?;
    }
    paint.shape((middle, y), shape, Role::First)
}

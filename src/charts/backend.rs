//! Our SVG backend for plotters: classes instead of colours.
//!
//! Plotters' own SVG backend writes hard colours and no title. This one writes
//! `class="s-…"` (stroke) and `class="f-…"` (fill) with the [role](Role) of what
//! is drawn, no `style` attribute and no `<style>`, so that it stands in a page
//! under a strict content security policy and takes the page's colours. Title,
//! description and the surrounding element are [`super::document`]'s.

use super::escape;
use super::ink::Pen;
use super::palette::Role;
use super::surface::Surface;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};
use std::fmt::{self, Write as _};

/// Appends SVG elements to a string.
pub struct SvgBackend<'a> {
    out: &'a mut String,
    size: (u32, u32),
}

type Outcome = Result<(), DrawingErrorKind<fmt::Error>>;

impl<'a> SvgBackend<'a> {
    /// A backend for a canvas of that many units.
    #[must_use]
    pub const fn new(out: &'a mut String, size: (u32, u32)) -> Self {
        Self { out, size }
    }

    fn path(&mut self, points: impl IntoIterator<Item = BackendCoord>, end: &str) -> fmt::Result {
        let mut command = 'M';
        for (x, y) in points {
            write!(self.out, "{command}{x} {y}")?;
            command = 'L';
        }
        self.out.write_str(end)
    }

    fn open_stroke(&mut self, color: BackendColor) -> fmt::Result {
        write!(self.out, "<path class=\"s-{}\" d=\"", Role::of(color).name())
    }
}

/// A failed write, as plotters wants it.
fn drawn(outcome: fmt::Result) -> Outcome {
    outcome.map_err(DrawingErrorKind::DrawingError)
}

impl DrawingBackend for SvgBackend<'_> {
    type ErrorType = fmt::Error;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Outcome {
        self.draw_rect((x, y), (x + 1, y + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Outcome {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        if fill {
            let role = Role::of(style.color()).name();
            let (width, height) = ((right - left).max(0), (bottom - top).max(0));
            drawn(write!(
                self.out,
                "<rect class=\"f-{role}\" x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\"/>"
            ))
        } else {
            let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
            self.draw_path(corners, style)
        }
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        let points: Vec<BackendCoord> = path.into_iter().collect();
        drawn(self.stroke_path(&points, style.color(), style.stroke_width(), None))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome {
        let role = Role::of(style.color()).name();
        drawn(if fill {
            write!(self.out, "<circle class=\"f-{role}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>")
        } else {
            let width = style.stroke_width();
            write!(
                self.out,
                "<circle class=\"s-{role}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"none\" stroke-width=\"{width}\"/>"
            )
        })
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vertices: I,
        style: &S,
    ) -> Outcome {
        let role = Role::of(style.color()).name();
        drawn(
            write!(self.out, "<path class=\"f-{role}\" d=\"")
                .and_then(|()| self.path(vertices, "Z\"/>")),
        )
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Outcome {
        let role = Role::of(style.color()).name();
        let em = style.size();
        // Baselines: the page's font is not known, but capitals are about 0.72 em
        // high in all of them.
        let y = f64::from(y)
            + match style.anchor().v_pos {
                VPos::Bottom => 0.0,
                VPos::Center => 0.36 * em,
                VPos::Top => 0.72 * em,
            };
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        let weight = match style.style() {
            FontStyle::Bold => " font-weight=\"600\"",
            _ => "",
        };
        let (y, em) = (whole(y), whole(em));
        let outcome = write!(
            self.out,
            "<text class=\"f-{role}\" x=\"{x}\" y=\"{y}\" font-size=\"{em}\"{anchor}{weight}>"
        );
        escape::push(self.out, text);
        drawn(outcome.and_then(|()| self.out.write_str("</text>")))
    }
}

/// The nearest whole number. (To write a fraction with no digits after the point takes the
/// standard library's long arithmetic wherever it is whole already.)
#[allow(clippy::cast_possible_truncation, reason = "a place in a chart")]
fn whole(value: f64) -> i32 {
    value.round_ties_even() as i32
}

impl SvgBackend<'_> {
    fn stroke_path(
        &mut self,
        points: &[BackendCoord],
        color: BackendColor,
        width: u32,
        dash: Option<(u32, u32)>,
    ) -> fmt::Result {
        self.open_stroke(color)?;
        match points {
            [first, middle @ .., last] if first == last && middle.len() > 1 => {
                let open = points.len() - 1;
                self.path(points.iter().copied().take(open), "Z\"")?;
            }
            _ => self.path(points.iter().copied(), "\"")?,
        }
        write!(self.out, " fill=\"none\" stroke-width=\"{width}\"")?;
        if let Some((on, off)) = dash {
            write!(self.out, " stroke-dasharray=\"{on} {off}\"")?;
        }
        self.out.write_str("/>")
    }
}

impl Surface for SvgBackend<'_> {
    fn stroke(&mut self, points: &[BackendCoord], pen: &Pen) -> Outcome {
        drawn(self.stroke_path(points, pen.color(), pen.width, pen.dash))
    }
}

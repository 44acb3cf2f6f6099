//! Pictures of pixels: plotters' bitmap backend with smooth edges.
//!
//! Plotters draws lines wider than a pixel, polygons and circles with hard or
//! half-hard edges. This wraps its [`BitMapBackend`] and covers each pixel by how
//! much of it lies inside the shape, taken from the distance to the shape's edge.
//! Letters are [`font`](super::font)'s.

use super::ink::Pen;
use super::surface::Surface;
use plotters::backend::BitMapBackend;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

/// A picture of pixels, red, green and blue of one byte each.
pub struct Bitmap<'a> {
    inner: BitMapBackend<'a>,
}

type Failure<'a> = DrawingErrorKind<<BitMapBackend<'a> as DrawingBackend>::ErrorType>;

impl<'a> Bitmap<'a> {
    /// Draws into that backend.
    #[must_use]
    pub const fn new(inner: BitMapBackend<'a>) -> Self {
        Self { inner }
    }

    /// Colours the pixels of a box by how deep their middle lies inside a shape
    /// (negative: outside), in pixels.
    fn cover(
        &mut self,
        [left, top, right, bottom]: [f64; 4],
        color: BackendColor,
        depth: impl Fn(f64, f64) -> f64,
    ) -> Result<(), Failure<'a>> {
        let (width, height) = self.inner.get_size();
        let clip = |from: f64, to: f64, size: u32| pixel(from).max(0)..=pixel(to).min(last(size));
        for y in clip(top - 1.0, bottom + 1.0, height) {
            for x in clip(left - 1.0, right + 1.0, width) {
                let cover = (depth(f64::from(x), f64::from(y)) + 0.5).clamp(0.0, 1.0);
                if cover > 0.0 {
                    self.inner.draw_pixel((x, y), color.mix(cover))?;
                }
            }
        }
        Ok(())
    }

    /// A straight line with round ends, row by row: the box of a slanted line
    /// would be mostly empty.
    fn segment(
        &mut self,
        from: (f64, f64),
        to: (f64, f64),
        width: f64,
        color: BackendColor,
    ) -> Result<(), Failure<'a>> {
        let half = width / 2.0;
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        let depth = |x: f64, y: f64| {
            let along = if length > 0.0 {
                (((x - from.0) * dx + (y - from.1) * dy) / (length * length)).clamp(0.0, 1.0)
            } else {
                0.0
            };
            half - (x - from.0 - along * dx).hypot(y - from.1 - along * dy)
        };
        let reach = half + 1.0;
        let (low, high) = (from.1.min(to.1) - reach, from.1.max(to.1) + reach);
        let (left, right) = (from.0.min(to.0) - reach, from.0.max(to.0) + reach);
        if dy.abs() < reach {
            return self.cover([left, low, right, high], color, depth);
        }
        // How far the line's edge is from its middle within one row.
        let slack = reach * length / dy.abs() + (dx / dy).abs();
        for row in pixel(low)..=pixel(high) {
            let y = f64::from(row);
            let x = from.0 + dx * (y - from.1) / dy;
            let (first, end) = ((x - slack).max(left), (x + slack).min(right));
            if first <= end {
                self.row(row, first, end, color, &depth)?;
            }
        }
        Ok(())
    }

    fn row(
        &mut self,
        y: i32,
        first: f64,
        end: f64,
        color: BackendColor,
        depth: &impl Fn(f64, f64) -> f64,
    ) -> Result<(), Failure<'a>> {
        for x in pixel(first)..=pixel(end) {
            let cover = (depth(f64::from(x), f64::from(y)) + 0.5).clamp(0.0, 1.0);
            if cover > 0.0 {
                self.inner.draw_pixel((x, y), color.mix(cover))?;
            }
        }
        Ok(())
    }
}

/// The pixel that holds a place; pictures are far smaller than an `i32` reaches.
fn pixel(place: f64) -> i32 {
    #[allow(clippy::cast_possible_truncation, reason = "saturates, and a picture is small")]
    {
        place.round() as i32
    }
}

fn last(size: u32) -> i32 {
    i32::try_from(size).unwrap_or(i32::MAX) - 1
}

fn real((x, y): BackendCoord) -> (f64, f64) {
    (f64::from(x), f64::from(y))
}

impl<'a> DrawingBackend for Bitmap<'a> {
    type ErrorType = <BitMapBackend<'a> as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.inner.get_size()
    }

    fn ensure_prepared(&mut self) -> Result<(), Failure<'a>> {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Result<(), Failure<'a>> {
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Result<(), Failure<'a>> {
        self.inner.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), Failure<'a>> {
        self.segment(real(from), real(to), f64::from(style.stroke_width()), style.color())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), Failure<'a>> {
        self.inner.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), Failure<'a>> {
        let points: Vec<BackendCoord> = path.into_iter().collect();
        points.windows(2).try_for_each(|ends| match ends {
            [from, to] => self.draw_line(*from, *to, style),
            _ => Ok(()),
        })
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), Failure<'a>> {
        let ((x, y), radius) = (real(center), f64::from(radius));
        let half = f64::from(style.stroke_width()) / 2.0;
        let reach = radius + half;
        let square = [x - reach, y - reach, x + reach, y + reach];
        self.cover(square, style.color(), |px, py| {
            let distance = (px - x).hypot(py - y);
            if fill { radius - distance } else { half - (distance - radius).abs() }
        })
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vertices: I,
        style: &S,
    ) -> Result<(), Failure<'a>> {
        let corners: Vec<(f64, f64)> = vertices.into_iter().map(real).collect();
        let bound = |of: fn(&(f64, f64)) -> f64, pick: fn(f64, f64) -> f64| {
            corners.iter().map(of).reduce(pick)
        };
        let (Some(left), Some(top), Some(right), Some(bottom)) = (
            bound(|at| at.0, f64::min),
            bound(|at| at.1, f64::min),
            bound(|at| at.0, f64::max),
            bound(|at| at.1, f64::max),
        ) else {
            return Ok(());
        };
        self.cover([left, top, right, bottom], style.color(), |x, y| depth_inside(&corners, x, y))
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Result<(), Failure<'a>> {
        let failed = |error: T::FontError| DrawingErrorKind::FontError(Box::new(error));
        let ((left, _), (right, _)) = style.layout_box(text).map_err(failed)?;
        let em = style.size();
        let x = match style.anchor().h_pos {
            HPos::Left => x,
            HPos::Center => x - (right - left) / 2,
            HPos::Right => x - (right - left),
        };
        let y = match style.anchor().v_pos {
            VPos::Bottom => y,
            VPos::Center => y + pixel(0.36 * em),
            VPos::Top => y + pixel(0.72 * em),
        };
        match style.draw(text, (x, y), |x, y, color| self.inner.draw_pixel((x, y), color)) {
            Ok(drawn) => drawn,
            Err(error) => Err(failed(error)),
        }
    }
}

/// How deep a point lies inside a polygon; negative outside.
fn depth_inside(corners: &[(f64, f64)], x: f64, y: f64) -> f64 {
    let mut inside = false;
    let mut nearest = f64::INFINITY;
    let sides = corners.iter().zip(corners.iter().cycle().skip(1));
    for ((ax, ay), (bx, by)) in sides {
        let (dx, dy) = (bx - ax, by - ay);
        if (*ay > y) != (*by > y) && x < dx * (y - ay) / dy + ax {
            inside = !inside;
        }
        let square = dx * dx + dy * dy;
        let along = if square > 0.0 {
            (((x - ax) * dx + (y - ay) * dy) / square).clamp(0.0, 1.0)
        } else {
            0.0
        };
        nearest = nearest.min((x - ax - along * dx).hypot(y - ay - along * dy));
    }
    if inside { nearest } else { -nearest }
}

impl Surface for Bitmap<'_> {
    fn stroke(
        &mut self,
        points: &[BackendCoord],
        pen: &Pen,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        let Some((on, off)) = pen.dash else {
            return self.draw_path(points.iter().copied(), pen);
        };
        let (width, color) = (f64::from(pen.width), pen.color());
        // Round ends reach half a width beyond a dash, and so shorten its gap.
        let dashes = dashes(points, f64::from(on), f64::from(off));
        dashes.into_iter().try_for_each(|(from, to)| self.segment(from, to, width, color))
    }
}

/// The dashes of a line through points; the pattern runs on around corners.
fn dashes(points: &[BackendCoord], on: f64, off: f64) -> Vec<((f64, f64), (f64, f64))> {
    let mut dashes = Vec::new();
    let (mut drawing, mut left) = (true, on);
    for ends in points.windows(2) {
        let [from, to] = ends else { continue };
        let ((ax, ay), (bx, by)) = (real(*from), real(*to));
        let length = (bx - ax).hypot(by - ay);
        let mut done = 0.0;
        while done < length {
            let step = left.min(length - done).max(0.001);
            let at =
                |along: f64| (ax + (bx - ax) * along / length, ay + (by - ay) * along / length);
            if drawing {
                dashes.push((at(done), at(done + step)));
            }
            done += step;
            left -= step;
            if left <= 0.001 {
                drawing = !drawing;
                left = if drawing { on } else { off };
            }
        }
    }
    dashes
}

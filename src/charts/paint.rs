//! Draws, in pixels of the chart, what more than one kind of chart shows.

use super::ink::Pen;
use super::palette::Role;
use super::polar::whole;
use super::sheet::{Area, Line};
use super::surface::{Canvas, Drawn, Stroke, Surface, Words};
use plotters::element::{Circle, Polygon, Rectangle};
use plotters::style::Color;

/// Half the height of a mark.
pub const MARK: f64 = 4.5;
/// Dash and gap of the round before.
pub const DASH: (f64, f64) = (6.0, 4.5);

/// A canvas and how many of its units make a pixel.
pub struct Painter<'a, B: Surface> {
    /// The canvas.
    pub canvas: &'a Canvas<B>,
    /// Its units to the pixel.
    pub unit: f64,
}

impl<B: Surface> Painter<'_, B> {
    /// A length in units; a line is never thinner than one.
    #[must_use]
    pub fn units(&self, pixels: f64) -> u32 {
        whole(pixels * self.unit).max(1).unsigned_abs()
    }

    /// A point in units.
    #[must_use]
    pub fn at(&self, (x, y): (f64, f64)) -> (i32, i32) {
        (whole(x * self.unit), whole(y * self.unit))
    }

    /// An unbroken pen.
    #[must_use]
    pub fn pen(&self, role: Role, width: f64) -> Pen {
        Pen { role, width: self.units(width), dash: None }
    }

    /// A dashed pen.
    #[must_use]
    pub fn dashed(&self, role: Role, width: f64) -> Pen {
        let dash = Some((self.units(DASH.0), self.units(DASH.1)));
        Pen { dash, ..self.pen(role, width) }
    }

    /// A line through points.
    ///
    /// # Errors
    /// Whatever the backend fails with; so do all that follow.
    pub fn line(&self, points: &[(f64, f64)], pen: Pen) -> Drawn<B> {
        let points = points.iter().map(|point| self.at(*point)).collect();
        self.canvas.draw(&Stroke { points, pen })
    }

    /// A filled rectangle.
    ///
    /// # Errors
    /// See [`Self::line`].
    pub fn patch(&self, area: &Area, role: Role) -> Drawn<B> {
        let corners = [self.at((area.left, area.top)), self.at((area.right, area.bottom))];
        self.canvas.draw(&Rectangle::new(corners, role.rgb().filled()))
    }

    /// A line of text.
    ///
    /// # Errors
    /// See [`Self::line`].
    pub fn words(&self, line: &Line) -> Drawn<B> {
        let at = self.at((line.x, line.y));
        self.canvas.draw(&Words { text: &line.text, at, kind: line.kind(self.unit) })
    }

    /// The mark of a series: a disc for the current round, a hollow diamond for
    /// the one before.
    ///
    /// # Errors
    /// See [`Self::line`].
    pub fn mark(&self, at: (f64, f64), role: Role) -> Drawn<B> {
        let (x, y) = at;
        if role == Role::Second {
            let reach = MARK + 0.8;
            let corners =
                [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y), (x, y - reach)];
            self.filled(&corners, Role::Paper)?;
            self.line(&corners, self.pen(role, 1.6))
        } else {
            self.canvas.draw(&Circle::new(self.at(at), self.units(MARK), role.rgb().filled()))
        }
    }

    /// The mark of a figure that is not shown: a hollow, hatched square.
    ///
    /// # Errors
    /// See [`Self::line`].
    pub fn withheld(&self, (x, y): (f64, f64), role: Role) -> Drawn<B> {
        let half = MARK + 0.7;
        let (left, right, top, bottom) = (x - half, x + half, y - half, y + half);
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
        self.filled(&corners, Role::Paper)?;
        let pen = self.pen(role, 1.1);
        self.line(&[(left, y), (x, top)], pen)?;
        self.line(&[(left, bottom), (right, top)], pen)?;
        self.line(&[(x, bottom), (right, y)], pen)?;
        self.line(&corners, pen)
    }

    fn filled(&self, corners: &[(f64, f64)], role: Role) -> Drawn<B> {
        let corners: Vec<_> = corners.iter().map(|corner| self.at(*corner)).collect();
        self.canvas.draw(&Polygon::new(corners, role.rgb().filled()))
    }
}

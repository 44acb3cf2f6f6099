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

/// Half of the width of a mark that tells a change.
pub const TRIANGLE: f64 = 4.0;

/// By what a team's marks are known among others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// A disc.
    #[default]
    Disc,
    /// A hollow diamond.
    Diamond,
    /// A hollow square.
    Square,
    /// A hollow triangle.
    Triangle,
}

impl Shape {
    /// All shapes, in the order in which they are given out.
    pub const ALL: [Self; 4] = [Self::Disc, Self::Diamond, Self::Square, Self::Triangle];
}

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
        let shape = if role == Role::Second { Shape::Diamond } else { Shape::Disc };
        self.shape(at, shape, role)
    }

    /// A disc of any size, for figures that stand close together.
    ///
    /// # Errors
    /// See [`Self::line`].
    pub fn dot(&self, at: (f64, f64), radius: f64, role: Role) -> Drawn<B> {
        self.canvas.draw(&Circle::new(self.at(at), self.units(radius), role.rgb().filled()))
    }

    /// A mark of any shape.
    ///
    /// # Errors
    /// See [`Self::line`].
    pub fn shape(&self, at: (f64, f64), shape: Shape, role: Role) -> Drawn<B> {
        let (x, y) = at;
        match shape {
            Shape::Disc => {
                self.canvas.draw(&Circle::new(self.at(at), self.units(MARK), role.rgb().filled()))
            }
            Shape::Diamond => {
                let reach = MARK + 0.8;
                self.hollow(&[(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], role)
            }
            Shape::Square => {
                let half = MARK - 0.3;
                let (left, right, top, bottom) = (x - half, x + half, y - half, y + half);
                self.hollow(&[(left, top), (right, top), (right, bottom), (left, bottom)], role)
            }
            Shape::Triangle => {
                let (half, top, bottom) = (MARK + 0.9, y - MARK - 0.9, y + MARK - 0.9);
                self.hollow(&[(x, top), (x + half, bottom), (x - half, bottom)], role)
            }
        }
    }

    /// The mark of a change: a triangle that points up or down.
    ///
    /// # Errors
    /// See [`Self::line`].
    pub fn triangle(&self, (x, y): (f64, f64), up: bool, role: Role) -> Drawn<B> {
        let (tip, base) = if up { (y - 3.5, y + 3.5) } else { (y + 3.5, y - 3.5) };
        self.filled(&[(x, tip), (x + TRIANGLE, base), (x - TRIANGLE, base)], role)
    }

    /// A cell without a figure: paper with hatching and an edge. One line draws
    /// all of the hatching: it runs to and fro and turns along the edge.
    ///
    /// # Errors
    /// See [`Self::line`].
    pub fn hatched(&self, area: &Area) -> Drawn<B> {
        const STEP: f64 = 7.0;
        self.patch(area, Role::Paper)?;
        let (width, height) = (area.right - area.left, area.bottom - area.top);
        // Each diagonal holds the points whose distances from the left and the
        // top edge add up to `sum`.
        let (mut points, mut down) = (Vec::new(), true);
        let mut sum = STEP;
        while sum < width + height {
            let lower = (area.left + (sum - height).max(0.0), area.top + sum.min(height));
            let upper = (area.left + sum.min(width), area.top + (sum - width).max(0.0));
            points.extend(if down { [upper, lower] } else { [lower, upper] });
            down = !down;
            sum += STEP;
        }
        let pen = self.pen(Role::Rule, 0.9);
        self.line(&points, pen)?;
        let Area { left, top, right, bottom } = *area;
        let edge = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
        self.line(&edge, pen)
    }

    fn hollow(&self, corners: &[(f64, f64)], role: Role) -> Drawn<B> {
        let outline: Vec<_> = corners.iter().chain(corners.first()).copied().collect();
        self.filled(&outline, Role::Paper)?;
        self.line(&outline, self.pen(role, 1.6))
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

//! What our charts ask of a backend beyond plotters, and the elements that use it.

use super::ink::{Pen, Type};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Drawable, PointCollection};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

/// A backend that can draw dashes.
pub trait Surface: DrawingBackend {
    /// Draws a line through the points, in dashes where the pen has them. Where
    /// the last point is the first, the line is closed.
    ///
    /// # Errors
    /// Whatever the backend's own drawing fails with.
    fn stroke(
        &mut self,
        points: &[BackendCoord],
        pen: &Pen,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>>;
}

/// The whole canvas, in its own units.
pub type Canvas<B> = DrawingArea<B, Shift>;

/// What drawing ends with.
pub type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

/// A chart with everything in its place, ready to be drawn on any surface.
pub trait Plan {
    /// Width and height in pixels.
    fn size(&self) -> (f64, f64);

    /// Draws it on a canvas with `unit` units to the pixel.
    ///
    /// # Errors
    /// Whatever the backend fails with.
    fn draw<B: Surface>(&self, canvas: &Canvas<B>, unit: f64) -> Drawn<B>;
}

/// A line through points of any coordinate system, in dashes or not.
pub struct Stroke<C> {
    /// The points.
    pub points: Vec<C>,
    /// How it is drawn.
    pub pen: Pen,
}

impl<'a, C: 'a> PointCollection<'a, C> for &'a Stroke<C> {
    type Point = &'a C;
    type IntoIter = &'a [C];

    fn point_iter(self) -> &'a [C] {
        &self.points
    }
}

impl<C, B: Surface> Drawable<B> for Stroke<C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        backend: &mut B,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        let points: Vec<BackendCoord> = points.collect();
        backend.stroke(&points, &self.pen)
    }
}

/// A line of text, its baseline at a point of any coordinate system.
pub struct Words<'a, C> {
    /// What it says.
    pub text: &'a str,
    /// Where.
    pub at: C,
    /// How it is set.
    pub kind: Type,
}

impl<'a, C: 'a> PointCollection<'a, C> for &'a Words<'_, C> {
    type Point = &'a C;
    type IntoIter = std::iter::Once<&'a C>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.at)
    }
}

impl<C, B: Surface> Drawable<B> for Words<'_, C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        backend: &mut B,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        match points.next() {
            Some(at) => backend.draw_text(self.text, &self.kind, at),
            None => Ok(()),
        }
    }
}

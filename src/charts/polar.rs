//! Polar coordinates for plotters: an axis and a value on it.

use plotters::coord::CoordTranslate;
use plotters_backend::BackendCoord;
use std::f64::consts::TAU;

/// Axes around a centre, the first pointing up, the others following clockwise
/// at equal angles. A point is `(axis, value)`: axis 0.5 lies half way between
/// the first and the second axis (by angle), value 0 at the centre and `full` at
/// the rim.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Polar {
    /// The centre, in units of the canvas.
    pub centre: (f64, f64),
    /// From the centre to the rim, in units of the canvas.
    pub radius: f64,
    /// How many axes, at least 1.
    pub axes: usize,
    /// The value at the rim; not 0.
    pub full: f64,
}

impl Polar {
    /// How far right of and below the centre one goes along an axis by 1.
    #[must_use]
    pub fn direction(&self, axis: f64) -> (f64, f64) {
        #[allow(clippy::cast_precision_loss, reason = "a chart has a handful of axes")]
        let (sine, cosine) = (TAU * axis / self.axes.max(1) as f64).sin_cos();
        (sine, -cosine)
    }

    /// The place of a value on an axis, in units of the canvas.
    #[must_use]
    pub fn place(&self, axis: f64, value: f64) -> (f64, f64) {
        let (right, down) = self.direction(axis);
        let distance = self.radius * value / self.full;
        (self.centre.0 + right * distance, self.centre.1 + down * distance)
    }

    /// The same chart on a canvas with `unit` times as many units.
    #[must_use]
    pub fn scaled(&self, unit: f64) -> Self {
        Self {
            centre: (self.centre.0 * unit, self.centre.1 * unit),
            radius: self.radius * unit,
            ..*self
        }
    }
}

impl CoordTranslate for Polar {
    type From = (f64, f64);

    fn translate(&self, &(axis, value): &(f64, f64)) -> BackendCoord {
        let (x, y) = self.place(axis, value);
        (whole(x), whole(y))
    }
}

/// The nearest whole unit; a canvas is far smaller than an `i32` reaches.
#[must_use]
pub fn whole(units: f64) -> i32 {
    #[allow(clippy::cast_possible_truncation, reason = "saturates, and a canvas is small")]
    {
        units.round() as i32
    }
}

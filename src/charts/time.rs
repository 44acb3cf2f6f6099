//! Days across a chart.

/// Where days stand between two edges.
#[derive(Debug, Clone, Copy)]
pub struct Time {
    first: i32,
    last: i32,
    left: f64,
    right: f64,
}

impl Time {
    /// From the earliest of these days at `left` to the latest at `right`.
    #[must_use]
    pub fn over(days: impl Iterator<Item = i32>, left: f64, right: f64) -> Self {
        let ends = days.fold(None, |ends, day| {
            let (first, last) = ends.unwrap_or((day, day));
            Some((day.min(first), day.max(last)))
        });
        let (first, last) = ends.unwrap_or_default();
        Self { first, last, left, right }
    }

    /// Where a day stands; in the middle where all days are one.
    #[must_use]
    pub fn x(&self, day: i32) -> f64 {
        let span = f64::from(self.last) - f64::from(self.first);
        if span <= 0.0 {
            return f64::midpoint(self.left, self.right);
        }
        let part = (f64::from(day) - f64::from(self.first)) / span;
        self.left + (self.right - self.left) * part
    }
}

//! One delivery signal of a team, month by month, on a scale of its own. Where a month
//! has no figure the line has a gap: nothing is drawn across it.

use super::legend::{Entry, Sample};
use super::markers::{self, Marker};
use super::table::Table;
use crate::disclosure::{SignalCourse, SignalPoint};
use crate::measure::delivery::{Signal, figure};

/// What is drawn: months, earliest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Which signal.
    pub signal: Signal,
    /// The months.
    pub points: Vec<SignalPoint>,
    /// Experiments' starts and reviews, earliest first.
    pub markers: Vec<Marker>,
}

impl Course {
    /// Takes what the gate released, and what happened on the way.
    #[must_use]
    pub fn new(released: &SignalCourse, markers: &[Marker]) -> Self {
        Self {
            signal: released.signal,
            points: released.points.clone(),
            markers: markers::in_order(markers),
        }
    }

    /// The months that have a figure.
    pub fn shown(&self) -> impl DoubleEndedIterator<Item = (&SignalPoint, f64)> {
        self.points.iter().filter_map(|point| Some((point, point.value?)))
    }

    /// The steps of the scale, from 0 up to or beyond the greatest figure: two to six
    /// of them, at 1, 2 or 5 times a power of ten. A share never goes beyond 100.
    #[must_use]
    pub fn ticks(&self) -> Vec<f64> {
        let most = self.shown().map(|(_, value)| value).fold(0.0, f64::max);
        let most = if most > 0.0 { most } else { 1.0 };
        let power = 10_f64.powf((most / 4.0).log10().floor());
        let steps = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
        let step = steps.into_iter().find(|step| most / step <= 4.0).unwrap_or(power);
        // A hair below, so that a figure that is a step is the last one.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 4")]
        let last = (most / step - 1e-9).ceil().max(1.0) as u8;
        (0..=last).map(|times| f64::from(times) * step).collect()
    }

    /// What the figures are, with their unit.
    #[must_use]
    pub fn what(&self) -> String {
        format!("{}, {}", self.signal.name(), self.signal.unit())
    }

    /// The same figures in words, one row for each month and for each marker.
    #[must_use]
    pub fn table(&self) -> Table {
        let mut columns = vec!["Month".to_owned(), self.what()];
        let row = |point: &SignalPoint| {
            let said = point.value.map_or_else(|| "not known".to_owned(), figure);
            (point.day, vec![point.name.clone(), said])
        };
        let rows = self.points.iter().map(row).collect();
        let rows = markers::among(&mut columns, rows, &self.markers);
        Table { columns, rows }
    }

    /// What the line does, for who hears it.
    #[must_use]
    pub fn spoken(&self) -> String {
        let unit = self.signal.unit();
        let course = match (self.shown().next(), self.shown().next_back()) {
            (Some((first, from)), Some((last, to))) if first.day < last.day => format!(
                "{} months, from {} ({}) to {} ({}), {unit}. The table has every figure.",
                self.points.len(),
                figure(from),
                first.name,
                figure(to),
                last.name
            ),
            (Some((only, value)), _) => format!("{}: {} {unit}.", only.name, figure(value)),
            _ => "No month has a figure.".to_owned(),
        };
        format!("{course}{}", markers::spoken(&self.markers))
    }

    /// What the key below the chart says.
    #[must_use]
    pub fn key(&self) -> Vec<Entry> {
        let mut key = Vec::new();
        if self.shown().next().is_some() {
            key.push(Entry { sample: Sample::Dot, words: format!("{}.", self.what()) });
        }
        if self.points.iter().any(|point| point.value.is_none()) {
            let words = "Where there is no dot, the figure of that month is not known.".to_owned();
            key.push(Entry { sample: Sample::None, words });
        }
        key.extend(markers::key(&self.markers));
        key
    }
}

//! The same difference on a scale whose points are not equally far apart.

use crate::measure::{POINTS, judged, ratio};

/// Where the five points lie: 0, 2.5, 5, 7.6 and 9.6, times ten to be whole.
const PLACES: [u128; POINTS] = [0, 25, 50, 76, 96];

/// Where people placed the five words of the scale on a line from 0 to 10
/// (Rohrmann 2007): not quite equally far apart.
#[must_use]
pub fn places() -> [f64; POINTS] {
    // Whole numbers below 100: nothing is lost.
    PLACES.map(|place| place as f64 / 10.0)
}

/// Differences nearer to 0 than this are rounding.
const ROUNDING: f64 = 1e-9;

/// The mean over items of (mean place now − mean place before), −96 to 96;
/// exactly 0 where it is 0 on paper.
///
/// Each item is its counts before and now; items that nobody judged in one of
/// the rounds do not enter. `None` when none is left.
pub(super) fn difference(items: &[[[u32; POINTS]; 2]]) -> Option<f64> {
    let differences: Vec<f64> = items
        .iter()
        .filter_map(|[before, now]| Some(mean_place(now)? - mean_place(before)?))
        .collect();
    let mean = differences.iter().sum::<f64>() / differences.len() as f64;
    match differences.as_slice() {
        [] => None,
        _ if mean.abs() < ROUNDING => Some(0.0),
        _ => Some(mean),
    }
}

fn mean_place(points: &[u32; POINTS]) -> Option<f64> {
    let places = points.iter().zip(PLACES).map(|(count, place)| u128::from(*count) * place);
    ratio(places.sum(), u128::from(judged(points)))
}

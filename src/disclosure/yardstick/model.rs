//! Which sums of answers are shown alike: the app's own rounding, end codes and words.

use crate::disclosure::decide::band;
use crate::disclosure::display_rule::{DisplayRule, Kind};
use crate::disclosure::shapes::Health;
use crate::measure::{Agreement, POINTS, agreement, strength};

/// The first and the last of neighbouring sums.
pub type Window = (i32, i32);

/// What is shown of `people` persons of whom each judged all three statements of a dimension.
#[derive(Debug)]
pub struct Model {
    pub people: u32,
    /// For each sum of a statement's points, 0–4n, the sums that are shown alike.
    statement: Vec<Window>,
    /// For each sum over the three statements, 0–12n, the sums that are shown alike.
    dimension: Vec<Window>,
    word: bool,
}

impl Model {
    /// `None` for fewer people than the minimum group.
    pub fn new(people: u32, minimum_group: u8) -> Option<Self> {
        let band = band(people, minimum_group).ok()?;
        let rule = |kind| DisplayRule::of(kind, band);
        let shown = |kind, sum: u32, answers: u32| {
            let mean = f64::from(sum) / f64::from(answers);
            Health::on(rule(kind).scale, strength::health(mean))
        };
        Some(Self {
            people,
            statement: windows(4 * people, |sum| shown(Kind::Statement, sum, people)),
            dimension: windows(12 * people, |sum| shown(Kind::Dimension, sum, 3 * people)),
            word: rule(Kind::Statement).word,
        })
    }

    /// The sums of a statement that are shown like this one.
    pub fn statement(&self, sum: i32) -> Window {
        at(&self.statement, sum)
    }

    /// The sums over a dimension that are shown like this one.
    pub fn dimension(&self, sum: i32) -> Window {
        at(&self.dimension, sum)
    }

    /// The word beside a statement, if one is shown.
    pub fn word(&self, points: &[u32; POINTS]) -> Option<Agreement> {
        self.word.then(|| agreement::item_word(points)).flatten()
    }
}

fn at(windows: &[Window], sum: i32) -> Window {
    let place = usize::try_from(sum).ok();
    place.and_then(|sum| windows.get(sum)).copied().unwrap_or((sum, sum))
}

/// Runs of sums from 0 to `most` that are shown alike.
fn windows(most: u32, shown: impl Fn(u32) -> Health) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    let sums: Vec<(i32, Health)> = (0_i32..).zip((0..=most).map(shown)).collect();
    for run in sums.chunk_by(|(_, one), (_, next)| one == next) {
        if let (Some((first, _)), Some((last, _))) = (run.first(), run.last()) {
            windows.extend(run.iter().map(|_| (*first, *last)));
        }
    }
    windows
}

/// Every way in which so many people can choose points.
pub fn every_choice(people: u32) -> impl Iterator<Item = [u32; POINTS]> {
    (0..=people).flat_map(move |a| {
        (0..=people - a).flat_map(move |b| {
            (0..=people - a - b).flat_map(move |c| {
                (0..=people - a - b - c).map(move |d| [a, b, c, d, people - a - b - c - d])
            })
        })
    })
}

/// The sum of the points.
pub fn sum(points: &[u32; POINTS]) -> i32 {
    points
        .iter()
        .zip(0_i32..)
        .map(|(count, point)| i32::try_from(*count).unwrap_or(0) * point)
        .sum()
}

/// How probable it is that people choose these points: n!/Πc! · Πp^c.
pub fn probability(points: &[u32; POINTS], distribution: &[f64; POINTS]) -> f64 {
    let mut placed = 0.0;
    points.iter().zip(distribution).fold(1.0, |product, (count, p)| {
        (1..=*count).fold(product, |product, nth| {
            placed += 1.0;
            product * placed / f64::from(nth) * p
        })
    })
}

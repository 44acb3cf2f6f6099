//! One person's own answers, shown to that person alone and stored nowhere.

use super::released::Released;
use super::shapes::{Cell, Dot, DotPlot, DotRow, OwnView, Radar, RadarSeries, Reason};
use crate::catalogue::{Answers, DimensionId};
use crate::measure::PersonScores;

/// The name of the one outline: whoever sees a picture of it, out of its page,
/// must not take it for a team's.
const ONE_PERSON: &str = "One person\u{2019}s view";

/// What one person's answers say. Exact: health of an item in steps of 25,
/// health of a dimension to the nearest whole number, where at least two of its
/// three items are judged.
#[must_use]
pub fn own_view(answers: &Answers) -> Released<OwnView> {
    let scores = PersonScores::of(answers);
    let dimensions = DimensionId::ALL.into_iter().zip(scores.dimensions);
    let items = answers.iter();
    Released::seal(OwnView {
        dimensions: dimensions.map(|(id, score)| (id, score.map(of_sixths))).collect(),
        items: items.map(|(id, answer)| (id, answer.strength().map(of_strength))).collect(),
    })
}

/// Health, 0–100, of a strength of 0–4.
fn of_strength(strength: u8) -> u8 {
    100 - 25 * strength.min(4)
}

/// Health, 0–100, of a dimension score in sixths, 0–24; halves upwards.
fn of_sixths(sixths: u8) -> u8 {
    let health = 24 - u32::from(sixths.min(24));
    u8::try_from((health * 100 * 2 + 24) / (24 * 2)).unwrap_or(100)
}

fn cell<T>(figure: Option<T>) -> Cell<T> {
    figure.map_or(Cell::Withheld(Reason::NotJudged), Cell::Shown)
}

/// The outline of one person's view.
#[must_use]
pub fn own_radar(view: &Released<OwnView>) -> Released<Radar> {
    let points = view.dimensions.iter().map(|(_, health)| cell(*health)).collect();
    Released::seal(Radar { series: vec![RadarSeries { name: ONE_PERSON.to_owned(), points }] })
}

/// The dots of one person's view: no intervals and no numbers of people.
#[must_use]
pub fn own_dots(view: &Released<OwnView>) -> Released<DotPlot> {
    let dot = |at: u8| Dot { at, coded: false, interval: None, answers: None };
    let rows = view.items.iter().map(|(id, at)| DotRow { id: *id, dot: cell(at.map(dot)) });
    Released::seal(DotPlot { rows: rows.collect() })
}

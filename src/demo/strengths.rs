//! How strong each pattern is in a team, quarter by quarter: a plain sum, in scale
//! steps, of
//!
//! - the pattern's level in the organisation,
//! - the value stream's leaning in the dimension,
//! - the team's own height, in all, in the dimension and in the pattern,
//! - the quarter's mood, in all and in the dimension,
//! - and the story.
//!
//! It may leave 0–4; answers are cut there.

use super::cast::Stream;
use super::chance::Chance;
use super::levels;
use super::plan::Part;
use super::quarter::{QUARTERS, Quarter};
use crate::catalogue::{DIMENSIONS, PATTERNS, PER_DIMENSION, PatternId};

/// Numbers for each dimension.
pub type ByDimension<T> = [T; DIMENSIONS];
/// Numbers for each dimension, and for each pattern within it.
type Nested<T> = ByDimension<[T; PER_DIMENSION]>;
/// The strengths of all patterns in all quarters.
pub type Course = [[f64; PATTERNS]; QUARTERS];

/// Standard deviations, in scale steps.
mod spread {
    /// Of value streams, in a dimension, around what is known of them.
    pub const STREAM: f64 = 0.1;
    /// Of teams, in all, in a dimension, in a pattern.
    pub const TEAM: [f64; 3] = [0.22, 0.2, 0.22];
    /// Of a team's quarters, in all, in a dimension.
    pub const MOOD: [f64; 2] = [0.14, 0.12];
}

/// A value stream's leaning: what is known of it, and a little chance.
pub fn leaning(stream: &Stream, chance: &mut Chance) -> ByDimension<f64> {
    stream.leaning.map(|known| known + chance.normal(spread::STREAM))
}

/// The strengths in a team, in every quarter, with a round or without.
pub fn course(part: &Part, leaning: &ByDimension<f64>, chance: &mut Chance) -> Course {
    let height = height(leaning, chance);
    Quarter::ALL.map(|quarter| strengths(part, &height, quarter, chance))
}

/// How much higher the team lies than the organisation, always.
fn height(leaning: &ByDimension<f64>, chance: &mut Chance) -> Nested<f64> {
    let [all, dimension, pattern] = spread::TEAM;
    let all = chance.normal(all);
    leaning.map(|leaning| {
        let here = leaning + all + chance.normal(dimension);
        [(); PER_DIMENSION].map(|()| here + chance.normal(pattern))
    })
}

/// How strong each pattern is in the team in a quarter.
fn strengths(
    part: &Part,
    height: &Nested<f64>,
    quarter: Quarter,
    chance: &mut Chance,
) -> [f64; PATTERNS] {
    let [all, dimension] = spread::MOOD;
    let all = chance.normal(all);
    let mut strengths = PatternId::ALL.map(|pattern| {
        levels::of(pattern).strength(quarter) + part.story.effect(pattern, quarter) + all
    });
    let (dimensions, _) = strengths.as_chunks_mut::<PER_DIMENSION>();
    for (patterns, heights) in dimensions.iter_mut().zip(height) {
        let mood = chance.normal(dimension);
        for (pattern, height) in patterns.iter_mut().zip(heights) {
            *pattern += height + mood;
        }
    }
    strengths
}

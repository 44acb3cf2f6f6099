//! Which team gets which part: sizes, stories, quarters without a round. Chance
//! deals the cards; the pack is the same for every seed, so every seed gives a
//! demo in which everything occurs.

use super::cast::TEAMS;
use super::chance::Chance;
use super::quarter::Quarter;
use super::story::{DECLINES, Outcome, Story, TRIALS, Trial};
use crate::catalogue::DimensionId;

/// The teams' sizes in the earliest quarter. The four smallest come first.
const SIZES: [u8; TEAMS] = [
    4, 5, 6, 6, 7, 7, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 10, 10, 10, 10, 10, 10, 11, 11, 11, 11, 12,
    12, 12, 12, 13, 13, 14, 14, 15, 15, 16, 17, 18,
];
/// Teams below this size tell no story: chance would drown it.
const SMALLEST_WITH_STORY: u8 = 8;
/// Teams below this size do not change for good or ill: too seldom could one see it.
const SMALLEST_WITH_CHANGE: u8 = 10;
/// How many teams keep their results from the coaches.
const UNSHARED: usize = 6;
/// How many teams leave out a quarter, and how many a second one.
const SKIPPING: usize = 9;
const SKIPPING_TWICE: usize = 3;
/// How many teams have one round in which hardly anybody answers.
const LOW_TURNOUT: usize = 4;
/// What some teams are of two minds about.
const POLARISED: [DimensionId; 4] =
    [DimensionId::Customer, DimensionId::Collaboration, DimensionId::Learning, DimensionId::People];
/// The first quarter of the team that joins late: the fifth.
const JOINS: u8 = 4;

/// A team's part.
pub struct Part {
    /// How many people it has in the earliest quarter.
    pub size: u8,
    /// Whether it shares with coaches.
    pub shares: bool,
    /// What happens to it.
    pub story: Story,
    /// What its people see in two opposite ways.
    pub polarised: Option<DimensionId>,
    /// The quarters without a round.
    pub absent: Vec<Quarter>,
    /// A quarter in which hardly anybody answers.
    pub low_turnout: Option<Quarter>,
}

/// Deals the parts, one for each team in the order of the cast.
pub fn parts(chance: &mut Chance) -> Vec<Part> {
    let mut parts = SIZES.map(|size| Part {
        size,
        shares: true,
        story: Story::Quiet,
        polarised: None,
        absent: Vec::new(),
        low_turnout: None,
    });
    chance.shuffle(&mut parts);
    tell_stories(&mut parts, chance);

    let quiet = |part: &Part| part.story == Story::Quiet && part.size >= SMALLEST_WITH_STORY;
    let mut quiet_ones = deal(&mut parts, quiet, chance).into_iter();
    for (part, dimension) in quiet_ones.by_ref().zip(POLARISED) {
        part.polarised = Some(dimension);
    }
    if let Some(part) = quiet_ones.next() {
        part.absent.extend(Quarter::ALL.into_iter().filter(|q| q.index() < JOINS));
    }

    let from_the_start = deal(&mut parts, |part| part.absent.is_empty(), chance);
    for (place, part) in from_the_start.into_iter().take(SKIPPING).enumerate() {
        part.absent.extend(Quarter::at(chance.between(1, 3)));
        if place < SKIPPING_TWICE {
            part.absent.extend(Quarter::at(chance.between(5, 7)));
        }
    }
    let regular = |part: &Part| part.absent.is_empty() && part.story.trial().is_none();
    for part in deal(&mut parts, regular, chance).into_iter().take(LOW_TURNOUT) {
        part.low_turnout = Quarter::at(chance.between(1, 7));
    }
    // Neighbours in one group that has not made up its mind yet. Spread over all groups
    // they would each stand alone beside what coaches know, and leadership would see
    // next to no group.
    for part in parts.iter_mut().rev().take(UNSHARED) {
        part.shares = false;
    }
    parts.into()
}

/// Gives teams that are large enough an experiment or a decline.
fn tell_stories(parts: &mut [Part], chance: &mut Chance) {
    let mut when = chance.part(0);
    let mut tell = |smallest: u8, stories: &mut dyn Iterator<Item = Story>| {
        let fits = |part: &Part| part.story == Story::Quiet && part.size >= smallest;
        for (part, story) in deal(parts, fits, chance).into_iter().zip(stories) {
            part.story = story;
        }
    };
    let trials = TRIALS.map(|(pattern, experiment, outcome)| {
        let begun = Quarter::at(when.between(1, 5)).unwrap_or(Quarter::FIRST);
        Trial { pattern, experiment, begun, outcome }
    });
    let declines = DECLINES.map(|dimension| {
        let from = Quarter::at(when.between(2, 4)).unwrap_or(Quarter::FIRST);
        Story::Decline { dimension, from }
    });
    let (worked, others): (Vec<Trial>, Vec<Trial>) =
        trials.into_iter().partition(|trial| trial.outcome == Outcome::Worked);
    tell(SMALLEST_WITH_CHANGE, &mut worked.into_iter().map(Story::Tried).chain(declines));
    tell(SMALLEST_WITH_STORY, &mut others.into_iter().map(Story::Tried));
}

/// The parts that fit, in any order.
fn deal<'a>(
    parts: &'a mut [Part],
    fits: impl Fn(&Part) -> bool,
    chance: &mut Chance,
) -> Vec<&'a mut Part> {
    let mut fitting: Vec<&mut Part> = parts.iter_mut().filter(|part| fits(part)).collect();
    chance.shuffle(&mut fitting);
    fitting
}

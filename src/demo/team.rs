//! A team's people and what they say in its rounds. What somebody would say, before
//! it is cut into five points, is a plain sum, in scale steps: how strong the
//! pattern is in the team + the person's own height, in all and in the dimension +
//! noise.
//!
//! A team of two minds has two camps in one dimension, above and below the middle.

use super::chance::Chance;
use super::levels;
use super::model::Round;
use super::plan::Part;
use super::quarter::Quarter;
use super::strengths::{ByDimension, Course};
use crate::catalogue::{Answer, Answers, DIMENSIONS, DimensionId, PATTERNS, PatternId, Point};

/// Standard deviations, in scale steps.
mod spread {
    /// Of a team's people, in all, in a dimension.
    pub const PERSON: [f64; 2] = [0.45, 0.3];
    /// Of one person's answers to one pattern.
    pub const NOISE: f64 = 0.7;
}

/// Above which latent strengths the points 1, 2, 3 and 4 are chosen.
const THRESHOLDS: [(f64, Point); 4] = [
    (0.5, Point::Slightly),
    (1.5, Point::Moderately),
    (2.5, Point::Considerably),
    (3.5, Point::Extremely),
];

/// How far the two camps of a team of two minds stand from their middle.
const CAMP: f64 = 1.8;
/// Where that middle is.
const CAMPS_MIDDLE: f64 = 2.0;
/// How much of the other differences stays between their patterns.
const CAMPS_KEEP: f64 = 0.3;

/// The share of answers left blank by oversight.
const BLANK: f64 = 0.003;
/// The share of people who leave in a quarter and are replaced.
const LEAVES: f64 = 0.05;
/// The share of quarters in which a team grows by one, and in which it shrinks.
const GROWS: f64 = 0.15;
/// The smallest team, ever.
const SMALLEST: usize = 4;
/// The largest.
const LARGEST: usize = 18;
/// How far a team's size strays from where it began.
const STRAYS: usize = 2;
/// The share of people who answer a round.
const TURNOUT: f64 = 0.86;
/// The same in a team in which everybody notices who does not.
const TURNOUT_SMALL: f64 = 0.95;
/// Up to which size a team is that small.
const SMALL: usize = 6;

/// A team's rounds, from the earliest on.
pub fn rounds(part: &Part, course: &Course, chance: &Chance) -> Vec<Round> {
    let mut coming = chance.part(0);
    let mut people: Vec<Person> = (0..part.size).map(|_| Person::new(&mut coming)).collect();
    let mut rounds = Vec::new();
    for (quarter, strengths) in Quarter::ALL.into_iter().zip(course) {
        if quarter > Quarter::FIRST {
            come_and_go(&mut people, usize::from(part.size), &mut coming);
        }
        if part.absent.contains(&quarter) {
            continue;
        }
        let mut chance = chance.part(1 + u64::from(quarter.index()));
        let answers = those_who_answer(&people, part.low_turnout == Some(quarter), &mut chance)
            .into_iter()
            .map(|(place, person)| {
                let side = if place % 2 == 0 { CAMP } else { -CAMP };
                let camp = part.polarised.map(|dimension| (dimension, side));
                person.answers(strengths, camp, &mut chance)
            })
            .collect();
        let roster = u16::try_from(people.len()).unwrap_or(u16::MAX);
        rounds.push(Round { quarter, roster, answers });
    }
    rounds
}

/// Some leave and are replaced; now and then the team grows or shrinks by one.
fn come_and_go(people: &mut Vec<Person>, at_first: usize, chance: &mut Chance) {
    for person in people.iter_mut() {
        if chance.happens(LEAVES) {
            *person = Person::new(chance);
        }
    }
    let newcomer = Person::new(chance);
    let (grows, shrinks) = (chance.happens(GROWS), chance.happens(GROWS));
    let size = people.len();
    if grows && size < LARGEST.min(at_first + STRAYS) {
        people.push(newcomer);
    } else if shrinks && size > SMALLEST.max(at_first.saturating_sub(STRAYS)) {
        people.pop();
    }
}

/// Who answers, with their places in the team, in any order.
fn those_who_answer<'a>(
    people: &'a [Person],
    hardly_anybody: bool,
    chance: &mut Chance,
) -> Vec<(usize, &'a Person)> {
    let turnout = if people.len() <= SMALL { TURNOUT_SMALL } else { TURNOUT };
    let mut answering: Vec<_> =
        people.iter().enumerate().filter(|_| chance.happens(turnout)).collect();
    chance.shuffle(&mut answering);
    if hardly_anybody {
        answering.truncate(usize::from(chance.between(2, 4)));
    }
    answering
}

/// Someone with their own way to see things, which stays while they do.
struct Person {
    height: ByDimension<f64>,
}

impl Person {
    fn new(chance: &mut Chance) -> Self {
        let [all, dimension] = spread::PERSON;
        let all = chance.normal(all);
        Self { height: [(); DIMENSIONS].map(|()| all + chance.normal(dimension)) }
    }

    /// What they say, given how strong each pattern is. In the dimension of `camp`,
    /// they stand with their camp.
    fn answers(
        &self,
        strength: &[f64; PATTERNS],
        camp: Option<(DimensionId, f64)>,
        chance: &mut Chance,
    ) -> Answers {
        let mut answers = Answers::default();
        for (pattern, strength) in PatternId::ALL.into_iter().zip(strength) {
            let dimension = pattern.dimension();
            let seen = match camp {
                Some((divided, side)) if divided == dimension => {
                    CAMPS_MIDDLE + CAMPS_KEEP * (strength - CAMPS_MIDDLE) + side
                }
                _ => *strength,
            };
            let own = self.height.get(dimension.index()).copied().unwrap_or_default();
            answers.set(pattern, answer(pattern, seen + own, chance));
        }
        answers
    }
}

/// One answer. The same number of draws whatever it is, so that a changed level
/// does not change the answers after it.
fn answer(pattern: PatternId, seen: f64, chance: &mut Chance) -> Answer {
    let seen = seen + chance.normal(spread::NOISE);
    let cant_judge = chance.happens(levels::of(pattern).cant_judge);
    let blank = chance.happens(BLANK);
    if blank {
        Answer::Blank
    } else if cant_judge {
        Answer::CantJudge
    } else {
        let above = THRESHOLDS.into_iter().take_while(|(threshold, _)| seen > *threshold);
        Answer::Point(above.last().map_or(Point::NotAtAll, |(_, point)| point))
    }
}

//! Everything shown of two rounds together: statements, dimensions and their words, the
//! overall score, the round before and the verdicts, with and without missing answers.
//!
//! Pairs of rounds are drawn; for each, sets of answers are looked for that would show exactly
//! the same, by changing single answers of the later round. Where none is found something
//! follows, or the search has missed it: so every share is an upper bound. Who skipped a
//! statement is taken to be known, and so is the whole earlier round.

use super::rows::{SampledRow, Shares};
use crate::catalogue::{Answer, Answers, PATTERNS, PER_DIMENSION, Point};
use crate::demo::chance::Chance;
use crate::disclosure::change::{Course, release_course};
use crate::disclosure::release::release;
use crate::measure::distributions::TWELVE;
use crate::measure::{POINTS, Tally, interval};

/// How many changed sets are tried before a search is given up.
const TRIES: usize = 3_000;
/// Fewer sets than this are few.
const FEW: usize = 5;
/// In every other pair, so many answers are "can't judge".
const MISSING: f64 = 0.03;

/// What to draw.
#[derive(Debug, Clone, Copy)]
pub struct Sampled {
    /// How many people answer the later round; the earlier one has as many, or more by the
    /// minimum group.
    pub people: u32,
    /// The rounds' minimum group.
    pub minimum_group: u8,
    /// How many pairs of rounds, in equal parts from the twelve distributions.
    pub drawn: u32,
    /// Where chance begins.
    pub seed: u64,
}

/// One person's points, in catalogue order; `None` for "can't judge".
type Person = [Option<u8>; PATTERNS];

fn tally(people: &[Person]) -> Tally {
    let answers = |person: &Person| {
        Answers::new(person.map(|point| {
            let point = point.and_then(|point| Point::ALL.get(usize::from(point)));
            point.map_or(Answer::CantJudge, |point| Answer::Point(*point))
        }))
    };
    let answers: Vec<Answers> = people.iter().map(answers).collect();
    Tally::of(&answers, true)
}

/// What is shown of a true pair of rounds.
struct Shown {
    before: Tally,
    minimum_group: u8,
    course: Course,
}

impl Shown {
    fn of(before: &[Person], now: &[Person], minimum_group: u8) -> Option<Self> {
        let before = tally(before);
        let course = release_course(Some((&before, minimum_group)), (&tally(now), minimum_group))?;
        Some(Self { before, minimum_group, course })
    }

    /// Whether other answers in the later round would show the same.
    fn agrees(&self, now: &[Person]) -> bool {
        let now = tally(now);
        let k = self.minimum_group;
        // The report alone decides most cases, and quicker.
        release(&now, k).as_ref() == Some(&self.course.report)
            && release_course(Some((&self.before, k)), (&now, k)).as_ref() == Some(&self.course)
    }
}

/// How many chose each point, the insider left out.
fn points(people: &[Person], insider: bool, item: usize) -> [u32; POINTS] {
    let mut points = [0; POINTS];
    for person in people.iter().skip(usize::from(insider)) {
        let point = person.get(item).copied().flatten();
        if let Some(count) = point.and_then(|point| points.get_mut(usize::from(point))) {
            *count += 1;
        }
    }
    points
}

/// Adds to one answer, if it is there and stays on the scale.
fn moved(people: &mut [Person], person: usize, item: usize, by: i8) -> Option<()> {
    let answer = people.get_mut(person)?.get_mut(item)?.as_mut()?;
    let point = answer.checked_add_signed(by).filter(|point| usize::from(*point) < POINTS)?;
    *answer = point;
    Some(())
}

/// One answer to `item` changed by one step; in most cases another answer takes the step back,
/// to the same statement or to a sibling. The insider, who is first, stays.
fn changed(
    people: &[Person],
    insider: bool,
    item: usize,
    chance: &mut Chance,
) -> Option<Vec<Person>> {
    let mut people = people.to_vec();
    let first = usize::from(insider);
    let anybody = |chance: &mut Chance| first + chance.below(people.len() - first);
    let (one, other) = (anybody(chance), anybody(chance));
    let by = if chance.happens(0.5) { 1 } else { -1 };
    let sibling = item - item % PER_DIMENSION + chance.below(PER_DIMENSION);
    moved(&mut people, one, item, by)?;
    match chance.below(4) {
        0 => {}
        1 => moved(&mut people, other, item, -by)?,
        2 => moved(&mut people, one, sibling, -by)?,
        _ => moved(&mut people, other, sibling, -by)?,
    }
    Some(people)
}

/// How many sets of answers to an item show the same, up to `enough`: those that are found.
fn sets(
    shown: &Shown,
    truth: &[Person],
    (insider, item): (bool, usize),
    enough: usize,
    chance: &mut Chance,
) -> usize {
    let mut found = vec![(points(truth, insider, item), truth.to_vec())];
    for _ in 0..TRIES {
        if found.len() >= enough {
            break;
        }
        let from = chance.below(found.len());
        let next = found.get(from).and_then(|(_, people)| changed(people, insider, item, chance));
        let Some(next) = next else { continue };
        let set = points(&next, insider, item);
        if found.iter().all(|(known, _)| *known != set) && shown.agrees(&next) {
            found.push((set, next));
        }
    }
    found.len()
}

/// Counts of one distribution.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    drawn: u32,
    histogram: u32,
    certain: u32,
    one_of_eighteen: u32,
    few_sets: u32,
}

/// Draws rounds and counts what follows from all that is shown. `None` for fewer people than
/// the minimum group.
#[must_use]
pub fn sampled(what: Sampled) -> Option<SampledRow> {
    let mut counted = [Counted::default(); TWELVE.len()];
    for number in 0..what.drawn {
        let mut chance = Chance::of(what.seed).part(u64::from(number));
        let place = usize::try_from(number).unwrap_or(0) % TWELVE.len();
        let missing = if number / 12 % 2 == 0 { 0.0 } else { MISSING };
        // A statement's change is shown only where so many more or fewer answered.
        let more = if number / 24 % 2 == 0 { 0 } else { u32::from(what.minimum_group) };
        let before = draw(chance.below(TWELVE.len()), missing, what.people + more, &mut chance);
        let truth = draw(place, missing, what.people, &mut chance);
        let shown = Shown::of(&before, &truth, what.minimum_group)?;
        let Some(counted) = counted.get_mut(place) else { continue };
        counted.drawn += 1;
        let item = chance.below(PATTERNS);
        counted.histogram += u32::from(sets(&shown, &truth, (true, item), 2, &mut chance) < 2);
        counted.few_sets += u32::from(sets(&shown, &truth, (false, item), FEW, &mut chance) < FEW);
        let certain = (0..PATTERNS)
            .filter(|item| can_be_certain(&truth, *item))
            .filter(|item| sets(&shown, &truth, (true, *item), 2, &mut chance) < 2)
            .count();
        counted.certain += u32::try_from(certain).unwrap_or(u32::MAX);
        counted.one_of_eighteen += u32::from(certain > 0);
    }
    let shares = |count: fn(&Counted) -> f64| {
        Shares::of(counted.map(|each| count(&each) / f64::from(each.drawn.max(1))))
    };
    let one_of_eighteen: u32 = counted.iter().map(|each| each.one_of_eighteen).sum();
    let share = f64::from(one_of_eighteen) / f64::from(what.drawn.max(1));
    Some(SampledRow {
        people: what.people,
        minimum_group: what.minimum_group,
        drawn: what.drawn,
        histogram: shares(|each| f64::from(each.histogram)),
        certain: shares(|each| f64::from(each.certain) / 18.0),
        one_of_eighteen: shares(|each| f64::from(each.one_of_eighteen)),
        few_sets: shares(|each| f64::from(each.few_sets)),
        one_of_eighteen_up_to: interval::wilson(share, what.drawn).ok()?.high,
    })
}

/// Whether all others who judged a statement answered the same, and not everybody "not at all".
fn can_be_certain(truth: &[Person], item: usize) -> bool {
    let others = points(truth, true, item);
    let all = points(truth, false, item);
    let [none, rest @ ..] = all;
    let is_none = none > 0 && rest.iter().all(|count| *count == 0);
    others.iter().filter(|count| **count > 0).count() == 1 && !is_none
}

fn draw(place: usize, missing: f64, people: u32, chance: &mut Chance) -> Vec<Person> {
    let distribution = TWELVE.get(place).map_or([0.2; POINTS], |(_, distribution)| *distribution);
    let mut answer = || {
        if chance.happens(missing) {
            return None;
        }
        let mut left = 1.0;
        for (point, p) in (0..).zip(distribution) {
            // The share of what is left over for this point and those after it.
            if p > 0.0 && chance.happens(p / left) {
                return Some(point);
            }
            left -= p;
        }
        // Only a rounding error leads here: the last point that anybody chooses.
        (0..).zip(distribution).filter(|(_, p)| *p > 0.0).last().map(|(point, _)| point)
    };
    (0..people).map(|_| std::array::from_fn(|_| answer())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::PatternId;

    #[test]
    fn a_drawn_round_has_the_shares_of_its_distribution() {
        let mut chance = Chance::of(3);
        for (place, (name, distribution)) in TWELVE.into_iter().enumerate() {
            let people = draw(place, 0.0, 400, &mut chance);
            let points = points(&people, false, PatternId::Heroics.index());
            for (count, p) in points.into_iter().zip(distribution) {
                let share = f64::from(count) / 400.0;
                assert!((share - p).abs() < 0.1 && (p > 0.0 || count == 0), "{name}: {points:?}");
            }
        }
    }

    #[test]
    fn a_search_finds_other_sets_only_if_they_show_the_same() {
        let mut chance = Chance::of(1);
        let shown_of = |people: &[Person]| Shown::of(people, people, 5).unwrap();
        // The insider says 4 to everything, all others 0. "80 or more" of a statement leaves
        // room for one point more, and so does the dimension's 80.
        let mut truth = vec![[Some(0); PATTERNS]; 5];
        truth[0] = [Some(4); PATTERNS];
        let shown = shown_of(&truth);
        assert!(can_be_certain(&truth, 0));
        assert_eq!(sets(&shown, &truth, (true, 0), 2, &mut chance), 2);
        let mut other = truth.clone();
        assert!(shown.agrees(&other));
        other[1][0] = Some(1);
        assert!(shown.agrees(&other));
        other[2][0] = Some(1);
        assert!(!shown.agrees(&other), "75 or more is 80 or more, 70 is not");
        // Everybody "not at all" does not count.
        assert!(!can_be_certain(&[[Some(0); PATTERNS]; 5], 0));
        let truth = vec![[Some(2); PATTERNS]; 8];
        assert_eq!(sets(&shown_of(&truth), &truth, (false, 0), FEW, &mut chance), FEW);
    }
}

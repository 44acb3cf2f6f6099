//! A statement beside its siblings and its dimension: every set of answers, none left out.
//!
//! What is shown depends on sums, and on a word where there is one. Neighbouring sums are
//! shown alike, so what can be the sum of a statement is a run of numbers: those that are
//! displayed like it, cut by what its dimension leaves when its siblings are as low or as high
//! as they can be. The dimension's word, the overall score, an earlier round and verdicts are
//! left to the [sample](super::sampled).

use super::model::{Model, Window, every_choice, probability, sum};
use super::rows::{ExactRow, Shares, Viewers};
use crate::measure::distributions::TWELVE;
use crate::measure::{Agreement, POINTS};
use std::collections::BTreeMap;

/// Up to this many people (c) is counted exactly; beyond, an upper bound stands for it.
const JOINT_UP_TO: u32 = 8;
/// Fewer sets than this are few.
const FEW: f64 = 5.0;
/// Counts are whole numbers in floating point.
const HALF: f64 = 0.5;

/// One number for each of the twelve distributions.
type Twelve = [f64; TWELVE.len()];

/// What somebody can know of a statement's true answers.
#[derive(Debug, Clone, PartialEq)]
struct State {
    /// The viewer's own answer; 0 for a facilitator.
    own: i32,
    /// The sum of the others' answers.
    others: i32,
    word: Option<Agreement>,
    /// The sums of the statement, own answer included, that are displayed alike and possible.
    window: Window,
    /// How many sets of the others' answers have this sum and word.
    sets: f64,
    /// Whether one of them has all others answer the same.
    alike: bool,
    probability: Twelve,
}

/// How many sets of others' answers there are with a word, by the viewer's answer, up to each sum.
type Counts = BTreeMap<(i32, Option<u8>), Vec<f64>>;

/// A viewer, and every state of a statement.
struct Knowing<'a> {
    model: &'a Model,
    states: Vec<State>,
    counts: Counts,
}

const fn code(word: Option<Agreement>) -> Option<u8> {
    match word {
        Some(Agreement::CloseTogether) => Some(0),
        Some(Agreement::Mixed) => Some(1),
        Some(Agreement::FarApart) => Some(2),
        None => None,
    }
}

impl<'a> Knowing<'a> {
    fn new(model: &'a Model, insider: bool) -> Self {
        let others = model.people - u32::from(insider);
        let most = 4 * i32::try_from(others).unwrap_or(0);
        let owns = if insider { 0..POINTS } else { 0..1 };
        let mut states: BTreeMap<(i32, i32, Option<u8>), State> = BTreeMap::new();
        let mut counts: Counts = BTreeMap::new();
        for own in owns {
            for points in every_choice(others) {
                let mut all = points;
                if insider && let Some(count) = all.get_mut(own) {
                    *count += 1;
                }
                let word = model.word(&all);
                let (own_answer, others) = (i32::try_from(own).unwrap_or(0), sum(&points));
                let (first, last) = model.statement(own_answer + others);
                let state =
                    states.entry((own_answer, others, code(word))).or_insert_with(|| State {
                        own: own_answer,
                        others,
                        word,
                        window: (first.max(own_answer), last.min(own_answer + most)),
                        sets: 0.0,
                        alike: false,
                        probability: Twelve::default(),
                    });
                state.sets += 1.0;
                state.alike |= points.iter().filter(|count| **count > 0).count() == 1;
                for (share, (_, distribution)) in state.probability.iter_mut().zip(&TWELVE) {
                    let mine =
                        if insider { distribution.get(own).copied().unwrap_or(0.0) } else { 1.0 };
                    *share += mine * probability(&points, distribution);
                }
                let sums = counts
                    .entry((own_answer, code(word)))
                    .or_insert_with(|| vec![0.0; usize::try_from(most).unwrap_or(0) + 2]);
                if let Some(count) = sums.get_mut(usize::try_from(others).unwrap_or(0) + 1) {
                    *count += 1.0;
                }
            }
        }
        for sums in counts.values_mut() {
            sums.iter_mut().fold(0.0, |before, count| {
                *count += before;
                *count
            });
        }
        // A distribution that leaves a state out in all twelve leaves it out altogether.
        let states =
            states.into_values().filter(|state| state.probability.iter().any(|p| *p > 0.0));
        Self { model, states: states.collect(), counts }
    }

    /// The sums that `state` can have beside two siblings of these windows (added up) and sums.
    fn possible(&self, state: &State, siblings: Window, sum_of_siblings: i32) -> Window {
        let (first, last) = self.model.dimension(state.own + state.others + sum_of_siblings);
        (state.window.0.max(first - siblings.1), state.window.1.min(last - siblings.0))
    }

    /// How many sets of the others' answers have the word of `state` and a sum within these.
    fn sets(&self, state: &State, (first, last): Window) -> f64 {
        let up_to = |sum: i32| {
            let sums = self.counts.get(&(state.own, code(state.word)));
            let place = usize::try_from(sum - state.own).ok();
            sums.zip(place).and_then(|(sums, place)| sums.get(place)).copied().unwrap_or(0.0)
        };
        up_to(last + 1) - up_to(first)
    }

    /// Whether everybody else's answer is certain, but for "not at all" by all.
    fn is_certain(&self, state: &State, possible: Window) -> bool {
        state.can_be_certain() && self.sets(state, possible) < 1.0 + HALF
    }
}

impl State {
    fn can_be_certain(&self) -> bool {
        self.alike && self.sets < 1.0 + HALF && (self.own, self.others) != (0, 0)
    }
}

fn add(sum: Window, more: Window) -> Window {
    (sum.0 + more.0, sum.1 + more.1)
}

/// Two siblings as far as they matter for the third: the sum of their windows, their sum.
fn siblings(states: &[State]) -> Vec<(Window, i32, Twelve)> {
    let mut one: BTreeMap<(Window, i32), Twelve> = BTreeMap::new();
    for state in states {
        let shares = one.entry((state.window, state.own + state.others)).or_default();
        shares.iter_mut().zip(state.probability).for_each(|(share, p)| *share += p);
    }
    let mut two: BTreeMap<(Window, i32), Twelve> = BTreeMap::new();
    for ((window, sum), shares) in &one {
        for ((other_window, other_sum), other_shares) in &one {
            let both = two.entry((add(*window, *other_window), sum + other_sum)).or_default();
            let products = shares.iter().zip(other_shares).map(|(p, q)| p * q);
            both.iter_mut().zip(products).for_each(|(share, p)| *share += p);
        }
    }
    two.into_iter().map(|((window, sum), shares)| (window, sum, shares)).collect()
}

/// Counts what follows for `people` persons from a statement, its siblings and its dimension.
/// `None` for fewer people than the minimum group.
#[must_use]
pub fn exact(people: u32, minimum_group: u8) -> Option<ExactRow> {
    let model = Model::new(people, minimum_group)?;
    let insider = Knowing::new(&model, true);
    let (inside, certain) = alone(&insider);
    let outside = alone(&Knowing::new(&model, false)).0;
    let joint = if people <= JOINT_UP_TO {
        let dimension = any_of_three(&insider);
        dimension.map(|share| 1.0 - (1.0 - share).powi(6))
    } else {
        certain.map(|share| (18.0 * share).min(1.0))
    };
    Some(ExactRow {
        people,
        minimum_group,
        histogram: Viewers { facilitator: Shares::of(outside.0), insider: Shares::of(inside.0) },
        certain: Shares::of(certain),
        one_of_eighteen: Shares::of(joint),
        one_of_eighteen_is_bound: people > JOINT_UP_TO,
        few_sets: Viewers { facilitator: Shares::of(outside.1), insider: Shares::of(inside.1) },
    })
}

/// Of one statement: how often its histogram follows, and how often few sets are left; and how
/// often another's answer is certain.
fn alone(knowing: &Knowing<'_>) -> ((Twelve, Twelve), Twelve) {
    let mut follows = Twelve::default();
    let mut few = Twelve::default();
    let mut certain = Twelve::default();
    let siblings = siblings(&knowing.states);
    for state in &knowing.states {
        for (window, sum, shares) in &siblings {
            let possible = knowing.possible(state, *window, *sum);
            let sets = knowing.sets(state, possible);
            if sets > FEW - HALF {
                continue;
            }
            let is_certain = knowing.is_certain(state, possible);
            let each = state.probability.iter().zip(shares).map(|(p, q)| p * q);
            let totals = follows.iter_mut().zip(&mut few).zip(&mut certain);
            for (share, ((follows, few), certain)) in each.zip(totals) {
                *few += share;
                *follows += if sets < 1.0 + HALF { share } else { 0.0 };
                *certain += if is_certain { share } else { 0.0 };
            }
        }
    }
    ((follows, few), certain)
}

/// How often another's answer is certain on at least one of a dimension's three statements.
fn any_of_three(knowing: &Knowing<'_>) -> Twelve {
    let (can, cannot): (Vec<&State>, Vec<&State>) =
        knowing.states.iter().partition(|state| state.can_be_certain());
    let all: Vec<&State> = knowing.states.iter().collect();
    let mut total = Twelve::default();
    // The first statement that can be certain stands at the first, second or third place.
    for places in [[&can, &all, &all], [&cannot, &can, &all], [&cannot, &cannot, &can]] {
        let [first, second, third] = places;
        for a in first {
            for b in second {
                for c in third {
                    let certain = |of: &State, x: &State, y: &State| {
                        let siblings = add(x.window, y.window);
                        let sum = x.own + x.others + y.own + y.others;
                        of.can_be_certain()
                            && knowing.is_certain(of, knowing.possible(of, siblings, sum))
                    };
                    if certain(a, b, c) || certain(b, a, c) || certain(c, a, b) {
                        let shares = a.probability.iter().zip(&b.probability).zip(&c.probability);
                        let products = shares.map(|((p, q), r)| p * q * r);
                        total.iter_mut().zip(products).for_each(|(total, p)| *total += p);
                    }
                }
            }
        }
    }
    total
}

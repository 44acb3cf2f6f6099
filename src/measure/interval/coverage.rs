//! How often the Jeffreys–Dirichlet interval holds the true mean.
//!
//! Twice: by exact enumeration of every outcome, and by simulating persons who
//! answer through the whole path from an answer to an interval.

use super::{Bounds, of_item};
use crate::catalogue::{Answer, Answers, PatternId, Point};
use crate::measure::distributions::TWELVE;
use crate::measure::{POINTS, Tally};

const TEAM_SIZES: [u32; 5] = [3, 5, 8, 12, 15];
/// What the average over the distributions must reach at every team size.
const FLOOR: f64 = 0.93;

/// The true mean on 0–1.
fn truth(distribution: &[f64; POINTS]) -> f64 {
    let [_, p1, p2, p3, p4] = distribution;
    0.25 * p1 + 0.5 * p2 + 0.75 * p3 + p4
}

fn holds(bounds: Bounds, mean: f64) -> bool {
    bounds.low <= mean && mean <= bounds.high
}

/// Fails unless the coverages of the twelve distributions average to the floor.
fn assert_floor(n: u32, coverage: impl Fn(&[f64; POINTS]) -> f64) {
    let each = TWELVE.map(|(name, distribution)| (name, coverage(&distribution)));
    let average = each.iter().map(|(_, share)| share / 12.0).sum::<f64>();
    assert!(average >= FLOOR, "{average:.4} on average at n = {n}: {each:.3?}");
}

/// Every count vector of `n` answers.
fn outcomes(n: u32) -> impl Iterator<Item = [u32; POINTS]> {
    (0..=n).flat_map(move |a| {
        (0..=n - a).flat_map(move |b| {
            (0..=n - a - b).flat_map(move |c| {
                (0..=n - a - b - c).map(move |d| [a, b, c, d, n - a - b - c - d])
            })
        })
    })
}

fn factorial(n: u32) -> f64 {
    (1..=n).map(f64::from).product()
}

/// The probability of a count vector: n!/Πc! · Πp^c.
fn probability(points: &[u32; POINTS], distribution: &[f64; POINTS]) -> f64 {
    points.iter().zip(distribution).fold(factorial(points.iter().sum()), |sofar, (count, p)| {
        sofar * p.powf(f64::from(*count)) / factorial(*count)
    })
}

#[test]
fn over_all_outcomes_the_interval_covers_the_true_mean_often_enough() {
    for n in TEAM_SIZES {
        let all: Vec<_> =
            outcomes(n).map(|points| (points, of_item(&points).expect("an interval"))).collect();
        assert_floor(n, |distribution| {
            let mean = truth(distribution);
            let total: f64 = all.iter().map(|(points, _)| probability(points, distribution)).sum();
            assert!((total - 1.0).abs() < 1e-9, "the outcomes of n = {n} are not complete");
            all.iter()
                .filter(|(_, bounds)| holds(*bounds, mean))
                .map(|(points, _)| probability(points, distribution))
                .sum()
        });
    }
}

/// SplitMix64 (Steele, Lea & Flood 2014): the same numbers on every machine.
struct Chance(u64);

impl Chance {
    /// A number in 0–1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let high = u32::try_from((mixed ^ (mixed >> 31)) >> 32).expect("32 bits");
        f64::from(high) / (f64::from(u32::MAX) + 1.0)
    }

    fn answer(&mut self, distribution: &[f64; POINTS]) -> Point {
        let mut left = self.next();
        for (point, probability) in Point::ALL.into_iter().zip(distribution) {
            left -= probability;
            if left < 0.0 {
                return point;
            }
        }
        // Only a rounding error in the sum of the probabilities leads here.
        Point::ALL[distribution.iter().rposition(|p| *p > 0.0).expect("a distribution")]
    }
}

#[test]
fn simulated_teams_get_intervals_that_cover_the_true_mean_often_enough() {
    const TEAMS: u32 = 2000;
    const ITEM: PatternId = PatternId::BigBatches;
    let mut chance = Chance(20_260_301);
    let mut team = Vec::new();
    for n in TEAM_SIZES {
        let mut shares = Vec::new();
        for (_, distribution) in TWELVE {
            let mean = truth(&distribution);
            let mut covered = 0;
            for _ in 0..TEAMS {
                team.clear();
                team.resize_with(n as usize, || {
                    let mut person = Answers::default();
                    person.set(ITEM, Answer::Point(chance.answer(&distribution)));
                    person
                });
                let tally = Tally::of(&team, false);
                let bounds = of_item(&tally.item(ITEM).points).expect("an interval");
                covered += u32::from(holds(bounds, mean));
            }
            shares.push(f64::from(covered) / f64::from(TEAMS));
        }
        let mut shares = shares.into_iter();
        let shares = std::array::from_fn(|_| shares.next().expect("twelve"));
        assert_average(n, &shares);
    }
}

fn assert_average(n: u32, shares: &[f64; 12]) {
    let average = shares.iter().sum::<f64>() / 12.0;
    assert!(average >= FLOOR, "{average:.4} on average at n = {n}: {shares:.3?}");
}

//! What holds for every team, whoever it is and however it answers.

use super::agreement::{ad_m, dimension_ad_m, dimension_word, item_word};
use super::interval::{of_dimension, of_item, of_overall};
use super::*;
use crate::catalogue::{Answer, Answers, DimensionId, PATTERNS, PatternId, Point};
use proptest::prelude::*;

fn any_answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        1 => Just(Answer::Blank),
        1 => Just(Answer::CantJudge),
        8 => (0_usize..POINTS).prop_map(|point| Answer::Point(Point::ALL[point])),
    ]
}

fn any_person() -> impl Strategy<Value = Answers> {
    prop_oneof![
        6 => proptest::array::uniform18(any_answer()).prop_map(Answers::new),
        1 => any_answer().prop_map(|answer| Answers::new([answer; PATTERNS])),
    ]
}

fn any_team() -> impl Strategy<Value = Vec<Answers>> {
    proptest::collection::vec(any_person(), 0..=40)
}

/// The same team in another order.
fn any_order() -> impl Strategy<Value = (Vec<Answers>, Vec<Answers>)> {
    any_team().prop_flat_map(|team| (Just(team.clone()), Just(team).prop_shuffle()))
}

/// Point k becomes 4 − k.
fn mirrored(person: &Answers) -> Answers {
    let mut other = Answers::default();
    for (pattern, answer) in person.iter() {
        other.set(
            pattern,
            match answer.strength() {
                Some(strength) => Answer::Point(Point::ALL[4 - usize::from(strength)]),
                None => answer,
            },
        );
    }
    other
}

/// Everything that is said of one set of scores.
#[derive(Debug, PartialEq)]
struct Said {
    strength: Option<f64>,
    interval: Result<Bounds, IntervalError>,
    deviation: Option<f64>,
    word: Option<Agreement>,
}

/// Everything that is said of a team: 18 items, 6 dimensions, the overall score.
fn everything(tally: &Tally) -> Vec<Said> {
    let items = PatternId::ALL.into_iter().map(|pattern| {
        let points = &tally.item(pattern).points;
        Said {
            strength: strength::item(points),
            interval: of_item(points),
            deviation: ad_m(points),
            word: item_word(points),
        }
    });
    let dimensions = DimensionId::ALL.into_iter().map(|dimension| {
        let scores = tally.dimension(dimension).expect("lists are kept");
        let points = tally.points_of(dimension);
        Said {
            strength: strength::dimension(scores),
            interval: of_dimension(scores),
            deviation: dimension_ad_m(&points),
            word: dimension_word(&points),
        }
    });
    let scores = tally.overall().expect("lists are kept");
    let overall = Said {
        strength: strength::overall(scores),
        interval: of_overall(scores),
        deviation: None,
        word: None,
    };
    items.chain(dimensions).chain([overall]).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

/// Every tested difference of a change: overall, dimensions, items.
fn tests(change: &Change) -> Vec<Option<change::Compared>> {
    let items = change.items.iter().map(|item| item.tested);
    [change.overall].into_iter().chain(change.dimensions).chain(items).collect()
}

fn opposite(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::ClearlyBetter => Verdict::ClearlyWorse,
        Verdict::ClearlyWorse => Verdict::ClearlyBetter,
        Verdict::CannotTell => Verdict::CannotTell,
    }
}

proptest! {
    #[test]
    fn the_order_of_persons_changes_nothing((team, shuffled) in any_order()) {
        let (one, other) = (Tally::of(&team, true), Tally::of(&shuffled, true));
        prop_assert_eq!(&one, &other);
        prop_assert_eq!(everything(&one), everything(&other));
    }

    #[test]
    fn the_order_of_scores_does_not_change_a_bit(
        (z, shuffled) in proptest::collection::vec(0.0..=1.0, 1..30)
            .prop_flat_map(|z: Vec<f64>| (Just(z.clone()), Just(z).prop_shuffle()))
    ) {
        prop_assert_eq!(interval::jeffreys_dirichlet(&z), interval::jeffreys_dirichlet(&shuffled));
    }

    #[test]
    fn reversing_the_scale_mirrors_everything(team in any_team()) {
        let other: Vec<Answers> = team.iter().map(mirrored).collect();
        let pairs = everything(&Tally::of(&team, true)).into_iter()
            .zip(everything(&Tally::of(&other, true)));
        for (one, mirror) in pairs {
            match (one.strength, mirror.strength) {
                (Some(one), Some(mirror)) => prop_assert!(near(one, 4.0 - mirror)),
                (one, mirror) => prop_assert_eq!(one, mirror),
            }
            match (one.interval, mirror.interval) {
                (Ok(one), Ok(mirror)) => {
                    prop_assert!(near(one.low, 1.0 - mirror.high), "{:?} {:?}", one, mirror);
                    prop_assert!(near(one.high, 1.0 - mirror.low), "{:?} {:?}", one, mirror);
                }
                (one, mirror) => prop_assert_eq!(one, mirror),
            }
            prop_assert_eq!(one.deviation, mirror.deviation);
            prop_assert_eq!(one.word, mirror.word);
        }
    }

    #[test]
    fn an_interval_lies_on_the_scale_in_order_around_the_mean(team in any_team()) {
        for said in everything(&Tally::of(&team, true)) {
            let Some(strength) = said.strength else {
                prop_assert_eq!(said.interval, Err(IntervalError::Empty));
                continue;
            };
            let bounds = said.interval.expect("an interval where there is a mean");
            prop_assert!(0.0 <= bounds.low && bounds.low < bounds.high && bounds.high <= 1.0);
            let share = strength / strength::MAX;
            prop_assert!(bounds.low <= share && share <= bounds.high, "{:?} {}", bounds, share);
            // What no answer contradicts stays possible only at an end of the scale.
            prop_assert_eq!(bounds.low <= 0.0, strength <= 0.0);
            prop_assert_eq!(bounds.high >= 1.0, strength >= strength::MAX);
            let health = bounds.as_health();
            prop_assert!(0.0 <= health.low && health.low < health.high && health.high <= 100.0);
            let of_mean = strength::health(strength);
            prop_assert!(health.low - 1e-9 <= of_mean && of_mean <= health.high + 1e-9);
        }
    }

    #[test]
    fn wilsons_interval_lies_on_the_scale_around_the_figure_and_narrows(
        p in 0.0..=1.0_f64, n in 1..500_u32
    ) {
        let bounds = interval::wilson(p, n).expect("an interval");
        prop_assert!(0.0 <= bounds.low && bounds.low <= p && p <= bounds.high && bounds.high <= 1.0);
        let mirror = interval::wilson(1.0 - p, n).expect("an interval");
        prop_assert!(near(bounds.low, 1.0 - mirror.high) && near(bounds.high, 1.0 - mirror.low));
        let larger = interval::wilson(p, n + 1).expect("an interval");
        prop_assert!(larger.high - larger.low < bounds.high - bounds.low);
    }

    #[test]
    fn a_person_is_scored_as_the_mean_of_what_they_judged(person in any_person()) {
        let scores = PersonScores::of(&person);
        let mut means = Vec::new();
        for (dimension, score) in DimensionId::ALL.into_iter().zip(scores.dimensions) {
            let judged: Vec<f64> = dimension.patterns().into_iter()
                .filter_map(|pattern| person.get(pattern).strength()).map(f64::from).collect();
            prop_assert_eq!(score.is_some(), judged.len() >= 2);
            if let Some(score) = score {
                let mean = judged.iter().sum::<f64>() / if judged.len() == 2 { 2.0 } else { 3.0 };
                prop_assert!(near(f64::from(score), 6.0 * mean));
                means.push(mean);
            }
        }
        prop_assert_eq!(scores.overall.is_some(), means.len() >= 4);
        if let Some(overall) = scores.overall {
            let parts = means.iter().zip(1..).map(|(_, n)| f64::from(n)).last().unwrap_or(1.0);
            prop_assert!(near(f64::from(overall), 360.0 * means.iter().sum::<f64>() / parts));
        }
    }

    #[test]
    fn deviations_stay_between_0_and_2_and_unanimity_alone_is_0(
        points in proptest::array::uniform5(0..40_u32)
    ) {
        match ad_m(&points) {
            None => prop_assert_eq!(judged(&points), 0),
            Some(deviation) => {
                prop_assert!((0.0..=2.0).contains(&deviation));
                let chosen = points.iter().filter(|count| **count > 0).count();
                prop_assert_eq!(deviation <= 0.0, chosen == 1);
            }
        }
    }

    #[test]
    fn no_counts_make_any_function_panic(
        points in proptest::array::uniform5(any::<u32>()),
        sixths in proptest::collection::vec(any::<u8>(), 0..6),
        overall in proptest::collection::vec(any::<u16>(), 0..6),
        z in proptest::collection::vec(any::<f64>(), 0..6),
        n in any::<u32>(),
    ) {
        let small = points.map(|count| count % 4);
        for points in [points, small] {
            let items = [points, small, [0; POINTS]];
            prop_assert_eq!(strength::item(&points).is_some(), judged(&points) > 0);
            prop_assert!(strength::mean_of_items(&items).is_none());
            prop_assert!(dimension_word(&items).is_none());
            prop_assert_eq!(of_item(&points).is_ok(), judged(&points) > 0);
            prop_assert_eq!(item_word(&points).is_some(), judged(&points) >= ITEM_SPREAD_FROM);
        }
        prop_assert_eq!(strength::dimension(&sixths).is_some(), of_dimension(&sixths).is_ok());
        prop_assert_eq!(strength::overall(&overall).is_some(), of_overall(&overall).is_ok());
        let in_range = !z.is_empty() && z.iter().all(|score| (0.0..=1.0).contains(score));
        prop_assert_eq!(interval::jeffreys_dirichlet(&z).is_ok(), in_range);
        for p in z {
            prop_assert_eq!(
                interval::wilson(p, n).is_ok(), n > 0 && (0.0..=1.0).contains(&p)
            );
        }
    }

    #[test]
    fn a_change_does_not_depend_on_the_order_of_persons(
        (before, shuffled_before) in any_order(), (now, shuffled_now) in any_order()
    ) {
        let change = Change::between(&Tally::of(&before, true), &Tally::of(&now, true));
        let other =
            Change::between(&Tally::of(&shuffled_before, true), &Tally::of(&shuffled_now, true));
        prop_assert_eq!(change, other);
    }

    #[test]
    fn swapping_the_rounds_or_reversing_the_scale_swaps_better_and_worse(
        before in any_team(), now in any_team()
    ) {
        let tally = |team: &[Answers]| Tally::of(team, true);
        let mirror = |team: &[Answers]| tally(&team.iter().map(mirrored).collect::<Vec<_>>());
        let one = Change::between(&tally(&before), &tally(&now));
        let swapped = Change::between(&tally(&now), &tally(&before));
        let reversed = Change::between(&mirror(&before), &mirror(&now));
        for (other, spacing_differs) in [(swapped, false), (reversed, true)] {
            for (one, other) in tests(&one).into_iter().zip(tests(&other)) {
                let (Some(one), Some(other)) = (one, other) else {
                    prop_assert_eq!(one, other);
                    continue;
                };
                prop_assert!((0.0..=1.0).contains(&one.p) && one.p <= one.adjusted_p);
                prop_assert!(near(one.p, other.p) && near(one.adjusted_p, other.adjusted_p));
                prop_assert!(near(one.difference, -other.difference));
                prop_assert!(near(one.cliffs_delta, -other.cliffs_delta));
                // The unequal spacing does not mirror, so it may take a verdict back
                // on one side alone.
                let taken_back = spacing_differs
                    && (one.verdict == Verdict::CannotTell || other.verdict == Verdict::CannotTell);
                prop_assert!(taken_back || one.verdict == opposite(other.verdict));
            }
            for (one, other) in one.items.iter().zip(other.items) {
                let back = other.direction.map(|direction| match direction {
                    Direction::Up => Direction::Down,
                    Direction::Down => Direction::Up,
                    Direction::Level => Direction::Level,
                });
                prop_assert_eq!(one.direction, back);
            }
        }
    }
}

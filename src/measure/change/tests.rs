use super::*;
use crate::catalogue::{Answer, Answers, Point};
use crate::measure::vectors::assert_close;

/// Somebody who gives the same answer to every item.
fn person(point: usize) -> Answers {
    Answers::new([Answer::Point(Point::ALL[point]); PATTERNS])
}

/// Somebody who answers each of the items by its place in the catalogue.
fn each(answer: impl Fn(usize) -> usize) -> Answers {
    Answers::new(std::array::from_fn(|item| Answer::Point(Point::ALL[answer(item)])))
}

fn team(points: &[usize]) -> Tally {
    Tally::of(&points.iter().map(|point| person(*point)).collect::<Vec<_>>(), true)
}

#[test]
fn four_against_four_can_just_be_told_apart_overall() {
    let change = Change::between(&team(&[3, 4, 4, 4]), &team(&[0, 0, 1, 1]));
    let overall = change.overall.expect("tested");
    assert_close(overall.p, 2.0 / 70.0);
    assert_close(overall.adjusted_p, overall.p);
    assert_close(overall.difference, -3.25);
    assert_close(overall.cliffs_delta, -1.0);
    assert_eq!(overall.method, Method::Exact);
    assert_eq!(overall.verdict, Verdict::ClearlyBetter);
    // All six p are equal, so adjusting them changes nothing.
    for dimension in change.dimensions.iter().flatten() {
        assert_close(dimension.adjusted_p, 2.0 / 70.0);
        assert_eq!(dimension.verdict, Verdict::ClearlyBetter);
    }
}

#[test]
fn three_against_three_can_never_be_told_apart() {
    let change = Change::between(&team(&[4; 3]), &team(&[0; 3]));
    let overall = change.overall.expect("tested");
    assert_close(overall.p, 0.1);
    assert_eq!(overall.verdict, Verdict::CannotTell);
}

#[test]
fn a_p_that_equals_the_limit_on_paper_is_clear() {
    // One against nineteen: p = 1/20, and 6 · .05/6 is a bit more than .05 in floats.
    let change = Change::between(&team(&[4]), &team(&[0; 19]));
    assert_eq!(change.overall.expect("tested").verdict, Verdict::ClearlyBetter);
    for dimension in change.dimensions.iter().flatten() {
        assert_close(dimension.adjusted_p, CLEAR_UP_TO);
        assert_eq!(dimension.verdict, Verdict::ClearlyBetter);
    }
}

#[test]
fn a_stronger_pattern_is_worse_and_its_delta_positive() {
    let change = Change::between(&team(&[0, 0, 1, 1, 0]), &team(&[3, 4, 2, 4, 4]));
    let overall = change.overall.expect("tested");
    assert!(overall.difference > 0.0);
    assert_close(overall.cliffs_delta, 1.0);
    assert_close(overall.p, 2.0 / 252.0);
    assert_eq!(overall.verdict, Verdict::ClearlyWorse);
}

#[test]
fn the_same_round_twice_cannot_be_told_apart_and_its_items_are_level() {
    let round = team(&[0, 1, 2, 3, 4, 2, 2, 1]);
    let change = Change::between(&round, &round);
    let compared = change.dimensions.into_iter().chain([change.overall]).flatten();
    assert_eq!(compared.clone().count(), 7);
    for one in compared {
        assert!(one.p >= 1.0 && one.adjusted_p >= 1.0);
        assert_eq!(one.verdict, Verdict::CannotTell);
    }
    for item in change.items {
        assert_eq!(item.direction, Some(Direction::Level));
        assert_eq!(item.difference, Some(0.0));
        assert_eq!(item.verdict(), None);
    }
}

#[test]
fn one_dimension_that_changed_is_found_among_six() {
    let dimension = DimensionId::ALL[2];
    let [first, second, third] = dimension.patterns().map(PatternId::index);
    let changed = |item| [first, second, third].contains(&item);
    let round = |strength: usize| -> Tally {
        let person = |who: usize| {
            each(|item| if changed(item) { strength + who % 2 } else { (who + item) % 5 })
        };
        Tally::of(&(0..10).map(person).collect::<Vec<_>>(), true)
    };
    let change = Change::between(&round(3), &round(0));
    for (place, compared) in change.dimensions.iter().enumerate() {
        let compared = compared.expect("tested");
        assert!(compared.adjusted_p >= compared.p);
        let expected = if place == 2 { Verdict::ClearlyBetter } else { Verdict::CannotTell };
        assert_eq!(compared.verdict, expected);
    }
    // The other five are as they were: their p of 1 leaves 6·p to the smallest.
    let found = change.dimensions[2].expect("tested");
    assert_close(found.adjusted_p, 6.0 * found.p);
    for (item, change) in change.items.iter().enumerate() {
        let expected = changed(item).then_some(Verdict::ClearlyBetter);
        assert_eq!(change.verdict(), expected);
        let direction = if changed(item) { Direction::Down } else { Direction::Level };
        assert_eq!(change.direction, Some(direction));
    }
}

#[test]
fn a_dimension_that_is_clear_alone_is_not_clear_among_six() {
    // Four against four, apart on one dimension only: p = 2/70, times six.
    let before = [0; 4].map(|_| each(|_| 2));
    let now = [4, 4, 4, 3].map(|point| each(|item| if item < 3 { point } else { 2 }));
    let change = Change::between(&Tally::of(&before, true), &Tally::of(&now, true));
    let found = change.dimensions[0].expect("tested");
    assert_close(found.p, 2.0 / 70.0);
    assert_close(found.adjusted_p, 12.0 / 70.0);
    assert_eq!(found.verdict, Verdict::CannotTell);
}

#[test]
fn items_are_tested_from_eight_answers_in_both_rounds_on() {
    let (seven, eight) = (team(&[4; 7]), team(&[0; 8]));
    let change = Change::between(&seven, &eight);
    for item in change.items {
        assert_eq!((item.tested, item.verdict()), (None, None));
        assert_eq!((item.direction, item.difference), (Some(Direction::Down), Some(-4.0)));
    }
    let change = Change::between(&eight, &team(&[4; 8]));
    for item in change.items {
        assert_eq!(item.verdict(), Some(Verdict::ClearlyWorse));
        assert_eq!(item.direction, Some(Direction::Up));
    }
}

#[test]
fn items_are_adjusted_over_those_tested_only() {
    // Everybody judges the first item, nobody the others.
    let only_first = |point: usize| {
        let mut answers = [Answer::CantJudge; PATTERNS];
        answers[0] = Answer::Point(Point::ALL[point]);
        Answers::new(answers)
    };
    let round = |points: &[usize]| {
        Tally::of(&points.iter().map(|point| only_first(*point)).collect::<Vec<_>>(), true)
    };
    let before = round(&[4, 4, 4, 3, 3, 3, 2, 2]);
    let change = Change::between(&before, &round(&[3, 3, 2, 2, 1, 1, 1, 0]));
    let first = change.items[0].tested.expect("tested");
    assert_close(first.adjusted_p, first.p);
    assert_eq!(first.verdict, Verdict::ClearlyBetter);
    for item in &change.items[1..] {
        assert_eq!(*item, ItemChange::default());
    }
    assert_eq!(change.overall, None);
    assert_eq!(change.dimensions, [None; DIMENSIONS]);
}

#[test]
fn without_lists_items_still_have_directions_and_verdicts() {
    let round = |points: &[usize], keep: bool| {
        Tally::of(&points.iter().map(|point| person(*point)).collect::<Vec<_>>(), keep)
    };
    for (keep_before, keep_now) in [(false, false), (true, false), (false, true)] {
        let change = Change::between(&round(&[4; 8], keep_before), &round(&[1; 8], keep_now));
        assert_eq!(change.overall, None);
        assert_eq!(change.dimensions, [None; DIMENSIONS]);
        for item in change.items {
            assert_eq!(item.direction, Some(Direction::Down));
            assert_eq!(item.verdict(), Some(Verdict::ClearlyBetter));
        }
    }
}

#[test]
fn a_round_without_answers_changes_nothing() {
    let empty = Tally::of(&[], true);
    assert_eq!(Change::between(&empty, &empty), Change::default());
    assert_eq!(Change::between(&team(&[1; 9]), &empty), Change::default());
    assert_eq!(Change::between(&Tally::default(), &team(&[1; 9])), Change::default());
}

#[test]
fn a_verdict_that_unequal_spacing_contradicts_becomes_cannot_tell() {
    // Lists and counts are given apart here, so that they can contradict each other
    // as they could with many gaps.
    let mut before = team(&[1; 9]);
    let mut now = team(&[2; 9]);
    let clear = Change::between(&before, &now);
    assert_eq!(clear.overall.expect("tested").verdict, Verdict::ClearlyWorse);
    std::mem::swap(&mut before.items, &mut now.items);
    let contradicted = Change::between(&before, &now);
    let overall = contradicted.overall.expect("tested");
    assert_eq!(overall.verdict, Verdict::CannotTell);
    assert_eq!(overall.p.to_bits(), clear.overall.expect("tested").p.to_bits());
    for dimension in contradicted.dimensions.iter().flatten() {
        assert_eq!(dimension.verdict, Verdict::CannotTell);
    }
    // Level is no contradiction.
    before.items = now.items;
    let level = Change::between(&before, &now);
    assert_eq!(level.overall.expect("tested").verdict, Verdict::ClearlyWorse);
    // Nor are counts that say nothing.
    before.items = [ItemCounts::default(); PATTERNS];
    let silent = Change::between(&before, &now);
    assert_eq!(silent.overall.expect("tested").verdict, Verdict::ClearlyWorse);
}

#[test]
fn places_differ_from_points_where_the_scale_is_unevenly_spaced() {
    // Equal means, 2: but 0 and 4 lie at 0 and 9.6, whose mean is 4.8.
    let spaced = spacing::difference(&[[[0, 0, 2, 0, 0], [1, 0, 0, 0, 1]]]);
    assert_close(spaced.expect("judged"), -2.0);
    // 1 and 3 lie at 2.5 and 7.6: 5.05.
    let spaced = spacing::difference(&[[[0, 0, 2, 0, 0], [0, 1, 0, 1, 0]]]);
    assert_close(spaced.expect("judged"), 0.5);
    // The items' means count alike, and an item judged only once does not count.
    let judged_once = [[0; 5], [9, 0, 0, 0, 0]];
    let up = [[0, 5, 0, 0, 0], [0, 0, 1, 0, 0]];
    assert_close(spacing::difference(&[up, judged_once]).expect("judged"), 25.0);
    let down = [up[1], up[0]];
    assert_eq!(spacing::difference(&[up, down]), Some(0.0));
    assert_eq!(spacing::difference(&[judged_once]), None);
    assert_eq!(spacing::difference(&[]), None);
}

#[test]
fn counts_at_the_limit_of_their_type_get_a_direction_and_no_test() {
    let mut before = Tally::default();
    before.items[0].points = [u32::MAX, 0, 0, 0, 0];
    let mut now = Tally::default();
    now.items[0].points = [u32::MAX; POINTS];
    let change = Change::between(&before, &now).items[0];
    assert_eq!((change.direction, change.tested), (Some(Direction::Up), None));
}

#[test]
fn the_words_are_those_of_the_page() {
    let all = [Verdict::ClearlyBetter, Verdict::ClearlyWorse, Verdict::CannotTell];
    assert_eq!(all.map(Verdict::words), ["clearly better", "clearly worse", "cannot tell"]);
}

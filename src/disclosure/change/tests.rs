//! What may be said of a change, and what not.

use super::*;
use crate::catalogue::{Answer, Answers, Point};
use proptest::prelude::*;

/// A round of so many people; `answer` gives 0–4, or anything else for "can't judge".
fn round(people: usize, answer: impl Fn(usize, PatternId) -> u8) -> Tally {
    kept(people, true, answer)
}

fn kept(people: usize, lists: bool, answer: impl Fn(usize, PatternId) -> u8) -> Tally {
    let responses: Vec<Answers> = (0..people)
        .map(|person| {
            let mut answers = Answers::default();
            for id in PatternId::ALL {
                let point = Point::ALL.get(usize::from(answer(person, id)));
                answers.set(id, point.map_or(Answer::CantJudge, |point| Answer::Point(*point)));
            }
            answers
        })
        .collect();
    Tally::of(&responses, lists)
}

fn change(before: &Tally, after: &Tally, k: u8) -> Released<Change> {
    release_change((before, k), (after, k)).expect("both rounds reach the minimum group")
}

#[test]
fn five_and_six_people_cannot_tell_unless_they_are_far_from_each_other() {
    let before = round(5, |p, _| [1, 2, 2, 3, 4][p]);
    let little = round(6, |p, _| [0, 1, 2, 2, 3, 3][p]);
    let found = change(&before, &little, 5);
    let verdict = found.overall.shown().unwrap().verdict;
    assert_eq!(verdict, Verdict::CannotTell);
    assert!(DimensionId::ALL.iter().all(|id| found.dimension(*id) == Some(Verdict::CannotTell)));

    let extreme = round(6, |_, _| 0);
    let high = round(5, |_, _| 4);
    let found = change(&high, &extreme, 5);
    assert_eq!(found.overall.shown().unwrap().verdict, Verdict::ClearlyBetter);
    let found = change(&extreme, &high, 5);
    assert_eq!(found.dimension(DimensionId::People), Some(Verdict::ClearlyWorse));
}

#[test]
fn nothing_is_said_where_a_round_does_not_reach_its_minimum_group() {
    let (small, large) = (round(4, |_, _| 1), round(9, |_, _| 3));
    assert!(release_change((&small, 5), (&large, 5)).is_none());
    assert!(release_change((&large, 5), (&small, 5)).is_none());
    assert!(release_change((&small, 4), (&large, 5)).is_some());
    // No setting opens the gate below three.
    assert!(release_change((&round(2, |_, _| 1), 1), (&large, 1)).is_none());
}

#[test]
fn a_course_says_what_its_parts_say() {
    let (small, before, after) =
        (round(4, |_, _| 1), round(9, |p, _| [3, 4][p % 2]), round(8, |p, _| [0, 1][p % 2]));
    let course = release_course(Some((&before, 5)), (&after, 5)).unwrap();
    assert_eq!(Some(&course.report), release(&after, 5).as_ref());
    let (earlier, found) = course.before.unwrap();
    assert_eq!(Some(earlier), release(&before, 5));
    assert_eq!(found, change(&before, &after, 5));
    // A round before that is too small is as if it had never been.
    let alone = release_course(None, (&after, 5));
    assert!(alone.as_ref().is_some_and(|course| course.before.is_none()));
    assert_eq!(release_course(Some((&small, 5)), (&after, 5)), alone);
    assert_eq!(release_course(Some((&before, 5)), (&small, 5)), None);
}

#[test]
fn below_five_people_a_dimension_has_no_verdict_however_far_it_went() {
    let found = change(&round(4, |_, _| 0), &round(4, |_, _| 4), 3);
    assert!(
        found.dimensions.iter().all(|row| { row.change == Cell::Withheld(Reason::TooFewToTest) })
    );
    assert_eq!(found.overall, Cell::Withheld(Reason::TooFewToTest));
}

#[test]
fn items_show_a_direction_only_where_the_numbers_of_people_are_apart() {
    let before = round(12, |_, _| 3);
    for (people, told) in [(12, false), (14, false), (16, false), (17, true)] {
        let found = change(&before, &round(people, |_, _| 1), 5);
        for row in &found.items {
            match row.change {
                Cell::Shown(shift) => {
                    assert!(told, "{people}");
                    assert_eq!(shift.direction, Direction::Up);
                    assert_eq!(
                        shift.judged.map(|judged| judged.verdict),
                        Some(Verdict::ClearlyBetter)
                    );
                }
                Cell::Withheld(reason) => {
                    assert!(!told, "{people}");
                    assert_eq!(reason, Reason::NearlySamePeople);
                }
            }
        }
    }
    // The rounds are apart, but on one item nearly the same number judged.
    let one = PatternId::Heroics;
    let after = round(17, |p, id| if id == one && p >= 13 { 9 } else { 1 });
    let found = change(&before, &after, 5);
    assert_eq!(found.items[one.index()].change, Cell::Withheld(Reason::NearlySamePeople));
    assert!(found.items[0].change.shown().is_some());
}

#[test]
fn below_twelve_answers_an_item_has_a_direction_of_displayed_figures_and_no_verdict() {
    let found = change(&round(5, |_, _| 4), &round(12, |_, _| 0), 5);
    for row in &found.items {
        let shift = row.change.shown().unwrap();
        assert_eq!((shift.direction, shift.judged), (Direction::Up, None));
    }
    // 50 of five people stands for 45 to 55, and 55 of twenty for 52.5 to 57.5: these overlap.
    let nearly = round(20, |p, _| if p < 4 { 1 } else { 2 });
    let found = change(&round(5, |_, _| 2), &nearly, 5);
    assert_eq!(found.items[0].change.shown().unwrap().direction, Direction::Unclear);
    // 2.0 and 1.95 are displayed alike, so no direction is told.
    let nearly = round(30, |p, _| if p == 0 { 1 } else { 2 });
    let found = change(&round(20, |_, _| 2), &nearly, 5);
    assert_eq!(found.items[0].change.shown().unwrap().direction, Direction::Level);
}

#[test]
fn evidence_stands_beside_a_verdict_from_twenty_people_in_both_rounds_on() {
    let few = round(19, |p, _| u8::try_from(p % 5).unwrap());
    let many = round(20, |p, _| u8::try_from(p % 5).unwrap());
    let overall = |one: &Tally, other: &Tally| *change(one, other, 5).overall.shown().unwrap();
    assert_eq!(overall(&few, &many).evidence, None);
    assert_eq!(overall(&many, &few).evidence, None);
    let evidence = overall(&many, &many).evidence.unwrap();
    assert_eq!((evidence.p_hundredths, evidence.delta_tenths), (100, 0));
}

#[test]
fn a_dimension_with_a_withheld_item_has_no_verdict() {
    let gap = |p: usize, id: PatternId| if id == PatternId::BigBatches && p > 1 { 9 } else { 1 };
    let found = change(&round(9, gap), &round(9, |_, _| 3), 5);
    let row = &found.dimensions[DimensionId::Change.index()];
    assert_eq!(row.change, Cell::Withheld(Reason::PartWithheld));
    assert!(matches!(found.overall, Cell::Withheld(Reason::PartWithheld)));
    assert_eq!(found.dimension(DimensionId::People), Some(Verdict::ClearlyWorse));
    let item = &found.items[PatternId::BigBatches.index()];
    assert_eq!(item.change, Cell::Withheld(Reason::FewerThan(5)));
}

#[test]
fn a_round_without_lists_is_not_tested() {
    let found = change(&kept(7, false, |_, _| 0), &round(12, |_, _| 4), 5);
    assert_eq!(found.overall, Cell::Withheld(Reason::NoLists));
    assert!(found.dimensions.iter().all(|row| row.change == Cell::Withheld(Reason::NoLists)));
    assert!(found.items.iter().all(|row| row.change.shown().is_some()));
}

fn people() -> impl Strategy<Value = Vec<[u8; PATTERNS]>> {
    proptest::collection::vec(proptest::array::uniform18(0..6_u8), 3..15)
}

fn of(people: &[[u8; PATTERNS]]) -> Tally {
    round(people.len(), |person, id| people[person][id.index()])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// P3: which verdicts and directions there are depends on numbers of people
    /// alone, never on what they said.
    #[test]
    fn what_is_said_at_all_depends_on_counts_only(one in people(), other in people(), shift in 1..5_u8, k in 3..=10_u8) {
        let turned = |people: &[[u8; PATTERNS]]| -> Vec<[u8; PATTERNS]> {
            people.iter().map(|row| row.map(|a| if a < 5 { (a + shift) % 5 } else { a })).collect()
        };
        let said = |one: &[[u8; PATTERNS]], other: &[[u8; PATTERNS]]| {
            release_change((&of(one), k), (&of(other), k)).map(|change| {
                let reason = |cell: &Cell<Judged>| match cell {
                    Cell::Shown(judged) => Ok(judged.evidence.is_some()),
                    Cell::Withheld(reason) => Err(*reason),
                };
                let item = |cell: &Cell<ItemShift>| match cell {
                    Cell::Shown(shift) => Ok(shift.judged.map(|judged| judged.evidence.is_some())),
                    Cell::Withheld(reason) => Err(*reason),
                };
                (
                    reason(&change.overall),
                    change.dimensions.iter().map(|row| reason(&row.change)).collect::<Vec<_>>(),
                    change.items.iter().map(|row| item(&row.change)).collect::<Vec<_>>(),
                )
            })
        };
        prop_assert_eq!(said(&one, &other), said(&turned(&one), &turned(&other)));
    }

    /// P7 and P8a, whatever the rounds: no verdict on an item below 12 answers, no
    /// direction where fewer than k people make the difference.
    #[test]
    fn no_item_says_more_than_it_may(one in people(), other in people(), k in 3..=10_u8) {
        let (before, after) = (of(&one), of(&other));
        let Some(change) = release_change((&before, k), (&after, k)) else { return Ok(()) };
        for row in &change.items {
            let (a, b) = (before.item(row.id).judged(), after.item(row.id).judged());
            if let Cell::Shown(shift) = row.change {
                prop_assert!(a.min(b) >= u32::from(k) && a.abs_diff(b) >= u32::from(k));
                prop_assert!(one.len().abs_diff(other.len()) >= usize::from(k));
                prop_assert!(shift.judged.is_none() || a.min(b) >= 12);
            }
        }
        for row in &change.dimensions {
            if row.change.shown().is_some() {
                let fewest = |tally: &Tally| {
                    row.id.patterns().map(|item| tally.item(item).judged()).into_iter().min().unwrap()
                };
                prop_assert!(fewest(&before).min(fewest(&after)) >= u32::from(k));
                let n = |tally: &Tally| tally.dimension(row.id).unwrap().len();
                prop_assert!(n(&before).min(n(&after)) >= 5);
            }
        }
    }

    /// Swapping the rounds swaps the verdicts.
    #[test]
    fn a_change_seen_backwards_is_the_reverse(one in people(), other in people()) {
        let (a, b) = (of(&one), of(&other));
        let forth = release_change((&a, 3), (&b, 3));
        let back = release_change((&b, 3), (&a, 3));
        prop_assert_eq!(forth.is_some(), back.is_some());
        if let (Some(forth), Some(back)) = (forth, back) {
            let reverse = |verdict| match verdict {
                Verdict::ClearlyBetter => Verdict::ClearlyWorse,
                Verdict::ClearlyWorse => Verdict::ClearlyBetter,
                Verdict::CannotTell => Verdict::CannotTell,
            };
            for id in DimensionId::ALL {
                prop_assert_eq!(forth.dimension(id).map(reverse), back.dimension(id));
            }
        }
    }
}

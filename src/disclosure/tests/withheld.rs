//! P1, P3 and P4: what is withheld, and that it cannot be got back.

use super::*;
use crate::disclosure::Reason;
use crate::measure::ItemCounts;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_round_is_released_from_its_minimum_group_on(answers in rounds(0..=12), k in groups()) {
        let released = release(&Tally::of(&answers, true), k);
        prop_assert_eq!(released.is_some(), answers.len() >= usize::from(k));
    }

    #[test]
    fn no_figure_stands_on_fewer_than_k_people(answers in rounds(10..=14), k in groups()) {
        let report = report(&answers, k);
        let enough = |n: usize| n >= usize::from(k);
        for id in PatternId::ALL {
            let n = judged(&answers, id);
            prop_assert!(enough(n) || item(&report, id) == Cell::Withheld(Reason::FewerThan(k)));
        }
        for id in DimensionId::ALL {
            let n = scored(&answers, id);
            prop_assert!(enough(n) || dimension(&report, id) == Cell::Withheld(Reason::FewerThan(k)));
        }
        prop_assert!(enough(scored_overall(&answers)) || report.overall.shown().is_none());
    }

    #[test]
    fn what_is_withheld_leaves_no_trace_in_what_is_shown(
        answers in rounds(10..=14),
        k in groups(),
        others in proptest::collection::vec(0..5_usize, PATTERNS),
    ) {
        let tally = Tally::of(&answers, true);
        let before = report(&answers, k);
        // The same people say something else on every withheld item.
        let mut changed = tally.clone();
        for (id, other) in PatternId::ALL.into_iter().zip(others) {
            if before.item(id).is_none() {
                let n = tally.item(id).judged();
                let counts = &mut changed.items[id.index()];
                *counts = ItemCounts { points: [0; 5], ..*counts };
                counts.points[other] = n;
            }
        }
        let after = release(&changed, k).expect("nobody left");
        prop_assert_eq!(json(&before), json(&after));
    }

    #[test]
    fn decisions_do_not_depend_on_what_people_said(
        answers in rounds(8..=14),
        k in 3..=8_u8,
        points in proptest::collection::vec(0..5_u8, 14 * PATTERNS),
        lists: bool,
    ) {
        // The same people judge the same items, but say something else.
        let others = round(answers.len(), |p, i| {
            match answers[p].get(PatternId::ALL[i]).strength() {
                Some(_) => points[p * PATTERNS + i],
                None => 9,
            }
        });
        let pattern = |answers: &[Answers]| {
            let report = release(&Tally::of(answers, lists), k).expect("k people answered");
            let leave = |figure: Figure| {
                (figure.interval.is_some(), figure.agreement.is_some(), figure.answers)
            };
            cells(&report).into_iter().map(|cell| cell.map(leave)).collect::<Vec<_>>()
        };
        prop_assert_eq!(pattern(&answers), pattern(&others));
    }

    #[test]
    fn an_item_is_never_the_only_one_withheld_in_its_dimension(answers in rounds(10..=14), k in groups()) {
        let report = report(&answers, k);
        for id in DimensionId::ALL {
            let withheld = id.patterns().iter().filter(|item| report.item(**item).is_none()).count();
            prop_assert_ne!(withheld, 1);
        }
    }

    #[test]
    fn nothing_is_withheld_without_need(answers in rounds(10..=14), k in groups()) {
        let report = report(&answers, k);
        for id in DimensionId::ALL {
            let below = judged_of(&answers, id).iter().filter(|n| **n < usize::from(k)).count();
            let withheld = id.patterns().iter().filter(|item| report.item(**item).is_none()).count();
            prop_assert_eq!(withheld, if below == 1 { 2 } else { below });
            prop_assert_eq!(
                report.dimension(id).is_some(),
                scored(&answers, id) >= usize::from(k)
            );
        }
    }

    #[test]
    fn a_dimension_has_word_and_interval_only_if_all_its_items_reach_k(
        answers in rounds(10..=14),
        k in groups(),
    ) {
        let report = report(&answers, k);
        for id in DimensionId::ALL {
            let whole = judged_of(&answers, id).iter().all(|n| *n >= usize::from(k));
            if let Some(figure) = report.dimension(id) {
                prop_assert_eq!(figure.interval.is_some(), whole);
                prop_assert!(whole || figure.agreement.is_none());
            }
        }
    }

    #[test]
    fn the_overall_score_is_shown_only_over_six_shown_dimensions(
        answers in rounds(10..=14),
        k in groups(),
    ) {
        let report = report(&answers, k);
        let all = report.dimensions.iter().all(|row| row.figure.shown().is_some());
        prop_assert_eq!(
            report.overall.shown().is_some(),
            all && scored_overall(&answers) >= usize::from(k)
        );
        let whole = PatternId::ALL.iter().all(|id| judged(&answers, *id) >= usize::from(k));
        prop_assert_eq!(
            report.overall.shown().is_some_and(|figure| figure.interval.is_some()),
            report.overall.shown().is_some() && whole
        );
    }
}

/// Which of the first dimension's items are withheld when so many judged them.
fn withheld(judges: [usize; 3], k: u8) -> [Option<Reason>; 3] {
    let mut all = [9; PATTERNS];
    all[..3].copy_from_slice(&judges);
    let report = report(&judged_by(9, all), k);
    DimensionId::Customer.patterns().map(|id| match item(&report, id) {
        Cell::Shown(_) => None,
        Cell::Withheld(reason) => Some(reason),
    })
}

#[test]
fn the_sibling_that_fewest_judged_protects_the_one_below_k() {
    let few = Some(Reason::FewerThan(5));
    let shield = Some(Reason::ProtectsAnother);
    assert_eq!(withheld([9, 9, 9], 5), [None, None, None]);
    assert_eq!(withheld([4, 9, 6], 5), [few, None, shield]);
    assert_eq!(withheld([9, 4, 6], 5), [None, few, shield]);
    assert_eq!(withheld([5, 9, 0], 5), [shield, None, few]);
    // Equals: the first in catalogue order.
    assert_eq!(withheld([4, 6, 6], 5), [few, shield, None]);
    assert_eq!(withheld([6, 4, 6], 5), [shield, few, None]);
    assert_eq!(withheld([6, 6, 4], 5), [shield, None, few]);
    // Two below k hide each other.
    assert_eq!(withheld([4, 9, 3], 5), [few, None, few]);
    assert_eq!(withheld([4, 3, 2], 5), [few, few, few]);
}

#[test]
fn a_dimension_keeps_its_mean_when_an_item_of_it_is_withheld() {
    let mut judges = [9; PATTERNS];
    judges[0] = 4;
    let report = report(&judged_by(9, judges), 5);
    let figure = report.dimension(DimensionId::Customer).expect("nine people have a score");
    assert_eq!((figure.health.value(), figure.interval, figure.agreement), (50, None, None));
    let overall = report.overall.shown().expect("all six dimensions are shown");
    assert_eq!((overall.health.value(), overall.interval), (50, None));
}

#[test]
fn a_withheld_dimension_withholds_the_overall_score() {
    let mut judges = [9; PATTERNS];
    judges[..2].copy_from_slice(&[4, 4]);
    let report = report(&judged_by(9, judges), 5);
    assert_eq!(dimension(&report, DimensionId::Customer), Cell::Withheld(Reason::FewerThan(5)));
    assert_eq!(report.overall, Cell::Withheld(Reason::PartWithheld));
}

#[test]
fn a_unanimous_item_is_shown_like_any_other() {
    let report = report(&round(5, |_, _| 4), 5);
    assert!(cells(&report).iter().all(|cell| cell.shown().is_some()));
}

#[test]
fn no_setting_opens_the_gate_below_three_people() {
    assert!(release(&Tally::of(&round(2, |_, _| 1), true), 0).is_none());
    let report = report(&judged_by(3, [2; PATTERNS]), 1);
    assert_eq!(report.minimum_group, 3);
    assert!(cells(&report).iter().all(|cell| cell.shown().is_none()));
}

#[test]
fn a_damaged_tally_shows_nothing_where_it_is_damaged() {
    let mut tally = Tally::of(&round(6, |_, _| 1), true);
    tally.lists.as_mut().expect("lists are kept").dimensions[1][0] = 200;
    let report = release(&tally, 5).expect("six people answered");
    assert_eq!(dimension(&report, DimensionId::Structure), Cell::Withheld(Reason::PartWithheld));
}

//! P7 and P10a: what small groups show, and what they do not.

use super::*;
use crate::disclosure::{Agreement, Band, Health};

/// Moves one point from one person to another on one item, where both stay on
/// the scale: the sum stays, the spread does not.
fn moved(answers: &[Answers], moves: &[(usize, usize, usize)]) -> Vec<Answers> {
    let mut answers = answers.to_vec();
    for (i, from, to) in moves {
        let id = PatternId::ALL[*i];
        let (from, to) = (from % answers.len(), to % answers.len());
        let point = |p: usize| answers[p].get(id).strength();
        if let (Some(less @ 1..), Some(more @ ..=3), true) = (point(from), point(to), from != to) {
            answers[from].set(id, Answer::Point(Point::ALL[usize::from(less) - 1]));
            answers[to].set(id, Answer::Point(Point::ALL[usize::from(more) + 1]));
        }
    }
    answers
}

fn moves() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    proptest::collection::vec((0..PATTERNS, 0..16_usize, 0..16_usize), 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn below_eight_answers_an_item_depends_on_its_sum_alone(
        answers in rounds(7..=11),
        k in 3..=7_u8,
        moves in moves(),
    ) {
        let (before, after) = (report(&answers, k), report(&moved(&answers, &moves), k));
        for id in PatternId::ALL {
            if judged(&answers, id) < 8 {
                prop_assert_eq!(item(&before, id), item(&after, id));
            }
        }
    }

    #[test]
    fn below_five_people_the_whole_report_depends_on_sums_alone(
        people in 3..=4_usize,
        points in proptest::collection::vec(0..5_u8, 4 * PATTERNS),
        moves in moves(),
        lists: bool,
    ) {
        let answers = round(people, |p, i| points[p * PATTERNS + i]);
        let release = |answers: &[Answers]| release(&Tally::of(answers, lists), 3);
        prop_assert_eq!(release(&answers), release(&moved(&answers, &moves)));
    }

    #[test]
    fn words_begin_at_eight_answers_for_items_and_at_five_for_dimensions(
        answers in rounds(7..=12),
        k in 3..=7_u8,
        lists: bool,
    ) {
        let report = release(&Tally::of(&answers, lists), k).expect("k people answered");
        for id in PatternId::ALL {
            if let Some(figure) = report.item(id) {
                prop_assert_eq!(figure.agreement.is_some(), judged(&answers, id) >= 8);
            }
        }
        for id in DimensionId::ALL {
            if let Some(figure) = report.dimension(id) {
                let fewest = judged_of(&answers, id).into_iter().min().unwrap_or(0);
                let scored = if lists { scored(&answers, id) } else { fewest };
                prop_assert_eq!(
                    figure.agreement.is_some(),
                    fewest >= 5.max(usize::from(k)) && scored >= 5
                );
            }
        }
        prop_assert!(report.overall.shown().is_none_or(|figure| figure.agreement.is_none()));
    }

    #[test]
    fn a_small_items_interval_is_a_function_of_figure_and_band(
        answers in rounds(3..=7),
        others in rounds(3..=7),
    ) {
        // Two rounds of different people: the same figure comes with the same interval.
        let (one, other) = (report(&answers, 3), report(&others, 3));
        let figures = |report: &Report| -> Vec<Figure> {
            report.items.iter().filter_map(|row| row.figure.shown().copied()).collect()
        };
        for a in figures(&one) {
            for b in figures(&other) {
                prop_assert!(a.health != b.health || a == b);
            }
        }
    }

    #[test]
    fn without_lists_a_dimension_is_shown_only_if_all_its_items_reach_k(
        answers in rounds(5..=7),
        k in 3..=5_u8,
    ) {
        let report = report_without_lists(&answers, k);
        for id in DimensionId::ALL {
            let whole = judged_of(&answers, id).iter().all(|n| *n >= usize::from(k));
            prop_assert_eq!(report.dimension(id).is_some(), whole);
        }
        let all = report.dimensions.iter().all(|row| row.figure.shown().is_some());
        prop_assert_eq!(report.overall.shown().is_some(), all);
    }

    #[test]
    fn where_everyone_judged_everything_lists_do_not_change_a_figure(
        people in 5..=7_usize,
        points in proptest::collection::vec(0..5_u8, 7 * PATTERNS),
    ) {
        let answers = round(people, |p, i| points[p * PATTERNS + i]);
        let (kept, none) = (report(&answers, 5), report_without_lists(&answers, 5));
        for (kept, none) in cells(&kept).into_iter().zip(cells(&none)) {
            let (kept, none) = (kept.shown().expect("shown"), none.shown().expect("shown"));
            prop_assert_eq!(kept.health, none.health);
            prop_assert_eq!(kept.agreement, none.agreement);
            prop_assert_eq!(kept.answers, none.answers);
        }
    }
}

fn ends(figure: &Figure) -> (u8, u8) {
    let interval = figure.interval.expect("an interval is shown");
    (interval.low.value(), interval.high.value())
}

#[test]
fn a_small_items_interval_is_wilsons_on_the_displayed_figure_with_the_bands_lowest_n() {
    // Wilson, .5 of 5: .170–.830; .9 of 5 (coded): .463–.989; .1 of 5: .011–.537.
    for people in 5..=7 {
        let answers = round(people, |_, i| [2, 0, 4][i % 3]);
        let report = report(&answers, 5);
        let at = |id| report.item(id).expect("everyone judged it");
        assert_eq!(ends(at(PatternId::ExpertsOverCustomers)), (15, 85));
        assert_eq!(ends(at(PatternId::ProjectsOverProducts)), (45, 90));
        assert_eq!(ends(at(PatternId::PlanOverProgress)), (10, 55));
        assert_eq!(at(PatternId::PlanOverProgress).answers, Band::UpToSeven(5));
    }
}

#[test]
fn from_eight_answers_on_an_items_interval_depends_on_spread() {
    let close = report(&round(8, |_, _| 2), 5);
    let apart = report(&round(8, |p, _| if p < 4 { 0 } else { 4 }), 5);
    let (close, apart) = (&close.items[0].figure, &apart.items[0].figure);
    let (close, apart) = (close.shown().expect("shown"), apart.shown().expect("shown"));
    assert_eq!((close.health, close.agreement), (apart.health, Some(Agreement::CloseTogether)));
    assert_eq!(apart.agreement, Some(Agreement::FarApart));
    // Jeffreys' binomial interval for 4 of 8: .199–.801.
    assert_eq!(ends(apart), (15, 85));
    assert!(ends(close).0 > ends(apart).0 && ends(close).1 < ends(apart).1);
}

#[test]
fn from_five_people_on_a_dimensions_interval_depends_on_spread() {
    // Jeffreys' binomial interval for 2 of 5: .094–.791; Wilson's: .118–.769.
    let apart = report(&round(5, |p, _| if p < 3 { 4 } else { 0 }), 5);
    let figure = apart.dimension(DimensionId::People).expect("five people have a score");
    assert_eq!((figure.health.value(), ends(figure)), (40, (10, 80)));
    assert_eq!(figure.agreement, Some(Agreement::FarApart));
    let close = report(&round(5, |p, _| if p < 3 { 2 } else { 3 }), 5);
    let figure = close.dimension(DimensionId::People).expect("five people have a score");
    assert_eq!(figure.health.value(), 40);
    assert!(ends(figure).0 > 10 && ends(figure).1 < 80);
}

#[test]
fn four_people_see_a_mean_and_an_interval_from_it_and_no_word() {
    let report = report(&round(4, |p, _| if p < 2 { 4 } else { 0 }), 3);
    let figure = report.dimension(DimensionId::Change).expect("four people have a score");
    assert_eq!((figure.health.value(), figure.agreement), (50, None));
    // Wilson, .5 of 3: .123–.877.
    assert_eq!(ends(figure), (10, 90));
    assert_eq!(ends(report.overall.shown().expect("shown")), (10, 90));
}

#[test]
fn a_dimension_of_five_people_has_no_word_where_four_judged_one_item() {
    let mut judges = [5; PATTERNS];
    judges[0] = 4;
    let report = report(&judged_by(5, judges), 3);
    let figure = report.dimension(DimensionId::Customer).expect("five people have a score");
    assert!(figure.interval.is_some() && figure.agreement.is_none());
    assert!(report.dimension(DimensionId::Change).is_some_and(|f| f.agreement.is_some()));
}

#[test]
fn without_lists_intervals_come_from_the_displayed_figure() {
    let report = report_without_lists(&round(5, |p, _| if p < 3 { 4 } else { 0 }), 5);
    assert!(!report.lists_kept);
    // Wilson, .4 of 5: .118–.769.
    let figure = report.dimension(DimensionId::People).expect("five judged all of it");
    assert_eq!((figure.health.value(), ends(figure)), (40, (10, 80)));
    assert_eq!(figure.agreement, Some(Agreement::FarApart));
    // Everyone agrees: an interval from the scores would be much narrower.
    let report = report_without_lists(&round(5, |_, _| 2), 5);
    let figure = report.dimension(DimensionId::People).expect("five judged all of it");
    assert_eq!(ends(figure), (15, 85));
    let overall = report.overall.shown().expect("all six are shown");
    assert_eq!((overall.health, ends(overall)), (Health(50), (15, 85)));
}

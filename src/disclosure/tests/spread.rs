//! P7 and P10a: what small groups show, and what they do not.

use super::*;
use crate::disclosure::{Agreement, Band, dot_plot, radar};

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
    fn below_twelve_answers_an_item_depends_on_its_sum_alone(
        answers in rounds(7..=15),
        k in 3..=7_u8,
        moves in moves(),
    ) {
        let (before, after) = (report(&answers, k), report(&moved(&answers, &moves), k));
        for id in PatternId::ALL {
            if judged(&answers, id) < 12 {
                prop_assert_eq!(item(&before, id), item(&after, id));
            }
        }
    }

    #[test]
    fn below_twelve_people_the_whole_report_depends_on_sums_alone(
        people in 3..=11_usize,
        points in proptest::collection::vec(0..5_u8, 11 * PATTERNS),
        moves in moves(),
        lists: bool,
    ) {
        let answers = round(people, |p, i| points[p * PATTERNS + i]);
        let release = |answers: &[Answers]| release(&Tally::of(answers, lists), 3);
        prop_assert_eq!(release(&answers), release(&moved(&answers, &moves)));
    }

    /// Below 20, two rounds of different people that show the same figures in the same bands,
    /// and the same words, have byte-identical reports and charts: ranges tell nothing more.
    #[test]
    fn below_twenty_people_ranges_follow_from_what_is_displayed(
        people in 5..=19_usize,
        points in proptest::collection::vec(0..5_u8, 19 * PATTERNS),
        moves in moves(),
        lists: bool,
    ) {
        let answers = round(people, |p, i| points[p * PATTERNS + i]);
        let moved = moved(&answers, &moves);
        let (one, other) = (report_kept(&answers, lists), report_kept(&moved, lists));
        let without_words = |report: &Released<Report>| {
            let mut report = Report::clone(report);
            let figures = report.dimensions.iter_mut().map(|row| &mut row.figure);
            for cell in figures.chain(report.items.iter_mut().map(|row| &mut row.figure)) {
                *cell = cell.map(|figure| Figure { agreement: None, ..figure });
            }
            Released::seal(report)
        };
        prop_assert_eq!(json(&without_words(&one)), json(&without_words(&other)));
        let svg = |report: &Released<Report>| {
            let catalogue = crate::catalogue::Catalogue::builtin().unwrap();
            let caption = crate::charts::Caption { title: String::new(), desc: String::new() };
            let dots = crate::charts::dot_plot(&dot_plot(report), catalogue, &caption);
            let radar = crate::charts::radar(&radar(("", report), None), catalogue, &caption);
            (dots.svg_file(), radar.svg_file())
        };
        prop_assert_eq!(svg(&one), svg(&other));
    }

    #[test]
    fn words_begin_at_twelve_answers(
        answers in rounds(9..=16),
        k in 3..=7_u8,
        lists: bool,
    ) {
        let report = release(&Tally::of(&answers, lists), k).expect("k people answered");
        for id in PatternId::ALL {
            if let Some(figure) = report.item(id) {
                prop_assert_eq!(figure.agreement.is_some(), judged(&answers, id) >= 12);
            }
        }
        for id in DimensionId::ALL {
            if let Some(figure) = report.dimension(id) {
                let fewest = judged_of(&answers, id).into_iter().min().unwrap_or(0);
                let scored = if lists { scored(&answers, id) } else { fewest };
                prop_assert_eq!(
                    figure.agreement.is_some(),
                    fewest >= 12 && scored >= 12
                );
            }
        }
        prop_assert!(report.overall.shown().is_none_or(|figure| figure.agreement.is_none()));
    }

    #[test]
    fn a_small_items_interval_is_a_function_of_figure_and_band(
        answers in rounds(3..=7),
        others in rounds(3..=7),
        k in 3..=5_u8,
    ) {
        prop_assume!(answers.len().min(others.len()) >= usize::from(k));
        // Two rounds of different people: the same figure comes with the same interval.
        let (one, other) = (report(&answers, k), report(&others, k));
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

fn report_kept(answers: &[Answers], lists: bool) -> Released<Report> {
    release(&Tally::of(answers, lists), 5).expect("the round reaches its minimum group")
}

fn ends(figure: &Figure) -> (u8, u8) {
    let interval = figure.interval.expect("an interval is shown");
    (interval.low.value(), interval.high.value())
}

#[test]
fn a_small_items_interval_is_wilsons_on_the_displayed_figure_with_the_bands_lowest_n() {
    // Wilson, .5 of 5: .170–.830; .8 of 5 (coded): .376–.964; .2 of 5: .036–.624.
    for people in 5..=7 {
        let answers = round(people, |_, i| [2, 0, 4][i % 3]);
        let report = report(&answers, 5);
        let at = |id| report.item(id).expect("everyone judged it");
        assert_eq!(ends(at(PatternId::ExpertsOverCustomers)), (15, 85));
        assert_eq!(ends(at(PatternId::ProjectsOverProducts)), (35, 90));
        assert_eq!(ends(at(PatternId::PlanOverProgress)), (10, 65));
        assert_eq!(at(PatternId::PlanOverProgress).answers, Band::UpToSeven(5));
    }
}

#[test]
fn from_twelve_answers_on_there_is_a_word_and_the_range_still_follows_from_the_figure() {
    for people in [12, 16, 20] {
        let close = report(&round(people, |_, _| 2), 5);
        let apart = report(&round(people, |p, _| if p < people / 2 { 0 } else { 4 }), 5);
        let (close, apart) = (&close.items[0].figure, &apart.items[0].figure);
        let (close, apart) = (close.shown().expect("shown"), apart.shown().expect("shown"));
        assert_eq!((close.health, close.agreement), (apart.health, Some(Agreement::CloseTogether)));
        assert_eq!(apart.agreement, Some(Agreement::FarApart));
        assert_eq!(ends(apart), ends(close));
    }
}

#[test]
fn from_twenty_people_on_a_dimensions_interval_depends_on_spread() {
    let ends_of = |people: usize, answer: fn(usize) -> u8| {
        let report = report(&round(people, |p, _| answer(p)), 5);
        let figure = *report.dimension(DimensionId::People).expect("all have a score");
        let overall = *report.overall.shown().expect("all have a score");
        assert_eq!(figure.health.value(), 50);
        assert_eq!(ends(&overall), ends(&figure));
        ends(&figure)
    };
    let apart = |person: usize| [0, 4][person % 2];
    let close = |_: usize| 2;
    // Jeffreys' binomial interval for 10 of 20: .294–.706.
    assert_eq!(ends_of(20, apart), (25, 75));
    assert!(ends_of(20, close).0 > 25 && ends_of(20, close).1 < 75);
    // Wilson, .5 of 12: .254–.746; .5 of 8: .215–.785; .5 of 5: .170–.830.
    for (people, expected) in [(18, (25, 75)), (12, (25, 75)), (8, (20, 80)), (6, (15, 85))] {
        assert_eq!(ends_of(people, apart), expected);
        assert_eq!(ends_of(people, close), expected);
    }
}

#[test]
fn small_groups_see_coarser_statements_the_smaller_the_coarser() {
    // Everyone answers 1: a health of 75.
    let health = |people: usize, k: u8| {
        let report = report(&round(people, |_, _| 1), k);
        let item = report.items[0].figure.shown().expect("shown").health.to_string();
        (item, report.dimensions[0].figure.shown().expect("shown").health.to_string())
    };
    let shown = |item: &str, dimension: &str| (item.to_owned(), dimension.to_owned());
    // Half way between two steps of 10, it goes up.
    assert_eq!(health(3, 3), shown("60 or more", "80"));
    assert_eq!(health(6, 3), shown("60 or more", "80"));
    assert_eq!(health(4, 4), shown("75 or more", "80"));
    for people in [5, 7, 8, 11] {
        assert_eq!(health(people, 5), shown("80 or more", "75"));
    }
    assert_eq!(health(12, 5), shown("80", "75"));
    assert_eq!(health(20, 5), shown("75", "75"));
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
fn a_dimension_of_twelve_people_has_no_word_where_eleven_judged_one_item() {
    let mut judges = [12; PATTERNS];
    judges[0] = 11;
    let report = report(&judged_by(12, judges), 3);
    let figure = report.dimension(DimensionId::Customer).expect("twelve people have a score");
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
    assert_eq!(figure.agreement, None);
    // Everyone agrees: an interval from the scores would be much narrower.
    let report = report_without_lists(&round(5, |_, _| 2), 5);
    let figure = report.dimension(DimensionId::People).expect("five judged all of it");
    assert_eq!(ends(figure), (15, 85));
    let overall = report.overall.shown().expect("all six are shown");
    assert_eq!((overall.health.value(), ends(overall)), (50, (15, 85)));
}

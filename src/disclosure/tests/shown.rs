//! How figures look that are shown: rounded, coded, in bands, in no order.

use super::*;
use crate::disclosure::Coded;
use crate::disclosure::display_rule::{DisplayRule, Kind, Scale};
use crate::disclosure::{Band, Health, Interval};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_shown_number_is_a_step_within_the_end_codes(
        answers in rounds(10..=24),
        k in groups(),
    ) {
        let fine = |health: Health| health.value().is_multiple_of(5) && (10..=90).contains(&health.value());
        for (place, cell) in cells(&report(&answers, k)).iter().enumerate() {
            let Some(figure) = cell.shown() else { continue };
            let kind = if place > 6 { Kind::Statement } else { Kind::Dimension };
            let scale = DisplayRule::of(kind, figure.answers).scale;
            let value = figure.health.value();
            prop_assert!((scale.bottom()..=scale.top()).contains(&value));
            prop_assert!((value - scale.bottom()).is_multiple_of(scale.step()));
            prop_assert_eq!(figure.health.is_coded(), value == scale.bottom() || value == scale.top());
            if let Some(Interval { low, high }) = figure.interval {
                prop_assert!(fine(low) && fine(high));
                prop_assert!(low <= figure.health && figure.health <= high);
            }
        }
    }

    #[test]
    fn an_interval_holds_its_figure_at_the_extremes_too(
        people in 3..=24_usize,
        main in 0..5_u8,
        odd in 0..5_u8,
        lists: bool,
    ) {
        let answers = round(people, |p, _| if p == 0 { odd } else { main });
        let report = release(&Tally::of(&answers, lists), 3).expect("three people answered");
        for figure in cells(&report).iter().filter_map(Cell::shown) {
            let Some(Interval { low, high }) = figure.interval else { continue };
            prop_assert!(low <= figure.health && figure.health <= high);
        }
    }

    #[test]
    fn the_displayed_health_is_the_nearest_step_to_the_exact_one(
        people in 3..=40_u32,
        points in proptest::collection::vec(0..5_u8, 40),
    ) {
        let people = people as usize;
        let answers = round(people, |p, _| points[p]);
        let sum: i64 = points[..people].iter().map(|point| i64::from(*point)).sum();
        let n = i64::try_from(people).expect("at most 40");
        // In whole numbers: |shown − (100 − 25 sum / n)| ≤ half a step, a tie being above.
        let exact = (100 * n - 25 * sum) * 2;
        for k in 3..=5_u8 {
            let tally = Tally::of(&answers, true);
            let Some(report) = release(&tally, k) else { continue };
            for (place, cell) in cells(&report).iter().enumerate() {
                let Some(figure) = cell.shown() else { continue };
                let kind = if place > 6 { Kind::Statement } else { Kind::Dimension };
                let step = i64::from(DisplayRule::of(kind, figure.answers).scale.step());
                let shown = i64::from(figure.health.value()) * 2 * n;
                let (above, below) = (shown - step * n <= exact, exact < shown + step * n);
                match figure.coded {
                    Coded::OrLess => prop_assert!(below),
                    Coded::OrMore => prop_assert!(above),
                    Coded::Exactly => prop_assert!(above && below),
                }
            }
        }
    }

    #[test]
    fn the_order_of_answers_leaves_no_trace(
        (answers, shuffled) in rounds(10..=14)
            .prop_flat_map(|answers| (Just(answers.clone()), Just(answers).prop_shuffle())),
        k in groups(),
    ) {
        prop_assert_eq!(json(&report(&answers, k)), json(&report(&shuffled, k)));
    }

    #[test]
    fn a_band_holds_the_number_that_it_stands_for(answers in rounds(3..=24), k in groups()) {
        prop_assume!(answers.len() >= usize::from(k));
        let report = report(&answers, k);
        for id in PatternId::ALL {
            let n = judged(&answers, id);
            let Some(Figure { answers: band, .. }) = report.item(id) else { continue };
            let expected = match n {
                ..8 => Band::UpToSeven(k),
                8..12 => Band::EightToEleven(k.max(8)),
                12..20 => Band::TwelveToNineteen,
                20.. => Band::TwentyOrMore,
            };
            prop_assert_eq!(*band, expected);
            prop_assert!(band.lowest() >= k && usize::from(band.lowest()) <= n);
        }
    }
}

#[test]
fn halves_are_rounded_upwards() {
    // 13 of 40 is a health of 67.5; binary fractions alone would miss that half.
    let answers = round(10, |p, _| if p < 3 { 4 } else { u8::from(p == 3) });
    let report = report(&answers, 5);
    assert_eq!(report.dimensions[0].figure.shown().map(|f| f.health.value()), Some(70));
}

#[test]
fn ends_of_the_scale_are_coded() {
    let words = |health: f64| Health::on(Scale::FINEST, health).to_string();
    assert_eq!(words(0.0), "10 or less");
    assert_eq!(words(12.4), "10 or less");
    assert_eq!(words(12.5), "15");
    assert_eq!(words(87.4), "85");
    assert_eq!(words(87.5), "90 or more");
    assert_eq!(words(100.0), "90 or more");
}

#[test]
fn interval_ends_are_rounded_outward_and_never_lie_inside_the_end_codes() {
    let ends = |shown: u8, low, high| {
        let shown = Health::on(Scale::FINEST, f64::from(shown));
        let interval = Interval::around(shown, low, high);
        (interval.low.value(), interval.high.value())
    };
    assert_eq!(ends(50, 41.2, 58.9), (40, 60));
    assert_eq!(ends(50, 40.0, 60.0), (40, 60));
    // A rounding error of the machine is not a reason to widen by a step.
    assert_eq!(ends(50, 39.999_999_999_9, 60.000_000_000_1), (40, 60));
    assert_eq!(ends(15, 3.0, 31.0), (10, 35));
    assert_eq!(ends(85, 69.0, 97.0), (65, 90));
    assert_eq!(ends(10, 0.0, 8.0), (10, 10));
    // An end code reaches to the end, whatever the range would say.
    assert_eq!(ends(90, 41.0, 88.0), (40, 90));
    assert_eq!(ends(10, 12.0, 44.0), (10, 45));
    assert_eq!(ends(90, 92.0, 100.0), (90, 90));
    // The displayed figure is always within.
    assert_eq!(ends(30, 31.0, 44.0), (30, 45));
}

#[test]
fn a_whole_report_of_eight_people_reads_as_worked_out_by_hand() {
    // Everyone says 1 on the first item of each dimension, 2 on the second and
    // p mod 5 on the third; the last person cannot judge the very first item.
    let answers = round(8, |p, i| match (p, i) {
        (7, 0) => 9,
        (_, i) if i % 3 == 0 => 1,
        (_, i) if i % 3 == 1 => 2,
        (p, _) => u8::try_from(p % 5).expect("below 5"),
    });
    let report = report(&answers, 5);
    assert_eq!(report.answers, Band::EightToEleven(8));
    let shown = |id: PatternId| report.item(id).expect("at least seven judged it");
    let first = shown(PatternId::ExpertsOverCustomers);
    assert_eq!(
        (first.health.to_string(), first.answers),
        ("80 or more".to_owned(), Band::UpToSeven(5))
    );
    assert_eq!(first.agreement, None);
    // 0 1 2 3 4 0 1 2: 13 of 32 is a health of 59.4.
    assert_eq!(shown(PatternId::PlanOverProgress).health.value(), 60);
    // 24 items' points: 8 + 16 + 13 of 96 is a health of 61.5.
    let structure = report.dimension(DimensionId::Structure).expect("all judged all of it");
    assert_eq!((structure.health.value(), structure.answers), (60, Band::EightToEleven(8)));
}

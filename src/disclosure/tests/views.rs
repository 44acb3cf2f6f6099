//! What charts draw, and one's own view.

use super::*;
use crate::disclosure::{Health, Interval, Reason, dot_plot, own_dots, own_radar, own_view, radar};

/// A round with a bit of everything: coded ends, a withheld pair, an interval.
fn varied() -> Released<Report> {
    report(
        &round(9, |p, i| match i {
            0 if p < 5 => 9,
            0..3 => 2,
            3..6 => 4,
            6..9 => 0,
            _ => u8::try_from(p % 5).expect("below 5"),
        }),
        5,
    )
}

#[test]
fn the_radar_draws_the_dimensions_and_the_round_before() {
    let (now, before) = (varied(), report(&round(6, |_, _| 1), 5));
    let both = radar(("This round", &now), Some(("Round before", &before)));
    assert_eq!(both.series.len(), 2);
    assert_eq!(both.series[0].name, "This round");
    let points = |n: usize| both.series[n].points.iter().map(|p| p.shown().copied());
    assert_eq!(
        points(0).collect::<Vec<_>>(),
        [Some(50), Some(10), Some(90), Some(55), Some(55), Some(55)]
    );
    assert!(points(1).all(|point| point == Some(75)));
    assert_eq!(radar(("This round", &now), None).series.len(), 1);
}

#[test]
fn a_withheld_dimension_has_no_point_but_its_reason() {
    let mut judges = [9; PATTERNS];
    judges[..2].copy_from_slice(&[4, 4]);
    let drawn = radar(("", &report(&judged_by(9, judges), 5)), None);
    assert_eq!(drawn.series[0].points[0], Cell::Withheld(Reason::FewerThan(5)));
}

#[test]
fn the_dot_plot_says_what_the_report_says() {
    let report = varied();
    let plot = dot_plot(&report);
    for (row, item) in plot.rows.iter().zip(&report.items) {
        assert_eq!(row.id, item.id);
        assert_eq!(row.dot.map(|dot| dot.at), item.figure.map(|figure| figure.health.value()));
        assert_eq!(row.dot.map(|dot| dot.interval), item.figure.map(|figure| figure.interval));
        assert_eq!(row.dot.map(|dot| dot.answers), item.figure.map(|f| Some(f.answers)));
    }
    let reasons = plot.rows[..2].iter().map(|row| row.dot.map(|_| ()));
    assert_eq!(
        reasons.collect::<Vec<_>>(),
        [Cell::Withheld(Reason::FewerThan(5)), Cell::Withheld(Reason::ProtectsAnother)]
    );
}

#[test]
fn coded_dots_say_so() {
    let plot = dot_plot(&varied());
    let coded = |row: usize| plot.rows[row].dot.shown().map(|dot| dot.coded);
    assert_eq!(coded(2), Some(false));
    assert_eq!(coded(3), Some(true));
    assert_eq!(coded(6), Some(true));
    let Some(dot) = plot.rows[3].dot.shown() else { panic!("nine people judged it") };
    assert!(matches!(dot.interval, Some(Interval { low: Health::LOW, .. })));
}

#[test]
fn ones_own_view_is_exact() {
    let view = own_view(&person([0, 1, 2, 4, 4, 4, 3, 9, 3, 9, 9, 1, 0, 0, 0, 0, 1, 0]));
    let items: Vec<_> = view.items.iter().take(4).map(|(_, health)| *health).collect();
    assert_eq!(items, [Some(100), Some(75), Some(50), Some(0)]);
    let dimensions: Vec<_> = view.dimensions.iter().map(|(_, health)| *health).collect();
    // One of twelve steps is a health of 91.7; one judged item gives no score.
    assert_eq!(dimensions, [Some(75), Some(0), Some(25), None, Some(100), Some(92)]);
}

#[test]
fn ones_own_charts_show_no_interval_no_code_and_no_number_of_people() {
    let view = own_view(&person([4, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 0]));
    let dots = own_dots(&view);
    let first = dots.rows[0].dot.shown().copied().expect("it was judged");
    assert_eq!((first.at, first.coded, first.interval, first.answers), (0, false, None, None));
    assert_eq!(dots.rows[2].dot, Cell::Withheld(Reason::NotJudged));
    let radar = own_radar(&view);
    assert_eq!(radar.series.len(), 1);
    assert_eq!(radar.series[0].points[0], Cell::Shown(50));
    assert_eq!(radar.series[0].points[5], Cell::Withheld(Reason::NotJudged));
    assert_eq!(radar.series[0].name, "One person’s view");
}

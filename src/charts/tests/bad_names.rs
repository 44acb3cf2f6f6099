//! Names come from people: anything may be in them.

use super::drawing::{forms, parse, text_of};
use super::examples::{self, caption, dots_with, heat_with, radar_with, shown};
use super::room;
use crate::charts::dots::Mark;
use crate::charts::heat::{Row, Spot};
use crate::charts::radar::Series;
use crate::charts::{Caption, Chart};
use crate::disclosure::{Band, Cell, Direction, Reason, Since, Verdict};
use proptest::prelude::*;

const BAD: &str = "</title><script>alert(\"1\")</script>&amp;'x'\0\u{1}\u{b}\u{7f}\u{85}\u{202e}\u{fffe}\r\n\tend";
/// The same, as it may be shown.
const SHOWN: &str = "</title><script>alert(\"1\")</script>&amp;'x'   end";

fn bad_radar() -> Chart {
    let names: Vec<_> = (0..6).map(|i| format!("{i} {BAD}")).collect();
    let series = |value| Series { name: BAD.to_owned(), points: vec![Cell::Shown(value); 6] };
    let caption = Caption { title: BAD.to_owned(), desc: BAD.to_owned() };
    radar_with(&caption, &names, vec![series(40), series(60)])
}

fn bad_dots() -> Chart {
    let names: Vec<_> = (0..18).map(|i| format!("{i} {BAD}")).collect();
    let caption = Caption { title: BAD.to_owned(), desc: BAD.to_owned() };
    dots_with(&caption, &names, &[shown(50, Some((40, 60))); 18])
}

fn bad_heat() -> Chart {
    let names: Vec<_> = (0..6).map(|i| format!("{i} {BAD}")).collect();
    let caption = Caption { title: BAD.to_owned(), desc: BAD.to_owned() };
    let spot = Spot { health: Cell::Shown(50), since: None };
    let row = Row { team: BAD.to_owned(), group: Some(BAD.to_owned()), cells: vec![spot; 6] };
    heat_with(&caption, &names, vec![row; 3])
}

#[test]
fn a_name_stays_text_whatever_it_says() {
    for chart in [bad_radar(), bad_dots(), bad_heat()] {
        for (form, svg) in forms(&chart) {
            assert!(!svg.contains("<script"), "{form}");
            let document = parse(&svg);
            assert_eq!(text_of(&document, "title"), SHOWN, "{form}");
        }
    }
}

#[test]
fn an_id_keeps_letters_digits_hyphens_and_underscores() {
    let ids = |id: &str| {
        let inline = bad_radar().svg_inline(id);
        let document = parse(&inline);
        let ids = document.descendants().filter_map(|node| node.attribute("id"));
        ids.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(ids("radar\" onload=\"x")[0], "radaronloadx-n-t");
    assert_eq!(ids("1 <b>")[0], "chart-1b-n-t");
    assert_eq!(ids("")[0], "chart--n-t");
}

#[test]
fn a_table_keeps_bad_names_in_their_cells() {
    let csv = bad_dots().table().csv();
    assert!(!csv.contains('\0'));
    let quotes = csv.matches('"').count();
    assert_eq!(quotes % 2, 0);
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any::<String>(),
        2 => "\\PC{0,60}",
        1 => "[A-Za-z ]{0,80}",
        1 => "[W ]{0,80}",
        1 => Just(BAD.to_owned()),
    ]
}

fn any_reason() -> impl Strategy<Value = Reason> {
    prop_oneof![
        (3..=10_u8).prop_map(Reason::FewerThan),
        Just(Reason::ProtectsAnother),
        Just(Reason::PartWithheld),
        Just(Reason::NotJudged),
    ]
}

fn any_cell<T: std::fmt::Debug + Clone + 'static>(
    shown: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Cell<T>> {
    prop_oneof![3 => shown.prop_map(Cell::Shown), 1 => any_reason().prop_map(Cell::Withheld)]
}

fn any_caption() -> impl Strategy<Value = Caption> {
    (any_name(), any_name()).prop_map(|(title, desc)| Caption { title, desc })
}

fn any_series(axes: usize) -> impl Strategy<Value = Series> {
    let points = proptest::collection::vec(any_cell(0..=100_u8), axes);
    (any_name(), points).prop_map(|(name, points)| Series { name, points })
}

/// Radars of six axes and up to two series, as they are drawn.
fn radars() -> impl Strategy<Value = Chart> {
    let names = proptest::collection::vec(any_name(), 6);
    (any_caption(), names, proptest::collection::vec(any_series(6), 0..3))
        .prop_map(|(caption, names, series)| radar_with(&caption, &names, series))
}

fn any_mark() -> impl Strategy<Value = Mark> {
    let ends = (0..=100_u8, 0..=100_u8).prop_map(|(a, b)| (a.min(b), a.max(b)));
    let band = prop_oneof![Just(Band::UpToSeven(5)), Just(Band::TwentyOrMore)];
    (0..=100_u8, any::<bool>(), proptest::option::of(ends), proptest::option::of(band))
        .prop_map(|(at, coded, interval, answers)| Mark { at, coded, interval, answers })
}

fn dot_plots() -> impl Strategy<Value = Chart> {
    (any_caption(), 0..=18_usize).prop_flat_map(|(caption, rows)| {
        let names = proptest::collection::vec(any_name(), rows);
        let marks = proptest::collection::vec(any_cell(any_mark()), rows);
        (names, marks).prop_map(move |(names, marks)| dots_with(&caption, &names, &marks))
    })
}

fn any_since() -> impl Strategy<Value = Option<Cell<Since>>> {
    let since = prop_oneof![
        Just(Since::Verdict(Verdict::ClearlyBetter)),
        Just(Since::Verdict(Verdict::ClearlyWorse)),
        Just(Since::Verdict(Verdict::CannotTell)),
        Just(Since::Direction(Direction::Up)),
    ];
    proptest::option::of(any_cell(since))
}

fn heat_maps() -> impl Strategy<Value = Chart> {
    let spot =
        (any_cell(10..=90_u8), any_since()).prop_map(|(health, since)| Spot { health, since });
    let row = (any_name(), proptest::option::of(any_name()), proptest::collection::vec(spot, 6))
        .prop_map(|(team, group, cells)| Row { team, group, cells });
    let names = proptest::collection::vec(any_name(), 6);
    (any_caption(), names, proptest::collection::vec(row, 0..5))
        .prop_map(|(caption, names, rows)| heat_with(&caption, &names, rows))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_chart_is_well_formed_and_its_words_keep_apart(
        chart in prop_oneof![radars(), dot_plots(), heat_maps()],
    ) {
        let faults = room::faults("any", &chart);
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn a_radar_of_any_shape_is_drawn(
        names in proptest::collection::vec(any_name(), 0..20),
        series in (0..20_usize, 0..20_usize)
            .prop_flat_map(|(a, b)| (any_series(a), any_series(b))),
    ) {
        let chart = radar_with(&caption("Any shape"), &names, vec![series.0, series.1]);
        for (_, svg) in forms(&chart) {
            parse(&svg);
        }
        prop_assert_eq!(chart.table().rows.len(), names.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_round_that_passes_the_gate_is_drawn_and_its_words_keep_apart(
        people in proptest::collection::vec(proptest::array::uniform18(0..7_u8), 5..12),
    ) {
        // 5 and 6 are "can't judge".
        let report = examples::report(people.len(), |person, item| people[person][item]);
        for chart in [examples::radar_of(&report, Some(&report)), examples::dots_of(&report)] {
            let faults = room::faults("any round", &chart);
            prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn any_chart_becomes_a_picture(chart in prop_oneof![radars(), dot_plots(), heat_maps()]) {
        prop_assert!(chart.png().is_ok());
    }
}

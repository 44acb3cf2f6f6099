//! A drawing and its table say the same, and nothing that is not in them.

use super::drawing::{classes, elements, forms, number, parse, texts};
use super::examples::{self, NOW};
use crate::charts::Table;
use crate::charts::dots::Mark;
use crate::charts::words;
use crate::disclosure::{Band, Cell, Reason};

/// The words beside the marks of a drawing, without rings, ticks and key.
fn said(svg: &str) -> Vec<String> {
    texts(&parse(svg)).into_iter().map(|(text, _)| text.to_owned()).collect()
}

#[test]
fn every_figure_of_the_table_stands_in_the_drawing() {
    let whole = |name: &str| {
        let course = name.starts_with("trend") || name.starts_with("signal");
        !name.ends_with("_long") && !course && !name.starts_with("heat")
    };
    for example in examples::all().iter().filter(|example| whole(example.name)) {
        let table = example.chart.table();
        let figures = if example.name.starts_with("radar") { 1 } else { 2 };
        for (form, svg) in forms(&example.chart) {
            let said = said(&svg).join(" ");
            for row in &table.rows {
                let figure = &row[figures];
                let brief = figure.strip_suffix(" answers").unwrap_or(figure);
                let brief = brief.split(',').next().unwrap_or(brief);
                assert!(said.contains(brief), "{}, {form}: no “{figure}”", example.name);
            }
        }
    }
}

#[test]
fn a_withheld_figure_has_a_square_and_no_dot() {
    let dots = |name: &str| {
        let [(_, svg), ..] = forms(&examples::named(name));
        let document = parse(&svg);
        elements(&document, "circle").count()
    };
    assert_eq!(dots("radar_nothing_shown"), 0);
    assert_eq!(dots("dots_nothing_shown"), 0);
    assert_eq!(dots("radar_full"), 6);
    // One in the key.
    assert_eq!(dots("dots_full"), 18 + 1);
}

#[test]
fn what_is_withheld_has_no_number_anywhere() {
    for row in examples::named("dots_nothing_shown").table().rows {
        let digits = row[2].chars().filter(char::is_ascii_digit).collect::<String>();
        assert!(digits.is_empty() || digits == "5", "only the minimum group is named: {row:?}");
        assert!(row[3..].iter().all(String::is_empty), "{row:?}");
    }
}

#[test]
fn dots_stand_in_the_order_of_their_healths() {
    let marks: Vec<Cell<Mark>> = [0, 25, 50, 75, 100].map(|at| examples::shown(at, None)).to_vec();
    let names: Vec<_> = (0..5).map(|i| format!("Row {i}")).collect();
    let chart = examples::dots_with(&examples::caption("Order"), &names, &marks);
    for (form, svg) in forms(&chart) {
        let document = parse(&svg);
        let places: Vec<_> =
            elements(&document, "circle").map(|disc| number(disc, "cx")).take(5).collect();
        let steps: Vec<_> = places.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(steps.iter().all(|step| (step - steps[0]).abs() <= 1.0 && *step > 0.0), "{form}");
    }
}

#[test]
fn health_grows_outwards_on_a_radar() {
    let series = |value: u8| crate::charts::radar::Series {
        name: NOW.to_owned(),
        points: vec![Cell::Shown(value); 6],
    };
    let names: Vec<_> = (0..6).map(|i| format!("Axis {i}")).collect();
    let reach = |value: u8| {
        let chart = examples::radar_with(&examples::caption("Out"), &names, vec![series(value)]);
        let [(_, svg), ..] = forms(&chart);
        let document = parse(&svg);
        let ys: Vec<_> = elements(&document, "circle").map(|disc| number(disc, "cy")).collect();
        let (top, bottom) =
            ys.iter().fold((f64::MAX, f64::MIN), |(top, bottom), y| (top.min(*y), bottom.max(*y)));
        bottom - top
    };
    assert!(reach(0).abs() < 0.5);
    assert!((reach(100) / 2.0 - reach(50)).abs() <= 1.0);
}

#[test]
fn the_round_before_is_dashed_and_has_another_mark() {
    let [_, (_, svg), _] = forms(&examples::named("radar_two_rounds"));
    let document = parse(&svg);
    let of = |class: &'static str| {
        let nodes = document.descendants();
        nodes.filter(move |node| classes(*node).any(|other| other == class)).collect::<Vec<_>>()
    };
    assert!(of("s-series-2").iter().any(|node| node.has_attribute("stroke-dasharray")));
    assert!(!of("s-series-1").iter().any(|node| node.has_attribute("stroke-dasharray")));
    assert!(of("f-series-1").iter().any(|node| node.has_tag_name("circle")));
    assert!(!of("f-series-2").iter().any(|node| node.has_tag_name("circle")));
}

#[test]
fn no_area_of_a_series_is_filled() {
    // Filled area grows with the square of its scores.
    for example in examples::all() {
        for (form, svg) in forms(&example.chart) {
            let document = parse(&svg);
            let filled = document.descendants().any(|node| {
                matches!(node.tag_name().name(), "path" | "rect" | "polygon")
                    && classes(node).any(|class| class.starts_with("f-series"))
            });
            assert!(!filled, "{}, {form}", example.name);
        }
    }
}

#[test]
fn words_for_figures_are_plain() {
    assert_eq!([10, 55, 90].map(words::health), ["10 or less", "55", "90 or more"]);
    assert_eq!(words::interval(40, 70), "40 to 70");
    let bands = [
        Band::UpToSeven(5),
        Band::UpToSeven(7),
        Band::EightToEleven(8),
        Band::TwelveToNineteen,
        Band::TwentyOrMore,
    ];
    assert_eq!(bands.map(words::band), ["5 to 7", "7", "8 to 11", "12 to 19", "20 or more"]);
    assert_eq!(words::reason(Reason::FewerThan(5)), "fewer than 5 answers");
    assert_eq!(words::reason_in_brief(Reason::FewerThan(5)), "fewer than 5");
}

#[test]
fn a_spreadsheet_gets_text_and_no_formula() {
    let table = Table {
        columns: vec!["Name".to_owned(), "Said, \"so\"".to_owned()],
        rows: ["=1+1", "+1", "-1", "@x", "  =1", "\t=1", "\u{ff1d}1", "a\r\nb\0", "fine"]
            .map(|cell| vec![cell.to_owned(), "50".to_owned()])
            .to_vec(),
    };
    let csv = table.csv();
    assert!(csv.starts_with("Name,\"Said, \"\"so\"\"\"\r\n"));
    assert!(csv.ends_with("\"a\r\nb\",50\r\nfine,50\r\n"));
    for line in csv.lines().skip(1).take(7) {
        assert!(line.trim_start_matches('"').starts_with('\''), "{line}");
    }
}

#[test]
fn a_history_names_its_first_and_last_figures_and_draws_one_dot_for_each() {
    let chart = examples::named("trend_full");
    let table = chart.table();
    let figure = |row: &Vec<String>| row[1].split(' ').next().unwrap_or_default().to_owned();
    for (form, svg) in forms(&chart) {
        let said = said(&svg);
        for row in [table.rows.first(), table.rows.last()].into_iter().flatten() {
            assert!(said.contains(&figure(row)), "{form}: no {row:?} in {said:?}");
        }
        // One in the key; one round has no figure, because a part of it is withheld.
        assert_eq!(elements(&parse(&svg), "circle").count(), 3 + 1, "{form}");
    }
}

#[test]
fn the_rounds_of_a_history_stand_where_their_days_do() {
    let report = examples::report(6, |_, _| 2);
    let chart = examples::trend_of(&[(0, &report), (50, &report), (200, &report)]);
    for (form, svg) in forms(&chart) {
        let document = parse(&svg);
        let x: Vec<_> =
            elements(&document, "circle").map(|disc| number(disc, "cx")).take(3).collect();
        assert!(((x[2] - x[0]) - 4.0 * (x[1] - x[0])).abs() <= 4.0, "{form}: {x:?}");
    }
}

#[test]
fn every_cell_of_a_heat_map_prints_its_number_or_its_reason() {
    for name in ["heat_full", "heat_gaps", "heat_nothing_shown"] {
        let chart = examples::named(name);
        let table = chart.table();
        for (form, svg) in forms(&chart) {
            let said = said(&svg);
            let count = |words: &str| said.iter().filter(|line| *line == words).count();
            let figures: Vec<&String> = table
                .columns
                .iter()
                .enumerate()
                .filter(|(_, column)| {
                    !["Team", "Group"].contains(&column.as_str()) && !column.contains("since")
                })
                .flat_map(|(place, _)| table.rows.iter().map(move |row| &row[place]))
                .collect();
            for figure in &figures {
                let brief = match figure.as_str() {
                    "10 or less" => "\u{2264}10",
                    "90 or more" => "\u{2265}90",
                    number if number.parse::<u8>().is_ok() => number,
                    _ => continue,
                };
                let expected = figures.iter().filter(|other| other == &figure).count();
                assert_eq!(count(brief), expected, "{name}, {form}: {brief}");
            }
            let withheld = figures.iter().filter(|figure| figure.starts_with("fewer")).count();
            // One more in the key of a map that has no other reason.
            let found = said.join(" ").matches("fewer than 5").count();
            assert!((withheld..=withheld + 1).contains(&found), "{name}, {form}");
        }
    }
}

#[test]
fn a_clear_change_has_a_triangle_and_a_word_and_nothing_else_has() {
    let chart = examples::named("heat_full");
    let (better, worse) = (
        chart.table().csv().matches("clearly better").count(),
        chart.table().csv().matches("clearly worse").count(),
    );
    assert!(better > 0 && worse > 0);
    for (form, svg) in forms(&chart) {
        let said = said(&svg);
        let count = |word: &str| said.iter().filter(|line| *line == word).count();
        assert_eq!((count("better"), count("worse")), (better, worse), "{form}");
        let document = parse(&svg);
        let triangles = elements(&document, "path")
            .filter(|node| classes(*node).any(|class| class.starts_with("f-heat-")))
            .count();
        assert_eq!(triangles, better + worse, "{form}");
    }
}

#[test]
fn a_heat_map_keeps_the_order_of_its_board_and_adds_nothing_up() {
    let board = examples::board_full();
    let chart = examples::heat_of(&board);
    let table = chart.table();
    let teams: Vec<&String> = table.rows.iter().map(|row| &row[0]).collect();
    assert!(teams.iter().zip(&board.rows).all(|(name, row)| **name == row.team));
    // A name, a group, and for each dimension a figure and a change.
    assert_eq!(table.columns.len(), 2 + 2 * 6);
    for (form, svg) in forms(&chart) {
        let document = parse(&svg);
        let mut places: Vec<(f64, &str)> = texts(&document)
            .into_iter()
            .filter(|(text, _)| teams.iter().any(|team| team == text))
            .map(|(text, area)| (area.top, text))
            .collect();
        places.sort_by(|one, other| one.0.total_cmp(&other.0));
        let names: Vec<&str> = places.into_iter().map(|(_, text)| text).collect();
        let whole: Vec<&&String> =
            teams.iter().filter(|team| names.contains(&team.as_str())).collect();
        assert!(whole.len() >= 5, "{form}: {names:?}");
        assert!(whole.iter().zip(&names).all(|(team, name)| team.as_str() == *name), "{form}");
    }
}

#[test]
fn compared_teams_keep_their_order_on_every_dimension() {
    for row in examples::named("compare_full").table().rows.chunks(3) {
        let names: Vec<&str> = row.iter().map(|cells| cells[1].as_str()).collect();
        assert_eq!(names, ["Ledger", "Search", "Delivery"]);
    }
    let long = examples::named("compare_long");
    assert!(!long.table().csv().contains("not drawn"), "no more than four are drawn");
}

#[test]
fn compared_teams_are_told_apart_by_their_marks() {
    let [(_, svg), ..] = forms(&examples::named("compare_full"));
    let document = parse(&svg);
    // One for each dimension and one in the key; the others are hollow, a diamond and a square.
    assert_eq!(elements(&document, "circle").count(), 6 + 1);
    let hollow = elements(&document, "path")
        .filter(|node| classes(*node).any(|class| class == "f-paper"))
        .count();
    assert_eq!(hollow, 2 * (6 + 1));
}

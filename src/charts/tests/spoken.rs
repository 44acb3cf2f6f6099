//! What a chart says to those who hear it.

use super::drawing::{forms, parse, text_of, texts};
use super::examples;
use crate::catalogue::{DIMENSIONS, PATTERNS};
use crate::charts::MarkerKind;

#[test]
fn every_chart_has_a_title_a_description_and_a_table() {
    for example in examples::all() {
        let table = example.chart.table();
        let rows = match example.name {
            "trend_one" | "signal_one" | "heat_nothing_shown" => 1,
            "trend_nothing_shown" => 2,
            "trend_full" | "heat_long" => 4,
            "trend_long" => 130,
            "signal_marked" => 6 + 2,
            "signal_long" => 24,
            "heat_full" | "signal_plain" | "trend_marked" => 6,
            "heat_gaps" => 3,
            "heat_empty" => 0,
            "compare_full" => 3 * DIMENSIONS,
            "compare_long" => 4 * DIMENSIONS,
            name if name.starts_with("compare") => 2 * DIMENSIONS,
            name if name.starts_with("radar") => DIMENSIONS,
            _ => PATTERNS,
        };
        assert_eq!(table.rows.len(), rows, "{}", example.name);
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", example.name);
        let cells = table.columns.iter().chain(table.rows.iter().flatten().take(3));
        // A cell of a heat map has no change where there is no round to compare with, and
        // a round is no experiment.
        let whole = cells.into_iter().all(|cell| !cell.trim().is_empty());
        let gaps = example.name.starts_with("heat") || example.name.ends_with("_marked");
        assert!(whole || gaps, "{}", example.name);
        for (form, svg) in forms(&example.chart) {
            let document = parse(&svg);
            let name = example.name;
            assert!(!text_of(&document, "title").is_empty(), "{name}, {form}");
            assert!(
                text_of(&document, "desc").starts_with("What it shows, in a sentence. "),
                "{name}, {form}"
            );
        }
    }
}

#[test]
fn a_chart_is_one_picture_named_by_its_own_title_and_description() {
    for example in examples::all() {
        for (form, svg) in forms(&example.chart) {
            let document = parse(&svg);
            let root = document.root_element();
            assert_eq!(root.attribute("role"), Some("img"));
            let named_by = root.attribute("aria-labelledby").unwrap_or_default();
            let elements: Vec<_> = named_by
                .split(' ')
                .map(|id| {
                    let named =
                        document.descendants().find(|node| node.attribute("id") == Some(id));
                    named.map(|node| node.tag_name().name().to_owned())
                })
                .collect();
            let expected = [Some("title".to_owned()), Some("desc".to_owned())];
            assert_eq!(elements, expected, "{}, {form}", example.name);
        }
    }
}

#[test]
fn no_two_ids_on_a_page_are_the_same() {
    let page = format!(
        "<main>{}{}</main>",
        examples::named("radar_full").svg_inline("radar"),
        examples::named("dots_full").svg_inline("dots")
    );
    let document = parse(&page);
    let mut ids: Vec<_> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), all), (8, 8));
}

#[test]
fn a_radar_says_every_figure_of_its_table() {
    for name in ["radar_two_rounds", "radar_gaps_in_both", "radar_extremes"] {
        let chart = examples::named(name);
        let svg = chart.svg_file();
        let document = parse(&svg);
        let desc = text_of(&document, "desc");
        let table = chart.table();
        for (row, dimension) in table.rows.iter().zip(examples::catalogue().dimensions()) {
            for figure in &row[1..] {
                let said = format!("{} {figure}", dimension.short);
                assert!(desc.contains(&said), "{name}: no “{said}” in “{desc}”");
            }
        }
    }
}

#[test]
fn a_dot_plot_says_how_many_figures_it_has_and_where_all_of_them_are() {
    let desc = |name: &str| {
        let svg = examples::named(name).svg_file();
        text_of(&parse(&svg), "desc")
    };
    let full = desc("dots_full");
    assert!(full.ends_with("Health of 18 anti-patterns, 100 is best. The table has every figure."));
    assert!(desc("dots_nothing_shown").contains("18 of 18 have no figure."));
}

#[test]
fn a_heat_map_says_how_many_teams_it_has_and_how_many_changes_are_clear() {
    let desc = |name: &str| {
        let svg = examples::named(name).svg_file();
        text_of(&parse(&svg), "desc")
    };
    assert!(desc("heat_full").contains("Health of 6 teams on 6 dimensions, 100 is best."));
    assert!(desc("heat_full").contains(" are clearly better and "));
    assert!(desc("heat_nothing_shown").contains("6 of 6 cells have no figure."));
    assert!(!desc("heat_nothing_shown").contains("Since the round before"));
}

#[test]
fn a_comparison_says_who_is_compared_among_how_many() {
    let svg = examples::named("compare_full").svg_file();
    let desc = text_of(&parse(&svg), "desc");
    assert!(desc.contains("Ledger, Search, Delivery on 6 dimensions"), "{desc}");
    assert!(desc.contains("the mean of 9 teams"), "{desc}");
}

#[test]
fn a_history_says_what_was_tried_and_when_in_its_description_its_key_and_its_table() {
    let chart = examples::named("trend_marked");
    let svg = chart.svg_file();
    let document = parse(&svg);
    let desc = text_of(&document, "desc");
    let table = chart.table();
    assert_eq!(table.columns.last().map(String::as_str), Some("Experiment"));
    let said = ["Started: One board for incidents", "Reviewed: =Smaller batches, \"by Friday\""];
    for words in said {
        assert!(desc.contains(words), "{desc}");
        assert!(table.rows.iter().any(|row| row.last().is_some_and(|cell| cell == words)));
        assert!(texts(&document).iter().any(|(text, _)| text.contains(words)), "{words}");
    }
    // In the order of the days, whatever order they came in.
    let days: Vec<_> = table.rows.iter().map(|row| row[0].as_str()).collect();
    let expected =
        ["day 20000", "18 October 2024", "15 November 2024", "15 November 2024", "day 20098"];
    assert_eq!(days[..5], expected);
}

#[test]
fn a_signal_says_its_unit_its_ends_and_its_gaps() {
    let chart = examples::named("signal_plain");
    let svg = chart.svg_file();
    let document = parse(&svg);
    let desc = text_of(&document, "desc");
    assert!(desc.contains("from 61.5 (January 2026) to 8.75 (June 2026), median hours"), "{desc}");
    assert_eq!(chart.table().rows[3], ["April 2026", "not known"]);
    assert!(texts(&document).iter().any(|(text, _)| *text == "median hours"));
    // Six months, of which one has no figure: five dots, three joints and a key.
    let dots = document.descendants().filter(|node| node.tag_name().name() == "circle").count();
    assert_eq!(dots, 5 + 1);
}

#[test]
fn many_markers_are_counted_in_the_key_and_all_in_the_table() {
    let markers: Vec<_> = (0..40)
        .map(|day| examples::marker(20_000 + day / 4, MarkerKind::Started, &format!("Try {day}")))
        .collect();
    let chart = examples::marked(&markers);
    assert_eq!(super::room::faults("many markers", &chart), Vec::<String>::new());
    assert_eq!(chart.table().rows.len(), 2 + 40);
    let svg = chart.svg_file();
    let desc = text_of(&parse(&svg), "desc");
    assert!(desc.contains("32 more, from number 9 on, are in the table."), "{desc}");
}

#[test]
fn a_small_radar_has_its_title_and_every_figure_in_its_description() {
    let svg = examples::named("radar_gaps").svg_small("team-7");
    let document = parse(&svg);
    assert_eq!(document.root_element().attribute("aria-labelledby"), Some("team-7-s-t team-7-s-d"));
    assert!(!text_of(&document, "title").is_empty());
    let desc = text_of(&document, "desc");
    assert!(desc.contains("fewer than 5 answers"), "{desc}");
}

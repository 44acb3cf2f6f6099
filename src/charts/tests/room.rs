//! No word is cut off, and none stands on another.

use super::drawing::{canvas, classes, elements, forms, number, parse, texts};
use super::examples;
use crate::charts::Chart;
use crate::charts::sheet::Area;

/// What is wrong with the places of a drawing's words, if anything.
pub fn faults(name: &str, chart: &Chart) -> Vec<String> {
    let small = ("small", chart.svg_small("c"));
    forms(chart).iter().chain([&small]).flat_map(|(form, svg)| faults_in(name, form, svg)).collect()
}

fn faults_in(name: &str, form: &str, svg: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let document = parse(svg);
    let paper = canvas(&document).padded(0.5);
    let texts = texts(&document);
    for (place, (text, area)) in texts.iter().enumerate() {
        let outside = area.left < paper.left
            || area.top < paper.top
            || area.right > paper.right
            || area.bottom > paper.bottom;
        if outside {
            faults.push(format!("{name}, {form}: “{text}” leaves the paper: {area:?}"));
        }
        for (other, second) in texts.iter().skip(place + 1) {
            // Positions are whole units, a tenth of a pixel.
            if area.padded(-1.0).meets(second) {
                faults.push(format!("{name}, {form}: “{text}” stands on “{other}”"));
            }
        }
    }
    faults
}

#[test]
fn no_words_meet_and_none_leave_the_paper() {
    let faults: Vec<_> =
        examples::all().iter().flat_map(|each| faults(each.name, &each.chart)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn words_that_do_meet_are_found() {
    let here = Area { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };
    assert!(here.meets(&Area { left: 9.0, top: 9.0, right: 20.0, bottom: 20.0 }));
    assert!(!here.meets(&Area { left: 10.0, ..here.padded(0.0) }));
    assert!(!here.meets(&here.lowered(10.0)));
}

#[test]
fn every_axis_has_its_label_at_every_width() {
    for name in ["radar_full", "radar_two_rounds", "radar_gaps_in_both", "radar_nothing_shown"] {
        let chart = examples::named(name);
        let small = ("small", chart.svg_small("c"));
        for (form, svg) in forms(&chart).into_iter().chain([small]) {
            let document = parse(&svg);
            let said: Vec<_> = texts(&document).into_iter().map(|(text, _)| text).collect();
            for dimension in examples::catalogue().dimensions() {
                let label = dimension.short.as_str();
                assert!(said.contains(&label), "{name}, {form}: no {label} in {said:?}");
            }
        }
    }
}

#[test]
fn every_anti_pattern_is_named_in_full_at_every_width() {
    for name in ["dots_full", "dots_gaps", "dots_nothing_shown"] {
        for (form, svg) in forms(&examples::named(name)) {
            let document = parse(&svg);
            let said: Vec<_> = texts(&document).into_iter().map(|(text, _)| text).collect();
            let said = said.join(" ");
            for pattern in examples::catalogue().patterns() {
                assert!(said.contains(&pattern.name), "{name}, {form}: no {}", pattern.name);
            }
        }
    }
}

#[test]
fn every_column_of_a_heat_map_has_its_head_and_every_row_its_team() {
    for name in ["heat_full", "heat_gaps", "heat_nothing_shown"] {
        let chart = examples::named(name);
        for (form, svg) in forms(&chart) {
            let document = parse(&svg);
            let said: Vec<_> = texts(&document).into_iter().map(|(text, _)| text).collect();
            for dimension in examples::catalogue().dimensions() {
                let label = dimension.short.as_str();
                assert!(said.contains(&label), "{name}, {form}: no {label} in {said:?}");
            }
            for row in chart.table().rows {
                assert!(said.join(" ").contains(&row[0]), "{name}, {form}: no {}", row[0]);
            }
        }
    }
}

#[test]
fn words_in_a_cell_stay_in_it() {
    for name in ["heat_full", "heat_gaps", "heat_long"] {
        for (form, svg) in forms(&examples::named(name)) {
            let document = parse(&svg);
            let cells: Vec<Area> = elements(&document, "rect")
                .filter(|node| classes(*node).any(|class| class.starts_with("f-heat")))
                .map(|node| {
                    let [left, top, width, height] =
                        ["x", "y", "width", "height"].map(|side| number(node, side));
                    Area { left, top, right: left + width, bottom: top + height }
                })
                .collect();
            for (text, area) in texts(&document) {
                for cell in cells.iter().filter(|cell| cell.meets(&area)) {
                    let inside = cell.left <= area.left
                        && area.right <= cell.right
                        && cell.top <= area.top + 10.0
                        && area.bottom <= cell.bottom + 10.0;
                    assert!(inside, "{name}, {form}: “{text}” leaves its cell");
                }
            }
        }
    }
}

#[test]
fn small_radars_are_of_one_size_whatever_their_figures() {
    let rim = |name: &str| {
        let svg = examples::named(name).svg_small("c");
        let document = parse(&svg);
        let paths = elements(&document, "path")
            .filter(|node| classes(*node).any(|class| class == "s-rule"))
            .map(|node| node.attribute("d").unwrap_or_default().to_owned());
        (canvas(&document).bottom.to_string(), paths.collect::<Vec<_>>())
    };
    for name in ["radar_gaps", "radar_gaps_in_both", "radar_nothing_shown", "radar_extremes"] {
        assert_eq!(rim(name), rim("radar_full"), "{name}");
    }
}

#[test]
fn nothing_on_a_small_radar_is_smaller_than_eleven_pixels() {
    let svg = examples::named("radar_full").svg_small("c");
    let document = parse(&svg);
    assert!((canvas(&document).right - 2200.0).abs() < 1.0);
    for node in elements(&document, "text") {
        assert!(number(node, "font-size") >= 110.0, "{node:?}");
    }
}

#[test]
fn on_a_phone_nothing_is_smaller_than_eleven_pixels() {
    // A window of 320 pixels, less the page's margins of 16 on each side.
    let shown_at = 288.0;
    for example in examples::all() {
        let [(_, svg), ..] = forms(&example.chart);
        let document = parse(&svg);
        let scale = shown_at / canvas(&document).right;
        for node in elements(&document, "text") {
            let size = number(node, "font-size") * scale;
            assert!(size >= 11.0, "{}: {size} px in {node:?}", example.name);
        }
    }
}

#[test]
fn no_label_stands_on_a_mark() {
    for example in examples::all() {
        for (form, svg) in forms(&example.chart) {
            let document = parse(&svg);
            let discs = elements(&document, "circle");
            for disc in discs.filter(|disc| classes(*disc).any(|class| class == "f-series-1")) {
                let (x, y, r) = (number(disc, "cx"), number(disc, "cy"), number(disc, "r"));
                let mark = Area { left: x - r, top: y - r, right: x + r, bottom: y + r };
                for (text, area) in texts(&document) {
                    // Rings' values lie under the outlines on purpose, on paper of their own.
                    let ring = ["25", "50", "75", "100"].contains(&text);
                    let name = example.name;
                    assert!(ring || !area.meets(&mark), "{name}, {form}: “{text}” on a dot");
                }
            }
        }
    }
}

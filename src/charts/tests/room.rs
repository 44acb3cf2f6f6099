//! No word is cut off, and none stands on another.

use super::drawing::{canvas, classes, elements, forms, number, parse, texts};
use super::examples;
use crate::charts::Chart;
use crate::charts::sheet::Area;

/// What is wrong with the places of a drawing's words, if anything.
pub fn faults(name: &str, chart: &Chart) -> Vec<String> {
    let mut faults = Vec::new();
    for (form, svg) in forms(chart) {
        let document = parse(&svg);
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
        for (form, svg) in forms(&examples::named(name)) {
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

//! Colours are the page's, and nothing in a page's drawing breaks its policy.

use super::drawing::{classes, forms, parse};
use super::examples;
use crate::charts::palette::{Role, Step, file_css};

const CHARTS: &str = include_str!("../../../style/charts.css");
const TOKENS: &str = include_str!("../../../style/tokens.css");

#[test]
fn a_drawing_in_a_page_holds_no_style_no_script_and_no_colour() {
    for example in examples::all() {
        let inline = example.chart.svg_inline("c");
        let document = parse(&inline);
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let element = node.tag_name().name();
            assert!(
                ["div", "svg", "title", "desc", "path", "circle", "rect", "text"]
                    .contains(&element),
                "{element}"
            );
            for attribute in node.attributes() {
                let (name, value) = (attribute.name(), attribute.value());
                assert!(name != "style" && !name.starts_with("on"), "{name}");
                assert!(name != "stroke" && (name != "fill" || value == "none"), "{name}={value}");
            }
        }
    }
}

#[test]
fn every_class_of_a_drawing_has_its_rule_in_the_style_sheet() {
    for example in examples::all() {
        let inline =
            format!("<div>{}{}</div>", example.chart.svg_inline("c"), example.chart.svg_small("s"));
        for node in parse(&inline).descendants() {
            let of_kind = |class: &&str| {
                ["radar", "dots", "trend", "heat", "compare", "signal"]
                    .iter()
                    .any(|kind| class.strip_prefix("chart-") == Some(kind))
            };
            for class in classes(node).filter(|class| !of_kind(class)) {
                assert!(CHARTS.contains(&format!(".{class}")), "no rule for .{class}");
            }
        }
    }
}

#[test]
fn words_and_series_have_the_colours_of_the_page() {
    for role in [Role::Ink, Role::InkSoft, Role::First, Role::Second] {
        let hex = |(red, green, blue): (u8, u8, u8)| format!("#{red:02x}{green:02x}{blue:02x}");
        let (name, light, dark) = (role.name(), hex(role.light()), hex(role.dark()));
        let token = format!("--{name}: light-dark({light}, {dark});");
        assert!(TOKENS.contains(&token), "no {token}");
    }
}

#[test]
fn a_file_brings_a_colour_for_every_role_in_both_themes() {
    let css = file_css();
    for role in Role::ALL {
        let name = role.name();
        assert_eq!(css.matches(&format!("--{name}:#")).count(), 2, "{name}");
        assert!(css.contains(&format!(".f-{name}{{")) && css.contains(&format!(".s-{name}{{")));
    }
    let [.., (_, file)] = forms(&examples::named("radar_full"));
    assert!(file.contains(css));
}

/// Relative luminance and contrast as WCAG 2 has them.
fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
    let luminance = |(red, green, blue): (u8, u8, u8)| {
        let [red, green, blue] = [red, green, blue].map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn words_and_marks_stand_out_from_the_paper() {
    for (least, role) in
        [(4.5, Role::Ink), (4.5, Role::InkSoft), (3.0, Role::First), (3.0, Role::Second)]
    {
        let light = contrast(role.light(), Role::Paper.light());
        let dark = contrast(role.dark(), Role::Paper.dark());
        assert!(light >= least && dark >= least, "{role:?}: {light:.2}, {dark:.2}");
    }
}

#[test]
fn the_steps_of_a_heat_map_have_one_colour_in_every_theme_and_the_page_has_the_same() {
    let heat = Role::ALL.into_iter().filter(|role| role.name().starts_with("heat-"));
    for role in heat {
        let (red, green, blue) = role.light();
        assert_eq!(role.light(), role.dark(), "{role:?}");
        let token = format!("--{}: #{red:02x}{green:02x}{blue:02x};", role.name());
        assert!(TOKENS.contains(&token), "no {token}");
    }
}

#[test]
fn numbers_can_be_read_on_every_step_and_brighter_is_healthier() {
    let colours = Step::ALL.map(|step| Role::Heat(step).light());
    for (step, colour) in Step::ALL.into_iter().zip(colours) {
        let found = contrast(step.ink().light(), colour);
        assert!(found >= 4.5, "{step:?}: {found:.2}");
    }
    let black = colours.map(|colour| contrast(colour, (0, 0, 0)));
    assert!(black.windows(2).all(|pair| pair[0] * 1.15 < pair[1]), "{black:?}");
}

#[test]
fn healths_are_spread_over_all_steps_the_same_from_both_ends() {
    let steps: Vec<u8> = (10..=90).step_by(5).map(|health| Step::of(health).number()).collect();
    assert_eq!(steps, [1, 1, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5, 6, 6, 7, 7, 7]);
    let mirrored: Vec<u8> = steps.iter().rev().map(|step| 8 - step).collect();
    assert_eq!(steps, mirrored);
}

#[test]
fn no_two_roles_share_a_colour() {
    for (place, role) in Role::ALL.into_iter().enumerate() {
        assert_eq!(Role::of(role.backend_color()), role);
        let others = Role::ALL.into_iter().skip(place + 1);
        assert!(others.into_iter().all(|other| other.light() != role.light()), "{role:?}");
    }
}

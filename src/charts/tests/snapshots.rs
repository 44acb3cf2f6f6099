//! Every drawing as it was when somebody last looked at it.

use super::drawing::forms;
use super::examples;
use crate::charts::palette::file_css;

/// One element a line, so that a difference shows what moved.
fn in_lines(svg: &str) -> String {
    svg.replace("><", ">\n<")
}

#[test]
fn charts_in_a_page() {
    for example in examples::all() {
        let inline = example.chart.svg_inline("c");
        insta::assert_snapshot!(format!("{}_page", example.name), in_lines(&inline));
    }
}

#[test]
fn charts_as_files() {
    for name in [
        "radar_two_rounds",
        "radar_gaps_in_both",
        "dots_full",
        "dots_gaps",
        "heat_full",
        "compare_gaps",
    ] {
        let [.., (_, file)] = forms(&examples::named(name));
        let file = file.replace(file_css(), "");
        insta::assert_snapshot!(format!("{name}_file"), in_lines(&file));
    }
    insta::assert_snapshot!("file_style", file_css().replace('}', "}\n"));
}

#[test]
fn charts_as_tables() {
    for example in examples::all() {
        insta::assert_snapshot!(format!("{}_table", example.name), example.chart.table().csv());
    }
}

#[test]
fn small_charts() {
    for name in [
        "radar_full",
        "radar_two_rounds",
        "radar_gaps",
        "radar_long",
        "signal_plain",
        "signal_marked",
    ] {
        let small = examples::named(name).svg_small("c");
        insta::assert_snapshot!(format!("{name}_small"), in_lines(&small));
    }
}

#[test]
fn the_whole_board_as_a_table() {
    let table = crate::charts::board_table(&examples::board_full(), examples::catalogue());
    insta::assert_snapshot!("board_table", table.csv());
}

//! Tests of the charts: what they say, that no words meet, that every form is sound.

use super::sheet::{Area, Form, Line};
use super::surface::Plan;
use super::{Caption, Chart, Kind, dot_plot, radar};
use crate::catalogue::{Answer, Answers, Catalogue, PatternId, Point};
use crate::disclosure::{self, Released, Report, own_dots, own_radar, own_view, release};
use crate::measure::Tally;
use proptest::prelude::*;

fn catalogue() -> &'static Catalogue {
    Catalogue::builtin().unwrap()
}

fn caption(title: &str) -> Caption {
    Caption { title: title.to_owned(), desc: "Health of the parts of the work.".to_owned() }
}

/// A report of `people` persons; no answer means that somebody could not judge.
fn report(people: usize, answer: impl Fn(usize, PatternId) -> Option<u8>) -> Released<Report> {
    let responses: Vec<Answers> = (0..people)
        .map(|person| {
            let mut answers = Answers::default();
            for id in PatternId::ALL {
                let point = answer(person, id).map(|value| Point::ALL[usize::from(value)]);
                answers.set(id, point.map_or(Answer::CantJudge, Answer::Point));
            }
            answers
        })
        .collect();
    release(&Tally::of(&responses, true), 5).unwrap()
}

fn value(person: usize, id: PatternId) -> u8 {
    u8::try_from((person + id.index() * 2 + id.index() / 4) % 5).unwrap()
}

fn full() -> Released<Report> {
    report(9, |person, id| Some(value(person, id)))
}

fn earlier() -> Released<Report> {
    report(6, |person, id| Some(value(person + 1, id).max(2)))
}

/// One statement is judged by too few, so that it and its protector are withheld.
fn withheld() -> Released<Report> {
    report(6, |person, id| (id != PatternId::Heroics || person > 2).then(|| value(person, id)))
}

/// Only two people judged anything.
fn empty() -> Released<Report> {
    report(6, |person, id| (person < 2).then(|| value(person, id)))
}

fn charts(
    title: &str,
    current: &Released<Report>,
    before: Option<&Released<Report>>,
) -> [Chart; 2] {
    let before = before.map(|report| ("3 November 2025", report));
    [
        radar(&disclosure::radar(("2 March 2026", current), before), catalogue(), &caption(title)),
        dot_plot(&disclosure::dot_plot(current), catalogue(), &caption(title)),
    ]
}

/// Every chart that the tests look at, by name.
fn all() -> Vec<(String, Chart)> {
    let healthy = report(8, |_, _| Some(0));
    let hard = report(8, |_, _| Some(4));
    let mine = own_view(&Answers::new([Answer::Point(Point::Moderately); 18]));
    let long = "A finding that takes rather more words than anybody would wish, and goes on to say a second thing";
    let mut all = vec![
        ("own radar".to_owned(), radar(&own_radar(&mine), catalogue(), &caption("Mine"))),
        ("own dots".to_owned(), dot_plot(&own_dots(&mine), catalogue(), &caption("Mine"))),
    ];
    for (name, charts) in [
        ("full", charts("Changes wait", &full(), None)),
        ("two rounds", charts("Changes wait", &full(), Some(&earlier()))),
        ("a part withheld", charts("Changes wait", &withheld(), Some(&full()))),
        ("all withheld", charts("Too few could judge", &empty(), None)),
        ("healthy", charts("All well", &healthy, None)),
        ("hard going", charts("Hard going", &hard, Some(&healthy))),
        ("long title", charts(long, &full(), Some(&earlier()))),
    ] {
        let [radar, dots] = charts;
        all.push((format!("{name}, radar"), radar));
        all.push((format!("{name}, dots"), dots));
    }
    all
}

fn lines(chart: &Chart, form: Form) -> (Vec<Line>, (f64, f64)) {
    fn of(plan: &impl Plan) -> (Vec<Line>, (f64, f64)) {
        (plan.lines().cloned().collect(), plan.size())
    }
    match &chart.kind {
        Kind::Radar(radar) => of(&radar.plan(form, &chart.title)),
        Kind::Dots(dots) => of(&dots.plan(form, &chart.title)),
    }
}

#[test]
fn no_words_meet_and_none_leave_the_chart() {
    for (name, chart) in all() {
        for form in [Form::Narrow, Form::Wide, Form::File] {
            let (lines, (width, height)) = lines(&chart, form);
            let whole = Area { left: 0.0, top: 0.0, right: width, bottom: height };
            for (number, line) in lines.iter().enumerate() {
                assert!(
                    whole.holds(&line.area()),
                    "{name}, {form:?}: \u{201c}{}\u{201d} sticks out",
                    line.text
                );
                for other in &lines[number + 1..] {
                    assert!(
                        !line.area().meets(&other.area()),
                        "{name}, {form:?}: \u{201c}{}\u{201d} meets \u{201c}{}\u{201d}",
                        line.text,
                        other.text
                    );
                }
            }
        }
    }
}

#[test]
fn no_letter_is_smaller_than_eleven_pixels_on_the_narrowest_phone() {
    for (name, chart) in all() {
        for (form, narrowest) in [(Form::Narrow, 288.0), (Form::Wide, 540.0)] {
            let (lines, (width, _)) = lines(&chart, form);
            for line in lines {
                let shown = line.em * narrowest / width;
                assert!(
                    shown >= 10.9,
                    "{name}, {form:?}: \u{201c}{}\u{201d} at {shown} px",
                    line.text
                );
            }
        }
    }
}

#[test]
fn every_chart_has_a_title_a_description_and_a_table() {
    for (name, chart) in all() {
        for svg in [chart.svg_inline("c"), chart.svg_file()] {
            let body = format!("<root>{svg}</root>");
            let parsed = roxmltree::Document::parse(&body).unwrap();
            for drawing in parsed.descendants().filter(|node| {
                node.has_tag_name(("http://www.w3.org/2000/svg", "svg")) || node.has_tag_name("svg")
            }) {
                assert_eq!(drawing.attribute("role"), Some("img"), "{name}");
                let labels = drawing.attribute("aria-labelledby").unwrap();
                for id in labels.split_whitespace() {
                    let label =
                        parsed.descendants().find(|node| node.attribute("id") == Some(id)).unwrap();
                    assert!(
                        label.text().is_some_and(|text| text.len() > 3),
                        "{name}: {id} is empty"
                    );
                }
            }
        }
        let table = chart.table();
        assert!(!table.rows.is_empty(), "{name}");
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{name}");
    }
}

#[test]
fn the_form_for_pages_holds_neither_styles_nor_scripts() {
    for (name, chart) in all() {
        let svg = chart.svg_inline("c");
        for forbidden in ["style=", "<style", "<script", "fill=\"#", "stroke=\"#"] {
            assert!(!svg.contains(forbidden), "{name}: {forbidden}");
        }
    }
}

#[test]
fn what_is_withheld_has_no_number_anywhere() {
    let [_, dots] = charts("Changes wait", &withheld(), None);
    let table = dots.table();
    let heroics = &catalogue().pattern(PatternId::Heroics).name;
    let row = table.rows.iter().find(|row| row.contains(heroics)).unwrap();
    assert!(row.iter().any(|cell| cell.contains("fewer than 5 answers")), "{row:?}");
    let digits = row.iter().flat_map(|cell| cell.chars()).filter(char::is_ascii_digit).count();
    assert_eq!(digits, 1, "only the minimum group is named: {row:?}");
    let [radar, dots] = charts("Too few could judge", &empty(), None);
    for chart in [radar, dots] {
        let svg = chart.svg_inline("c");
        assert!(!svg.contains("<circle class=\"f-series-1\""), "no dot is drawn");
        assert!(chart.table().rows.iter().all(|row| {
            row.iter().any(|cell| cell.contains("fewer than 5") || cell.contains("not shown"))
        }));
    }
}

#[test]
fn names_that_look_like_markup_are_text() {
    let nasty = "<script>alert(\"1\")</script> & 'quotes' \u{0} \u{8}";
    let current = full();
    let chart = radar(&disclosure::radar((nasty, &current), None), catalogue(), &caption(nasty));
    for svg in [chart.svg_inline("c"), chart.svg_file()] {
        assert!(!svg.contains("<script"));
        assert!(!svg.contains(['\u{0}', '\u{8}']));
        roxmltree::Document::parse(&format!("<root>{svg}</root>")).unwrap();
    }
    let csv = radar(&disclosure::radar(("=1+1", &current), None), catalogue(), &caption("x"))
        .table()
        .csv();
    assert!(
        csv.split([',', '\r', '\n'])
            .all(|cell| !cell.trim_matches('"').starts_with(['=', '+', '@'])),
        "{csv}"
    );
}

#[test]
fn a_picture_is_1600_pixels_wide_and_not_blank() {
    for chart in charts("Changes wait", &full(), Some(&earlier())) {
        let picture = chart.png().unwrap();
        let decoder = png::Decoder::new(std::io::Cursor::new(&picture));
        let mut reader = decoder.read_info().unwrap();
        assert_eq!(reader.info().width, 1600);
        let mut pixels = vec![0; reader.output_buffer_size()];
        reader.next_frame(&mut pixels).unwrap();
        let white = pixels.iter().filter(|byte| **byte == 255).count();
        assert!(
            white > pixels.len() / 2 && white < pixels.len() * 99 / 100,
            "{white} of {}",
            pixels.len()
        );
    }
}

#[test]
fn charts_look_as_they_did() {
    let [radar, dots] = charts("Changes wait", &withheld(), Some(&full()));
    insta::assert_snapshot!("radar", radar.svg_inline("radar").replace("><", ">\n<"));
    insta::assert_snapshot!("dots", dots.svg_inline("dots").replace("><", ">\n<"));
    insta::assert_snapshot!("radar_file", radar.svg_file().replace("><", ">\n<"));
    insta::assert_snapshot!("radar_table", radar.table().csv());
    insta::assert_snapshot!("dots_table", dots.table().csv());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_round_is_drawn_well_formed_and_without_collisions(
        people in proptest::collection::vec(proptest::array::uniform18(proptest::option::of(0..5_u8)), 5..12),
        title in "\\PC{0,90}",
    ) {
        let current = report(people.len(), |person, id| people[person][id.index()]);
        for chart in charts(&title, &current, Some(&full())) {
            for svg in [chart.svg_inline("c"), chart.svg_file()] {
                prop_assert!(roxmltree::Document::parse(&format!("<root>{svg}</root>")).is_ok());
            }
            for form in [Form::Narrow, Form::Wide] {
                let (lines, _) = lines(&chart, form);
                for (number, line) in lines.iter().enumerate() {
                    for other in &lines[number + 1..] {
                        prop_assert!(!line.area().meets(&other.area()), "{} meets {}", line.text, other.text);
                    }
                }
            }
        }
    }
}

//! Reads a drawing back, as a browser would.

use crate::charts::Chart;
use crate::charts::font;
use crate::charts::sheet::{Area, DROP, RISE};
use roxmltree::{Document, Node};

/// The three drawings of a chart, each with what it is called.
pub fn forms(chart: &Chart) -> [(&'static str, String); 3] {
    let inline = chart.svg_inline("c");
    let page = parse(&inline);
    let svg = |class: &str| {
        let node = page
            .descendants()
            .find(|node| classes(*node).any(|other| other == class))
            .expect("a page gets both forms");
        inline[node.range()].to_owned()
    };
    [("narrow", svg("chart-narrow")), ("wide", svg("chart-wide")), ("file", chart.svg_file())]
}

pub fn parse(xml: &str) -> Document<'_> {
    Document::parse(xml).unwrap_or_else(|error| panic!("not well-formed: {error}\n{xml}"))
}

pub fn classes<'a>(node: Node<'a, '_>) -> impl Iterator<Item = &'a str> {
    node.attribute("class").unwrap_or_default().split_whitespace()
}

pub fn number(node: Node<'_, '_>, name: &str) -> f64 {
    let value = node.attribute(name).unwrap_or_else(|| panic!("no {name} in {node:?}"));
    value.parse().unwrap_or_else(|_| panic!("{name} is {value}"))
}

/// The elements of this name, in whichever namespace the form has.
pub fn elements<'a, 'input: 'a>(
    document: &'a Document<'input>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    document.descendants().filter(move |node| node.tag_name().name() == name)
}

/// The text in the first element of this name.
pub fn text_of(document: &Document<'_>, name: &'static str) -> String {
    elements(document, name).next().and_then(|node| node.text()).unwrap_or_default().to_owned()
}

/// Every line of text with the rectangle that it covers at most.
pub fn texts<'a>(document: &'a Document<'_>) -> Vec<(&'a str, Area)> {
    elements(document, "text")
        .map(|node| {
            let text = node.text().unwrap_or_default();
            let em = number(node, "font-size");
            let width = font::width(text, node.has_attribute("font-weight")) * em;
            let x = number(node, "x");
            let left = match node.attribute("text-anchor") {
                None => x,
                Some("middle") => x - width / 2.0,
                Some("end") => x - width,
                Some(other) => panic!("an anchor {other}"),
            };
            let y = number(node, "y");
            let (top, bottom) = (y - RISE * em, y + DROP * em);
            (text, Area { left, top, right: left + width, bottom })
        })
        .collect()
}

/// Width and height of the canvas, in its own units.
pub fn canvas(document: &Document<'_>) -> Area {
    let view_box = document.root_element().attribute("viewBox").expect("it has a viewBox");
    let sides: Vec<f64> = view_box.split(' ').map(|side| side.parse().expect("a number")).collect();
    Area { left: sides[0], top: sides[1], right: sides[2], bottom: sides[3] }
}

//! The SVG element around a drawing: names and descriptions, sizes, styles.

use super::backend::SvgBackend;
use super::escape;
use super::paint::Painter;
use super::palette::{self, Role};
use super::polar::whole;
use super::sheet::{Area, Form};
use super::surface::Plan;
use plotters::drawing::IntoDrawingArea;
use std::fmt::Write as _;

/// Units of an SVG's canvas to the pixel: plotters knows whole units only.
const UNIT: f64 = 10.0;

/// What a chart is called and what it says, as text.
#[derive(Debug, Clone, Copy)]
pub struct Naming<'a> {
    /// What the ids in the chart begin with.
    pub id: &'a str,
    /// The short name.
    pub title: &'a str,
    /// What it shows, in sentences.
    pub desc: &'a str,
}

/// A chart as an SVG element. In a page it takes the page's colours; as a file
/// it brings its own, light and dark, and a background.
pub fn svg<P: Plan>(plan: &P, form: Form, kind: &str, naming: &Naming<'_>) -> String {
    let (width, height) = plan.size();
    let size = (whole(width * UNIT).unsigned_abs(), whole(height * UNIT).unsigned_abs());
    let mut out = String::with_capacity(16 * 1024);
    open(&mut out, form, (width, height), size, kind, naming);
    let start = out.len();
    let drawn = {
        let canvas = SvgBackend::new(&mut out, size).into_drawing_area();
        let paint = Painter { canvas: &canvas, unit: UNIT };
        let paper = Area { left: 0.0, top: 0.0, right: width, bottom: height };
        let background = if form == Form::File { paint.patch(&paper, Role::Paper) } else { Ok(()) };
        background.and_then(|()| plan.draw(&canvas, UNIT)).is_ok()
    };
    if !drawn {
        // Writing to a string does not fail; if it ever did, the title, the
        // description and the table would still say all there is.
        out.truncate(start);
    }
    out.push_str("</svg>");
    out
}

fn open(
    out: &mut String,
    form: Form,
    (width, height): (f64, f64),
    (across, down): (u32, u32),
    kind: &str,
    naming: &Naming<'_>,
) {
    let (class, suffix) = match form {
        Form::Narrow => (" chart-narrow", "-n"),
        Form::Wide => (" chart-wide", "-w"),
        Form::Small => (" chart-small", "-s"),
        Form::File => ("", ""),
    };
    let mut id = String::new();
    escape::push_id(&mut id, naming.id);
    id.push_str(suffix);
    out.push_str("<svg");
    if form == Form::File {
        // Writing to a String cannot fail, here and below.
        let _ = write!(
            out,
            " xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\""
        );
    }
    let _ = write!(
        out,
        " class=\"chart {kind}{class}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" viewBox=\"0 0 {across} {down}\"><title id=\"{id}-t\">"
    );
    escape::push(out, naming.title);
    let _ = write!(out, "</title><desc id=\"{id}-d\">");
    escape::push(out, naming.desc);
    out.push_str("</desc>");
    if form == Form::File {
        out.push_str("<style>");
        out.push_str(palette::file_css());
        out.push_str("</style>");
    }
}

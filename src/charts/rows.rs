//! Where the rows of a dot plot stand, and how they are drawn.

use super::dots::{Dots, Mark, Row};
use super::font;
use super::ink::Align;
use super::legend::{Entry, Legend};
use super::paint::{MARK, Painter, Shape};
use super::palette::Role;
use super::polar::whole;
use super::sheet::{self, DROP, Form, LEADING, Line, RISE};
use super::surface::{self, Canvas, Drawn, Stroke, Surface};
use super::words;
use crate::disclosure::Cell;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::{RangedCoordf64, RangedCoordi32};

/// The healths that have a line and a number.
const TICKS: [u8; 5] = [0, 25, 50, 75, 100];

impl Dots {
    /// Finds the place of everything.
    #[must_use]
    pub fn plan(&self, form: Form, title: &str) -> Plan<'_> {
        self.plan_with(form, title, &self.key())
    }

    /// The same with another key below the plot.
    #[must_use]
    pub fn plan_with(&self, form: Form, title: &str, key: &[Entry]) -> Plan<'_> {
        let (lines, top) = sheet::title(form, title);
        let columns = self.columns(form);
        let mut plan = Plan {
            form,
            columns,
            lines,
            marks: Vec::new(),
            separators: Vec::new(),
            scale: (0.0, 0.0),
            legend: Legend::default(),
            height: 0.0,
        };
        let mut y = plan.ticks(top);
        plan.scale.0 = y;
        for (number, group) in self.groups.iter().enumerate() {
            y = plan.heading(&group.name, y, number > 0);
            for row in &group.rows {
                y = match form {
                    Form::Narrow | Form::Small => plan.tall_row(row, y),
                    Form::Wide | Form::File => plan.flat_row(row, y),
                };
            }
            y += 6.0;
        }
        plan.scale.1 = y;
        y = plan.ticks(y + 3.0);
        let (legend, end) = Legend::set(key, form, y + 12.0);
        plan.legend = legend;
        plan.height = end + form.margin();
        plan
    }

    fn columns(&self, form: Form) -> Columns {
        let (left, right) = (form.margin(), form.width() - form.margin());
        if matches!(form, Form::Narrow | Form::Small) {
            // Room for half of "0" and "100" beyond the ends of the scale.
            return Columns { left, names: right - left, scale: (left + 8.0, right - 14.0), right };
        }
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max) * form.em();
        // Headings too, or a line of the scale would run through them.
        let headings = self.groups.iter().map(|group| font::width(&group.name, true));
        let headings = headings.fold(0.0, f64::max) * form.small();
        let names = widest(&mut self.rows().map(|row| font::width(&row.name, false)))
            .max(headings)
            .clamp(100.0, 232.0);
        let figures =
            widest(&mut self.marks().map(|mark| font::width(&mark.words(), false))).max(20.0);
        let scale = (left + names + 18.0, right - figures - 20.0);
        Columns { left, names, scale, right }
    }
}

/// Where things stand from left to right.
#[derive(Debug, Clone, Copy)]
struct Columns {
    left: f64,
    /// How wide names may be.
    names: f64,
    /// Where healths 0 and 100 are.
    scale: (f64, f64),
    right: f64,
}

/// A dot plot with everything in its place.
pub struct Plan<'a> {
    form: Form,
    columns: Columns,
    lines: Vec<Line>,
    marks: Vec<(f64, &'a Mark, Shape)>,
    separators: Vec<f64>,
    /// From where to where the lines of the scale run down.
    scale: (f64, f64),
    legend: Legend,
    height: f64,
}

impl<'a> Plan<'a> {
    fn line(&mut self, text: String, x: f64, y: f64, role: Role, align: Align) {
        let em = self.form.em();
        self.lines.push(Line { text, x, y, em, bold: false, role, align });
    }

    /// The numbers of the scale below `top`; gives where they end.
    fn ticks(&mut self, top: f64) -> f64 {
        let em = self.form.small();
        for tick in TICKS {
            self.lines.push(Line {
                text: tick.to_string(),
                x: self.x(tick),
                y: top + RISE * em,
                em,
                bold: false,
                role: Role::InkSoft,
                align: Align::Middle,
            });
        }
        top + em * 1.1
    }

    fn heading(&mut self, name: &str, top: f64, ruled: bool) -> f64 {
        let em = self.form.small();
        let mut top = top;
        if ruled {
            self.separators.push(top);
        }
        top += 9.0;
        let room = (self.columns.right - self.columns.left) / em;
        for text in font::wrap(name, true, room, 2) {
            self.lines.push(Line {
                text,
                x: self.columns.left,
                y: top + RISE * em,
                em,
                bold: true,
                role: Role::Ink,
                align: Align::Start,
            });
            top += LEADING * em;
        }
        top + 3.0
    }

    /// A row with its name at the left and its figure at the right of the scale.
    fn flat_row(&mut self, row: &'a Row, top: f64) -> f64 {
        let em = self.form.em();
        let names = font::wrap(&row.name, false, self.columns.names / em, 2);
        let height = (names.len().max(1) as f64 * LEADING).mul_add(em, 7.0);
        let middle = top + height / 2.0;
        // The middle of the name stands beside the dot.
        let baseline = middle + 0.36 * em;
        let mut y = baseline - (names.len().saturating_sub(1) as f64) * LEADING * em / 2.0;
        for name in names {
            self.line(name, self.columns.left, y, Role::Ink, Align::Start);
            y += LEADING * em;
        }
        match &row.mark {
            Cell::Shown(mark) => {
                self.marks.push((middle, mark, row.shape));
                self.line(mark.words(), self.columns.right, baseline, Role::Ink, Align::End);
            }
            Cell::Withheld(reason) => {
                let x = self.columns.scale.0;
                self.line(words::reason(*reason), x, baseline, Role::InkSoft, Align::Start);
            }
        }
        top + height
    }

    /// A row with its name and figure above the scale.
    fn tall_row(&mut self, row: &'a Row, top: f64) -> f64 {
        let em = self.form.em();
        let figure = row.mark.shown().map(Mark::words);
        let taken = figure.as_ref().map_or(0.0, |figure| font::width(figure, false) + 1.0);
        let room = self.columns.names / em - taken;
        let mut y = top + 2.0 + RISE * em;
        if let Some(figure) = figure {
            self.line(figure, self.columns.right, y, Role::Ink, Align::End);
        }
        for name in font::wrap(&row.name, false, room, 2) {
            self.line(name, self.columns.left, y, Role::Ink, Align::Start);
            y += LEADING * em;
        }
        match &row.mark {
            Cell::Shown(mark) => {
                let middle = y - RISE * em + MARK;
                self.marks.push((middle, mark, row.shape));
                middle + MARK + 10.0
            }
            Cell::Withheld(reason) => {
                let x = self.columns.left;
                self.line(words::reason(*reason), x, y, Role::InkSoft, Align::Start);
                y + DROP * em + 9.0
            }
        }
    }

    fn x(&self, health: u8) -> f64 {
        let (zero, hundred) = self.columns.scale;
        zero + (hundred - zero) * f64::from(health) / 100.0
    }
}

impl surface::Plan for Plan<'_> {
    fn size(&self) -> (f64, f64) {
        (self.form.width(), self.height)
    }

    fn draw<B: Surface>(&self, canvas: &Canvas<B>, unit: f64) -> Drawn<B> {
        let paint = Painter { canvas, unit };
        let (zero, hundred) = self.columns.scale;
        let down = whole(self.height * unit);
        let across = whole(zero * unit)..whole(hundred * unit);
        // Health across; down, units of the canvas as they are.
        let plot = canvas.apply_coord_spec(Cartesian2d::<RangedCoordf64, RangedCoordi32>::new(
            0.0..100.0,
            0..down,
            (across, 0..down),
        ));
        let pen = paint.pen(Role::Rule, 0.9);
        for (top, bottom) in self.grid() {
            let (top, bottom) = (whole(top * unit), whole(bottom * unit));
            for tick in TICKS {
                let points = vec![(f64::from(tick), top), (f64::from(tick), bottom)];
                plot.draw(&Stroke { points, pen })?;
            }
        }
        if matches!(self.form, Form::Narrow | Form::Small) {
            for (y, ..) in &self.marks {
                paint.line(&[(zero, *y), (hundred, *y)], pen)?;
            }
        }
        for y in &self.separators {
            let ends = [(self.columns.left, *y), (self.columns.right, *y)];
            paint.line(&ends, paint.pen(Role::Rule, 0.9))?;
        }
        for (y, mark, shape) in &self.marks {
            if let Some((low, high)) = mark.interval {
                self.whisker(&paint, *y, low, high)?;
            }
            paint.shape((self.x(mark.at), *y), *shape, Role::First)?;
        }
        for line in &self.lines {
            if line.role == Role::InkSoft && line.align == Align::Start {
                // Words in the place of a dot: no line of the scale runs through them.
                paint.patch(&line.area().padded(1.0), Role::Paper)?;
            }
            paint.words(line)?;
        }
        self.legend.draw(&paint)
    }
}

impl Plan<'_> {
    /// From where to where the scale's lines run: all the way down, or, where
    /// names and figures stand above the scale, a short way in each row, so that
    /// none runs through a word.
    fn grid(&self) -> Vec<(f64, f64)> {
        match self.form {
            Form::Narrow | Form::Small => {
                self.marks.iter().map(|(y, ..)| (y - MARK, y + MARK)).collect()
            }
            Form::Wide | Form::File => vec![self.scale],
        }
    }

    /// An interval. An end with a cap lies there; an end code says only "or
    /// less", "or more", so the line runs on to the edge and has no cap.
    fn whisker<B: Surface>(&self, paint: &Painter<'_, B>, y: f64, low: u8, high: u8) -> Drawn<B> {
        let pen = paint.pen(Role::First, 1.6);
        let from = if low <= 10 { 0 } else { low };
        let to = if high >= 90 { 100 } else { high };
        paint.line(&[(self.x(from), y), (self.x(to), y)], pen)?;
        for (end, coded) in [(from, low <= 10), (to, high >= 90)] {
            if !coded {
                let x = self.x(end);
                paint.line(&[(x, y - MARK), (x, y + MARK)], pen)?;
            }
        }
        Ok(())
    }
}

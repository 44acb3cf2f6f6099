//! The dot plot: health of each anti-pattern, with the interval in which it
//! could plausibly lie, grouped by dimension.

use super::font;
use super::ink::Align;
use super::legend::{Entry, Legend, Sample};
use super::paint::{MARK, Painter};
use super::palette::Role;
use super::polar::whole;
use super::sheet::{self, Form, LEADING, Line, RISE};
use super::surface::{self, Canvas, Drawn, Stroke, Surface};
use super::table::Table;
use super::words;
use crate::catalogue::Catalogue;
use crate::disclosure::{self, Band, Cell};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::{RangedCoordf64, RangedCoordi32};

/// The healths that have a line and a number.
const TICKS: [u8; 5] = [0, 25, 50, 75, 100];

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dots {
    /// Rows under a heading each.
    pub groups: Vec<Group>,
}

/// A dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its anti-patterns.
    pub rows: Vec<Row>,
}

/// An anti-pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its figure, or why there is none.
    pub mark: Cell<Mark>,
}

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Health 0–100.
    pub at: u8,
    /// Whether `at` stands for "10 or less" or "90 or more".
    pub coded: bool,
    /// The ends of the interval, end codes as 10 and 90.
    pub interval: Option<(u8, u8)>,
    /// How many people.
    pub answers: Option<Band>,
}

impl Mark {
    fn words(&self) -> String {
        if self.coded { words::health(self.at) } else { self.at.to_string() }
    }
}

impl Dots {
    /// Joins what the gate released with the catalogue's names.
    #[must_use]
    pub fn new(released: &disclosure::DotPlot, catalogue: &Catalogue) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut last = None;
        for row in &released.rows {
            let dimension = row.id.dimension();
            if last != Some(dimension) {
                let name = catalogue.dimension(dimension).name.clone();
                groups.push(Group { name, rows: Vec::new() });
                last = Some(dimension);
            }
            let mark = row.dot.map(|dot| Mark {
                at: dot.at,
                coded: dot.coded,
                interval: dot.interval.map(|ends| (ends.low.value(), ends.high.value())),
                answers: dot.answers,
            });
            if let Some(group) = groups.last_mut() {
                group.rows.push(Row { name: catalogue.pattern(row.id).name.clone(), mark });
            }
        }
        Self { groups }
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.groups.iter().flat_map(|group| &group.rows)
    }

    fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.rows().filter_map(|row| row.mark.shown())
    }

    /// The same figures in words, one row for each anti-pattern. Columns that
    /// would be empty are left out.
    #[must_use]
    pub fn table(&self) -> Table {
        let intervals = self.marks().any(|mark| mark.interval.is_some());
        let answers = self.marks().any(|mark| mark.answers.is_some());
        let mut columns =
            vec!["Anti-pattern".to_owned(), "Dimension".to_owned(), "Health".to_owned()];
        if intervals {
            columns.push("Could plausibly lie between".to_owned());
        }
        if answers {
            columns.push("Answers".to_owned());
        }
        let row = |group: &Group, row: &Row| {
            let shown = row.mark.shown();
            let health = match row.mark {
                Cell::Shown(mark) => mark.words(),
                Cell::Withheld(reason) => words::reason(reason),
            };
            let mut cells = vec![row.name.clone(), group.name.clone(), health];
            if intervals {
                let ends = shown.and_then(|mark| mark.interval);
                cells.push(ends.map_or_else(String::new, |(low, high)| words::interval(low, high)));
            }
            if answers {
                let band = shown.and_then(|mark| mark.answers);
                cells.push(band.map_or_else(String::new, words::band));
            }
            cells
        };
        let rows =
            self.groups.iter().flat_map(|group| group.rows.iter().map(move |one| row(group, one)));
        Table { columns, rows: rows.collect() }
    }

    /// What the chart leaves out and where its figures are, for who hears it.
    #[must_use]
    pub fn spoken(&self) -> String {
        let shown = self.marks().count();
        let all = self.rows().count();
        let missing = if shown == all {
            String::new()
        } else {
            format!(" {} of {all} have no figure.", all - shown)
        };
        format!("Health of {all} anti-patterns, 100 is best.{missing} The table has every figure.")
    }

    /// Finds the place of everything.
    #[must_use]
    pub fn plan(&self, form: Form, title: &str) -> Plan<'_> {
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
                    Form::Narrow => plan.tall_row(row, y),
                    Form::Wide | Form::File => plan.flat_row(row, y),
                };
            }
            y += 6.0;
        }
        plan.scale.1 = y;
        y = plan.ticks(y + 3.0);
        let (legend, end) = Legend::set(&self.key(), form, y + 12.0);
        plan.legend = legend;
        plan.height = end + form.margin();
        plan
    }

    fn columns(&self, form: Form) -> Columns {
        let (left, right) = (form.margin(), form.width() - form.margin());
        if form == Form::Narrow {
            // Room for half of "0" and "100" beyond the ends of the scale.
            return Columns { left, names: right - left, scale: (left + 8.0, right - 14.0), right };
        }
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max) * form.em();
        let names =
            widest(&mut self.rows().map(|row| font::width(&row.name, false))).clamp(100.0, 215.0);
        let figures =
            widest(&mut self.marks().map(|mark| font::width(&mark.words(), false))).max(20.0);
        let scale = (left + names + 18.0, right - figures - 20.0);
        Columns { left, names, scale, right }
    }

    fn key(&self) -> Vec<Entry> {
        let intervals = self.marks().any(|mark| mark.interval.is_some());
        let mut key = Vec::new();
        if intervals {
            key.push(Entry {
                sample: Sample::Interval,
                words: "Health, 100 is best, and the range it could plausibly lie in.".to_owned(),
            });
        } else if self.marks().next().is_some() {
            key.push(Entry { sample: Sample::Dot, words: "Health, 100 is best.".to_owned() });
        }
        let coded = self.marks().any(|mark| {
            mark.coded || mark.interval.is_some_and(|(low, high)| low <= 10 || high >= 90)
        });
        if coded {
            key.push(Entry {
                sample: Sample::None,
                words: "10 stands for 10 or less, 90 for 90 or more: a range with such an end is drawn to the edge."
                    .to_owned(),
            });
        }
        key
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
    marks: Vec<(f64, &'a Mark)>,
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
        let mut y = top + 3.5 + (RISE + 0.1) * em;
        for name in names {
            self.line(name, self.columns.left, y, Role::Ink, Align::Start);
            y += LEADING * em;
        }
        let baseline = middle + 0.36 * em;
        match &row.mark {
            Cell::Shown(mark) => {
                self.marks.push((middle, mark));
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
                let middle = y - RISE * em + MARK + 2.0;
                self.marks.push((middle, mark));
                middle + MARK + 7.0
            }
            Cell::Withheld(reason) => {
                let x = self.columns.scale.0;
                self.line(words::reason(*reason), x, y, Role::InkSoft, Align::Start);
                y + 9.0
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
        let (top, bottom) = (whole(self.scale.0 * unit), whole(self.scale.1 * unit));
        for tick in TICKS {
            let points = vec![(f64::from(tick), top), (f64::from(tick), bottom)];
            plot.draw(&Stroke { points, pen: paint.pen(Role::Rule, 0.9) })?;
        }
        for y in &self.separators {
            let ends = [(self.columns.left, *y), (self.columns.right, *y)];
            paint.line(&ends, paint.pen(Role::Rule, 0.9))?;
        }
        for (y, mark) in &self.marks {
            if let Some((low, high)) = mark.interval {
                self.whisker(&paint, *y, low, high)?;
            }
            paint.mark((self.x(mark.at), *y), Role::First)?;
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

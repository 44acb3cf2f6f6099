//! Where the rounds of a history stand, and how they are drawn.

use super::font;
use super::ink::Align;
use super::legend::Legend;
use super::markers::Heads;
use super::paint::{MARK, Painter};
use super::palette::Role;
use super::sheet::{self, Area, Form, Line, RISE};
use super::surface::{self, Canvas, Drawn, Surface};
use super::time::Time;
use super::trend::{Mark, Point, Trend};
use super::words;
use crate::disclosure::Cell;

/// The healths that have a line and a number.
const TICKS: [u8; 5] = [0, 25, 50, 75, 100];
/// Half of a whisker's cap: narrower than a mark, so that close rounds stay apart.
const CAP: f64 = 3.5;
/// What stays free between two words on one line, in em.
const APART: f64 = 0.6;

impl Trend {
    /// Finds the place of everything.
    #[must_use]
    pub fn plan(&self, form: Form, title: &str) -> Plan<'_> {
        let (mut lines, top) = sheet::title(form, title);
        let em = form.small();
        let height = match form {
            Form::Small => 120.0,
            Form::Narrow => 190.0,
            Form::Wide | Form::File => 230.0,
        };
        let left = form.margin() + font::width("100", false) * em + 10.0;
        let right = form.width() - form.margin();
        // Room for the figures of the first and the last mark.
        let days = self.points.iter().map(|point| point.day);
        let days = days.chain(self.markers.iter().map(|marker| marker.day));
        let time = Time::over(days, left + 34.0, right - 34.0);
        let heads = Heads::set(&self.markers, form, &time);
        let top = top + heads.height();
        let scale = (top + height + 0.5 * em, top + 0.5 * em);
        for tick in TICKS {
            let y = at(scale, tick) + 0.36 * em;
            lines.push(word(tick.to_string(), left - 8.0, y, form, Role::InkSoft, Align::End));
        }
        let mut plan = Plan {
            form,
            across: (left, right),
            scale,
            marks: Vec::new(),
            heads,
            lines,
            legend: Legend::default(),
            height: 0.0,
        };
        for point in &self.points {
            plan.marks.push((time.x(point.day), &point.mark));
        }
        plan.days(&self.points, &time);
        plan.name_ends();
        let key = if form == Form::Small { Vec::new() } else { self.key() };
        let (legend, end) = Legend::set(&key, form, scale.0 + 2.6 * em);
        plan.legend = legend;
        plan.height = end + form.margin();
        plan
    }
}

/// A history with everything in its place.
pub struct Plan<'a> {
    form: Form,
    /// From where to where the scale's lines run.
    across: (f64, f64),
    /// Where healths 0 and 100 are.
    scale: (f64, f64),
    marks: Vec<(f64, &'a Cell<Mark>)>,
    heads: Heads,
    lines: Vec<Line>,
    legend: Legend,
    height: f64,
}

impl Plan<'_> {
    /// Writes the days below the scale: the last one first, then backwards
    /// whichever still has room.
    fn days(&mut self, points: &[Point], time: &Time) {
        let em = self.form.small();
        let y = self.scale.0 + 8.0 + RISE * em;
        let mut taken: Vec<Area> = Vec::new();
        for point in points.iter().rev() {
            let half = font::width(&point.brief, false) * em / 2.0;
            let edge = self.form.margin() + half;
            let x = time.x(point.day).clamp(edge, (self.form.width() - edge).max(edge));
            let line = word(point.brief.clone(), x, y, self.form, Role::InkSoft, Align::Middle);
            let area = line.area().padded(APART * em / 2.0);
            if taken.iter().all(|other| !other.meets(&area)) {
                taken.push(area);
                self.lines.push(line);
            }
        }
    }

    /// Writes the figures of the first and the last mark beside them, outside of
    /// the line that joins them.
    fn name_ends(&mut self) {
        let shown: Vec<(f64, &Mark)> =
            self.marks.iter().filter_map(|(x, mark)| Some((*x, mark.shown()?))).collect();
        let first = shown.first().filter(|_| shown.len() > 1);
        let ends = [(first, -1.0, Align::End), (shown.last(), 1.0, Align::Start)];
        for (end, side, align) in ends {
            let Some((x, mark)) = end else { continue };
            let y = at(self.scale, mark.at) + 0.36 * self.form.small();
            let x = x + side * (MARK + 5.0);
            let line = word(mark.at.to_string(), x, y, self.form, Role::Ink, align);
            self.lines.push(Line { bold: true, ..line });
        }
    }
}

fn word(text: String, x: f64, y: f64, form: Form, role: Role, align: Align) -> Line {
    Line { text, x, y, em: form.small(), bold: false, role, align }
}

fn at((zero, hundred): (f64, f64), health: u8) -> f64 {
    zero + (hundred - zero) * f64::from(health) / 100.0
}

impl surface::Plan for Plan<'_> {
    fn size(&self) -> (f64, f64) {
        (self.form.width(), self.height)
    }

    fn draw<B: Surface>(&self, canvas: &Canvas<B>, unit: f64) -> Drawn<B> {
        let paint = Painter { canvas, unit };
        let (left, right) = self.across;
        for tick in TICKS {
            let y = at(self.scale, tick);
            paint.line(&[(left, y), (right, y)], paint.pen(Role::Rule, 0.9))?;
        }
        // The figures at the ends of the line are the bold words inside of the scale.
        let figures = self.lines.iter().filter(|line| line.bold && line.y > self.scale.1);
        self.heads.draw(&paint, self.scale, figures)?;
        self.course(&paint)?;
        for (x, cell) in &self.marks {
            match cell {
                Cell::Shown(mark) => {
                    if let Some(ends) = mark.interval {
                        self.whisker(&paint, *x, ends)?;
                    }
                    paint.mark((*x, at(self.scale, mark.at)), Role::First)?;
                }
                Cell::Withheld(_) => paint.withheld((*x, at(self.scale, 0)), Role::First)?,
            }
        }
        self.lines.iter().try_for_each(|line| paint.words(line))?;
        self.legend.draw(&paint)
    }
}

impl Plan<'_> {
    /// The line from round to round; it does not run past a round without a figure.
    fn course<B: Surface>(&self, paint: &Painter<'_, B>) -> Drawn<B> {
        let place =
            |(x, cell): &(f64, &Cell<Mark>)| cell.shown().map(|mark| (*x, at(self.scale, mark.at)));
        for pair in self.marks.windows(2) {
            if let [from, to] = pair
                && let (Some(from), Some(to)) = (place(from), place(to))
            {
                paint.line(&[from, to], paint.pen(Role::First, 1.1))?;
            }
        }
        Ok(())
    }

    /// An interval, upright. An end code has no cap: the line runs to the edge.
    fn whisker<B: Surface>(
        &self,
        paint: &Painter<'_, B>,
        x: f64,
        (low, high): (u8, u8),
    ) -> Drawn<B> {
        let pen = paint.pen(Role::First, 1.6);
        let from = if words::is_coded(low) && low <= 10 { 0 } else { low };
        let to = if words::is_coded(high) && high >= 90 { 100 } else { high };
        paint.line(&[(x, at(self.scale, from)), (x, at(self.scale, to))], pen)?;
        for (end, capped) in [(from, low > 10), (to, high < 90)] {
            if capped {
                let y = at(self.scale, end);
                paint.line(&[(x - CAP, y), (x + CAP, y)], pen)?;
            }
        }
        Ok(())
    }
}

//! Where the months of a delivery signal stand, and how they are drawn.

use super::font;
use super::ink::Align;
use super::legend::Legend;
use super::markers::Heads;
use super::paint::{MARK, Painter};
use super::palette::Role;
use super::sheet::{self, Area, Form, Line, RISE};
use super::signal::Course;
use super::surface::{self, Canvas, Drawn, Surface};
use super::time::Time;
use crate::measure::delivery::figure;

/// What stays free between two words on one line, in em.
const APART: f64 = 0.6;
/// From more months than these on, marks are as small as this.
const MANY: usize = 12;
const SMALL: f64 = 2.6;
/// Between a mark and the figure beside it.
const BESIDE: f64 = MARK + 4.0;

impl Course {
    /// Finds the place of everything.
    #[must_use]
    pub fn plan(&self, form: Form, title: &str) -> Plan {
        let (mut lines, top) = sheet::title(form, title);
        let em = form.small();
        let height = match form {
            Form::Small => 110.0,
            Form::Narrow => 170.0,
            Form::Wide | Form::File => 210.0,
        };
        // The unit above the scale; a small chart has no key that could say it.
        let unit = Line {
            text: self.signal.unit().to_owned(),
            x: form.margin(),
            y: top + RISE * em,
            em,
            bold: false,
            role: Role::InkSoft,
            align: Align::Start,
        };
        lines.push(unit);
        let ticks = self.ticks();
        let room = ticks.iter().map(|tick| font::width(&figure(*tick), false)).fold(0.0, f64::max);
        let left = form.margin() + room * em + 10.0;
        let right = form.width() - form.margin();
        let days = self.points.iter().map(|point| point.day);
        let days = days.chain(self.markers.iter().map(|marker| marker.day));
        // Room for the figures of the first and the last mark.
        let side = |end: Option<f64>| {
            end.map_or(0.0, |value| font::width(&figure(value), true) * em).max(2.0 * em)
                + BESIDE
                + 3.0
        };
        let first = side(self.shown().next().map(|(_, value)| value));
        let last = side(self.shown().next_back().map(|(_, value)| value));
        let time = Time::over(days, left + first, right - last);
        let heads = Heads::set(&self.markers, form, &time);
        let top = top + 2.0 * em + heads.height();
        let most = ticks.last().copied().unwrap_or(1.0);
        let scale = Scale { bottom: top + height, top, most };
        let mut plan = Plan {
            form,
            across: (left, right),
            scale,
            ticks: ticks.iter().map(|tick| scale.at(*tick)).collect(),
            points: Vec::new(),
            heads,
            lines,
            legend: Legend::default(),
            height: 0.0,
        };
        for tick in &ticks {
            plan.word(
                figure(*tick),
                (left - 8.0, scale.at(*tick) + 0.36 * em),
                Role::InkSoft,
                Align::End,
            );
        }
        for point in &self.points {
            plan.points.push((time.x(point.day), point.value.map(|value| scale.at(value))));
        }
        plan.name_months(self, &time);
        plan.name_ends(self, &time);
        let key = if form == Form::Small { Vec::new() } else { self.key() };
        let (legend, end) = Legend::set(&key, form, scale.bottom + 2.6 * em);
        plan.legend = legend;
        plan.height = end + form.margin();
        plan
    }
}

/// Figures upright, from 0 at the bottom.
#[derive(Debug, Clone, Copy)]
struct Scale {
    bottom: f64,
    top: f64,
    most: f64,
}

impl Scale {
    fn at(&self, value: f64) -> f64 {
        self.bottom + (self.top - self.bottom) * value / self.most
    }
}

/// A signal with everything in its place.
pub struct Plan {
    form: Form,
    /// From where to where the scale's lines run.
    across: (f64, f64),
    scale: Scale,
    /// The heights of the scale's lines.
    ticks: Vec<f64>,
    /// The months: none where there is no figure.
    points: Vec<(f64, Option<f64>)>,
    heads: Heads,
    lines: Vec<Line>,
    legend: Legend,
    height: f64,
}

impl Plan {
    fn word(&mut self, text: String, (x, y): (f64, f64), role: Role, align: Align) {
        self.lines.push(Line { text, x, y, em: self.form.small(), bold: false, role, align });
    }

    /// Writes the months below the scale: the last and the first one, then backwards
    /// whichever still has room.
    fn name_months(&mut self, course: &Course, time: &Time) {
        let em = self.form.small();
        let y = self.scale.bottom + 8.0 + RISE * em;
        let mut taken: Vec<Area> = Vec::new();
        let ends = course.points.last().into_iter().chain(course.points.first());
        for point in ends.chain(course.points.iter().rev()) {
            let half = font::width(&point.brief, false) * em / 2.0;
            let edge = self.form.margin() + half;
            let x = time.x(point.day).clamp(edge, (self.form.width() - edge).max(edge));
            let line = Line {
                text: point.brief.clone(),
                x,
                y,
                em,
                bold: false,
                role: Role::InkSoft,
                align: Align::Middle,
            };
            let area = line.area().padded(APART * em / 2.0);
            if taken.iter().all(|other| !other.meets(&area)) {
                taken.push(area);
                self.lines.push(line);
            }
        }
    }

    /// Writes the first and the last figure beside their marks.
    fn name_ends(&mut self, course: &Course, time: &Time) {
        let em = self.form.small();
        let first = course.shown().next().filter(|_| course.shown().nth(1).is_some());
        let ends = [(first, -1.0, Align::End), (course.shown().next_back(), 1.0, Align::Start)];
        for (end, side, align) in ends {
            let Some((point, value)) = end else { continue };
            let x = time.x(point.day) + side * BESIDE;
            let y = self.scale.at(value) + 0.36 * em;
            let (text, role) = (figure(value), Role::Ink);
            self.lines.push(Line { text, x, y, em, bold: true, role, align });
        }
    }
}

impl surface::Plan for Plan {
    fn size(&self) -> (f64, f64) {
        (self.form.width(), self.height)
    }

    fn draw<B: Surface>(&self, canvas: &Canvas<B>, unit: f64) -> Drawn<B> {
        let paint = Painter { canvas, unit };
        let (left, right) = self.across;
        for y in &self.ticks {
            paint.line(&[(left, *y), (right, *y)], paint.pen(Role::Rule, 0.9))?;
        }
        let figures = self.lines.iter().filter(|line| line.bold && line.y > self.scale.top - 10.0);
        self.heads.draw(&paint, (self.scale.bottom, self.scale.top), figures)?;
        for pair in self.points.windows(2) {
            if let [(from, Some(start)), (to, Some(end))] = pair {
                paint.line(&[(*from, *start), (*to, *end)], paint.pen(Role::First, 1.4))?;
            }
        }
        let radius = if self.points.len() > MANY { SMALL } else { MARK };
        for (x, y) in &self.points {
            if let Some(y) = y {
                paint.dot((*x, *y), radius, Role::First)?;
            }
        }
        self.lines.iter().try_for_each(|line| paint.words(line))?;
        self.legend.draw(&paint)
    }
}

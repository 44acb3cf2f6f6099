//! Where the cells of a heat map stand, and how they are drawn.

use super::font;
use super::heads::{self, Heads};
use super::heat::{self, Heat, Row, Spot, Went};
use super::ink::Align;
use super::legend::Legend;
use super::paint::{Painter, TRIANGLE};
use super::palette::{Role, Step};
use super::sheet::{self, Area, DROP, Form, Line, RISE};
use super::surface::{self, Canvas, Drawn, Surface};
use super::words;
use crate::disclosure::Cell;

/// How high a cell is: two lines of words and a little air.
const HEIGHT: f64 = 36.0;
/// Between two cells.
const GAP: f64 = 2.0;
/// Between the baselines of two lines in a cell, in em.
const CLOSE: f64 = 1.12;
/// Between a change mark and its word.
const BESIDE: f64 = 3.0;

/// Where things stand from left to right.
#[derive(Debug, Clone, Copy)]
struct Columns {
    left: f64,
    /// How wide names may be where they stand beside their cells.
    names: f64,
    /// Where the first cell begins.
    cells: f64,
    /// From one cell to the next.
    pitch: f64,
    right: f64,
}

/// A cell in its place.
struct Placed {
    area: Area,
    /// What it is filled with; none where it is hatched.
    step: Option<Step>,
    /// The words in it, with their lines' own patches where it is hatched.
    lines: Vec<Line>,
    /// Where its change mark stands.
    mark: Option<(Went, (f64, f64))>,
}

/// A heat map with everything in its place.
pub struct Plan {
    form: Form,
    lines: Vec<Line>,
    heads: Heads,
    cells: Vec<Placed>,
    legend: Legend,
    height: f64,
}

impl Heat {
    /// Finds the place of everything.
    #[must_use]
    pub fn plan(&self, form: Form, title: &str) -> Plan {
        let (mut lines, top) = sheet::title(form, title);
        let columns = self.columns(form);
        let names: Vec<&str> = self.columns.iter().map(|column| column.short.as_str()).collect();
        let middles: Vec<f64> = (0..names.len()).map(|column| columns.middle(column)).collect();
        let across = (columns.left, columns.right);
        let heads = heads::set(&names, &middles, across, form.small(), top);
        let mut y = heads.bottom + 4.0;
        let mut cells = Vec::with_capacity(self.rows.len() * names.len());
        for row in &self.rows {
            y = match form {
                Form::Narrow | Form::Small => columns.name_above(row, form, y, &mut lines),
                Form::Wide | Form::File => columns.name_beside(row, form, y, &mut lines),
            };
            for (column, spot) in row.cells.iter().enumerate().take(names.len()) {
                cells.push(place(spot, columns.cell(column, y), form));
            }
            y += HEIGHT + GAP;
        }
        let (legend, end) = Legend::set(&self.key(), form, y + 14.0);
        Plan { form, lines, heads, cells, legend, height: end + form.margin() }
    }

    fn columns(&self, form: Form) -> Columns {
        let (left, right) = (form.margin(), form.width() - form.margin());
        let names = match form {
            Form::Narrow | Form::Small => 0.0,
            Form::Wide | Form::File => {
                let texts = self.rows.iter().flat_map(|row| row.group.iter().chain([&row.team]));
                let widest = texts.map(|text| font::width(text, false)).fold(0.0, f64::max);
                (widest * form.em()).clamp(90.0, 190.0)
            }
        };
        let cells = if names > 0.0 { left + names + 12.0 } else { left };
        let pitch = (right + GAP - cells) / self.columns.len().max(1) as f64;
        Columns { left, names, cells, pitch, right }
    }
}

impl Columns {
    fn cell(&self, column: usize, top: f64) -> Area {
        let left = self.pitch.mul_add(column as f64, self.cells);
        Area { left, top, right: left + self.pitch - GAP, bottom: top + HEIGHT }
    }

    fn middle(&self, column: usize) -> f64 {
        let cell = self.cell(column, 0.0);
        f64::midpoint(cell.left, cell.right)
    }

    /// Writes a team's name, and its group's in soft ink, at the left of its cells.
    fn name_beside(&self, row: &Row, form: Form, top: f64, lines: &mut Vec<Line>) -> f64 {
        let (em, small) = (form.em(), form.small());
        let most = if row.group.is_some() { 1 } else { 2 };
        let mut words: Vec<(String, f64, Role)> =
            font::wrap(&row.team, false, self.names / em, most)
                .into_iter()
                .map(|text| (text, em, Role::Ink))
                .collect();
        if let Some(group) = &row.group {
            let text = font::wrap(group, false, self.names / small, 1).concat();
            words.push((text, small, Role::InkSoft));
        }
        // The middle of the words stands beside the middle of the cells, and a
        // second line nearer to the first than to the next team.
        let step = CLOSE * em;
        let first =
            top + HEIGHT / 2.0 + 0.36 * em - step * words.len().saturating_sub(1) as f64 / 2.0;
        let mut y = first;
        for (text, em, role) in words {
            lines.push(Line { text, x: self.left, y, em, bold: false, role, align: Align::Start });
            y += step;
        }
        top
    }

    /// Writes a team's name above its cells, and its group's at the end of the
    /// line; gives where the cells begin.
    fn name_above(&self, row: &Row, form: Form, top: f64, lines: &mut Vec<Line>) -> f64 {
        let (em, small) = (form.em(), form.small());
        let y = top + 6.0 + RISE * em;
        let mut room = self.right - self.left;
        if let Some(group) = &row.group {
            let text = font::wrap(group, false, 0.4 * room / small, 1).concat();
            let line = Line {
                text,
                x: self.right,
                y,
                em: small,
                bold: false,
                role: Role::InkSoft,
                align: Align::End,
            };
            room -= line.width() + em;
            lines.push(line);
        }
        let text = font::wrap(&row.team, false, room / em, 1).concat();
        lines.push(Line {
            text,
            x: self.left,
            y,
            em,
            bold: false,
            role: Role::Ink,
            align: Align::Start,
        });
        y + DROP * em + 2.0
    }
}

/// Puts the words of a cell into it.
fn place(spot: &Spot, area: Area, form: Form) -> Placed {
    let middle = f64::midpoint(area.left, area.right);
    let (em, small) = (form.em(), form.small());
    let centre = f64::midpoint(area.top, area.bottom);
    let word = |text: String, x: f64, y: f64, em: f64, role: Role, align: Align| Line {
        text,
        x,
        y,
        em,
        bold: false,
        role,
        align,
    };
    match spot.health {
        Cell::Shown(health) => {
            let step = Step::of(health);
            let role = step.ink();
            let number = heat::brief(health);
            let Some(went) = spot.went() else {
                let line = word(number, middle, centre + 0.36 * em, em, role, Align::Middle);
                return Placed { area, step: Some(step), lines: vec![line], mark: None };
            };
            let first = centre + (0.36 - CLOSE / 2.0) * em;
            let second = first + CLOSE * em;
            let width = font::width(went.word(), false) * small;
            let left = middle - (width + BESIDE + 2.0 * TRIANGLE) / 2.0;
            let lines = vec![
                word(number, middle, first, em, role, Align::Middle),
                word(
                    went.word().to_owned(),
                    left + 2.0 * TRIANGLE + BESIDE,
                    second,
                    small,
                    role,
                    Align::Start,
                ),
            ];
            let mark = Some((went, (left + TRIANGLE, second - 0.36 * small)));
            Placed { area, step: Some(step), lines, mark }
        }
        Cell::Withheld(reason) => {
            let room = (area.right - area.left - 2.0) / small;
            let texts = font::wrap(&words::reason_in_brief(reason), false, room, 2);
            let step = CLOSE * small;
            let first = centre + 0.36 * small - step * texts.len().saturating_sub(1) as f64 / 2.0;
            let lines = texts.into_iter().enumerate().map(|(number, text)| {
                let y = step.mul_add(number as f64, first);
                word(text, middle, y, small, Role::InkSoft, Align::Middle)
            });
            Placed { area, step: None, lines: lines.collect(), mark: None }
        }
    }
}

impl surface::Plan for Plan {
    fn size(&self) -> (f64, f64) {
        (self.form.width(), self.height)
    }

    fn draw<B: Surface>(&self, canvas: &Canvas<B>, unit: f64) -> Drawn<B> {
        let paint = Painter { canvas, unit };
        for (x, from, to) in &self.heads.stems {
            paint.line(&[(*x, *from), (*x, *to)], paint.pen(Role::Rule, 0.9))?;
        }
        for cell in &self.cells {
            if let Some(step) = cell.step {
                paint.patch(&cell.area, Role::Heat(step))?;
            } else {
                paint.hatched(&cell.area)?;
                for line in &cell.lines {
                    // Letters stand on paper, with the hatching around them.
                    let area = line.area();
                    let patch = Area {
                        left: area.left - 2.0,
                        right: area.right + 2.0,
                        top: area.top.max(cell.area.top + 1.0),
                        bottom: area.bottom.min(cell.area.bottom - 1.0),
                    };
                    paint.patch(&patch, Role::Paper)?;
                }
            }
            for line in &cell.lines {
                paint.words(line)?;
            }
            if let (Some((went, at)), Some(step)) = (cell.mark, cell.step) {
                paint.triangle(at, went == Went::Better, step.ink())?;
            }
        }
        let words = self.heads.lines.iter().chain(&self.lines);
        words.into_iter().try_for_each(|line| paint.words(line))?;
        self.legend.draw(&paint)
    }
}

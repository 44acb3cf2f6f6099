//! The radar: one or two outlines over the dimensions, health outwards.
//!
//! Outlines only: a filled area grows with the square of its scores and so lies.
//! The rings are polygons, as the outlines are: equal healths lie on a ring.

use super::around::{self, Around, AxisLabel};
use super::legend::{Entry, Legend, Sample};
use super::paint::{MARK, Painter};
use super::palette::Role;
use super::polar::Polar;
use super::rings::{self, Obstacle, RINGS};
use super::sheet::{self, Area, Form, Line};
use super::surface::{self, Canvas, Drawn, Stroke, Surface};
use super::table::Table;
use super::words;
use crate::catalogue::{Catalogue, DimensionId};
use crate::disclosure::{self, Cell, Reason};
use crate::prose::capitalised;

/// The rings that keep their number where there is little room.
const FEW_RINGS: [u8; 2] = [50, 100];

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Radar {
    /// One for each dimension, clockwise from the top.
    pub axes: Vec<Axis>,
    /// The current round and, if there is one, the round before; more are not drawn.
    pub series: Vec<Series>,
}

/// A dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// The label at the axis.
    pub short: String,
    /// The name in the table.
    pub name: String,
}

/// An outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// For the key, for example "This round, 3 March 2026".
    pub name: String,
    /// Health 0–100 on each axis, or why there is none.
    pub points: Vec<Cell<u8>>,
}

impl Radar {
    /// Joins what the gate released with the catalogue's names.
    #[must_use]
    pub fn new(released: &disclosure::Radar, catalogue: &Catalogue) -> Self {
        let axis = |id| {
            let dimension = catalogue.dimension(id);
            Axis { short: dimension.short.clone(), name: dimension.name.clone() }
        };
        let series = released
            .series
            .iter()
            .map(|series| Series { name: series.name.clone(), points: series.points.clone() });
        Self { axes: DimensionId::ALL.into_iter().map(axis).collect(), series: series.collect() }
    }

    /// The series that are drawn, each with its role.
    fn drawn(&self) -> impl Iterator<Item = (&Series, Role)> {
        self.series.iter().zip([Role::First, Role::Second])
    }

    /// The same figures in words, one row for each dimension.
    #[must_use]
    pub fn table(&self) -> Table {
        let named = |(series, _): (&Series, _)| match series.name.trim() {
            "" => "Health".to_owned(),
            name => name.to_owned(),
        };
        let columns =
            std::iter::once("Dimension".to_owned()).chain(self.drawn().map(named)).collect();
        let rows = self.axes.iter().enumerate().map(|(axis, dimension)| {
            let figures = self.drawn().map(|(series, _)| in_words(series.points.get(axis)));
            std::iter::once(dimension.name.clone()).chain(figures).collect()
        });
        Table { columns, rows: rows.collect() }
    }

    /// The figures in one sentence for each series, for who hears the chart.
    #[must_use]
    pub fn spoken(&self) -> String {
        let sentence = |(series, _): (&Series, _)| {
            let figures: Vec<_> = self
                .axes
                .iter()
                .enumerate()
                .map(|(axis, named)| {
                    format!("{} {}", named.short, in_words(series.points.get(axis)))
                })
                .collect();
            let figures = figures.join(", ");
            match series.name.trim() {
                "" => format!("{figures}."),
                name => format!("{name}: {figures}."),
            }
        };
        self.drawn().map(sentence).collect::<Vec<_>>().join(" ")
    }

    /// Finds the place of everything.
    #[must_use]
    pub fn plan(&self, form: Form, title: &str) -> Plan<'_> {
        let (mut lines, top) = sheet::title(form, title);
        let Around { mut polar, lines: labels, height } = around::arrange(&self.labels(form), form);
        polar.centre.1 += top;
        lines.extend(labels.into_iter().map(|line| Line { y: line.y + top, ..line }));
        let numbered: &[u8] = if form == Form::Small { &FEW_RINGS } else { &RINGS };
        let obstacles = self.obstacles(&polar, &lines);
        let rings = rings::values(&polar, numbered, form.small(), &obstacles);
        if form == Form::Small {
            // One key serves all that stand side by side; the page has it.
            let (legend, height) = (Legend::default(), top + height + form.margin());
            return Plan { radar: self, form, polar, lines, rings, legend, height };
        }
        let (legend, end) = Legend::set(&self.key(form), form, top + height + 18.0);
        Plan { radar: self, form, polar, lines, rings, legend, height: end + form.margin() }
    }

    /// The names at the axes and, where there is room, their figures. A small
    /// radar has the names alone: so all of them are of one size, whatever their
    /// figures, and can be compared by eye.
    fn labels(&self, form: Form) -> Vec<AxisLabel> {
        let label = |(axis, named): (usize, &Axis)| {
            let current = self
                .series
                .first()
                .filter(|_| form != Form::Small)
                .and_then(|series| series.points.get(axis));
            let below = current.map(|point| match point {
                Cell::Shown(value) => (words::health(*value), Role::First),
                Cell::Withheld(reason) => (words::reason_in_brief(*reason), Role::InkSoft),
            });
            AxisLabel { name: named.short.clone(), below }
        };
        self.axes.iter().enumerate().map(label).collect()
    }

    /// What the rings' values should keep clear of.
    fn obstacles(&self, polar: &Polar, lines: &[Line]) -> Vec<Obstacle> {
        let place = |&(axis, value): &(f64, f64)| polar.place(axis, value);
        let mut obstacles: Vec<_> = lines.iter().map(|line| Obstacle::Words(line.area())).collect();
        for (series, _) in self.drawn() {
            for run in runs(&series.points, self.axes.len()) {
                obstacles.extend(run.windows(2).filter_map(|ends| match ends {
                    [from, to] => Some(Obstacle::Stroke(place(from), place(to))),
                    _ => None,
                }));
            }
            for (at, point) in series.points.iter().enumerate().take(self.axes.len()) {
                if let Cell::Shown(value) = point {
                    let (x, y) = polar.place(axis(at), f64::from(*value));
                    let point = Area { left: x, top: y, right: x, bottom: y };
                    obstacles.push(Obstacle::Mark(point.padded(MARK)));
                }
            }
        }
        obstacles
    }

    fn key(&self, form: Form) -> Vec<Entry> {
        let mut key = Vec::new();
        if self.series.len() > 1 || form == Form::File {
            key.extend(self.drawn().filter(|(series, _)| !series.name.trim().is_empty()).map(
                |(series, role)| Entry {
                    sample: Sample::Outline(role),
                    words: series.name.clone(),
                },
            ));
        }
        let withheld = |role: Role| {
            let role_series =
                self.drawn().find(|(_, other)| *other == role).map(|(series, _)| series);
            let mut reasons =
                role_series.into_iter().flat_map(|series| &series.points).filter_map(reason);
            let first = reasons.next()?;
            let same = reasons.all(|reason| reason == first);
            Some(if same {
                words::reason(first)
            } else {
                "not shown; the table says why".to_owned()
            })
        };
        match (withheld(Role::First), withheld(Role::Second)) {
            (Some(words), other) if other.as_ref().is_none_or(|other| *other == words) => {
                key.push(Entry {
                    sample: Sample::Withheld(Role::First),
                    words: capitalised(&words),
                });
            }
            (first, second) => {
                for (words, role) in [(first, Role::First), (second, Role::Second)] {
                    let entry = |words: String| Entry {
                        sample: Sample::Withheld(role),
                        words: capitalised(&words),
                    };
                    key.extend(words.map(entry));
                }
            }
        }
        let remark = if self.drawn().any(|(series, _)| series.points.iter().any(is_coded)) {
            "Rings: health, 100 is best. 10 stands for 10 or less, 90 for 90 or more."
        } else {
            "Rings: health, 100 is best."
        };
        key.push(Entry { sample: Sample::None, words: remark.to_owned() });
        key
    }
}

fn in_words(point: Option<&Cell<u8>>) -> String {
    match point {
        Some(Cell::Shown(value)) => words::health(*value),
        Some(Cell::Withheld(reason)) => words::reason(*reason),
        None => String::new(),
    }
}

const fn reason(point: &Cell<u8>) -> Option<Reason> {
    match point {
        Cell::Shown(_) => None,
        Cell::Withheld(reason) => Some(*reason),
    }
}

const fn is_coded(point: &Cell<u8>) -> bool {
    matches!(point, Cell::Shown(value) if words::is_coded(*value))
}

/// An axis's number, as polar coordinates take it.
fn axis(number: usize) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a chart has a handful of axes")]
    {
        number as f64
    }
}

/// A radar with everything in its place.
pub struct Plan<'a> {
    radar: &'a Radar,
    form: Form,
    polar: Polar,
    /// Title and labels.
    lines: Vec<Line>,
    /// The rings' values, each with the patch of paper behind it.
    rings: Vec<(Line, Area)>,
    legend: Legend,
    height: f64,
}

impl surface::Plan for Plan<'_> {
    fn size(&self) -> (f64, f64) {
        (self.form.width(), self.height)
    }

    fn draw<B: Surface>(&self, canvas: &Canvas<B>, unit: f64) -> Drawn<B> {
        let paint = Painter { canvas, unit };
        let axes = canvas.apply_coord_spec(self.polar.scaled(unit));
        let count = self.radar.axes.len();
        for ring in RINGS {
            let points = (0..=count).map(|at| (axis(at % count.max(1)), f64::from(ring))).collect();
            let width = if ring == 100 { 1.4 } else { 0.9 };
            axes.draw(&Stroke { points, pen: paint.pen(Role::Rule, width) })?;
        }
        for at in 0..count {
            let points = vec![(axis(at), 0.0), (axis(at), self.polar.full)];
            axes.draw(&Stroke { points, pen: paint.pen(Role::Rule, 0.9) })?;
        }
        for (line, patch) in &self.rings {
            paint.patch(patch, Role::Paper)?;
            paint.words(line)?;
        }
        // The current round lies on top of the one before.
        let series: Vec<_> = self.radar.drawn().collect();
        for (series, role) in series.iter().rev() {
            let pen = match role {
                Role::Second => paint.dashed(*role, 1.8),
                _ => paint.pen(*role, 2.2),
            };
            for run in runs(&series.points, count) {
                axes.draw(&Stroke { points: run, pen })?;
            }
        }
        for (series, role) in series.iter().rev() {
            for (at, point) in series.points.iter().enumerate().take(count) {
                match point {
                    Cell::Shown(value) => {
                        paint.mark(self.polar.place(axis(at), f64::from(*value)), *role)?;
                    }
                    Cell::Withheld(_) => paint.withheld(self.withheld_at(at, *role), *role)?,
                }
            }
        }
        self.lines.iter().try_for_each(|line| paint.words(line))?;
        self.legend.draw(&paint)
    }
}

impl Plan<'_> {
    /// The end of the axis; where both rounds lack a figure, one beside the other.
    fn withheld_at(&self, at: usize, role: Role) -> (f64, f64) {
        let (x, y) = self.polar.place(axis(at), self.polar.full);
        let both = self
            .radar
            .drawn()
            .all(|(series, _)| series.points.get(at).is_some_and(|point| point.shown().is_none()));
        if self.radar.series.len() < 2 || !both {
            return (x, y);
        }
        let (right, down) = self.polar.direction(axis(at));
        let aside = if role == Role::First { MARK + 2.0 } else { -MARK - 2.0 };
        (x - down * aside, y + right * aside)
    }
}

/// The stretches of an outline between its gaps, as (axis, value). A whole
/// outline ends where it began; a point between two gaps has no line.
fn runs(points: &[Cell<u8>], axes: usize) -> Vec<Vec<(f64, f64)>> {
    let shown: Vec<Option<(f64, f64)>> =
        (0..axes).map(|at| Some((axis(at), f64::from(*points.get(at)?.shown()?)))).collect();
    let Some(gap) = shown.iter().position(Option::is_none) else {
        let mut whole: Vec<_> = shown.iter().copied().flatten().collect();
        whole.extend(whole.first().copied());
        return if axes > 2 { vec![whole] } else { Vec::new() };
    };
    // Begun behind a gap, no stretch is cut in two by the end of the list.
    let (before, after) = shown.split_at(gap);
    let turned: Vec<_> = after.iter().chain(before).copied().collect();
    turned
        .split(Option::is_none)
        .filter(|run| run.len() > 1)
        .map(|run| run.iter().copied().flatten().collect())
        .collect()
}

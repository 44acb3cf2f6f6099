//! Finds room for the labels around a radar.
//!
//! Labels above and below the radar are centred on their axis; those at its
//! sides begin where their axis ends. Where a side has too little room for that
//! (a phone), the label moves inward until it fits, and then up or down along
//! the rim until it is clear of it. The radar is as large as that allows.

use super::font;
use super::ink::Align;
use super::palette::Role;
use super::polar::Polar;
use super::sheet::{Area, DROP, Form, LEADING, Line, RISE};

/// What stands at the end of an axis: its name, and a figure or a reason below.
#[derive(Debug, Clone, PartialEq)]
pub struct AxisLabel {
    /// The axis's name.
    pub name: String,
    /// The figure, or why there is none.
    pub below: Option<(String, Role)>,
}

/// Between the end of an axis and its label.
const GAP: f64 = 10.0;
/// Between two labels.
const APART: f64 = 2.0;
/// By how much the radius shrinks from one try to the next.
const STEP: f64 = 4.0;
/// How far a label may move up or down the rim.
const FURTHEST: f64 = 40.0;

/// A radar with its labels around it, the top of it all at height 0.
pub struct Around {
    /// Centre and radius.
    pub polar: Polar,
    /// The labels, line by line.
    pub lines: Vec<Line>,
    /// How high it is.
    pub height: f64,
}

/// A label broken into lines; all positions are relative to its top left.
struct Block {
    lines: Vec<(String, Role, f64)>,
    width: f64,
    height: f64,
}

impl Block {
    fn new(label: &AxisLabel, form: Form, room: f64) -> Self {
        let name = font::wrap(&label.name, false, room / form.em(), 2)
            .into_iter()
            .map(|text| (text, Role::Ink, form.em()));
        let below = label.below.iter().flat_map(|(text, role)| {
            font::wrap(text, false, room / form.small(), 2)
                .into_iter()
                .map(|text| (text, *role, form.small()))
        });
        let lines: Vec<_> = name.chain(below).collect();
        let width =
            lines.iter().map(|(text, _, em)| font::width(text, false) * em).fold(0.0, f64::max);
        let last = lines.last().map_or(0.0, |(_, _, em)| em * (LEADING - RISE - DROP));
        let height = lines.iter().map(|(_, _, em)| em * LEADING).sum::<f64>() - last;
        Self { lines, width, height }
    }

    /// Sets the lines into the area that the block covers.
    fn set(&self, area: Area, align: Align) -> impl Iterator<Item = Line> + use<'_> {
        let x = match align {
            Align::Start => area.left,
            Align::Middle => f64::midpoint(area.left, area.right),
            Align::End => area.right,
        };
        let mut top = area.top;
        self.lines.iter().map(move |(text, role, em)| {
            let y = top + RISE * em;
            top += LEADING * em;
            Line { text: text.clone(), x, y, em: *em, bold: false, role: *role, align }
        })
    }
}

/// Places labels around as large a radar as fits.
#[must_use]
pub fn arrange(labels: &[AxisLabel], form: Form) -> Around {
    let (largest, smallest, rooms): (f64, f64, &[f64]) = match form {
        Form::Narrow => (122.0, 78.0, &[130.0, 84.0]),
        Form::Small => (72.0, 44.0, &[84.0, 70.0]),
        Form::Wide | Form::File => (180.0, 110.0, &[150.0, 84.0]),
    };
    for room in rooms {
        let blocks: Vec<_> = labels.iter().map(|label| Block::new(label, form, *room)).collect();
        let mut radius = largest;
        while radius >= smallest {
            if let Some(around) = place(&blocks, form, radius) {
                return around;
            }
            radius -= STEP;
        }
    }
    // More labels than a radar can carry: the rim without them, and the table.
    let mut polar = polar(form, smallest, labels.len());
    polar.centre.1 = smallest;
    Around { polar, lines: Vec::new(), height: 2.0 * smallest }
}

fn polar(form: Form, radius: f64, axes: usize) -> Polar {
    Polar { centre: (form.width() / 2.0, 0.0), radius, axes, full: 100.0 }
}

/// The labels around a radar of this radius, if they fit.
fn place(blocks: &[Block], form: Form, radius: f64) -> Option<Around> {
    let mut polar = polar(form, radius, blocks.len());
    let mut areas: Vec<(Area, Align)> = Vec::with_capacity(blocks.len());
    for (axis, block) in blocks.iter().enumerate() {
        let placed = beside(axis, block, &polar, form)?;
        let crowded = areas.iter().any(|(area, _)| area.padded(APART).meets(&placed.0));
        if crowded {
            return None;
        }
        areas.push(placed);
    }
    let top = areas.iter().map(|(area, _)| area.top).fold(-radius, f64::min);
    let bottom = areas.iter().map(|(area, _)| area.bottom).fold(radius, f64::max);
    polar.centre.1 = -top;
    let lines = blocks
        .iter()
        .zip(&areas)
        .flat_map(|(block, (area, align))| block.set(area.lowered(-top), *align))
        .collect();
    Some(Around { polar, lines, height: bottom - top })
}

/// Where the label of one axis goes, if there is room.
fn beside(axis: usize, block: &Block, polar: &Polar, form: Form) -> Option<(Area, Align)> {
    #[allow(clippy::cast_precision_loss, reason = "a chart has a handful of axes")]
    let axis = axis as f64;
    let (right, down) = polar.direction(axis);
    let (x, y) = polar.place(axis, polar.full);
    let (first, last) = (form.margin(), form.width() - form.margin());
    if right.abs() < 0.1 {
        let top = if down < 0.0 { y - GAP - block.height } else { y + GAP };
        let left = x - block.width / 2.0;
        let area = at(left, top, block);
        return (first <= area.left && area.right <= last).then_some((area, Align::Middle));
    }
    // The higher the axis points, the more of its label lies above its end.
    let top = y + GAP * down - block.height * (1.0 - down) / 2.0;
    let (left, align) = if right > 0.0 {
        ((x + GAP).min(last - block.width), Align::Start)
    } else {
        ((x - GAP - block.width).max(first), Align::End)
    };
    let mut area = at(left, top, block);
    let mut moved = 0.0;
    while touches_rim(&area.padded(GAP * 0.6), polar) {
        moved += 2.0;
        if moved > FURTHEST {
            return None;
        }
        area = area.lowered(if down < 0.0 { -2.0 } else { 2.0 });
    }
    Some((area, align))
}

fn at(left: f64, top: f64, block: &Block) -> Area {
    Area { left, top, right: left + block.width, bottom: top + block.height }
}

/// Whether an area reaches into the outermost ring. Both are convex, so they are
/// apart exactly if some side of one of them has the other wholly outside: here
/// the sides of the ring, and the box around it.
fn touches_rim(area: &Area, polar: &Polar) -> bool {
    let (x, y) = polar.centre;
    let around = Area {
        left: x - polar.radius,
        top: y - polar.radius,
        right: x + polar.radius,
        bottom: y + polar.radius,
    };
    let corners = [
        (area.left, area.top),
        (area.right, area.top),
        (area.left, area.bottom),
        (area.right, area.bottom),
    ];
    #[allow(clippy::cast_precision_loss, reason = "a chart has a handful of axes")]
    let apothem = polar.radius * (std::f64::consts::PI / polar.axes.max(3) as f64).cos();
    let beyond_a_side = (0..polar.axes).any(|side| {
        #[allow(clippy::cast_precision_loss, reason = "a chart has a handful of axes")]
        let (right, down) = polar.direction(side as f64 + 0.5);
        corners.iter().all(|(left, top)| (left - x) * right + (top - y) * down >= apothem)
    });
    around.meets(area) && !beyond_a_side
}

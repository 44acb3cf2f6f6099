//! The values of a radar's rings, set into the gap between two axes where least
//! runs through them.

use super::ink::Align;
use super::palette::Role;
use super::polar::Polar;
use super::sheet::{Area, DROP, Line, RISE};

/// The healths that have a ring.
pub const RINGS: [u8; 4] = [25, 50, 75, 100];

/// What a value should not stand on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Obstacle {
    /// A straight piece of an outline. Where there is no gap without one, values
    /// lie under it.
    Stroke((f64, f64), (f64, f64)),
    /// A mark.
    Mark(Area),
    /// Other words: no value ever stands on them.
    Words(Area),
}

impl Obstacle {
    fn meets(&self, area: &Area) -> bool {
        match self {
            Self::Stroke(from, to) => crosses(*from, *to, area),
            Self::Mark(other) | Self::Words(other) => other.meets(area),
        }
    }

    /// How much worse it is than one stroke.
    const fn weight(&self) -> u32 {
        match self {
            Self::Stroke(..) => 1,
            Self::Mark(_) => 2,
            Self::Words(_) => 100,
        }
    }
}

/// The values, each with the patch of paper behind it. One that would stand on
/// other words in every gap, or on the next value, is left out.
#[must_use]
pub fn values(polar: &Polar, rings: &[u8], em: f64, obstacles: &[Obstacle]) -> Vec<(Line, Area)> {
    let in_the_way = |gap: &usize| -> u32 {
        let patches: Vec<Area> = rings.iter().map(|ring| value(polar, *gap, *ring, em).1).collect();
        let met = |obstacle: &&Obstacle| patches.iter().any(|patch| obstacle.meets(patch));
        obstacles.iter().filter(met).map(Obstacle::weight).sum()
    };
    // The first gap, if there is a choice.
    let gap = (0..polar.axes).min_by_key(in_the_way).unwrap_or(0);
    let free = |(line, patch): &(Line, Area)| {
        let mut words = obstacles.iter().filter(|each| matches!(each, Obstacle::Words(_)));
        !words.any(|each| each.meets(patch) || each.meets(&line.area()))
    };
    // From the outermost inwards: where a radar is small, the inner ones give way.
    let mut kept: Vec<(Line, Area)> = Vec::with_capacity(rings.len());
    for placed in rings.iter().rev().map(|ring| value(polar, gap, *ring, em)).filter(free) {
        if !kept.iter().any(|(_, other)| other.meets(&placed.1)) {
            kept.push(placed);
        }
    }
    kept.reverse();
    kept
}

fn value(polar: &Polar, gap: usize, ring: u8, em: f64) -> (Line, Area) {
    let (x, y) = mid_gap(polar, gap, f64::from(ring));
    let line = Line {
        text: ring.to_string(),
        x,
        y: y + 0.36 * em,
        em,
        bold: false,
        role: Role::InkSoft,
        align: Align::Middle,
    };
    let area = line.area();
    let patch = Area {
        left: area.left - 2.0,
        top: line.y - (RISE + 0.02) * em,
        right: area.right + 2.0,
        bottom: line.y + (DROP - 0.14) * em,
    };
    (line, patch)
}

/// The middle of a ring's side between an axis and the next.
fn mid_gap(polar: &Polar, gap: usize, value: f64) -> (f64, f64) {
    #[allow(clippy::cast_precision_loss, reason = "a chart has a handful of axes")]
    let here = gap as f64;
    let (here, next) = (polar.place(here, value), polar.place(here + 1.0, value));
    (f64::midpoint(here.0, next.0), f64::midpoint(here.1, next.1))
}

/// Whether any of a straight line lies in an area: what is left of it when all
/// that lies beyond each of the four sides is cut off (Liang and Barsky).
fn crosses(from: (f64, f64), to: (f64, f64), area: &Area) -> bool {
    let (right, down) = (to.0 - from.0, to.1 - from.1);
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (speed, room) in [
        (-right, from.0 - area.left),
        (right, area.right - from.0),
        (-down, from.1 - area.top),
        (down, area.bottom - from.1),
    ] {
        if speed.abs() < f64::EPSILON {
            if room < 0.0 {
                return false;
            }
        } else if speed < 0.0 {
            enters = enters.max(room / speed);
        } else {
            leaves = leaves.min(room / speed);
        }
    }
    enters <= leaves
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_crosses_an_area_or_passes_it() {
        let area = Area { left: 10.0, top: 10.0, right: 20.0, bottom: 20.0 };
        let crossed = |from, to| crosses(from, to, &area);
        assert!(crossed((0.0, 15.0), (30.0, 15.0)));
        assert!(crossed((15.0, 0.0), (15.0, 30.0)));
        assert!(crossed((12.0, 12.0), (13.0, 14.0)));
        assert!(crossed((0.0, 0.0), (30.0, 30.0)));
        assert!(!crossed((0.0, 15.0), (9.0, 15.0)));
        assert!(!crossed((0.0, 21.0), (30.0, 21.0)));
        assert!(!crossed((0.0, 12.0), (12.0, 0.0)));
        assert!(!crossed((21.0, 30.0), (30.0, 10.0)));
    }

    #[test]
    fn values_move_to_the_gap_with_the_least_in_it() {
        let polar = Polar { centre: (100.0, 100.0), radius: 100.0, axes: 6, full: 100.0 };
        let first = |obstacles: &[Obstacle]| values(&polar, &RINGS, 10.0, obstacles)[0].0.x > 100.0;
        assert!(first(&[]));
        // Everything right of the centre is taken.
        let right = Area { left: 101.0, top: 0.0, right: 200.0, bottom: 200.0 };
        assert!(!first(&[Obstacle::Mark(right)]));
        let everywhere = Area { left: 0.0, ..right };
        assert!(first(&[Obstacle::Mark(everywhere)]));
        assert!(values(&polar, &RINGS, 10.0, &[Obstacle::Words(everywhere)]).is_empty());
    }
}

//! Finds room for the heads of narrow columns: where they do not fit side by
//! side, some stand higher than their neighbours, each with a line down to its
//! column.

use super::font;
use super::ink::Align;
use super::palette::Role;
use super::sheet::{Area, DROP, LEADING, Line, RISE};

/// Between two heads on one level.
const APART: f64 = 8.0;
/// Between a head and the line of another.
const CLEAR: f64 = 3.0;
/// How many levels are tried.
const LEVELS: usize = 3;

/// Heads in their places.
#[derive(Debug, Default)]
pub struct Heads {
    /// The words.
    pub lines: Vec<Line>,
    /// From each head above the lowest level down to its column: across, from, to.
    pub stems: Vec<(f64, f64, f64)>,
    /// Where they end.
    pub bottom: f64,
}

/// Sets a head above the middle of each column, in as few levels as hold them,
/// from `top` down; none leaves `across`.
#[must_use]
pub fn set(names: &[&str], middles: &[f64], across: (f64, f64), em: f64, top: f64) -> Heads {
    let pitch = match middles {
        [one, other, ..] => other - one,
        _ => across.1 - across.0,
    };
    let room = (2.0 * pitch - APART).min(across.1 - across.0) / em;
    let heads: Vec<Head> = names
        .iter()
        .zip(middles)
        .map(|(name, middle)| {
            let text = font::wrap(name, false, room, 1).concat();
            let half = font::width(&text, false) * em / 2.0;
            let x = middle.clamp(across.0 + half, (across.1 - half).max(across.0 + half));
            Head { text, middle: *middle, x, half }
        })
        .collect();
    let levels = levels(&heads);
    let highest = levels.iter().copied().max().unwrap_or(0);
    let baseline = |level: usize| top + RISE * em + (highest - level) as f64 * LEADING * em;
    let bottom = baseline(0) + DROP * em;
    let lines = heads.iter().zip(&levels).map(|(head, level)| Line {
        text: head.text.clone(),
        x: head.x,
        y: baseline(*level),
        em,
        bold: false,
        role: Role::InkSoft,
        align: Align::Middle,
    });
    let stems = heads.iter().zip(&levels).filter(|(_, level)| **level > 0);
    Heads {
        lines: lines.collect(),
        stems: stems
            .map(|(head, level)| (head.middle, baseline(*level) + DROP * em + 1.0, bottom + 2.0))
            .collect(),
        bottom,
    }
}

/// A head that stands somewhere above its column.
struct Head {
    text: String,
    /// The middle of the column, where its line goes down.
    middle: f64,
    /// The middle of the words, which keep to the paper.
    x: f64,
    half: f64,
}

impl Head {
    /// Whether the two can stand like this.
    fn beside(&self, level: usize, other: &Self, others: usize) -> bool {
        let across = |head: &Self, by: f64| Area {
            left: head.x - head.half - by,
            right: head.x + head.half + by,
            top: 0.0,
            bottom: 1.0,
        };
        let pierced = |head: &Self, by: f64| {
            let area = across(head, CLEAR);
            area.left < by && by < area.right
        };
        match level.cmp(&others) {
            std::cmp::Ordering::Equal => {
                !across(self, APART / 2.0).meets(&across(other, APART / 2.0))
            }
            std::cmp::Ordering::Greater => !pierced(other, self.middle),
            std::cmp::Ordering::Less => !pierced(self, other.middle),
        }
    }
}

/// A level for each head, 0 the lowest: the first way without a collision, with
/// as few levels as there can be. If there is none, each has a level of its own.
fn levels(heads: &[Head]) -> Vec<usize> {
    for allowed in 1..=LEVELS {
        let mut chosen = Vec::with_capacity(heads.len());
        if choose(heads, allowed, &mut chosen) {
            return chosen;
        }
    }
    (0..heads.len()).collect()
}

/// Tries the levels for the next head, then those for the ones after it.
fn choose(heads: &[Head], allowed: usize, chosen: &mut Vec<usize>) -> bool {
    let Some(head) = heads.get(chosen.len()) else { return true };
    for level in 0..allowed {
        let free = heads.iter().zip(&*chosen).all(|(other, at)| head.beside(level, other, *at));
        if free {
            chosen.push(level);
            if choose(heads, allowed, chosen) {
                return true;
            }
            chosen.pop();
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_six(name: &str) -> Heads {
        let middles: Vec<f64> = (0..6).map(|column| 28.0 + f64::from(column) * 56.0).collect();
        set(&[name; 6], &middles, (0.0, 336.0), 13.0, 0.0)
    }

    #[test]
    fn short_heads_stand_side_by_side() {
        let heads = set_six("Flow");
        assert!(heads.stems.is_empty());
        assert!(heads.lines.iter().all(|line| (line.y - heads.lines[0].y).abs() < 0.1));
    }

    #[test]
    fn long_heads_stand_above_each_other_and_no_line_runs_through_one() {
        let heads = set_six("Responsibilities");
        assert!(!heads.stems.is_empty());
        for (x, from, to) in &heads.stems {
            for line in &heads.lines {
                let area = line.area();
                let crossed =
                    area.left < *x && *x < area.right && *from < area.top && area.top < *to;
                assert!(!crossed, "a line at {x} through {area:?}");
            }
        }
    }
}

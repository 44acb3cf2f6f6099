//! Where the words of a chart stand, worked out before anything is drawn.
//!
//! Everything here is in CSS pixels of the chart's own width. A canvas has more
//! units to the pixel, as plotters knows whole units only.

use super::font;
use super::ink::{Align, Type};
use super::palette::Role;

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge, below the top.
    pub bottom: f64,
}

impl Area {
    /// Whether two rectangles share more than an edge.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// The same rectangle, moved down.
    #[must_use]
    pub fn lowered(&self, by: f64) -> Self {
        Self { top: self.top + by, bottom: self.bottom + by, ..*self }
    }

    /// The same rectangle with more on each side.
    #[must_use]
    pub fn padded(&self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }
}

/// One line of text in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// The point that `align` names.
    pub x: f64,
    /// The baseline.
    pub y: f64,
    /// The em.
    pub em: f64,
    /// Bold or regular.
    pub bold: bool,
    /// What it is for.
    pub role: Role,
    /// What `x` is.
    pub align: Align,
}

/// How far capitals and ascenders reach above the baseline, in em.
pub const RISE: f64 = 0.76;
/// How far descenders reach below the baseline, in em.
pub const DROP: f64 = 0.24;

impl Line {
    /// How wide it is at most.
    #[must_use]
    pub fn width(&self) -> f64 {
        font::width(&self.text, self.bold) * self.em
    }

    /// What it covers at most.
    #[must_use]
    pub fn area(&self) -> Area {
        let width = self.width();
        let left = match self.align {
            Align::Start => self.x,
            Align::Middle => self.x - width / 2.0,
            Align::End => self.x - width,
        };
        Area {
            left,
            top: self.y - RISE * self.em,
            right: left + width,
            bottom: self.y + DROP * self.em,
        }
    }

    /// How it is set on a canvas with `unit` units to the pixel.
    #[must_use]
    pub fn kind(&self, unit: f64) -> Type {
        Type { em: self.em * unit, bold: self.bold, role: self.role, align: self.align }
    }
}

/// How wide the chart is made, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// In a page, from 288 to some 540 pixels: a phone, or a narrow column.
    Narrow,
    /// In a page, from 540 pixels on, and on A4.
    Wide,
    /// In a page, about 220 pixels wide, beside others of its kind.
    Small,
    /// Alone, in a file: with title and background.
    File,
}

impl Form {
    /// The width of the chart. With the sizes of letters below, nothing is
    /// smaller than 11 pixels where a narrow chart is shown at 288, a wide one at
    /// 540, and a small one at its own width.
    #[must_use]
    pub const fn width(self) -> f64 {
        match self {
            Self::Narrow => 340.0,
            Self::Small => 220.0,
            Self::Wide | Self::File => 640.0,
        }
    }

    /// The em of names and figures.
    #[must_use]
    pub const fn em(self) -> f64 {
        match self {
            Self::Narrow => 13.5,
            Self::Small => 12.0,
            Self::Wide | Self::File => 14.0,
        }
    }

    /// The em of words that explain.
    #[must_use]
    pub const fn small(self) -> f64 {
        match self {
            Self::Narrow | Self::Wide | Self::File => 13.0,
            Self::Small => 11.5,
        }
    }

    /// What stays free at the edges.
    #[must_use]
    pub const fn margin(self) -> f64 {
        match self {
            Self::Narrow | Self::Wide | Self::Small => 2.0,
            Self::File => 24.0,
        }
    }
}

/// How far apart the baselines of a paragraph are, in em.
pub const LEADING: f64 = 1.3;

/// The lines of a title above a chart in a file, and how high they are together.
#[must_use]
pub fn title(form: Form, text: &str) -> (Vec<Line>, f64) {
    const EM: f64 = 19.0;
    if form != Form::File || text.trim().is_empty() {
        return (Vec::new(), form.margin());
    }
    let mut bottom = form.margin();
    let room = (form.width() - 2.0 * form.margin()) / EM;
    let lines = font::wrap(text, true, room, 3)
        .into_iter()
        .map(|text| {
            let y = bottom + RISE * EM;
            bottom += LEADING * EM;
            Line {
                text,
                x: form.margin(),
                y,
                em: EM,
                bold: true,
                role: Role::Ink,
                align: Align::Start,
            }
        })
        .collect();
    (lines, bottom + 0.6 * EM)
}

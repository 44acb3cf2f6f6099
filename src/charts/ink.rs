//! Styles for lines and letters, as plotters' backends take them.
//!
//! They are our own, and not plotters' `ShapeStyle` and `TextStyle`, for two
//! reasons: dashes, and that plotters' text style copies a whole parsed font
//! each time it is cloned, which an SVG never looks at.

use super::font;
use super::palette::Role;
use plotters::style::{FontDesc, FontError, FontFamily, FontStyle};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle};

/// A line of some width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pen {
    /// What it draws.
    pub role: Role,
    /// Its width in units of the canvas.
    pub width: u32,
    /// Lengths of dash and gap in units of the canvas; none for an unbroken line.
    pub dash: Option<(u32, u32)>,
}

impl BackendStyle for Pen {
    fn color(&self) -> BackendColor {
        self.role.backend_color()
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

/// Which point of a line of text its position names; vertically always the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// How a line of text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    /// The em in units of the canvas.
    pub em: f64,
    /// Bold or regular.
    pub bold: bool,
    /// What it says.
    pub role: Role,
    /// Where it hangs from its position.
    pub align: Align,
}

impl Type {
    fn font(&self) -> FontDesc<'static> {
        font::describe(self.em, self.bold)
    }
}

impl BackendTextStyle for Type {
    type FontError = FontError;

    fn color(&self) -> BackendColor {
        self.role.backend_color()
    }

    fn size(&self) -> f64 {
        self.em
    }

    fn style(&self) -> FontStyle {
        if self.bold { FontStyle::Bold } else { FontStyle::Normal }
    }

    fn anchor(&self) -> Pos {
        let horizontal = match self.align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        Pos::new(horizontal, VPos::Bottom)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(font::FAMILY)
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), FontError> {
        self.font().layout_box(text)
    }

    fn draw<E, DrawFunc: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        (x, y): BackendCoord,
        mut draw: DrawFunc,
    ) -> Result<Result<(), E>, FontError> {
        let color = self.color();
        font::letters(text, self.em, self.bold, |right, down, cover| {
            draw(x + right, y + down, color.mix(f64::from(cover)))
        })
    }
}

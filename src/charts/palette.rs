//! What a line or a letter is there for, and its colour in each theme.
//!
//! Charts are drawn once, in the colours of the light theme. A picture of pixels
//! keeps them; the SVG backend turns each back into its role and writes a class,
//! so that the page's style sheet decides: light, dark, print, forced colours.

use plotters::style::RGBColor;
use plotters_backend::BackendColor;
use std::sync::OnceLock;

/// What something is drawn for. Series colours are Okabe and Ito's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Names and figures.
    Ink,
    /// Words that explain.
    InkSoft,
    /// Grid lines.
    Rule,
    /// What lies behind.
    Paper,
    /// The current round.
    First,
    /// The round before.
    Second,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 6] =
        [Self::Ink, Self::InkSoft, Self::Rule, Self::Paper, Self::First, Self::Second];

    /// The role's name in classes and the custom property that colours it on a page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ink => "ink",
            Self::InkSoft => "ink-soft",
            Self::Rule => "rule",
            Self::Paper => "paper",
            Self::First => "series-1",
            Self::Second => "series-2",
        }
    }

    /// Its colour on white. No two roles share one: the SVG backend tells them
    /// apart by it.
    #[must_use]
    pub const fn light(self) -> (u8, u8, u8) {
        match self {
            Self::Ink => (0x1e, 0x1a, 0x15),
            Self::InkSoft => (0x5b, 0x53, 0x48),
            Self::Rule => (0xcf, 0xc8, 0xba),
            Self::Paper => (0xff, 0xff, 0xff),
            Self::First => (0x00, 0x72, 0xb2),
            Self::Second => (0xd5, 0x5e, 0x00),
        }
    }

    /// Its colour on near-black.
    #[must_use]
    pub const fn dark(self) -> (u8, u8, u8) {
        match self {
            Self::Ink => (0xec, 0xe6, 0xda),
            Self::InkSoft => (0xb5, 0xac, 0x9e),
            Self::Rule => (0x4a, 0x44, 0x3c),
            Self::Paper => (0x16, 0x14, 0x12),
            Self::First => (0x56, 0xb4, 0xe9),
            Self::Second => (0xe9, 0x8b, 0x3e),
        }
    }

    /// The role that is drawn in this colour; ink for a colour that is none's.
    #[must_use]
    pub fn of(color: BackendColor) -> Self {
        Self::ALL.into_iter().find(|role| role.light() == color.rgb).unwrap_or(Self::Ink)
    }

    /// The light colour, as a backend takes it.
    #[must_use]
    pub const fn backend_color(self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: self.light() }
    }

    /// The light colour, as plotters' own elements take it.
    #[must_use]
    pub const fn rgb(self) -> RGBColor {
        let (red, green, blue) = self.light();
        RGBColor(red, green, blue)
    }
}

/// The style sheet of an SVG that stands alone in a file: its own colours, light
/// or dark as the reader's device is set.
#[must_use]
pub fn file_css() -> &'static str {
    static CSS: OnceLock<String> = OnceLock::new();
    CSS.get_or_init(write_css)
}

fn write_css() -> String {
    use std::fmt::Write as _;
    let mut css = String::from("svg{");
    let mut dark = String::from("@media (prefers-color-scheme:dark){svg{");
    let mut classes = String::new();
    for role in Role::ALL {
        let name = role.name();
        let hex = |(red, green, blue): (u8, u8, u8)| format!("#{red:02x}{green:02x}{blue:02x}");
        // Writing to a String cannot fail.
        let _ = write!(css, "--{name}:{};", hex(role.light()));
        let _ = write!(dark, "--{name}:{};", hex(role.dark()));
        let _ = write!(classes, ".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}");
    }
    css.push_str(
        "font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"DejaVu Sans\",sans-serif;\
         font-variant-numeric:tabular-nums}",
    );
    css.push_str(&dark);
    css.push_str("}}");
    css.push_str(&classes);
    css.push_str("path,circle,rect{stroke-linejoin:round;stroke-linecap:round}");
    css
}

//! What a line or a letter is there for, and its colour in each theme.
//!
//! Charts are drawn once, in the colours of the light theme. A picture of pixels
//! keeps them; the SVG backend turns each back into its role and writes a class,
//! so that the page's style sheet decides: light, dark, print, forced colours.
//!
//! A heat map's steps are the same in every theme: dark is always less healthy,
//! and each step has its own ink for the words on it.

use plotters::style::RGBColor;
use plotters_backend::BackendColor;
use std::sync::OnceLock;

/// A step of a heat map, from 0 (least healthy) to 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step(u8);

impl Step {
    /// All steps, the darkest first.
    pub const ALL: [Self; 7] = [Self(0), Self(1), Self(2), Self(3), Self(4), Self(5), Self(6)];

    /// The step of a displayed health: 10–20, 25–30, 35–40, 45–55, 60–65, 70–75,
    /// 80–90.
    #[must_use]
    pub const fn of(health: u8) -> Self {
        Self(match health {
            0..=22 => 0,
            23..=32 => 1,
            33..=42 => 2,
            43..=57 => 3,
            58..=67 => 4,
            68..=77 => 5,
            _ => 6,
        })
    }

    /// 1–7, as classes and custom properties count.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0 + 1
    }

    /// What words on it are written with.
    #[must_use]
    pub const fn ink(self) -> Role {
        match self.0 {
            0..=2 => Role::HeatPale,
            _ => Role::HeatInk,
        }
    }

    /// Colours of cividis, dark to bright. They are not evenly apart: on the grey
    /// in the very middle of it no ink is readable enough, so nothing is filled
    /// with that.
    const fn rgb(self) -> (u8, u8, u8) {
        match self.0 {
            0 => (0x00, 0x20, 0x4d),
            1 => (0x23, 0x3e, 0x6c),
            2 => (0x57, 0x5c, 0x6d),
            3 => (0x8a, 0x87, 0x79),
            4 => (0xa6, 0x9d, 0x75),
            5 => (0xd3, 0xc1, 0x64),
            _ => (0xff, 0xea, 0x46),
        }
    }

    const fn name(self) -> &'static str {
        match self.0 {
            0 => "heat-1",
            1 => "heat-2",
            2 => "heat-3",
            3 => "heat-4",
            4 => "heat-5",
            5 => "heat-6",
            _ => "heat-7",
        }
    }
}

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
    /// A cell of a heat map.
    Heat(Step),
    /// Words on its dark steps.
    HeatPale,
    /// Words on its bright steps.
    HeatInk,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 15] = [
        Self::Ink,
        Self::InkSoft,
        Self::Rule,
        Self::Paper,
        Self::First,
        Self::Second,
        Self::Heat(Step(0)),
        Self::Heat(Step(1)),
        Self::Heat(Step(2)),
        Self::Heat(Step(3)),
        Self::Heat(Step(4)),
        Self::Heat(Step(5)),
        Self::Heat(Step(6)),
        Self::HeatPale,
        Self::HeatInk,
    ];

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
            Self::Heat(step) => step.name(),
            Self::HeatPale => "heat-pale",
            Self::HeatInk => "heat-ink",
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
            Self::Heat(step) => step.rgb(),
            Self::HeatPale => (0xff, 0xfe, 0xfa),
            Self::HeatInk => (0x14, 0x11, 0x0d),
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
            Self::Heat(_) | Self::HeatPale | Self::HeatInk => self.light(),
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

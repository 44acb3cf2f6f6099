//! Light or dark: what a person chose, remembered in a cookie by the server.

/// Which set of colours a page wears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device prefers.
    #[default]
    Auto,
    /// Ink on paper.
    Light,
    /// Paper on ink.
    Dark,
}

impl Theme {
    /// All three, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Light, Self::Auto, Self::Dark];

    /// Reads `light`, `dark` or `auto`; nothing else is a theme.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text)
    }

    /// The word in the form field, in the cookie and in `html[data-theme]`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The word on the switch.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Auto => "As on this device",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }
}

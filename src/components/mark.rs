//! What a statement on a page is: a promise, or plain.

/// How a text about privacy is marked in the HTML, so that a test can ask of each whether it
/// is shown to be true. In a page's own markup the attributes are written directly,
/// `data-promise="id another-id"` or `data-plain=""`; this is for components that make the
/// element themselves. Which test shows a promise stands in `tests/data/promises.toml`.
// Shown by tests/server/promises/mod.rs::every_statement_is_marked_and_every_promise_is_in_the_data
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Promises something: the ids of its promises, separated by spaces.
    Promise(&'static str),
    /// Promises nothing: a fact, an instruction, or what is *not* protected.
    Plain,
}

impl Mark {
    /// The value of `data-promise`, if there is to be one.
    #[must_use]
    pub const fn promise(self) -> Option<&'static str> {
        match self {
            Self::Promise(ids) => Some(ids),
            Self::Plain => None,
        }
    }

    /// The value of `data-plain`, if there is to be one.
    #[must_use]
    pub const fn plain(self) -> Option<&'static str> {
        match self {
            Self::Promise(_) => None,
            Self::Plain => Some(""),
        }
    }
}

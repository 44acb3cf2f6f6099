//! A message that stands out from the text around it.

use leptos::prelude::*;

/// What a notice is about. The word is part of the page, so nothing rests on colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoticeKind {
    /// Good to know.
    #[default]
    Info,
    /// It worked.
    Good,
    /// Think before going on.
    Warning,
    /// It did not work.
    Problem,
}

impl NoticeKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Info => "notice",
            Self::Good => "notice good",
            Self::Warning => "notice warning",
            Self::Problem => "notice problem",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Info => "Good to know",
            Self::Good => "Done",
            Self::Warning => "Please note",
            Self::Problem => "This did not work",
        }
    }
}

/// A message with a word for its kind (or a title of its own) above it.
#[component]
pub fn Notice(
    /// What it is about.
    #[prop(optional)]
    kind: NoticeKind,
    /// Words in place of the kind's own.
    #[prop(optional, into)]
    title: Option<String>,
    /// The message.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=kind.class()>
            <p class="notice-title">{title.unwrap_or_else(|| kind.word().to_owned())}</p>
            {children()}
        </div>
    }
}

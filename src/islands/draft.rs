//! Takes the drafts out of the browser once they are no longer needed.

use leptos::prelude::*;

/// Removes one draft, or all of Andon's when `draft` is empty. Shows nothing.
#[island]
pub fn DraftsGone(
    /// The draft's name.
    draft: String,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    super::page::remove_drafts(&draft);
    #[cfg(not(feature = "hydrate"))]
    let _ = draft;
}

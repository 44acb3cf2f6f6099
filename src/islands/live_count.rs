//! How many answers have come in, kept up to date.

use leptos::prelude::*;

/// The count of submitted answers. It starts with what the server rendered and
/// follows the server's event stream; without JavaScript a reload does the same.
#[island]
pub fn LiveCount(
    /// The count when the page was rendered.
    count: u32,
    /// How many people are invited.
    roster: u16,
    /// Address of the event stream.
    url: String,
) -> impl IntoView {
    let (count, set_count) = signal(count.to_string());
    #[cfg(feature = "hydrate")]
    super::page::follow(&url, move |text| set_count.set(text));
    #[cfg(not(feature = "hydrate"))]
    let _ = (url, set_count);
    view! {
        <p class="count" role="status">
            <strong>{count}</strong>
            {format!(" of {roster} have answered")}
        </p>
    }
}

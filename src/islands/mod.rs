//! The few pieces that run in the browser, as WebAssembly.
//!
//! Each improves a page that works without it. They know no texts and no
//! numbers: what they show is in the page already, or comes from the server.

mod draft;
mod live_count;
#[cfg(feature = "hydrate")]
mod page;
mod survey;

pub use draft::DraftsGone;
pub use live_count::LiveCount;
pub use survey::SurveyKeeper;

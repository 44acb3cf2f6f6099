//! What to say first, what to talk about, what to try.
//!
//! Everything here is worked out from released figures, the catalogue and what
//! the team has tried: never from a tally. So advice cannot say more than the
//! page shows, and below 8 answers its order and its reasons rest on displayed
//! figures and dimension words only (P7), by construction.

mod finding;
mod leadership;
mod meetings;
mod own;
mod stands;
mod suggest;
mod talk;
#[cfg(test)]
mod tests;

pub use finding::finding;
pub use leadership::{Systemic, leadership_finding, systemic};
pub use meetings::{Meeting, meetings};
pub use own::{own_finding, own_strongest, own_suggestions};
pub use stands::{Stands, stands};
pub use suggest::{Past, STANDS_OUT_BELOW, Suggestion, Suggestions, What, suggest};
pub use talk::{Talk, talk_first};

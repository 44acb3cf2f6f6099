//! What is asked and what is suggested: eighteen anti-patterns in six
//! dimensions, and the experiments against them.
//!
//! The texts are data (`andon-1/`, embedded), checked when they are loaded.

mod answer;
#[cfg(feature = "ssr")]
mod check;
#[cfg(feature = "ssr")]
mod entry;
mod ids;
#[cfg(feature = "ssr")]
mod load;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
mod types;

pub use answer::{Answer, Answers, BadAnswer, Point};
pub use ids::{DIMENSIONS, DimensionId, FIGURES, PATTERNS, PER_DIMENSION, PatternId, UnknownId};
#[cfg(feature = "ssr")]
pub use load::{Catalogue, CatalogueError, Fault};
pub use types::{
    Alignment, Anchors, Dimension, Effort, Experiment, ExperimentKind, Locus, Pattern, Signal,
};

//! What made-up teams wrote down about what they tried. Nobody ever wrote it.

mod endings;
mod few;
mod many;
mod seldom;

pub use endings::{Ending, JUDGED, OWNERS, ending};

/// A step of the kata, as somebody wrote it down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// What was done.
    pub what: &'static str,
    /// What was expected of it.
    pub expected: &'static str,
    /// What was in the way; may be empty.
    pub obstacle: &'static str,
    /// What happened.
    pub actual: &'static str,
    /// What was learned; may be empty.
    pub learned: &'static str,
}

/// What teams wrote about one experiment of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// The experiment's id.
    pub experiment: &'static str,
    /// Where teams were when they began; each team takes one.
    pub current: &'static [&'static str],
    /// Steps in runs that belong together; each team takes one run.
    pub runs: &'static [&'static [Said]],
}

/// A step, in the order of [`Said`].
const fn said(
    what: &'static str,
    expected: &'static str,
    obstacle: &'static str,
    actual: &'static str,
    learned: &'static str,
) -> Said {
    Said { what, expected, obstacle, actual, learned }
}

/// The words for an experiment; none for one that nobody in the demo has tried.
#[must_use]
pub fn of(experiment: &str) -> Option<&'static Words> {
    many::ALL
        .iter()
        .chain(&few::ALL)
        .chain(&seldom::ALL)
        .find(|words| words.experiment == experiment)
}

//! `andon score`: what a file of raw answers says, for coaches who collected
//! them on paper or with another tool.
//!
//! | file | subject |
//! |---|---|
//! | `read.rs` | the CSV file → answers by team and round, or every fault in it |
//! | `order.rs` | which round comes before which |
//! | `gate.rs` | from which number of people on anything is said |
//! | `shapes.rs` | what is printed: the shapes of the JSON |
//! | `figures.rs` | one team's round: strength, health, interval, agreement |
//! | `changes.rs` | one team's round against the one before |
//! | `between.rs` | the teams of one round side by side |
//! | `reliability.rs` | α and ω of the six dimensions, over everybody in the file |
//! | `table.rs` | the same for reading, as plain text |
//!
//! Data flows one way: text → [`Sheet`] → [`Scored`] → JSON or a table. With a
//! minimum group of 3 or more every figure comes through
//! [`disclosure`](crate::disclosure), as on the app's own pages; with 1 the gate
//! is lifted, because the file holds the raw answers anyway and is the reader's own.

mod between;
mod changes;
mod figures;
mod gate;
mod order;
mod read;
mod reliability;
mod shapes;
mod table;
#[cfg(test)]
mod tests;

pub use gate::{Gate, WrongGroup};
pub use order::ordered_by_number;
pub use read::{Fault, MOST_FAULTS, Mention, Place, Rule, Rules, Sheet, quoted, read, read_by};
pub(crate) use read::{Lines, delimiter, whole};
pub use shapes::Scored;
pub use table::table;

use crate::measure::change::Exactness;

/// The catalogue whose ids the columns have.
const CATALOGUE: &str = "andon-1";

/// How to score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// From which number of people on anything is said.
    pub gate: Gate,
    /// Up to which size a test is worked out exactly.
    pub exactness: Exactness,
}

/// Why a file that was read well cannot be scored.
pub type ScoreError = crate::measure::permutation::PermutationError;

/// Scores what a file holds.
///
/// # Errors
/// When an exact test is asked for that would not fit into the memory allowed.
pub fn score(sheet: &Sheet, options: Options) -> Result<Scored, ScoreError> {
    let rounds = order::rounds(sheet);
    let tallied = figures::tally(sheet, &rounds);
    Ok(Scored {
        catalogue: CATALOGUE.to_owned(),
        minimum_group: options.gate.minimum(),
        between: between::compare(&tallied, &rounds, options.gate),
        reliability: reliability::of(sheet, options.gate),
        teams: figures::teams(&tallied, options)?,
        rounds,
    })
}

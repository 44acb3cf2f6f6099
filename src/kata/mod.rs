//! The loop from a suggestion to what was learned, as rules without I/O: what state
//! an experiment is in, which moves there are and what each asks, what a plan has to
//! say before it can start, and what a step of the kata holds.
//!
//! Toyota's improvement kata asks: where do we want to be (the target condition),
//! where are we now (the current condition), what is in the way (the obstacle), what
//! is the next step and what do we expect of it, and when can we see what we have
//! learned (Rother 2009, *Toyota Kata*). An experiment's plan holds the first two, its
//! steps the others.
//!
//! | file | subject |
//! |---|---|
//! | `state.rs` | the six states, and the moves between them |
//! | `plan.rs` | what an experiment is going to try |
//! | `step.rs` | one step, and the team's own judgement at the end |

mod plan;
mod state;
mod step;

pub use plan::{Missing, Plan};
pub use state::{MOST_RUNNING, Move, State, Unknown};
pub use step::{Judgement, LONGEST_STEP_DAYS, Step};

/// The longest of the longer texts, in characters.
pub const LONGEST_TEXT: usize = 1_000;
/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 120;
/// The longest name of a role or initials, in characters.
pub const LONGEST_OWNER: usize = 60;

//! Boards of experiments: the board, an experiment's page, its plan as a form, and
//! the kata's log.

mod board;
mod card;
mod log;
mod plan;
mod since;

pub use board::{BoardPage, CardLine, board, card_list};
pub use card::{CardPage, Facts, JudgeForm, MoveForm, MovedLine, Running, card};
pub use log::{StepForm, StepLine, StepPage, step};
pub use plan::{AdoptPage, EntryLine, PlanForm, PlanPage, adopt, plan};
pub use since::{Since, SinceRow};

/// What is wrong at a field.
fn fault(faults: &[(String, String)], field: &str) -> Option<String> {
    faults.iter().find(|(name, _)| name == field).map(|(_, message)| message.clone())
}

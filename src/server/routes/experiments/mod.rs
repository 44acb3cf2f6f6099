//! Boards of experiments: a team's, and leadership's. The same handlers serve both;
//! whose board it is comes with the [`Desk`].

mod adopt;
mod board;
mod card;
mod files;
mod moves;
mod read;
mod steps;

pub use adopt::{ask, ask_plan, create, keep_plan};
pub use board::{for_team, past, show};
pub use card::show as show_card;
pub use files::{csv, json};
pub use moves::make as make_move;
pub use steps::{add as add_step, ask as ask_step, change as change_step, judge};

use crate::server::desk::Desk;
use axum::http::StatusCode;

/// The status of a page that comes again: somebody else was faster, or something typed
/// is wrong.
const fn status_of(moved: bool, wrong: bool) -> StatusCode {
    match (moved, wrong) {
        (true, _) => StatusCode::CONFLICT,
        (_, true) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    }
}

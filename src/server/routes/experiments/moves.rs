//! Moving an experiment from one state to the next.

use super::adopt::edition_of;
use super::card::{Again, farthest, page, question};
use super::read::read_day;
use crate::kata::{LONGEST_TEXT, MOST_RUNNING, Move};
use crate::pages::experiments::MoveForm;
use crate::server::desk::Card;
use crate::server::error::AppError;
use crate::server::fields::{Faults, Fields};
use crate::server::texts;
use crate::store::{NewMove, StoreError};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;

/// `POST …/experiments/{experiment}/move`
pub async fn make(card: Card, fields: Fields) -> Result<Response, AppError> {
    let card = card.own()?;
    let edition = edition_of(&fields)?;
    let step: Move = fields
        .text("move")
        .parse()
        .map_err(|_| AppError::BadRequest("The form did not say what to do."))?;
    let mut faults = Faults::default();
    let answer = texts::required(&fields, "answer", LONGEST_TEXT, &mut faults);
    let day = match step {
        Move::Start | Move::GoOn => read_in(&card, &fields, farthest(step), &mut faults),
        _ => None,
    };
    // Whoever was slower than somebody else is told so first.
    if !card.experiment.state.moves().contains(&step) || card.experiment.edition != edition {
        return again(&card, step, &fields, Faults::default(), true).await;
    }
    if !faults.is_empty() {
        return again(&card, step, &fields, faults, false).await;
    }
    let new = NewMove {
        step,
        edition,
        answer,
        on: card.desk.today(),
        review_on: day.filter(|_| step == Move::GoOn),
        first_due: day.filter(|_| step == Move::Start),
    };
    match card.desk.context.app.store.move_experiment(&card.experiment.id, &new).await {
        Ok(()) => {}
        Err(StoreError::ExperimentMoved) => {
            return again(&card, step, &fields, Faults::default(), true).await;
        }
        Err(StoreError::TooManyRunning) => {
            let message = format!(
                "{MOST_RUNNING} experiments are running. Finish or drop one of them first: see above."
            );
            faults.add("answer", message);
            return again(&card, step, &fields, faults, false).await;
        }
        Err(StoreError::ExperimentDraft) => {
            faults.add("answer", "The plan lacks something: see above.");
            return again(&card, step, &fields, faults, false).await;
        }
        Err(other) => return Err(other.into()),
    }
    // Where it went is the team's own: the log is read by administrators.
    card.desk.did("moved an experiment on the board").await?;
    Ok(Redirect::to(&card.path()).into_response())
}

fn read_in(card: &Card, fields: &Fields, most: i32, faults: &mut Faults) -> Option<Date> {
    read_day(card.desk.today(), fields.text("day"), most, None)
        .map_err(|message| faults.add("day", message))
        .ok()
}

/// The page again, with what was typed.
async fn again(
    card: &Card,
    step: Move,
    fields: &Fields,
    faults: Faults,
    moved: bool,
) -> Result<Response, AppError> {
    let asked = question(card, step);
    let form = MoveForm {
        answer: fields.typed("answer", 4 * LONGEST_TEXT),
        day: asked.day.is_some().then(|| fields.typed("day", 20)),
        faults: faults.list(),
        ..asked
    };
    // Somebody has moved it elsewhere: the question may not make sense there any more.
    let asking = card.experiment.state.moves().contains(&step).then_some(form);
    page(card, Again { asking, moved, ..Again::default() }).await
}

//! The end of a round: closing it for a report, or discarding it.

use super::rounds::not_open;
use crate::pages::round::{Question, question};
use crate::server::error::AppError;
use crate::server::fields::Fields;
use crate::server::led::Led;
use crate::server::render::Page;
use crate::store::{ClosedBy, RoundState};
use axum::response::{IntoResponse, Redirect, Response};

/// `GET /teams/{team}/rounds/{round}/close`
pub async fn ask_close(led: Led) -> Result<Response, AppError> {
    let Led { context, team, round } = &led;
    if round.state != RoundState::Open {
        return Ok(led.go_back());
    }
    let count = context.app.store.response_count(&round.id).await?;
    let minimum = u32::from(round.minimum_group);
    let few = count < minimum;
    let ask = Question {
        team: team.name.clone(),
        title: "Close the round now?".to_owned(),
        lead: format!(
            "{} of {} have answered. Closing is for good: no more answers are taken, all are counted, and the single sets are destroyed.",
            count, round.roster
        ),
        warning: few.then(|| {
            format!("That is fewer than {minimum}. Nothing would be shown: the answers would be destroyed unseen, and you would get a guide for a conversation instead of a report.")
        }),
        action: format!("{}/close", led.path()),
        yes: if few { "Close it all the same" } else { "Close and open the report" }.to_owned(),
        dangerous: few,
        back: led.path(),
    };
    Ok(Page::new("Close the round?").render(context, move || question(ask)).await)
}

/// `POST /teams/{team}/rounds/{round}/close`
pub async fn close(led: Led, fields: Fields) -> Result<Response, AppError> {
    let Led { context, round, .. } = &led;
    if !fields.ticked("sure") {
        return Ok(Redirect::to(&format!("{}/close", led.path())).into_response());
    }
    context.app.store.close_round(&round.id, ClosedBy::Facilitator, context.app.now()).await?;
    context.app.outbox.notify_one();
    led.did("closed a round of {team}").await?;
    Ok(led.go_back())
}

/// `GET /teams/{team}/rounds/{round}/discard`
pub async fn ask_discard(led: Led) -> Result<Response, AppError> {
    let Led { context, team, round } = &led;
    if round.state != RoundState::Open {
        return Ok(led.go_back());
    }
    let ask = Question {
        team: team.name.clone(),
        title: "Discard the round?".to_owned(),
        lead: "All answers are destroyed unseen and nothing is shown. A new round can be opened at once.".to_owned(),
        warning: None,
        action: format!("{}/discard", led.path()),
        yes: "Discard it".to_owned(),
        dangerous: true,
        back: led.path(),
    };
    Ok(Page::new("Discard the round?").render(context, move || question(ask)).await)
}

/// `POST /teams/{team}/rounds/{round}/discard`
pub async fn discard(led: Led, fields: Fields) -> Result<Response, AppError> {
    let Led { context, round, .. } = &led;
    let store = &context.app.store;
    match round.state {
        RoundState::Draft => {
            store.delete_draft(&round.id).await?;
            Ok(Redirect::to(&led.team_path()).into_response())
        }
        RoundState::Open if fields.ticked("sure") => {
            store.discard_open(&round.id, context.app.now()).await?;
            context.app.outbox.notify_one();
            led.did("discarded an open round of {team}").await?;
            Ok(led.go_back())
        }
        RoundState::Open => Ok(Redirect::to(&format!("{}/discard", led.path())).into_response()),
        RoundState::Sealed | RoundState::TooFew | RoundState::Discarded => Err(not_open()),
    }
}

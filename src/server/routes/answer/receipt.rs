//! The receipt: what is stored now, withdrawing it, and forgetting it on this device.

use super::{Door, Held, door, draft, receipt_for, take_back};
use crate::days;
use crate::pages::receipt::{Receipt, forgotten as forgotten_page, receipt as receipt_page};
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::limits::Action;
use crate::server::render::Page;
use crate::store::{Round, RoundId};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

/// `GET /answer/{round}/receipt`
pub async fn receipt(context: Context, Path(round): Path<String>) -> Result<Response, AppError> {
    let (round, held) = match door(&context, &round, false).await? {
        Door::Open(round, held) => (round, held),
        Door::Shut(response) => return Ok(response),
    };
    let stored =
        context.app.store.answers_of(&round.id, &held.ballot.receipt_hash()).await?.is_some();
    if !stored && !held.ballot.is_receipt() {
        return Ok(Redirect::to(&format!("/answer/{}", round.id)).into_response());
    }
    let shown = Receipt {
        base: format!("/answer/{}", round.id),
        stored,
        last_day: days::written(context.app.settings.zone.last_day(round.closes_at)),
        draft: draft(&round.id),
        participation: context.participation(&round).await?,
    };
    let title = if stored { "Your answers are stored" } else { "None of your answers are stored" };
    let page = Page::new(title).islands().render(&context, move || receipt_page(shown)).await;
    Ok(renewed(&context, &round, held, page))
}

/// The page, with a receipt that lasts as long as the round does by now: its closing day
/// may have been moved since the receipt was given. A ballot stays as it is.
pub fn renewed(context: &Context, round: &Round, held: Held, page: Response) -> Response {
    if !held.ballot.is_receipt() {
        return page;
    }
    (context.jar.clone().add(receipt_for(context, round, held)), page).into_response()
}

/// `POST /answer/{round}/withdraw`
pub async fn withdraw(context: Context, Path(round): Path<String>) -> Result<Response, AppError> {
    context.limit(Action::Submit)?;
    let (round, held) = match door(&context, &round, true).await? {
        Door::Open(round, held) => (round, held),
        Door::Shut(response) => return Ok(response),
    };
    context.app.store.withdraw(&round.id, &held.ballot.receipt_hash(), context.app.now()).await?;
    Ok(Redirect::to(&format!("/answer/{}/receipt", round.id)).into_response())
}

/// `POST /answer/{round}/forget`: takes the ballot or receipt from this browser.
pub async fn forget(context: Context, Path(round): Path<String>) -> Result<Response, AppError> {
    let id: RoundId = round.parse().map_err(|_| AppError::NotFound)?;
    Ok((take_back(&context, &id), Redirect::to("/forgotten")).into_response())
}

/// `GET /forgotten`
pub async fn forgotten(context: Context) -> Response {
    Page::new("This device has forgotten you").islands().render(&context, forgotten_page).await
}

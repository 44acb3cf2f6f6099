//! A form that began with something else than what is stored now.

use super::super::survey_form::SurveyForm;
use super::{Held, receipt_for};
use crate::pages::stale::{Stale, TITLE, stale};
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::render::Page;
use crate::store::Round;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// Shows both and asks, with status 409. The form's answers travel along, and with them the
/// edition of what is stored now. Where something is stored under a ballot, the ballot was
/// used, so the browser is given the receipt.
pub async fn page(
    context: &Context,
    round: &Round,
    held: Held,
    form: &SurveyForm,
) -> Result<Response, AppError> {
    let stored = context.app.store.answers_of(&round.id, &held.ballot.receipt_hash()).await?;
    let shown = Stale {
        action: format!("/answer/{}", round.id),
        stored,
        sent: form.answers,
        edition: held.ballot.edition(stored.as_ref()).to_string(),
    };
    let catalogue = context.app.catalogue;
    let page = Page::new(TITLE)
        .status(StatusCode::CONFLICT)
        .render(context, move || stale(shown, catalogue))
        .await;
    if stored.is_none() {
        return Ok(page);
    }
    Ok((context.jar.clone().add(receipt_for(context, round, held)), page).into_response())
}

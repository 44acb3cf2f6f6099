//! From an invitation to the survey.

use super::answer;
use crate::days;
use crate::pages::join::{Invitation, ask_code, invitation};
use crate::pages::receipt::{NotStored, not_stored};
use crate::server::ballot::Ballot;
use crate::server::context::Context;
use crate::server::cookies;
use crate::server::error::AppError;
use crate::server::fields::Fields;
use crate::server::invite::tidy_code;
use crate::server::limits::Action;
use crate::server::render::Page;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// `GET /join`
pub async fn ask(context: Context) -> Response {
    Page::new("Join a round").render(&context, || ask_code(String::new(), None)).await
}

/// `POST /join`
pub async fn find_code(context: Context, fields: Fields) -> Result<Response, AppError> {
    let typed = fields.typed("code", 80);
    let fault = match tidy_code(&typed) {
        // That is no guess, and nothing is looked up.
        None => "Type three words, with spaces between them.",
        Some(code) => match context.try_code(join_token(&context, &code)).await? {
            Some(token) => return Ok(Redirect::to(&format!("/join/{token}")).into_response()),
            None => {
                "No open round has these words. Check them with whoever read them out; a round may also have closed."
            }
        },
    };
    Ok(Page::new("Join a round")
        .wrong(true)
        .render(&context, move || ask_code(typed, Some(fault.to_owned())))
        .await)
}

/// Where a spoken code leads, if an open round has it.
async fn join_token(context: &Context, code: &str) -> Result<Option<String>, AppError> {
    let round = context.app.store.round_by_spoken_code(code).await?;
    Ok(round.and_then(|round| round.join_token))
}

/// `GET /join/{token}`: shows the first screen. It never takes a ballot, because
/// chat programs open links by themselves.
pub async fn show(context: Context, Path(token): Path<String>) -> Result<Response, AppError> {
    context.limit(Action::Join)?;
    // What cannot be a token is not looked up: addresses may hold characters that are no
    // text for every database.
    let plain = token.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !plain {
        return Ok(gone(&context).await);
    }
    let round = match context.app.store.round_by_join_token(&token).await? {
        Some(round) if context.app.now() < round.closes_at => round,
        // Join tokens are destroyed on closing, so an old one cannot be told from a wrong one.
        _ => return Ok(gone(&context).await),
    };
    let team = context.app.store.team(&round.team).await?.ok_or(AppError::NotFound)?;
    let organisation =
        context.app.store.organisation(&team.organisation).await?.ok_or(AppError::NotFound)?;
    let title = format!("How does work really go in {}?", team.name);
    let first = Invitation {
        action: format!("/answer/{}/start", round.id),
        token,
        organisation: organisation.name,
        team: team.name,
        last_day: days::written(context.app.settings.zone.last_day(round.closes_at)),
        extended: round.extended,
        minimum_group: round.minimum_group,
    };
    Ok(Page::new(title).render(&context, move || invitation(first)).await)
}

async fn gone(context: &Context) -> Response {
    Page::new(NotStored::Closed.title())
        .status(StatusCode::NOT_FOUND)
        .render(context, || not_stored(NotStored::Closed))
        .await
}

/// `POST /answer/{round}/start`: hands this browser a ballot, unless it holds one
/// of this round already. The address lies below the answer page, because the
/// browser sends the ballot there and nowhere else.
pub async fn start(
    context: Context,
    Path(round): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    context.limit(Action::Join)?;
    let id = round.parse().map_err(|_| AppError::NotFound)?;
    let invited = context.app.store.round_by_join_token(fields.text("token")).await?;
    let Some(round) = invited.filter(|round| round.id == id && context.app.now() < round.closes_at)
    else {
        return Ok(gone(&context).await);
    };
    let survey = format!("/answer/{}", round.id);
    if let Ok(held) = answer::held(&context, &round) {
        let answered =
            context.app.store.answers_of(&round.id, &held.ballot.receipt_hash()).await?.is_some();
        let there = if answered { format!("{survey}/receipt") } else { survey };
        return Ok(Redirect::to(&there).into_response());
    }
    let key = round.ballot_key.ok_or(AppError::NotFound)?;
    let ballot = Ballot::fresh(context.app.now())?.seal(&round.id, &key);
    let jar = context.jar.clone().add(cookies::ballot(&context.app.settings, &round.id, ballot));
    Ok((jar, Redirect::to(&survey)).into_response())
}

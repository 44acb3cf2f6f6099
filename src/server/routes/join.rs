//! From an invitation to the survey.

use super::answer;
use crate::days;
use crate::pages::join::{Invitation, ask_code, invitation};
use crate::pages::participation::{NO_ROOM, no_room};
use crate::pages::receipt::{NotStored, not_stored};
use crate::server::ballot::Ballot;
use crate::server::context::Context;
use crate::server::cookies;
use crate::server::error::AppError;
use crate::server::fields::Fields;
use crate::server::invite::tidy_code;
use crate::server::limits::Action;
use crate::server::render::Page;
use crate::store::RoundId;
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
    let asked = context.asked(&round, &team).await?;
    let title = format!("How does work really go in {}?", team.name);
    let first = Invitation {
        action: format!("/answer/{}/start", round.id),
        token,
        organisation: organisation.name,
        team: team.name,
        last_day: days::written(context.app.settings.zone.last_day(round.closes_at)),
        extended: round.extended,
        minimum_group: round.minimum_group,
        asked,
    };
    Ok(Page::new(title).render(&context, move || invitation(first)).await)
}

async fn gone(context: &Context) -> Response {
    Page::new(NotStored::Closed.title())
        .status(StatusCode::NOT_FOUND)
        .render(context, || not_stored(NotStored::Closed))
        .await
}

/// `POST /answer/{round}/start`: hands this browser a ballot, unless it holds one of this
/// round already. The address lies below the answer page, because the browser sends the
/// ballot there and nowhere else. Whoever comes too late, or when as many have answered as
/// were invited, hears it here and not after eighteen answers.
pub async fn start(
    context: Context,
    Path(round): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    context.limit(Action::Join)?;
    let id: RoundId = round.parse().map_err(|_| AppError::NotFound)?;
    let token = fields.text("token");
    let Some(round) = context.app.store.round_to_answer(&id).await? else {
        return Ok(gone(&context).await);
    };
    if let Some(closed) = answer::closed(&context, &round, NotStored::Closed).await {
        return Ok(closed);
    }
    if round.join_token.as_deref() != Some(token) {
        return Ok(gone(&context).await);
    }
    let survey = format!("/answer/{}", round.id);
    let held = answer::held(&context, &round).ok();
    if let Some(held) = &held {
        let receipt = held.ballot.receipt_hash();
        if context.app.store.answers_of(&round.id, &receipt).await?.is_some() {
            return Ok(Redirect::to(&format!("{survey}/receipt")).into_response());
        }
    }
    let participation = context.participation(&round).await?;
    if participation.is_full() {
        let join = format!("/join/{token}");
        let page = Page::new(NO_ROOM).status(StatusCode::CONFLICT);
        return Ok(page.render(&context, move || no_room(participation, join)).await);
    }
    if held.is_some() {
        return Ok(Redirect::to(&survey).into_response());
    }
    let key = round.ballot_key.ok_or(AppError::NotFound)?;
    let now = context.app.now();
    let ballot = Ballot::fresh(now)?.seal(&round.id, &key);
    let cookie = cookies::ballot(&context.app.settings, &round, ballot, now);
    Ok((context.jar.clone().add(cookie), Redirect::to(&survey)).into_response())
}

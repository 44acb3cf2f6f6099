//! Access links: from a secret in an address to a session in a cookie.

use crate::days;
use crate::pages::links::dead_link;
use crate::server::context::Context;
use crate::server::cookies;
use crate::server::error::AppError;
use crate::server::led::round_path;
use crate::server::limits::Action;
use crate::server::render::Page;
use crate::store::{Link, Role, SecretHash};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// `GET /k/{token}`: opens the link and leads on, so that the secret does not stay
/// in the address bar.
pub async fn open(context: Context, Path(token): Path<String>) -> Result<Response, AppError> {
    context.limit(Action::SignIn)?;
    let now = context.app.now();
    let Some(link) = context.app.store.link_by_hash(&SecretHash::of(&token), now).await? else {
        return Ok(Page::new("This access link does not work")
            .status(StatusCode::NOT_FOUND)
            .render(&context, {
                let sign_in = context.way_in();
                move || dead_link(sign_in)
            })
            .await);
    };
    let day = context.app.settings.zone.day(now).to_string();
    context.app.store.touch_link(&link.id, &day).await?;
    let jar = context.signed_in(std::slice::from_ref(&link.id)).await?;
    Ok((jar, Redirect::to(&leads_to(&link))).into_response())
}

pub(super) fn leads_to(link: &Link) -> String {
    match (link.role, &link.team, &link.round) {
        (Role::Facilitator, Some(team), _) => format!("/teams/{team}"),
        (Role::Reader, Some(team), Some(round)) => round_path(team, round),
        (Role::Admin, ..) => "/admin".to_owned(),
        (Role::Coach, ..) => "/coach".to_owned(),
        (Role::Leader, ..) => "/leadership".to_owned(),
        _ => "/".to_owned(),
    }
}

/// `POST /signout`. Who came through the identity provider is told how to sign out there:
/// on a page of its own, because browsers do not let a form lead to another site.
pub async fn sign_out(context: Context) -> Result<Response, AppError> {
    let through_provider = context.app.provider.is_some()
        && !context.app.store.of_provider(&context.links).await?.is_empty();
    context.end_session().await?;
    let cookie = cookies::expired(cookies::session(&context.app.settings, String::new(), 0));
    let path = if through_provider { "/signed-out" } else { "/" };
    Ok((context.jar.clone().add(cookie), Redirect::to(path)).into_response())
}

/// "used last on 3 March 2026 · holds until 3 March 2028".
pub fn describe(context: &Context, link: &Link) -> String {
    let used = match link.last_used_day.as_deref().and_then(|day| days::parse(day).ok()) {
        Some(day) => format!("used last on {}", days::written(day)),
        None => "not used yet".to_owned(),
    };
    format!(
        "{used} \u{b7} holds until {}",
        days::written(context.app.settings.zone.day(link.expires_at))
    )
}

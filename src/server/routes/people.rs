//! People of the identity provider on the administration page.

use crate::days;
use crate::pages::admin::PersonLine;
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::store::{Link, LinkId, OrganisationId, Role, StoreError};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

/// Their lines: those who may come in, and those who were shut out, for as long as their
/// names are remembered.
pub fn lines(context: &Context, base: &str, people: &[Link]) -> Vec<PersonLine> {
    let remembered = |link: &&Link| context.app.now() < link.expires_at && !link.label.is_empty();
    people.iter().filter(remembered).map(|link| line(context, base, link)).collect()
}

fn line(context: &Context, base: &str, link: &Link) -> PersonLine {
    let provider = context.app.provider.as_ref();
    let with = match provider {
        Some(provider) => format!("with {}", provider.settings().name),
        // It was configured once; now nobody can come in that way.
        None => "of an identity provider that is not set up any more".to_owned(),
    };
    let used = match link.last_used_day.as_deref().and_then(|day| days::parse(day).ok()) {
        Some(day) => format!("signed in last on {}", days::written(day)),
        None => "never let in".to_owned(),
    };
    let shut_out = link.revoked_at.is_some();
    PersonLine {
        label: link.label.clone(),
        about: format!("{with} \u{b7} {used}{}", if shut_out { " \u{b7} shut out" } else { "" }),
        shut_out,
        action: format!("{base}/links/{}/{}", link.id, if shut_out { "restore" } else { "revoke" }),
    }
}

/// What the log calls somebody: it is kept for longer than names are.
pub const fn named(role: Role) -> &'static str {
    match role {
        Role::Admin => "an administrator who signs in",
        Role::Facilitator => "a facilitator of {team} who signs in",
        Role::Coach => "a coach who signs in",
        Role::Leader => "a leader who signs in",
        Role::Reader => "a reader",
    }
}

/// Whether a link stands for somebody of the identity provider.
pub async fn is_person(
    context: &Context,
    organisation: &OrganisationId,
    link: &LinkId,
) -> Result<bool, AppError> {
    Ok(context.app.store.provider_links(organisation).await?.contains(link))
}

/// `POST /admin/{organisation}/links/{link}/restore`: lets somebody in again.
pub async fn restore(
    context: Context,
    Path((id, link)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    let link: LinkId = link.parse().map_err(|_| AppError::NotFound)?;
    let links = context.app.store.links(id).await?;
    let link = links.into_iter().find(|own| own.id == link).ok_or(AppError::NotFound)?;
    match context.app.store.restore_provider_link(&link.id).await {
        Ok(()) => {}
        Err(StoreError::NotFound(_)) => return Err(AppError::NotFound),
        Err(other) => return Err(other.into()),
    }
    let what = format!("let in again: {}", named(link.role));
    context.did(id, Role::Admin, link.team.as_ref(), what).await?;
    Ok(Redirect::to("/admin").into_response())
}

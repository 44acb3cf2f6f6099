//! The demo, opened from the start page.

use crate::server::context::Context;
use crate::server::demo;
use crate::server::error::AppError;
use crate::server::limits::Action;
use crate::server::state::SetupRule;
use axum::response::{IntoResponse, Redirect, Response};

/// The seed of the demo that is opened from the start page.
const SEED: u64 = 1;

/// `POST /demo`: makes up the company, unless it is there, and signs the browser in
/// as its coach, its leader, its administrator and a facilitator. Where anyone may set up an
/// organisation anyone may make one up; elsewhere it has to be there already.
pub async fn open(context: Context) -> Result<Response, AppError> {
    context.limit(Action::SetUp)?;
    let store = &context.app.store;
    let now = context.app.now();
    let id = match (demo::find(store).await?, &context.app.settings.setup) {
        (Some(there), SetupRule::Open) => there.id,
        (None, SetupRule::Open) => demo::fill(store, context.app.catalogue, SEED, now).await?,
        _ => return Err(AppError::NotFound),
    };
    let keys = demo::keys(store, &id, now).await?;
    let ids: Vec<_> = keys.links.iter().map(|(link, _)| link.id.clone()).collect();
    let jar = context.signed_in(&ids).await?;
    Ok((jar, Redirect::to("/coach")).into_response())
}

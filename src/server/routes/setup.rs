//! Setting up an organisation and its first team.

use crate::measure::USUAL_GROUP;
use crate::pages::links::{FreshLinks, fresh_links};
use crate::pages::setup::{SetupForm, setup, setup_closed};
use crate::server::access::new_link;
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::fields::{Faults, Fields};
use crate::server::limits::Action;
use crate::server::names::Name;
use crate::server::render::Page;
use crate::server::state::SetupRule;
use crate::store::{MINIMUM_GROUP_LEAST, MINIMUM_GROUP_MOST, Role, SecretHash};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// `GET /setup`
pub async fn show(context: Context) -> Response {
    match context.app.settings.setup {
        SetupRule::Closed => closed(&context).await,
        SetupRule::Open | SetupRule::Token(_) => {
            let needs_token = matches!(context.app.settings.setup, SetupRule::Token(_));
            let form = SetupForm {
                minimum_group: USUAL_GROUP.to_string(),
                needs_token,
                ..SetupForm::default()
            };
            Page::new("Set up a team").render(&context, move || setup(form)).await
        }
    }
}

async fn closed(context: &Context) -> Response {
    Page::new("Set-up is closed").status(StatusCode::FORBIDDEN).render(context, setup_closed).await
}

/// `POST /setup`
pub async fn create(context: Context, fields: Fields) -> Result<Response, AppError> {
    context.limit(Action::SetUp)?;
    let mut faults = Faults::default();
    let needs_token = match &context.app.settings.setup {
        SetupRule::Closed => return Ok(closed(&context).await),
        SetupRule::Open => false,
        SetupRule::Token(token) => {
            // Compared as hashes, so that the time it takes tells nothing.
            if SecretHash::of(fields.text("token").trim()) != SecretHash::of(token.as_str()) {
                faults.add(
                    "token",
                    "This is not the token that was printed when the server started.",
                );
            }
            true
        }
    };
    let organisation = faults.take("organisation", Name::parse(fields.text("organisation")));
    let team = faults.take("team", Name::parse(fields.text("team")));
    let minimum = faults.take("minimum_group", minimum_group(fields.text("minimum_group")));
    if let Some(name) = &organisation {
        for id in context.administers() {
            let own = context.app.store.organisation(id).await?;
            if own.is_some_and(|own| own.name == name.as_str()) {
                faults.add(
                    "organisation",
                    "You administer an organisation of this name already: see Administration.",
                );
            }
        }
    }
    let (Some(organisation), Some(team), Some(minimum), true) =
        (organisation, team, minimum, faults.is_empty())
    else {
        let form = SetupForm {
            organisation: fields.typed("organisation", 200),
            team: fields.typed("team", 200),
            shares: fields.ticked("shares"),
            minimum_group: fields.typed("minimum_group", 20),
            token: fields.typed("token", 60),
            needs_token,
            faults: faults.list(),
        };
        let page = Page::new("Set up a team").wrong(true);
        return Ok(page.render(&context, move || setup(form)).await);
    };
    let now = context.app.now();
    let (admin, admin_secret) =
        new_link(Role::Admin, format!("Administrator of {}", organisation.as_str()), now)?;
    let (lead, lead_secret) =
        new_link(Role::Facilitator, format!("Facilitator of {}", team.as_str()), now)?;
    let shown =
        vec![context.fresh_link(&admin, &admin_secret), context.fresh_link(&lead, &lead_secret)];
    let ids = [admin.id.clone(), lead.id.clone()];
    let store = &context.app.store;
    let (id, team_id) = store
        .create_organisation(organisation.as_str(), minimum, team.as_str(), admin, lead, now)
        .await?;
    store.set_sharing(&team_id, fields.ticked("shares")).await?;
    context
        .did(&id, Role::Admin, Some(&team_id), "set up the organisation and the team {team}")
        .await?;
    let jar = context.signed_in(&ids).await?;
    let fresh = FreshLinks {
        title: format!("{} is set up", team.as_str()),
        links: shown,
        next: (format!("Go to {}", team.as_str()), format!("/teams/{team_id}")),
    };
    let page = Page::new("Your access links").render(&context, move || fresh_links(fresh)).await;
    Ok((jar, page).into_response())
}

/// A minimum group that is out of bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Enter a whole number from {MINIMUM_GROUP_LEAST} to {MINIMUM_GROUP_MOST}.")]
pub struct BadMinimum;

/// Reads a minimum group.
///
/// # Errors
/// [`BadMinimum`] outside 3–10.
pub fn minimum_group(text: &str) -> Result<u8, BadMinimum> {
    text.trim()
        .parse()
        .ok()
        .filter(|number| (MINIMUM_GROUP_LEAST..=MINIMUM_GROUP_MOST).contains(number))
        .ok_or(BadMinimum)
}

//! Inviting coaches and leaders, and the log of what was done.

use super::admin;
use crate::clock::DAY;
use crate::days;
use crate::pages::admin::{DeedLine, Typed, log};
use crate::server::access::new_link_for;
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::fields::{Faults, Fields};
use crate::server::names::Name;
use crate::server::render::Page;
use crate::store::Role;
use axum::extract::Path;
use axum::response::Response;

/// The longest that an invitation can hold, in days.
const MOST_DAYS: i64 = 730;
/// How many deeds the log shows.
const DEEDS: u32 = 200;

/// A day until which no link can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Choose a day from tomorrow on, at most two years ahead.")]
struct BadDay;

/// `POST /admin/{organisation}/invite`: a link for a coach or a leader.
pub async fn invite(
    context: Context,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    let (role, word) = match fields.text("role") {
        "coach" => (Role::Coach, "Coach"),
        "leader" => (Role::Leader, "Leader"),
        _ => return Err(AppError::BadRequest("The form did not say for which role.")),
    };
    let mut faults = Faults::default();
    let label = faults.take("label", Name::parse(fields.text("label")));
    let days = faults.take("until", days_until(&context, fields.text("until")));
    let (Some(label), Some(days)) = (label, days) else {
        let typed = Typed {
            invite: Some([
                fields.typed("label", 200),
                fields.typed("until", 20),
                fields.typed("role", 10),
            ]),
            faults: faults.list(),
            ..Typed::default()
        };
        return admin::page(&context, Some((id, typed))).await;
    };
    let now = context.app.now();
    let label_of_link = format!("{word}: {}", label.as_str());
    let (link, secret) = new_link_for(role, label_of_link, days, now)?;
    context.app.store.add_link(id, None, None, link.clone(), now).await?;
    context.did(id, Role::Admin, None, format!("made a link: {}", link.label)).await?;
    let title = format!("A link for {}", label.as_str());
    Ok(admin::shown_once(&context, title, &link, &secret).await)
}

/// From today to the end of the chosen day.
fn days_until(context: &Context, text: &str) -> Result<i64, BadDay> {
    let zone = &context.app.settings.zone;
    let chosen = days::parse(text).map_err(|_| BadDay)?;
    let until = zone.end_of(chosen).map_err(|_| BadDay)?;
    let days = (until - context.app.now()).div_euclid(DAY);
    if (1..=MOST_DAYS + 1).contains(&days) { Ok(days) } else { Err(BadDay) }
}

/// `GET /admin/{organisation}/log`
pub async fn show_log(context: Context, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    let organisation = context.app.store.organisation(id).await?.ok_or(AppError::NotFound)?;
    let zone = &context.app.settings.zone;
    let deeds = context.app.store.deeds(id, DEEDS).await?;
    let lines: Vec<DeedLine> = deeds
        .into_iter()
        .map(|deed| DeedLine {
            day: days::written(zone.day(deed.done_at)),
            who: if deed.label.is_empty() { deed.role.as_str().to_owned() } else { deed.label },
            what: deed.what,
        })
        .collect();
    let title = format!("{}: log", organisation.name);
    Ok(Page::new(title).render(&context, move || log(organisation.name, lines, DEEDS)).await)
}

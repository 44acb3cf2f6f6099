//! A team's reminders: the page, and everything that its forms do.

use crate::days;
use crate::pages::reminders::{Chat, ChatForm, Fresh, MessageLine, Reminders, reminders, title};
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::fields::{Faults, Fields};
use crate::server::limits::Action;
use crate::server::reminders::target::{LONGEST, Target};
use crate::server::render::Page;
use crate::store::{
    Delivery, DeliveryState, Role, Secret, StoreError, Team, Told, Webhook, Wishes,
};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

/// `GET /teams/{team}/reminders`
pub async fn show(context: Context, Path(team): Path<String>) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    page(&context, &team, None, None).await
}

/// The page; `fresh` is shown this once, `wrong` is a form with faults.
async fn page(
    context: &Context,
    team: &Team,
    fresh: Option<Fresh>,
    wrong: Option<(&Fields, Faults)>,
) -> Result<Response, AppError> {
    let store = &context.app.store;
    let zone = &context.app.settings.zone;
    let calendar = store.calendar_link(&team.id).await?;
    let webhook = store.webhook(&team.id).await?;
    let log = match &webhook {
        Some(webhook) => store.deliveries(&webhook.id).await?,
        None => Vec::new(),
    };
    let is_wrong = wrong.is_some();
    let shown = Reminders {
        base: path(team),
        team: (team.name.clone(), format!("/teams/{}", team.id)),
        calendar: calendar.map(|link| days::written(zone.day(link.created_at))),
        chat: if is_made_up(context, team).await? {
            Chat::MadeUp
        } else {
            Chat::Form(form(context, webhook.as_ref(), wrong))
        },
        log: log.iter().map(|delivery| line(context, delivery)).collect(),
        fresh,
    };
    Ok(Page::new(title(&team.name)).wrong(is_wrong).render(context, move || reminders(shown)).await)
}

fn path(team: &Team) -> String {
    format!("/teams/{}/reminders", team.id)
}

async fn is_made_up(context: &Context, team: &Team) -> Result<bool, AppError> {
    let organisation = context.app.store.organisation(&team.organisation).await?;
    Ok(organisation.ok_or(AppError::NotFound)?.synthetic)
}

fn form(
    context: &Context,
    webhook: Option<&Webhook>,
    wrong: Option<(&Fields, Faults)>,
) -> ChatForm {
    let zone = &context.app.settings.zone;
    let wishes = match (&wrong, webhook) {
        (Some((fields, _)), _) => wishes(fields),
        (None, Some(webhook)) => webhook.wishes,
        (None, None) => Wishes { opened: true, closed: true, due: true, join_link: false },
    };
    ChatForm {
        host: webhook.map(|webhook| host(context, webhook)),
        gone: webhook.and_then(|webhook| webhook.disabled_at).map(|at| days::written(zone.day(at))),
        url: wrong.as_ref().map(|(fields, _)| fields.typed("url", LONGEST)).unwrap_or_default(),
        opened: wishes.opened,
        closed: wishes.closed,
        due: wishes.due,
        join_link: wishes.join_link,
        faults: wrong.map(|(_, faults)| faults.list()).unwrap_or_default(),
    }
}

/// The server of a receiver: all that is shown of its address.
fn host(context: &Context, webhook: &Webhook) -> String {
    match Target::parse(&webhook.url, &context.app.settings.reach) {
        Ok(target) => target.host().to_owned(),
        // A network that was allowed once and is no longer.
        Err(_) => "an inner network, where nothing is sent to any more".to_owned(),
    }
}

fn wishes(fields: &Fields) -> Wishes {
    Wishes {
        opened: fields.ticked("opened"),
        closed: fields.ticked("closed"),
        due: fields.ticked("due"),
        join_link: fields.ticked("join_link"),
    }
}

fn line(context: &Context, delivery: &Delivery) -> MessageLine {
    let zone = &context.app.settings.zone;
    let tried = match delivery.attempts {
        0 => "It waits to be sent.".to_owned(),
        _ if delivery.status.is_empty() => "It is being sent.".to_owned(),
        _ => delivery.status.clone(),
    };
    let (status, next) = match delivery.state {
        DeliveryState::Waiting(at) => (tried, days::minute(zone, at)),
        DeliveryState::Delivered => (tried, "none".to_owned()),
        DeliveryState::GivenUp => (format!("Given up. {tried}"), "none".to_owned()),
    };
    MessageLine {
        when: days::minute(zone, delivery.made_at),
        what: match delivery.told {
            Told::RoundOpened => "A round has opened",
            Told::RoundClosed => "A round has closed",
            Told::ReviewDue => "A review is due",
            Told::StepDue => "A step is due",
            Told::Test => "A test",
        }
        .to_owned(),
        status,
        next,
    }
}

/// `POST /teams/{team}/reminders/calendar`: a new address, in place of any other.
pub async fn make_calendar(
    context: Context,
    Path(team): Path<String>,
) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    let secret = Secret::random()?;
    let store = &context.app.store;
    store.make_calendar_link(&team.id, &secret.hash(), context.app.now()).await?;
    did(&context, &team, "made a secret address for the calendar of {team}").await?;
    let web = context.absolute(&format!("/calendar/{}.ics", secret.as_str()));
    let program = match web.split_once("://") {
        Some((_, rest)) => format!("webcal://{rest}"),
        None => web.clone(),
    };
    page(&context, &team, Some(Fresh::Calendar(web, program)), None).await
}

/// `POST /teams/{team}/reminders/calendar/revoke`
pub async fn revoke_calendar(
    context: Context,
    Path(team): Path<String>,
) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    if context.app.store.revoke_calendar_link(&team.id, context.app.now()).await? {
        did(&context, &team, "revoked the address of the calendar of {team}").await?;
    }
    Ok(back(&team, "calendar"))
}

/// `POST /teams/{team}/reminders/webhook`: sets the receiver up, or changes it.
pub async fn save_webhook(
    context: Context,
    Path(team): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    if is_made_up(&context, &team).await? {
        return Err(AppError::Conflict("Nothing is sent from the demo.".to_owned()));
    }
    let store = &context.app.store;
    let there = store.webhook(&team.id).await?.is_some();
    let mut faults = Faults::default();
    let typed = fields.text("url").trim();
    let target = if there && typed.is_empty() {
        None
    } else {
        faults.take("url", Target::parse(typed, &context.app.settings.reach))
    };
    let wishes = wishes(&fields);
    if !(wishes.opened || wishes.closed || wishes.due) {
        faults.add("opened", "Choose at least one thing to be told.");
    }
    if !faults.is_empty() {
        return page(&context, &team, None, Some((&fields, faults))).await;
    }
    let origin = context.absolute("");
    let url = target.as_ref().map(Target::as_str);
    if there {
        store.change_webhook(&team.id, url, &origin, wishes, context.app.now()).await?;
        context.app.outbox.notify_one();
        did(&context, &team, "changed which messages {team} is sent, or where").await?;
        return Ok(back(&team, "chat"));
    }
    let secret = Secret::random()?;
    let url = url.unwrap_or_default();
    let now = context.app.now();
    match store.add_webhook(&team.id, url, &secret, &origin, wishes, now).await {
        Err(StoreError::WebhookThere) => return Ok(back(&team, "chat")),
        other => other?,
    };
    did(&context, &team, "let messages of {team} be sent to a chat").await?;
    page(&context, &team, Some(Fresh::Secret(secret.as_str().to_owned())), None).await
}

/// `POST /teams/{team}/reminders/webhook/secret`
pub async fn renew_secret(
    context: Context,
    Path(team): Path<String>,
) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    let secret = Secret::random()?;
    match context.app.store.renew_webhook_secret(&team.id, &secret).await {
        Err(StoreError::NotFound(_)) => return Err(AppError::NotFound),
        other => other?,
    }
    did(&context, &team, "renewed the secret with which messages of {team} are signed").await?;
    page(&context, &team, Some(Fresh::Secret(secret.as_str().to_owned())), None).await
}

/// `POST /teams/{team}/reminders/webhook/remove`
pub async fn remove_webhook(
    context: Context,
    Path(team): Path<String>,
) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    if context.app.store.remove_webhook(&team.id).await? {
        did(&context, &team, "let no more messages of {team} be sent").await?;
    }
    Ok(back(&team, "chat"))
}

/// `POST /teams/{team}/reminders/webhook/test`
pub async fn test(context: Context, Path(team): Path<String>) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    // Nobody shall knock at other people's doors with it.
    context.limit(Action::Message)?;
    if context.app.store.tell_test(&team.id, context.app.now()).await? {
        context.app.outbox.notify_one();
    }
    Ok(back(&team, "log"))
}

/// Leads back to a part of the page.
fn back(team: &Team, part: &str) -> Response {
    Redirect::to(&format!("{}#{part}", path(team))).into_response()
}

async fn did(context: &Context, team: &Team, what: &str) -> Result<(), AppError> {
    context.did(&team.organisation, Role::Facilitator, Some(&team.id), what).await
}

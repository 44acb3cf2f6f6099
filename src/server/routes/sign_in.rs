//! Signing in through the identity provider: there, back, and out again.
//!
//! Both ways are plain GETs that redirect. Going there changes nothing but this
//! browser's own cookie, so it does no harm when another site sends somebody there: they
//! are asked by their own provider and come back as themselves. Coming back counts only
//! with the cookie of an attempt that this browser began. And nobody can say where it
//! goes on to: that follows from the roles.

use super::links::leads_to;
use crate::clock::DAY;
use crate::pages::sign_in::{Failed, Way, failed, signed_out};
use crate::server::context::Context;
use crate::server::cookies;
use crate::server::error::AppError;
use crate::server::limits::Action;
use crate::server::oidc::{Answer, Attempt, Fault, LASTS, Person, Provider, roles};
use crate::server::render::Page;
use crate::store::{Account, LinkId, Role};
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use std::sync::Arc;

/// Where the provider sends people back to.
const BACK: &str = "/signin/callback";

/// After how many days without signing in a person's name is forgotten.
pub const REMEMBERED_DAYS: i64 = 365;

/// `GET /signin`: on to the provider.
pub async fn begin(context: Context) -> Result<Response, AppError> {
    let provider = provider(&context)?;
    context.limit(Action::SignIn)?;
    let attempt = Attempt::fresh(context.app.now())?;
    match provider.way_there(&attempt, context.absolute(BACK)).await {
        Ok(url) => {
            let cookie = cookies::attempt(&context.app.settings, provider.seal(&attempt), LASTS);
            Ok((context.jar.clone().add(cookie), Redirect::to(&url)).into_response())
        }
        Err(fault) => Ok(fail(&context, &provider, fault).await),
    }
}

/// `GET /signin/callback`: back from there. Whatever comes of it, the attempt is over.
pub async fn end(context: Context, RawQuery(query): RawQuery) -> Result<Response, AppError> {
    let provider = provider(&context)?;
    context.limit(Action::SignIn)?;
    let name = cookies::attempt_name(context.app.settings.secure_cookies);
    let cookie = context.jar.get(name).map(|cookie| cookie.value().to_owned());
    let answer = read(query.as_deref().unwrap_or_default());
    let (now, back) = (context.app.now(), context.absolute(BACK));
    let done = match provider.who_came(cookie.as_deref(), answer, back, now).await {
        Ok(person) => enter(&context, &provider, &person).await?,
        Err(fault) => Err(fault),
    };
    let response = match done {
        Ok((jar, path)) => (jar, Redirect::to(&path)).into_response(),
        Err(fault) => fail(&context, &provider, fault).await,
    };
    // Only what this adds is sent; the jar's other changes are in the response already.
    let over = cookies::expired(cookies::attempt(&context.app.settings, String::new(), 0));
    Ok((CookieJar::new().add(over), response).into_response())
}

/// Opens a session with what the person's groups grant. Gives where to go.
async fn enter(
    context: &Context,
    provider: &Provider,
    person: &Person,
) -> Result<Result<(CookieJar, String), Fault>, AppError> {
    let (app, settings) = (&context.app, provider.settings());
    let granted = roles::granted(app, settings, person).await?;
    let account = Account::new(settings.issuer.as_str(), &person.subject);
    let now = app.now();
    let day = app.settings.zone.day(now).to_string();
    // The days, not the second, of the first and of the last time.
    let today = now - now.rem_euclid(DAY);
    let expires_at = today + (REMEMBERED_DAYS + 1) * DAY;
    // Without any role too: then what was granted before goes from all sessions.
    let links = app.store.provider_sign_in(&account, &granted, &day, today, expires_at).await?;
    let shut_out = !links.is_empty();
    let mut open: Vec<_> = links.into_iter().filter(|link| link.revoked_at.is_none()).collect();
    open.sort_by_key(|link| order(link.role));
    let Some(first) = open.first() else {
        return Ok(Err(if shut_out { Fault::ShutOut } else { Fault::NoRole }));
    };
    let path = leads_to(first);
    let ids: Vec<LinkId> = open.into_iter().map(|link| link.id).collect();
    Ok(Ok((context.signed_in_by_provider(&ids).await?, path)))
}

/// Of several roles, whose page comes first: the team's before those that look on.
const fn order(role: Role) -> u8 {
    match role {
        Role::Facilitator => 0,
        Role::Coach => 1,
        Role::Leader => 2,
        Role::Admin => 3,
        Role::Reader => 4,
    }
}

/// What stands in the query; of what stands there twice, nothing.
fn read(query: &str) -> Answer {
    let once = |name: &str| {
        let mut found = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
        let value = found.next()?.1.into_owned();
        found.next().is_none().then_some(value)
    };
    Answer { code: once("code"), state: once("state"), iss: once("iss"), error: once("error") }
}

fn provider(context: &Context) -> Result<Arc<Provider>, AppError> {
    context.app.provider.clone().ok_or(AppError::NotFound)
}

async fn fail(context: &Context, provider: &Provider, fault: Fault) -> Response {
    tracing::info!(why = %fault, "nobody was signed in");
    let name = provider.settings().name.clone();
    let (status, told) = explain(fault, &name);
    Page::new(told.title.clone()).status(status).render(context, move || failed(told)).await
}

/// What a person is told, and what they can do.
fn explain(fault: Fault, name: &str) -> (StatusCode, Failed) {
    const OPERATOR: &str =
        "Tell whoever runs this server; the cause is in its log. An access link still works.";
    const ASK: &str = "Ask the administrator of your organisation. An access link still works.";
    const AGAIN: &str = "Try it once more.";
    let (status, title, what, next, again) = match fault {
        Fault::Denied => (
            StatusCode::FORBIDDEN,
            "You were not signed in",
            "The identity provider says that it was cancelled, or that you may not use Andon with this account.".to_owned(),
            "Try it once more, or with another account.",
            true,
        ),
        Fault::Lost => (
            StatusCode::BAD_REQUEST,
            "This sign-in is over",
            format!("It was begun more than {} minutes ago, in another tab or in another browser, or this browser does not keep cookies.", LASTS / 60),
            AGAIN,
            true,
        ),
        Fault::Code => (
            StatusCode::BAD_REQUEST,
            "This sign-in was used already",
            "The identity provider takes each answer once, and not for long. Perhaps the page was loaded again.".to_owned(),
            AGAIN,
            true,
        ),
        Fault::Trouble | Fault::Unreachable | Fault::Slow => (
            StatusCode::BAD_GATEWAY,
            "The identity provider does not answer",
            "To sign you in, this server has to ask it, and no answer came.".to_owned(),
            "Wait a minute and try again. An access link still works.",
            true,
        ),
        Fault::Clock => (
            StatusCode::BAD_GATEWAY,
            "The clocks do not agree",
            "By this server\u{2019}s clock, the identity provider\u{2019}s answer is over already or was not yet made.".to_owned(),
            "Try it once more. If it happens again, tell whoever runs this server to look at its clock.",
            true,
        ),
        Fault::NoRole => (
            StatusCode::FORBIDDEN,
            "You have no role here yet",
            "Your account was recognised, but none of the groups that you are in opens anything in Andon. To answer in a round you need no role: the link or the three words are enough.".to_owned(),
            ASK,
            false,
        ),
        Fault::ShutOut => (
            StatusCode::FORBIDDEN,
            "Your access was taken back",
            "An administrator of Andon has revoked it for your account, whatever groups you are in.".to_owned(),
            ASK,
            false,
        ),
        Fault::ManyGroups => (
            StatusCode::FORBIDDEN,
            "You are in too many groups",
            "The identity provider did not send your groups, because they are too many for its answer.".to_owned(),
            "Whoever runs the provider can have it send only the groups that matter to Andon. An access link still works.",
            false,
        ),
        Fault::Refused
        | Fault::Mixed
        | Fault::Certificate
        | Fault::Garbled
        | Fault::Client
        | Fault::Token
        | Fault::Key => (
            StatusCode::BAD_GATEWAY,
            "The sign-in could not be checked",
            "What the identity provider answered does not fit what this server asked for, so nobody was signed in.".to_owned(),
            OPERATOR,
            true,
        ),
    };
    // Without a role something may have changed: what was granted before is gone.
    let nothing = match fault {
        Fault::NoRole | Fault::ShutOut => "",
        _ => "Nothing was stored and nothing was changed. ",
    };
    let told = Failed {
        status: status.as_u16(),
        title: title.to_owned(),
        what,
        next: format!("{nothing}{next}"),
        again: again.then(|| Way::sign_in(name)),
    };
    (status, told)
}

/// `GET /signed-out`: that the session is over here, and how to end it there.
pub async fn out(context: Context) -> Result<Response, AppError> {
    let provider = provider(&context)?;
    context.limit(Action::SignIn)?;
    let way_out = provider.way_out().await;
    let name = provider.settings().name.clone();
    Ok(Page::new("You are signed out").render(&context, move || signed_out(name, way_out)).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_twice_in_an_answer_is_not_taken() {
        let answer = read("code=a%20b&state=c&iss=x&iss=y&other=z");
        assert_eq!(answer.code.as_deref(), Some("a b"));
        assert_eq!((answer.state.as_deref(), answer.iss, answer.error), (Some("c"), None, None));
    }

    #[test]
    fn every_fault_says_what_to_do_next() {
        for fault in [
            Fault::Denied,
            Fault::Trouble,
            Fault::Refused,
            Fault::Lost,
            Fault::Mixed,
            Fault::Unreachable,
            Fault::Slow,
            Fault::Certificate,
            Fault::Garbled,
            Fault::Code,
            Fault::Client,
            Fault::Token,
            Fault::Key,
            Fault::Clock,
            Fault::ManyGroups,
            Fault::NoRole,
            Fault::ShutOut,
        ] {
            let (status, told) = explain(fault, "Example AG");
            assert!(status.is_client_error() || status.is_server_error());
            assert!(!told.what.is_empty() && !told.next.is_empty());
        }
    }
}

//! Answering: the survey; [`receipt`] holds what comes after it.

mod receipt;
mod stale;

pub use receipt::{forget, forgotten, receipt, withdraw};

use super::survey_form::{Go, SurveyForm};
use crate::catalogue::Answers;
use crate::days;
use crate::pages::participation::Participation;
use crate::pages::receipt::{NotStored, not_stored};
use crate::pages::survey::{Step, Survey, survey};
use crate::server::ballot::{BadBallot, Ballot, Edition};
use crate::server::context::{Context, Undisturbed};
use crate::server::cookies;
use crate::server::error::{AppError, Failure, RETRY_AFTER};
use crate::server::fields::{Faults, Fields};
use crate::server::limits::Action;
use crate::server::metrics::Submission;
use crate::server::render::Page;
use crate::store::{Round, RoundId, RoundState, Submitted};
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;

/// What stands between a browser and the survey.
enum Door {
    Open(Box<Round>, Held),
    Shut(Response),
}

/// A ballot or receipt, and the round's key that it was sealed with.
pub struct Held {
    pub ballot: Ballot,
    key: [u8; 32],
}

/// The ballot or receipt of this round that the browser holds.
pub fn held(context: &Context, round: &Round) -> Result<Held, BadBallot> {
    let name = cookies::ballot_name(context.app.settings.secure_cookies);
    let (Some(cookie), Some(key)) = (context.jar.get(name), round.ballot_key) else {
        return Err(BadBallot::Foreign);
    };
    let ballot = Ballot::open(cookie.value(), &round.id, &key, context.app.now())?;
    Ok(Held { ballot, key })
}

async fn door(context: &Context, round: &str, submitting: bool) -> Result<Door, AppError> {
    let id: RoundId = round.parse().map_err(|_| AppError::NotFound)?;
    let round = context.app.store.round_to_answer(&id).await?.ok_or(AppError::NotFound)?;
    if round.state == RoundState::Draft {
        return Err(AppError::NotFound);
    }
    let why = if submitting { NotStored::ClosedMeanwhile } else { NotStored::Closed };
    if let Some(response) = closed(context, &round, why).await {
        return Ok(Door::Shut(response));
    }
    let why = match held(context, &round) {
        Ok(held) => return Ok(Door::Open(Box::new(round), held)),
        Err(BadBallot::Foreign) => NotStored::NoBallot,
        Err(BadBallot::Expired) => NotStored::Expired,
    };
    Ok(Door::Shut(refused(context, StatusCode::FORBIDDEN, why).await))
}

/// The page that says so, with status 410, when a round takes no answers any more; none
/// while it does. Once it is closed for good, the receipt is taken back from the browser;
/// in the moment between its closing time and its closing it may still be given seven more
/// days, in which the receipt is needed.
pub async fn closed(context: &Context, round: &Round, why: NotStored) -> Option<Response> {
    let open = matches!(round.state, RoundState::Draft | RoundState::Open);
    if open && context.app.now() < round.closes_at {
        return None;
    }
    let page = refused(context, StatusCode::GONE, why).await;
    if open {
        return Some(page);
    }
    Some((take_back(context, &round.id), page).into_response())
}

/// Takes the ballot or receipt of a round from this browser, if it has one.
fn take_back(context: &Context, round: &RoundId) -> CookieJar {
    let settings = &context.app.settings;
    let jar = context.jar.clone();
    if jar.get(cookies::ballot_name(settings.secure_cookies)).is_none() {
        return jar;
    }
    jar.add(cookies::no_ballot(settings, round))
}

async fn refused(context: &Context, status: StatusCode, why: NotStored) -> Response {
    Page::new(why.title()).status(status).render(context, move || not_stored(why)).await
}

/// The name of the draft that the browser may keep.
fn draft(round: &RoundId) -> String {
    format!("andon:{round}")
}

/// `GET /answer/{round}`
pub async fn show(context: Context, Path(round): Path<String>) -> Result<Response, AppError> {
    let (round, held) = match door(&context, &round, false).await? {
        Door::Open(round, held) => (round, held),
        Door::Shut(response) => return Ok(response),
    };
    let stored = context.app.store.answers_of(&round.id, &held.ballot.receipt_hash()).await?;
    let filled = Filled {
        answers: stored.unwrap_or_default(),
        step: Step::FIRST,
        changing: stored.is_some(),
        faults: Faults::default(),
        edition: held.ballot.edition(stored.as_ref()),
        participation: Some(context.participation(&round).await?),
    };
    let page = page(&context, &round, filled).await;
    Ok(receipt::renewed(&context, &round, held, page))
}

/// What the survey's form shows.
struct Filled {
    answers: Answers,
    step: Step,
    changing: bool,
    faults: Faults,
    edition: Edition,
    participation: Option<Participation>,
}

impl Filled {
    /// What a form held, with what is wrong.
    fn again(form: &SurveyForm, changing: bool, faults: Faults) -> Self {
        Self {
            answers: form.answers,
            step: form.shown(),
            changing,
            faults,
            edition: form.edition,
            participation: None,
        }
    }
}

async fn page(context: &Context, round: &Round, filled: Filled) -> Response {
    let status = filled.faults.status();
    page_with(context, &round.id, &last_day(context, round), filled, status).await
}

/// Until when answers can be changed, in words.
fn last_day(context: &Context, round: &Round) -> String {
    let day = days::written(context.app.settings.zone.last_day(round.closes_at));
    format!("until the end of {day}")
}

async fn page_with(
    context: &Context,
    round: &RoundId,
    until: &str,
    filled: Filled,
    status: StatusCode,
) -> Response {
    let Filled { answers, step, changing, faults, edition, participation } = filled;
    let shown = Survey {
        action: format!("/answer/{round}"),
        answers,
        step,
        faults: faults.list(),
        draft: Some(draft(round)),
        changing,
        submit: if changing { "Replace my answers" } else { "Submit my answers" },
        promise: format!(
            "Stored are your answers and nothing else. You can change or withdraw them {until}, from this browser."
        ),
        edition: Some(edition.to_string()),
        participation,
    };
    let catalogue = context.app.catalogue;
    Page::new("Your answers")
        .islands()
        .status(status)
        .render(context, move || survey(shown, catalogue))
        .await
}

/// `POST /answer/{round}`: one step, or the submission.
pub async fn step(
    Undisturbed(context): Undisturbed,
    Path(round): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let form = SurveyForm::read(&fields);
    match try_step(&context, &round, &form).await {
        Err(AppError::Store(error)) => {
            let id: RoundId = round.parse().map_err(|_| AppError::NotFound)?;
            let cause = format!("an answer was not stored: {error}");
            Ok(failed(kept(&context, &id, &form, false).await, cause))
        }
        done => done,
    }
}

/// The survey once more, with everything that was chosen, when the database does not do
/// as it was asked. It is not asked anything here. It is `unknown` whether answers were
/// stored when it broke in the middle of that.
async fn kept(context: &Context, round: &RoundId, form: &SurveyForm, unknown: bool) -> Response {
    let mut faults = form.faults.clone();
    faults.add("", if unknown {
        "It is not known whether your answers were stored: the database broke off just then. Your choices are still here. Wait a few seconds and submit again, changed or not; however often you do, they count once."
    } else if form.go == Go::Submit {
        "Your answers were not stored: the server cannot write them down just now. Your choices are still here. Wait a few seconds and submit again; however often you do, they count once."
    } else {
        "The server cannot reach its database just now. Your choices are still here; go on in a few seconds."
    });
    let filled = Filled::again(form, false, faults);
    let until = "until the round closes";
    let mut response =
        page_with(context, round, until, filled, StatusCode::SERVICE_UNAVAILABLE).await;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER));
    response
}

/// A page with the cause of a failure, for the log.
fn failed(mut page: Response, cause: String) -> Response {
    page.extensions_mut().insert(Failure(cause));
    page
}

async fn try_step(context: &Context, round: &str, form: &SurveyForm) -> Result<Response, AppError> {
    let (round, held) = match door(context, round, form.go == Go::Submit).await? {
        Door::Open(round, held) => (round, held),
        Door::Shut(response) => return Ok(response),
    };
    let hash = held.ballot.receipt_hash();
    if form.go != Go::Submit || !form.faults.is_empty() {
        let changing = context.app.store.answers_of(&round.id, &hash).await?.is_some();
        let filled = Filled::again(form, changing, form.faults.clone());
        return Ok(page(context, &round, filled).await);
    }
    context.limit(Action::Submit)?;
    let store = &context.app.store;
    // A first submission asks nothing before it is stored.
    let replaces = match form.edition {
        Edition::Nothing => None,
        Edition::Of(_) => store.answers_of(&round.id, &hash).await?,
    };
    let differs = replaces.is_none_or(|stored| stored != form.answers);
    if held.ballot.edition(replaces.as_ref()) != form.edition && differs {
        context.app.metrics.submitted(Submission::Refused);
        return stale::page(context, &round, held, form).await;
    }
    let done = match store
        .submit(&round.id, &hash, &form.answers, replaces.as_ref(), context.app.now())
        .await
    {
        Err(error) if error.is_unknown() => {
            let cause = format!("it is not known whether an answer was stored: {error}");
            let page = failed(kept(context, &round.id, form, true).await, cause);
            return Ok(
                (context.jar.clone().add(receipt_for(context, &round, held)), page).into_response()
            );
        }
        done => done?,
    };
    let stored = matches!(done, Submitted::Stored | Submitted::Changed | Submitted::Unchanged);
    let outcome = if stored { Submission::Accepted } else { Submission::Refused };
    context.app.metrics.submitted(outcome);
    let mut faults = Faults::default();
    match done {
        Submitted::Stored | Submitted::Changed | Submitted::Unchanged => {
            return Ok(accepted(context, &round, held));
        }
        Submitted::Closed => return Ok(refused(context, StatusCode::GONE, NotStored::ClosedMeanwhile).await),
        Submitted::RosterFull => faults.add(
            "",
            format!("As many people have answered as were invited ({}), so your answers were not stored. Ask whoever leads the round to raise the roster, then submit again: your choices are still here.", round.roster),
        ),
        Submitted::Stale => return stale::page(context, &round, held, form).await,
    }
    let filled = Filled::again(form, false, faults);
    let until = last_day(context, &round);
    Ok(page_with(context, &round.id, &until, filled, StatusCode::CONFLICT).await)
}

/// The ballot becomes the receipt, and the receipt's page opens. The database is not
/// asked again: what is stored is stored.
fn accepted(context: &Context, round: &Round, held: Held) -> Response {
    let there = Redirect::to(&format!("/answer/{}/receipt", round.id));
    (context.jar.clone().add(receipt_for(context, round, held)), there).into_response()
}

/// The ballot as a receipt. It is also given for answers that may have been stored: if they
/// were, whoever sent them may change them, and if not, it permits one answer, as after a
/// withdrawal.
fn receipt_for(context: &Context, round: &Round, held: Held) -> Cookie<'static> {
    let Held { ballot, key } = held;
    let sealed = ballot.into_receipt().seal(&round.id, &key);
    cookies::ballot(&context.app.settings, round, sealed, context.app.now())
}

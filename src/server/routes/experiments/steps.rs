//! The kata's log, and the team's own judgement.

use super::card::{Again, next_step, page};
use super::read::read_day;
use super::status_of;
use crate::days;
use crate::kata::{Judgement, LONGEST_STEP_DAYS, LONGEST_TEXT, Step};
use crate::pages::experiments::{JudgeForm, StepForm, StepPage, step as step_view};
use crate::server::desk::Card;
use crate::server::error::AppError;
use crate::server::fields::{Faults, Fields};
use crate::server::render::Page;
use crate::server::texts;
use crate::store::{Judged, StoreError};
use axum::extract::RawPathParams;
use axum::response::{IntoResponse, Redirect, Response};

/// `POST …/experiments/{experiment}/steps`: the next step.
pub async fn add(card: Card, fields: Fields) -> Result<Response, AppError> {
    let card = card.own()?;
    let mut faults = Faults::default();
    let step = read_next(&card, &fields, &mut faults);
    let form = || typed_next(&card, &fields, &faults);
    let Some(step) = step else {
        return page(&card, Again { next: Some(form()), ..Again::default() }).await;
    };
    match card.desk.context.app.store.add_step(&card.experiment.id, &step).await {
        Ok(()) => Ok(to_log(&card)),
        Err(StoreError::ExperimentMoved) => {
            page(&card, Again { next: Some(form()), moved: true, ..Again::default() }).await
        }
        Err(other) => Err(other.into()),
    }
}

/// A step that is begun today.
fn read_next(card: &Card, fields: &Fields, faults: &mut Faults) -> Option<Step> {
    let today = card.desk.today();
    let what = texts::required(fields, "what", LONGEST_TEXT, faults);
    let expected = texts::required(fields, "expected", LONGEST_TEXT, faults);
    let obstacle = texts::read(fields, "obstacle", LONGEST_TEXT, faults);
    let due_on = read_day(today, fields.text("due_on"), LONGEST_STEP_DAYS, None)
        .map_err(|message| faults.add("due_on", message))
        .ok()?;
    faults.is_empty().then(|| Step {
        made_on: today,
        what,
        expected,
        obstacle,
        due_on,
        done_on: None,
        actual: String::new(),
        learned: String::new(),
    })
}

fn typed_next(card: &Card, fields: &Fields, faults: &Faults) -> StepForm {
    let text = |name| fields.typed(name, 4 * LONGEST_TEXT);
    StepForm {
        what: text("what"),
        expected: text("expected"),
        obstacle: text("obstacle"),
        due_on: fields.typed("due_on", 20),
        faults: faults.list(),
        ..next_step(&card.desk)
    }
}

/// A step of the log with its place from 0.
async fn find(card: &Card, params: &RawPathParams) -> Result<(usize, Step), AppError> {
    let number = params.iter().find(|(name, _)| *name == "step").map(|(_, value)| value);
    let place = number
        .and_then(|number| number.parse::<usize>().ok())
        .and_then(|number| number.checked_sub(1))
        .ok_or(AppError::NotFound)?;
    let steps = card.desk.context.app.store.steps(&card.experiment.id).await?;
    let step = steps.into_iter().nth(place).ok_or(AppError::NotFound)?;
    Ok((place, step))
}

/// A text by which a form knows whether the step is still as it was shown.
fn seal(step: &Step) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(format!("{step:?}"));
    data_encoding::BASE64URL_NOPAD.encode(&digest)
}

/// `GET …/experiments/{experiment}/steps/{step}`: how it went.
pub async fn ask(card: Card, params: RawPathParams) -> Result<Response, AppError> {
    let card = card.own()?;
    let (place, step) = find(&card, &params).await?;
    let form = StepForm {
        what: step.what.clone(),
        expected: step.expected.clone(),
        obstacle: step.obstacle.clone(),
        due_on: step.due_on.to_string(),
        actual: step.actual.clone(),
        learned: step.learned.clone(),
        ..next_step(&card.desk)
    };
    step_page(&card, place, &step, form, false).await
}

async fn step_page(
    card: &Card,
    place: usize,
    step: &Step,
    form: StepForm,
    moved: bool,
) -> Result<Response, AppError> {
    let status = status_of(moved, !form.faults.is_empty());
    let page = StepPage {
        base: card.path(),
        title: card.experiment.plan.title.clone(),
        number: place + 1,
        seal: seal(step),
        made_on: days::written(step.made_on),
        done: step.done_on.is_some(),
        moved,
        form,
    };
    let title = format!("{}: step {}", card.experiment.plan.title, place + 1);
    let context = &card.desk.context;
    Ok(Page::new(title).status(status).render(context, move || step_view(page)).await)
}

/// `POST …/experiments/{experiment}/steps/{step}`: how it went, or what was meant.
pub async fn change(
    card: Card,
    params: RawPathParams,
    fields: Fields,
) -> Result<Response, AppError> {
    let card = card.own()?;
    let (place, seen) = find(&card, &params).await?;
    let mut faults = Faults::default();
    let what = texts::required(&fields, "what", LONGEST_TEXT, &mut faults);
    let expected = texts::required(&fields, "expected", LONGEST_TEXT, &mut faults);
    let mut text = |name| texts::read(&fields, name, LONGEST_TEXT, &mut faults);
    let (obstacle, actual, learned) = (text("obstacle"), text("actual"), text("learned"));
    if actual.is_empty() && !learned.is_empty() {
        faults.add("actual", "Say what happened too: what was learned rests on it.");
    }
    let due_on =
        read_day(seen.made_on, fields.text("due_on"), LONGEST_STEP_DAYS, Some(seen.due_on))
            .map_err(|message| faults.add("due_on", message))
            .unwrap_or(seen.due_on);
    let form = |faults: &Faults| StepForm {
        actual: fields.typed("actual", 4 * LONGEST_TEXT),
        learned: fields.typed("learned", 4 * LONGEST_TEXT),
        ..typed_next(&card, &fields, faults)
    };
    if !faults.is_empty() {
        return step_page(&card, place, &seen, form(&faults), false).await;
    }
    if fields.text("seal") != seal(&seen) {
        return step_page(&card, place, &seen, form(&faults), true).await;
    }
    let done_on = (!actual.is_empty()).then(|| seen.done_on.unwrap_or(card.desk.today()));
    let made_on = seen.made_on;
    let step = Step { made_on, what, expected, obstacle, due_on, done_on, actual, learned };
    let store = &card.desk.context.app.store;
    match store.change_step(&card.experiment.id, place, &seen, &step).await {
        Ok(()) => Ok(to_log(&card)),
        Err(StoreError::ExperimentMoved) => {
            step_page(&card, place, &seen, form(&faults), true).await
        }
        Err(other) => Err(other.into()),
    }
}

fn to_log(card: &Card) -> Response {
    Redirect::to(&format!("{}#log", card.path())).into_response()
}

/// `POST …/experiments/{experiment}/judge`: what the team itself makes of it.
pub async fn judge(card: Card, fields: Fields) -> Result<Response, AppError> {
    let card = card.own()?;
    let mut faults = Faults::default();
    let judgement: Option<Judgement> = fields
        .text("judgement")
        .parse()
        .map_err(|_| faults.add("judgement", "Choose one of the three."))
        .ok();
    let note = texts::read(&fields, "note", LONGEST_TEXT, &mut faults);
    let form = JudgeForm {
        judgement: fields.typed("judgement", 20),
        note: fields.typed("note", 4 * LONGEST_TEXT),
        said_on: None,
        faults: faults.list(),
    };
    let Some(judgement) = judgement.filter(|_| faults.is_empty()) else {
        return page(&card, Again { judge: Some(form), ..Again::default() }).await;
    };
    let judged = Judged { judgement, note, on: card.desk.today() };
    match card.desk.context.app.store.judge_experiment(&card.experiment.id, &judged).await {
        Ok(()) => Ok(card.go_back()),
        Err(StoreError::ExperimentMoved) => {
            page(&card, Again { moved: true, ..Again::default() }).await
        }
        Err(other) => Err(other.into()),
    }
}

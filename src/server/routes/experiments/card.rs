//! An experiment's page.

use super::read::FARTHEST_DAYS;
use super::status_of;
use crate::days;
use crate::kata::{LONGEST_STEP_DAYS, MOST_RUNNING, Move, State, Step};
use crate::pages::experiments::{
    CardPage, Facts, JudgeForm, MoveForm, MovedLine, Running, StepForm, StepLine, card as card_page,
};
use crate::server::desk::{Card, Desk};
use crate::server::error::AppError;
use crate::server::render::Page;
use crate::server::since::since;
use crate::store::{Experiment, ExperimentId};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::ToSpan;
use serde::Deserialize;

/// How far ahead a first step's day is set at first, in days.
const USUAL_STEP_DAYS: i32 = 7;
/// How far ahead a new review day is set at first, in days.
const USUAL_MORE_DAYS: i32 = 28;

/// Which question the page asks.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default, rename = "do")]
    step: String,
}

/// What the page shows again because it was sent and could not be taken.
#[derive(Default)]
pub struct Again {
    /// The question that is asked, as it was answered.
    pub asking: Option<MoveForm>,
    /// The next step, as it was typed.
    pub next: Option<StepForm>,
    /// The team's judgement, as it was typed.
    pub judge: Option<JudgeForm>,
    /// Whether somebody else has changed the experiment meanwhile.
    pub moved: bool,
}

impl Again {
    fn status(&self) -> StatusCode {
        let wrong = self.asking.as_ref().is_some_and(|form| !form.faults.is_empty())
            || self.next.as_ref().is_some_and(|form| !form.faults.is_empty())
            || self.judge.as_ref().is_some_and(|form| !form.faults.is_empty());
        status_of(self.moved, wrong)
    }
}

/// `GET …/experiments/{experiment}`
pub async fn show(card: Card, Query(wanted): Query<Wanted>) -> Result<Response, AppError> {
    let possible = card.experiment.state.moves();
    let wanted: Option<Move> = wanted.step.parse().ok().filter(|each| possible.contains(each));
    let asking = wanted.filter(|_| card.desk.may_change()).map(|step| question(&card, step));
    page(&card, Again { asking, ..Again::default() }).await
}

/// How far ahead the day of a move may lie, in days: the first step's, or the review's.
pub const fn farthest(step: Move) -> i32 {
    match step {
        Move::Start => LONGEST_STEP_DAYS,
        _ => FARTHEST_DAYS,
    }
}

/// The question of a move, unanswered.
pub fn question(card: &Card, step: Move) -> MoveForm {
    let today = card.desk.today();
    let ahead = |days: i32| today.checked_add(days.days()).unwrap_or(today).to_string();
    MoveForm {
        step,
        question: step.question(card.experiment.state),
        answer: String::new(),
        day: match step {
            Move::Start => Some(ahead(USUAL_STEP_DAYS)),
            Move::GoOn => Some(ahead(USUAL_MORE_DAYS)),
            _ => None,
        },
        days: (today.to_string(), ahead(farthest(step))),
        faults: Vec::new(),
    }
}

/// The next step's form, empty.
pub fn next_step(desk: &Desk) -> StepForm {
    let today = desk.today();
    let ahead = |days: i32| today.checked_add(days.days()).unwrap_or(today).to_string();
    StepForm {
        due_on: ahead(USUAL_STEP_DAYS),
        days: (today.to_string(), ahead(LONGEST_STEP_DAYS)),
        ..StepForm::default()
    }
}

/// The page.
pub async fn page(card: &Card, again: Again) -> Result<Response, AppError> {
    let Card { desk, experiment } = card;
    let store = &desk.context.app.store;
    let catalogue = desk.context.app.catalogue;
    let steps = store.steps(&experiment.id).await?;
    let open = steps.iter().any(|step| step.done_on.is_none());
    let moves = store.moves(&experiment.id).await?;
    let since = since(desk, experiment).await?;
    let status = again.status();
    let may_change = desk.may_change();
    let under_way = matches!(experiment.state, State::Running | State::Reviewing);
    let others = others(card).await?;
    let page = CardPage {
        base: card.path(),
        board: desk.path(),
        name: desk.name.clone(),
        of_team: desk.team().is_some(),
        edition: experiment.edition,
        state: experiment.state,
        facts: facts(card, title_of(desk, experiment.follows.as_ref()).await?),
        moves: if may_change { experiment.state.moves().to_vec() } else { Vec::new() },
        asking: again.asking,
        lacks: experiment.plan.missing(),
        full: (others.len() >= MOST_RUNNING && experiment.state != State::Running)
            .then_some(others),
        steps: steps
            .iter()
            .enumerate()
            .map(|(place, step)| step_line(card, place, step, may_change && under_way))
            .collect(),
        next: (may_change && under_way && (!open || again.next.is_some()))
            .then(|| again.next.unwrap_or_else(|| next_step(desk))),
        judge: (may_change && experiment.started_on.is_some())
            .then(|| again.judge.unwrap_or_else(|| judge_form(experiment))),
        since,
        done: moves
            .into_iter()
            .map(|moved| MovedLine {
                what: moved.step.done(),
                day: days::written(moved.on),
                answer: moved.answer,
            })
            .collect(),
        moved: again.moved,
        may_change,
        next_href: (may_change && experiment.state == State::Changed)
            .then(|| desk.path_of_new("follows", experiment.id.as_str())),
    };
    let title = format!("{}: {}", desk.name, experiment.plan.title);
    let view = move || card_page(page, catalogue);
    Ok(Page::new(title).status(status).render(&desk.context, view).await)
}

fn judge_form(experiment: &Experiment) -> JudgeForm {
    experiment.judged.as_ref().map_or_else(JudgeForm::default, |judged| JudgeForm {
        judgement: judged.judgement.as_str().to_owned(),
        note: judged.note.clone(),
        said_on: Some(days::written(judged.on)),
        faults: Vec::new(),
    })
}

/// What else runs on the board.
async fn others(card: &Card) -> Result<Vec<Running>, AppError> {
    let experiments = card.desk.context.app.store.experiments(&card.desk.board).await?;
    Ok(experiments
        .into_iter()
        .filter(|each| each.state == State::Running && each.id != card.experiment.id)
        .map(|each| Running { href: card.desk.path_of(&each.id), title: each.plan.title })
        .collect())
}

/// The title and the page of the experiment that this one follows from.
async fn title_of(
    desk: &Desk,
    id: Option<&ExperimentId>,
) -> Result<Option<(String, String)>, AppError> {
    let Some(id) = id else { return Ok(None) };
    let found = desk.context.app.store.experiment(id).await?;
    Ok(found.map(|each| (desk.path_of(id), each.plan.title)))
}

fn facts(card: &Card, follows: Option<(String, String)>) -> Facts {
    let Experiment { plan, judged, .. } = &card.experiment;
    let entry = card.experiment.catalogue_entry.as_deref();
    Facts {
        plan: plan.clone(),
        review_on: plan.review_on.map(days::written),
        proposed_on: days::written(card.experiment.proposed_on),
        practice: entry
            .and_then(|id| card.desk.context.app.catalogue.experiment(id))
            .map(|entry| entry.practice.clone()),
        follows,
        judged: judged.as_ref().map(|judged| {
            (judged.judgement.words(), judged.note.clone(), days::written(judged.on))
        }),
    }
}

fn step_line(card: &Card, place: usize, step: &Step, may_change: bool) -> StepLine {
    StepLine {
        number: place + 1,
        what: step.what.clone(),
        expected: step.expected.clone(),
        obstacle: step.obstacle.clone(),
        made_on: days::written(step.made_on),
        due_on: days::written(step.due_on),
        done: step
            .done_on
            .map(|day| (days::written(day), step.actual.clone(), step.learned.clone())),
        edit: may_change.then(|| format!("{}/steps/{}", card.path(), place + 1)),
    }
}

//! Putting an experiment on the board, and changing its plan.

use super::read::{form_of, from_catalogue, read, typed};
use super::{Desk, status_of};
use crate::catalogue::{Catalogue, ExperimentKind, PatternId};
use crate::kata::Plan;
use crate::pages::experiments::{AdoptPage, EntryLine, PlanForm, PlanPage, adopt, plan};
use crate::server::desk::Card;
use crate::server::error::AppError;
use crate::server::fields::{Faults, Fields};
use crate::server::render::Page;
use crate::server::since::current_condition;
use crate::store::{Experiment, ExperimentId, NewExperiment, StoreError};
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// What the form begins with.
#[derive(Debug, Default, Deserialize)]
pub struct From {
    /// An entry of the catalogue, by its id.
    #[serde(default)]
    entry: String,
    /// An experiment of the same board that this one follows from.
    #[serde(default)]
    follows: String,
    /// An anti-pattern, by its id.
    #[serde(default)]
    pattern: String,
}

/// `GET …/experiments/new`
pub async fn ask(desk: Desk, Query(from): Query<From>) -> Result<Response, AppError> {
    let desk = desk.own()?;
    let before = followed(&desk, &from.follows).await?;
    let entry = desk.context.app.catalogue.experiment(&from.entry);
    let mut begin = match (&before, entry) {
        (Some(before), _) => Plan { review_on: None, ..before.plan.clone() },
        (None, Some(entry)) => from_catalogue(entry, desk.today()),
        (None, None) => Plan { pattern: from.pattern.parse().ok(), ..Plan::default() },
    };
    if let Some(pattern) = begin.pattern {
        let now = current_condition(&desk, pattern).await?;
        if !now.is_empty() {
            begin.current = now;
        }
    }
    let form = form_of(&begin, desk.today());
    page(&desk, form, entry.map(|entry| entry.id.clone()), before.as_ref()).await
}

async fn page(
    desk: &Desk,
    form: PlanForm,
    entry: Option<String>,
    before: Option<&Experiment>,
) -> Result<Response, AppError> {
    let catalogue = desk.context.app.catalogue;
    let wrong = !form.faults.is_empty();
    let page = AdoptPage {
        name: desk.name.clone(),
        action: desk.path(),
        back: desk.path(),
        of_team: desk.team().is_some(),
        offers: if entry.is_none() && before.is_none() {
            offers(desk, catalogue)
        } else {
            Vec::new()
        },
        entry,
        follows: before.map(|before| (before.id.to_string(), before.plan.title.clone())),
        form,
    };
    let title = format!("{}: a new experiment", desk.name);
    Ok(Page::new(title).wrong(wrong).render(&desk.context, move || adopt(page, catalogue)).await)
}

/// The catalogue's experiments for those whose board it is, by anti-pattern.
fn offers(desk: &Desk, catalogue: &'static Catalogue) -> Vec<(PatternId, Vec<EntryLine>)> {
    PatternId::ALL
        .into_iter()
        .map(|pattern| {
            let fits = catalogue.experiments_for(pattern).filter(|entry| {
                (entry.kind == ExperimentKind::Leadership) == desk.team().is_none()
            });
            let lines = fits.map(|entry| EntryLine {
                href: desk.path_of_new("entry", &entry.id),
                title: entry.title.clone(),
                effort: entry.effort,
            });
            (pattern, lines.collect())
        })
        .collect()
}

/// The experiment that a new one follows from, if it is on the same board.
async fn followed(desk: &Desk, id: &str) -> Result<Option<Experiment>, AppError> {
    let Ok(id) = id.parse::<ExperimentId>() else { return Ok(None) };
    let found = desk.context.app.store.experiment(&id).await?;
    Ok(found.filter(|each| each.board == desk.board))
}

/// `POST …/experiments`
pub async fn create(desk: Desk, fields: Fields) -> Result<Response, AppError> {
    let desk = desk.own()?;
    let catalogue = desk.context.app.catalogue;
    let entry = catalogue.experiment(fields.text("entry")).map(|entry| entry.id.clone());
    let before = followed(&desk, fields.text("follows")).await?;
    let plan = match read(&desk, &fields, None) {
        Ok(plan) => plan,
        Err(faults) => {
            let form = typed(&fields, desk.today(), &faults);
            return page(&desk, form, entry, before.as_ref()).await;
        }
    };
    let new = NewExperiment {
        board: desk.board.clone(),
        catalogue_entry: entry,
        follows: before.map(|before| before.id),
        plan,
        proposed_on: desk.today(),
    };
    let id = desk.context.app.store.add_experiment(&new).await?;
    desk.did("put an experiment on the board").await?;
    Ok(Redirect::to(&desk.path_of(&id)).into_response())
}

/// `GET …/experiments/{experiment}/plan`
pub async fn ask_plan(card: Card) -> Result<Response, AppError> {
    let card = card.own()?;
    if card.experiment.state.is_over() {
        return Ok(card.go_back());
    }
    let form = form_of(&card.experiment.plan, card.desk.today());
    plan_page(&card, form, card.experiment.edition, false).await
}

async fn plan_page(
    card: &Card,
    form: PlanForm,
    edition: i64,
    moved: bool,
) -> Result<Response, AppError> {
    let catalogue = card.desk.context.app.catalogue;
    let status = status_of(moved, !form.faults.is_empty());
    let page = PlanPage {
        name: card.desk.name.clone(),
        base: card.path(),
        of_team: card.desk.team().is_some(),
        edition,
        proposed: card.experiment.state == crate::kata::State::Proposed,
        moved,
        form,
    };
    let title = format!("{}: plan", card.experiment.plan.title);
    let context = &card.desk.context;
    Ok(Page::new(title).status(status).render(context, move || plan(page, catalogue)).await)
}

/// `POST …/experiments/{experiment}/plan`
pub async fn keep_plan(card: Card, fields: Fields) -> Result<Response, AppError> {
    let card = card.own()?;
    let today = card.desk.today();
    let edition = edition_of(&fields)?;
    let plan = match read(&card.desk, &fields, Some(&card.experiment.plan)) {
        Ok(plan) => plan,
        Err(faults) => {
            return plan_page(&card, typed(&fields, today, &faults), edition, false).await;
        }
    };
    match card.desk.context.app.store.change_plan(&card.experiment.id, edition, &plan).await {
        Ok(()) => Ok(card.go_back()),
        // What was typed stays in the form, beside a word about what happened.
        Err(StoreError::ExperimentMoved) => {
            let form = typed(&fields, today, &Faults::default());
            plan_page(&card, form, card.experiment.edition, true).await
        }
        Err(StoreError::ExperimentDraft) => {
            let mut faults = Faults::default();
            for missing in plan.missing() {
                faults.add(
                    missing.field(),
                    format!("What runs needs {}: leave it filled in.", missing.words()),
                );
            }
            plan_page(&card, typed(&fields, today, &faults), edition, false).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The edition that a form was opened with.
pub fn edition_of(fields: &Fields) -> Result<i64, AppError> {
    fields
        .text("edition")
        .parse()
        .map_err(|_| AppError::BadRequest("The form did not say what it was opened with."))
}

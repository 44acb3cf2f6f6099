//! What works here, for coaches and for leadership: a page, a table, data.

use super::exports;
use super::leadership::next_counting;
use crate::charts::Table;
use crate::days;
use crate::disclosure::works::Key;
use crate::kata::State;
use crate::pages::works::{Kept, REST, WorksLine, WorksPage, about_dimension, either, works};
use crate::server::api;
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::render::Page;
use crate::server::works::{Told, practice_of, told};
use crate::store::{Board, Organisation};
use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;

/// Which organisation, where the browser may look at several.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    organisation: String,
}

/// As whom somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Coach,
    Leader,
}

async fn organisation(
    context: &Context,
    who: Who,
    wanted: &Wanted,
) -> Result<Organisation, AppError> {
    match who {
        Who::Coach => context.chosen(context.coached(), &wanted.organisation).await,
        Who::Leader => context.chosen(context.led(), &wanted.organisation).await,
    }
}

/// `GET /coach/works`
pub async fn for_coaches(
    context: Context,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    page(&context, Who::Coach, &wanted).await
}

/// `GET /leadership/works`
pub async fn for_leadership(
    context: Context,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    page(&context, Who::Leader, &wanted).await
}

/// `GET /coach/works.csv`
pub async fn coach_csv(
    context: Context,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    csv(&context, Who::Coach, &wanted).await
}

/// `GET /leadership/works.csv`
pub async fn leadership_csv(
    context: Context,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    csv(&context, Who::Leader, &wanted).await
}

/// `GET /coach/works.json`
pub async fn coach_json(
    context: Context,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    json(&context, Who::Coach, &wanted).await
}

/// `GET /leadership/works.json`
pub async fn leadership_json(
    context: Context,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    json(&context, Who::Leader, &wanted).await
}

async fn page(context: &Context, who: Who, wanted: &Wanted) -> Result<Response, AppError> {
    let of = organisation(context, who, wanted).await?;
    let lines = told(&context.app, &of.id).await?;
    let others = match who {
        Who::Coach => context.others(context.coached(), &of.id).await?,
        Who::Leader => context.others(context.led(), &of.id).await?,
    };
    let page = WorksPage {
        others,
        lines: lines.into_iter().map(|each| shown(context, each)).collect(),
        kept: match who {
            Who::Coach => Some(kept(context, &of).await?),
            Who::Leader => None,
        },
        next: next_counting(context),
        above: if who == Who::Coach { "/coach" } else { "/leadership" },
        id: of.id.to_string(),
        organisation: of.name,
    };
    let title = format!("{}: what works here", page.organisation);
    Ok(Page::new(title).render(context, move || works(page)).await)
}

fn shown(context: &Context, told: Told) -> WorksLine {
    WorksLine {
        name: name(context, &told.about),
        quarter: days::quarter_written(&told.quarter),
        line: told.line,
    }
}

fn name(context: &Context, about: &Key) -> String {
    match about {
        Key::Practice(name) => name.clone(),
        Key::Dimension(id) => about_dimension(*id, context.app.catalogue),
        Key::Rest => REST.to_owned(),
    }
}

/// What single teams that share have kept, by practice.
async fn kept(context: &Context, of: &Organisation) -> Result<Vec<Kept>, AppError> {
    let store = &context.app.store;
    let teams = store.teams(&of.id).await?;
    let mut all: Vec<Kept> = store
        .shared_experiments(&of.id)
        .await?
        .into_iter()
        .filter(|each| each.state == State::Kept)
        .filter_map(|each| {
            let Board::Team(id) = &each.board else { return None };
            Some(Kept {
                team: teams.iter().find(|team| team.id == *id)?.name.clone(),
                practice: practice_of(&each, context.app.catalogue).unwrap_or_default(),
                href: format!("/teams/{id}/experiments/{}", each.id),
                on: days::written(each.ended_on?),
                title: each.plan.title,
            })
        })
        .collect();
    all.sort_by_cached_key(|each| {
        // Those of a team's own making come last.
        (each.practice.is_empty(), each.practice.to_lowercase(), each.team.to_lowercase())
    });
    Ok(all)
}

async fn csv(context: &Context, who: Who, wanted: &Wanted) -> Result<Response, AppError> {
    let of = organisation(context, who, wanted).await?;
    let columns = ["about", "up to the end of", "teams", "of which", "what"];
    let mut rows = Vec::new();
    for told in self::told(&context.app, &of.id).await? {
        let name = name(context, &told.about);
        let mut row = |teams: u32, kind: &str, words: &[&str]| {
            rows.push(vec![
                name.clone(),
                told.quarter.clone(),
                teams.to_string(),
                kind.to_owned(),
                either(words),
            ]);
        };
        row(told.line.teams, "all", &["tried it"]);
        for part in &told.line.ended {
            let words: Vec<&str> = part.how.iter().map(|each| each.words()).collect();
            row(part.teams, "how it ended", &words);
        }
        for part in &told.line.said {
            let words: Vec<&str> = part.what.iter().map(|each| each.words()).collect();
            row(part.teams, "what the next round said", &words);
        }
    }
    let table = Table { columns: columns.map(str::to_owned).to_vec(), rows };
    exports::attachment(exports::CSV, "andon-works.csv", table.csv().into_bytes())
}

async fn json(context: &Context, who: Who, wanted: &Wanted) -> Result<Response, AppError> {
    let of = organisation(context, who, wanted).await?;
    let document = api::works_document(context, &of).await?;
    exports::attachment(exports::JSON, "andon-works.json", exports::pretty(&document)?)
}

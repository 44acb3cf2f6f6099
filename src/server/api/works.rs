//! `GET /api/v1/works`, which is the file `works.json` too: what teams have tried, and
//! how it went, over many of them.

use super::bearer::Bearer;
use super::document::{NotFound, Refusals};
use super::{Named, answer};
use crate::catalogue::DimensionId;
use crate::disclosure::works::{Key, Line};
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::works::told;
use crate::store::{Organisation, Role};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// One practice.
    Practice,
    /// The other practices of one dimension.
    Dimension,
    /// All the rest.
    Rest,
}

/// Teams that have tried the same, and how it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WorksLine {
    /// What it is about.
    pub about: About,
    /// The practice; null for the other lines.
    pub practice: Option<String>,
    /// The dimension, for a line about the others of one; else null.
    pub dimension: Option<DimensionId>,
    /// The quarter in which it was counted last.
    #[schema(example = "2026-Q3")]
    pub quarter: String,
    /// The counts.
    pub line: Line,
}

/// What teams that share have tried, and how it went. It is no proof that anything
/// works: who tries what is no accident, and other things happen too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Works {
    /// The organisation.
    pub organisation: Named,
    /// Practices by name, then dimensions, then the rest.
    pub data: Vec<WorksLine>,
}

/// What works here
///
/// Practices that at least nine teams have tried, how it ended and what their next round
/// said, counted once a quarter. For coaches and leaders.
#[utoipa::path(
    get,
    path = "/api/v1/works",
    operation_id = "works",
    responses(
        (status = 200, description = "The lines that are told.", body = Works),
        NotFound,
        Refusals,
    )
)]
pub async fn show(Bearer { context, link }: Bearer) -> Result<Response, AppError> {
    if !matches!(link.role, Role::Coach | Role::Leader) {
        return Err(AppError::NotFound);
    }
    let organisation = context.app.store.organisation(&link.organisation).await?;
    answer(&works_document(&context, &organisation.ok_or(AppError::NotFound)?).await?)
}

/// Every line that is told.
///
/// # Errors
/// When the database does not answer.
pub async fn works_document(context: &Context, of: &Organisation) -> Result<Works, AppError> {
    let lines = told(&context.app, &of.id).await?;
    Ok(Works {
        organisation: Named::new(&of.id, of.name.clone()),
        data: lines
            .into_iter()
            .map(|told| {
                let (about, practice, dimension) = match told.about {
                    Key::Practice(name) => (About::Practice, Some(name), None),
                    Key::Dimension(id) => (About::Dimension, None, Some(id)),
                    Key::Rest => (About::Rest, None, None),
                };
                let line = Line::clone(&told.line);
                WorksLine { about, practice, dimension, quarter: told.quarter, line }
            })
            .collect(),
    })
}

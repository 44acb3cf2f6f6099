//! The interface for programs, `/api/v1`: the same results as on the pages, through
//! the same gate and the same access checks, as JSON.
//!
//! | file | subject |
//! |---|---|
//! | `bearer` | who asks: the holder of an access link |
//! | `me`, `catalogue`, `teams`, `rounds`, `report`, `experiments`, `signals`, `board`, `leadership`, `cords`, `works` | one address each, or a few: what it gives, and to whom |
//! | `paging` | long lists, a part at a time |
//! | `problem` | what a program is told when something goes wrong |
//! | `document`, `examples` | the OpenAPI document, made of the handlers and the types they give |
//!
//! A new address is a file with a handler under `#[utoipa::path]` and a line in
//! [`routes`]: the route and its place in the document are one and the same thing.

mod bearer;
mod board;
mod catalogue;
mod cords;
mod document;
mod examples;
mod experiments;
mod leadership;
mod me;
mod paging;
mod problem;
mod report;
mod rounds;
mod signals;
mod teams;
mod works;

pub use bearer::token as bearer_token;
pub use board::board_document;
pub use document::{page, serve as serve_document};
pub use experiments::{Experiment, with_logs};
pub use leadership::leadership_document;
pub use problem::Problem;
pub use report::{history_document, report_document};
#[cfg(fuzzing)]
pub use signals::read_month;
pub use works::works_document;

use super::error::AppError;
use super::state::AppState;
use super::tagged::Tag;
use crate::days;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes as documented;

/// Where the interface begins.
const ROOT: &str = "/api/";

/// Whether a path belongs to programs: errors there are problem details.
#[must_use]
pub fn is_below(path: &str) -> bool {
    path.starts_with(ROOT)
}

/// Every address of the interface, with its place in the document.
fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(documented!(me::show))
        .routes(documented!(catalogue::show))
        .routes(documented!(teams::list))
        .routes(documented!(rounds::list))
        .routes(documented!(report::show))
        .routes(documented!(signals::list))
        .routes(documented!(signals::show, signals::keep, signals::delete))
        .routes(documented!(board::show))
        .routes(documented!(experiments::of_team))
        .routes(documented!(leadership::show))
        .routes(documented!(experiments::of_leadership))
        .routes(documented!(works::show))
        .routes(documented!(cords::of_team))
        .routes(documented!(cords::of_leadership))
}

/// The interface and the document that describes it.
pub fn router() -> Router<AppState> {
    Router::from(routes()).route("/api/openapi.json", get(serve_document))
}

/// Something with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Named {
    /// Its id, as addresses hold it.
    pub id: String,
    /// Its name. Names may change, ids do not.
    pub name: String,
}

impl Named {
    fn new(id: impl ToString, name: impl Into<String>) -> Self {
        Self { id: id.to_string(), name: name.into() }
    }
}

/// A response for one holder of a link: caches ask again each time.
fn answer(body: &impl Serialize) -> Result<Response, AppError> {
    json(body, "private, no-cache")
}

/// A response for anyone.
fn answer_all(body: &impl Serialize) -> Result<Response, AppError> {
    json(body, "no-cache")
}

fn json(body: &impl Serialize, cache: &'static str) -> Result<Response, AppError> {
    let body = serde_json::to_vec(body).map_err(|error| AppError::Internal(error.to_string()))?;
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("authorization"));
    response.extensions_mut().insert(Tag);
    Ok(response)
}

impl super::context::Context {
    /// The day of a moment, as `2026-03-31`: finer times leave the server nowhere.
    fn iso_day(&self, at: i64) -> String {
        self.app.settings.zone.day(at).to_string()
    }
}

/// The day with this number, counted from 1 January 1970.
fn numbered_day(number: i32) -> String {
    days::numbered(number).to_string()
}

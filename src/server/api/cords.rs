//! `GET /api/v1/teams/{team}/cords` and `GET /api/v1/leadership/cords`: what teams ask of
//! leadership, each as its own people see it.

use super::bearer::Bearer;
use super::document::{NotFound, Refusals};
use super::{Named, answer};
use crate::catalogue::PatternId;
use crate::server::error::AppError;
use crate::server::routes::leadership::cords::Heard;
use crate::store::{Decided as Stored, Decision};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

/// What leadership decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// It tries something.
    WillTry,
    /// It looks again later.
    NotNow,
    /// It does not.
    No,
}

/// Leadership's answer to a pattern's cord.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CordAnswer {
    /// What was decided.
    pub decided: Decided,
    /// In leadership's words; may be empty.
    pub words: String,
    /// By which day; null for a no.
    #[schema(format = Date)]
    pub by: Option<String>,
    /// The day on which it was decided.
    #[schema(format = Date)]
    pub decided_on: String,
}

impl From<&Decision> for CordAnswer {
    fn from(decision: &Decision) -> Self {
        Self {
            decided: match decision.decided {
                Stored::WillTry => Decided::WillTry,
                Stored::NotNow => Decided::NotNow,
                Stored::No => Decided::No,
            },
            words: decision.words.clone(),
            by: decision.by_day.map(|day| day.to_string()),
            decided_on: decision.decided_on.to_string(),
        }
    }
}

/// A cord that the team has pulled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TeamCord {
    /// What hurts.
    pub pattern: PatternId,
    /// The day on which it was pulled.
    #[schema(format = Date)]
    pub pulled_on: String,
    /// The day on which it was let go; null while it is pulled.
    #[schema(format = Date)]
    pub let_go_on: Option<String>,
    /// Leadership's answer that is in force; null where there is none yet.
    pub answer: Option<CordAnswer>,
}

/// A team's cords.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TeamCords {
    /// Those that are pulled first, then the others, each the newest first.
    pub data: Vec<TeamCord>,
}

/// A pattern on which teams have pulled the cord, or that was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeardCord {
    /// What hurts.
    pub pattern: PatternId,
    /// So many teams or more have pulled: a multiple of three. Null where there is no
    /// count to tell.
    #[schema(minimum = 3, multiple_of = 3)]
    pub at_least: Option<u32>,
    /// Leadership's answers, the newest first: that one is in force.
    pub answers: Vec<CordAnswer>,
}

/// What teams ask of leadership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeardCords {
    /// The organisation.
    pub organisation: Named,
    /// The patterns, those without an answer first. A pattern on which fewer than three
    /// teams have pulled is not among them.
    pub data: Vec<HeardCord>,
}

/// A team's cords
///
/// What the team has asked of leadership, and the answers. For its facilitator alone.
#[utoipa::path(
    get,
    path = "/api/v1/teams/{team}/cords",
    operation_id = "cords",
    params(("team" = String, Path, description = "The team's id.")),
    responses(
        (status = 200, description = "The cords.", body = TeamCords),
        NotFound,
        Refusals,
    )
)]
pub async fn of_team(
    Bearer { context, .. }: Bearer,
    Path(team): Path<String>,
) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    let store = &context.app.store;
    let decisions = store.decisions(&team.organisation).await?;
    let data = store.cords(&team.id).await?.into_iter().map(|cord| TeamCord {
        pattern: cord.pattern,
        pulled_on: cord.pulled_on.to_string(),
        let_go_on: cord.let_go_on.map(|day| day.to_string()),
        answer: decisions.get(&cord.pattern).and_then(|all| all.first()).map(CordAnswer::from),
    });
    answer(&TeamCords { data: data.collect() })
}

/// What teams ask of leadership
///
/// The anti-patterns on which at least three teams have pulled the cord, and never which
/// teams, with leadership's answers. For leaders alone.
#[utoipa::path(
    get,
    path = "/api/v1/leadership/cords",
    operation_id = "leadershipCords",
    responses(
        (status = 200, description = "The cords that are heard.", body = HeardCords),
        NotFound,
        Refusals,
    )
)]
pub async fn of_leadership(Bearer { context, link }: Bearer) -> Result<Response, AppError> {
    let heard = Heard::load(&context, link.organisation.as_str()).await?;
    let data = heard.patterns().into_iter().map(|pattern| HeardCord {
        pattern,
        at_least: heard.pulled.get(&pattern).map(|pulled| pulled.at_least()),
        answers: heard
            .decisions
            .get(&pattern)
            .map(|all| all.iter().map(CordAnswer::from).collect())
            .unwrap_or_default(),
    });
    answer(&HeardCords {
        organisation: Named::new(&heard.organisation.id, heard.organisation.name.clone()),
        data: data.collect(),
    })
}

//! `GET /api/v1/teams/{team}/rounds`: a team's rounds.

use super::bearer::Bearer;
use super::document::{BadRequest, NotFound, Refusals};
use super::paging::{Asked, PagingParameters, answer_part};
use crate::disclosure::Band;
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::routes::report::released;
use crate::store::{Round as Stored, RoundState as StoredState};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

/// Where a round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundState {
    /// Being prepared; nobody can answer yet.
    Draft,
    /// People can answer; nothing is shown.
    Open,
    /// Closed and counted: there is a report.
    Sealed,
    /// Closed with too few answers, which were destroyed: there is no report.
    TooFew,
    /// Given up, and its answers destroyed: there is no report.
    Discarded,
}

impl From<StoredState> for RoundState {
    fn from(state: StoredState) -> Self {
        match state {
            StoredState::Draft => Self::Draft,
            StoredState::Open => Self::Open,
            StoredState::Sealed => Self::Sealed,
            StoredState::TooFew => Self::TooFew,
            StoredState::Discarded => Self::Discarded,
        }
    }
}

/// One team's assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Round {
    /// Its id, as addresses hold it.
    pub id: String,
    /// Where it stands.
    pub state: RoundState,
    /// The day on which it was opened; null for a draft.
    #[schema(format = Date)]
    pub opened_on: Option<String>,
    /// The last day on which it can be answered; null once it has closed.
    #[schema(format = Date)]
    pub closes_on: Option<String>,
    /// The day on which it closed; null before.
    #[schema(format = Date)]
    pub closed_on: Option<String>,
    /// The fewest answers of which anything is shown.
    #[schema(minimum = 3, maximum = 10)]
    pub minimum_group: u8,
    /// The version of the catalogue that was asked.
    pub catalogue: String,
    /// How many people answered, in bands; null where there is no report.
    pub answers: Option<Band>,
    /// Its report, where there is one.
    #[schema(format = "uri")]
    pub report: Option<String>,
}

/// A part of a team's rounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Rounds {
    /// The rounds, newest first.
    pub data: Vec<Round>,
    /// The address of the next part; null after the last one.
    #[schema(format = "uri")]
    pub next: Option<String>,
}

/// A team's rounds
///
/// The team's facilitator sees all of them, also the one under way; coaches see those of a
/// team that shares, once they are sealed.
#[utoipa::path(
    get,
    path = "/api/v1/teams/{team}/rounds",
    operation_id = "rounds",
    params(("team" = String, Path, description = "The team's id."), PagingParameters),
    responses(
        (status = 200, description = "A part of the list.", body = Rounds),
        BadRequest,
        NotFound,
        Refusals,
    )
)]
pub async fn list(
    Bearer { context, .. }: Bearer,
    Path(team): Path<String>,
    Asked(paging): Asked,
) -> Result<Response, AppError> {
    let (team, leads) = context.seen(&team).await?;
    let paging = paging?;
    let mut rounds = context.app.store.rounds(&team.id).await?;
    // A coach sees reports, and not what is under way.
    rounds.retain(|round| leads || round.state == StoredState::Sealed);
    // A round never goes away, so the last one that was given is always found again.
    let start = paging.start_in(&rounds, |round| round.id.as_str())?;
    let part = paging.cut(&context, rounds, start, |round| round.id.to_string());
    let mut data = Vec::with_capacity(part.entries.len());
    for round in &part.entries {
        data.push(line(&context, round).await?);
    }
    let body = Rounds { data, next: part.next };
    answer_part(&body, body.next.as_deref())
}

async fn line(context: &Context, round: &Stored) -> Result<Round, AppError> {
    let report = match round.state {
        StoredState::Sealed => released(context, round).await?,
        _ => None,
    };
    let last_day = context.app.settings.zone.last_day(round.closes_at);
    Ok(Round {
        id: round.id.to_string(),
        state: round.state.into(),
        opened_on: round.opened_at.map(|at| context.iso_day(at)),
        closes_on: round.closed_at.is_none().then(|| last_day.to_string()),
        closed_on: round.closed_at.map(|at| context.iso_day(at)),
        minimum_group: round.minimum_group,
        catalogue: round.catalogue_version.clone(),
        report: report.as_ref().map(|_| super::report::address(context, &round.team, &round.id)),
        answers: report.map(|report| report.answers),
    })
}

//! `GET /api/v1/teams/{team}/rounds/{round}/report`, which is the file `report.json`
//! too.

use super::bearer::Bearer;
use super::document::{NotFound, Refusals};
use super::{answer, numbered_day};
use crate::disclosure::{Cell, Change, Figure, History, Released, Report};
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::routes::report::{Loaded, Viewer, history, readable};
use crate::store::{Round, RoundId, Team, TeamId};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

/// The report of a sealed round. Every figure in it has passed the same gate as the
/// report's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportDocument {
    /// The organisation's name.
    pub organisation: String,
    /// The team's name.
    pub team: String,
    /// The day on which the round closed.
    #[schema(format = Date)]
    pub closed_on: String,
    /// The version of the catalogue that was asked.
    pub catalogue: String,
    /// How to read every health in it.
    pub scale: String,
    /// The figures.
    #[schema(value_type = Report)]
    pub report: Released<Report>,
    /// The round before, and what has changed since; absent where there is none that
    /// can be compared, and for readers, who see one report alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<PreviousRound>,
    /// Health over all dimensions, round by round, earliest first; absent before the
    /// second round, and for readers, who see one report alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<Vec<HistoryRound>>,
}

/// The round before, and what has changed since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviousRound {
    /// The day on which it closed.
    #[schema(format = Date)]
    pub closed_on: String,
    /// Its figures.
    #[schema(value_type = Report)]
    pub report: Released<Report>,
    /// What has changed since.
    #[schema(value_type = Change)]
    pub change: Released<Change>,
}

/// A round in a team's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HistoryRound {
    /// The day on which it closed.
    #[schema(format = Date)]
    pub closed_on: String,
    /// Health over all dimensions.
    pub overall: Cell<Figure>,
}

/// A team's history, as the file `history.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HistoryDocument {
    organisation: String,
    team: String,
    scale: String,
    rounds: Vec<HistoryRound>,
}

/// How to read every health.
pub(super) const SCALE: &str = "health, 10 to 90; `coded` says where a figure stands for all beyond it, as 80 for 80 or more; \
     an interval\u{2019}s end of 10 stands for 10 or less, of 90 for 90 or more";

/// The report of a sealed round
///
/// The figures of the report's page, what has changed since the round before, and the
/// history. For the team's facilitator, for coaches of a team that shares, and, without the
/// round before and the history, for whoever has a reader's link to this report.
#[utoipa::path(
    get,
    path = "/api/v1/teams/{team}/rounds/{round}/report",
    operation_id = "report",
    params(
        ("team" = String, Path, description = "The team's id."),
        ("round" = String, Path, description = "The round's id."),
    ),
    responses(
        (status = 200, description = "The report.", body = ReportDocument),
        NotFound,
        Refusals,
    )
)]
pub async fn show(
    Bearer { context, .. }: Bearer,
    Path((team, round)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let (team, round) = readable(&context, &team, &round).await?.ok_or(AppError::NotFound)?;
    let loaded = Loaded::load(&context, &team, &round).await?;
    answer(&report_document(&context, &team, &round, &loaded).await?)
}

/// Where a round's report is.
pub(super) fn address(context: &Context, team: &TeamId, round: &RoundId) -> String {
    context.absolute(&format!("/api/v1/teams/{team}/rounds/{round}/report"))
}

/// The report of a sealed round that this viewer may read.
///
/// # Errors
/// When the database does not answer.
pub async fn report_document(
    context: &Context,
    team: &Team,
    round: &Round,
    loaded: &Loaded,
) -> Result<ReportDocument, AppError> {
    let history = if Viewer::of(context, team).sees_team() {
        history(context, round, &context.app.store.rounds(&team.id).await?).await?
    } else {
        None
    };
    Ok(ReportDocument {
        organisation: organisation_name(context, team)?,
        team: team.name.clone(),
        closed_on: context.iso_day(round.closed_at.unwrap_or(round.closes_at)),
        catalogue: round.catalogue_version.clone(),
        scale: SCALE.to_owned(),
        report: loaded.report.clone(),
        previous: loaded.before.as_ref().and_then(|before| {
            Some(PreviousRound {
                closed_on: before.closed_on.to_string(),
                report: before.report.clone()?,
                change: before.change.clone(),
            })
        }),
        history: history.map(|history| history_rounds(&history)),
    })
}

/// A team's history up to a round.
///
/// # Errors
/// [`AppError::NotFound`] without a link to the team's organisation.
pub fn history_document(
    context: &Context,
    team: &Team,
    history: &Released<History>,
) -> Result<HistoryDocument, AppError> {
    Ok(HistoryDocument {
        organisation: organisation_name(context, team)?,
        team: team.name.clone(),
        scale: SCALE.to_owned(),
        rounds: history_rounds(history),
    })
}

fn history_rounds(history: &Released<History>) -> Vec<HistoryRound> {
    let round = |point: &crate::disclosure::HistoryPoint| HistoryRound {
        closed_on: numbered_day(point.day),
        overall: point.figure,
    };
    history.rounds.iter().map(round).collect()
}

/// As the link says with which it is read.
fn organisation_name(context: &Context, team: &Team) -> Result<String, AppError> {
    let name = context.organisation_name(&team.organisation).ok_or(AppError::NotFound)?;
    Ok(name.to_owned())
}

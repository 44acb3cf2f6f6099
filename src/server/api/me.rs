//! `GET /api/v1/me`: what an access link opens.

use super::bearer::Bearer;
use super::document::Refusals;
use super::{Named, answer};
use crate::server::access;
use crate::server::error::AppError;
use crate::store::Role as StoredRole;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

/// What the holder of an access link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Adds teams and hands out access links; sees no results.
    Admin,
    /// Leads one team's rounds.
    Facilitator,
    /// Sees the teams that share with coaches.
    Coach,
    /// Sees figures over many teams, and no single team.
    Leader,
    /// Reads one report.
    Reader,
}

impl From<StoredRole> for Role {
    fn from(role: StoredRole) -> Self {
        match role {
            StoredRole::Admin => Self::Admin,
            StoredRole::Facilitator => Self::Facilitator,
            StoredRole::Coach => Self::Coach,
            StoredRole::Leader => Self::Leader,
            StoredRole::Reader => Self::Reader,
        }
    }
}

/// An access link and what it opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Me {
    /// What its holder is.
    pub role: Role,
    /// What that means, in a sentence.
    pub about: String,
    /// Who the link was made for, in the words of whoever made it.
    pub label: String,
    /// The organisation that it opens.
    pub organisation: Named,
    /// The team that it opens; only for facilitators and readers.
    pub team: Option<Named>,
    /// The last day on which the link is sure to hold.
    #[schema(format = Date)]
    pub holds_until: String,
    /// Whether everything in the organisation is made up.
    pub made_up: bool,
    /// Where to go on.
    pub links: Links,
}

/// The addresses that an access link opens; those that it does not open are absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Links {
    /// The questions.
    #[schema(format = "uri")]
    pub catalogue: String,
    /// The teams that it may see.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri")]
    pub teams: Option<String>,
    /// The team's rounds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri")]
    pub rounds: Option<String>,
    /// The team's delivery signals, which it may change.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri")]
    pub signals: Option<String>,
    /// The board of experiments: the team's, or leadership's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri")]
    pub experiments: Option<String>,
    /// The one report that it may see.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri")]
    pub report: Option<String>,
    /// The coach's board.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri")]
    pub board: Option<String>,
    /// Figures over many teams.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri")]
    pub leadership: Option<String>,
    /// What teams ask of leadership, or what the team asks of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri")]
    pub cords: Option<String>,
    /// What teams have tried, and how it went.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri")]
    pub works: Option<String>,
}

/// What this access link opens
///
/// A good first request: it says whether the link holds, for how long, and where to go on.
#[utoipa::path(
    get,
    path = "/api/v1/me",
    operation_id = "me",
    responses(
        (status = 200, description = "The access link and the addresses that it opens.", body = Me),
        Refusals,
    )
)]
pub async fn show(Bearer { context, link }: Bearer) -> Result<Response, AppError> {
    let organisation = context.app.store.organisation(&link.organisation).await?;
    let organisation = organisation.ok_or(AppError::NotFound)?;
    let address = |path: String| Some(context.absolute(&path));
    let mut links = Links { catalogue: context.absolute("/api/v1/catalogue"), ..Links::default() };
    match (link.role, &link.team, &link.round) {
        (StoredRole::Facilitator, Some(team), _) => {
            links.teams = address("/api/v1/teams".to_owned());
            links.rounds = address(format!("/api/v1/teams/{team}/rounds"));
            links.cords = address(format!("/api/v1/teams/{team}/cords"));
            links.signals = address(format!("/api/v1/teams/{team}/signals"));
            links.experiments = address(format!("/api/v1/teams/{team}/experiments"));
        }
        (StoredRole::Reader, Some(team), Some(round)) => {
            links.report = address(format!("/api/v1/teams/{team}/rounds/{round}/report"));
        }
        (StoredRole::Coach, ..) => {
            links.teams = address("/api/v1/teams".to_owned());
            links.board = address("/api/v1/board".to_owned());
            links.works = address("/api/v1/works".to_owned());
        }
        (StoredRole::Leader, ..) => {
            links.leadership = address("/api/v1/leadership".to_owned());
            links.cords = address("/api/v1/leadership/cords".to_owned());
            links.experiments = address("/api/v1/leadership/experiments".to_owned());
            links.works = address("/api/v1/works".to_owned());
        }
        (StoredRole::Admin, ..) => links.teams = address("/api/v1/teams".to_owned()),
        _ => {}
    }
    answer(&Me {
        role: link.role.into(),
        about: access::about(link.role).to_owned(),
        label: link.label,
        organisation: Named::new(&organisation.id, organisation.name),
        team: link.team.zip(link.team_name).map(|(id, name)| Named::new(id, name)),
        // It ends in the course of a day; the day before is whole.
        holds_until: context.iso_day(link.expires_at - crate::clock::DAY),
        made_up: link.synthetic,
        links,
    })
}

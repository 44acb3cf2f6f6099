//! A round of a team that this browser leads: the right to change it, in a type.

use super::context::Context;
use super::error::AppError;
use super::state::AppState;
use crate::store::{Role, Round, RoundId, Team, TeamId};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// What a handler gets if the browser that asks leads the team and the round is
/// the team's; everybody else is told that there is nothing here.
pub struct Led {
    /// Who asks.
    pub context: Context,
    /// The team.
    pub team: Team,
    /// Its round.
    pub round: Round,
}

/// The parts of an address that begins with `/teams/{team}/rounds/{round}`.
#[derive(Deserialize)]
struct Names {
    team: String,
    round: String,
}

impl FromRequestParts<AppState> for Led {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, AppError> {
        let context = Context::from_request_parts(parts, app).await?;
        let Path(Names { team, round }) =
            Path::from_request_parts(parts, app).await.map_err(|_| AppError::NotFound)?;
        Self::find(context, &team, &round).await
    }
}

impl Led {
    /// Looks the team and the round up.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when this browser does not lead the team, or the
    /// round is not the team's.
    pub async fn find(context: Context, team: &str, round: &str) -> Result<Self, AppError> {
        let team = context.facilitated(team).await?;
        let round = context.round_of(&team, round).await?;
        Ok(Self { context, team, round })
    }

    /// The round's page.
    #[must_use]
    pub fn path(&self) -> String {
        round_path(&self.team.id, &self.round.id)
    }

    /// The team's page.
    #[must_use]
    pub fn team_path(&self) -> String {
        format!("/teams/{}", self.team.id)
    }

    /// Writes down what its facilitator did; `{team}` stands for the team's name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn did(&self, what: &str) -> Result<(), AppError> {
        let Self { context, team, .. } = self;
        context.did(&team.organisation, Role::Facilitator, Some(&team.id), what).await
    }

    /// Leads on to the round's page.
    #[must_use]
    pub fn go_back(&self) -> Response {
        Redirect::to(&self.path()).into_response()
    }
}

impl Context {
    /// A round of this team.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the team has no such round.
    pub async fn round_of(&self, team: &Team, round: &str) -> Result<Round, AppError> {
        let id: RoundId = round.parse().map_err(|_| AppError::NotFound)?;
        let round = self.app.store.round(&id).await?;
        round.filter(|round| round.team == team.id).ok_or(AppError::NotFound)
    }
}

/// The address of a round's page.
#[must_use]
pub fn round_path(team: &TeamId, round: &RoundId) -> String {
    format!("/teams/{team}/rounds/{round}")
}

//! A board of experiments and what is on it, for whoever may look: a team's own, or
//! that of an organisation's leadership. One set of handlers serves both.

use super::context::Context;
use super::error::AppError;
use super::state::AppState;
use crate::store::{Board, Experiment, ExperimentId, OrganisationId, Role, TeamId};
use axum::extract::{FromRequestParts, Query, RawPathParams};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

/// A board that this browser may look at.
pub struct Desk {
    /// Who asks.
    pub context: Context,
    /// Whose board it is.
    pub board: Board,
    /// The organisation.
    pub organisation: OrganisationId,
    /// The team's name, or the organisation's.
    pub name: String,
    /// Its address without a query: what is on it lies below.
    pub base: String,
    /// What follows the address of the board itself: which organisation, or nothing.
    pub query: String,
    /// Whether this browser may change anything; a coach may only look.
    may_change: bool,
}

/// One experiment of a board that this browser may look at.
pub struct Card {
    /// The board.
    pub desk: Desk,
    /// The experiment.
    pub experiment: Experiment,
}

/// Which organisation, where the browser leads several.
#[derive(Debug, Default, Deserialize)]
struct Wanted {
    #[serde(default)]
    organisation: String,
}

impl Desk {
    /// Insists that this browser may change what is here.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for those who may only look.
    pub fn own(self) -> Result<Self, AppError> {
        if self.may_change { Ok(self) } else { Err(AppError::NotFound) }
    }

    /// Whether this browser may change what is here.
    #[must_use]
    pub const fn may_change(&self) -> bool {
        self.may_change
    }

    /// Today, in the installation's time zone.
    #[must_use]
    pub fn today(&self) -> Date {
        self.context.app.settings.zone.day(self.context.app.now())
    }

    /// The board's address.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}{}", self.base, self.query)
    }

    /// The address of an experiment's page.
    #[must_use]
    pub fn path_of(&self, id: &ExperimentId) -> String {
        format!("{}/{id}", self.base)
    }

    /// The address of the form for a new experiment that begins with something: an
    /// entry of the catalogue, or the experiment that it follows from.
    #[must_use]
    pub fn path_of_new(&self, begins: &str, with: &str) -> String {
        let joint = if self.query.is_empty() { '?' } else { '&' };
        format!("{}/new{}{joint}{begins}={with}", self.base, self.query)
    }

    /// The team, where it is a team's board.
    #[must_use]
    pub const fn team(&self) -> Option<&TeamId> {
        match &self.board {
            Board::Team(team) => Some(team),
            Board::Leadership(_) => None,
        }
    }

    /// Writes down in the organisation's log what was done; `{team}` stands for the
    /// team's name. What an experiment says is the team's own and never in there.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn did(&self, what: &str) -> Result<(), AppError> {
        let (role, whose) = match self.board {
            Board::Team(_) => (Role::Facilitator, "{team}"),
            Board::Leadership(_) => (Role::Leader, "leadership"),
        };
        let what = format!("{what} of {whose}");
        self.context.did(&self.organisation, role, self.team(), what).await
    }

    /// The board of a team that this browser leads or coaches.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for everybody else.
    async fn of_team(context: Context, team: &str) -> Result<Self, AppError> {
        let (team, leads) = context.seen(team).await?;
        Ok(Self {
            context,
            organisation: team.organisation,
            name: team.name,
            base: format!("/teams/{}/experiments", team.id),
            query: String::new(),
            board: Board::Team(team.id),
            may_change: leads,
        })
    }

    async fn of_leadership(context: Context, organisation: &str) -> Result<Self, AppError> {
        let organisation = context.chosen(context.led(), organisation).await?;
        Ok(Self {
            context,
            board: Board::Leadership(organisation.id.clone()),
            name: organisation.name,
            base: "/leadership/experiments".to_owned(),
            query: format!("?organisation={}", organisation.id),
            organisation: organisation.id,
            may_change: true,
        })
    }
}

/// What the address names.
#[derive(Default)]
struct Names {
    team: Option<String>,
    experiment: Option<String>,
}

async fn names(parts: &mut Parts, app: &AppState) -> Result<Names, AppError> {
    let params =
        RawPathParams::from_request_parts(parts, app).await.map_err(|_| AppError::NotFound)?;
    let mut names = Names::default();
    for (name, value) in &params {
        match name {
            "team" => names.team = Some(value.to_owned()),
            "experiment" => names.experiment = Some(value.to_owned()),
            _ => {}
        }
    }
    Ok(names)
}

impl FromRequestParts<AppState> for Desk {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, AppError> {
        let context = Context::from_request_parts(parts, app).await?;
        if let Some(team) = names(parts, app).await?.team {
            return Self::of_team(context, &team).await;
        }
        let Query(Wanted { organisation }) = Query::from_request_parts(parts, app)
            .await
            .map_err(|_| AppError::BadRequest("The address could not be read."))?;
        Self::of_leadership(context, &organisation).await
    }
}

impl FromRequestParts<AppState> for Card {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, AppError> {
        let context = Context::from_request_parts(parts, app).await?;
        let Names { team, experiment } = names(parts, app).await?;
        let id: ExperimentId =
            experiment.unwrap_or_default().parse().map_err(|_| AppError::NotFound)?;
        let experiment = app.store.experiment(&id).await?.ok_or(AppError::NotFound)?;
        let desk = match team {
            Some(team) => Desk::of_team(context, &team).await?,
            None => Desk::of_leadership(context, experiment.organisation.as_str()).await?,
        };
        if experiment.board != desk.board {
            return Err(AppError::NotFound);
        }
        Ok(Self { desk, experiment })
    }
}

impl Card {
    /// Insists that this browser may change the experiment.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for those who may only look.
    pub fn own(self) -> Result<Self, AppError> {
        Ok(Self { desk: self.desk.own()?, experiment: self.experiment })
    }

    /// The experiment's page.
    #[must_use]
    pub fn path(&self) -> String {
        self.desk.path_of(&self.experiment.id)
    }

    /// Leads back to the experiment's page.
    #[must_use]
    pub fn go_back(&self) -> Response {
        Redirect::to(&self.path()).into_response()
    }
}

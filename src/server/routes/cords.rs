//! A team's cords: pulling one and letting it go.

use crate::catalogue::PatternId;
use crate::days;
use crate::disclosure::cords::TEAMS_FOR_CORDS;
use crate::pages::cords::{Cords, TeamCord};
use crate::server::context::Context;
use crate::server::cords::{in_force, may_be_pulled};
use crate::server::error::AppError;
use crate::server::fields::Fields;
use crate::server::led::round_path;
use crate::store::{RoundId, Team};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

/// A team's cords with leadership's answers, as its facilitator sees them; `round` is the
/// one whose report they stand in.
pub async fn of_team(
    context: &Context,
    team: &Team,
    round: Option<&RoundId>,
) -> Result<Cords, AppError> {
    let app = &context.app;
    let cords = app.store.cords(&team.id).await?;
    Ok(Cords {
        action: format!("/teams/{}/cords", team.id),
        back: round.map(|round| round_path(&team.id, round)),
        all: cords
            .into_iter()
            .map(|cord| TeamCord {
                pattern: cord.pattern,
                pulled: days::written(cord.pulled_on),
                let_go: cord.let_go_on.map(days::written),
            })
            .collect(),
        answers: in_force(app, &team.organisation).await?,
        open: PatternId::ALL
            .into_iter()
            .filter(|pattern| may_be_pulled(*pattern, app.catalogue))
            .collect(),
        too_few: !app.store.has_teams(&team.organisation, TEAMS_FOR_CORDS).await?,
    })
}

/// `POST /teams/{team}/cords`: pulls a cord or lets it go. It is not written into the
/// log, which administrators read: nobody but the team shall know who pulled.
pub async fn change(
    context: Context,
    Path(team): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    let pattern: PatternId = fields
        .text("pattern")
        .parse()
        .map_err(|_| AppError::BadRequest("The form named no anti-pattern of the catalogue."))?;
    let app = &context.app;
    let today = app.settings.zone.day(app.now());
    match fields.text("do") {
        "pull" if may_be_pulled(pattern, app.catalogue) => {
            app.store.pull_cord(&team.id, pattern, today).await?;
        }
        "pull" => {
            let name = &app.catalogue.pattern(pattern).name;
            return Err(AppError::Conflict(format!(
                "\u{201c}{name}\u{201d} is something that your team can change itself: adopt an experiment against it. The cord is for what a team cannot change alone."
            )));
        }
        "let-go" => {
            app.store.let_cord_go(&team.id, pattern, today).await?;
        }
        _ => return Err(AppError::BadRequest("The form did not say what to do with the cord.")),
    }
    // Back to a report of this team, and to nowhere else.
    let report = fields.text("back").rsplit('/').next().and_then(|id| id.parse::<RoundId>().ok());
    let back = match report {
        Some(round) => format!("{}#leadership", round_path(&team.id, &round)),
        None => format!("/teams/{}#cords", team.id),
    };
    Ok(Redirect::to(&back).into_response())
}

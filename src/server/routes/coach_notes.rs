//! A coach's own notes on a team.

use super::teams;
use crate::pages::coach::{CoachTeam, team_notes};
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::fields::Fields;
use crate::server::render::Page;
use crate::store::{LinkId, RoundState, Team, TeamId};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

/// The longest notes on a team, in characters.
const MOST_NOTES: usize = 10_000;

/// The team, if this browser coaches it, and the link with which it does.
async fn coached_team(context: &Context, team: &str) -> Result<(Team, LinkId), AppError> {
    let id: TeamId = team.parse().map_err(|_| AppError::NotFound)?;
    let team = context.app.store.team(&id).await?.filter(|team| context.coaches(team));
    let team = team.ok_or(AppError::NotFound)?;
    let link = context.coach_of(&team.organisation).ok_or(AppError::NotFound)?.id.clone();
    Ok((team, link))
}

/// `GET /coach/teams/{team}`: the coach's own notes, and the team's reports.
pub async fn show(context: Context, Path(team): Path<String>) -> Result<Response, AppError> {
    let (team, link) = coached_team(&context, &team).await?;
    let notes = context.app.store.notes(&link, &team.id).await?;
    notes_page(&context, &team, notes, None).await
}

/// `POST /coach/teams/{team}/notes`
pub async fn keep(
    context: Context,
    Path(team): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let (team, link) = coached_team(&context, &team).await?;
    // Browsers send line ends as CR LF.
    let notes = fields.text("notes").replace("\r\n", "\n");
    if notes.chars().count() > MOST_NOTES {
        let fault = format!("Notes have at most {MOST_NOTES} characters.");
        return notes_page(&context, &team, notes, Some(fault)).await;
    }
    context.app.store.keep_notes(&link, &team.id, notes.trim_end()).await?;
    Ok(Redirect::to(&format!("/coach/teams/{}", team.id)).into_response())
}

async fn notes_page(
    context: &Context,
    team: &Team,
    notes: String,
    fault: Option<String>,
) -> Result<Response, AppError> {
    let wrong = fault.is_some();
    let rounds = context.app.store.rounds(&team.id).await?;
    let page = CoachTeam {
        base: format!("/coach/teams/{}", team.id),
        experiments: format!("/teams/{}/experiments", team.id),
        team: team.name.clone(),
        signals: format!("/teams/{}/signals", team.id),
        rounds: rounds
            .iter()
            .filter(|round| round.state == RoundState::Sealed)
            .map(|round| teams::line(context, team, round))
            .collect(),
        notes,
        fault,
    };
    let title = format!("{}: coach\u{2019}s notes", team.name);
    Ok(Page::new(title).wrong(wrong).render(context, move || team_notes(page)).await)
}

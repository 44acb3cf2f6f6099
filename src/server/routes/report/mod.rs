//! The report of a sealed round, and the links with which others may read it.

mod loaded;
mod told;

pub use loaded::{Loaded, closing_day, history, released};
pub use told::{Told, Viewer};

use super::{cords, experiments, links, teams};
use crate::days;
use crate::pages::links::{FreshLinks, fresh_links};
use crate::pages::report::{ShareLink, Sharing, title};
use crate::pages::round::bytes_notice;
use crate::pages::team::RoundLine;
use crate::server::access::new_link;
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::leadership::give_to_read;
use crate::server::led::{Led, round_path};
use crate::server::milestones::markers_up_to;
use crate::server::render::Page;
use crate::store::{LinkId, Role, Round, RoundId, RoundState, Team, TeamId};
use axum::extract::Path;
use axum::response::Response;
use loaded::load_with_history;
use told::written;

/// The team of a round, if this browser may read the round's report once it is sealed: as
/// the team's facilitator, as its coach, or with a reader's link.
async fn readable_team(
    context: &Context,
    team: &str,
    round: &RoundId,
) -> Result<Option<Team>, AppError> {
    let id: TeamId = team.parse().map_err(|_| AppError::NotFound)?;
    let insider = context.is_facilitator(&id) || context.is_reader(round);
    match context.app.store.team(&id).await? {
        Some(team) if insider || context.coaches(&team) => Ok(Some(team)),
        _ if insider => Err(AppError::NotFound),
        _ => Ok(None),
    }
}

/// The team and the round, if the round is sealed and this browser may read its report.
pub async fn readable(
    context: &Context,
    team: &str,
    round: &str,
) -> Result<Option<(Team, Round)>, AppError> {
    let Ok(id) = round.parse() else { return Ok(None) };
    let Some(team) = readable_team(context, team, &id).await? else { return Ok(None) };
    let round = context.round_of(&team, round).await?;
    Ok((round.state == RoundState::Sealed).then_some((team, round)))
}

/// The report of this round, if it is sealed and this browser may read it.
pub async fn find(context: &Context, team: &str, round: &str) -> Result<Option<Told>, AppError> {
    let Ok(id) = round.parse() else { return Ok(None) };
    let Some(team) = readable_team(context, team, &id).await? else { return Ok(None) };
    let rounds = context.app.store.rounds(&team.id).await?;
    let round = rounds.iter().find(|each| each.id == id).ok_or(AppError::NotFound)?;
    if round.state != RoundState::Sealed {
        return Ok(None);
    }
    let viewer = Viewer::of(context, &team);
    told(context, team, round, &rounds, viewer).await.map(Some)
}

/// `GET /teams/{team}/rounds/{round}` of a sealed round.
pub async fn show(context: &Context, told: Told) -> Response {
    let title = title(&told.team.name, &told.loaded.name);
    let app = context.app.clone();
    let notice = told.bytes_pending.then(bytes_notice);
    Page::new(title).render(context, move || (notice, written(&app, told))).await
}

/// Everything that the page of a report tells this viewer; `rounds` are all of the team.
async fn told(
    context: &Context,
    team: Team,
    round: &Round,
    rounds: &[Round],
    viewer: Viewer,
) -> Result<Told, AppError> {
    let store = &context.app.store;
    let (leads, sees_team) = (viewer.leads(), viewer.sees_team());
    let (loaded, history) = load_with_history(context, round, rounds, viewer).await?;
    let organisation = context.organisation_name(&team.organisation).ok_or(AppError::NotFound)?;
    Ok(Told {
        round: round.id.clone(),
        bytes_pending: round.bytes_pending,
        viewer,
        organisation: organisation.to_owned(),
        base: round_path(&team.id, &round.id),
        loaded,
        history,
        past: experiments::past(context, &team.id, rounds).await?,
        // A reader's link opens this report alone, so nothing else is offered to them.
        other_rounds: if sees_team {
            other_rounds(context, &team, round, rounds, leads)
        } else {
            Vec::new()
        },
        markers: if sees_team { markers_up_to(context, round, rounds).await? } else { Vec::new() },
        months: if sees_team { store.signals(&team.id).await? } else { Vec::new() },
        cords: if leads {
            Some(cords::of_team(context, &team, Some(&round.id)).await?)
        } else {
            None
        },
        sharing: if leads { Some(sharing(context, round).await?) } else { None },
        team,
    })
}

fn other_rounds(
    context: &Context,
    team: &Team,
    round: &Round,
    rounds: &[Round],
    leads: bool,
) -> Vec<RoundLine> {
    rounds
        .iter()
        .filter(|other| other.id != round.id)
        // A coach sees reports, and not what is under way.
        .filter(|other| leads || other.state == RoundState::Sealed)
        .map(|other| teams::line(context, team, other))
        .collect()
}

async fn sharing(context: &Context, round: &Round) -> Result<Sharing, AppError> {
    let links = context.app.store.round_links(&round.id).await?;
    let links = links
        .iter()
        .filter(|link| link.is_valid(context.app.now()))
        .map(|link| ShareLink {
            id: link.id.to_string(),
            about: format!("{}: {}", link.label, links::describe(context, link)),
        })
        .collect();
    Ok(Sharing { links })
}

/// `POST /teams/{team}/rounds/{round}/share`: a link that reads this one report.
pub async fn share(led: Led) -> Result<Response, AppError> {
    let Led { context, team, round } = &led;
    if round.state != RoundState::Sealed {
        return Err(AppError::Conflict("There is no report to share yet.".to_owned()));
    }
    let now = context.app.now();
    let day = days::written(context.app.settings.zone.day(now));
    let (link, secret) =
        new_link(Role::Reader, format!("Reader\u{2019}s link, made on {day}"), now)?;
    if !give_to_read(&context.app, team, &round.id, &link).await? {
        return Err(AppError::Conflict(
            "This report cannot be given to others just now: what leadership has been shown of few teams, taken together with this report and another one that has readers, would say something about too few others. You can print it."
                .to_owned(),
        ));
    }
    led.did("made a link to a report of {team}").await?;
    let fresh = FreshLinks {
        title: "A link to this report".to_owned(),
        links: vec![context.fresh_link(&link, &secret)],
        next: ("Back to the report".to_owned(), led.path()),
    };
    Ok(Page::new("A link to this report").render(context, move || fresh_links(fresh)).await)
}

/// `POST /teams/{team}/rounds/{round}/share/{link}/revoke`
pub async fn revoke_share(
    led: Led,
    Path((_, _, link)): Path<(String, String, String)>,
) -> Result<Response, AppError> {
    let Led { context, round, .. } = &led;
    let link: LinkId = link.parse().map_err(|_| AppError::NotFound)?;
    let links = context.app.store.round_links(&round.id).await?;
    if !links.iter().any(|own| own.id == link) {
        return Err(AppError::NotFound);
    }
    context.app.store.revoke_link(&link, context.app.now()).await?;
    led.did("revoked a link to a report of {team}").await?;
    Ok(led.go_back())
}

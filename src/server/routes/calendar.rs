//! A team's calendar, for programs that have its secret address.

use super::teams::earliest_opening;
use crate::clock::DAY;
use crate::days;
use crate::kata::State;
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::led::round_path;
use crate::server::limits::Action;
use crate::server::reminders::calendar::{Entry, uid, write};
use crate::server::tagged::Tag;
use crate::store::{Board, CalendarLink, RoundState, SecretHash, Team};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// `GET /calendar/{file}`, where the file is the secret and `.ics`.
pub async fn feed(context: Context, Path(file): Path<String>) -> Result<Response, AppError> {
    context.limit(Action::Calendar)?;
    let secret = file.strip_suffix(".ics").ok_or(AppError::NotFound)?;
    let store = &context.app.store;
    let link = store.calendar_by_secret(&SecretHash::of(secret)).await?;
    let link = link.ok_or(AppError::NotFound)?;
    let team = store.team(&link.team).await?.ok_or(AppError::NotFound)?;
    let mut entries = rounds(&context, &team).await?;
    entries.extend(experiments(&context, &team).await?);
    if entries.is_empty() {
        entries.push(beginning(&context, &team, &link));
    }
    let mut response = write(&format!("Andon: {}", team.name), &entries).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static("text/calendar; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("private, no-cache"));
    response.extensions_mut().insert(Tag);
    Ok(response)
}

/// The last day of an open round, or the first of the next one.
async fn rounds(context: &Context, team: &Team) -> Result<Vec<Entry>, AppError> {
    let zone = &context.app.settings.zone;
    let rounds = context.app.store.rounds(&team.id).await?;
    if let Some(open) = rounds.iter().find(|round| round.state == RoundState::Open) {
        let day = zone.last_day(open.closes_at);
        return Ok(vec![Entry {
            uid: uid("closing", open.id.as_str()),
            day,
            set_at: open.opened_at.unwrap_or(open.closes_at),
            summary: format!("Last day to answer: {}", team.name),
            description: format!(
                "The round is open until the end of {}. Whoever has not answered yet finds the way in with the join link. For the facilitator:",
                days::written(day)
            ),
            url: context.absolute(&round_path(&team.id, &open.id)),
        }]);
    }
    let Some(earliest) = earliest_opening(&rounds) else { return Ok(Vec::new()) };
    let last = rounds.iter().find(|round| round.state == RoundState::Sealed);
    Ok(vec![Entry {
        uid: uid("opening", last.map_or(team.id.as_str(), |round| round.id.as_str())),
        day: zone.day(earliest),
        set_at: last.and_then(|round| round.closed_at).unwrap_or(earliest),
        summary: format!("The next round can open: {}", team.name),
        description:
            "From this day on the facilitator can open a new round, to see what has changed:"
                .to_owned(),
        url: context.absolute(&format!("/teams/{}", team.id)),
    }])
}

/// Review days of running experiments, and the days of steps that nobody has looked at.
async fn experiments(context: &Context, team: &Team) -> Result<Vec<Entry>, AppError> {
    let store = &context.app.store;
    let mut entries = Vec::new();
    for experiment in store.experiments(&Board::Team(team.id.clone())).await? {
        let title = &experiment.plan.title;
        let url = context.absolute(&format!("/teams/{}/experiments/{}", team.id, experiment.id));
        let begun = experiment.started_on.unwrap_or(experiment.proposed_on);
        if let (State::Running, Some(day)) = (experiment.state, experiment.plan.review_on) {
            entries.push(Entry {
                uid: uid("review", experiment.id.as_str()),
                day,
                set_at: i64::from(days::number(begun)) * DAY,
                summary: format!("Review: {title}"),
                description: "What came of the experiment? Keep it, change it or drop it, and write down what you have learned:"
                    .to_owned(),
                url: url.clone(),
            });
        }
        if !matches!(experiment.state, State::Running | State::Reviewing) {
            continue;
        }
        for (place, step) in store.steps(&experiment.id).await?.iter().enumerate() {
            if step.done_on.is_none() {
                entries.push(Entry {
                    uid: uid("step", &format!("{} {place}", experiment.id)),
                    day: step.due_on,
                    set_at: i64::from(days::number(step.made_on)) * DAY,
                    summary: format!("Step due: {title}"),
                    description: "What did you expect of the step, and what has happened? Write it down, and choose the next one:"
                        .to_owned(),
                    url: url.clone(),
                });
            }
        }
    }
    Ok(entries)
}

/// A calendar has to hold something, and whoever has just subscribed wants to see it.
fn beginning(context: &Context, team: &Team, link: &CalendarLink) -> Entry {
    Entry {
        uid: uid("beginning", team.id.as_str()),
        day: context.app.settings.zone.day(link.created_at),
        set_at: link.created_at,
        summary: format!("Andon\u{2019}s calendar for {}", team.name),
        description: "The days of the team\u{2019}s rounds and experiments will appear in this calendar by themselves. The first round can be opened here:".to_owned(),
        url: context.absolute(&format!("/teams/{}", team.id)),
    }
}

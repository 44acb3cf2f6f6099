//! A team's home.

use super::cords;
use super::round_form::form_for;
use super::rounds::state_words;
use crate::clock::DAY;
use crate::days;
use crate::pages::team::{Next, RoundForm, RoundLine, TeamHome, team_home};
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::fields::Fields;
use crate::server::leadership::begin_to_share;
use crate::server::led::round_path;
use crate::server::names::Name;
use crate::server::render::Page;
use crate::store::{DAYS_BETWEEN_ROUNDS, Role, Round, RoundState, Team};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

/// `GET /teams/{team}`
pub async fn home(context: Context, Path(team): Path<String>) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    let name = team.name.clone();
    page(&context, &team, None, (name, None)).await
}

/// The page; `form` holds what was typed for a new round and is wrong, `rename`
/// the same for the team's name.
pub async fn page(
    context: &Context,
    team: &Team,
    form: Option<RoundForm>,
    rename: (String, Option<String>),
) -> Result<Response, AppError> {
    let store = &context.app.store;
    let organisation = store.organisation(&team.organisation).await?.ok_or(AppError::NotFound)?;
    let rounds = store.rounds(&team.id).await?;
    let wrong = form.is_some() || rename.1.is_some();
    let last = last_report(&rounds);
    let next = if rounds
        .iter()
        .any(|round| matches!(round.state, RoundState::Draft | RoundState::Open))
    {
        Next::Running
    } else if let Some(earliest) = earliest_opening(&rounds).filter(|at| *at > context.app.now()) {
        Next::WaitUntil(days::written(context.app.settings.zone.day(earliest)))
    } else {
        let base = format!("/teams/{}/rounds", team.id);
        let form = form.unwrap_or_else(|| form_for(context, base, organisation.minimum_group));
        let overlaps = context.overlaps(team, last, None).await?;
        Next::Form(RoundForm { overlaps, ..form })
    };
    let home = TeamHome {
        base: format!("/teams/{}", team.id),
        team: team.name.clone(),
        organisation: organisation.name,
        rounds: rounds.iter().map(|round| line(context, team, round)).collect(),
        next,
        experiments: super::experiments::for_team(context, &team.id, &rounds).await?,
        age: context.age_of(team, last),
        cords: cords::of_team(context, team, None).await?,
        shares: team.shares,
        rename,
    };
    let catalogue = context.app.catalogue;
    let page = Page::new(team.name.clone()).wrong(wrong);
    Ok(page.render(context, move || team_home(home, catalogue)).await)
}

/// When the next round may be opened; none before the first report.
pub fn earliest_opening(rounds: &[Round]) -> Option<i64> {
    last_report(rounds).map(next_opening)
}

/// When the last round with a report closed, in seconds since 1970.
fn last_report(rounds: &[Round]) -> Option<i64> {
    let sealed = rounds.iter().filter(|round| round.state == RoundState::Sealed);
    sealed.filter_map(|round| round.closed_at).max()
}

/// When the round after one that closed at this moment may be opened; both in
/// seconds since 1970.
pub const fn next_opening(closed_at: i64) -> i64 {
    closed_at + DAYS_BETWEEN_ROUNDS * DAY
}

/// A round in a list.
pub fn line(context: &Context, team: &Team, round: &Round) -> RoundLine {
    RoundLine {
        href: round_path(&team.id, &round.id),
        label: label(context, round),
        state: state_words(round).to_owned(),
    }
}

/// "Round closed on 3 March 2026".
pub fn label(context: &Context, round: &Round) -> String {
    let zone = &context.app.settings.zone;
    match round.closed_at {
        Some(at) => format!("Round closed on {}", days::written(zone.day(at))),
        None => format!("Round open until {}", days::written(zone.last_day(round.closes_at))),
    }
}

/// `POST /teams/{team}/rename`
pub async fn rename(
    context: Context,
    Path(team): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    match Name::parse(fields.text("name")) {
        Ok(name) => {
            context.app.store.rename_team(&team.id, name.as_str()).await?;
            let what = "gave the team its name {team}";
            context.did(&team.organisation, Role::Facilitator, Some(&team.id), what).await?;
            Ok(Redirect::to(&format!("/teams/{}", team.id)).into_response())
        }
        Err(fault) => {
            let typed = fields.typed("name", 200);
            page(&context, &team, None, (typed, Some(fault.to_string()))).await
        }
    }
}

/// `POST /teams/{team}/sharing`: the team's decision whether coaches see it.
pub async fn set_sharing(
    context: Context,
    Path(team): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    let shares = match fields.text("shares") {
        "yes" => true,
        "no" => false,
        _ => return Err(AppError::BadRequest("The form did not say whether to share.")),
    };
    if !shares {
        context.app.store.set_sharing(&team.id, false).await?;
    } else if !team.shares && !begin_to_share(&context.app, &team).await? {
        return Err(AppError::Conflict(
            "This team cannot share just now: what leadership has been shown of many teams, taken together with what coaches then know, would say something about too few others. Try again after the next quarter. Until then you can give a coach a reader\u{2019}s link to one report."
                .to_owned(),
        ));
    }
    let what =
        if shares { "let coaches see the team {team}" } else { "hid the team {team} from coaches" };
    context.did(&team.organisation, Role::Facilitator, Some(&team.id), what).await?;
    Ok(Redirect::to(&format!("/teams/{}#coaches", team.id)).into_response())
}

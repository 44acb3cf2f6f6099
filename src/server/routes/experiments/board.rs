//! The board itself.

use super::Desk;
use crate::advice::Past;
use crate::catalogue::Catalogue;
use crate::days;
use crate::kata::{MOST_RUNNING, State};
use crate::pages::experiments::{BoardPage, CardLine, board as board_page};
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::render::Page;
use crate::server::since::{closing_days, judged_by};
use crate::store::{Board, Experiment, Round, TeamId};
use axum::response::Response;
use jiff::civil::Date;

/// `GET /teams/{team}/experiments` and `GET /leadership/experiments`
pub async fn show(desk: Desk) -> Result<Response, AppError> {
    let context = &desk.context;
    let experiments = context.app.store.experiments(&desk.board).await?;
    let rounds = match desk.team() {
        Some(team) => closing_days(context, &context.app.store.rounds(team).await?),
        None => Vec::new(),
    };
    let lines = lines(context, &desk.base, &experiments, &rounds);
    let page = BoardPage {
        name: desk.name.clone(),
        of_team: desk.team().is_some(),
        base: desk.base.clone(),
        query: desk.query.clone(),
        back: match &desk.board {
            Board::Team(team) => format!("/teams/{team}"),
            Board::Leadership(_) => format!("/leadership{}", desk.query),
        },
        may_change: desk.may_change(),
        full: running(&experiments) >= MOST_RUNNING,
        lines,
    };
    let title = format!("{}: experiments", desk.name);
    Ok(Page::new(title).render(context, move || board_page(page)).await)
}

fn running(experiments: &[Experiment]) -> usize {
    experiments.iter().filter(|each| each.state == State::Running).count()
}

fn lines(
    context: &Context,
    base: &str,
    experiments: &[Experiment],
    rounds: &[Date],
) -> Vec<CardLine> {
    let today = context.app.settings.zone.day(context.app.now());
    let catalogue = context.app.catalogue;
    experiments.iter().map(|each| line(base, each, rounds, today, catalogue)).collect()
}

fn line(
    base: &str,
    each: &Experiment,
    rounds: &[Date],
    today: Date,
    catalogue: &Catalogue,
) -> CardLine {
    let review = each.plan.review_on.filter(|_| !each.state.is_over());
    CardLine {
        state: each.state,
        href: format!("{base}/{}", each.id),
        title: each.plan.title.clone(),
        pattern: each.plan.pattern.map(|id| catalogue.pattern(id).name.clone()),
        owner: each.plan.owner.clone(),
        day: match (each.ended_on, review) {
            (Some(ended), _) => Some(days::written(ended)),
            (None, Some(day)) => Some(format!("Review on {}", days::written(day))),
            (None, None) => None,
        },
        late: each.state == State::Running && review.is_some_and(|day| day <= today),
        lacks: if each.state == State::Proposed {
            each.plan.missing().into_iter().map(crate::kata::Missing::words).collect()
        } else {
            Vec::new()
        },
        judged: each.judged.as_ref().map(|judged| judged.judgement.words()),
        asks: asks(each, rounds),
    }
}

/// Whether a round has closed since the team last said what it makes of an experiment.
fn asks(each: &Experiment, rounds: &[Date]) -> bool {
    judged_by(rounds, each)
        .is_some_and(|day| each.judged.as_ref().is_none_or(|judged| judged.on < day))
}

/// What a team's own page says of its board: the cards that run, are reviewed, or ask
/// for a judgement.
pub async fn for_team(
    context: &Context,
    team: &TeamId,
    rounds: &[Round],
) -> Result<Vec<CardLine>, AppError> {
    let experiments = context.app.store.experiments(&Board::Team(team.clone())).await?;
    let rounds = closing_days(context, rounds);
    let mut lines = lines(context, &format!("/teams/{team}/experiments"), &experiments, &rounds);
    lines.retain(|line| line.asks || matches!(line.state, State::Running | State::Reviewing));
    Ok(lines)
}

/// What a team has tried, for the suggestions of a report: what is on its way is not
/// suggested again, and what was dropped within the last two rounds neither.
pub async fn past(context: &Context, team: &TeamId, rounds: &[Round]) -> Result<Past, AppError> {
    let experiments = context.app.store.experiments(&Board::Team(team.clone())).await?;
    let lately = closing_days(context, rounds).into_iter().rev().nth(1);
    let mut past = Past::default();
    for each in experiments {
        let Some(entry) = each.catalogue_entry else { continue };
        if !each.state.is_over() {
            past.running.push(entry);
        } else if each.state == State::Dropped
            && lately.is_none_or(|day| each.ended_on >= Some(day))
        {
            past.dropped.push(entry);
        }
    }
    Ok(past)
}

//! `GET /api/v1/teams/{team}/experiments` and `GET /api/v1/leadership/experiments`: what
//! stands on a board, with its log. The files of a board are made of the same.

use super::bearer::Bearer;
use super::document::{BadRequest, NotFound, Refusals};
use super::paging::{Asked, Paging, PagingParameters, answer_part};
use crate::catalogue::PatternId;
use crate::kata::{Judgement, State};
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::store::{Board, Experiment as Stored, Role};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

/// An experiment on a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Experiment {
    /// Its id, as addresses hold it.
    pub id: String,
    /// Where it is.
    pub state: State,
    /// A short title.
    pub title: String,
    /// The anti-pattern that it works against; null where none was chosen.
    pub pattern: Option<PatternId>,
    /// The entry of the catalogue that it was taken from, by its id.
    pub catalogue_entry: Option<String>,
    /// The experiment that it follows from, by its id.
    pub follows: Option<String>,
    /// "If we …, then … by …, because …".
    pub hypothesis: String,
    /// Where they want to be.
    pub target: String,
    /// Where they began.
    pub current: String,
    /// The first step.
    pub first_step: String,
    /// What is counted.
    pub measure: String,
    /// A role or initials: who sees to it.
    pub owner: String,
    /// When they look at what came of it; null for a draft.
    #[schema(format = Date)]
    pub review_on: Option<String>,
    /// When it was put on the board.
    #[schema(format = Date)]
    pub proposed_on: String,
    /// When it was first started; null before.
    #[schema(format = Date)]
    pub started_on: Option<String>,
    /// When it was kept, changed or dropped; null before.
    #[schema(format = Date)]
    pub ended_on: Option<String>,
    /// What those whose board it is make of it themselves.
    pub judgement: Option<OwnJudgement>,
    /// What was done with it, from the first move on.
    pub moves: Vec<Move>,
    /// The kata's log, from the first step on.
    pub steps: Vec<Step>,
}

/// What a team makes of an experiment itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnJudgement {
    /// Whether it helped.
    pub judgement: Judgement,
    /// Why; may be empty.
    pub note: String,
    /// When they said so.
    #[schema(format = Date)]
    pub on: String,
}

/// Something that was done with an experiment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Move {
    /// Where it led.
    pub to: State,
    /// The answer to the question that the move asks.
    pub answer: String,
    /// When.
    #[schema(format = Date)]
    pub on: String,
}

/// A step of the kata.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Step {
    /// What was in the way; may be empty.
    pub obstacle: String,
    /// What they did.
    pub what: String,
    /// What they expected of it.
    pub expected: String,
    /// When it was begun.
    #[schema(format = Date)]
    pub begun_on: String,
    /// When they could see what they learned.
    #[schema(format = Date)]
    pub due_on: String,
    /// When that was; null before.
    #[schema(format = Date)]
    pub done_on: Option<String>,
    /// What happened; empty before.
    pub actual: String,
    /// What was learned; may be empty.
    pub learned: String,
}

/// A part of a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Experiments {
    /// The experiments, the latest first.
    pub data: Vec<Experiment>,
    /// The address of the next part; null after the last one.
    #[schema(format = "uri")]
    pub next: Option<String>,
}

/// A team's experiments
///
/// What the team tries and has tried, with every step of it: for its facilitator, and for
/// coaches of a team that shares.
#[utoipa::path(
    get,
    path = "/api/v1/teams/{team}/experiments",
    operation_id = "experiments",
    params(("team" = String, Path, description = "The team's id."), PagingParameters),
    responses(
        (status = 200, description = "A part of the list.", body = Experiments),
        BadRequest,
        NotFound,
        Refusals,
    )
)]
pub async fn of_team(
    Bearer { context, .. }: Bearer,
    Path(team): Path<String>,
    Asked(paging): Asked,
) -> Result<Response, AppError> {
    let (team, _) = context.seen(&team).await?;
    part(&context, &Board::Team(team.id), &paging?).await
}

/// Leadership's experiments
///
/// What leadership itself tries and has tried. For leaders alone.
#[utoipa::path(
    get,
    path = "/api/v1/leadership/experiments",
    operation_id = "leadershipExperiments",
    params(PagingParameters),
    responses(
        (status = 200, description = "A part of the list.", body = Experiments),
        BadRequest,
        NotFound,
        Refusals,
    )
)]
pub async fn of_leadership(
    Bearer { context, link }: Bearer,
    Asked(paging): Asked,
) -> Result<Response, AppError> {
    if link.role != Role::Leader {
        return Err(AppError::NotFound);
    }
    part(&context, &Board::Leadership(link.organisation), &paging?).await
}

async fn part(context: &Context, board: &Board, paging: &Paging) -> Result<Response, AppError> {
    let experiments = context.app.store.experiments(board).await?;
    let start = paging.start_in(&experiments, |each| each.id.as_str())?;
    let part = paging.cut(context, experiments, start, |each| each.id.to_string());
    let data = with_logs(context, part.entries).await?;
    let body = Experiments { data, next: part.next };
    answer_part(&body, body.next.as_deref())
}

/// Experiments with everything that belongs to them.
pub async fn with_logs(
    context: &Context,
    experiments: Vec<Stored>,
) -> Result<Vec<Experiment>, AppError> {
    let store = &context.app.store;
    let mut all = Vec::with_capacity(experiments.len());
    for each in experiments {
        let moves = store.moves(&each.id).await?.into_iter().map(|moved| Move {
            to: moved.step.leads_to(),
            answer: moved.answer,
            on: moved.on.to_string(),
        });
        let steps = store.steps(&each.id).await?.into_iter().map(|step| Step {
            obstacle: step.obstacle,
            what: step.what,
            expected: step.expected,
            begun_on: step.made_on.to_string(),
            due_on: step.due_on.to_string(),
            done_on: step.done_on.map(|day| day.to_string()),
            actual: step.actual,
            learned: step.learned,
        });
        all.push(Experiment {
            id: each.id.to_string(),
            state: each.state,
            title: each.plan.title,
            pattern: each.plan.pattern,
            catalogue_entry: each.catalogue_entry,
            follows: each.follows.map(|id| id.to_string()),
            hypothesis: each.plan.hypothesis,
            target: each.plan.target,
            current: each.plan.current,
            first_step: each.plan.first_step,
            measure: each.plan.measure,
            owner: each.plan.owner,
            review_on: each.plan.review_on.map(|day| day.to_string()),
            proposed_on: each.proposed_on.to_string(),
            started_on: each.started_on.map(|day| day.to_string()),
            ended_on: each.ended_on.map(|day| day.to_string()),
            judgement: each.judged.map(|judged| OwnJudgement {
                judgement: judged.judgement,
                note: judged.note,
                on: judged.on.to_string(),
            }),
            moves: moves.collect(),
            steps: steps.collect(),
        });
    }
    Ok(all)
}

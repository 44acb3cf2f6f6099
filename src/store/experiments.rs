//! Experiments on a team's board, or on leadership's.

use super::{Connection, ExperimentId, OrganisationId, Result, Store, StoreError, TeamId};
use crate::kata::{Judgement, MOST_RUNNING, Move, Plan, State};
use jiff::civil::Date;

const UNREADABLE: StoreError = StoreError::Unreadable("experiment");

/// Everything of an experiment, in the order of [`ExperimentRow`].
macro_rules! experiment_columns {
    () => {
        "SELECT id, organisation_id, team_id, state, catalogue_entry, follows, pattern, title, hypothesis, target, current_state, first_step, measure, owner, review_on, proposed_on, started_on, ended_on, judgement, judgement_note, judged_on, edition FROM experiments"
    };
}

/// Whose board an experiment is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Board {
    /// A team's.
    Team(TeamId),
    /// That of an organisation's leadership.
    Leadership(OrganisationId),
}

/// An experiment to put on a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewExperiment {
    /// Whose.
    pub board: Board,
    /// The entry of the catalogue that it was taken from, by its id.
    pub catalogue_entry: Option<String>,
    /// The experiment that it follows from.
    pub follows: Option<ExperimentId>,
    /// What is going to be tried.
    pub plan: Plan,
    /// Today.
    pub proposed_on: Date,
}

/// An experiment on a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Experiment {
    /// Its id.
    pub id: ExperimentId,
    /// The organisation.
    pub organisation: OrganisationId,
    /// Whose board it is on.
    pub board: Board,
    /// Where it is.
    pub state: State,
    /// The entry of the catalogue that it was taken from, by its id.
    pub catalogue_entry: Option<String>,
    /// The experiment that it follows from.
    pub follows: Option<ExperimentId>,
    /// What is tried.
    pub plan: Plan,
    /// When it was put on the board.
    pub proposed_on: Date,
    /// When it was first started.
    pub started_on: Option<Date>,
    /// When it was kept, changed or dropped.
    pub ended_on: Option<Date>,
    /// What the team itself makes of it, and when it said so.
    pub judged: Option<Judged>,
    /// Goes up with every change.
    pub edition: i64,
}

/// The team's own judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What it makes of it.
    pub judgement: Judgement,
    /// Why; may be empty.
    pub note: String,
    /// When.
    pub on: Date,
}

/// A move to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMove {
    /// Which one.
    pub step: Move,
    /// From which edition of the experiment.
    pub edition: i64,
    /// The answer to its question.
    pub answer: String,
    /// Today.
    pub on: Date,
    /// The new review day, where the move sets one.
    pub review_on: Option<Date>,
    /// By when the first step is done; for [`Move::Start`] of one that never ran.
    pub first_due: Option<Date>,
}

/// A move that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Which one.
    pub step: Move,
    /// The answer to its question.
    pub answer: String,
    /// When.
    pub on: Date,
}

impl Store {
    /// Puts an experiment on a board.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without such a team or organisation.
    pub async fn add_experiment(&self, new: &NewExperiment) -> Result<ExperimentId> {
        let id = ExperimentId::random()?;
        let mut tx = self.write().await?;
        let (organisation, team) = match &new.board {
            Board::Team(team) => {
                let organisation: Option<String> = sqlx::query_scalar(
                    "SELECT organisation_id FROM teams WHERE id = $1 AND deleted_at IS NULL",
                )
                .bind(team.as_str())
                .fetch_optional(&mut *tx)
                .await?;
                (organisation.ok_or(StoreError::NotFound("team"))?, Some(team.as_str()))
            }
            Board::Leadership(organisation) => {
                super::organisations::expect_organisation(&mut tx, organisation).await?;
                (organisation.to_string(), None)
            }
        };
        sqlx::query(
            "INSERT INTO experiments (id, organisation_id, team_id, state, catalogue_entry, follows, pattern, title, hypothesis, target, current_state, first_step, measure, owner, review_on, proposed_on, edition) VALUES ($1, $2, $3, 'proposed', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)",
        )
        .bind(id.as_str())
        .bind(organisation)
        .bind(team)
        .bind(new.catalogue_entry.as_deref())
        .bind(new.follows.as_ref().map(ExperimentId::as_str))
        .bind(new.plan.pattern.map(crate::catalogue::PatternId::as_str))
        .bind(&new.plan.title)
        .bind(&new.plan.hypothesis)
        .bind(&new.plan.target)
        .bind(&new.plan.current)
        .bind(&new.plan.first_step)
        .bind(&new.plan.measure)
        .bind(&new.plan.owner)
        .bind(new.plan.review_on.map(|day| day.to_string()))
        .bind(new.proposed_on.to_string())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// An experiment.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn experiment(&self, id: &ExperimentId) -> Result<Option<Experiment>> {
        let row: Option<ExperimentRow> =
            sqlx::query_as(concat!(experiment_columns!(), " WHERE id = $1"))
                .bind(id.as_str())
                .fetch_optional(&self.readers)
                .await?;
        row.map(Experiment::try_from).transpose()
    }

    /// What is on a board, the latest first.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn experiments(&self, board: &Board) -> Result<Vec<Experiment>> {
        let rows: Vec<ExperimentRow> =
            match board {
                Board::Team(team) => {
                    sqlx::query_as(concat!(
                        experiment_columns!(),
                        " WHERE team_id = $1 ORDER BY proposed_on DESC, id"
                    ))
                    .bind(team.as_str())
                    .fetch_all(&self.readers)
                    .await?
                }
                Board::Leadership(organisation) => sqlx::query_as(concat!(
                    experiment_columns!(),
                    " WHERE organisation_id = $1 AND team_id IS NULL ORDER BY proposed_on DESC, id"
                ))
                .bind(organisation.as_str())
                .fetch_all(&self.readers)
                .await?,
            };
        rows.into_iter().map(Experiment::try_from).collect()
    }

    /// The experiments of all teams of an organisation that share with its coaches.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn shared_experiments(
        &self,
        organisation: &OrganisationId,
    ) -> Result<Vec<Experiment>> {
        let rows: Vec<ExperimentRow> = sqlx::query_as(concat!(
            experiment_columns!(),
            " WHERE organisation_id = $1 AND team_id IN (SELECT id FROM teams WHERE organisation_id = $1 AND shares AND deleted_at IS NULL) ORDER BY team_id, proposed_on DESC, id"
        ))
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(Experiment::try_from).collect()
    }

    /// Changes the plan of an experiment that is not over.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::ExperimentMoved`] when it has been
    /// changed since this edition, or is over.
    pub async fn change_plan(&self, id: &ExperimentId, edition: i64, plan: &Plan) -> Result<()> {
        let mut tx = self.write().await?;
        let there = current(&mut tx, id, edition).await?;
        if there.state.is_over() {
            return Err(StoreError::ExperimentMoved);
        }
        // What runs stays fit to run.
        if there.state != State::Proposed && !plan.missing().is_empty() {
            return Err(StoreError::ExperimentDraft);
        }
        sqlx::query(
            "UPDATE experiments SET pattern = $1, title = $2, hypothesis = $3, target = $4, current_state = $5, first_step = $6, measure = $7, owner = $8, review_on = $9, edition = edition + 1 WHERE id = $10",
        )
        .bind(plan.pattern.map(crate::catalogue::PatternId::as_str))
        .bind(&plan.title)
        .bind(&plan.hypothesis)
        .bind(&plan.target)
        .bind(&plan.current)
        .bind(&plan.first_step)
        .bind(&plan.measure)
        .bind(&plan.owner)
        .bind(plan.review_on.map(|day| day.to_string()))
        .bind(id.as_str())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Makes a move. The first start also writes the first step of the kata's log,
    /// with the answer as what is expected of it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::ExperimentMoved`] when the experiment
    /// is no longer where the move begins, [`StoreError::ExperimentDraft`] when its
    /// plan lacks something, [`StoreError::TooManyRunning`].
    pub async fn move_experiment(&self, id: &ExperimentId, new: &NewMove) -> Result<()> {
        let mut tx = self.write().await?;
        let there = current(&mut tx, id, new.edition).await?;
        if !there.state.moves().contains(&new.step) {
            return Err(StoreError::ExperimentMoved);
        }
        let to = new.step.leads_to();
        if to == State::Running {
            if !there.plan.missing().is_empty() {
                return Err(StoreError::ExperimentDraft);
            }
            if running(&mut tx, &there.board).await? >= MOST_RUNNING {
                return Err(StoreError::TooManyRunning);
            }
        }
        sqlx::query(
            "UPDATE experiments SET state = $1, started_on = CASE WHEN $1 = 'running' THEN COALESCE(started_on, $2) ELSE started_on END, ended_on = $3, review_on = COALESCE($4, review_on), edition = edition + 1 WHERE id = $5",
        )
        .bind(to.as_str())
        .bind(new.on.to_string())
        .bind(to.is_over().then(|| new.on.to_string()))
        .bind(new.review_on.map(|day| day.to_string()))
        .bind(id.as_str())
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "INSERT INTO experiment_moves (experiment_id, place, made_on, move, answer) VALUES ($1, (SELECT COUNT(*) FROM experiment_moves WHERE experiment_id = $1), $2, $3, $4)",
        )
        .bind(id.as_str())
        .bind(new.on.to_string())
        .bind(new.step.as_str())
        .bind(&new.answer)
        .execute(&mut *tx)
        .await?;
        if let (Move::Start, Some(due_on)) = (new.step, new.first_due) {
            let step = crate::kata::Step {
                made_on: new.on,
                what: there.plan.first_step,
                expected: new.answer.clone(),
                obstacle: String::new(),
                due_on,
                done_on: None,
                actual: String::new(),
                learned: String::new(),
            };
            super::steps::insert_step(&mut tx, id, &step).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// What was done with an experiment, from the first move on.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn moves(&self, id: &ExperimentId) -> Result<Vec<Moved>> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(
            "SELECT made_on, move, answer FROM experiment_moves WHERE experiment_id = $1 ORDER BY place",
        )
        .bind(id.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter()
            .map(|(on, step, answer)| {
                Ok(Moved { step: step.parse().map_err(|_| UNREADABLE)?, answer, on: day(&on)? })
            })
            .collect()
    }

    /// Writes down what the team itself makes of an experiment, in place of what it
    /// said before.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::ExperimentMoved`] for one that never ran.
    pub async fn judge_experiment(&self, id: &ExperimentId, judged: &Judged) -> Result<()> {
        let mut tx = self.write().await?;
        let started: Option<String> =
            sqlx::query_scalar("SELECT started_on FROM experiments WHERE id = $1")
                .bind(id.as_str())
                .fetch_optional(&mut *tx)
                .await?
                .ok_or(StoreError::NotFound("experiment"))?;
        if started.is_none() {
            return Err(StoreError::ExperimentMoved);
        }
        sqlx::query(
            "UPDATE experiments SET judgement = $1, judgement_note = $2, judged_on = $3 WHERE id = $4",
        )
        .bind(judged.judgement.as_str())
        .bind(&judged.note)
        .bind(judged.on.to_string())
        .bind(id.as_str())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The experiment, if it is still this edition.
async fn current(tx: &mut Connection, id: &ExperimentId, edition: i64) -> Result<Experiment> {
    let row: ExperimentRow = sqlx::query_as(concat!(experiment_columns!(), " WHERE id = $1"))
        .bind(id.as_str())
        .fetch_optional(tx)
        .await?
        .ok_or(StoreError::NotFound("experiment"))?;
    let there = Experiment::try_from(row)?;
    if there.edition == edition { Ok(there) } else { Err(StoreError::ExperimentMoved) }
}

/// How many run on a board.
async fn running(tx: &mut Connection, board: &Board) -> Result<usize> {
    let count: i64 = match board {
        Board::Team(team) => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM experiments WHERE team_id = $1 AND state = 'running'",
            )
            .bind(team.as_str())
            .fetch_one(tx)
            .await?
        }
        Board::Leadership(organisation) => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM experiments WHERE organisation_id = $1 AND team_id IS NULL AND state = 'running'",
            )
            .bind(organisation.as_str())
            .fetch_one(tx)
            .await?
        }
    };
    usize::try_from(count).map_err(|_| UNREADABLE)
}

/// Deletes the experiments of a team and all that belongs to them.
pub(super) async fn delete_experiments_of_team(tx: &mut Connection, team: &TeamId) -> Result<()> {
    for statement in [
        "DELETE FROM experiment_moves WHERE experiment_id IN (SELECT id FROM experiments WHERE team_id = $1)",
        "DELETE FROM experiment_steps WHERE experiment_id IN (SELECT id FROM experiments WHERE team_id = $1)",
        "UPDATE experiments SET follows = NULL WHERE team_id = $1",
        "DELETE FROM experiments WHERE team_id = $1",
    ] {
        sqlx::query(statement).bind(team.as_str()).execute(&mut *tx).await?;
    }
    Ok(())
}

/// A stored day.
pub(super) fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| StoreError::Unreadable("day"))
}

#[derive(sqlx::FromRow)]
struct ExperimentRow {
    id: String,
    organisation_id: String,
    team_id: Option<String>,
    state: String,
    catalogue_entry: Option<String>,
    follows: Option<String>,
    pattern: Option<String>,
    title: String,
    hypothesis: String,
    target: String,
    current_state: String,
    first_step: String,
    measure: String,
    owner: String,
    review_on: Option<String>,
    proposed_on: String,
    started_on: Option<String>,
    ended_on: Option<String>,
    judgement: Option<String>,
    judgement_note: String,
    judged_on: Option<String>,
    edition: i64,
}

impl TryFrom<ExperimentRow> for Experiment {
    type Error = StoreError;
    fn try_from(row: ExperimentRow) -> Result<Self> {
        let maybe = |text: Option<String>| text.as_deref().map(day).transpose();
        let organisation = OrganisationId::try_from(row.organisation_id).map_err(|_| UNREADABLE)?;
        let board = match row.team_id {
            Some(team) => Board::Team(team.try_into().map_err(|_| UNREADABLE)?),
            None => Board::Leadership(organisation.clone()),
        };
        let judged = match (row.judgement, maybe(row.judged_on)?) {
            (Some(judgement), Some(on)) => Some(Judged {
                judgement: judgement.parse().map_err(|_| UNREADABLE)?,
                note: row.judgement_note,
                on,
            }),
            _ => None,
        };
        Ok(Self {
            id: row.id.try_into().map_err(|_| UNREADABLE)?,
            organisation,
            board,
            state: row.state.parse().map_err(|_| UNREADABLE)?,
            catalogue_entry: row.catalogue_entry,
            follows: row.follows.map(ExperimentId::try_from).transpose().map_err(|_| UNREADABLE)?,
            plan: Plan {
                title: row.title,
                pattern: row
                    .pattern
                    .map(|pattern| pattern.parse().map_err(|_| UNREADABLE))
                    .transpose()?,
                hypothesis: row.hypothesis,
                target: row.target,
                current: row.current_state,
                first_step: row.first_step,
                measure: row.measure,
                review_on: maybe(row.review_on)?,
                owner: row.owner,
            },
            proposed_on: day(&row.proposed_on)?,
            started_on: maybe(row.started_on)?,
            ended_on: maybe(row.ended_on)?,
            judged,
            edition: row.edition,
        })
    }
}

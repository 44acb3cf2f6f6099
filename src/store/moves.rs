//! What is done with an experiment: its plan changed, a move made, a judgement given.

use super::db::{query, query_as, query_scalar};
use super::experiments::{day, experiment_in};
use super::{Board, Connection, Experiment, ExperimentId, Judged, Result, Store, StoreError};
use crate::kata::{MOST_RUNNING, Move, Plan, State, Step};
use jiff::civil::Date;

const UNREADABLE: StoreError = StoreError::Unreadable("experiment");

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
        query(
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
        query(
            "UPDATE experiments SET state = $1, started_on = CASE WHEN $1 = 'running' THEN COALESCE(started_on, $2) ELSE started_on END, ended_on = $3, review_on = COALESCE($4, review_on), edition = edition + 1 WHERE id = $5",
        )
        .bind(to.as_str())
        .bind(new.on.to_string())
        .bind(to.is_over().then(|| new.on.to_string()))
        .bind(new.review_on.map(|day| day.to_string()))
        .bind(id.as_str())
        .execute(&mut *tx)
        .await?;
        query(
            "INSERT INTO experiment_moves (experiment_id, place, made_on, move, answer) VALUES ($1, (SELECT COUNT(*) FROM experiment_moves WHERE experiment_id = $1), $2, $3, $4)",
        )
        .bind(id.as_str())
        .bind(new.on.to_string())
        .bind(new.step.as_str())
        .bind(&new.answer)
        .execute(&mut *tx)
        .await?;
        if let (Move::Start, Some(due_on)) = (new.step, new.first_due) {
            let step = Step {
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
        let rows: Vec<(String, String, String)> = query_as(
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
            query_scalar("SELECT started_on FROM experiments WHERE id = $1")
                .bind(id.as_str())
                .fetch_optional(&mut *tx)
                .await?
                .ok_or(StoreError::NotFound("experiment"))?;
        if started.is_none() {
            return Err(StoreError::ExperimentMoved);
        }
        query(
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
    let there = experiment_in(tx, id).await?.ok_or(StoreError::NotFound("experiment"))?;
    if there.edition == edition { Ok(there) } else { Err(StoreError::ExperimentMoved) }
}

/// How many run on a board.
async fn running(tx: &mut Connection, board: &Board) -> Result<usize> {
    let count: i64 = match board {
        Board::Team(team) => {
            query_scalar(
                "SELECT COUNT(*) FROM experiments WHERE team_id = $1 AND state = 'running'",
            )
            .bind(team.as_str())
            .fetch_one(tx)
            .await?
        }
        Board::Leadership(organisation) => {
            query_scalar(
                "SELECT COUNT(*) FROM experiments WHERE organisation_id = $1 AND team_id IS NULL AND state = 'running'",
            )
            .bind(organisation.as_str())
            .fetch_one(tx)
            .await?
        }
    };
    usize::try_from(count).map_err(|_| UNREADABLE)
}

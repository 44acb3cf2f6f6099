//! The kata's log of an experiment.

use super::db::{query, query_as, query_scalar};
use super::experiments::day;
use super::{Connection, ExperimentId, Result, Store, StoreError};
use crate::kata::Step;

impl Store {
    /// The steps of an experiment, from the first on. A step's place here is its number.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn steps(&self, experiment: &ExperimentId) -> Result<Vec<Step>> {
        let rows: Vec<StepRow> = query_as(
            "SELECT made_on, what, expected, obstacle, due_on, done_on, actual, learned FROM experiment_steps WHERE experiment_id = $1 ORDER BY place",
        )
        .bind(experiment.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(Step::try_from).collect()
    }

    /// Adds a step at the end of the log of an experiment that is under way.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::ExperimentMoved`] when it is not under way.
    pub async fn add_step(&self, experiment: &ExperimentId, step: &Step) -> Result<()> {
        let mut tx = self.write().await?;
        under_way(&mut tx, experiment).await?;
        insert_step(&mut tx, experiment, step).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Writes down how a step went, or mends it. `seen` is the step as it was when the form was opened.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::ExperimentMoved`] when the experiment is
    /// not under way or the step is not as it was seen.
    pub async fn change_step(
        &self,
        experiment: &ExperimentId,
        place: usize,
        seen: &Step,
        step: &Step,
    ) -> Result<()> {
        let place = i64::try_from(place).map_err(|_| StoreError::NotFound("step"))?;
        let mut tx = self.write().await?;
        under_way(&mut tx, experiment).await?;
        let there: StepRow = query_as(
            "SELECT made_on, what, expected, obstacle, due_on, done_on, actual, learned FROM experiment_steps WHERE experiment_id = $1 AND place = $2",
        )
        .bind(experiment.as_str())
        .bind(place)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(StoreError::NotFound("step"))?;
        if Step::try_from(there)? != *seen {
            return Err(StoreError::ExperimentMoved);
        }
        query(
            "UPDATE experiment_steps SET what = $1, expected = $2, obstacle = $3, due_on = $4, done_on = $5, actual = $6, learned = $7 WHERE experiment_id = $8 AND place = $9",
        )
        .bind(&step.what)
        .bind(&step.expected)
        .bind(&step.obstacle)
        .bind(step.due_on.to_string())
        .bind(step.done_on.map(|day| day.to_string()))
        .bind(&step.actual)
        .bind(&step.learned)
        .bind(experiment.as_str())
        .bind(place)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }
}

/// That an experiment is running or being reviewed.
async fn under_way(tx: &mut Connection, experiment: &ExperimentId) -> Result<()> {
    let state: String = query_scalar("SELECT state FROM experiments WHERE id = $1")
        .bind(experiment.as_str())
        .fetch_optional(tx)
        .await?
        .ok_or(StoreError::NotFound("experiment"))?;
    if matches!(state.as_str(), "running" | "reviewing") {
        Ok(())
    } else {
        Err(StoreError::ExperimentMoved)
    }
}

pub(super) async fn insert_step(
    tx: &mut Connection,
    experiment: &ExperimentId,
    step: &Step,
) -> Result<()> {
    query(
        "INSERT INTO experiment_steps (experiment_id, place, made_on, what, expected, obstacle, due_on, done_on, actual, learned) VALUES ($1, (SELECT COUNT(*) FROM experiment_steps WHERE experiment_id = $1), $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(experiment.as_str())
    .bind(step.made_on.to_string())
    .bind(&step.what)
    .bind(&step.expected)
    .bind(&step.obstacle)
    .bind(step.due_on.to_string())
    .bind(step.done_on.map(|day| day.to_string()))
    .bind(&step.actual)
    .bind(&step.learned)
    .execute(tx)
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct StepRow {
    made_on: String,
    what: String,
    expected: String,
    obstacle: String,
    due_on: String,
    done_on: Option<String>,
    actual: String,
    learned: String,
}

impl TryFrom<StepRow> for Step {
    type Error = StoreError;
    fn try_from(row: StepRow) -> Result<Self> {
        Ok(Self {
            made_on: day(&row.made_on)?,
            what: row.what,
            expected: row.expected,
            obstacle: row.obstacle,
            due_on: day(&row.due_on)?,
            done_on: row.done_on.as_deref().map(day).transpose()?,
            actual: row.actual,
            learned: row.learned,
        })
    }
}

//! Experiments on a team's board, or on leadership's.

use super::db::{query, query_as, query_scalar};
use super::{Connection, ExperimentId, OrganisationId, Result, Store, StoreError, TeamId};
use crate::kata::{Judgement, Plan, State};
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

impl Store {
    /// Puts an experiment on a board.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without such a team or organisation.
    pub async fn add_experiment(&self, new: &NewExperiment) -> Result<ExperimentId> {
        let id = ExperimentId::random()?;
        let mut tx = self.write().await?;
        insert_experiment(&mut tx, &id, new).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// An experiment.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn experiment(&self, id: &ExperimentId) -> Result<Option<Experiment>> {
        let row: Option<ExperimentRow> = query_as(concat!(experiment_columns!(), " WHERE id = $1"))
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
                    query_as(concat!(
                        experiment_columns!(),
                        " WHERE team_id = $1 ORDER BY proposed_on DESC, id"
                    ))
                    .bind(team.as_str())
                    .fetch_all(&self.readers)
                    .await?
                }
                Board::Leadership(organisation) => query_as(concat!(
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
        let rows: Vec<ExperimentRow> = query_as(concat!(
            experiment_columns!(),
            " WHERE organisation_id = $1 AND team_id IN (SELECT id FROM teams WHERE organisation_id = $1 AND shares AND deleted_at IS NULL) ORDER BY team_id, proposed_on DESC, id"
        ))
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(Experiment::try_from).collect()
    }
}

/// Puts an experiment on its board, as it is before its first move.
pub(super) async fn insert_experiment(
    tx: &mut Connection,
    id: &ExperimentId,
    new: &NewExperiment,
) -> Result<()> {
    let (organisation, team) = match &new.board {
        Board::Team(team) => {
            let organisation: Option<String> = query_scalar(
                "SELECT organisation_id FROM teams WHERE id = $1 AND deleted_at IS NULL",
            )
            .bind(team.as_str())
            .fetch_optional(&mut *tx)
            .await?;
            (organisation.ok_or(StoreError::NotFound("team"))?, Some(team.as_str()))
        }
        Board::Leadership(organisation) => {
            super::organisations::expect_organisation(tx, organisation).await?;
            (organisation.to_string(), None)
        }
    };
    query(
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
    Ok(())
}

/// An experiment inside a transaction.
pub(super) async fn experiment_in(
    tx: &mut Connection,
    id: &ExperimentId,
) -> Result<Option<Experiment>> {
    let row: Option<ExperimentRow> = query_as(concat!(experiment_columns!(), " WHERE id = $1"))
        .bind(id.as_str())
        .fetch_optional(tx)
        .await?;
    row.map(Experiment::try_from).transpose()
}

/// Deletes the experiments of a team and all that belongs to them.
pub(super) async fn delete_experiments_of_team(tx: &mut Connection, team: &TeamId) -> Result<()> {
    for statement in [
        "DELETE FROM experiment_moves WHERE experiment_id IN (SELECT id FROM experiments WHERE team_id = $1)",
        "DELETE FROM experiment_steps WHERE experiment_id IN (SELECT id FROM experiments WHERE team_id = $1)",
        "UPDATE experiments SET follows = NULL WHERE team_id = $1",
        "DELETE FROM experiments WHERE team_id = $1",
    ] {
        query(statement).bind(team.as_str()).execute(&mut *tx).await?;
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

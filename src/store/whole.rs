//! Experiments with their whole history at once, as the made-up company has them.

use super::experiments::Board;
use super::{ExperimentId, Judged, Moved, NewExperiment, Result, Store, StoreError};
use crate::kata::{MOST_RUNNING, State, Step};
use std::collections::HashMap;

/// An experiment with everything that was done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeExperiment {
    /// As it was put on its board.
    pub new: NewExperiment,
    /// What was done with it, from the first move on.
    pub moves: Vec<Moved>,
    /// The kata's log, from the first step on.
    pub steps: Vec<Step>,
    /// What the team itself makes of it.
    pub judged: Option<Judged>,
}

impl WholeExperiment {
    /// Where the moves lead; an error where one of them was not possible.
    fn state(&self) -> Result<State> {
        let mut state = State::Proposed;
        for moved in &self.moves {
            if !state.moves().contains(&moved.step) {
                return Err(StoreError::ExperimentMoved);
            }
            state = moved.step.leads_to();
            if state == State::Running && !self.new.plan.missing().is_empty() {
                return Err(StoreError::ExperimentDraft);
            }
        }
        Ok(state)
    }
}

impl Store {
    /// Puts experiments with their history on boards without any: all of them or none,
    /// in one transaction. Gives their ids, in the same order.
    ///
    /// # Errors
    /// [`StoreError::ExperimentMoved`] for a move that was not possible then,
    /// [`StoreError::ExperimentDraft`] for one that started without a whole plan,
    /// [`StoreError::TooManyRunning`] on one board; [`StoreError::NotFound`] without
    /// such a team.
    pub async fn add_whole_experiments(
        &self,
        all: &[WholeExperiment],
    ) -> Result<Vec<ExperimentId>> {
        let mut tx = self.write().await?;
        let mut ids = Vec::with_capacity(all.len());
        let mut running: HashMap<String, usize> = HashMap::new();
        for whole in all {
            let state = whole.state()?;
            let new = &whole.new;
            let (organisation, team) = match &new.board {
                Board::Team(team) => {
                    let of: Option<String> = sqlx::query_scalar(
                        "SELECT organisation_id FROM teams WHERE id = $1 AND deleted_at IS NULL",
                    )
                    .bind(team.as_str())
                    .fetch_optional(&mut *tx)
                    .await?;
                    (of.ok_or(StoreError::NotFound("team"))?, Some(team.to_string()))
                }
                Board::Leadership(organisation) => (organisation.to_string(), None),
            };
            if state == State::Running {
                let here = running.entry(team.clone().unwrap_or_default()).or_default();
                *here += 1;
                if *here > MOST_RUNNING {
                    return Err(StoreError::TooManyRunning);
                }
            }
            let id = ExperimentId::random()?;
            let started = whole.moves.iter().find(|each| each.step.leads_to() == State::Running);
            let ended = whole.moves.last().filter(|_| state.is_over());
            let judged = whole.judged.as_ref();
            sqlx::query(
                "INSERT INTO experiments (id, organisation_id, team_id, state, catalogue_entry, follows, pattern, title, hypothesis, target, current_state, first_step, measure, owner, review_on, proposed_on, started_on, ended_on, judgement, judgement_note, judged_on, edition) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
            )
            .bind(id.as_str())
            .bind(organisation)
            .bind(team)
            .bind(state.as_str())
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
            .bind(started.map(|each| each.on.to_string()))
            .bind(ended.map(|each| each.on.to_string()))
            .bind(judged.map(|judged| judged.judgement.as_str()))
            .bind(judged.map_or("", |judged| judged.note.as_str()))
            .bind(judged.map(|judged| judged.on.to_string()))
            .bind(i64::try_from(whole.moves.len()).unwrap_or(i64::MAX - 1) + 1)
            .execute(&mut *tx)
            .await?;
            for (place, moved) in (0_i64..).zip(&whole.moves) {
                sqlx::query(
                    "INSERT INTO experiment_moves (experiment_id, place, made_on, move, answer) VALUES ($1, $2, $3, $4, $5)",
                )
                .bind(id.as_str())
                .bind(place)
                .bind(moved.on.to_string())
                .bind(moved.step.as_str())
                .bind(&moved.answer)
                .execute(&mut *tx)
                .await?;
            }
            for step in &whole.steps {
                super::steps::insert_step(&mut tx, &id, step).await?;
            }
            ids.push(id);
        }
        tx.commit().await?;
        Ok(ids)
    }
}

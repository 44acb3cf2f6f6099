//! Experiments with their whole history at once, as the made-up company has them.

use super::db::query;
use super::experiments::insert_experiment;
use super::{Board, ExperimentId, Judged, Moved, NewExperiment, Result, Store, StoreError};
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
            if state == State::Running {
                let here = running.entry(board_key(&new.board)).or_default();
                *here += 1;
                if *here > MOST_RUNNING {
                    return Err(StoreError::TooManyRunning);
                }
            }
            let id = ExperimentId::random()?;
            let started = whole.moves.iter().find(|each| each.step.leads_to() == State::Running);
            let ended = whole.moves.last().filter(|_| state.is_over());
            let judged = whole.judged.as_ref();
            insert_experiment(&mut tx, &id, new).await?;
            query(
                "UPDATE experiments SET state = $1, started_on = $2, ended_on = $3, judgement = $4, judgement_note = $5, judged_on = $6, edition = $7 WHERE id = $8",
            )
            .bind(state.as_str())
            .bind(started.map(|each| each.on.to_string()))
            .bind(ended.map(|each| each.on.to_string()))
            .bind(judged.map(|judged| judged.judgement.as_str()))
            .bind(judged.map_or("", |judged| judged.note.as_str()))
            .bind(judged.map(|judged| judged.on.to_string()))
            .bind(i64::try_from(whole.moves.len()).unwrap_or(i64::MAX - 1) + 1)
            .bind(id.as_str())
            .execute(&mut *tx)
            .await?;
            for (place, moved) in (0_i64..).zip(&whole.moves) {
                query(
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

/// By what a board is known here: its team, or nothing for leadership's.
fn board_key(board: &Board) -> String {
    match board {
        Board::Team(team) => team.to_string(),
        Board::Leadership(_) => String::new(),
    }
}

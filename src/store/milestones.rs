//! When a team's experiments began and were looked back on.

use super::db::query_as;
use super::experiments::day;
use super::{Result, Store, StoreError, TeamId};
use crate::kata::Move;
use jiff::civil::Date;

/// A day that stands out in the course of an experiment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// When.
    pub on: Date,
    /// What was done: [`Move::Start`] or [`Move::Review`].
    pub step: Move,
    /// The experiment's title.
    pub title: String,
}

impl Store {
    /// The starts and reviews of a team's experiments, the earliest first.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn milestones(&self, team: &TeamId) -> Result<Vec<Milestone>> {
        let rows: Vec<(String, String, String)> = query_as(
            "SELECT m.made_on, m.move, e.title FROM experiment_moves m JOIN experiments e ON e.id = m.experiment_id WHERE e.team_id = $1 AND m.move IN ('start', 'review') ORDER BY m.place",
        )
        .bind(team.as_str())
        .fetch_all(&self.readers)
        .await?;
        let mut milestones = rows
            .into_iter()
            .map(|(on, step, title)| {
                let step = step.parse().map_err(|_| StoreError::Unreadable("experiment"))?;
                Ok(Milestone { on: day(&on)?, step, title })
            })
            .collect::<Result<Vec<_>>>()?;
        // Here, because each database has its own idea of the order of words.
        milestones.sort_by(|one, other| (one.on, &one.title).cmp(&(other.on, &other.title)));
        Ok(milestones)
    }
}

//! Rounds that were taken elsewhere, or made up: they come in counted.

use super::db::query;
use super::ids::RoundId;
use super::tallies::insert_tally;
use super::{Connection, OrganisationId, Result, Store, TeamId};
use crate::measure::Tally;

/// A round that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastRound {
    /// Whose it was.
    pub team: TeamId,
    /// How many people were invited, 3–500.
    pub roster: u16,
    /// Its minimum group, 3–10.
    pub minimum_group: u8,
    /// The catalogue that was asked.
    pub catalogue_version: String,
    /// When it opened, in seconds since 1970.
    pub opened_at: i64,
    /// When it closed.
    pub closed_at: i64,
    /// What remains of it; none where fewer than its minimum group answered.
    pub tally: Option<Tally>,
}

impl Store {
    /// Adds rounds that are over: all of them or none. Gives their ids, in order.
    ///
    /// # Errors
    /// Only the database's: also for numbers that it does not take.
    pub async fn add_past_rounds(&self, rounds: &[PastRound]) -> Result<Vec<RoundId>> {
        let mut tx = self.write().await?;
        let mut ids = Vec::with_capacity(rounds.len());
        for round in rounds {
            ids.push(insert_past(&mut tx, round, false).await?);
        }
        tx.commit().await?;
        Ok(ids)
    }

    /// Marks an organisation as made up, for good.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn mark_synthetic(&self, id: &OrganisationId) -> Result<()> {
        query("UPDATE organisations SET synthetic = TRUE WHERE id = $1")
            .bind(id.as_str())
            .execute_alone(self)
            .await?;
        Ok(())
    }
}

/// Adds a round that is over. If it was `imported`, whoever did that knows what is in it.
pub(super) async fn insert_past(
    tx: &mut Connection,
    round: &PastRound,
    imported: bool,
) -> Result<RoundId> {
    let id = RoundId::random()?;
    let state = if round.tally.is_some() { "sealed" } else { "too-few" };
    query(
        "INSERT INTO rounds (id, team_id, state, roster, minimum_group, keep_lists, catalogue_version, closes_at, extended, opened_at, closed_at, responses, bytes_pending, imported) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, $9, $8, $10, FALSE, $11)",
    )
    .bind(id.as_str())
    .bind(round.team.as_str())
    .bind(state)
    .bind(i64::from(round.roster))
    .bind(i64::from(round.minimum_group))
    .bind(round.tally.as_ref().is_none_or(|tally| tally.lists.is_some()))
    .bind(&round.catalogue_version)
    .bind(round.closed_at)
    .bind(round.opened_at)
    .bind(round.tally.as_ref().map(|tally| i64::from(tally.responses)))
    .bind(imported)
    .execute(&mut *tx)
    .await?;
    if let Some(tally) = &round.tally {
        insert_tally(tx, &id, tally).await?;
    }
    Ok(id)
}

//! Preparing a round and opening it.

use super::db::{query, query_as, query_scalar};
use super::deliveries::queue;
use super::teams::expect_team;
use super::{
    DAY, DAYS_BETWEEN_ROUNDS, ROSTER_LEAST, ROSTER_MOST, Result, RoundId, RoundState, Store,
    StoreError, TeamId, Told,
};

impl Store {
    /// Prepares a round for a team that has none in progress. `roster` is 3–500;
    /// `keep_lists` false asks that no score lists be kept if fewer than 8 answer.
    ///
    /// # Errors
    /// [`StoreError::Roster`], [`StoreError::ClosingDayPassed`],
    /// [`StoreError::NotFound`] without such a team, [`StoreError::RoundInProgress`].
    pub async fn create_draft(
        &self,
        team: &TeamId,
        roster: u16,
        closes_at: i64,
        keep_lists: bool,
        catalogue_version: &str,
        now: i64,
    ) -> Result<RoundId> {
        check_roster(roster)?;
        if closes_at <= now {
            return Err(StoreError::ClosingDayPassed);
        }
        let round = RoundId::random()?;
        let mut tx = self.write().await?;
        expect_team(&mut tx, team).await?;
        let current =
            query("SELECT 1 FROM rounds WHERE team_id = $1 AND state IN ('draft', 'open')")
                .bind(team.as_str())
                .fetch_optional(&mut *tx)
                .await?;
        if current.is_some() {
            return Err(StoreError::RoundInProgress);
        }
        query(
            "INSERT INTO rounds (id, team_id, state, roster, keep_lists, catalogue_version, closes_at, extended, bytes_pending) VALUES ($1, $2, 'draft', $3, $4, $5, $6, FALSE, FALSE)",
        )
        .bind(round.as_str())
        .bind(team.as_str())
        .bind(i64::from(roster))
        .bind(keep_lists)
        .bind(catalogue_version)
        .bind(closes_at)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(round)
    }

    /// Changes a draft. Whether the closing time is still to come is looked at when
    /// it opens.
    ///
    /// # Errors
    /// [`StoreError::Roster`], [`StoreError::NotFound`], [`StoreError::NotADraft`].
    pub async fn update_draft(
        &self,
        id: &RoundId,
        roster: u16,
        closes_at: i64,
        keep_lists: bool,
    ) -> Result<()> {
        check_roster(roster)?;
        let mut tx = self.write().await?;
        draft_of(&mut tx, id).await?;
        query("UPDATE rounds SET roster = $1, closes_at = $2, keep_lists = $3 WHERE id = $4")
            .bind(i64::from(roster))
            .bind(closes_at)
            .bind(keep_lists)
            .bind(id.as_str())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Opens a draft: from now on people can answer. The round copies its
    /// organisation's minimum group and keeps it for good. The token, the code and
    /// the key (which signs ballots) are erased when the round closes.
    ///
    /// # Errors
    /// [`StoreError::TooSoon`] within 28 days of the team's last sealed round,
    /// [`StoreError::ClosingDayPassed`], [`StoreError::JoinTokenTaken`],
    /// [`StoreError::SpokenCodeTaken`], [`StoreError::NotFound`],
    /// [`StoreError::NotADraft`].
    pub async fn open_round(
        &self,
        id: &RoundId,
        join_token: &str,
        spoken_code: &str,
        ballot_key: &[u8; 32],
        now: i64,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        let (team, closes_at) = draft_of(&mut tx, id).await?;
        if closes_at <= now {
            return Err(StoreError::ClosingDayPassed);
        }
        let last: Option<i64> = query_scalar(
            "SELECT MAX(closed_at) FROM rounds WHERE team_id = $1 AND state = 'sealed'",
        )
        .bind(&team)
        .fetch_one(&mut *tx)
        .await?;
        if let Some(earliest) = last.map(|last| last + DAYS_BETWEEN_ROUNDS * DAY)
            && now < earliest
        {
            return Err(StoreError::TooSoon { earliest });
        }
        let taken = query("SELECT 1 FROM rounds WHERE join_token = $1")
            .bind(join_token)
            .fetch_optional(&mut *tx)
            .await?;
        if taken.is_some() {
            return Err(StoreError::JoinTokenTaken);
        }
        let taken = query("SELECT 1 FROM rounds WHERE spoken_code = $1")
            .bind(spoken_code)
            .fetch_optional(&mut *tx)
            .await?;
        if taken.is_some() {
            return Err(StoreError::SpokenCodeTaken);
        }
        query(
            "UPDATE rounds SET state = 'open', opened_at = $1, join_token = $2, spoken_code = $3, ballot_key = $4, minimum_group = (SELECT o.minimum_group FROM organisations o JOIN teams t ON t.organisation_id = o.id WHERE t.id = rounds.team_id) WHERE id = $5",
        )
        .bind(now)
        .bind(join_token)
        .bind(spoken_code)
        .bind(ballot_key.as_slice())
        .bind(id.as_str())
        .execute(&mut *tx)
        .await?;
        queue(&mut tx, &team, Told::RoundOpened, id.as_str(), now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Deletes a draft without a trace.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotADraft`].
    pub async fn delete_draft(&self, id: &RoundId) -> Result<()> {
        let mut tx = self.write().await?;
        draft_of(&mut tx, id).await?;
        query("DELETE FROM rounds WHERE id = $1").bind(id.as_str()).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }
}

pub(super) fn check_roster(roster: u16) -> Result<()> {
    if (ROSTER_LEAST..=ROSTER_MOST).contains(&roster) { Ok(()) } else { Err(StoreError::Roster) }
}

/// The team and the closing time of a round that must be a draft.
async fn draft_of(tx: &mut super::Connection, id: &RoundId) -> Result<(String, i64)> {
    let (team, state, closes_at): (String, String, i64) =
        query_as("SELECT team_id, state, closes_at FROM rounds WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(tx)
            .await?
            .ok_or(StoreError::NotFound("round"))?;
    match RoundState::parse(&state)? {
        RoundState::Draft => Ok((team, closes_at)),
        _ => Err(StoreError::NotADraft),
    }
}

//! Changing an open round.

use super::db::{QueryBuilder, query};
use super::drafts::check_roster;
use super::{Connection, Result, RoundId, RoundState, Store, StoreError};

/// What must be known of an open round to change or close it.
pub(super) struct OpenRound {
    pub roster: u16,
    pub minimum_group: u8,
    pub keep_lists: bool,
    pub closes_at: i64,
    pub extended: bool,
}

impl Store {
    /// Moves an open round's closing time to a later one. The present one again
    /// changes nothing.
    ///
    /// # Errors
    /// [`StoreError::ClosingDayEarlier`], [`StoreError::NotFound`],
    /// [`StoreError::NotOpen`].
    pub async fn extend_round(&self, id: &RoundId, closes_at: i64) -> Result<()> {
        let mut tx = self.write().await?;
        let current = open_round(&mut tx, id).await?.ok_or(StoreError::NotOpen)?.closes_at;
        if closes_at < current {
            return Err(StoreError::ClosingDayEarlier { current });
        }
        query("UPDATE rounds SET closes_at = $1 WHERE id = $2")
            .bind(closes_at)
            .bind(id.as_str())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Raises an open round's roster, up to 500. The present one again changes nothing.
    /// The round remembers the roster with which it was opened, so that whoever answers can
    /// be shown both.
    ///
    /// # Errors
    /// [`StoreError::Roster`], [`StoreError::RosterLowered`],
    /// [`StoreError::NotFound`], [`StoreError::NotOpen`].
    // Shown by tests/server/participation.rs::a_raised_roster_is_shown_with_the_old_number
    pub async fn raise_roster(&self, id: &RoundId, roster: u16) -> Result<()> {
        check_roster(roster)?;
        let mut tx = self.write().await?;
        let current = open_round(&mut tx, id).await?.ok_or(StoreError::NotOpen)?.roster;
        if roster < current {
            return Err(StoreError::RosterLowered { current });
        }
        if roster == current {
            return Ok(());
        }
        // Both right-hand sides read the row as it was.
        query("UPDATE rounds SET opened_roster = COALESCE(opened_roster, roster), roster = $1 WHERE id = $2")
            .bind(i64::from(roster))
            .bind(id.as_str())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The round, locked until the transaction ends, if it is open; none if it is closed already. A draft is
/// [`StoreError::NotOpen`], and no round [`StoreError::NotFound`].
pub(super) async fn open_round(tx: &mut Connection, id: &RoundId) -> Result<Option<OpenRound>> {
    const UNREADABLE: StoreError = StoreError::Unreadable("round");
    let (state, roster, minimum_group, keep_lists, closes_at, extended): (
        String,
        i64,
        Option<i64>,
        bool,
        i64,
        bool,
    ) = QueryBuilder::new(
        "SELECT state, roster, minimum_group, keep_lists, closes_at, extended FROM rounds WHERE id = ",
    )
    .push_list([id.as_str()])
    .push_lock(tx)
    .build_query_as()
    .fetch_optional(tx)
    .await?
    .ok_or(StoreError::NotFound("round"))?;
    match RoundState::parse(&state)? {
        RoundState::Draft => Err(StoreError::NotOpen),
        RoundState::Sealed | RoundState::TooFew | RoundState::Discarded => Ok(None),
        RoundState::Open => Ok(Some(OpenRound {
            roster: roster.try_into().map_err(|_| UNREADABLE)?,
            minimum_group: minimum_group
                .and_then(|group| group.try_into().ok())
                .ok_or(UNREADABLE)?,
            keep_lists,
            closes_at,
            extended,
        })),
    }
}

//! Decisions on what may be shown, one after another.
//!
//! Each rests on those before it: what leadership is shown, which teams coaches may
//! see. It is worked out from what was read, which takes a while, and is written only
//! if no other was made meanwhile, by this process or another.

use super::db::{query, query_scalar};
use super::{Connection, OrganisationId, Result, Store, StoreError, TeamId};

/// How many decisions an organisation has made when it was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing(i64);

impl Store {
    /// Where an organisation stands. To be read before everything that a decision
    /// rests on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn standing(&self, organisation: &OrganisationId) -> Result<Standing> {
        let made: Option<i64> = query_scalar("SELECT standing FROM organisations WHERE id = $1")
            .bind(organisation.as_str())
            .fetch_optional(&self.readers)
            .await?;
        made.map(Standing).ok_or(StoreError::NotFound("organisation"))
    }

    /// Lets a team share with coaches, which was found to be safe.
    ///
    /// # Errors
    /// [`StoreError::Changed`] if another decision was made meanwhile;
    /// [`StoreError::NotFound`].
    pub async fn begin_sharing(
        &self,
        organisation: &OrganisationId,
        team: &TeamId,
        standing: &mut Standing,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        let next = advance(&mut tx, organisation, *standing).await?;
        let done = query(
            "UPDATE teams SET shares = TRUE WHERE id = $1 AND organisation_id = $2 AND deleted_at IS NULL",
        )
        .bind(team.as_str())
        .bind(organisation.as_str())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound("team"));
        }
        tx.commit().await?;
        *standing = next;
        Ok(())
    }
}

/// Makes one more decision, if none was made since. It counts when the transaction is
/// committed.
pub(super) async fn advance(
    tx: &mut Connection,
    organisation: &OrganisationId,
    standing: Standing,
) -> Result<Standing> {
    let done =
        query("UPDATE organisations SET standing = standing + 1 WHERE id = $1 AND standing = $2")
            .bind(organisation.as_str())
            .bind(standing.0)
            .execute(tx)
            .await?;
    if done.rows_affected() == 0 { Err(StoreError::Changed) } else { Ok(Standing(standing.0 + 1)) }
}

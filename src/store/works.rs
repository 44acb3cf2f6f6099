//! What works here: the lines that were told, and which teams stood behind them.

use super::db::{query, query_as, query_scalar};
use super::standing::{Standing, advance};
use super::{OrganisationId, Result, Store, StoreError, TeamId};
use std::collections::BTreeMap;

const UNREADABLE: StoreError = StoreError::Unreadable("what works");

/// A line as a quarter has left it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkLine {
    /// The quarter that changed it last.
    pub quarter: String,
    /// The teams behind it, with how it ended there and what the next round said; none
    /// where it is not told any more.
    pub behind: BTreeMap<TeamId, (String, String)>,
}

/// A line that a quarter changes: its name, and the teams behind it from now on.
pub type ChangedLine = (String, Vec<(TeamId, &'static str, &'static str)>);

impl Store {
    /// The quarters for which it was decided what is told, in order.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn decided_works(&self, organisation: &OrganisationId) -> Result<Vec<String>> {
        Ok(query_scalar(
            "SELECT quarter FROM decided_works WHERE organisation_id = $1 ORDER BY quarter",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?)
    }

    /// Every line as its last quarter has left it, by name.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn work_lines(
        &self,
        organisation: &OrganisationId,
    ) -> Result<BTreeMap<String, WorkLine>> {
        let mut tx = self.read().await?;
        let heads: Vec<(String, String)> = query_as(
            "SELECT line, MAX(quarter) FROM work_lines WHERE organisation_id = $1 GROUP BY line",
        )
        .bind(organisation.as_str())
        .fetch_all(&mut *tx)
        .await?;
        let mut lines = BTreeMap::new();
        for (line, quarter) in heads {
            let rows: Vec<(String, String, String)> = query_as(
                "SELECT team_id, outcome, afterwards FROM work_line_teams WHERE organisation_id = $1 AND quarter = $2 AND line = $3",
            )
            .bind(organisation.as_str())
            .bind(&quarter)
            .bind(&line)
            .fetch_all(&mut *tx)
            .await?;
            let mut behind = BTreeMap::new();
            for (team, outcome, afterwards) in rows {
                behind.insert(team.try_into().map_err(|_| UNREADABLE)?, (outcome, afterwards));
            }
            lines.insert(line, WorkLine { quarter, behind });
        }
        Ok(lines)
    }

    /// Decides a quarter: these lines change, the others stay. `false`, and nothing
    /// changes, if it was decided already.
    ///
    /// # Errors
    /// [`StoreError::Changed`] if another decision was made since `standing`.
    /// Only the database's.
    pub async fn decide_works(
        &self,
        organisation: &OrganisationId,
        quarter: &str,
        lines: &[ChangedLine],
        standing: &mut Standing,
    ) -> Result<bool> {
        let mut tx = self.write().await?;
        let new = query(
            "INSERT INTO decided_works (organisation_id, quarter) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind(organisation.as_str())
        .bind(quarter)
        .execute(&mut *tx)
        .await?;
        if new.rows_affected() == 0 {
            return Ok(false);
        }
        let next = advance(&mut tx, organisation, *standing).await?;
        for (line, behind) in lines {
            query("INSERT INTO work_lines (organisation_id, quarter, line) VALUES ($1, $2, $3)")
                .bind(organisation.as_str())
                .bind(quarter)
                .bind(line)
                .execute(&mut *tx)
                .await?;
            for (team, outcome, afterwards) in behind {
                query(
                    "INSERT INTO work_line_teams (organisation_id, quarter, line, team_id, outcome, afterwards) VALUES ($1, $2, $3, $4, $5, $6)",
                )
                .bind(organisation.as_str())
                .bind(quarter)
                .bind(line)
                .bind(team.as_str())
                .bind(*outcome)
                .bind(*afterwards)
                .execute(&mut *tx)
                .await?;
            }
        }
        tx.commit().await?;
        *standing = next;
        Ok(true)
    }
}

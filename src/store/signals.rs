//! What teams count of their months, and what leadership was told of a quarter.

use super::db::{QueryBuilder, query, query_as, query_scalar};
use super::many::AT_ONCE;
use super::standing::{Standing, advance};
use super::{OrganisationId, Result, Store, StoreError, TeamId};
use crate::days::Month;
use crate::measure::delivery::{BANDS, Counted, Hours, Signal};
use std::collections::BTreeMap;

const UNREADABLE: StoreError = StoreError::Unreadable("delivery signals");

/// A team's months, earliest first.
pub type Months = Vec<(Month, Counted)>;

/// A team with its months.
pub type TeamMonths = (TeamId, Months);

/// What was released of a signal in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SignalCount {
    /// The signal.
    pub signal: Signal,
    /// How many teams lay in each band.
    pub counts: [u32; BANDS],
    /// No band that is shown holds fewer teams than this.
    pub margin: u32,
}

#[derive(sqlx::FromRow)]
struct Row {
    month: String,
    deployments: Option<i64>,
    failed: Option<i64>,
    lead_time: Option<i64>,
    incidents: Option<i64>,
    by_change: Option<i64>,
    restore_time: Option<i64>,
}

impl Row {
    fn read(self) -> Result<(Month, Counted)> {
        let number =
            |value: Option<i64>| value.map(u32::try_from).transpose().map_err(|_| UNREADABLE);
        let hours = |value| Ok::<_, StoreError>(number(value)?.map(Hours));
        let counted = Counted {
            deployments: number(self.deployments)?,
            failed: number(self.failed)?,
            lead_time: hours(self.lead_time)?,
            incidents: number(self.incidents)?,
            by_change: number(self.by_change)?,
            restore: hours(self.restore_time)?,
        };
        Ok((self.month.parse().map_err(|_| UNREADABLE)?, counted))
    }
}

impl Store {
    /// A team's months.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn signals(&self, team: &TeamId) -> Result<Months> {
        let rows: Vec<Row> = query_as(
            "SELECT month, deployments, failed, lead_time, incidents, by_change, restore_time FROM signals WHERE team_id = $1 ORDER BY month",
        )
        .bind(team.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(Row::read).collect()
    }

    /// Keeps months of teams, in place of what was kept of them before: all or none.
    ///
    /// # Errors
    /// Only the database's; it refuses a month that contradicts itself.
    pub async fn keep_signals(&self, months: &[(&TeamId, Month, Counted)]) -> Result<()> {
        let mut tx = self.write().await?;
        for some in months.chunks(AT_ONCE) {
            let number = |value: Option<u32>| value.map(i64::from).into();
            let hours = |value: Option<Hours>| value.map(|hours| i64::from(hours.0)).into();
            QueryBuilder::new(
                "INSERT INTO signals (team_id, month, deployments, failed, lead_time, incidents, by_change, restore_time) VALUES ",
            )
            .push_rows(some.iter().map(|(team, month, counted)| {
                [
                    team.as_str().into(),
                    month.to_string().into(),
                    number(counted.deployments),
                    number(counted.failed),
                    hours(counted.lead_time),
                    number(counted.incidents),
                    number(counted.by_change),
                    hours(counted.restore),
                ]
            }))
            .push(" ON CONFLICT (team_id, month) DO UPDATE SET deployments = excluded.deployments, failed = excluded.failed, lead_time = excluded.lead_time, incidents = excluded.incidents, by_change = excluded.by_change, restore_time = excluded.restore_time")
            .build()
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Forgets a month of a team. `false` if there was none.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn delete_signals(&self, team: &TeamId, month: Month) -> Result<bool> {
        let done = query("DELETE FROM signals WHERE team_id = $1 AND month = $2")
            .bind(team.as_str())
            .bind(month.to_string())
            .execute_alone(self)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// The earliest month that any team of an organisation has entered.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn first_signals(&self, organisation: &OrganisationId) -> Result<Option<Month>> {
        let first: Option<String> = query_scalar(
            "SELECT MIN(month) FROM signals JOIN teams ON teams.id = signals.team_id WHERE organisation_id = $1",
        )
        .bind(organisation.as_str())
        .fetch_one(&self.readers)
        .await?;
        first.map(|month| month.parse().map_err(|_| UNREADABLE)).transpose()
    }

    /// What every team of an organisation has entered of the months from `first` to
    /// `last`, team by team.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn signals_of_all(
        &self,
        organisation: &OrganisationId,
        first: Month,
        last: Month,
    ) -> Result<Vec<TeamMonths>> {
        #[derive(sqlx::FromRow)]
        struct Whose {
            team_id: String,
            #[sqlx(flatten)]
            row: Row,
        }
        let rows: Vec<Whose> = query_as(
            "SELECT team_id, month, deployments, failed, lead_time, incidents, by_change, restore_time FROM signals JOIN teams ON teams.id = signals.team_id WHERE organisation_id = $1 AND deleted_at IS NULL AND month >= $2 AND month <= $3",
        )
        .bind(organisation.as_str())
        .bind(first.to_string())
        .bind(last.to_string())
        .fetch_all(&self.readers)
        .await?;
        let mut teams: BTreeMap<String, Months> = BTreeMap::new();
        for Whose { team_id, row } in rows {
            teams.entry(team_id).or_default().push(row.read()?);
        }
        let read = |(team, months)| Ok((TeamId::try_from(team).map_err(|_| UNREADABLE)?, months));
        teams.into_iter().map(read).collect()
    }

    /// The quarters whose signals were counted, in order.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn decided_signals(&self, organisation: &OrganisationId) -> Result<Vec<String>> {
        Ok(query_scalar(
            "SELECT period FROM decided_signals WHERE organisation_id = $1 ORDER BY period",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?)
    }

    /// Decides a quarter: this is told of it, with the teams that each count is over, and
    /// nothing else ever will be. `false`, and
    /// nothing changes, if it was decided already.
    ///
    /// # Errors
    /// [`StoreError::Changed`] if another decision was made since `standing`.
    /// Only the database's.
    pub async fn decide_signals(
        &self,
        organisation: &OrganisationId,
        period: &str,
        told: &[(SignalCount, Vec<TeamId>)],
        standing: &mut Standing,
    ) -> Result<bool> {
        let mut tx = self.write().await?;
        let new = query(
            "INSERT INTO decided_signals (organisation_id, period) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind(organisation.as_str())
        .bind(period)
        .execute(&mut *tx)
        .await?;
        if new.rows_affected() == 0 {
            return Ok(false);
        }
        let next = advance(&mut tx, organisation, *standing).await?;
        for (SignalCount { signal, counts, margin }, teams) in told {
            query(
                "INSERT INTO released_signals (organisation_id, period, signal, counts, margin) VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(organisation.as_str())
            .bind(period)
            .bind(signal.as_str())
            .bind(counts.map(|count| count.to_string()).join(" "))
            .bind(i64::from(*margin))
            .execute(&mut *tx)
            .await?;
            for some in teams.chunks(AT_ONCE) {
                let row = |team: &TeamId| {
                    [
                        organisation.as_str().into(),
                        period.into(),
                        signal.as_str().into(),
                        team.as_str().into(),
                    ]
                };
                QueryBuilder::new(
                    "INSERT INTO released_signal_teams (organisation_id, period, signal, team_id) VALUES ",
                )
                .push_rows(some.iter().map(row))
                .build()
                .execute(&mut *tx)
                .await?;
            }
        }
        tx.commit().await?;
        *standing = next;
        Ok(true)
    }

    /// What was told of each quarter, in order.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn released_signals(
        &self,
        organisation: &OrganisationId,
    ) -> Result<BTreeMap<String, Vec<SignalCount>>> {
        let rows: Vec<(String, String, String, i64)> = query_as(
            "SELECT period, signal, counts, margin FROM released_signals WHERE organisation_id = $1",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        let mut periods: BTreeMap<String, Vec<SignalCount>> = BTreeMap::new();
        for (period, signal, counts, margin) in rows {
            let signal: Signal = signal.parse().map_err(|_| UNREADABLE)?;
            let counts = read_counts(&counts).ok_or(UNREADABLE)?;
            let margin = u32::try_from(margin).map_err(|_| UNREADABLE)?;
            periods.entry(period).or_default().push(SignalCount { signal, counts, margin });
        }
        for told in periods.values_mut() {
            told.sort_unstable();
        }
        Ok(periods)
    }
}

impl Store {
    /// The teams behind each signal of each quarter that was told. Earlier versions did not
    /// keep them.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn teams_behind_signals(
        &self,
        organisation: &OrganisationId,
    ) -> Result<BTreeMap<(String, Signal), Vec<TeamId>>> {
        let rows: Vec<(String, String, String)> = query_as(
            "SELECT period, signal, team_id FROM released_signal_teams WHERE organisation_id = $1",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        let mut behind: BTreeMap<(String, Signal), Vec<TeamId>> = BTreeMap::new();
        for (period, signal, team) in rows {
            let signal = signal.parse().map_err(|_| UNREADABLE)?;
            let team = TeamId::try_from(team).map_err(|_| UNREADABLE)?;
            behind.entry((period, signal)).or_default().push(team);
        }
        Ok(behind)
    }
}

fn read_counts(text: &str) -> Option<[u32; BANDS]> {
    let numbers: Option<Vec<u32>> = text.split(' ').map(|number| number.parse().ok()).collect();
    numbers?.try_into().ok()
}

//! Pooled figures: which rounds a period has, and what was decided about it.

use super::db::{QueryBuilder, query, query_as, query_scalar};
use super::ids::{base32, random_bytes};
use super::many::AT_ONCE;
use super::standing::{Standing, advance};
use super::{GroupId, OrganisationId, Result, RoundId, Store, StoreError, TeamId};
use crate::catalogue::DimensionId;
use crate::measure::DimensionSums;
use std::collections::BTreeMap;

const UNREADABLE: StoreError = StoreError::Unreadable("pooled sums");

/// The margin of counts that earlier versions wrote, who wrote none down.
pub(super) const LEAST_MARGIN: u32 = 3;

/// A team's last sealed round within a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolCandidate {
    /// The round.
    pub round: RoundId,
    /// Its team.
    pub team: TeamId,
    /// The group that the team belongs to now.
    pub group: Option<GroupId>,
    /// The round's minimum group.
    pub minimum_group: u8,
}

/// A figure that leadership may be shown from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPool {
    /// The group; none for the whole organisation.
    pub group: Option<String>,
    /// The dimension, with its three items.
    pub dimension: DimensionId,
    /// The rounds in it, each with whether it is in the counts of teams.
    pub rounds: Vec<(RoundId, bool)>,
    /// What they add up to.
    pub sums: DimensionSums,
}

/// A figure that was released to leadership, without its rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPool {
    /// The period it is about.
    pub period: String,
    /// The group; none for the whole organisation.
    pub group: Option<String>,
    /// The dimension, with its three items.
    pub dimension: DimensionId,
    /// What its rounds add up to.
    pub sums: DimensionSums,
}

impl Store {
    /// When an organisation's first round was sealed, in seconds since 1970.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn first_sealing(&self, organisation: &OrganisationId) -> Result<Option<i64>> {
        Ok(query_scalar(
            "SELECT MIN(rounds.closed_at) FROM rounds JOIN teams ON teams.id = rounds.team_id WHERE organisation_id = $1 AND state = 'sealed'",
        )
        .bind(organisation.as_str())
        .fetch_one(&self.readers)
        .await?)
    }

    /// The periods that were decided, in order.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn decided_periods(&self, organisation: &OrganisationId) -> Result<Vec<String>> {
        Ok(query_scalar(
            "SELECT period FROM decided_periods WHERE organisation_id = $1 ORDER BY period",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?)
    }

    /// Whether a period was decided.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn is_decided(&self, organisation: &OrganisationId, period: &str) -> Result<bool> {
        let found =
            query("SELECT 1 FROM decided_periods WHERE organisation_id = $1 AND period = $2")
                .bind(organisation.as_str())
                .bind(period)
                .fetch_optional(&self.readers)
                .await?;
        Ok(found.is_some())
    }

    /// Each team's last sealed round that closed from `from` on and before `until`
    /// (seconds since 1970), by team. Deleted teams have no part in what is new.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn pool_candidates(
        &self,
        organisation: &OrganisationId,
        catalogue_version: &str,
        from: i64,
        until: i64,
    ) -> Result<Vec<PoolCandidate>> {
        let rows: Vec<(String, String, Option<String>, i64)> = query_as(
            "SELECT rounds.id, team_id, group_id, minimum_group FROM rounds JOIN teams ON teams.id = rounds.team_id WHERE organisation_id = $1 AND deleted_at IS NULL AND state = 'sealed' AND catalogue_version = $2 AND closed_at >= $3 AND closed_at < $4 ORDER BY closed_at, rounds.id",
        )
        .bind(organisation.as_str())
        .bind(catalogue_version)
        .bind(from)
        .bind(until)
        .fetch_all(&self.readers)
        .await?;
        // The last one of each team stays.
        let mut last = BTreeMap::new();
        for (round, team, group, minimum_group) in rows {
            let candidate = PoolCandidate {
                round: RoundId::try_from(round).map_err(|_| UNREADABLE)?,
                team: TeamId::try_from(team).map_err(|_| UNREADABLE)?,
                group: group.map(GroupId::try_from).transpose().map_err(|_| UNREADABLE)?,
                minimum_group: u8::try_from(minimum_group).map_err(|_| UNREADABLE)?,
            };
            last.insert(candidate.team.clone(), candidate);
        }
        Ok(last.into_values().collect())
    }

    /// Decides a period: these figures are released, and no others of it ever will be.
    /// `false`, and nothing changes, if it was decided already.
    ///
    /// # Errors
    /// [`StoreError::Changed`] if another decision was made since `standing`.
    /// [`StoreError::Unreadable`] when the system gives no random numbers.
    pub async fn decide_period(
        &self,
        organisation: &OrganisationId,
        period: &str,
        pools: &[NewPool],
        standing: &mut Standing,
    ) -> Result<bool> {
        let mut tx = self.write().await?;
        let new = query(
            "INSERT INTO decided_periods (organisation_id, period) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind(organisation.as_str())
        .bind(period)
        .execute(&mut *tx)
        .await?;
        if new.rows_affected() == 0 {
            return Ok(false);
        }
        let next = advance(&mut tx, organisation, *standing).await?;
        for pool in pools {
            let id = base32(&random_bytes::<16>()?);
            query(
                "INSERT INTO released_pools (id, organisation_id, period, group_id, dimension, sums) VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(&id)
            .bind(organisation.as_str())
            .bind(period)
            .bind(pool.group.as_deref())
            .bind(pool.dimension.as_str())
            .bind(write_sums(&pool.sums))
            .execute(&mut *tx)
            .await?;
            for some in pool.rounds.chunks(AT_ONCE) {
                let row = |(round, counted): &(RoundId, bool)| {
                    [(&id).into(), round.as_str().into(), (*counted).into()]
                };
                QueryBuilder::new(
                    "INSERT INTO released_pool_rounds (pool_id, round_id, counted) VALUES ",
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

    /// The figures of the whole organisation, of all periods, in order.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn pools_of_all(&self, organisation: &OrganisationId) -> Result<Vec<StoredPool>> {
        let rows = query_as(
            "SELECT period, group_id, dimension, sums FROM released_pools WHERE organisation_id = $1 AND group_id IS NULL ORDER BY period, dimension",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        read_all(rows)
    }

    /// The figures of the groups in one period.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn pools_of_groups(
        &self,
        organisation: &OrganisationId,
        period: &str,
    ) -> Result<Vec<StoredPool>> {
        let rows = query_as(
            "SELECT period, group_id, dimension, sums FROM released_pools WHERE organisation_id = $1 AND group_id IS NOT NULL AND period = $2 ORDER BY group_id, dimension",
        )
        .bind(organisation.as_str())
        .bind(period)
        .fetch_all(&self.readers)
        .await?;
        read_all(rows)
    }
}

type Row = (String, Option<String>, String, String);

fn read_all(rows: Vec<Row>) -> Result<Vec<StoredPool>> {
    rows.into_iter()
        .map(|(period, group, dimension, sums)| {
            Ok(StoredPool {
                period,
                group,
                dimension: dimension.parse().map_err(|_| UNREADABLE)?,
                sums: read_sums(&sums).ok_or(UNREADABLE)?,
            })
        })
        .collect()
}

fn write_sums(sums: &DimensionSums) -> String {
    let numbers = std::iter::once(&sums.teams)
        .chain(sums.items.iter().flatten())
        .chain(&sums.scores)
        .chain(&sums.bands)
        .chain(&sums.present)
        .chain(std::iter::once(&sums.margin));
    numbers.map(u32::to_string).collect::<Vec<_>>().join(" ")
}

/// The margin of written sums.
pub(super) fn margin_of(sums: &str) -> u32 {
    read_sums(sums).map_or(LEAST_MARGIN, |sums| sums.margin)
}

fn read_sums(text: &str) -> Option<DimensionSums> {
    let mut numbers = text.split(' ').map(str::parse::<u32>);
    let mut sums = DimensionSums::default();
    let places = std::iter::once(&mut sums.teams)
        .chain(sums.items.iter_mut().flatten())
        .chain(&mut sums.scores)
        .chain(&mut sums.bands)
        .chain(&mut sums.present);
    for place in places {
        *place = numbers.next()?.ok()?;
    }
    sums.margin = numbers.next().map_or(Some(LEAST_MARGIN), Result::ok)?;
    numbers.next().is_none().then_some(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_they_were_written() {
        let mut sums = DimensionSums { teams: 7, ..DimensionSums::default() };
        sums.items[2][4] = 11;
        sums.scores[24] = 3;
        sums.bands = [1, 2, 3, 4];
        sums.present = [5, 6, 7];
        sums.margin = 5;
        let text = write_sums(&sums);
        assert_eq!(text.split(' ').count(), 49);
        assert_eq!(read_sums(&text), Some(sums.clone()));
        // As earlier versions wrote them.
        sums.margin = 3;
        assert_eq!(read_sums(text.rsplit_once(' ').unwrap().0), Some(sums));
        for bad in ["", "1 2 3", &format!("{text} 1"), &text.replace('7', "x")] {
            assert_eq!(read_sums(bad), None, "{bad}");
        }
    }
}

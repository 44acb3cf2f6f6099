//! What has been released: the membership of every view, never a figure.

use super::db::{query, query_as, query_scalar};
use super::many::{AT_ONCE, among};
use super::pools::{LEAST_MARGIN, margin_of};
use super::{OrganisationId, Result, RoundId, Store, StoreError, TeamId};
use crate::catalogue::{DimensionId, FIGURES};
use std::collections::{BTreeMap, HashMap};

const UNREADABLE: StoreError = StoreError::Unreadable("released view");

/// A report that is shown for the first time. Places are overall, the dimensions,
/// the items, in catalogue order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewlyReleased {
    /// The round.
    pub round: RoundId,
    /// Its minimum group.
    pub minimum_group: u8,
    /// How many people stand behind each figure.
    pub people: [u32; FIGURES],
    /// Which figures are shown.
    pub shown: [bool; FIGURES],
}

/// A team's report as it was released. Places are overall, the dimensions, the
/// items, in catalogue order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedReport {
    /// The team.
    pub team: TeamId,
    /// What the team is called; empty when it was deleted.
    pub team_name: String,
    /// The round.
    pub round: RoundId,
    /// When it closed, in seconds since 1970.
    pub closed_at: i64,
    /// Its minimum group.
    pub minimum_group: u8,
    /// How many people stand behind each figure.
    pub people: [u32; FIGURES],
    /// Which figures were shown.
    pub shown: [bool; FIGURES],
    /// Whether a coach has seen it.
    pub coaches: bool,
}

/// A pooled figure as it was released to leadership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedPool {
    /// The period it is about.
    pub period: String,
    /// The group; none for the whole organisation.
    pub group: Option<String>,
    /// The dimension, with its three items.
    pub dimension: DimensionId,
    /// The rounds in it, in order.
    pub rounds: Vec<PooledRound>,
    /// No band in which its teams are counted holds fewer than this.
    pub margin: u32,
}

/// A round within a pooled figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PooledRound {
    /// The round.
    pub round: RoundId,
    /// Its team.
    pub team: TeamId,
    /// How many people answered.
    pub responses: u32,
    /// Whether it is in the counts of teams.
    pub counted: bool,
}

impl Store {
    /// Whether a round's report has been released, and if so, whether to coaches too.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn released_to_coaches(&self, round: &RoundId) -> Result<Option<bool>> {
        Ok(self.released_among(&[round]).await?.remove(round))
    }

    /// Those of these rounds whose reports have been released, and whether to
    /// coaches too.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn released_among(&self, rounds: &[&RoundId]) -> Result<HashMap<RoundId, bool>> {
        let mut released = HashMap::with_capacity(rounds.len());
        for some in rounds.chunks(AT_ONCE) {
            let rows: Vec<(String, bool)> =
                among("SELECT round_id, coaches FROM released_reports WHERE round_id IN (", some)
                    .build_query_as()
                    .fetch_all(&self.readers)
                    .await?;
            for (id, coaches) in rows {
                released.insert(id.try_into().map_err(|_| UNREADABLE)?, coaches);
            }
        }
        Ok(released)
    }

    /// Whether a round's report has been released.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn is_released(&self, round: &RoundId) -> Result<bool> {
        Ok(self.released_to_coaches(round).await?.is_some())
    }

    /// Takes note that reports are released, and that coaches have seen some that
    /// are released by now: all of it or nothing. The first note of a report
    /// stands.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn note_reports(
        &self,
        reports: &[NewlyReleased],
        coaches_saw: &[&RoundId],
    ) -> Result<()> {
        let mut tx = self.write().await?;
        for NewlyReleased { round, minimum_group, people, shown } in reports {
            let people: Vec<String> = people.iter().map(u32::to_string).collect();
            let shown: String = shown.iter().map(|shown| if *shown { '1' } else { '0' }).collect();
            query(
                "INSERT INTO released_reports (round_id, minimum_group, people, shown) VALUES ($1, $2, $3, $4) ON CONFLICT (round_id) DO NOTHING",
            )
            .bind(round.as_str())
            .bind(i64::from(*minimum_group))
            .bind(people.join(" "))
            .bind(shown)
            .execute(&mut *tx)
            .await?;
        }
        for some in coaches_saw.chunks(AT_ONCE) {
            among("UPDATE released_reports SET coaches = TRUE WHERE round_id IN (", some)
                .build()
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The teams that coaches know: every coach may see every team that shares, and
    /// what was seen once stays known. In no order that says anything.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn teams_known_to_coaches(
        &self,
        organisation: &OrganisationId,
    ) -> Result<Vec<TeamId>> {
        let ids: Vec<String> = query_scalar(
            "SELECT id FROM teams WHERE organisation_id = $1 AND shares AND deleted_at IS NULL UNION SELECT teams.id FROM released_reports JOIN rounds ON rounds.id = released_reports.round_id JOIN teams ON teams.id = rounds.team_id WHERE organisation_id = $1 AND coaches",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        ids.into_iter().map(|id| TeamId::try_from(id).map_err(|_| UNREADABLE)).collect()
    }

    /// Every report of an organisation that was released, by team and time.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn released_reports(
        &self,
        organisation: &OrganisationId,
    ) -> Result<Vec<ReleasedReport>> {
        let rows: Vec<ReportRow> = query_as(
            "SELECT teams.id AS team, teams.name AS team_name, rounds.id AS round, rounds.closed_at, released_reports.minimum_group, people, shown, coaches FROM released_reports JOIN rounds ON rounds.id = released_reports.round_id JOIN teams ON teams.id = rounds.team_id WHERE teams.organisation_id = $1",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        let mut reports: Vec<ReleasedReport> =
            rows.into_iter().map(ReportRow::read).collect::<Result<_>>()?;
        reports.sort_by(|a, b| {
            (&a.team_name, &a.team, a.closed_at, &a.round).cmp(&(
                &b.team_name,
                &b.team,
                b.closed_at,
                &b.round,
            ))
        });
        Ok(reports)
    }

    /// Every pooled figure of an organisation that was released, by period.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn released_pools(&self, organisation: &OrganisationId) -> Result<Vec<ReleasedPool>> {
        let rows: Vec<PoolRow> = query_as(
            "SELECT released_pools.id, period, group_id, dimension, round_id, team_id, responses, counted FROM released_pools JOIN released_pool_rounds ON pool_id = released_pools.id JOIN rounds ON rounds.id = round_id WHERE organisation_id = $1",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        let sums: Vec<(String, String)> =
            query_as("SELECT id, sums FROM released_pools WHERE organisation_id = $1")
                .bind(organisation.as_str())
                .fetch_all(&self.readers)
                .await?;
        let margins: HashMap<String, u32> =
            sums.into_iter().map(|(id, sums)| (id, margin_of(&sums))).collect();
        let mut pools: BTreeMap<String, ReleasedPool> = BTreeMap::new();
        for row in rows {
            let dimension = row.dimension.parse().map_err(|_| UNREADABLE)?;
            let (period, group) = (row.period, row.group_id);
            let margin = margins.get(&row.id).copied().unwrap_or(LEAST_MARGIN);
            let empty = || ReleasedPool { period, group, dimension, rounds: Vec::new(), margin };
            let pool = pools.entry(row.id).or_insert_with(empty);
            pool.rounds.push(PooledRound {
                round: RoundId::try_from(row.round_id).map_err(|_| UNREADABLE)?,
                team: TeamId::try_from(row.team_id).map_err(|_| UNREADABLE)?,
                responses: u32::try_from(row.responses.unwrap_or(0)).map_err(|_| UNREADABLE)?,
                counted: row.counted,
            });
        }
        let mut pools: Vec<ReleasedPool> = pools.into_values().collect();
        for pool in &mut pools {
            pool.rounds.sort();
        }
        pools.sort_by(|a, b| {
            (&a.period, &a.group, a.dimension).cmp(&(&b.period, &b.group, b.dimension))
        });
        Ok(pools)
    }
}

#[derive(sqlx::FromRow)]
struct PoolRow {
    id: String,
    period: String,
    group_id: Option<String>,
    dimension: String,
    round_id: String,
    team_id: String,
    responses: Option<i64>,
    counted: bool,
}

#[derive(sqlx::FromRow)]
struct ReportRow {
    team: String,
    team_name: String,
    round: String,
    closed_at: i64,
    minimum_group: i64,
    people: String,
    shown: String,
    coaches: bool,
}

impl ReportRow {
    fn read(self) -> Result<ReleasedReport> {
        let people: Vec<u32> = self
            .people
            .split(' ')
            .map(|number| number.parse().map_err(|_| UNREADABLE))
            .collect::<Result<_>>()?;
        let shown: Vec<bool> = self
            .shown
            .chars()
            .map(|mark| match mark {
                '1' => Ok(true),
                '0' => Ok(false),
                _ => Err(UNREADABLE),
            })
            .collect::<Result<_>>()?;
        Ok(ReleasedReport {
            team: TeamId::try_from(self.team).map_err(|_| UNREADABLE)?,
            team_name: self.team_name,
            round: RoundId::try_from(self.round).map_err(|_| UNREADABLE)?,
            closed_at: self.closed_at,
            minimum_group: u8::try_from(self.minimum_group).map_err(|_| UNREADABLE)?,
            people: people.try_into().map_err(|_| UNREADABLE)?,
            shown: shown.try_into().map_err(|_| UNREADABLE)?,
            coaches: self.coaches,
        })
    }
}

//! Cords that teams have pulled, what leadership was told of them, and what it answered.

use super::db::{query, query_as, query_scalar};
use super::experiments::day;
use super::organisations::expect_organisation;
use super::standing::{Standing, advance};
use super::teams::expect_team;
use super::{ExperimentId, OrganisationId, Result, Store, StoreError, TeamId};
use crate::catalogue::PatternId;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

const UNREADABLE: StoreError = StoreError::Unreadable("cord");

/// A cord that a team has pulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cord {
    /// What hurts.
    pub pattern: PatternId,
    /// The day on which it was pulled.
    pub pulled_on: Date,
    /// The day on which it was let go; none while it is pulled.
    pub let_go_on: Option<Date>,
}

/// Where an organisation's cords stand, and what leadership was told of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CordStandings {
    /// How many teams the organisation has.
    pub teams: usize,
    /// The teams that have pulled, by pattern.
    pub pulled: BTreeMap<PatternId, BTreeSet<TeamId>>,
    /// What was told last, by pattern: the number, and the teams behind it then.
    pub told: BTreeMap<PatternId, (u32, BTreeSet<TeamId>)>,
}

/// What leadership decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// It tries something.
    WillTry,
    /// It looks again later.
    NotNow,
    /// It does not.
    No,
}

impl Decided {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::WillTry, Self::NotNow, Self::No];

    /// As it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WillTry => "will-try",
            Self::NotNow => "not-now",
            Self::No => "no",
        }
    }

    /// What [`Decided::as_str`] wrote; none for anything else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|each| each.as_str() == text)
    }
}

/// Leadership's answer to a pattern's cord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The pattern.
    pub pattern: PatternId,
    /// What was decided.
    pub decided: Decided,
    /// In leadership's words, for the teams; never empty for [`Decided::No`].
    pub words: String,
    /// By which day, where there is one.
    pub by_day: Option<Date>,
    /// The day on which it was decided.
    pub decided_on: Date,
    /// The experiment with which leadership tries it, of its own board.
    pub experiment: Option<ExperimentId>,
}

impl Store {
    /// Pulls a team's cord. `false`, and nothing changes, if it is pulled already.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without such a team.
    pub async fn pull_cord(&self, team: &TeamId, pattern: PatternId, on: Date) -> Result<bool> {
        let mut tx = self.write().await?;
        expect_team(&mut tx, team).await?;
        let pulled =
            query("SELECT 1 FROM cords WHERE team_id = $1 AND pattern = $2 AND let_go_on IS NULL")
                .bind(team.as_str())
                .bind(pattern.as_str())
                .fetch_optional(&mut *tx)
                .await?;
        if pulled.is_some() {
            return Ok(false);
        }
        // Let go and pulled again on one day is as if it had never been let go.
        query(
            "INSERT INTO cords (team_id, pattern, pulled_on) VALUES ($1, $2, $3) ON CONFLICT (team_id, pattern, pulled_on) DO UPDATE SET let_go_on = NULL",
        )
        .bind(team.as_str())
        .bind(pattern.as_str())
        .bind(on.to_string())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Lets a team's cord go. `false`, and nothing changes, if it is not pulled.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn let_cord_go(&self, team: &TeamId, pattern: PatternId, on: Date) -> Result<bool> {
        // A clock that was set back does not make a cord end before it began.
        let done = query(
            "UPDATE cords SET let_go_on = CASE WHEN pulled_on > $1 THEN pulled_on ELSE $1 END WHERE team_id = $2 AND pattern = $3 AND let_go_on IS NULL",
        )
        .bind(on.to_string())
        .bind(team.as_str())
        .bind(pattern.as_str())
        .execute_alone(self)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// A team's cords: those that are pulled first, then the others, each the newest
    /// first, ties in catalogue order.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn cords(&self, team: &TeamId) -> Result<Vec<Cord>> {
        let rows: Vec<(String, String, Option<String>)> =
            query_as("SELECT pattern, pulled_on, let_go_on FROM cords WHERE team_id = $1")
                .bind(team.as_str())
                .fetch_all(&self.readers)
                .await?;
        let mut cords = Vec::with_capacity(rows.len());
        for (pattern, pulled_on, let_go_on) in rows {
            cords.push(Cord {
                pattern: read_pattern(&pattern)?,
                pulled_on: day(&pulled_on)?,
                let_go_on: let_go_on.as_deref().map(day).transpose()?,
            });
        }
        cords.sort_by_key(|cord| {
            (cord.let_go_on.is_some(), std::cmp::Reverse(cord.pulled_on), cord.pattern)
        });
        Ok(cords)
    }

    /// Where an organisation's cords stand. Deleted teams pull none, but still stand
    /// behind what was told while they did.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn cord_standings(&self, organisation: &OrganisationId) -> Result<CordStandings> {
        let mut tx = self.read().await?;
        let teams: i64 = query_scalar(
            "SELECT COUNT(*) FROM teams WHERE organisation_id = $1 AND deleted_at IS NULL",
        )
        .bind(organisation.as_str())
        .fetch_one(&mut *tx)
        .await?;
        let pulled: Vec<(String, String)> = query_as(
            "SELECT pattern, team_id FROM cords JOIN teams ON teams.id = cords.team_id WHERE organisation_id = $1 AND deleted_at IS NULL AND let_go_on IS NULL",
        )
        .bind(organisation.as_str())
        .fetch_all(&mut *tx)
        .await?;
        let told: Vec<(String, i64)> =
            query_as("SELECT pattern, at_least FROM cord_counts WHERE organisation_id = $1")
                .bind(organisation.as_str())
                .fetch_all(&mut *tx)
                .await?;
        let behind: Vec<(String, String)> =
            query_as("SELECT pattern, team_id FROM cord_count_teams WHERE organisation_id = $1")
                .bind(organisation.as_str())
                .fetch_all(&mut *tx)
                .await?;
        drop(tx);
        let mut standings = CordStandings {
            teams: usize::try_from(teams).map_err(|_| UNREADABLE)?,
            ..CordStandings::default()
        };
        for (pattern, team) in pulled {
            let pulled = standings.pulled.entry(read_pattern(&pattern)?).or_default();
            pulled.insert(team.try_into().map_err(|_| UNREADABLE)?);
        }
        for (pattern, at_least) in told {
            let at_least = u32::try_from(at_least).map_err(|_| UNREADABLE)?;
            standings.told.entry(read_pattern(&pattern)?).or_default().0 = at_least;
        }
        for (pattern, team) in behind {
            let told = standings.told.entry(read_pattern(&pattern)?).or_default();
            told.1.insert(team.try_into().map_err(|_| UNREADABLE)?);
        }
        Ok(standings)
    }

    /// Keeps what leadership is told of a pattern from now on, and who stands behind it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without such an organisation.
    pub async fn keep_cord_count(
        &self,
        organisation: &OrganisationId,
        pattern: PatternId,
        at_least: u32,
        behind: &BTreeSet<TeamId>,
        standing: &mut Standing,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        let next = advance(&mut tx, organisation, *standing).await?;
        query(
            "INSERT INTO cord_counts (organisation_id, pattern, at_least) VALUES ($1, $2, $3) ON CONFLICT (organisation_id, pattern) DO UPDATE SET at_least = excluded.at_least",
        )
        .bind(organisation.as_str())
        .bind(pattern.as_str())
        .bind(i64::from(at_least))
        .execute(&mut *tx)
        .await?;
        query("DELETE FROM cord_count_teams WHERE organisation_id = $1 AND pattern = $2")
            .bind(organisation.as_str())
            .bind(pattern.as_str())
            .execute(&mut *tx)
            .await?;
        for team in behind {
            query(
                "INSERT INTO cord_count_teams (organisation_id, pattern, team_id) VALUES ($1, $2, $3)",
            )
            .bind(organisation.as_str())
            .bind(pattern.as_str())
            .bind(team.as_str())
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        *standing = next;
        Ok(())
    }

    /// Writes down what leadership decided. Earlier answers to the pattern stay as its
    /// history.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without such an organisation.
    pub async fn decide(&self, organisation: &OrganisationId, decision: &Decision) -> Result<()> {
        let mut tx = self.write().await?;
        expect_organisation(&mut tx, organisation).await?;
        let number: i64 = query_scalar(
            "SELECT COALESCE(MAX(number), 0) + 1 FROM decisions WHERE organisation_id = $1 AND pattern = $2",
        )
        .bind(organisation.as_str())
        .bind(decision.pattern.as_str())
        .fetch_one(&mut *tx)
        .await?;
        query(
            "INSERT INTO decisions (organisation_id, pattern, number, decision, words, by_day, decided_on, experiment_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(organisation.as_str())
        .bind(decision.pattern.as_str())
        .bind(number)
        .bind(decision.decided.as_str())
        .bind(&decision.words)
        .bind(decision.by_day.map(|day| day.to_string()))
        .bind(decision.decided_on.to_string())
        .bind(decision.experiment.as_ref().map(ExperimentId::as_str))
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Leadership's answers by pattern, in each the newest first: that one is in force.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn decisions(
        &self,
        organisation: &OrganisationId,
    ) -> Result<BTreeMap<PatternId, Vec<Decision>>> {
        let rows: Vec<DecisionRow> = query_as(
            "SELECT pattern, decision, words, by_day, decided_on, experiment_id FROM decisions WHERE organisation_id = $1 ORDER BY pattern, number DESC",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        let mut all: BTreeMap<PatternId, Vec<Decision>> = BTreeMap::new();
        for row in rows {
            let decision = row.read()?;
            all.entry(decision.pattern).or_default().push(decision);
        }
        Ok(all)
    }
}

#[derive(sqlx::FromRow)]
struct DecisionRow {
    pattern: String,
    decision: String,
    words: String,
    by_day: Option<String>,
    decided_on: String,
    experiment_id: Option<String>,
}

impl DecisionRow {
    fn read(self) -> Result<Decision> {
        Ok(Decision {
            pattern: read_pattern(&self.pattern)?,
            decided: Decided::read(&self.decision).ok_or(UNREADABLE)?,
            words: self.words,
            by_day: self.by_day.as_deref().map(day).transpose()?,
            decided_on: day(&self.decided_on)?,
            experiment: self
                .experiment_id
                .map(TryInto::try_into)
                .transpose()
                .map_err(|_| UNREADABLE)?,
        })
    }
}

fn read_pattern(text: &str) -> Result<PatternId> {
    text.parse().map_err(|_| UNREADABLE)
}

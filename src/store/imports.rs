//! Past rounds of many teams at once, all of them or none.
//!
//! An import is planned outside, against what was there at that moment. It goes in
//! only if the same is there still: that is looked at in the transaction that writes.

use super::db::{query, query_as, query_scalar};
use super::deeds::insert_deed;
use super::past::{PastRound, insert_past};
use super::rounds::RoundState;
use super::teams::insert_team;
use super::{Connection, DeedId, NewDeed, OrganisationId, Result, Store, StoreError, TeamId};
use crate::measure::Tally;
use std::collections::HashMap;

const UNREADABLE: StoreError = StoreError::Unreadable("history of a team");

/// What an import has to fit to. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The organisation's minimum group, 3–10.
    pub minimum_group: u8,
    /// Its teams, without deleted ones, by id.
    pub teams: Vec<TeamHistory>,
}

/// What a team has behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamHistory {
    /// Its id.
    pub id: TeamId,
    /// What it is called.
    pub name: String,
    /// When each of its sealed rounds opened and closed, in order.
    pub sealed: Vec<(i64, i64)>,
    /// When its open round was opened.
    pub open_since: Option<i64>,
}

/// What is to be added.
#[derive(Debug)]
pub struct Import {
    /// To which organisation.
    pub organisation: OrganisationId,
    /// What it was planned against.
    pub against: History,
    /// The catalogue that was asked.
    pub catalogue_version: String,
    /// The names of the teams to make. They share with nobody and have no link yet.
    pub new_teams: Vec<String>,
    /// The rounds.
    pub rounds: Vec<ImportedRound>,
    /// Under which id it is written down.
    pub id: DeedId,
    /// What is written down.
    pub deed: NewDeed,
}

/// A round of an import.
#[derive(Debug)]
pub struct ImportedRound {
    /// Whose it was.
    pub team: ImportTeam,
    /// How many people were invited, 3–500.
    pub roster: u16,
    /// When it closed, in seconds since 1970.
    pub closed_at: i64,
    /// What remains of it.
    pub tally: Tally,
}

/// A team of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportTeam {
    /// It is there.
    Known(TeamId),
    /// It is made: a place in [`Import::new_teams`].
    New(usize),
}

impl Store {
    /// What an import has to fit to; none without such an organisation.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn history(&self, organisation: &OrganisationId) -> Result<Option<History>> {
        // One transaction, so that the parts are of one moment.
        let mut tx = self.read().await?;
        read_history(&mut tx, organisation).await
    }

    /// Adds teams and rounds that are over, and writes that down: all of it or
    /// nothing. A round whose opening nobody knows counts as opened when it closed.
    /// `added` is told how many rounds are in, after each.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without such an organisation; [`StoreError::Changed`]
    /// when it has not the history any more that the import was planned against;
    /// [`StoreError::TooFew`] for a round below the minimum group;
    /// [`StoreError::Roster`].
    pub async fn import(&self, import: &Import, added: impl Fn(usize) + Send) -> Result<()> {
        let mut tx = self.write().await?;
        let organisation = &import.organisation;
        let history = read_history(&mut tx, organisation)
            .await?
            .ok_or(StoreError::NotFound("organisation"))?;
        if history != import.against {
            return Err(StoreError::Changed);
        }
        let mut made = Vec::with_capacity(import.new_teams.len());
        for name in &import.new_teams {
            let team = insert_team(&mut tx, organisation, name, import.deed.done_at).await?;
            query("UPDATE teams SET imported = TRUE WHERE id = $1")
                .bind(team.as_str())
                .execute(&mut *tx)
                .await?;
            made.push(team);
        }
        for (place, round) in import.rounds.iter().enumerate() {
            super::drafts::check_roster(round.roster)?;
            if round.tally.responses < u32::from(history.minimum_group) {
                return Err(StoreError::TooFew(history.minimum_group));
            }
            let team = match &round.team {
                ImportTeam::Known(id) => {
                    history.teams.iter().map(|team| &team.id).find(|own| *own == id)
                }
                ImportTeam::New(place) => made.get(*place),
            };
            let past = PastRound {
                team: team.ok_or(StoreError::NotFound("team"))?.clone(),
                roster: round.roster,
                minimum_group: history.minimum_group,
                catalogue_version: import.catalogue_version.clone(),
                opened_at: round.closed_at,
                closed_at: round.closed_at,
                tally: Some(round.tally.clone()),
            };
            insert_past(&mut tx, &past, true).await?;
            added(place + 1);
        }
        insert_deed(&mut tx, &import.id, organisation, &import.deed).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn read_history(
    tx: &mut Connection,
    organisation: &OrganisationId,
) -> Result<Option<History>> {
    let minimum: Option<i64> =
        query_scalar("SELECT minimum_group FROM organisations WHERE id = $1")
            .bind(organisation.as_str())
            .fetch_optional(&mut *tx)
            .await?;
    let Some(minimum) = minimum else { return Ok(None) };
    let names: Vec<(String, String)> = query_as(
        "SELECT id, name FROM teams WHERE organisation_id = $1 AND deleted_at IS NULL ORDER BY id",
    )
    .bind(organisation.as_str())
    .fetch_all(&mut *tx)
    .await?;
    let mut teams = Vec::with_capacity(names.len());
    let mut places = HashMap::with_capacity(names.len());
    for (id, name) in names {
        places.insert(id.clone(), teams.len());
        let id = id.try_into().map_err(|_| UNREADABLE)?;
        teams.push(TeamHistory { id, name, sealed: Vec::new(), open_since: None });
    }
    let rounds: Vec<(String, String, i64, Option<i64>)> = query_as(
        "SELECT r.team_id, r.state, r.opened_at, r.closed_at FROM rounds r JOIN teams t ON t.id = r.team_id WHERE t.organisation_id = $1 AND t.deleted_at IS NULL AND r.state IN ('sealed', 'open') ORDER BY r.closed_at, r.id",
    )
    .bind(organisation.as_str())
    .fetch_all(&mut *tx)
    .await?;
    for (team, state, opened_at, closed_at) in rounds {
        let place = places.get(&team).copied().ok_or(UNREADABLE)?;
        let team = teams.get_mut(place).ok_or(UNREADABLE)?;
        match (RoundState::parse(&state)?, closed_at) {
            (RoundState::Sealed, Some(closed_at)) => team.sealed.push((opened_at, closed_at)),
            (RoundState::Open, None) => team.open_since = Some(opened_at),
            _ => return Err(UNREADABLE),
        }
    }
    let minimum_group = u8::try_from(minimum).map_err(|_| UNREADABLE)?;
    Ok(Some(History { minimum_group, teams }))
}

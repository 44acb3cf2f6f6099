//! What leadership is told of delivery signals: counts of teams in bands, decided once
//! for each quarter, some time after it has ended.
//!
//! The months of a quarter are entered by hand or sent by a program, the last one only
//! when it is over: so a quarter is counted two weeks after its end. What was told of it
//! is kept and never changes, whatever is entered later.

use super::deciding::decide;
use super::error::AppError;
use super::insiders::Knowledge;
use super::state::AppState;
use crate::clock::DAY;
use crate::days::{self, Month};
use crate::disclosure::counts::{TEAMS_TO_COUNT, choose, holds};
use crate::disclosure::{Bands, Cell, Released, bands};
use crate::measure::delivery::{Signal, band, count};
use crate::store::{OrganisationId, SignalCount, Store, StoreError, TeamId, TeamMonths};
use std::collections::BTreeSet;

/// How many days after its end a quarter is counted.
pub const DAYS_TO_ENTER: i64 = 14;

/// What is told of a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldQuarter {
    /// The quarter, for example "2026-Q1".
    pub quarter: String,
    /// Each signal, with how many teams lie in which band or why that is not told.
    pub signals: Vec<(Signal, Released<Cell<Bands>>)>,
}

/// Counts what has become due, then gives every quarter that is told, earliest first.
///
/// # Errors
/// When the database does not answer.
pub async fn told(
    app: &AppState,
    organisation: &OrganisationId,
) -> Result<Vec<ToldQuarter>, AppError> {
    decide_due(app, organisation).await?;
    let released = app.store.released_signals(organisation).await?;
    let quarter = |(quarter, told): (String, Vec<SignalCount>)| {
        let of = |signal: Signal| match told.iter().find(|each| each.signal == signal) {
            Some(told) => bands(&told.counts, told.margin),
            None => bands(&[], 0),
        };
        let signals = Signal::ALL.map(|signal| (signal, of(signal)));
        ToldQuarter { quarter, signals: signals.to_vec() }
    };
    Ok(released.into_iter().map(quarter).collect())
}

/// The last quarter that is due for counting.
#[must_use]
pub fn last_due(app: &AppState) -> String {
    let quarter = app.settings.zone.quarter(app.now() - DAYS_TO_ENTER * DAY);
    days::quarter_before(&quarter).unwrap_or_default()
}

/// The day from which on a quarter is counted, written out.
#[must_use]
pub fn counted_from(quarter: &str) -> Option<String> {
    let (_, next) = days::quarter_days(quarter)?;
    let days = i32::try_from(DAYS_TO_ENTER).ok()?;
    Some(days::written(days::numbered(days::number(next) + days)))
}

/// Decides every quarter that is due and was not decided. Until there is something to
/// tell, quarters stay open, in case the months of the past are still entered.
///
/// # Errors
/// When the database does not answer.
async fn decide_due(app: &AppState, organisation: &OrganisationId) -> Result<(), AppError> {
    if app.store.decided_signals(organisation).await?.contains(&last_due(app)) {
        return Ok(());
    }
    decide(app, || try_to_decide(app, organisation)).await
}

async fn try_to_decide(app: &AppState, organisation: &OrganisationId) -> Result<(), AppError> {
    let last = last_due(app);
    let store = &app.store;
    let mut standing = store.standing(organisation).await?;
    let knowledge = Knowledge::of_teams(store, organisation).await?;
    let decided: BTreeSet<String> =
        store.decided_signals(organisation).await?.into_iter().collect();
    let Some(first) = store.first_signals(organisation).await? else { return Ok(()) };
    let all = std::iter::successors(Some(first.quarter()), |quarter| days::quarter_after(quarter));
    let mut any = !decided.is_empty();
    for quarter in all.take_while(|quarter| *quarter <= last) {
        if decided.contains(&quarter) {
            continue;
        }
        let Some([from, _, until]) = Month::of_quarter(&quarter) else { continue };
        let teams = store.signals_of_all(organisation, from, until).await?;
        let told: Vec<(SignalCount, Vec<TeamId>)> =
            Signal::ALL.into_iter().filter_map(|signal| tell(signal, &teams, &knowledge)).collect();
        any |= !told.is_empty();
        if any {
            store.decide_signals(organisation, &quarter, &told, &mut standing).await?;
        }
    }
    Ok(())
}

/// What is told of a signal, and over which teams: none where no count says anything that
/// names nobody. Which teams are counted depends on who knows them, never on their figures.
fn tell(
    signal: Signal,
    teams: &[TeamMonths],
    knowledge: &Knowledge,
) -> Option<(SignalCount, Vec<TeamId>)> {
    let have: Vec<&TeamMonths> = having(signal, teams).collect();
    let known: Vec<_> = have.iter().map(|(team, _)| knowledge.of_page(team)).collect();
    let choice = choose(&known)?;
    let chosen: Vec<&TeamMonths> =
        choice.places.iter().filter_map(|place| have.get(*place)).copied().collect();
    if u32::try_from(chosen.len()).is_ok_and(|teams| teams < TEAMS_TO_COUNT) {
        return None;
    }
    let counts = count(signal, chosen.iter().map(|(_, months)| months.as_slice()));
    let told = SignalCount { signal, counts, margin: choice.margin };
    Some((told, chosen.into_iter().map(|(team, _)| team.clone()).collect()))
}

/// The teams whose months say where they lie on a signal.
fn having(signal: Signal, teams: &[TeamMonths]) -> impl Iterator<Item = &TeamMonths> {
    teams.iter().filter(move |(_, months)| band(signal, months).is_some())
}

/// A count of signals that was told, and the teams behind it.
#[derive(Debug, Clone)]
pub struct CountTold {
    /// The quarter.
    pub quarter: String,
    /// What was told.
    pub told: SignalCount,
    /// The teams behind it.
    pub teams: Vec<TeamId>,
    /// Whether those are inferred from what is entered today, because the version that told
    /// it did not keep them.
    pub inferred: bool,
}

/// Every count of signals that was told.
///
/// # Errors
/// When the database does not answer.
pub async fn counts_told(
    store: &Store,
    organisation: &OrganisationId,
) -> Result<Vec<CountTold>, StoreError> {
    let mut behind = store.teams_behind_signals(organisation).await?;
    let mut all = Vec::new();
    for (quarter, counts) in store.released_signals(organisation).await? {
        let mut months = None;
        for told in counts {
            let kept = behind.remove(&(quarter.clone(), told.signal));
            let inferred = kept.is_none();
            let teams = if let Some(teams) = kept {
                teams
            } else {
                if months.is_none()
                    && let Some([from, _, until]) = Month::of_quarter(&quarter)
                {
                    months = Some(store.signals_of_all(organisation, from, until).await?);
                }
                let teams = months.as_deref().unwrap_or_default();
                having(told.signal, teams).map(|(team, _)| team.clone()).collect()
            };
            all.push(CountTold { quarter: quarter.clone(), told, teams, inferred });
        }
    }
    Ok(all)
}

/// Whether a team may begin to share with coaches: not if a coach could then say, with
/// leadership, in which band one of the other teams lay.
///
/// # Errors
/// When the database does not answer.
pub async fn may_share(
    app: &AppState,
    organisation: &OrganisationId,
    team: &TeamId,
) -> Result<bool, AppError> {
    let mut knowledge = Knowledge::of_teams(&app.store, organisation).await?;
    knowledge.coaches.insert(team.clone());
    Ok(counts_told(&app.store, organisation).await?.iter().all(|count| {
        let known: Vec<_> = count.teams.iter().map(|each| knowledge.of_page(each)).collect();
        !count.teams.contains(team) || holds(&known, count.told.margin)
    }))
}

//! What leadership is told of delivery signals: counts of teams in bands, decided once
//! for each quarter, some time after it has ended.
//!
//! The months of a quarter are entered by hand or sent by a program, the last one only
//! when it is over: so a quarter is counted two weeks after its end. What was told of it
//! is kept and never changes, whatever is entered later.

use super::deciding::decide;
use super::error::AppError;
use super::state::AppState;
use crate::clock::DAY;
use crate::days::{self, Month};
use crate::disclosure::{Bands, Cell, Released, bands};
use crate::measure::delivery::{Signal, count};
use crate::store::{OrganisationId, SignalCounts};
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
    let quarter = |(quarter, told): (String, SignalCounts)| {
        let of = |signal: Signal| told.iter().find(|(each, _)| *each == signal);
        let signals = Signal::ALL
            .map(|signal| (signal, bands(of(signal).map_or(&[], |(_, counts)| counts.as_slice()))));
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
        // What the gate withholds is not kept either.
        let told: SignalCounts = Signal::ALL
            .into_iter()
            .map(|signal| (signal, count(signal, teams.iter().map(Vec::as_slice))))
            .filter(|(_, counts)| bands(counts).shown().is_some())
            .collect();
        any |= !told.is_empty();
        if any {
            store.decide_signals(organisation, &quarter, &told, &mut standing).await?;
        }
    }
    Ok(())
}

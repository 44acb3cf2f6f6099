//! The first time that a report is shown: it is audited, and what it shows of how
//! many people is remembered for the audits to come.

use super::context::Context;
use super::error::AppError;
use crate::disclosure::audit::exposed_items;
use crate::disclosure::{Membership, membership};
use crate::measure::Tally;
use crate::store::{NewlyReleased, Round, RoundId};

/// To whom a report is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Its team, and whoever has a link to read it.
    Team,
    /// Coaches.
    Coaches,
}

/// A report that is about to be shown, in whole or in part.
#[derive(Debug, Clone, Copy)]
pub struct Showing<'a> {
    /// The round.
    pub round: &'a RoundId,
    /// Its minimum group.
    pub minimum_group: u8,
    /// What remains of it.
    pub tally: &'a Tally,
}

impl<'a> Showing<'a> {
    /// A round's, with what remains of it.
    pub const fn of(round: &'a Round, tally: &'a Tally) -> Self {
        Self { round: &round.id, minimum_group: round.minimum_group, tally }
    }
}

/// Lets a report be shown, in whole or in part.
///
/// # Errors
/// As [`admit_all`].
pub async fn admit(
    context: &Context,
    round: &Round,
    tally: &Tally,
    audience: Audience,
) -> Result<(), AppError> {
    admit_all(context, &[Showing::of(round, tally)], audience).await
}

/// Lets reports be shown, in whole or in part: all of them or none. What is shown
/// already costs one statement for many, and no writing.
///
/// # Errors
/// [`AppError::Internal`] when the figures of one would give one of them away,
/// which the gate does not let happen; nothing is shown then.
pub async fn admit_all(
    context: &Context,
    showing: &[Showing<'_>],
    audience: Audience,
) -> Result<(), AppError> {
    let store = &context.app.store;
    let rounds: Vec<&RoundId> = showing.iter().map(|each| each.round).collect();
    let known = store.released_among(&rounds).await?;
    let new: Vec<NewlyReleased> = showing
        .iter()
        .filter(|each| !known.contains_key(each.round))
        .map(audited)
        .collect::<Result<_, _>>()?;
    let unseen = |round: &&RoundId| {
        audience == Audience::Coaches && known.get(*round).is_none_or(|seen| !seen)
    };
    let coaches_see: Vec<&RoundId> = rounds.into_iter().filter(unseen).collect();
    if new.is_empty() && coaches_see.is_empty() {
        return Ok(());
    }
    Ok(store.note_reports(&new, &coaches_see).await?)
}

/// Whether all of these rounds have been shown before, and if it is to coaches, to
/// coaches too.
///
/// # Errors
/// When the database does not answer.
pub async fn is_admitted(
    context: &Context,
    rounds: &[&RoundId],
    audience: Audience,
) -> Result<bool, AppError> {
    let known = context.app.store.released_among(rounds).await?;
    let seen = |coaches: &bool| *coaches || audience == Audience::Team;
    Ok(rounds.iter().all(|round| known.get(*round).is_some_and(seen)))
}

fn audited(showing: &Showing<'_>) -> Result<NewlyReleased, AppError> {
    let Showing { round, minimum_group, tally } = *showing;
    let members = membership(tally, minimum_group);
    let findings = exposed_items(&members.cells(), u64::from(minimum_group));
    if !findings.safe() {
        return Err(AppError::Internal(format!(
            "the report of a round is withheld: its figures would give {} of them away",
            findings.leaks.len()
        )));
    }
    let Membership { people, shown } = members;
    Ok(NewlyReleased { round: round.clone(), minimum_group, people, shown })
}

//! The first time that a report is shown: it is audited, and what it shows of how
//! many people is remembered for the audits to come.

use super::context::Context;
use super::error::AppError;
use crate::disclosure::audit::exposed_items;
use crate::disclosure::membership;
use crate::measure::Tally;
use crate::store::Round;

/// To whom a report is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Its team, and whoever has a link to read it.
    Team,
    /// Coaches.
    Coaches,
}

/// Lets a report be shown, in whole or in part.
///
/// # Errors
/// [`AppError::Internal`] when its figures would give one of them away, which the
/// gate does not let happen; nothing is shown then.
pub async fn admit(
    context: &Context,
    round: &Round,
    tally: &Tally,
    audience: Audience,
) -> Result<(), AppError> {
    let store = &context.app.store;
    let known = store.released_to_coaches(&round.id).await?;
    if known.is_none() {
        audit(context, round, tally).await?;
    }
    if audience == Audience::Coaches && known != Some(true) {
        store.note_coaches_saw(&round.id).await?;
    }
    Ok(())
}

async fn audit(context: &Context, round: &Round, tally: &Tally) -> Result<(), AppError> {
    let members = membership(tally, round.minimum_group);
    let findings = exposed_items(&members.cells(), u64::from(round.minimum_group));
    if !findings.safe() {
        return Err(AppError::Internal(format!(
            "the report of a round is withheld: its figures would give {} of them away",
            findings.leaks.len()
        )));
    }
    let (people, shown) = (&members.people, &members.shown);
    Ok(context.app.store.note_report(&round.id, round.minimum_group, people, shown).await?)
}

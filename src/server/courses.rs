//! What may be shown of a team's rounds, worked out once.
//!
//! A sealed round never changes, so what the gate releases of it, alone or since the round
//! before, is kept ([`Kept`](super::kept::Kept)). Whether it has been shown before, and to
//! whom, is asked of the database each time.

use super::context::Context;
use super::error::AppError;
use super::first::{Audience, Showing, admit_all, is_admitted};
use crate::disclosure::{Course, Sealed, release_course};
use crate::measure::Tally;
use crate::store::{Round, RoundId};
use std::collections::HashMap;

/// A round, and the one with which it is compared.
pub type Wanted<'r> = (&'r Round, Option<&'r Round>);

/// What may be shown of each, in their order; nothing of one that does not reach its
/// minimum group. All of them are admitted, or none is shown.
///
/// # Errors
/// As [`admit_all`].
pub async fn courses(
    context: &Context,
    wanted: &[Wanted<'_>],
    audience: Audience,
) -> Result<Vec<Option<Course>>, AppError> {
    let app = &context.app;
    let rounds: HashMap<&RoundId, &Round> = wanted
        .iter()
        .flat_map(|(round, before)| std::iter::once(*round).chain(*before))
        .map(|round| (&round.id, round))
        .collect();
    let ids: Vec<&RoundId> = rounds.keys().copied().collect();
    let kept: Vec<Option<Course>> = wanted.iter().map(|each| app.courses.get(&key(each))).collect();
    if kept.iter().all(Option::is_some) && is_admitted(context, &ids, audience).await? {
        return Ok(kept);
    }
    let tallies = app.store.tallies(&ids).await?;
    let showing: Vec<Showing<'_>> = tallies
        .iter()
        .filter_map(|(id, tally)| Some(Showing::of(rounds.get(id)?, tally)))
        .collect();
    admit_all(context, &showing, audience).await?;
    let released = wanted.iter().map(|each| {
        let (round, before) = each;
        let before = before.and_then(|before| sealed(before, &tallies));
        let make = || release_course(before, sealed(round, &tallies)?);
        app.courses.get_or(key(each), make)
    });
    Ok(released.collect())
}

fn key((round, before): &Wanted<'_>) -> (RoundId, Option<RoundId>) {
    (round.id.clone(), before.map(|before| before.id.clone()))
}

fn sealed<'t>(round: &Round, tallies: &'t HashMap<RoundId, Tally>) -> Option<Sealed<'t>> {
    Some((tallies.get(&round.id)?, round.minimum_group))
}

//! Cords: what leadership is told of them, and how its answers are shown.

use super::error::AppError;
use super::state::AppState;
use crate::catalogue::{Catalogue, Locus, PatternId};
use crate::days;
use crate::disclosure::Released;
use crate::disclosure::cords::{Pulled, Told, recount};
use crate::pages::cords::Answer;
use crate::store::{Decision, OrganisationId};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a team may pull the cord on a pattern: on those that it cannot change itself.
#[must_use]
pub fn may_be_pulled(pattern: PatternId, catalogue: &Catalogue) -> bool {
    catalogue.pattern(pattern).locus != Locus::Team
}

/// The patterns on which enough teams have pulled the cord, counted again where enough
/// has changed since leadership last looked.
///
/// # Errors
/// When the database does not answer.
pub async fn counted(
    app: &AppState,
    organisation: &OrganisationId,
) -> Result<BTreeMap<PatternId, Released<Pulled>>, AppError> {
    // Each count rests on the one before it.
    let _alone = app.deciding.lock().await;
    let mut standings = app.store.cord_standings(organisation).await?;
    let patterns: BTreeSet<PatternId> =
        standings.pulled.keys().chain(standings.told.keys()).copied().collect();
    let mut counts = BTreeMap::new();
    for pattern in patterns {
        let (at_least, behind) = standings.told.remove(&pattern).unwrap_or_default();
        let before = Told { at_least, behind };
        let pulled = standings.pulled.remove(&pattern).unwrap_or_default();
        let told = recount(before.clone(), &pulled, standings.teams);
        if told != before {
            let Told { at_least, behind } = &told;
            app.store.keep_cord_count(organisation, pattern, *at_least, behind).await?;
        }
        counts.extend(told.release().map(|pulled| (pattern, pulled)));
    }
    Ok(counts)
}

/// Leadership's answer, with days in words.
#[must_use]
pub fn shown(decision: &Decision) -> Answer {
    let written = |day: i32| days::written(days::numbered(day));
    Answer {
        decided: decision.decided,
        words: decision.words.clone(),
        by: decision.by_day.map(written),
        on: written(decision.decided_on),
    }
}

/// The answers that are in force, by pattern.
///
/// # Errors
/// When the database does not answer.
pub async fn answers(
    app: &AppState,
    organisation: &OrganisationId,
) -> Result<BTreeMap<PatternId, Answer>, AppError> {
    let all = app.store.decisions(organisation).await?;
    let newest =
        |(pattern, history): (PatternId, Vec<Decision>)| Some((pattern, shown(history.first()?)));
    Ok(all.into_iter().filter_map(newest).collect())
}

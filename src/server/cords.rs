//! Cords: what leadership is told of them, and how its answers are shown.

use super::deciding::decide;
use super::error::AppError;
use super::insiders::Knowledge;
use super::state::AppState;
use crate::catalogue::{Catalogue, Locus, PatternId};
use crate::days;
use crate::disclosure::Released;
use crate::disclosure::cords::{Pulled, Told, recount_apart};
use crate::pages::cords::Answer;
use crate::store::{Board, Decision, Experiment, OrganisationId, TeamId};
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
    decide(app, || try_to_count(app, organisation)).await
}

/// Each count rests on the one before it.
async fn try_to_count(
    app: &AppState,
    organisation: &OrganisationId,
) -> Result<BTreeMap<PatternId, Released<Pulled>>, AppError> {
    let mut standing = app.store.standing(organisation).await?;
    let mut standings = app.store.cord_standings(organisation).await?;
    let patterns: BTreeSet<PatternId> =
        standings.pulled.keys().chain(standings.told.keys()).copied().collect();
    let mut counts = BTreeMap::new();
    if patterns.is_empty() {
        return Ok(counts);
    }
    let knowledge = Knowledge::of_teams(&app.store, organisation).await?;
    let teams = app.store.teams(organisation).await?;
    let teams: BTreeSet<TeamId> = teams.into_iter().map(|team| team.id).collect();
    let known = |team: &TeamId| {
        let known = knowledge.of_page(team);
        (known.coaches, known.maker)
    };
    for pattern in patterns {
        let (at_least, behind) = standings.told.remove(&pattern).unwrap_or_default();
        let before = Told { at_least, behind };
        let pulled = standings.pulled.remove(&pattern).unwrap_or_default();
        let told = recount_apart(before.clone(), &pulled, &teams, known);
        if told != before {
            let Told { at_least, behind } = &told;
            app.store
                .keep_cord_count(organisation, pattern, *at_least, behind, &mut standing)
                .await?;
        }
        counts.extend(told.release().map(|pulled| (pattern, pulled)));
    }
    Ok(counts)
}

/// Leadership's answers as pages show them, with its experiments by name.
pub struct Answers(Vec<Experiment>);

impl Answers {
    /// Reads leadership's board.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(app: &AppState, organisation: &OrganisationId) -> Result<Self, AppError> {
        let board = Board::Leadership(organisation.clone());
        Ok(Self(app.store.experiments(&board).await?))
    }

    /// Leadership's experiments, the latest first.
    #[must_use]
    pub fn experiments(&self) -> &[Experiment] {
        &self.0
    }

    /// An answer, with days in words.
    #[must_use]
    pub fn shown(&self, decision: &Decision) -> Answer {
        let tried = self.0.iter().find(|each| Some(&each.id) == decision.experiment.as_ref());
        Answer {
            decided: decision.decided,
            words: decision.words.clone(),
            by: decision.by_day.map(days::written),
            on: days::written(decision.decided_on),
            experiment: tried.map(|each| (each.plan.title.clone(), each.state.words())),
        }
    }
}

/// The answers that are in force, by pattern.
///
/// # Errors
/// When the database does not answer.
pub async fn in_force(
    app: &AppState,
    organisation: &OrganisationId,
) -> Result<BTreeMap<PatternId, Answer>, AppError> {
    let all = app.store.decisions(organisation).await?;
    let tries = |decision: &Decision| decision.experiment.is_some();
    // Most answers name no experiment; then leadership's board need not be read.
    let answers = if all.values().flatten().any(tries) {
        Answers::load(app, organisation).await?
    } else {
        Answers(Vec::new())
    };
    let newest = |(pattern, history): (PatternId, Vec<Decision>)| {
        Some((pattern, answers.shown(history.first()?)))
    };
    Ok(all.into_iter().filter_map(newest).collect())
}

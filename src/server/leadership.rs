//! What leadership may be shown: decided once for each quarter, after it has ended.
//!
//! A quarter holds each team's last round that closed in it or in the one before.
//! Which figures are released rests on membership alone; what their rounds add up to
//! is kept with the decision, so a page costs the same for five teams and for five
//! thousand.

use super::aside::aside;
use super::deciding::decide;
use super::delivery;
use super::error::AppError;
use super::insiders::Knowledge;
use super::state::AppState;
use crate::config::Zone;
use crate::days;
use crate::disclosure::audit::Numbers;
use crate::disclosure::pooled::{Member, Planner, Pool, Scope, blocks};
use crate::measure::Tally;
use crate::store::{NewLink, NewPool, OrganisationId, PoolCandidate, RoundId, Team, TeamId};
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

/// How long somebody who opens the page waits for the counting.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many tallies are read at once.
const AT_ONCE: usize = 200;

/// What has been shown, and by which numbers the planner knows it.
struct Known {
    planner: Planner,
    rounds: Numbers<RoundId>,
    teams: Numbers<TeamId>,
    groups: Numbers<String>,
    /// Whether anything has been shown at all.
    any: bool,
}

/// Decides what has become due since the last look, if anything has. Somebody waits
/// for it, so it is not waited for longer than [`PATIENCE`]; it goes on all the same.
///
/// # Errors
/// [`AppError::Conflict`] while it goes on; others when the database does not answer.
pub async fn decide_due(app: &AppState, organisation: &OrganisationId) -> Result<(), AppError> {
    if !is_due(app, organisation).await? {
        return Ok(());
    }
    let (app, organisation) = (app.clone(), organisation.clone());
    let task = tokio::spawn(async move { decide_all(&app, &organisation).await });
    match tokio::time::timeout(PATIENCE, task).await {
        Ok(ended) => ended.map_err(|error| AppError::Internal(error.to_string()))?,
        Err(_) => Err(AppError::Conflict(
            "The last quarters are being counted. With very many teams that takes a minute or two: open this page again then.".to_owned(),
        )),
    }
}

/// Whether the quarter that ended last is undecided. Earlier ones can only be open
/// because rounds were imported, and then [`decide_all`] was called.
///
/// # Errors
/// When the database does not answer.
pub async fn is_due(app: &AppState, organisation: &OrganisationId) -> Result<bool, AppError> {
    let current = app.settings.zone.quarter(app.now());
    let last = days::quarter_before(&current).unwrap_or_default();
    Ok(!app.store.is_decided(organisation, &last).await?)
}

/// Decides every quarter of an organisation that has ended and was not decided yet.
/// Until there is a first figure, quarters without one stay open, in case past rounds
/// are imported.
///
/// # Errors
/// When the database does not answer.
pub async fn decide_all(app: &AppState, organisation: &OrganisationId) -> Result<(), AppError> {
    decide(app, || try_to_decide(app, organisation)).await
}

async fn try_to_decide(app: &AppState, organisation: &OrganisationId) -> Result<(), AppError> {
    let mut standing = app.store.standing(organisation).await?;
    let due = due_quarters(app, organisation).await?;
    if due.is_empty() {
        return Ok(());
    }
    let mut known = recall(app, organisation).await?;
    for quarter in due {
        let Some((from, until)) = window(&app.settings.zone, &quarter) else { continue };
        let version = app.catalogue.version();
        let rounds = app.store.pool_candidates(organisation, version, from, until).await?;
        let members = members(app, &mut known, &rounds).await?;
        let name = quarter.clone();
        // Seconds of arithmetic, where there are very many teams, hold up nobody else.
        let (planner, decided) = aside(move || {
            let mut planner = known.planner;
            let decided = planner.period(&name, &members);
            (planner, decided)
        })
        .await?;
        known = Known { planner, ..known };
        let accepted = decided.into_iter().filter_map(|(_, _, view)| view.ok()).map(Pool::new);
        let pools = add_up(app, &mut known, &rounds, accepted.collect()).await?;
        known.any |= !pools.is_empty();
        if !known.any {
            continue;
        }
        if !app.store.decide_period(organisation, &quarter, &pools, &mut standing).await? {
            // Somebody else was quicker. What follows has to be decided on what they did.
            return Ok(());
        }
    }
    Ok(())
}

/// Lets a team share with coaches from now on. `false`, and nothing changes, if a coach
/// who knows it could then work out, from what leadership has been shown, a figure over
/// too few others.
///
/// # Errors
/// When the database does not answer.
pub async fn begin_to_share(app: &AppState, team: &Team) -> Result<bool, AppError> {
    decide(app, || try_to_share(app, team)).await
}

async fn try_to_share(app: &AppState, team: &Team) -> Result<bool, AppError> {
    let mut standing = app.store.standing(&team.organisation).await?;
    let mut known = recall(app, &team.organisation).await?;
    let number = known.teams.of(&team.id);
    let may = known.planner.may_share(0, number)
        && delivery::may_share(app, &team.organisation, &team.id).await?;
    if may {
        app.store.begin_sharing(&team.organisation, &team.id, &mut standing).await?;
    }
    Ok(may)
}

/// Makes a link with which others read the report of a team's round. `false`, and there is
/// no link, if leadership and the readers of two teams' reports could then work out, from
/// what leadership has been shown, a figure over too few others.
///
/// # Errors
/// When the database does not answer.
pub async fn give_to_read(
    app: &AppState,
    team: &Team,
    round: &RoundId,
    link: &NewLink,
) -> Result<bool, AppError> {
    decide(app, || try_to_give(app, team, round, link)).await
}

async fn try_to_give(
    app: &AppState,
    team: &Team,
    round: &RoundId,
    link: &NewLink,
) -> Result<bool, AppError> {
    let mut standing = app.store.standing(&team.organisation).await?;
    let mut known = recall(app, &team.organisation).await?;
    let number = known.teams.of(&team.id);
    let may = known.planner.may_be_read(number);
    if may {
        let of = &team.organisation;
        app.store.add_reader(of, round, link.clone(), app.now(), &mut standing).await?;
    }
    Ok(may)
}

/// Quarters that have ended, from the first with a sealed round on, without those that
/// were decided.
async fn due_quarters(
    app: &AppState,
    organisation: &OrganisationId,
) -> Result<Vec<String>, AppError> {
    let Some(first) = app.store.first_sealing(organisation).await? else { return Ok(Vec::new()) };
    let zone = &app.settings.zone;
    let current = zone.quarter(app.now());
    let decided: BTreeSet<String> =
        app.store.decided_periods(organisation).await?.into_iter().collect();
    let first = zone.quarter(first);
    let all = std::iter::successors(Some(first), |quarter| days::quarter_after(quarter));
    let ended = all.take_while(|quarter| *quarter < current);
    Ok(ended.filter(|quarter| !decided.contains(quarter)).collect())
}

/// From when until when rounds count in a quarter, in seconds since 1970.
fn window(zone: &Zone, quarter: &str) -> Option<(i64, i64)> {
    let start = |day: jiff::civil::Date| zone.end_of(day.yesterday().ok()?).ok();
    let (first, _) = days::quarter_days(&days::quarter_before(quarter)?)?;
    let (_, next) = days::quarter_days(quarter)?;
    Some((start(first)?, start(next)?))
}

/// Everything that was released earlier, and who shares with coaches or did.
async fn recall(app: &AppState, organisation: &OrganisationId) -> Result<Known, AppError> {
    let store = &app.store;
    let (mut rounds, mut teams) = (Numbers::default(), Numbers::default());
    let mut groups = Numbers::default();
    let knowledge = Knowledge::load(store, organisation).await?;
    let mut planner = Planner::with(&knowledge.insiders(&mut rounds, &mut teams));
    let pools = store.released_pools(organisation).await?;
    let any = !pools.is_empty();
    for pool in pools {
        let scope = match &pool.group {
            None => Scope::Organisation,
            Some(group) => Scope::Group(groups.of(group)),
        };
        let members: Vec<_> =
            pool.rounds.iter().map(|each| (rounds.of(&each.round), teams.of(&each.team))).collect();
        planner.recall(&pool.period, scope, pool.dimension, &members);
        let counted = pool.rounds.iter().filter(|each| each.counted);
        let counted: Vec<_> = counted.map(|each| rounds.of(&each.round)).collect();
        planner.recall_count(pool.dimension, &counted, pool.margin);
    }
    Ok(Known { planner, rounds, teams, groups, any })
}

async fn members(
    app: &AppState,
    known: &mut Known,
    candidates: &[PoolCandidate],
) -> Result<Vec<Member>, AppError> {
    let mut members = Vec::with_capacity(candidates.len());
    for some in candidates.chunks(AT_ONCE) {
        let tallies = tallies(app, some).await?;
        for each in some {
            let Some(tally) = tallies.get(&each.round) else { continue };
            members.push(Member {
                round: known.rounds.of(&each.round),
                team: known.teams.of(&each.team),
                group: each.group.as_ref().map(|group| known.groups.of(&group.to_string())),
                blocks: blocks(tally, each.minimum_group),
            });
        }
    }
    Ok(members)
}

async fn tallies(
    app: &AppState,
    some: &[PoolCandidate],
) -> Result<HashMap<RoundId, Tally>, AppError> {
    let ids: Vec<&RoundId> = some.iter().map(|each| &each.round).collect();
    Ok(app.store.tallies(&ids).await?)
}

/// Adds up the accepted views, reading some tallies at a time.
async fn add_up(
    app: &AppState,
    known: &mut Known,
    candidates: &[PoolCandidate],
    mut pools: Vec<Pool>,
) -> Result<Vec<NewPool>, AppError> {
    let wrong =
        |error: crate::disclosure::pooled::WrongRounds| AppError::Internal(error.to_string());
    for some in candidates.chunks(AT_ONCE) {
        for (id, tally) in tallies(app, some).await? {
            let round = known.rounds.of(&id);
            for pool in &mut pools {
                if pool.view().rounds().binary_search(&round).is_ok() {
                    pool.add(round, &tally).map_err(wrong)?;
                }
            }
        }
    }
    let (round_of, group_of) = (known.rounds.ids(), known.groups.ids());
    let mut done = Vec::with_capacity(pools.len());
    for pool in pools {
        let (view, sums) = pool.finish().map_err(wrong)?;
        done.push(NewPool {
            group: match view.scope() {
                Scope::Organisation => None,
                Scope::Group(group) => group_of.get(&group).map(|id| (*id).clone()),
            },
            dimension: view.dimension(),
            rounds: view
                .rounds()
                .iter()
                .filter_map(|round| {
                    round_of.get(round).map(|id| ((*id).clone(), view.counts(*round)))
                })
                .collect(),
            sums,
        });
    }
    Ok(done)
}

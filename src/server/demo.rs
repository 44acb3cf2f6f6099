//! Filling a database with the made-up company, by the same doors as real data.

mod cords;
mod experiments;

use super::access::new_link;
use super::error::AppError;
use crate::catalogue::Catalogue;
use crate::clock::DAY;
use crate::config::Zone;
use crate::days::{self, Month};
use crate::demo::{self, Quarter};
use crate::kata::State;
use crate::measure::delivery::{Counted, Hours};
use crate::measure::{SMALLEST_GROUP, Tally, USUAL_GROUP};
use crate::store::{
    Board, Months, NewLink, Organisation, OrganisationId, PastRound, Role, Secret, Store, Team,
    TeamId,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// From one round of a team to the next, in days.
const BETWEEN: i64 = 91;
/// Over how many days the teams' rounds of one quarter are spread.
const SPREAD: i64 = 40;
/// How long a round was open, in days.
const OPEN: i64 = 7;
/// The made-up company lives where days begin at midnight, Greenwich.
const UTC: Zone = Zone(jiff::tz::TimeZone::UTC);

/// The links to the demo, each with its secret.
pub struct Keys {
    /// The made-up organisation.
    pub organisation: OrganisationId,
    /// Administrator, coach, leader, and a facilitator.
    pub links: Vec<(NewLink, Secret)>,
}

/// The made-up organisation, if it is there.
///
/// # Errors
/// When the database does not answer.
pub async fn find(store: &Store) -> Result<Option<Organisation>, AppError> {
    Ok(store.organisations().await?.into_iter().find(|each| each.synthetic))
}

/// Makes up the organisation, unless it is there already.
///
/// # Errors
/// When the database does not answer.
pub async fn fill(
    store: &Store,
    catalogue: &Catalogue,
    seed: u64,
    now: i64,
) -> Result<OrganisationId, AppError> {
    if let Some(there) = find(store).await? {
        return Ok(there.id);
    }
    let made_up = demo::synthesise(seed);
    let first = made_up.groups.first().and_then(|group| group.teams.first());
    let first_name = first.map_or("", |team| team.name);
    let (admin, _) = new_link(Role::Admin, "Administrator of the demo".to_owned(), now)?;
    let (lead, _) = new_link(Role::Facilitator, format!("Facilitator of {first_name}"), now)?;
    let (id, first_id) =
        store.create_organisation(made_up.name, USUAL_GROUP, first_name, admin, lead, now).await?;
    store.mark_synthetic(&id).await?;
    let mut groups = Vec::new();
    for group in &made_up.groups {
        groups.push((group.name, store.add_group(&id, group.name, now).await?));
    }
    let mut rounds = Vec::new();
    let mut tried = Vec::new();
    let mut ids = Vec::new();
    let mut boards = demo::tries(&made_up, seed).into_iter();
    let today = UTC.day(now);
    let mut months = Vec::new();
    let mut place = 0;
    let mut own_id = Some(first_id);
    for group in &made_up.groups {
        for team in &group.teams {
            let team_id = if let Some(first) = own_id.take() {
                first
            } else {
                let label = format!("Facilitator of {}", team.name);
                let (lead, _) = new_link(Role::Facilitator, label, now)?;
                store.add_team(&id, team.name, lead, now).await?
            };
            let in_group = groups.iter().find(|(name, _)| *name == group.name);
            store.put_into_group(&team_id, in_group.map(|(_, id)| id)).await?;
            store.set_sharing(&team_id, team.shares_with_coaches).await?;
            let board = boards.next().unwrap_or_default();
            tried.extend(board.iter().filter_map(|each| {
                let closed = |quarter| UTC.day(closed_at(quarter, place, now));
                let later = team.rounds.iter().map(|round| round.quarter);
                let days = experiments::Days {
                    closed: closed(each.begun),
                    next: later.filter(|quarter| *quarter > each.begun).min().map(closed),
                    today,
                };
                experiments::of_team(&team_id, each, days, catalogue)
            }));
            rounds.extend(past_rounds(&team_id, team, catalogue.version(), place, now));
            months.push((team_id.clone(), past_months(team, now)));
            ids.push(team_id);
            place += 1;
        }
    }
    store.add_past_rounds(&rounds).await?;
    let of_teams = tried.len();
    tried.extend(experiments::of_leadership(&id, catalogue, today));
    let tried = store.add_whole_experiments(&tried).await?;
    cords::fill(store, &id, &ids, tried.get(of_teams).cloned(), today).await?;
    let months: Vec<_> = months
        .iter()
        .flat_map(|(team, months)| months.iter().map(move |(month, each)| (team, *month, *each)))
        .collect();
    store.keep_signals(&months).await?;
    Ok(id)
}

/// When a team's round of a quarter closed, in seconds since 1970: the last quarter's
/// have closed lately.
fn closed_at(quarter: Quarter, place: i64, now: i64) -> i64 {
    let ago = i64::from(Quarter::LAST.index() - quarter.index());
    // 17 and the spread have no common divisor, so the days differ.
    now - (ago * BETWEEN + 1 + place * 17 % SPREAD) * DAY
}

/// A team's months: the last of them is the last one that is over, anywhere on earth.
fn past_months(team: &demo::Team, now: i64) -> Months {
    let last = Month::of(days::numbered(day_number(now - DAY))).before();
    let month = |each: &demo::Month| {
        let quarters = usize::from(Quarter::LAST.index() - each.quarter.index());
        let last_place = demo::MONTHS_PER_QUARTER.saturating_sub(1);
        let ago = quarters * usize::from(demo::MONTHS_PER_QUARTER)
            + usize::from(last_place.saturating_sub(each.place));
        let month = (0..ago).fold(last, |month, _| month.before());
        let number = |count: u16| Some(u32::from(count));
        let hours = |hours: Option<u16>| hours.map(|hours| Hours(u32::from(hours) * 100));
        let counted = Counted {
            deployments: number(each.deployments),
            failed: number(each.failed),
            lead_time: hours(each.lead_time_hours),
            incidents: number(each.incidents),
            by_change: number(each.by_change),
            restore: hours(each.restore_hours),
        };
        (month, counted)
    };
    team.months.iter().map(month).collect()
}

/// Days since 1970 at a moment, in seconds since 1970.
fn day_number(at: i64) -> i32 {
    at.div_euclid(DAY).try_into().unwrap_or(0)
}

/// A team's rounds, with days.
fn past_rounds(
    id: &TeamId,
    team: &demo::Team,
    version: &str,
    place: i64,
    now: i64,
) -> Vec<PastRound> {
    team.rounds
        .iter()
        .map(|round| {
            let closed_at = closed_at(round.quarter, place, now);
            let enough = round.answers.len() >= usize::from(USUAL_GROUP.max(SMALLEST_GROUP));
            PastRound {
                team: id.clone(),
                roster: round.roster,
                minimum_group: USUAL_GROUP,
                catalogue_version: version.to_owned(),
                opened_at: closed_at - OPEN * DAY,
                closed_at,
                tally: enough.then(|| Tally::of(&round.answers, true)),
            }
        })
        .collect()
}

/// Makes links to the demo: for an administrator, a coach, a leader, and the facilitator
/// of the team that shares and whose board shows most.
///
/// # Errors
/// When the database does not answer.
pub async fn keys(
    store: &Store,
    organisation: &OrganisationId,
    now: i64,
) -> Result<Keys, AppError> {
    let mut links = Vec::new();
    for (role, label) in [
        (Role::Admin, "Administrator of the demo"),
        (Role::Coach, "Coach: the demo"),
        (Role::Leader, "Leader: the demo"),
    ] {
        let (link, secret) = new_link(role, label.to_owned(), now)?;
        store.add_link(organisation, None, None, link.clone(), now).await?;
        links.push((link, secret));
    }
    let teams = store.teams(organisation).await?;
    let states = states_of_boards(store, organisation).await?;
    let sharing = teams.iter().filter(|team| team.shares);
    // The one whose experiments are in most different states: there one sees whole loops.
    let lively = |team: &&Team| Reverse(states.get(&team.id).map_or(0, BTreeSet::len));
    if let Some(team) = sharing.min_by_key(lively) {
        let (link, secret) =
            new_link(Role::Facilitator, format!("Facilitator of {}", team.name), now)?;
        store.add_link(organisation, Some(&team.id), None, link.clone(), now).await?;
        links.push((link, secret));
    }
    Ok(Keys { organisation: organisation.clone(), links })
}

/// In which states the experiments of each team that shares are.
async fn states_of_boards(
    store: &Store,
    organisation: &OrganisationId,
) -> Result<BTreeMap<TeamId, BTreeSet<State>>, AppError> {
    let mut states: BTreeMap<TeamId, BTreeSet<State>> = BTreeMap::new();
    for each in store.shared_experiments(organisation).await? {
        if let Board::Team(team) = each.board {
            states.entry(team).or_default().insert(each.state);
        }
    }
    Ok(states)
}

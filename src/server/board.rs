//! What a coach may look at: the teams that share, each with its last round up to
//! the end of a quarter and the round before that.
//!
//! Of all history only what is needed to choose is read (`SharedRound`). Tallies
//! are read for the chosen rounds alone, some teams at a time, and kept only where
//! teams are compared by them.

use super::context::Context;
use super::error::AppError;
use super::first::{Audience, Showing, admit_all};
use super::kept::Kept;
use crate::days;
use crate::disclosure::{self, Change, Compared, Course, Released, Report, release_course};
use crate::measure::Tally;
use crate::store::{Group, GroupId, Organisation, RoundId, SharedRound, Team, TeamId};
use std::collections::{BTreeSet, HashMap};

/// How many teams' tallies are read at once: two rounds of each at most.
const TEAMS_AT_ONCE: usize = 50;

/// A team with its last round that counts in a quarter.
#[derive(Debug)]
pub struct Standing {
    /// The team.
    pub team: Team,
    /// The round.
    pub round: SharedRound,
    /// What may be shown of it, and of the round before.
    pub course: Course,
    /// When the round before closed, in seconds since 1970.
    pub closed_before: Option<i64>,
    tally: Tally,
}

impl Standing {
    /// How many people answered; for words alone, never to be shown.
    pub const fn responses(&self) -> u32 {
        self.tally.responses
    }

    /// The report of the round.
    pub const fn report(&self) -> &Released<Report> {
        &self.course.report
    }

    /// What has changed since the round before.
    pub fn change(&self) -> Option<&Released<Change>> {
        self.course.before.as_ref().map(|(_, change)| change)
    }
}

/// A team without a round that counts in a quarter.
#[derive(Debug)]
pub struct Silent {
    /// The team.
    pub team: Team,
    /// Its last round up to the end of the quarter, if there is one.
    pub last: Option<SharedRound>,
}

/// Everything that a coach may look at in one quarter.
#[derive(Debug)]
pub struct Shared {
    /// The organisation.
    pub organisation: Organisation,
    /// Its groups by name.
    pub groups: Vec<Group>,
    /// Every quarter in which a round closed, and this one.
    pub quarters: BTreeSet<String>,
    /// The chosen one, as `2026-Q4`.
    pub quarter: String,
    /// The teams with a round, by name.
    pub seen: Vec<Standing>,
    /// The others, by name.
    pub silent: Vec<Silent>,
}

/// A team with the rounds that it is looked at by.
struct Chosen {
    team: Team,
    round: SharedRound,
    before: Option<SharedRound>,
}

impl Shared {
    /// Reads the organisation with this id, or where it is empty the first that
    /// this browser coaches, in this quarter or where there is no such the last.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the browser does not coach it.
    pub async fn load(
        context: &Context,
        organisation: &str,
        quarter: &str,
    ) -> Result<Self, AppError> {
        let store = &context.app.store;
        let organisation = context.chosen(context.coached(), organisation).await?;
        let mut teams = store.teams(&organisation.id).await?;
        teams.retain(|team| team.shares);
        let rounds = store.shared_rounds(&organisation.id).await?;
        let dated: Vec<(String, SharedRound)> =
            rounds.into_iter().map(|round| (quarter_of(context, round.closed_at), round)).collect();
        let quarters: BTreeSet<String> = std::iter::once(quarter_of(context, context.app.now()))
            .chain(dated.iter().map(|(quarter, _)| quarter.clone()))
            .collect();
        let quarter = match quarters.get(quarter) {
            Some(quarter) => quarter.clone(),
            None => quarters.last().cloned().unwrap_or_default(),
        };
        let (mut by_name, mut silent) = (Vec::new(), Vec::new());
        let mut last_two = last_two(dated, &quarter);
        let since = days::quarter_before(&quarter).unwrap_or_default();
        for team in teams {
            match last_two.remove(&team.id) {
                Some(LastTwo { quarter, round, before }) if quarter >= since => {
                    by_name.push(Chosen { team, round, before });
                }
                other => silent.push(Silent { team, last: other.map(|last| last.round) }),
            }
        }
        let groups = store.groups(&organisation.id).await?;
        // Releasing takes more time than reading, so it is done beside it, on other
        // threads: nobody else's request waits for it either.
        let mut released = Vec::new();
        while !by_name.is_empty() {
            let rest = by_name.split_off(by_name.len().min(TEAMS_AT_ONCE));
            let some = std::mem::replace(&mut by_name, rest);
            let tallies = read(context, &some).await?;
            let courses = context.app.courses.clone();
            released
                .push(tokio::task::spawn_blocking(move || release_all(some, tallies, &courses)));
        }
        let mut seen = Vec::new();
        for some in released {
            seen.extend(some.await.map_err(|error| AppError::Internal(error.to_string()))?);
        }
        Ok(Self { organisation, groups, quarters, quarter, seen, silent })
    }

    /// All these teams compared, in the order of `seen`: never a part of them,
    /// which would say other things of each.
    pub fn compared(&self) -> Released<Vec<Compared>> {
        let rounds: Vec<_> =
            self.seen.iter().map(|each| (&each.tally, each.round.minimum_group)).collect();
        disclosure::compare(&rounds)
    }

    /// What a team's group is called.
    pub fn group_name(&self, team: &Team) -> Option<&str> {
        let group = self.groups.iter().find(|each| Some(&each.id) == team.group.as_ref());
        group.map(|group| group.name.as_str())
    }

    /// The group with this id; none, which stands for all, where there is none.
    pub fn group(&self, id: &str) -> Option<GroupId> {
        self.groups.iter().find(|each| each.id.as_str() == id).map(|group| group.id.clone())
    }
}

/// The tallies of some teams' rounds, which are to be shown from now on.
async fn read(context: &Context, teams: &[Chosen]) -> Result<HashMap<RoundId, Tally>, AppError> {
    let rounds: Vec<&SharedRound> =
        teams.iter().flat_map(|each| std::iter::once(&each.round).chain(&each.before)).collect();
    let ids: Vec<&RoundId> = rounds.iter().map(|round| &round.id).collect();
    let tallies = context.app.store.tallies(&ids).await?;
    let showing: Vec<Showing<'_>> = rounds
        .iter()
        .filter_map(|round| Some((round, tallies.get(&round.id)?)))
        .filter(|(round, tally)| tally.responses >= u32::from(round.minimum_group))
        .map(|(round, tally)| Showing {
            round: &round.id,
            minimum_group: round.minimum_group,
            tally,
        })
        .collect();
    admit_all(context, &showing, Audience::Coaches).await?;
    Ok(tallies)
}

/// What may be shown of some teams. The tallies of their earlier rounds end here.
fn release_all(
    teams: Vec<Chosen>,
    mut tallies: HashMap<RoundId, Tally>,
    courses: &Kept<(RoundId, Option<RoundId>), Course>,
) -> Vec<Standing> {
    let release = |Chosen { team, round, before }| {
        let round: SharedRound = round;
        let tally = tallies.remove(&round.id)?;
        let earlier = before.as_ref().and_then(|before: &SharedRound| {
            Some((tallies.get(&before.id)?, before.minimum_group))
        });
        let key = (round.id.clone(), before.as_ref().map(|before| before.id.clone()));
        let course =
            courses.get_or(key, || release_course(earlier, (&tally, round.minimum_group)))?;
        let closed_before = before.map(|before| before.closed_at);
        Some(Standing { team, round, course, closed_before, tally })
    };
    teams.into_iter().filter_map(release).collect()
}

fn quarter_of(context: &Context, at: i64) -> String {
    context.app.settings.zone.quarter(at)
}

/// A team's last round up to the end of a quarter, and the one before it.
struct LastTwo {
    quarter: String,
    round: SharedRound,
    before: Option<SharedRound>,
}

/// The last two rounds of each team up to the end of a quarter; each team's come
/// newest first. The earlier one is left out where it asked other things.
fn last_two(dated: Vec<(String, SharedRound)>, up_to: &str) -> HashMap<TeamId, LastTwo> {
    let mut found: HashMap<TeamId, LastTwo> = HashMap::new();
    // A team whose earlier round is found, so that no still earlier one is taken.
    let mut done: Option<TeamId> = None;
    for (quarter, round) in dated {
        if quarter.as_str() > up_to || done.as_ref() == Some(&round.team) {
            continue;
        }
        match found.get_mut(&round.team) {
            None => {
                let team = round.team.clone();
                found.insert(team, LastTwo { quarter, round, before: None });
            }
            Some(last) => {
                done = Some(round.team.clone());
                if round.catalogue_version == last.round.catalogue_version {
                    last.before = Some(round);
                }
            }
        }
    }
    found
}

//! What works here: how experiments have gone over many teams, practice by practice.
//!
//! Who tried what is known to many; how it went is the team's own. So:
//!
//! - A line stands on at least nine teams. A practice that fewer have tried goes into
//!   the line of its dimension, what is too few there into one line for all the rest,
//!   and what is too few even then is not told.
//! - A line is cut twice, by how it ended and by what the next round said. Every count is
//!   of at least three teams, or it joins its neighbour; noughts too, so that "all nine
//!   have kept it" cannot be read off.
//! - Lines are worked out once a quarter ([`renew`]). One that was told before is told
//!   anew only when it stands for exactly the same, or when at least three teams stand
//!   differently in it. Else the old one stays, with its quarter; a line that falls
//!   below nine by one or two teams stays too.
//!
//! Only teams that share with coaches count, and coaches see their boards anyway: so a
//! coach together with a leader learns nothing from it that the coach did not know.

use super::Released;
use super::audit::LEAST_TEAMS;
use super::counts::{LEAST_MARGIN, TEAMS_TO_COUNT, WhoKnows, margin_needed};
use crate::catalogue::DimensionId;
use crate::measure::change::Verdict;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// A line stands on at least so many teams.
pub const TEAMS_IN_A_LINE: usize = TEAMS_TO_COUNT as usize;

/// How a team's experiment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It has become the normal way of working.
    Kept,
    /// Another experiment followed from it.
    Changed,
    /// It was given up.
    Dropped,
    /// It had not come to an end.
    UnderWay,
}

/// What the team's next round said of the anti-pattern, or else of its dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Afterwards {
    /// Clearly better.
    Better,
    /// Cannot tell.
    CannotTell,
    /// Clearly worse.
    Worse,
    /// There was no next round yet, or its report gives no verdict.
    NothingYet,
}

impl Outcome {
    /// All of them; neighbours are joined.
    pub const ALL: [Self; 4] = [Self::Kept, Self::Changed, Self::Dropped, Self::UnderWay];

    /// As it is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Changed => "changed",
            Self::Dropped => "dropped",
            Self::UnderWay => "under-way",
        }
    }

    /// In a sentence.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Changed => "changed",
            Self::Dropped => "dropped",
            Self::UnderWay => "under way",
        }
    }
}

impl Afterwards {
    /// All of them; neighbours are joined.
    pub const ALL: [Self; 4] = [Self::Better, Self::CannotTell, Self::Worse, Self::NothingYet];

    /// As it is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::CannotTell => "cannot-tell",
            Self::Worse => "worse",
            Self::NothingYet => "nothing-yet",
        }
    }

    /// In a sentence.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Better => "clearly better",
            Self::CannotTell => "cannot tell",
            Self::Worse => "clearly worse",
            Self::NothingYet => "no verdict yet",
        }
    }
}

impl From<Option<Verdict>> for Afterwards {
    fn from(verdict: Option<Verdict>) -> Self {
        match verdict {
            Some(Verdict::ClearlyBetter) => Self::Better,
            Some(Verdict::CannotTell) => Self::CannotTell,
            Some(Verdict::ClearlyWorse) => Self::Worse,
            None => Self::NothingYet,
        }
    }
}

/// How it went in a team.
pub type Status = (Outcome, Afterwards);

/// The teams behind a line, each with how it went there.
pub type Behind<T> = BTreeMap<T, Status>;

/// What a line is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// One practice, by its name.
    Practice(String),
    /// The other practices against the anti-patterns of one dimension.
    Dimension(DimensionId),
    /// All the rest.
    Rest,
}

/// One team's experiment that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried<T> {
    /// The team.
    pub team: T,
    /// The practice that it draws on; none for one of the team's own making.
    pub practice: Option<String>,
    /// The dimension, where there is one.
    pub dimension: Option<DimensionId>,
    /// How it went.
    pub status: Status,
}

/// What becomes of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate<T> {
    /// It is told with these teams from now on.
    Told(Behind<T>),
    /// It is not told any more.
    Gone,
}

/// What changes, given the lines that were told before and what has been tried. Later
/// entries of `tried` are the later experiments: of several of one team in a line the
/// last one counts. A line that is not among the answers stays as it was.
#[must_use]
pub fn renew<T: Ord + Clone>(
    before: &BTreeMap<Key, Behind<T>>,
    tried: &[Tried<T>],
) -> BTreeMap<Key, Fate<T>> {
    let mut fates = BTreeMap::new();
    // From practices up to dimensions, and from there to the rest: each level hands
    // those of its experiments on that find no line on it.
    let by_practice = |each: &Tried<T>| each.practice.clone().map(Key::Practice);
    let by_dimension = |each: &Tried<T>| each.dimension.map(Key::Dimension);
    let left = level(before, tried.iter().collect(), by_practice, &mut fates);
    let left = level(before, left, by_dimension, &mut fates);
    level(before, left, |_| Some(Key::Rest), &mut fates);
    // A line of which nothing is left at all.
    let known: BTreeSet<Key> = fates.keys().cloned().collect();
    let seen = |key: &Key| known.contains(key) || still(key, before, tried);
    let gone: Vec<Key> = before.keys().filter(|key| !seen(key)).cloned().collect();
    fates.extend(gone.into_iter().map(|key| (key, Fate::Gone)));
    fates
}

/// Whether anything of what a line was about is still there; [`level`] has seen it then.
fn still<T: Ord>(key: &Key, before: &BTreeMap<Key, Behind<T>>, tried: &[Tried<T>]) -> bool {
    match key {
        Key::Practice(name) => tried.iter().any(|each| each.practice.as_ref() == Some(name)),
        // These stay for as long as fewer than three teams have left them.
        Key::Dimension(_) | Key::Rest => {
            let teams: BTreeSet<&T> = tried.iter().map(|each| &each.team).collect();
            before.get(key).is_some_and(|behind| {
                behind.keys().filter(|team| !teams.contains(team)).count() < LEAST_TEAMS
            })
        }
    }
}

/// Decides the lines of one level; gives the experiments that found none.
fn level<'a, T: Ord + Clone>(
    before: &BTreeMap<Key, Behind<T>>,
    tried: Vec<&'a Tried<T>>,
    key: impl Fn(&Tried<T>) -> Option<Key>,
    fates: &mut BTreeMap<Key, Fate<T>>,
) -> Vec<&'a Tried<T>> {
    let mut lines: BTreeMap<Key, Vec<&Tried<T>>> = BTreeMap::new();
    let mut left = Vec::new();
    for each in tried {
        match key(each) {
            Some(key) => lines.entry(key).or_default().push(each),
            None => left.push(each),
        }
    }
    for (key, all) in lines {
        let now: Behind<T> = all.iter().map(|each| (each.team.clone(), each.status)).collect();
        let earlier = before.get(&key);
        let enough = now.len() >= TEAMS_IN_A_LINE;
        match earlier.map(|earlier| differ(earlier, &now)) {
            // One or two teams stand differently: it stays as it was.
            Some(1..LEAST_TEAMS) => {}
            None | Some(_) if enough => {
                fates.insert(key, Fate::Told(now));
            }
            known => {
                if known.is_some() {
                    fates.insert(key, Fate::Gone);
                }
                left.extend(all);
            }
        }
    }
    left
}

/// In how many teams two lines differ.
fn differ<T: Ord>(one: &Behind<T>, other: &Behind<T>) -> usize {
    let teams: BTreeSet<&T> = one.keys().chain(other.keys()).collect();
    teams.into_iter().filter(|team| one.get(*team) != other.get(*team)).count()
}

/// Teams in which it ended in one of these ways.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ended {
    /// One way or several, joined because they would be too few alone.
    pub how: Vec<Outcome>,
    /// How many teams: at least three.
    pub teams: u32,
}

/// Teams whose next round said one of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Said {
    /// One verdict or several, joined because they would be too few alone.
    pub what: Vec<Afterwards>,
    /// How many teams: at least three.
    pub teams: u32,
}

/// A line, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Line {
    /// How many teams have tried it: at least nine.
    pub teams: u32,
    /// How it ended, in parts of at least three teams.
    pub ended: Vec<Ended>,
    /// What the next round said, in parts of at least three teams.
    pub said: Vec<Said>,
}

/// What may be shown of a line; none below nine teams, and none where whoever made teams by
/// an import knows all but one or two of them. `known` says who else knows how it went in a
/// team: no part of a line is so small that it names one of the others (see
/// [`counts`](super::counts)).
#[must_use]
pub fn release_line<T>(
    behind: &Behind<T>,
    known: impl Fn(&T) -> WhoKnows,
) -> Option<Released<Line>> {
    if behind.len() < TEAMS_IN_A_LINE {
        return None;
    }
    let known: Vec<WhoKnows> = behind.keys().map(known).collect();
    let unknown = known.iter().filter(|team| !team.maker).count();
    if (1..LEAST_TEAMS).contains(&unknown) {
        return None;
    }
    let margin = margin_needed(&known).max(LEAST_MARGIN);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let ended = Outcome::ALL.map(|outcome| {
        (outcome, count(behind.values().filter(|(each, _)| *each == outcome).count()))
    });
    let said = Afterwards::ALL
        .map(|after| (after, count(behind.values().filter(|(_, each)| *each == after).count())));
    Some(Released::seal(Line {
        teams: count(behind.len()),
        ended: joined(&ended, margin)
            .into_iter()
            .map(|(how, teams)| Ended { how, teams })
            .collect(),
        said: joined(&said, margin).into_iter().map(|(what, teams)| Said { what, teams }).collect(),
    }))
}

/// Neighbours joined until each part holds at least so many teams.
fn joined<C: Copy>(counts: &[(C, u32)], margin: u32) -> Vec<(Vec<C>, u32)> {
    let mut parts: Vec<(Vec<C>, u32)> = Vec::new();
    let mut open: (Vec<C>, u32) = (Vec::new(), 0);
    for (kind, teams) in counts {
        open.0.push(*kind);
        open.1 += teams;
        if open.1 >= margin {
            parts.push(std::mem::take(&mut open));
        }
    }
    if !open.0.is_empty() {
        match parts.last_mut() {
            Some((kinds, teams)) => {
                kinds.append(&mut open.0);
                *teams += open.1;
            }
            None => parts.push(open),
        }
    }
    parts
}

#[cfg(test)]
mod tests;

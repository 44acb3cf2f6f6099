//! Which pooled views leadership may see, period by period.

use crate::catalogue::{DIMENSIONS, DimensionId};
use crate::disclosure::audit::{Atom, Gate, Insiders, LEAST_TEAMS, Refusal, Team, View};
use crate::disclosure::counts::{Choice, LEAST_MARGIN, WhoKnows, choose, holds};
use std::collections::{BTreeMap, BTreeSet};

/// One team's round in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The round, by a number that stays the same.
    pub round: Atom,
    /// The team, likewise.
    pub team: Team,
    /// The group that the team belongs to, likewise.
    pub group: Option<u32>,
    /// Which dimensions may enter; see [`blocks`](super::blocks).
    pub blocks: [bool; DIMENSIONS],
}

/// Whose teams a view pools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The whole organisation's.
    Organisation,
    /// One group's.
    Group(u32),
}

/// A view that may be shown. Only a [`Planner`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    scope: Scope,
    dimension: DimensionId,
    rounds: Vec<Atom>,
    teams: usize,
    counted: Vec<Atom>,
    margin: u32,
}

impl Accepted {
    /// Whose teams it pools.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        self.scope
    }

    /// The dimension, with its three items.
    #[must_use]
    pub const fn dimension(&self) -> DimensionId {
        self.dimension
    }

    /// The rounds in it, in order.
    #[must_use]
    pub fn rounds(&self) -> &[Atom] {
        &self.rounds
    }

    /// Whether a round of it is in its counts of teams.
    #[must_use]
    pub fn counts(&self, round: Atom) -> bool {
        self.counted.binary_search(&round).is_ok()
    }

    /// No band in which teams are counted holds fewer than this.
    #[must_use]
    pub const fn margin(&self) -> u32 {
        self.margin
    }

    /// How many teams' rounds these are.
    #[must_use]
    pub const fn teams(&self) -> usize {
        self.teams
    }
}

/// Why a view is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declined {
    /// It would be over fewer than [`LEAST_TEAMS`] teams.
    TooFewTeams,
    /// Fewer than [`LEAST_TEAMS`] teams have a new round since the last one.
    TooFewNewRounds,
    /// Together with something else it would give away a figure over too few teams.
    Revealing(Box<Refusal>),
}

/// What leadership has been shown, and what it may be shown next.
///
/// Within a period the organisation comes first, then groups, those with most
/// teams first. So if a group has to stay hidden, the smallest of the others
/// is hidden with it where the difference would give it away (complementary
/// suppression). Where a view over all rounds would give something away because somebody
/// knows most of them, one is tried without the imported rounds, without those of teams that
/// share with coaches, and with those alone. Decisions rest on membership alone.
#[derive(Debug, Clone)]
pub struct Planner {
    gates: Vec<Gate>,
    insiders: Insiders,
    /// For each dimension the rounds that are in a count of teams.
    counted: Vec<BTreeSet<Atom>>,
    /// The counts that were shown: their rounds and margins.
    counts: Vec<(Vec<Atom>, u32)>,
    shown: BTreeMap<(Scope, usize), BTreeSet<Atom>>,
    teams: BTreeMap<Atom, Team>,
}

impl Planner {
    /// Before anything has been shown. `coaches` says for each coach which teams
    /// share with them.
    #[must_use]
    pub fn new(coaches: &[BTreeSet<Team>]) -> Self {
        Self::with(&coaches.to_vec().into())
    }

    /// The same, where others know something too.
    #[must_use]
    pub fn with(insiders: &Insiders) -> Self {
        let gate = |_| Gate::new(LEAST_TEAMS, insiders.clone());
        Self {
            gates: (0..DIMENSIONS).map(gate).collect(),
            insiders: insiders.clone(),
            counted: vec![BTreeSet::new(); DIMENSIONS],
            counts: Vec::new(),
            shown: BTreeMap::new(),
            teams: BTreeMap::new(),
        }
    }

    /// Takes note of a view that was shown earlier: of its rounds with their teams.
    /// It was audited then; views are recalled in the order in which they were shown.
    pub fn recall(
        &mut self,
        name: &str,
        scope: Scope,
        dimension: DimensionId,
        rounds: &[(Atom, Team)],
    ) {
        for (round, team) in rounds {
            self.teams.entry(*round).or_insert(*team);
        }
        let atoms: BTreeSet<Atom> = rounds.iter().map(|(round, _)| *round).collect();
        let view = self.view(name, scope, dimension, &atoms);
        if let Some(gate) = self.gates.get_mut(dimension.index()) {
            gate.remember(vec![view]);
        }
        self.shown.insert((scope, dimension.index()), atoms);
    }

    /// Takes note of the counts of teams that were shown with a view that was recalled.
    pub fn recall_count(&mut self, dimension: DimensionId, rounds: &[Atom], margin: u32) {
        if let Some(counted) = self.counted.get_mut(dimension.index()) {
            counted.extend(rounds);
        }
        self.counts.push((rounds.to_vec(), margin));
    }

    /// Whether a team may begin to share with a coach, given by place: not if leadership
    /// and that coach, alone or with a member of another team, could then work out from
    /// what was shown before a figure over too few teams, or how a team stands that is
    /// behind a count.
    #[must_use]
    pub fn may_share(&self, coach: usize, team: Team) -> bool {
        let shares = |insiders: &mut Insiders| {
            insiders.coaches.resize_with(insiders.coaches.len().max(coach + 1), BTreeSet::new);
            insiders.coaches.iter_mut().for_each(|teams| {
                teams.insert(team);
            });
        };
        self.gates.iter().all(|gate| gate.may_share(coach, team).is_ok())
            && self.counts_hold(team, shares)
    }

    /// Whether others may be given a team's report to read: not if leadership and the
    /// readers of two reports could then work out a figure over too few teams.
    #[must_use]
    pub fn may_be_read(&self, team: Team) -> bool {
        self.gates.iter().all(|gate| gate.may_be_read(team).is_ok())
    }

    /// Whether counts that a team is behind still name nobody when more is known of it.
    fn counts_hold(&self, team: Team, learn: impl Fn(&mut Insiders)) -> bool {
        let mut insiders = self.insiders.clone();
        learn(&mut insiders);
        self.counts.iter().all(|(rounds, margin)| {
            let mut whose = rounds.iter().map(|round| self.teams.get(round));
            !whose.any(|of| of == Some(&team)) || holds(&self.known(rounds, &insiders), *margin)
        })
    }

    /// Who knows these rounds.
    fn known(&self, rounds: &[Atom], insiders: &Insiders) -> Vec<WhoKnows> {
        let known = |round: &Atom| {
            let team = self.teams.get(round).copied().unwrap_or_default();
            insiders.about(*round, team)
        };
        rounds.iter().map(known).collect()
    }

    /// Over which rounds of a view teams are counted, and with which margin. They are in no
    /// later count.
    fn count(&mut self, dimension: DimensionId, rounds: &BTreeSet<Atom>) -> (Vec<Atom>, u32) {
        let Some(counted) = self.counted.get(dimension.index()) else {
            return (Vec::new(), LEAST_MARGIN);
        };
        let fresh: Vec<Atom> = rounds.difference(counted).copied().collect();
        let Some(Choice { places, margin }) = choose(&self.known(&fresh, &self.insiders)) else {
            return (Vec::new(), LEAST_MARGIN);
        };
        let chosen: Vec<Atom> =
            places.into_iter().filter_map(|place| fresh.get(place)).copied().collect();
        self.recall_count(dimension, &chosen, margin);
        (chosen, margin)
    }

    /// Decides for one period, in which each team has at most one round: what may
    /// be shown of the organisation and of each group, on each dimension.
    pub fn period(
        &mut self,
        name: &str,
        members: &[Member],
    ) -> Vec<(Scope, DimensionId, Result<Accepted, Declined>)> {
        for member in members {
            self.teams.entry(member.round).or_insert(member.team);
        }
        let groups: BTreeSet<u32> = members.iter().filter_map(|member| member.group).collect();
        let mut decided = Vec::new();
        for dimension in DimensionId::ALL {
            let enters =
                |member: &&Member| member.blocks.get(dimension.index()).copied().unwrap_or(false);
            let of = |scope: Scope| -> BTreeSet<Atom> {
                let belongs = |member: &&Member| match scope {
                    Scope::Organisation => true,
                    Scope::Group(group) => member.group == Some(group),
                };
                let found = members.iter().filter(enters).filter(belongs);
                found.map(|member| member.round).collect()
            };
            let mut scopes: Vec<(Scope, BTreeSet<Atom>)> = groups
                .iter()
                .map(|group| Scope::Group(*group))
                .map(|scope| (scope, of(scope)))
                .collect();
            // Stable: equal ones stay in their order.
            scopes.sort_by_key(|(_, rounds)| std::cmp::Reverse(rounds.len()));
            scopes.insert(0, (Scope::Organisation, of(Scope::Organisation)));
            // Views that are safe together are safe one by one too, and are looked at once.
            let asked: Vec<_> = scopes
                .into_iter()
                .map(|(scope, rounds)| {
                    let enough = self.enough(scope, dimension, &rounds);
                    (scope, rounds, enough)
                })
                .collect();
            let allowed: Vec<(Scope, &BTreeSet<Atom>)> = asked
                .iter()
                .filter(|(_, _, enough)| enough.is_ok())
                .map(|(scope, rounds, _)| (*scope, rounds))
                .collect();
            let together = self.release(name, dimension, &allowed).is_ok();
            for (scope, rounds, enough) in asked {
                let view = match enough {
                    Err(declined) => Err(declined),
                    Ok(teams) if together => Ok((rounds, teams)),
                    Ok(teams) => self.release_some(name, scope, dimension, rounds, teams),
                };
                let view = view.map(|(rounds, teams)| {
                    let (counted, margin) = self.count(dimension, &rounds);
                    let rounds = rounds.into_iter().collect();
                    Accepted { scope, dimension, rounds, teams, counted, margin }
                });
                decided.push((scope, dimension, view));
            }
        }
        decided
    }

    /// How many teams a view would be over, if those and the new ones among them are
    /// enough.
    fn enough(
        &self,
        scope: Scope,
        dimension: DimensionId,
        rounds: &BTreeSet<Atom>,
    ) -> Result<usize, Declined> {
        let teams = self.teams_of(rounds.iter());
        if teams < LEAST_TEAMS {
            return Err(Declined::TooFewTeams);
        }
        if let Some(before) = self.shown.get(&(scope, dimension.index()))
            && self.teams_of(rounds.difference(before)) < LEAST_TEAMS
        {
            return Err(Declined::TooFewNewRounds);
        }
        Ok(teams)
    }

    /// Releases a view of these rounds, or of the largest part of them that gives nothing
    /// away; see [`Planner`]. Gives its rounds and how many teams' they are.
    fn release_some(
        &mut self,
        name: &str,
        scope: Scope,
        dimension: DimensionId,
        rounds: BTreeSet<Atom>,
        teams: usize,
    ) -> Result<(BTreeSet<Atom>, usize), Declined> {
        let Err(refusal) = self.release(name, dimension, &[(scope, &rounds)]) else {
            return Ok((rounds, teams));
        };
        let all: Vec<Atom> = rounds.iter().copied().collect();
        let known: BTreeMap<Atom, WhoKnows> =
            all.iter().copied().zip(self.known(&all, &self.insiders)).collect();
        let part = |takes: fn(&WhoKnows) -> bool| -> BTreeSet<Atom> {
            known.iter().filter(|(_, each)| takes(each)).map(|(round, _)| *round).collect()
        };
        let parts = [
            part(|each| !each.importer),
            part(|each| !each.importer && !each.maker),
            part(|each| each.importer || each.maker),
            part(|each| !each.coaches),
            part(|each| each.coaches),
        ];
        for part in parts.into_iter().filter(|part| part.len() < rounds.len()) {
            if let Ok(teams) = self.enough(scope, dimension, &part)
                && self.release(name, dimension, &[(scope, &part)]).is_ok()
            {
                return Ok((part, teams));
            }
        }
        Err(Declined::Revealing(Box::new(refusal)))
    }

    /// Releases views of one dimension, all or none.
    fn release(
        &mut self,
        name: &str,
        dimension: DimensionId,
        views: &[(Scope, &BTreeSet<Atom>)],
    ) -> Result<(), Refusal> {
        let named = views
            .iter()
            .map(|(scope, rounds)| self.view(name, *scope, dimension, rounds))
            .collect();
        if let Some(gate) = self.gates.get_mut(dimension.index()) {
            gate.try_release(named)?;
        }
        for (scope, rounds) in views {
            self.shown.insert((*scope, dimension.index()), (*rounds).clone());
        }
        Ok(())
    }

    /// A view as the gate knows it; it is told whose the rounds are.
    fn view(
        &mut self,
        name: &str,
        scope: Scope,
        dimension: DimensionId,
        rounds: &BTreeSet<Atom>,
    ) -> View {
        if let Some(gate) = self.gates.get_mut(dimension.index()) {
            for round in rounds {
                gate.know(*round, self.teams.get(round).copied().unwrap_or_default());
            }
        }
        let words = match scope {
            Scope::Organisation => format!("{name}, organisation, {dimension}"),
            Scope::Group(group) => format!("{name}, group {group}, {dimension}"),
        };
        View::new(words, rounds.iter().copied())
    }

    fn teams_of<'a>(&self, rounds: impl Iterator<Item = &'a Atom>) -> usize {
        let teams: BTreeSet<Team> =
            rounds.filter_map(|round| self.teams.get(round)).copied().collect();
        teams.len()
    }
}

//! The synthetic organisation, and how it comes about.

use super::cast::{COMPANY, STREAMS, Stream};
use super::chance::Chance;
use super::delivery::Month;
use super::plan::{self, Part};
use super::quarter::Quarter;
use super::story::Story;
use super::strengths::ByDimension;
use super::{delivery, strengths, team};
use crate::catalogue::{Answers, DimensionId};

/// A synthetic organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// The made-up company's name.
    pub name: &'static str,
    /// Its value streams.
    pub groups: Vec<Group>,
}

/// A value stream of a synthetic organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: &'static str,
    /// Its teams.
    pub teams: Vec<Team>,
}

/// A synthetic team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Its name, unique in the organisation.
    pub name: &'static str,
    /// Whether coaches may see it.
    pub shares_with_coaches: bool,
    /// Its rounds, from the earliest on, at most one a quarter. Some hold fewer
    /// answers than may ever be shown: those must end as unshown as real ones.
    pub rounds: Vec<Round>,
    /// What happens to it.
    pub story: Story,
    /// The dimension that its people see in two opposite ways, if there is one.
    pub of_two_minds: Option<DimensionId>,
    /// How it delivers, from the earliest month on.
    pub months: Vec<Month>,
}

/// A synthetic round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// When it was.
    pub quarter: Quarter,
    /// How many people were asked.
    pub roster: u16,
    /// What they said, one set for each person who answered, in no meaningful order.
    pub answers: Vec<Answers>,
}

impl Organisation {
    /// All teams, group by group.
    pub fn teams(&self) -> impl Iterator<Item = &Team> {
        self.groups.iter().flat_map(|group| &group.teams)
    }
}

impl Team {
    /// Its round in a quarter, if it had one.
    #[must_use]
    pub fn round(&self, quarter: Quarter) -> Option<&Round> {
        self.rounds.iter().find(|round| round.quarter == quarter)
    }
}

/// Makes up an organisation: 40 teams in 5 groups over 8 quarters. The same seed
/// gives the same organisation, to the last answer, everywhere and for ever.
#[must_use]
pub fn synthesise(seed: u64) -> Organisation {
    let chance = Chance::of(seed);
    let mut parts = plan::parts(&mut chance.part(0)).into_iter();
    let groups = (1..).zip(&STREAMS);
    let groups = groups.map(|(label, stream)| group(stream, &mut parts, &chance.part(label)));
    Organisation { name: COMPANY, groups: groups.collect() }
}

fn group(stream: &Stream, parts: &mut impl Iterator<Item = Part>, chance: &Chance) -> Group {
    let leaning = strengths::leaning(stream, &mut chance.part(0));
    let teams = (1..).zip(stream.teams).zip(parts);
    let teams = teams.map(|((label, name), part)| team(name, &part, &leaning, &chance.part(label)));
    Group { name: stream.name, teams: teams.collect() }
}

fn team(name: &'static str, part: &Part, leaning: &ByDimension<f64>, chance: &Chance) -> Team {
    let course = strengths::course(part, leaning, &mut chance.part(0));
    let rounds = team::rounds(part, &course, &chance.part(1));
    let joined = rounds.first().map_or(Quarter::FIRST, |round| round.quarter);
    Team {
        name,
        shares_with_coaches: part.shares,
        rounds,
        story: part.story,
        of_two_minds: part.polarised,
        months: delivery::months(&course, joined, &mut chance.part(2), &mut chance.part(3)),
    }
}

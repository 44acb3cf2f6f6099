//! Sets of too few teams: what leadership can work out, alone or together with
//! a coach or a team.
//!
//! An insider's own rounds can be subtracted from any figure, so together they
//! know everything but the columns that remain when the insider's are deleted.
//! Here nothing is deleted: atoms in the same views stay in the same views, so
//! classes stay what they are and only the teams that count in them become
//! fewer. The insider's teams are *free* in the [`search`](super::search).
//!
//! Every team is an insider for its own part. Searching 5,000 times is not
//! needed: a set T that is exposed to leadership and team A together makes A ∪ T
//! exposed to leadership alone, and A ∪ T has at most `least` teams. So one
//! search for sets of at most `least` teams finds all that can be affected: if
//! A is in none of the minimal ones, what leadership and A can work out is what
//! leadership can work out anyway. Only for the others there is a search each.

use super::matrix::{Atom, Shape, blocks};
use super::search::{Ground, Outcome};
use super::view::{Findings, View, names};
use std::collections::{BTreeMap, BTreeSet};

/// The number of a team.
pub type Team = u32;

/// How many readers of share links put their heads together with leadership at most.
pub const READERS: usize = 2;

/// The audit of everything that leadership sees.
#[derive(Debug, Clone)]
pub struct TeamAudit {
    grounds: Vec<Ground>,
    views: Vec<String>,
    coaches: Vec<BTreeSet<Team>>,
    least: usize,
}

impl TeamAudit {
    /// Prepares the audit of these views. `team` says whose an atom is, `least`
    /// how many teams a figure must be over, `coaches` which teams share with
    /// each coach.
    pub fn new(
        views: &[View],
        team: impl Fn(Atom) -> Team,
        least: usize,
        coaches: Vec<BTreeSet<Team>>,
    ) -> Self {
        let widest = coaches.iter().map(BTreeSet::len).max().unwrap_or(0).max(1);
        let shape = Shape {
            holder: &|atom| Some(team(atom)),
            size: &size,
            // A class of so many teams has at least `least` beside any
            // insiders', so it is in no set that is looked for.
            limit: u64::try_from(least + widest + READERS).unwrap_or(u64::MAX),
        };
        let atoms: Vec<&[Atom]> = views.iter().map(View::atoms).collect();
        let grounds = blocks(&atoms, &shape).into_iter().map(Ground::new).collect();
        Self { grounds, views: names(views), coaches, least }
    }

    /// Every minimal set of too few teams that leadership can work out.
    #[must_use]
    pub fn leadership(&self) -> Findings {
        self.findings(self.search(&BTreeSet::new(), self.least))
    }

    /// The same for each coach together with leadership, in the order given:
    /// beside the teams that share with the coach.
    #[must_use]
    pub fn coaches(&self) -> Vec<Findings> {
        let coaches = self.coaches.iter();
        coaches.map(|teams| self.findings(self.search(teams, self.least))).collect()
    }

    /// The same for each team together with leadership: beside that team. Only
    /// teams for which it is not the same as for leadership alone are listed;
    /// if leadership is safe, these are the teams that are not.
    ///
    /// # Errors
    ///
    /// When the search for the teams in question had to give up.
    pub fn teams(&self) -> Result<BTreeMap<Team, Findings>, Undecided> {
        let wider = self.search(&BTreeSet::new(), self.least + 1);
        if wider.gave_up {
            return Err(Undecided);
        }
        // Of the sets just found, the smaller ones are leadership's own.
        let own = |set: &&Vec<Team>| set.len() < self.least;
        let sets: BTreeSet<Vec<Team>> =
            wider.found.into_iter().map(|found| found.holders).collect();
        let leadership: BTreeSet<&Vec<Team>> = sets.iter().filter(own).collect();
        let affected: BTreeSet<Team> = sets.iter().flatten().copied().collect();
        let each = affected
            .into_iter()
            .map(|team| (team, self.findings(self.search(&BTreeSet::from([team]), self.least))));
        let differs = |findings: &Findings| {
            findings.undecided
                || findings.leaks.iter().map(|leak| &leak.exposed).collect::<BTreeSet<_>>()
                    != leadership
        };
        Ok(each.filter(|(_, findings)| differs(findings)).collect())
    }

    /// Every minimal set of teams on which somebody who knows `known` can work out a
    /// figure over fewer than `least` others, alone or together with up to `most` members
    /// of different teams for which `may_join` holds. Such a set holds those members'
    /// teams too; without them it is too small. Safe means: none.
    ///
    /// Why one search is enough: let `joined` be the teams of those who join. A combination
    /// that shows a set T of fewer than `least` teams vanishes outside known ∪ joined ∪ T,
    /// so leadership and `known` alone work something out over a part U of joined ∪ T, and
    /// U without its (at most `most`) members has fewer than `least` teams. The other way
    /// round, every such U is a leak for its own members. In the tests
    /// `with_others_is_every_choice_of_others` compares both.
    #[must_use]
    pub fn with_others(
        &self,
        known: &BTreeSet<Team>,
        most: usize,
        may_join: &dyn Fn(Team) -> bool,
    ) -> Findings {
        let fits = |set: &[Team]| {
            let joined = set.iter().filter(|team| may_join(**team)).count().min(most);
            set.len() - joined < self.least
        };
        let found = self.grounds.iter().map(|ground| ground.search(known, &fits));
        self.findings(found.fold(Outcome::default(), Outcome::and))
    }

    /// How many views say something that the others do not.
    #[must_use]
    pub fn rank(&self) -> usize {
        self.grounds.iter().map(Ground::rank).sum()
    }

    fn search(&self, known: &BTreeSet<Team>, fewer_than: usize) -> Outcome {
        self.grounds
            .iter()
            .map(|ground| ground.search(known, &|set| set.len() < fewer_than))
            .fold(Outcome::default(), Outcome::and)
    }

    fn findings(&self, outcome: Outcome) -> Findings {
        Findings::new(self.rank(), outcome, &self.views, &size)
    }
}

/// A search that had to give up: what it was asked for must not be taken as safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are too many small sets to look at: this cannot be shown to be safe")]
pub struct Undecided;

fn size(teams: &[Team]) -> u64 {
    u64::try_from(teams.len()).unwrap_or(u64::MAX)
}

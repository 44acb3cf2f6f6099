//! What people in an organisation know beside what leadership is shown.

use super::matrix::Atom;
use super::teams::{Team, TeamAudit};
use super::view::{Findings, View};
use crate::disclosure::counts::WhoKnows;
use std::collections::BTreeSet;

/// Stands for everything that an importer knows. No real team has this number.
const KNOWN: Team = Team::MAX;

/// What others than leadership know. Any of them may sit together with leadership (P5).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Insiders {
    /// For each coach, the teams that share with them.
    pub coaches: Vec<BTreeSet<Team>>,
    /// The teams of whose reports a share link was ever made.
    pub readers: BTreeSet<Team>,
    /// The rounds that were imported: whoever imported them knows what is in them.
    pub imported_rounds: BTreeSet<Atom>,
    /// The teams that an import made: whoever made them may know all of their rounds.
    pub imported_teams: BTreeSet<Team>,
}

impl From<Vec<BTreeSet<Team>>> for Insiders {
    fn from(coaches: Vec<BTreeSet<Team>>) -> Self {
        Self { coaches, ..Self::default() }
    }
}

impl Insiders {
    /// Who knows this round of this team.
    #[must_use]
    pub fn about(&self, round: Atom, team: Team) -> WhoKnows {
        WhoKnows {
            coaches: self.coaches.iter().any(|teams| teams.contains(&team)),
            readers: self.readers.contains(&team),
            importer: self.imported_rounds.contains(&round),
            maker: self.imported_teams.contains(&team),
        }
    }

    /// What leadership and whoever imported rounds can work out from these views, in two
    /// ways: where the importer knows the imported rounds, and where every round of a team
    /// that an import made is known too (such a team may be invented). Each alone and with
    /// a member of any one other team. Nothing where no round in the views was imported.
    pub fn importer(
        &self,
        views: &[View],
        team: &dyn Fn(Atom) -> Team,
        least: usize,
    ) -> Vec<Findings> {
        let by_round = |atom: Atom| self.imported_rounds.contains(&atom);
        let by_team = |atom: Atom| by_round(atom) || self.imported_teams.contains(&team(atom));
        let in_views =
            |known: &dyn Fn(Atom) -> bool| views.iter().flat_map(View::atoms).any(|a| known(*a));
        let findings = |known: &dyn Fn(Atom) -> bool| {
            let holder = |atom| if known(atom) { KNOWN } else { team(atom) };
            let importer = BTreeSet::from([KNOWN]);
            let audit = TeamAudit::new(views, holder, least, vec![importer.clone()]);
            audit.with_others(&importer, 1, &|_| true)
        };
        let mut found = Vec::new();
        if in_views(&by_round) {
            found.push(findings(&by_round));
        }
        if !self.imported_teams.is_empty() && in_views(&by_team) {
            found.push(findings(&by_team));
        }
        found
    }
}

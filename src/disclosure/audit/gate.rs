//! The gate that a new view has to pass before leadership sees it.
//!
//! Only what hangs together with the new views is looked at again. A figure
//! over one quarter costs what that quarter's figures cost, however many
//! quarters there are. Views that pool rounds of many quarters (each team's
//! latest round, say) tie them all together: then every call looks at
//! everything, and views that appear together should be tried together.
//!
//! With 5,000 teams, eight quarters and 50 groups (`benches/audit.rs`) a call
//! with one view takes about 2 ms if quarters stand alone, and about 15 ms if
//! they hang together; a call with all views of a quarter about 5 or 20 ms.
//! Labels that put few teams into the same groups cost more: up to 0.2 s a call.

use super::insiders::Insiders;
use super::matrix::Atom;
use super::teams::READERS;
use super::teams::{Team, TeamAudit, Undecided};
use super::view::{Findings, View};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that leadership has been shown, and the rule for what may follow.
///
/// People are not counted here: a round below k counts nowhere (P4), so that
/// every atom has k people, and any set of atoms too.
#[derive(Debug, Clone)]
pub struct Gate {
    least: usize,
    insiders: Insiders,
    teams: BTreeMap<Atom, Team>,
    /// Views that hang together, by a number that says nothing.
    blocks: BTreeMap<u64, Vec<View>>,
    /// In which of them an atom is.
    block_of: BTreeMap<Atom, u64>,
    next: u64,
}

/// Why views may not be released. Nothing of what was tried is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A view over nothing.
    #[error("\u{201c}{0}\u{201d} is over no round at all")]
    Empty(String),
    /// A view over a round of nobody knows which team.
    #[error("\u{201c}{view}\u{201d} is over round {atom}, and nobody knows whose it is")]
    UnknownAtom {
        /// The view.
        view: String,
        /// The round.
        atom: Atom,
    },
    /// Leadership could work out a figure over too few teams.
    #[error("leadership could work out a figure over too few teams")]
    Leadership(Findings),
    /// Leadership and this coach (by place) could.
    #[error("leadership and coach {0} could work out a figure over too few teams")]
    Coach(usize, Findings),
    /// Leadership and this team could.
    #[error("leadership and team {0} could work out a figure over too few teams")]
    Team(Team, Findings),
    /// Leadership, this coach (by place) and a member of another team could.
    #[error(
        "leadership, coach {0} and a member of another team could work out a figure over too few teams"
    )]
    CoachAndTeam(usize, Findings),
    /// Leadership and the readers of two share links could.
    #[error("leadership and the readers of two reports could work out a figure over too few teams")]
    Readers(Findings),
    /// Leadership and whoever imported rounds could, alone or with a member of a team.
    #[error("leadership and whoever imported rounds could work out a figure over too few teams")]
    Importer(Findings),
    /// Nobody knows.
    #[error(transparent)]
    Undecided(#[from] Undecided),
}

impl Gate {
    /// A gate before which nothing has been released: figures are over at least `least`
    /// teams, beside those of any insiders.
    #[must_use]
    pub fn new(least: usize, insiders: impl Into<Insiders>) -> Self {
        Self {
            least,
            insiders: insiders.into(),
            teams: BTreeMap::new(),
            blocks: BTreeMap::new(),
            block_of: BTreeMap::new(),
            next: 0,
        }
    }

    /// Says whose a round is. The first word stands: a round does not change hands.
    pub fn know(&mut self, atom: Atom, team: Team) {
        self.teams.entry(atom).or_insert(team);
    }

    /// Takes note of views that were released earlier. They were audited then, and
    /// whatever hangs together with them is audited again with the next release.
    pub fn remember(&mut self, views: Vec<View>) {
        self.join(views);
    }

    /// Releases these views, all or none, if nobody can then work out a figure
    /// over too few teams from them and all that was released before. What was
    /// released before and hangs together with them must be safe too.
    ///
    /// # Errors
    ///
    /// The first reason not to.
    pub fn try_release(&mut self, views: Vec<View>) -> Result<(), Refusal> {
        for view in &views {
            self.sound(view)?;
        }
        let touched = self.touched(&views);
        let before = touched.iter().filter_map(|block| self.blocks.get(block));
        let all: Vec<View> = before.flatten().chain(&views).cloned().collect();
        self.safe(&all)?;
        self.join(views);
        Ok(())
    }

    /// The blocks that share a round with these views.
    fn touched(&self, views: &[View]) -> BTreeSet<u64> {
        let of = |view: &View| -> Vec<u64> {
            view.atoms().iter().filter_map(|atom| self.block_of.get(atom)).copied().collect()
        };
        views.iter().flat_map(of).collect()
    }

    /// Puts views into one block with all that they touch.
    fn join(&mut self, views: Vec<View>) {
        let touched = self.touched(&views);
        // What was in the first block stays there, and the rest joins it.
        let block = touched.first().copied().unwrap_or(self.next);
        self.next = self.next.max(block + 1);
        let others: Vec<View> = touched
            .iter()
            .skip(1)
            .filter_map(|other| self.blocks.remove(other))
            .flatten()
            .collect();
        for atom in others.iter().chain(&views).flat_map(View::atoms) {
            self.block_of.insert(*atom, block);
        }
        self.blocks.entry(block).or_default().extend(others.into_iter().chain(views));
    }

    /// Lets a team share with a coach, given by place, unless leadership and that coach,
    /// alone or with a member of another team, could then work out a figure over too few
    /// teams from what was released before. A place beyond the last one is a new coach's.
    ///
    /// # Errors
    ///
    /// [`Refusal::Coach`] and [`Refusal::CoachAndTeam`], and nothing changes.
    pub fn try_share(&mut self, coach: usize, team: Team) -> Result<(), Refusal> {
        let teams = self.may_share(coach, team)?;
        let coaches = &mut self.insiders.coaches;
        coaches.resize_with(coaches.len().max(coach + 1), BTreeSet::new);
        if let Some(place) = coaches.get_mut(coach) {
            *place = teams;
        }
        Ok(())
    }

    /// What [`Gate::try_share`] would say, and the coach's teams if it let this one.
    ///
    /// # Errors
    ///
    /// Those of [`Gate::try_share`].
    pub fn may_share(&self, coach: usize, team: Team) -> Result<BTreeSet<Team>, Refusal> {
        let mut teams = self.insiders.coaches.get(coach).cloned().unwrap_or_default();
        teams.insert(team);
        for views in self.blocks.values() {
            with_coach(&self.audit(views, vec![teams.clone()]), coach, &teams)?;
        }
        Ok(teams)
    }

    /// Whether a share link may be made to a report of this team: not if leadership and
    /// the readers of two teams' reports could then work out a figure over too few teams
    /// from what was released before.
    ///
    /// # Errors
    ///
    /// [`Refusal::Readers`].
    pub fn may_be_read(&self, team: Team) -> Result<(), Refusal> {
        let mut readers = self.insiders.readers.clone();
        if readers.insert(team) {
            for views in self.blocks.values() {
                with_readers(&self.audit(views, Vec::new()), &readers)?;
            }
        }
        Ok(())
    }

    fn audit(&self, views: &[View], coaches: Vec<BTreeSet<Team>>) -> TeamAudit {
        TeamAudit::new(views, |atom| self.team(atom), self.least, coaches)
    }

    fn team(&self, atom: Atom) -> Team {
        self.teams.get(&atom).copied().unwrap_or_default()
    }

    fn sound(&self, view: &View) -> Result<(), Refusal> {
        let name = || view.name().to_owned();
        if view.atoms().is_empty() {
            return Err(Refusal::Empty(name()));
        }
        match view.atoms().iter().find(|atom| !self.teams.contains_key(*atom)) {
            Some(atom) => Err(Refusal::UnknownAtom { view: name(), atom: *atom }),
            None => Ok(()),
        }
    }

    fn safe(&self, views: &[View]) -> Result<(), Refusal> {
        let audit = self.audit(views, self.insiders.coaches.clone());
        let leadership = audit.leadership();
        if !leadership.safe() {
            return Err(Refusal::Leadership(leadership));
        }
        if let Some((team, findings)) = audit.teams()?.into_iter().next() {
            return Err(Refusal::Team(team, findings));
        }
        for (coach, teams) in self.insiders.coaches.iter().enumerate() {
            with_coach(&audit, coach, teams)?;
        }
        with_readers(&audit, &self.insiders.readers)?;
        let importer = self.insiders.importer(views, &|atom| self.team(atom), self.least);
        importer
            .into_iter()
            .find(|found| !found.safe())
            .map_or(Ok(()), |findings| Err(Refusal::Importer(findings)))
    }
}

/// What leadership and a coach who knows these teams can work out, alone and with a member
/// of another team.
fn with_coach(audit: &TeamAudit, coach: usize, teams: &BTreeSet<Team>) -> Result<(), Refusal> {
    let alone = audit.with_others(teams, 0, &|_| false);
    if !alone.safe() {
        return Err(Refusal::Coach(coach, alone));
    }
    let with_member = audit.with_others(teams, 1, &|_| true);
    if with_member.safe() { Ok(()) } else { Err(Refusal::CoachAndTeam(coach, with_member)) }
}

/// What leadership and the readers of any two of these teams' reports can work out.
fn with_readers(audit: &TeamAudit, readers: &BTreeSet<Team>) -> Result<(), Refusal> {
    if readers.len() < READERS {
        // One reader knows no more than a member of that team.
        return Ok(());
    }
    let found = audit.with_others(&BTreeSet::new(), READERS, &|team| readers.contains(&team));
    if found.safe() { Ok(()) } else { Err(Refusal::Readers(found)) }
}

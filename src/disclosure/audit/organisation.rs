//! The audit of everything that an organisation has been shown.
//!
//! Three things are looked at: each team's reports, within themselves; what may
//! be pooled at all; and, for each dimension, what leadership can work out from
//! the pooled figures, alone, with each coach and with each team.

use super::LEAST_TEAMS;
use super::cells::{RoundCells, exposed_items};
use super::combination::{Combination, Term};
use super::exposed::exposed_groups;
use super::insiders::Insiders;
use super::matrix::Atom;
use super::shown_counts::{self, CountShown};
use super::teams::READERS;
use super::teams::{Team, TeamAudit};
use super::verdict::{AudienceVerdict, NamedLeak, Verdict};
use super::view::{Findings, View};
use crate::catalogue::{DIMENSIONS, DimensionId, FIGURES, PATTERNS, PER_DIMENSION, PatternId};
use num_bigint::BigInt;
use std::collections::{BTreeMap, BTreeSet};

/// A team's report as it was released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportShown {
    /// The round.
    pub round: Atom,
    /// What the report is called, for example "Payments, 3 March 2026".
    pub name: String,
    /// The round's minimum group.
    pub minimum_group: u8,
    /// How many people stand behind each figure, and what was shown.
    pub cells: RoundCells,
}

/// A pooled figure as it was released to leadership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolShown {
    /// What it is called, for example "2026-Q4, organisation".
    pub name: String,
    /// The dimension.
    pub dimension: DimensionId,
    /// The rounds in it.
    pub rounds: Vec<Atom>,
}

/// A round that reports or pooled figures speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundBehind {
    /// Its team.
    pub team: Team,
    /// How many people answered.
    pub people: u32,
}

/// Everything that an organisation has been shown.
#[derive(Debug, Clone, Default)]
pub struct Released {
    /// The organisation's name.
    pub name: String,
    /// Names of teams.
    pub teams: BTreeMap<Team, String>,
    /// Rounds that are spoken of.
    pub rounds: BTreeMap<Atom, RoundBehind>,
    /// Teams' reports.
    pub reports: Vec<ReportShown>,
    /// Leadership's pooled figures.
    pub pools: Vec<PoolShown>,
    /// Counts of teams that leadership was shown.
    pub counts: Vec<CountShown>,
    /// What others than leadership know.
    pub insiders: Insiders,
}

/// Decides about everything that an organisation has been shown.
#[must_use]
pub fn organisation(released: &Released) -> Verdict {
    let mut audiences = vec![within_reports(released), pooled(released)];
    for dimension in DimensionId::ALL {
        let pools = released.pools.iter().filter(|pool| pool.dimension == dimension);
        let views: Vec<View> =
            pools.map(|pool| View::new(pool.name.clone(), pool.rounds.iter().copied())).collect();
        if !views.is_empty() {
            leadership(released, dimension, &views, &mut audiences);
        }
    }
    if !released.counts.is_empty() {
        shown_counts::audit(&released.counts, &released.teams, &mut audiences);
    }
    Verdict::new(released.name.clone(), audiences)
}

/// What each report gives away about itself. Readers of a share link see one
/// report, so they are covered.
fn within_reports(released: &Released) -> AudienceVerdict {
    let mut all = AudienceVerdict {
        audience: "each team and whoever reads its reports: no item below the minimum group"
            .to_owned(),
        views: 0,
        atoms: 0,
        rank: 0,
        undecided: false,
        leaks: Vec::new(),
    };
    for report in &released.reports {
        let findings = exposed_items(&report.cells, u64::from(report.minimum_group));
        all.views += report.cells.shown();
        all.atoms += PATTERNS;
        all.rank += findings.rank;
        all.undecided |= findings.undecided;
        let name = |item: u32| {
            let pattern = usize::try_from(item).ok().and_then(|item| PatternId::ALL.get(item));
            format!("{}: {}", report.name, pattern.map_or("", |pattern| pattern.as_str()))
        };
        all.leaks.extend(AudienceVerdict::new(String::new(), 0, 0, findings, &name).leaks);
        all.leaks.extend(too_few(report));
    }
    all
}

/// Dimensions and overall scores that were shown over too few people.
fn too_few(report: &ReportShown) -> Vec<NamedLeak> {
    let k = u64::from(report.minimum_group);
    let cells = &report.cells;
    let dimensions = DimensionId::ALL.into_iter().zip(cells.dimensions_shown).zip(cells.dimensions);
    let mut found: Vec<(String, u64)> = dimensions
        .filter(|((_, shown), n)| *shown && *n < k)
        .map(|((id, _), n)| (id.to_string(), n))
        .collect();
    if cells.overall_shown && cells.overall < k {
        found.push(("overall".to_owned(), cells.overall));
    }
    let leak = |(figure, n): (String, u64)| {
        let name = format!("{}: {figure}", report.name);
        NamedLeak { exposed: vec![name.clone()], size: n, combination: itself(name) }
    };
    found.into_iter().map(leak).collect()
}

/// A figure that is a leak as it stands.
fn itself(view: String) -> Combination {
    Combination(vec![Term { times: BigInt::from(1), place: 0, view }])
}

/// Rounds that were pooled although their own report withholds a part of the
/// dimension.
fn pooled(released: &Released) -> AudienceVerdict {
    let reports: BTreeMap<Atom, &ReportShown> =
        released.reports.iter().map(|report| (report.round, report)).collect();
    let mut leaks = Vec::new();
    let mut atoms: BTreeSet<Atom> = BTreeSet::new();
    for pool in &released.pools {
        atoms.extend(&pool.rounds);
        for round in &pool.rounds {
            let Some(report) = reports.get(round) else { continue };
            if let Some(size) = report.withholds(pool.dimension) {
                let exposed = vec![format!("{}: {}", report.name, pool.dimension)];
                leaks.push(NamedLeak { exposed, size, combination: itself(pool.name.clone()) });
            }
        }
    }
    AudienceVerdict {
        audience: "leadership: nothing pooled that a report withholds".to_owned(),
        views: released.pools.len(),
        atoms: atoms.len(),
        rank: 0,
        undecided: false,
        leaks,
    }
}

impl ReportShown {
    /// The fewest people behind a part of a dimension that is below the minimum
    /// group; `None` when no part is.
    fn withholds(&self, dimension: DimensionId) -> Option<u64> {
        let first = dimension.index() * PER_DIMENSION;
        let items = self.cells.items.iter().skip(first).take(PER_DIMENSION);
        let whole = self.cells.dimensions.get(dimension.index());
        let fewest = items.chain(whole).copied().min()?;
        (fewest < u64::from(self.minimum_group)).then_some(fewest)
    }
}

fn leadership(
    released: &Released,
    dimension: DimensionId,
    views: &[View],
    audiences: &mut Vec<AudienceVerdict>,
) {
    let rounds: BTreeSet<Atom> = views.iter().flat_map(View::atoms).copied().collect();
    let behind = |round: Atom| released.rounds.get(&round);
    let team = |round: Atom| behind(round).map_or(Team::MAX, |round| round.team);
    let team_name = |team: u32| {
        released.teams.get(&team).cloned().unwrap_or_else(|| "an unknown team".to_owned())
    };
    let mut add = |who: String, findings: Findings, name: &dyn Fn(u32) -> String| {
        let audience = format!("{who}, {dimension}");
        audiences.push(AudienceVerdict::new(audience, views.len(), rounds.len(), findings, name));
    };

    let people = |round: Atom| behind(round).map_or(0, |round| u64::from(round.people));
    let k = released.reports.iter().map(|report| report.minimum_group).max().unwrap_or(0);
    let round_name = |round: Atom| {
        let report = released.reports.iter().find(|report| report.round == round);
        report.map_or_else(|| team_name(team(round)), |report| report.name.clone())
    };
    add(
        format!("leadership: no group of fewer than {k} people"),
        exposed_groups(views, people, u64::from(k)),
        &round_name,
    );

    let insiders = &released.insiders;
    let audit = TeamAudit::new(views, team, LEAST_TEAMS, insiders.coaches.clone());
    let rule = format!("no group of fewer than {LEAST_TEAMS} teams");
    add(format!("leadership: {rule}"), audit.leadership(), &team_name);
    for (teams, findings) in insiders.coaches.iter().zip(audit.coaches()) {
        if !teams.is_empty() {
            add(format!("leadership with coaches: {rule}"), findings, &team_name);
            let found = audit.with_others(teams, 1, &|_| true);
            add(
                format!("leadership with coaches and one of these teams: {rule}"),
                found,
                &team_name,
            );
        }
    }
    if insiders.readers.len() >= READERS {
        let may_join = |team| insiders.readers.contains(&team);
        let found = audit.with_others(&BTreeSet::new(), READERS, &may_join);
        add(format!("leadership with readers of two of these teams: {rule}"), found, &team_name);
    }
    let ways = ["imported rounds", "made teams by an import"];
    for (did, found) in ways.into_iter().zip(insiders.importer(views, &team, LEAST_TEAMS)) {
        let who = format!("leadership with whoever {did}, and one of these teams: {rule}");
        add(who, found, &team_name);
    }
    match audit.teams() {
        Ok(affected) if affected.is_empty() => {
            let nothing = Findings { rank: audit.rank(), leaks: Vec::new(), undecided: false };
            add(format!("leadership with any one team: {rule}"), nothing, &team_name);
        }
        Ok(affected) => {
            for (insider, findings) in affected {
                let who = format!("leadership with team {}: {rule}", team_name(insider));
                add(who, findings, &team_name);
            }
        }
        Err(_) => {
            let unknown = Findings { rank: audit.rank(), leaks: Vec::new(), undecided: true };
            add(format!("leadership with any one team: {rule}"), unknown, &team_name);
        }
    }
}

/// [`RoundCells`] from how many people stand behind each figure, and what was
/// shown; places are overall, the dimensions, the items.
#[must_use]
pub fn cells(people: &[u32; FIGURES], shown: &[bool; FIGURES]) -> RoundCells {
    let mut cells = RoundCells {
        items: [0; PATTERNS],
        dimensions: [0; DIMENSIONS],
        overall: u64::from(people[0]),
        items_shown: [false; PATTERNS],
        dimensions_shown: [false; DIMENSIONS],
        overall_shown: shown[0],
    };
    let all = people.iter().copied().map(u64::from).zip(shown.iter().copied()).skip(1);
    let places = cells.dimensions.iter_mut().zip(&mut cells.dimensions_shown);
    let items = cells.items.iter_mut().zip(&mut cells.items_shown);
    for ((n, mark), (people, shown)) in places.chain(items).zip(all) {
        (*n, *mark) = (people, shown);
    }
    cells
}

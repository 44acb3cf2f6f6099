//! A described case: who stands behind what, and what is shown.
//!
//! In JSON it looks like this (`teams`, `fewest_teams` and `coaches` may be left
//! out, and so may the two that say what is expected):
//!
//! ```json
//! {
//!   "name": "organisation and two of three teams",
//!   "k": 5,
//!   "n": { "A": 7, "B": 6, "C": 3 },
//!   "published_views": [["A", "B", "C"], ["A"], ["B"]],
//!   "teams": { "A": "Red", "B": "Green", "C": "Blue" },
//!   "fewest_teams": 3,
//!   "coaches": { "Ada": ["Red"] },
//!   "recoverable_groups_below_k": [{ "group": ["C"], "n": 3 }],
//!   "safe": false
//! }
//! ```
//!
//! Without `teams` people are looked at, not teams. A view that is listed twice
//! is seen twice, which tells nothing new.

use super::LEAST_TEAMS;
use super::exposed::exposed_sets;
use super::matrix::{Atom, u32_of};
use super::teams::{Team, TeamAudit};
use super::verdict::{AudienceVerdict, Verdict};
use super::view::{Findings, View};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;

/// Up to so many atoms a view is called by all their names.
const MOST_NAMES: usize = 8;

/// A described case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it is about.
    pub name: String,
    /// The minimum group.
    pub k: u64,
    /// How many people stand behind each atom.
    #[serde(deserialize_with = "each_once")]
    pub n: BTreeMap<String, u64>,
    /// The views that are shown, by their atoms.
    pub published_views: Vec<Vec<String>>,
    /// Whose each atom is.
    #[serde(default, deserialize_with = "each_once")]
    pub teams: BTreeMap<String, String>,
    /// How many teams a figure must be over; 3 if it is not said.
    #[serde(default)]
    pub fewest_teams: Option<usize>,
    /// Which teams share with each coach.
    #[serde(default, deserialize_with = "each_once")]
    pub coaches: BTreeMap<String, Vec<String>>,
    /// The minimal groups of fewer than k people that should be found.
    #[serde(default)]
    pub recoverable_groups_below_k: Option<Vec<Expected>>,
    /// What the verdict should be.
    #[serde(default)]
    pub safe: Option<bool>,
}

/// A group that should be found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// Its atoms.
    pub group: Vec<String>,
    /// How many people it holds.
    pub n: u64,
}

/// What is wrong with a case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("case \u{201c}{case}\u{201d}: {fault}")]
pub struct CaseError {
    /// The name of the case.
    pub case: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A view over nothing.
    #[error("view {0} is empty")]
    EmptyView(usize),
    /// A view with an atom that `n` does not have.
    #[error("view {view} has \u{201c}{atom}\u{201d}, which n does not have")]
    UnknownAtom {
        /// The view, counted from 1.
        view: usize,
        /// The atom.
        atom: String,
    },
    /// A view with the same atom twice.
    #[error("view {view} has \u{201c}{atom}\u{201d} twice")]
    AtomTwice {
        /// The view, counted from 1.
        view: usize,
        /// The atom.
        atom: String,
    },
    /// `teams` has some atoms, but not this one.
    #[error("\u{201c}{0}\u{201d} has no team, but others have")]
    NoTeam(String),
    /// `teams` has an atom that `n` does not have.
    #[error("teams has \u{201c}{0}\u{201d}, which n does not have")]
    TeamOfNothing(String),
    /// A coach of a team that is nobody's.
    #[error("coach \u{201c}{coach}\u{201d} has team \u{201c}{team}\u{201d}, which has no atom")]
    UnknownTeam {
        /// The coach.
        coach: String,
        /// The team.
        team: String,
    },
    /// Coaches or `fewest_teams` without teams.
    #[error("coaches and fewest_teams mean nothing without teams")]
    NoTeams,
}

/// Decides about a case.
///
/// With `teams` there are further audiences beside whoever sees the views:
/// leadership, each coach and each team together with leadership. People of a
/// team's several atoms may then be the same ones, so the largest counts.
///
/// # Errors
///
/// When the case does not make sense.
pub fn check(case: &Case) -> Result<Verdict, CaseError> {
    Names::new(case)
        .and_then(|names| verdict(case, &names))
        .map_err(|fault| CaseError { case: case.name.clone(), fault })
}

impl Case {
    /// Whether the verdict is what the case says it should be; `true` if it
    /// says nothing.
    #[must_use]
    pub fn agrees(&self, verdict: &Verdict) -> bool {
        let sorted = |mut group: Vec<String>| {
            group.sort();
            group
        };
        let expected = self.recoverable_groups_below_k.as_ref().map(|groups| {
            groups.iter().map(|e| (sorted(e.group.clone()), e.n)).collect::<BTreeSet<_>>()
        });
        let found = verdict.audiences.first().map(|audience| {
            let leaks = audience.leaks.iter();
            leaks.map(|leak| (sorted(leak.exposed.clone()), leak.size)).collect::<BTreeSet<_>>()
        });
        (expected.is_none() || expected == found)
            && self.safe.is_none_or(|safe| safe == verdict.safe)
    }
}

/// Numbers for names.
struct Names<'a> {
    atoms: Vec<&'a str>,
    persons: Vec<u64>,
    teams: Vec<&'a str>,
    /// The team of each atom; empty if the case has no teams.
    team_of: Vec<Team>,
}

impl<'a> Names<'a> {
    fn new(case: &'a Case) -> Result<Self, Fault> {
        if let Some(atom) = case.teams.keys().find(|atom| !case.n.contains_key(*atom)) {
            return Err(Fault::TeamOfNothing(atom.clone()));
        }
        if case.teams.is_empty() && (case.fewest_teams.is_some() || !case.coaches.is_empty()) {
            return Err(Fault::NoTeams);
        }
        let teams: BTreeSet<&str> = case.teams.values().map(String::as_str).collect();
        let teams: Vec<&str> = teams.into_iter().collect();
        let mut team_of = Vec::new();
        for atom in case.n.keys().filter(|_| !teams.is_empty()) {
            let team = case.teams.get(atom).ok_or_else(|| Fault::NoTeam(atom.clone()))?;
            team_of.extend(number(&teams, team));
        }
        let atoms = case.n.keys().map(String::as_str).collect();
        Ok(Self { atoms, persons: case.n.values().copied().collect(), teams, team_of })
    }

    fn persons(&self, atom: Atom) -> u64 {
        get(&self.persons, atom).copied().unwrap_or(0)
    }

    /// How many people there are at least behind these atoms.
    fn persons_of(&self, atoms: &[Atom]) -> u64 {
        let mut most: BTreeMap<Result<Team, Atom>, u64> = BTreeMap::new();
        for atom in atoms {
            let whose = get(&self.team_of, *atom).copied().ok_or(*atom);
            let most = most.entry(whose).or_insert(0);
            *most = self.persons(*atom).max(*most);
        }
        most.into_values().sum()
    }
}

fn number(names: &[&str], name: &str) -> Option<u32> {
    names.binary_search(&name).ok().map(u32_of)
}

fn get<T>(list: &[T], place: u32) -> Option<&T> {
    list.get(usize::try_from(place).ok()?)
}

fn verdict(case: &Case, names: &Names) -> Result<Verdict, Fault> {
    let views = (1..).zip(&case.published_views).map(|(place, atoms)| view(place, atoms, names));
    let views: Vec<View> = views.collect::<Result<_, _>>()?;
    let looked_at = |audience: String, findings: Findings, names: &[&str]| {
        AudienceVerdict::new(audience, views.len(), case.n.len(), findings, &|place| {
            get(names, place).map_or_else(String::new, |name| (*name).to_owned())
        })
    };
    let people = exposed_sets(&views, &|atoms| names.persons_of(atoms), case.k);
    let audience = format!("whoever sees the views, people, at least {}", case.k);
    let mut audiences = vec![looked_at(audience, people, &names.atoms)];
    if !names.teams.is_empty() {
        let least = case.fewest_teams.unwrap_or(LEAST_TEAMS);
        let coaches = coaches(case, names)?;
        let team = |atom| get(&names.team_of, atom).copied().unwrap_or_default();
        let audit = TeamAudit::new(&views, team, least, coaches);
        let mut put = |who: String, findings| {
            let audience = format!("{who}, teams, at least {least}");
            audiences.push(looked_at(audience, findings, &names.teams));
        };
        put("leadership".to_owned(), audit.leadership());
        for (coach, findings) in case.coaches.keys().zip(audit.coaches()) {
            put(format!("leadership and coach {coach}"), findings);
        }
        match audit.teams() {
            Ok(each) => {
                for (team, findings) in each {
                    let name = get(&names.teams, team).copied().unwrap_or_default();
                    put(format!("leadership and team {name}"), findings);
                }
            }
            Err(_) => put(
                "leadership and any team".to_owned(),
                Findings { rank: audit.rank(), leaks: Vec::new(), undecided: true },
            ),
        }
    }
    Ok(Verdict::new(case.name.clone(), audiences))
}

fn view(place: usize, atoms: &[String], names: &Names) -> Result<View, Fault> {
    let mut numbers = BTreeSet::new();
    for atom in atoms {
        let Some(number) = number(&names.atoms, atom) else {
            return Err(Fault::UnknownAtom { view: place, atom: atom.clone() });
        };
        if !numbers.insert(number) {
            return Err(Fault::AtomTwice { view: place, atom: atom.clone() });
        }
    }
    if atoms.is_empty() {
        return Err(Fault::EmptyView(place));
    }
    let name = if atoms.len() <= MOST_NAMES {
        format!("[{}]", atoms.join(" "))
    } else {
        format!("[view {place}, {} atoms]", atoms.len())
    };
    Ok(View::new(name, numbers))
}

fn coaches(case: &Case, names: &Names) -> Result<Vec<BTreeSet<Team>>, Fault> {
    let coach = |(coach, teams): (&String, &Vec<String>)| {
        let number = |team: &String| {
            number(&names.teams, team)
                .ok_or_else(|| Fault::UnknownTeam { coach: coach.clone(), team: team.clone() })
        };
        teams.iter().map(number).collect()
    };
    case.coaches.iter().map(coach).collect()
}

/// A map in which a name that comes twice is an error, not a replacement.
fn each_once<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, T>, D::Error> {
    deserializer.deserialize_map(EachOnce(PhantomData))
}

struct EachOnce<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EachOnce<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("names, each once")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some((name, value)) = access.next_entry::<String, T>()? {
            if map.contains_key(&name) {
                let twice = format!("\u{201c}{name}\u{201d} comes twice");
                return Err(serde::de::Error::custom(twice));
            }
            map.insert(name, value);
        }
        Ok(map)
    }
}

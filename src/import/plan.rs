//! What would become of a file.

use super::conflict;
use super::{DAYS_BETWEEN, closing_day};
use crate::catalogue::Answers;
use crate::days;
use crate::score::{Fault, Place, Sheet};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What an organisation has already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Existing {
    /// Its minimum group, 3–10.
    pub minimum_group: u8,
    /// Its teams.
    pub teams: Vec<Known>,
}

/// A team that is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// What it is called.
    pub name: String,
    /// Its sealed rounds: on which day each opened and closed.
    pub sealed: Vec<(Date, Date)>,
    /// When its open round was opened.
    pub open_since: Option<Date>,
}

/// What would happen, and to whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The minimum group that holds, 3–10.
    pub minimum_group: u8,
    /// The teams that would be made.
    pub new_teams: Vec<String>,
    /// One row a team's round, by the team's name, then by day.
    pub rows: Vec<Row>,
    /// Columns of the file that are nothing of ours.
    pub ignored: Vec<String>,
    /// Spellings that are taken for the name of one team: the name, then the other.
    pub spellings: Vec<(String, String)>,
}

/// A team's round in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The team's name.
    pub team: String,
    /// Which team that is.
    pub target: Target,
    /// The day on which the round closed.
    pub day: Date,
    /// What each person answered.
    pub answers: Vec<Answers>,
    /// How many were invited, where the file says so; never fewer than answered.
    pub invited: Option<u16>,
    /// What would happen.
    pub outcome: Outcome,
}

/// A team of the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// It is there: a place in [`Existing::teams`].
    Known(usize),
    /// It would be made: a place in [`Plan::new_teams`].
    New(usize),
}

/// What would happen to a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is added.
    Added,
    /// Left out: the team has a sealed round that closed on that day.
    AlreadyThere,
    /// Left out: fewer answers than the minimum group. It counts nowhere.
    TooFew,
    /// Left out: within 28 days of a sealed round that closed on that day.
    TooClose(Date),
    /// Left out: the team's open round was opened on that day, fewer than 28 days later.
    TooCloseToOpen(Date),
}

impl Plan {
    /// The rows that would be added.
    pub fn added(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.outcome == Outcome::Added)
    }

    /// How many teams would have a round added.
    #[must_use]
    pub fn teams_added_to(&self) -> usize {
        self.added().map(|row| row.target).collect::<std::collections::BTreeSet<_>>().len()
    }
}

impl Row {
    /// Whether its team would be made.
    #[must_use]
    pub fn makes_team(&self, plan: &Plan) -> bool {
        matches!(self.target, Target::New(place) if place < plan.new_teams.len())
    }
}

/// A row with where the file speaks of it.
pub(super) struct Draft {
    pub row: Row,
    /// The cell with the name of the round, where the file first has it.
    pub place: Place,
    /// What stands in that cell.
    pub written: String,
}

/// Plans what would happen to the rounds of a file. `today` is the day that
/// [`read`](super::read) was given.
///
/// # Errors
/// Everything in the file that contradicts itself: two ways to write one round,
/// rounds of a team within 28 days of each other, more answers than 500 or than were
/// invited, a name that two teams have, more than 2,000 rounds.
pub fn plan(sheet: &Sheet, existing: &Existing, today: Date) -> Result<Plan, Vec<Fault>> {
    let mut faults = conflict::size(sheet);
    let mut teams = Teams::new(existing);
    let mut drafts: BTreeMap<(Target, String), Draft> = BTreeMap::new();
    for (name, rounds) in &sheet.teams {
        for (round, answers) in rounds {
            let Some(mention) = sheet.mentions.get(&(name.clone(), round.clone())) else {
                continue;
            };
            let Ok(day) = closing_day(round, today) else { continue };
            let target = match teams.find(name) {
                Ok(target) => target,
                Err(what) => {
                    faults.push(Fault { place: mention.place.clone(), what });
                    continue;
                }
            };
            let draft = drafts.entry((target, round.clone())).or_insert_with(|| Draft {
                row: Row {
                    team: teams.name(target),
                    target,
                    day,
                    answers: Vec::new(),
                    invited: None,
                    outcome: Outcome::Added,
                },
                place: mention.place.clone(),
                written: round.clone(),
            });
            draft.row.answers.extend(answers);
            draft.row.invited = draft.row.invited.max(mention.invited);
            if mention.place.line < draft.place.line {
                draft.place = mention.place.clone();
            }
        }
    }
    let mut drafts: Vec<Draft> = drafts.into_values().collect();
    drafts.sort_by_key(|draft| (draft.row.target, draft.row.day));
    for draft in &mut drafts {
        draft.row.outcome = outcome(&draft.row, existing);
    }
    faults.extend(conflict::within(&drafts));
    if !faults.is_empty() {
        faults.sort();
        return Err(faults);
    }
    let mut rows: Vec<Row> = drafts.into_iter().map(|draft| draft.row).collect();
    // A team is only made for a round that comes in.
    let new_teams = keep_wanted(teams.new, &mut rows);
    rows.sort_by_cached_key(|row| (row.team.to_lowercase(), row.team.clone(), row.day));
    Ok(Plan {
        minimum_group: existing.minimum_group,
        new_teams,
        rows,
        ignored: sheet.ignored.clone(),
        spellings: teams.spellings,
    })
}

fn outcome(row: &Row, existing: &Existing) -> Outcome {
    let Target::Known(place) = row.target else { return enough(row, existing) };
    let Some(team) = existing.teams.get(place) else { return enough(row, existing) };
    if team.sealed.iter().any(|(_, closed)| *closed == row.day) {
        return Outcome::AlreadyThere;
    }
    let close = |from: Date, to: Date| days::number(to) - days::number(from) < DAYS_BETWEEN;
    // Not far enough before it opened, and not far enough after it closed either.
    let clash =
        |(opened, closed): &&(Date, Date)| close(row.day, *opened) && close(*closed, row.day);
    match (enough(row, existing), team.sealed.iter().find(clash), team.open_since) {
        (Outcome::TooFew, ..) => Outcome::TooFew,
        (_, Some((_, closed)), _) => Outcome::TooClose(*closed),
        (_, None, Some(opened)) if close(row.day, opened) => Outcome::TooCloseToOpen(opened),
        (enough, ..) => enough,
    }
}

fn enough(row: &Row, existing: &Existing) -> Outcome {
    if row.answers.len() < usize::from(existing.minimum_group) {
        Outcome::TooFew
    } else {
        Outcome::Added
    }
}

/// Drops the names of teams of which nothing is added, and counts the others anew.
fn keep_wanted(names: Vec<String>, rows: &mut [Row]) -> Vec<String> {
    let mut kept = Vec::new();
    for (place, name) in names.into_iter().enumerate() {
        let of_team = |row: &&mut Row| row.target == Target::New(place);
        let wanted = rows
            .iter()
            .any(|row| row.target == Target::New(place) && row.outcome == Outcome::Added);
        // Whether it is made or not, its rows stay together under one number.
        let number = if wanted { kept.len() } else { usize::MAX };
        rows.iter_mut().filter(of_team).for_each(|row| row.target = Target::New(number));
        if wanted {
            kept.push(name);
        }
    }
    kept
}

/// Which team a name stands for.
struct Teams<'a> {
    existing: &'a Existing,
    new: Vec<String>,
    spellings: Vec<(String, String)>,
}

impl<'a> Teams<'a> {
    const fn new(existing: &'a Existing) -> Self {
        Self { existing, new: Vec::new(), spellings: Vec::new() }
    }

    fn name(&self, target: Target) -> String {
        match target {
            Target::Known(place) => self.existing.teams.get(place).map(|team| &team.name),
            Target::New(place) => self.new.get(place),
        }
        .cloned()
        .unwrap_or_default()
    }

    /// The team of exactly this name, else the one whose name differs in nothing but
    /// white space and capitals, else a new one.
    fn find(&mut self, written: &str) -> Result<Target, String> {
        let name = folded(written);
        let known = &self.existing.teams;
        if let Some(place) = known.iter().position(|team| team.name == name) {
            return Ok(Target::Known(place));
        }
        let same = |other: &str| other.to_lowercase() == name.to_lowercase();
        let mut alike = known.iter().enumerate().filter(|(_, team)| same(&team.name));
        let target = match (alike.next(), alike.next()) {
            (Some((_, one)), Some((_, other))) => {
                return Err(format!(
                    "two teams have this name, {} and {}: write it as one of them is called",
                    one.name, other.name
                ));
            }
            (Some((place, _)), None) => Target::Known(place),
            (None, _) => {
                let Some(place) = self.new.iter().position(|other| same(other)) else {
                    self.new.push(name);
                    return Ok(Target::New(self.new.len() - 1));
                };
                Target::New(place)
            }
        };
        let called = self.name(target);
        let pair = (called.clone(), name);
        if pair.0 != pair.1 && !self.spellings.contains(&pair) {
            self.spellings.push(pair);
        }
        Ok(target)
    }
}

/// White space folded, as names are stored.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

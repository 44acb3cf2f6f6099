//! What works here: counted once for each quarter, after its end, over the teams that
//! share with coaches.

use super::aside::aside;
use super::deciding::decide;
use super::error::AppError;
use super::insiders::Knowledge;
use super::state::AppState;
use crate::catalogue::{Catalogue, DimensionId, PatternId};
use crate::days;
use crate::disclosure::works::{
    Afterwards, Behind, Fate, Key, Line, Outcome, Status, Tried, release_line, renew,
};
use crate::disclosure::{Released, release_change};
use crate::kata::State;
use crate::measure::change::Verdict;
use crate::store::{Board, Experiment, OrganisationId, RoundId, SharedRound, TeamId, WorkLine};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How many experiments' rounds are read at once.
const AT_ONCE: usize = 100;

/// A line with what it is about, and the quarter that told it last.
#[derive(Debug, Clone)]
pub struct Told {
    /// What it is about.
    pub about: Key,
    /// The quarter, as `2026-Q3`.
    pub quarter: String,
    /// What is shown.
    pub line: Released<Line>,
}

/// An experiment that a team has begun, with the day and the verdict of its next round.
struct Begun {
    team: TeamId,
    practice: Option<String>,
    dimension: Option<DimensionId>,
    started: Date,
    ended: Option<(Date, State)>,
    said: Option<(Date, Option<Verdict>)>,
}

/// The lines that are told: practices by name, then dimensions, then the rest. Counts
/// first what has become due since the last look.
///
/// # Errors
/// When the database does not answer.
pub async fn told(app: &AppState, organisation: &OrganisationId) -> Result<Vec<Told>, AppError> {
    decide_due(app, organisation).await?;
    let lines = app.store.work_lines(organisation).await?;
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let knowledge = Knowledge::of_teams(&app.store, organisation).await?;
    let mut told: Vec<Told> = lines
        .into_iter()
        .filter_map(|(name, line)| {
            let behind = read_line(&line)?;
            Some(Told {
                about: read_key(&name)?,
                quarter: line.quarter,
                line: release_line(&behind, |team| knowledge.of_page_and_report(team))?,
            })
        })
        .collect();
    told.sort_by(|a, b| a.about.cmp(&b.about));
    Ok(told)
}

async fn decide_due(app: &AppState, organisation: &OrganisationId) -> Result<(), AppError> {
    let current = app.settings.zone.quarter(app.now());
    let last = days::quarter_before(&current).unwrap_or_default();
    if app.store.decided_works(organisation).await?.last() >= Some(&last) {
        return Ok(());
    }
    decide(app, || try_to_decide(app, organisation, &last)).await
}

async fn try_to_decide(
    app: &AppState,
    organisation: &OrganisationId,
    last: &String,
) -> Result<(), AppError> {
    let mut standing = app.store.standing(organisation).await?;
    let decided = app.store.decided_works(organisation).await?;
    let begun = begun(app, organisation).await?;
    // What is decided stays: only what comes after it is open.
    let next = decided.last().and_then(|quarter| days::quarter_after(quarter));
    let first = || begun.iter().map(|each| days::quarter(each.started)).min();
    let open = std::iter::successors(next.or_else(first), |quarter| days::quarter_after(quarter));
    for quarter in open.take_while(|quarter| quarter <= last) {
        let Some((_, end)) = days::quarter_days(&quarter) else { continue };
        let lines = app.store.work_lines(organisation).await?;
        let before: BTreeMap<Key, Behind<TeamId>> = lines
            .iter()
            .filter(|(_, line)| !line.behind.is_empty())
            .filter_map(|(name, line)| Some((read_key(name)?, read_line(line)?)))
            .collect();
        let tried: Vec<Tried<TeamId>> =
            begun.iter().filter(|each| each.started < end).map(|each| each.at(end)).collect();
        let changed: Vec<_> = renew(&before, &tried)
            .into_iter()
            .map(|(key, fate)| (write_key(&key), rows(fate)))
            .collect();
        app.store.decide_works(organisation, &quarter, &changed, &mut standing).await?;
    }
    Ok(())
}

fn rows(fate: Fate<TeamId>) -> Vec<(TeamId, &'static str, &'static str)> {
    match fate {
        Fate::Told(behind) => behind
            .into_iter()
            .map(|(team, (outcome, after))| (team, outcome.as_str(), after.as_str()))
            .collect(),
        Fate::Gone => Vec::new(),
    }
}

impl Begun {
    /// How it stood on the day before `end`.
    fn at(&self, end: Date) -> Tried<TeamId> {
        let outcome = match self.ended {
            Some((day, State::Kept)) if day < end => Outcome::Kept,
            Some((day, State::Changed)) if day < end => Outcome::Changed,
            Some((day, State::Dropped)) if day < end => Outcome::Dropped,
            _ => Outcome::UnderWay,
        };
        let said = self.said.filter(|(day, _)| *day < end).and_then(|(_, verdict)| verdict);
        Tried {
            team: self.team.clone(),
            practice: self.practice.clone(),
            dimension: self.dimension,
            status: (outcome, Afterwards::from(said)),
        }
    }
}

/// Everything that teams which share have begun, the earliest first, with what their
/// next round said.
async fn begun(app: &AppState, organisation: &OrganisationId) -> Result<Vec<Begun>, AppError> {
    let mut experiments = app.store.shared_experiments(organisation).await?;
    experiments.retain(|each| each.started_on.is_some());
    experiments.sort_by(|a, b| (a.started_on, &a.id).cmp(&(b.started_on, &b.id)));
    let mut rounds: BTreeMap<TeamId, Vec<(Date, SharedRound)>> = BTreeMap::new();
    for round in app.store.shared_rounds(organisation).await? {
        let day = app.settings.zone.day(round.closed_at);
        // They come newest first.
        rounds.entry(round.team.clone()).or_default().insert(0, (day, round));
    }
    let mut all = Vec::with_capacity(experiments.len());
    for some in experiments.chunks(AT_ONCE) {
        let pairs: Vec<Option<Pair>> = some.iter().map(|each| pair(each, &rounds)).collect();
        let wanted: BTreeSet<&RoundId> =
            pairs.iter().flatten().flat_map(|pair| [&pair.before.id, &pair.after.id]).collect();
        let ids: Vec<&RoundId> = wanted.into_iter().collect();
        let tallies = app.store.tallies(&ids).await?;
        let jobs: Vec<_> =
            pairs.into_iter().zip(some.iter().map(|each| each.plan.pattern)).collect();
        let said = aside(move || {
            jobs.into_iter()
                .map(|(pair, pattern)| {
                    let pair = pair?;
                    let (then, now) = (tallies.get(&pair.before.id)?, tallies.get(&pair.after.id)?);
                    let change = release_change(
                        (then, pair.before.minimum_group),
                        (now, pair.after.minimum_group),
                    );
                    Some((pair.day, change.zip(pattern).and_then(|(change, id)| change.on(id))))
                })
                .collect::<Vec<_>>()
        })
        .await?;
        all.extend(some.iter().zip(said).filter_map(|(each, said)| {
            let Board::Team(team) = &each.board else { return None };
            let practice = practice_of(each, app.catalogue);
            Some(Begun {
                team: team.clone(),
                dimension: practice
                    .as_deref()
                    .and_then(|practice| home_of(practice, app.catalogue))
                    .or_else(|| each.plan.pattern.map(PatternId::dimension)),
                practice,
                started: each.started_on?,
                ended: each.ended_on.map(|day| (day, each.state)),
                said,
            })
        }));
    }
    Ok(all)
}

/// The last round before an experiment began and the next one after it.
struct Pair {
    before: SharedRound,
    after: SharedRound,
    day: Date,
}

fn pair(
    experiment: &Experiment,
    rounds: &BTreeMap<TeamId, Vec<(Date, SharedRound)>>,
) -> Option<Pair> {
    let Board::Team(team) = &experiment.board else { return None };
    let (rounds, started) = (rounds.get(team)?, experiment.started_on?);
    // A round that closed on the day of the start was answered before it.
    let place = rounds.iter().position(|(day, _)| *day > started)?;
    let ((_, before), (day, after)) = (rounds.get(place.checked_sub(1)?)?, rounds.get(place)?);
    // Another catalogue asks other things.
    (before.catalogue_version == after.catalogue_version).then(|| Pair {
        before: before.clone(),
        after: after.clone(),
        day: *day,
    })
}

/// The practice that an experiment draws on: that of the entry it was taken from.
pub fn practice_of(experiment: &Experiment, catalogue: &Catalogue) -> Option<String> {
    let entry = catalogue.experiment(experiment.catalogue_entry.as_deref()?)?;
    Some(entry.practice.clone())
}

/// The dimension of a practice: that of the first entry that draws on it.
fn home_of(practice: &str, catalogue: &Catalogue) -> Option<DimensionId> {
    let mut entries = catalogue.experiments().iter();
    entries.find(|entry| entry.practice == practice).map(|entry| entry.pattern.dimension())
}

fn write_key(key: &Key) -> String {
    match key {
        Key::Practice(name) => format!("practice:{name}"),
        Key::Dimension(id) => format!("dimension:{id}"),
        Key::Rest => "rest".to_owned(),
    }
}

fn read_key(text: &str) -> Option<Key> {
    match text.split_once(':') {
        Some(("practice", name)) => Some(Key::Practice(name.to_owned())),
        Some(("dimension", id)) => id.parse().ok().map(Key::Dimension),
        _ => (text == "rest").then_some(Key::Rest),
    }
}

fn read_line(line: &WorkLine) -> Option<Behind<TeamId>> {
    let read = |(outcome, after): &(String, String)| -> Option<Status> {
        Some((
            Outcome::ALL.into_iter().find(|each| each.as_str() == outcome)?,
            Afterwards::ALL.into_iter().find(|each| each.as_str() == after)?,
        ))
    };
    line.behind.iter().map(|(team, status)| Some((team.clone(), read(status)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_lines_read_back() {
        let keys = [
            Key::Practice("Westrum\u{2019}s culture: an odd name".to_owned()),
            Key::Dimension(DimensionId::Learning),
            Key::Rest,
        ];
        for key in keys {
            assert_eq!(read_key(&write_key(&key)), Some(key));
        }
        for bad in ["", "all", "dimension:weather", "team:1"] {
            assert_eq!(read_key(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_happens_later_does_not_count_yet() {
        let day = |month: i8| Date::constant(2026, month, 15);
        let begun = Begun {
            team: TeamId::random().unwrap(),
            practice: None,
            dimension: None,
            started: day(1),
            ended: Some((day(5), State::Kept)),
            said: Some((day(8), Some(Verdict::ClearlyBetter))),
        };
        let status = |month: i8| begun.at(Date::constant(2026, month, 1)).status;
        assert_eq!(status(4), (Outcome::UnderWay, Afterwards::NothingYet));
        assert_eq!(status(7), (Outcome::Kept, Afterwards::NothingYet));
        assert_eq!(status(10), (Outcome::Kept, Afterwards::Better));
    }
}

//! `andon audit`

use super::database::Opened;
use super::output::{json, print};
use super::{CommandError, database};
use crate::config::{AuditArgs, DataArgs};
use crate::disclosure::audit::organisation::{
    PoolShown, Released, ReportShown, RoundBehind, cells, organisation,
};
use crate::disclosure::audit::{Case, CountShown, Numbers, Verdict, check};
use crate::server::delivery::counts_told;
use crate::server::insiders::Knowledge;
use crate::store::{Organisation, Store, TeamId};
use jiff::Timestamp;
use std::fmt::Write as _;
use std::path::Path;

/// Audits what the organisations in the database have been shown, or the cases
/// in a file, and prints the verdicts.
///
/// # Errors
/// [`CommandError::Unsafe`] when an audience can work out what it must not, after
/// printing it; others when the database or the file cannot be read.
pub async fn audit(data: &DataArgs, args: &AuditArgs) -> Result<(), CommandError> {
    let verdicts = match &args.cases {
        Some(file) => cases(file)?,
        None => organisations(data, args.list).await?,
    };
    let text = if args.json {
        json(&verdicts)?
    } else if verdicts.is_empty() {
        "There is no organisation yet, so nothing has been released.\n".to_owned()
    } else {
        verdicts.iter().map(Verdict::to_string).collect()
    };
    print(&text)?;
    if verdicts.iter().all(|verdict| verdict.safe) { Ok(()) } else { Err(CommandError::Unsafe) }
}

fn cases(file: &Path) -> Result<Vec<Verdict>, CommandError> {
    let path = file.display().to_string();
    let text = std::fs::read_to_string(file)
        .map_err(|cause| CommandError::File { path: path.clone(), cause })?;
    let cases: Vec<Case> = serde_json::from_str(&text)
        .map_err(|error| CommandError::Usage(format!("{path}: {error}")))?;
    cases
        .iter()
        .map(|case| check(case).map_err(|error| CommandError::Usage(format!("{path}: {error}"))))
        .collect()
}

/// The verdicts over what the organisations in the database have been shown. With `list`
/// every view is printed.
///
/// # Errors
/// When the database cannot be read.
pub async fn organisations(data: &DataArgs, list: bool) -> Result<Vec<Verdict>, CommandError> {
    let Opened { store, held: _held } = database::open(data).await?;
    let mut verdicts = Vec::new();
    for each in store.organisations().await? {
        let released = released(&store, &each).await?;
        if list {
            print(&views(&released))?;
        }
        verdicts.push(organisation(&released));
    }
    store.close().await;
    Ok(verdicts)
}

/// A line for each view.
fn views(released: &Released) -> String {
    let mut text = String::new();
    for report in &released.reports {
        let cells = &report.cells;
        let count = |shown: &[bool]| shown.iter().filter(|shown| **shown).count();
        let overall = if cells.overall_shown { "overall, " } else { "" };
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(
            text,
            "{}: {overall}{} of {} dimensions, {} of {} items",
            report.name,
            count(&cells.dimensions_shown),
            cells.dimensions_shown.len(),
            count(&cells.items_shown),
            cells.items_shown.len(),
        );
    }
    for pool in &released.pools {
        let _ = writeln!(text, "{}, {}: {} rounds", pool.name, pool.dimension, pool.rounds.len());
    }
    text
}

/// Everything that an organisation has been shown.
///
/// # Errors
/// When the database cannot be read.
async fn released(store: &Store, of: &Organisation) -> Result<Released, CommandError> {
    let (mut teams, mut rounds) = (Numbers::default(), Numbers::default());
    let mut all = Released { name: of.name.clone(), ..Released::default() };
    for team in store.teams(&of.id).await? {
        all.teams.insert(teams.of(&team.id), team.name);
    }
    for report in store.released_reports(&of.id).await? {
        let (team, round) = (teams.of(&report.team), rounds.of(&report.round));
        let team_name = name_of(&report.team_name, &report.team);
        let [overall, ..] = report.people;
        all.reports.push(ReportShown {
            round,
            name: format!("{team_name}, {}", day(report.closed_at)),
            minimum_group: report.minimum_group,
            cells: cells(&report.people, &report.shown),
        });
        all.teams.insert(team, team_name);
        all.rounds.insert(round, RoundBehind { team, people: overall });
    }
    let knowledge = Knowledge::load(store, &of.id).await?;
    all.insiders = knowledge.insiders(&mut rounds, &mut teams);
    for pool in store.released_pools(&of.id).await? {
        let whose =
            pool.group.map_or_else(|| "organisation".to_owned(), |id| format!("group {id}"));
        let mut shown = PoolShown {
            name: format!("{}, {whose}", pool.period),
            dimension: pool.dimension,
            rounds: Vec::new(),
        };
        let mut counted = Vec::new();
        for pooled in pool.rounds {
            let (team, round) = (teams.of(&pooled.team), rounds.of(&pooled.round));
            shown.rounds.push(round);
            if pooled.counted {
                counted.push((team, all.insiders.about(round, team)));
            }
            all.teams.entry(team).or_insert_with(|| name_of("", &pooled.team));
            let people = pooled.responses;
            all.rounds.entry(round).or_insert(RoundBehind { team, people });
        }
        let name = format!("{}, {}, counts of teams", shown.name, pool.dimension);
        all.counts.push(CountShown { name, teams: counted, margin: pool.margin });
        all.pools.push(shown);
    }
    for count in counts_told(store, &of.id).await? {
        let how = if count.inferred {
            ", told by an earlier version; its teams are inferred from what is entered today"
        } else {
            ""
        };
        let name = format!("{}, signals, {}{how}", count.quarter, count.told.signal.as_str());
        let known = count.teams.iter().map(|team| (teams.of(team), knowledge.of_page(team)));
        let known: Vec<_> = known.collect();
        all.counts.push(CountShown { name, teams: known, margin: count.told.margin });
    }
    Ok(all)
}

/// A deleted team has no name any more.
fn name_of(name: &str, id: &TeamId) -> String {
    if name.is_empty() { format!("team {id}") } else { name.to_owned() }
}

/// The day on which a round closed, in UTC.
fn day(closed_at: i64) -> String {
    Timestamp::from_second(closed_at)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .strftime("%Y-%m-%d")
        .to_string()
}

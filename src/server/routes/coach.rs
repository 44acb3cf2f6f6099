//! The coach's board: the teams that share, side by side and never in order of score.

use super::board_files;
use super::teams::next_opening;
use crate::advice::{self, Meeting};
use crate::days;
use crate::disclosure::{self, BoardTeam, Released, Report, release, release_change};
use crate::measure::Tally;
use crate::pages::coach::{Board, BoardRow, Choices, CoachTeam, board, team_notes};
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::fields::Fields;
use crate::server::first::{Audience, admit};
use crate::server::led::round_path;
use crate::server::render::Page;
use crate::store::{
    Group, GroupId, LinkId, Organisation, OrganisationId, Round, RoundState, Team, TeamId,
};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::collections::BTreeSet;

/// The longest notes on a team, in characters.
const MOST_NOTES: usize = 10_000;

/// What the board is narrowed to.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    /// Which organisation, where the browser coaches several.
    #[serde(default)]
    pub organisation: String,
    /// Which group.
    #[serde(default)]
    pub group: String,
    /// Which quarter, as `2026-Q4`.
    #[serde(default)]
    pub quarter: String,
}

/// A team with its last round that counts in a quarter.
struct Seen {
    team: Team,
    round: Round,
    tally: Tally,
    report: Released<Report>,
    change: Option<Released<disclosure::Change>>,
}

/// Everything that a coach is shown of one quarter.
struct Loaded {
    organisation: Organisation,
    groups: Vec<Group>,
    group: Option<GroupId>,
    quarters: BTreeSet<String>,
    quarter: String,
    seen: Vec<Seen>,
    silent: Vec<Team>,
}

impl Loaded {
    async fn load(context: &Context, wanted: &Wanted) -> Result<Self, AppError> {
        let organisation = chosen(context, &wanted.organisation).await?;
        let all = sharing(context, &organisation.id).await?;
        let today = context.app.settings.zone.day(context.app.now());
        let closed = all.iter().flat_map(|(_, rounds)| rounds);
        let quarters: BTreeSet<String> = std::iter::once(days::quarter(today))
            .chain(closed.map(|round| quarter_of(context, round)))
            .collect();
        let quarter = if quarters.contains(&wanted.quarter) {
            wanted.quarter.clone()
        } else {
            quarters.last().cloned().unwrap_or_default()
        };
        let (mut seen, mut silent) = (Vec::new(), Vec::new());
        for (team, rounds) in all {
            match look(context, &team, &rounds, &quarter).await? {
                Some(found) => seen.push(found),
                None => silent.push(team),
            }
        }
        let groups = context.app.store.groups(&organisation.id).await?;
        let group = wanted.group.parse().ok();
        Ok(Self { organisation, groups, group, quarters, quarter, seen, silent })
    }

    fn belongs(&self, team: &Team) -> bool {
        self.group.is_none() || team.group == self.group
    }

    fn group_name(&self, team: &Team) -> Option<&str> {
        let group = self.groups.iter().find(|each| Some(&each.id) == team.group.as_ref());
        group.map(|group| group.name.as_str())
    }

    /// The teams that the board is narrowed to.
    fn rows(&self) -> impl Iterator<Item = &Seen> {
        self.seen.iter().filter(|each| self.belongs(&each.team))
    }
}

/// `GET /coach`
pub async fn show(context: Context, Query(wanted): Query<Wanted>) -> Result<Response, AppError> {
    let loaded = Loaded::load(&context, &wanted).await?;
    let seen = &loaded.seen;
    // Over every team that the coach may see in that quarter, whatever is filtered below.
    let compared = {
        let rounds: Vec<_> =
            seen.iter().map(|each| (&each.tally, each.round.minimum_group)).collect();
        disclosure::compare(&rounds)
    };
    let names: Vec<&str> = seen.iter().map(|each| each.team.name.as_str()).collect();
    let reports: Vec<&Released<Report>> = seen.iter().map(|each| &each.report).collect();
    let meetings: Vec<Meeting> =
        advice::meetings(&compared, &names, &reports, context.app.catalogue);
    let zone = &context.app.settings.zone;
    let rows = loaded
        .rows()
        .map(|each| BoardRow {
            team: each.team.name.clone(),
            group: loaded.group_name(&each.team).map(str::to_owned),
            report_href: round_path(&each.team.id, &each.round.id),
            notes_href: format!("/coach/teams/{}", each.team.id),
            closed: days::written(zone.day(each.round.closed_at.unwrap_or_default())),
            participation: participation(each.tally.responses, each.round.roster),
            next: next_words(&context, &each.round),
            report: each.report.clone(),
            change: each.change.clone(),
        })
        .collect();
    let silent = loaded.silent.iter().filter(|team| loaded.belongs(team));
    let organisation = loaded.organisation.id.to_string();
    let group = loaded.group.clone().map(String::from).unwrap_or_default();
    let page = Board {
        organisation: loaded.organisation.name.clone(),
        rows,
        silent: silent.map(|team| team.name.clone()).collect(),
        compared,
        meetings,
        files: format!("?organisation={organisation}&group={group}&quarter={}", loaded.quarter),
        choices: Choices {
            groups: loaded.groups.iter().map(|g| (g.id.to_string(), g.name.clone())).collect(),
            group,
            quarters: loaded.quarters.iter().rev().cloned().collect(),
            quarter: loaded.quarter.clone(),
            organisation,
            others: others(&context, &loaded.organisation.id).await?,
        },
    };
    let catalogue = context.app.catalogue;
    let title = format!("{}: coach\u{2019}s board", loaded.organisation.name);
    Ok(Page::new(title).render(&context, move || board(page, catalogue)).await)
}

/// The board as it is narrowed, released: for files and for programs.
pub struct Narrowed {
    /// The organisation.
    pub organisation: Organisation,
    /// Its groups.
    pub groups: Vec<Group>,
    /// The quarters that can be asked for.
    pub quarters: BTreeSet<String>,
    /// The one that is shown.
    pub quarter: String,
    /// The teams with their figures, by name.
    pub board: Released<disclosure::Board>,
    /// The round and the report of each of them, in the same order.
    pub rounds: Vec<(Round, Released<Report>)>,
}

impl Narrowed {
    /// Takes everything that a coach may see of a quarter through the gate.
    pub async fn load(context: &Context, wanted: &Wanted) -> Result<Self, AppError> {
        let loaded = Loaded::load(context, wanted).await?;
        let ids: Vec<String> = loaded.rows().map(|each| each.team.id.to_string()).collect();
        let teams: Vec<BoardTeam<'_>> = loaded
            .rows()
            .zip(&ids)
            .map(|(each, id)| BoardTeam {
                id,
                name: &each.team.name,
                group: loaded.group_name(&each.team),
                report: &each.report,
                change: each.change.as_ref(),
            })
            .collect();
        let board = disclosure::board(&teams);
        let rounds = loaded.rows().map(|each| (each.round.clone(), each.report.clone())).collect();
        let Loaded { organisation, groups, quarters, quarter, .. } = loaded;
        Ok(Self { organisation, groups, quarters, quarter, board, rounds })
    }
}

/// `GET /coach/{file}`: the board as it is narrowed, as a picture, a table or data.
pub async fn file(
    context: Context,
    Path(file): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    let narrowed = Narrowed::load(&context, &wanted).await?;
    board_files::file(&context, &file, &narrowed).await
}

/// The organisation that is asked for, or the first that this browser coaches.
async fn chosen(context: &Context, wanted: &str) -> Result<Organisation, AppError> {
    let id = context
        .coached()
        .find(|id| wanted.is_empty() || id.as_str() == wanted)
        .ok_or(AppError::NotFound)?;
    context.app.store.organisation(id).await?.ok_or(AppError::NotFound)
}

/// Other organisations that this browser coaches, by id and name.
async fn others(
    context: &Context,
    here: &OrganisationId,
) -> Result<Vec<(String, String)>, AppError> {
    let mut others = Vec::new();
    for id in context.coached().filter(|id| *id != here) {
        if let Some(other) = context.app.store.organisation(id).await? {
            others.push((id.to_string(), other.name));
        }
    }
    Ok(others)
}

/// The teams that share, by name, each with its sealed rounds, newest first.
async fn sharing(
    context: &Context,
    organisation: &OrganisationId,
) -> Result<Vec<(Team, Vec<Round>)>, AppError> {
    let store = &context.app.store;
    let mut all = Vec::new();
    for team in store.teams(organisation).await?.into_iter().filter(|team| team.shares) {
        let mut rounds = store.rounds(&team.id).await?;
        rounds.retain(|round| round.state == RoundState::Sealed);
        rounds.sort_by(|a, b| (b.closed_at, &b.id).cmp(&(a.closed_at, &a.id)));
        all.push((team, rounds));
    }
    Ok(all)
}

fn quarter_of(context: &Context, round: &Round) -> String {
    days::quarter(context.app.settings.zone.day(round.closed_at.unwrap_or_default()))
}

/// The team's last round up to the end of a quarter, if it closed in that quarter or
/// the one before, with what has changed since its own round before.
async fn look(
    context: &Context,
    team: &Team,
    rounds: &[Round],
    quarter: &str,
) -> Result<Option<Seen>, AppError> {
    let before = days::quarter_before(quarter);
    let place = rounds.iter().position(|round| quarter_of(context, round).as_str() <= quarter);
    let Some((place, round)) = place.and_then(|place| Some((place, rounds.get(place)?))) else {
        return Ok(None);
    };
    if before.is_none_or(|before| quarter_of(context, round) < before) {
        return Ok(None);
    }
    let store = &context.app.store;
    let Some(tally) = store.tally(&round.id).await? else { return Ok(None) };
    let Some(report) = release(&tally, round.minimum_group) else { return Ok(None) };
    admit(context, round, &tally, Audience::Coaches).await?;
    let earlier = rounds
        .get(place + 1)
        .filter(|earlier| earlier.catalogue_version == round.catalogue_version);
    let change = match earlier {
        None => None,
        Some(earlier) => match store.tally(&earlier.id).await? {
            None => None,
            Some(old) => {
                admit(context, earlier, &old, Audience::Coaches).await?;
                release_change((&old, earlier.minimum_group), (&tally, round.minimum_group))
            }
        },
    };
    Ok(Some(Seen { team: team.clone(), round: round.clone(), tally, report, change }))
}

/// How many of those who were invited answered, in words.
fn participation(answered: u32, roster: u16) -> &'static str {
    let roster = u32::from(roster);
    if answered * 5 >= roster * 4 {
        "most of those invited"
    } else if answered * 2 > roster {
        "more than half of those invited"
    } else {
        "half of those invited or fewer"
    }
}

/// From when on the team's next round can open.
fn next_words(context: &Context, round: &Round) -> String {
    match next_opening(round).filter(|at| *at > context.app.now()) {
        Some(at) => format!("from {}", days::written(context.app.settings.zone.day(at))),
        None => "any time".to_owned(),
    }
}

/// The team, if this browser coaches it, and the link with which it does.
async fn coached_team(context: &Context, team: &str) -> Result<(Team, LinkId), AppError> {
    let id: TeamId = team.parse().map_err(|_| AppError::NotFound)?;
    let team = context.app.store.team(&id).await?.filter(|team| context.coaches(team));
    let team = team.ok_or(AppError::NotFound)?;
    let link = context.coach_of(&team.organisation).ok_or(AppError::NotFound)?.id.clone();
    Ok((team, link))
}

/// `GET /coach/teams/{team}`: the coach's own notes, and the team's reports.
pub async fn team(context: Context, Path(team): Path<String>) -> Result<Response, AppError> {
    let (team, link) = coached_team(&context, &team).await?;
    let notes = context.app.store.notes(&link, &team.id).await?;
    notes_page(&context, &team, notes, None).await
}

/// `POST /coach/teams/{team}/notes`
pub async fn keep_notes(
    context: Context,
    Path(team): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let (team, link) = coached_team(&context, &team).await?;
    // Browsers send line ends as CR LF.
    let notes = fields.text("notes").replace("\r\n", "\n");
    if notes.chars().count() > MOST_NOTES {
        let fault = format!("Notes have at most {MOST_NOTES} characters.");
        return notes_page(&context, &team, notes, Some(fault)).await;
    }
    context.app.store.keep_notes(&link, &team.id, notes.trim_end()).await?;
    Ok(Redirect::to(&format!("/coach/teams/{}", team.id)).into_response())
}

async fn notes_page(
    context: &Context,
    team: &Team,
    notes: String,
    fault: Option<String>,
) -> Result<Response, AppError> {
    let wrong = fault.is_some();
    let rounds = context.app.store.rounds(&team.id).await?;
    let page = CoachTeam {
        base: format!("/coach/teams/{}", team.id),
        team: team.name.clone(),
        rounds: rounds
            .iter()
            .filter(|round| round.state == RoundState::Sealed)
            .map(|round| super::teams::line(context, team, round))
            .collect(),
        notes,
        fault,
    };
    let title = format!("{}: coach\u{2019}s notes", team.name);
    Ok(Page::new(title).wrong(wrong).render(context, move || team_notes(page)).await)
}

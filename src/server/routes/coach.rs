//! The coach's board: the teams that share, side by side and never in order of score.

use super::board_files;
use super::teams::next_opening;
use crate::advice::{self, Meeting};
use crate::charts::{self, Caption};
use crate::days;
use crate::disclosure::{self, BoardTeam, Released, Report};
use crate::pages::coach::{BoardPage, Choices, Quiet, RowNotes, SmallRadar, View, board};
use crate::server::board::{Shared, Standing};
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::led::round_path;
use crate::server::render::Page;
use crate::store::{GroupId, SharedRound, Team};
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;

/// What the board is narrowed to, and how it is looked at.
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
    /// `radars` for outlines in place of the heat map.
    #[serde(default)]
    pub view: String,
}

/// The board, narrowed to one group or not at all.
pub struct Narrowed {
    /// Everything that the coach may look at in the quarter.
    pub shared: Shared,
    /// The teams with their figures, by name.
    pub board: Released<disclosure::Board>,
    group: Option<GroupId>,
}

impl Narrowed {
    /// Takes everything that a coach may see of a quarter through the gate.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an organisation that this browser does not coach.
    pub async fn load(context: &Context, wanted: &Wanted) -> Result<Self, AppError> {
        let shared = Shared::load(context, &wanted.organisation, &wanted.quarter).await?;
        let group = shared.group(&wanted.group);
        let board = released(&shared, group.as_ref());
        Ok(Self { shared, board, group })
    }

    /// The teams with a round, by name: those of the board's rows.
    pub fn rows(&self) -> impl Iterator<Item = &Standing> {
        self.shared.seen.iter().filter(|each| belongs(&each.team, self.group.as_ref()))
    }
}

fn belongs(team: &Team, group: Option<&GroupId>) -> bool {
    group.is_none() || team.group.as_ref() == group
}

fn released(shared: &Shared, group: Option<&GroupId>) -> Released<disclosure::Board> {
    let rows = shared.seen.iter().filter(|each| belongs(&each.team, group));
    let teams: Vec<BoardTeam<'_>> = rows
        .map(|each| BoardTeam {
            id: each.team.id.as_str(),
            name: &each.team.name,
            group: shared.group_name(&each.team),
            report: each.report(),
            change: each.change(),
        })
        .collect();
    disclosure::board(&teams)
}

/// `GET /coach`
pub async fn show(context: Context, Query(wanted): Query<Wanted>) -> Result<Response, AppError> {
    let narrowed = Narrowed::load(&context, &wanted).await?;
    let shared = &narrowed.shared;
    // Over every team that the coach may see in that quarter, whatever is filtered below.
    let compared = shared.compared();
    let names: Vec<&str> = shared.seen.iter().map(|each| each.team.name.as_str()).collect();
    let reports: Vec<&Released<Report>> = shared.seen.iter().map(Standing::report).collect();
    let catalogue = context.app.catalogue;
    let meetings: Vec<Meeting> = advice::meetings(&compared, &names, &reports, catalogue);
    let silent = shared.silent.iter().filter(|each| belongs(&each.team, narrowed.group.as_ref()));
    let organisation = &shared.organisation;
    let page = BoardPage {
        organisation: organisation.name.clone(),
        teams: narrowed.rows().count(),
        view: if wanted.view == "radars" {
            View::Radars(narrowed.rows().map(|each| small_radar(&context, each)).collect())
        } else {
            let notes = narrowed.rows().map(|each| row_notes(&context, each)).collect();
            View::Table(narrowed.board.clone(), notes)
        },
        silent: silent
            .map(|each| Quiet {
                team: each.team.name.clone(),
                last: each.last.as_ref().map(|round| about(&context, round)),
            })
            .collect(),
        compared,
        meetings,
        choices: Choices {
            groups: shared.groups.iter().map(|g| (g.id.to_string(), g.name.clone())).collect(),
            group: narrowed.group.as_ref().map(GroupId::to_string).unwrap_or_default(),
            quarters: shared.quarters.iter().rev().cloned().collect(),
            quarter: shared.quarter.clone(),
            organisation: organisation.id.to_string(),
            others: context.others(context.coached(), &organisation.id).await?,
        },
    };
    let title = format!("{}: coach\u{2019}s board", organisation.name);
    Ok(Page::new(title).render(&context, move || board(page, catalogue)).await)
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

fn row_notes(context: &Context, each: &Standing) -> RowNotes {
    RowNotes {
        report_href: round_path(&each.team.id, &each.round.id),
        notes_href: format!("/coach/teams/{}", each.team.id),
        participation: participation(each.responses(), each.round.roster),
        answers: each.report().answers,
        about: about(context, &each.round),
    }
}

/// "closed on 3 March 2026 · next round any time".
fn about(context: &Context, round: &SharedRound) -> String {
    let zone = &context.app.settings.zone;
    let next = Some(next_opening(round.closed_at)).filter(|at| *at > context.app.now());
    let next = next.map_or_else(
        || "any time".to_owned(),
        |at| format!("from {}", days::written(zone.day(at))),
    );
    format!("closed on {} \u{b7} next round {next}", days::written(zone.day(round.closed_at)))
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

fn small_radar(context: &Context, each: &Standing) -> SmallRadar {
    let zone = &context.app.settings.zone;
    let catalogue = context.app.catalogue;
    let day = |at: i64| days::written(zone.day(at));
    let (now, before) = (day(each.round.closed_at), each.closed_before.map(day));
    let previous = before.as_deref().zip(each.course.before.as_ref());
    let outlines =
        disclosure::radar((&now, each.report()), previous.map(|(day, (report, _))| (day, report)));
    let caption = Caption {
        title: format!("{}: {}", each.team.name, advice::finding(each.report(), catalogue)),
        desc: "Health of the six dimensions.".to_owned(),
    };
    let id = format!("radar-{}", each.team.id);
    SmallRadar {
        team: each.team.name.clone(),
        report_href: round_path(&each.team.id, &each.round.id),
        svg: charts::radar(&outlines, catalogue, &caption).svg_small(&id),
        about: now,
        two: previous.is_some(),
    }
}

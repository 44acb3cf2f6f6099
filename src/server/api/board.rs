//! `GET /api/v1/board`, which is the file `board.json` too: the coach's board.

use super::Named;
use super::bearer::Bearer;
use super::document::{BadRequest, NotFound, Refusals};
use super::paging::{Asked, PagingParameters, answer_part};
use crate::catalogue::{DimensionId, PatternId};
use crate::disclosure::{self, Cell, Figure, Since};
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::routes::coach::{Narrowed, Wanted};
use crate::store::SharedRound;
use axum::response::Response;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// The coach's board: the teams that share with coaches, by name and never in order
/// of a figure. It is no ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Board {
    /// The organisation.
    pub organisation: Named,
    /// The quarter that is shown: each team's last round up to its end, if it closed in
    /// this quarter or the one before.
    #[schema(example = "2026-Q4")]
    pub quarter: String,
    /// The quarters that can be asked for, earliest first.
    pub quarters: Vec<String>,
    /// The groups that can be asked for.
    pub groups: Vec<Named>,
    /// A part of the teams.
    pub data: Vec<BoardTeam>,
    /// The address of the next part; null after the last one.
    #[schema(format = "uri")]
    pub next: Option<String>,
}

/// A team on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BoardTeam {
    /// The team.
    pub team: Named,
    /// The name of the group that it belongs to.
    pub group: Option<String>,
    /// The id of the round that is shown.
    pub round: String,
    /// The day on which that round closed.
    #[schema(format = Date)]
    pub closed_on: String,
    /// Its whole report.
    #[schema(format = "uri")]
    pub report: String,
    /// The six dimensions.
    pub dimensions: Vec<BoardDimension>,
    /// The eighteen anti-patterns.
    pub items: Vec<BoardItem>,
}

/// A team on one dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct BoardDimension {
    /// Which dimension.
    pub id: DimensionId,
    /// The figure, or why there is none.
    pub figure: Cell<Figure>,
    /// What may be said since the round before; null where there is nothing to compare.
    pub since: Option<Cell<Since>>,
}

/// A team on one anti-pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct BoardItem {
    /// Which anti-pattern.
    pub id: PatternId,
    /// The figure, or why there is none.
    pub figure: Cell<Figure>,
    /// What may be said since the round before; null where there is nothing to compare.
    pub since: Option<Cell<Since>>,
}

/// What the board is narrowed to.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "a description: `Paging` reads the query")]
pub struct BoardParameters {
    /// Only the teams of this group, by its id.
    group: Option<String>,
    /// Which quarter; without it the newest.
    #[param(example = "2026-Q4")]
    quarter: Option<String>,
}

/// The coach's board
///
/// The teams that share with coaches, by name, with what has changed since their round
/// before. For coaches alone.
#[utoipa::path(
    get,
    path = "/api/v1/board",
    operation_id = "board",
    params(BoardParameters, PagingParameters),
    responses(
        (status = 200, description = "A part of the board.", body = Board),
        BadRequest,
        NotFound,
        Refusals,
    )
)]
pub async fn show(
    Bearer { context, link }: Bearer,
    Asked(paging): Asked,
) -> Result<Response, AppError> {
    if context.coach_of(&link.organisation).is_none() {
        return Err(AppError::NotFound);
    }
    let paging = paging?;
    let wanted = Wanted {
        organisation: link.organisation.to_string(),
        group: paging.said("group").to_owned(),
        quarter: paging.said("quarter").to_owned(),
        ..Wanted::default()
    };
    let narrowed = Narrowed::load(&context, &wanted).await?;
    // A page shows the nearest thing to what was asked; a program has to know that it
    // was not what it asked for.
    let groups = &narrowed.shared.groups;
    if !wanted.group.is_empty() && !groups.iter().any(|group| group.id.as_str() == wanted.group) {
        return Err(AppError::BadRequest(
            "\u{201c}group\u{201d} is the id of no group. The board without it lists the groups.",
        ));
    }
    if !wanted.quarter.is_empty() && wanted.quarter != narrowed.shared.quarter {
        return Err(AppError::BadRequest(
            "\u{201c}quarter\u{201d} is none in which a round has closed. The board without it lists the quarters.",
        ));
    }
    let mut body = board_document(&context, &narrowed);
    let start =
        paging.after().map_or(0, |after| body.data.partition_point(|row| *key(row) <= *after));
    let part = paging.cut(&context, std::mem::take(&mut body.data), start, key);
    (body.data, body.next) = (part.entries, part.next);
    answer_part(&body, body.next.as_deref())
}

/// The whole board as it is narrowed.
#[must_use]
pub fn board_document(context: &Context, narrowed: &Narrowed) -> Board {
    let shared = &narrowed.shared;
    let rows = narrowed.board.rows.iter().zip(narrowed.rows());
    Board {
        organisation: Named::new(&shared.organisation.id, shared.organisation.name.clone()),
        quarter: shared.quarter.clone(),
        quarters: shared.quarters.iter().cloned().collect(),
        groups: shared
            .groups
            .iter()
            .map(|group| Named::new(&group.id, group.name.clone()))
            .collect(),
        data: rows.map(|(row, each)| team(context, row, &each.round)).collect(),
        next: None,
    }
}

fn team(context: &Context, row: &disclosure::BoardRow, round: &SharedRound) -> BoardTeam {
    let dimensions = DimensionId::ALL.into_iter().zip(&row.dimensions);
    let items = PatternId::ALL.into_iter().zip(&row.items);
    BoardTeam {
        team: Named::new(&row.id, row.team.clone()),
        group: row.group.clone(),
        round: round.id.to_string(),
        closed_on: context.iso_day(round.closed_at),
        report: super::report::address(context, &round.team, &round.id),
        dimensions: dimensions
            .map(|(id, cell)| BoardDimension { id, figure: cell.figure, since: cell.since })
            .collect(),
        items: items
            .map(|(id, cell)| BoardItem { id, figure: cell.figure, since: cell.since })
            .collect(),
    }
}

/// Sorts as the store lists teams: by name, then by id.
fn key(row: &BoardTeam) -> String {
    format!("{}\u{1}{}", row.team.name.to_lowercase(), row.team.id)
}

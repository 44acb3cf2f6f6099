//! The coach's board: teams by dimensions and patterns, taken from reports and
//! changes that are released already.
//!
//! It holds no sum over a row and no place in an order, and the teams stand as
//! they were given: by name, never by a figure. A board is no league table.

use super::change::{Change, Direction, ItemShift};
use super::released::Released;
use super::shapes::{Cell, Figure, Report};
use crate::measure::change::Verdict;
use serde::Serialize;
use utoipa::ToSchema;

/// A team as it enters a board.
#[derive(Debug, Clone, Copy)]
pub struct BoardTeam<'a> {
    /// What the page calls it in addresses.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The group it belongs to, if any.
    pub group: Option<&'a str>,
    /// Its latest round.
    pub report: &'a Released<Report>,
    /// What may be said about the change since the round before, if there is one.
    pub change: Option<&'a Released<Change>>,
}

/// Teams by dimensions and patterns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Board {
    /// One for each team, in the order in which they were given.
    pub rows: Vec<BoardRow>,
}

/// A team's line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BoardRow {
    /// What the page calls the team in addresses.
    pub id: String,
    /// Its name.
    pub team: String,
    /// The group it belongs to, if any.
    pub group: Option<String>,
    /// Six cells in catalogue order.
    pub dimensions: Vec<BoardCell>,
    /// Eighteen cells in catalogue order.
    pub items: Vec<BoardCell>,
}

/// A figure and where it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BoardCell {
    /// The figure, or why there is none.
    pub figure: Cell<Figure>,
    /// What may be said since the round before; none where there is no such
    /// round, and none beside a figure that is withheld itself.
    pub since: Option<Cell<Since>>,
}

/// What may be said since the round before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    /// What a test says.
    Verdict(Verdict),
    /// Only where the displayed figure went: for an item that could not be tested.
    Direction(Direction),
}

impl Since {
    /// The word on the page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Verdict(verdict) => verdict.words(),
            Self::Direction(direction) => direction.words(),
        }
    }
}

impl From<ItemShift> for Since {
    fn from(shift: ItemShift) -> Self {
        shift
            .judged
            .map_or(Self::Direction(shift.direction), |judged| Self::Verdict(judged.verdict))
    }
}

/// The board of these teams, in this order. Give them by name.
///
/// Every round and every change is released, so each holds what its own team may
/// be shown and no more (P1, P4, P7, P8a). It is for coaches with whom these
/// teams share; leadership never sees a single team (P5).
#[must_use]
pub fn board(teams: &[BoardTeam<'_>]) -> Released<Board> {
    Released::seal(Board { rows: teams.iter().map(row).collect() })
}

fn row(team: &BoardTeam<'_>) -> BoardRow {
    let dimension = |(place, figure): (usize, Cell<Figure>)| {
        let change = team.change.and_then(|change| change.dimensions.get(place));
        cell(figure, change.map(|row| row.change.map(|judged| Since::Verdict(judged.verdict))))
    };
    let item = |(place, figure): (usize, Cell<Figure>)| {
        let change = team.change.and_then(|change| change.items.get(place));
        cell(figure, change.map(|row| row.change.map(Since::from)))
    };
    let dimensions = team.report.dimensions.iter().map(|row| row.figure);
    let items = team.report.items.iter().map(|row| row.figure);
    BoardRow {
        id: team.id.to_owned(),
        team: team.name.to_owned(),
        group: team.group.map(str::to_owned),
        dimensions: dimensions.enumerate().map(dimension).collect(),
        items: items.enumerate().map(item).collect(),
    }
}

fn cell(figure: Cell<Figure>, since: Option<Cell<Since>>) -> BoardCell {
    BoardCell { figure, since: since.filter(|_| figure.shown().is_some()) }
}

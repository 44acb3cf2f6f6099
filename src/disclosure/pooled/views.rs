//! What the charts of leadership draw, taken from periods that are released already.

use super::figures::Period;
use crate::catalogue::{DimensionId, PatternId};
use crate::disclosure::board::{Board, BoardCell, BoardRow};
use crate::disclosure::released::Released;
use crate::disclosure::shapes::{
    Cell, DotPlot, DotRow, Figure, History, HistoryPoint, Radar, RadarSeries, Reason,
};
use crate::disclosure::views::{Day, dot};

impl Period {
    fn dimension_cell(&self, id: DimensionId) -> Cell<Figure> {
        self.dimension(id).map_or(Cell::Withheld(Reason::NotPooled), |all| Cell::Shown(all.figure))
    }

    fn item_cell(&self, id: PatternId) -> Cell<Figure> {
        self.item(id).map_or(Cell::Withheld(Reason::NotPooled), |item| Cell::Shown(item.figure))
    }
}

/// The outlines of a period and of one before it, each with its name.
#[must_use]
pub fn radar(
    current: (&str, &Released<Period>),
    previous: Option<(&str, &Released<Period>)>,
) -> Released<Radar> {
    let outline = |(name, period): (&str, &Released<Period>)| RadarSeries {
        name: name.to_owned(),
        points: DimensionId::ALL
            .into_iter()
            .map(|id| period.dimension_cell(id).map(|figure| figure.health.value()))
            .collect(),
    };
    Released::seal(Radar {
        series: [Some(current), previous].into_iter().flatten().map(outline).collect(),
    })
}

/// A dot with its interval for each pattern of a period.
#[must_use]
pub fn dot_plot(period: &Released<Period>) -> Released<DotPlot> {
    let row = |id: PatternId| DotRow { id, dot: period.item_cell(id).map(dot) };
    Released::seal(DotPlot { rows: PatternId::ALL.into_iter().map(row).collect() })
}

/// One dimension, period by period, earliest first. A period without a figure is
/// no point.
#[must_use]
pub fn trend(periods: &[(Day, Released<Period>)], id: DimensionId) -> Released<History> {
    let point = |(day, period): &(Day, Released<Period>)| HistoryPoint {
        name: day.name.clone(),
        brief: day.brief.clone(),
        day: day.number,
        figure: period.dimension_cell(id),
    };
    let shown = periods.iter().filter(|(_, period)| period.dimension(id).is_some());
    Released::seal(History { rounds: shown.map(point).collect() })
}

/// Groups side by side, in the order in which they are given: each with its id, its
/// name and its period.
#[must_use]
pub fn groups(groups: &[(&str, &str, &Released<Period>)]) -> Released<Board> {
    let cell = |figure| BoardCell { figure, since: None };
    let row = |(id, name, period): &(&str, &str, &Released<Period>)| BoardRow {
        id: (*id).to_owned(),
        team: (*name).to_owned(),
        group: None,
        dimensions: DimensionId::ALL.map(|id| cell(period.dimension_cell(id))).to_vec(),
        items: PatternId::ALL.map(|id| cell(period.item_cell(id))).to_vec(),
    };
    Released::seal(Board { rows: groups.iter().map(row).collect() })
}

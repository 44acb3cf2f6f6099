//! One team's round against the one before it.

use super::figures::Counted;
use super::gate::Gate;
use super::shapes::{Change, Shift};
use super::{Options, ScoreError};
use crate::catalogue::{DimensionId, PatternId};
use crate::charts::words;
use crate::disclosure::{self, Cell, Evidence, Judged};
use crate::measure::change::{self, Compared, Direction, Plan};

/// Compares each round of a team with the one before it.
pub fn of(rounds: &[Counted<'_>], options: Options) -> Result<Vec<Change>, ScoreError> {
    let pairs = rounds.iter().zip(rounds.iter().skip(1));
    pairs
        .map(|(from, to)| match options.gate {
            Gate::Lifted => lifted(from, to, options),
            Gate::Minimum(k) => Ok(released(from, to, k)),
        })
        .collect()
}

fn lifted(from: &Counted<'_>, to: &Counted<'_>, options: Options) -> Result<Change, ScoreError> {
    let plan = Plan { exactness: options.exactness, ..Plan::everything() };
    let found = change::Change::planned(&from.tally, &to.tally, &plan)?;
    let item = |id: PatternId| {
        let item = found.item(id);
        let direction = item.and_then(|item| item.direction).map(|direction| match direction {
            Direction::Up => "up",
            Direction::Down => "down",
            Direction::Level => "level",
        });
        let tested = item.and_then(|item| item.tested.as_ref());
        Shift { direction, ..exact(id.as_str(), tested) }
    };
    Ok(Change {
        from: from.name.to_owned(),
        to: to.name.to_owned(),
        overall: Some(exact("overall", found.overall.as_ref())),
        dimensions: DimensionId::ALL.map(|id| exact(id.as_str(), found.dimension(id))).to_vec(),
        items: PatternId::ALL.map(item).to_vec(),
    })
}

fn exact(id: &str, compared: Option<&Compared>) -> Shift {
    let Some(test) = compared else {
        let withheld = Some("nobody judged it in one of the rounds".to_owned());
        return Shift { id: id.to_owned(), withheld, ..Shift::default() };
    };
    Shift {
        id: id.to_owned(),
        withheld: None,
        verdict: Some(test.verdict.words()),
        direction: Some(match test.difference {
            difference if difference > 0.0 => "up",
            difference if difference < 0.0 => "down",
            _ => "level",
        }),
        difference: Some(test.difference),
        p: Some(test.p),
        p_adjusted: Some(test.adjusted_p),
        cliffs_delta: Some(test.cliffs_delta),
        method: Some(test.method),
        spacing_contradicts: Some(test.contradicted),
    }
}

fn released(from: &Counted<'_>, to: &Counted<'_>, k: u8) -> Change {
    let names = (from.name.to_owned(), to.name.to_owned());
    let Some(found) = disclosure::release_change((&from.tally, k), (&to.tally, k)) else {
        let overall = withheld("overall", super::figures::below(k));
        return Change {
            from: names.0,
            to: names.1,
            overall: Some(overall),
            dimensions: Vec::new(),
            items: Vec::new(),
        };
    };
    let shift = |id: &str, cell: &Cell<Judged>| match cell {
        Cell::Shown(judged) => verdict(id, judged),
        Cell::Withheld(reason) => withheld(id, words::reason(*reason)),
    };
    let item = |row: &disclosure::ItemChange| match &row.change {
        Cell::Withheld(reason) => withheld(row.id.as_str(), words::reason(*reason)),
        Cell::Shown(moved) => Shift {
            // Health up is strength down.
            direction: Some(match moved.direction {
                disclosure::Direction::Up => "down",
                disclosure::Direction::Level => "level",
                disclosure::Direction::Down => "up",
                disclosure::Direction::Unclear => "unclear",
            }),
            ..moved.judged.map_or_else(
                || Shift { id: row.id.to_string(), ..Shift::default() },
                |judged| verdict(row.id.as_str(), &judged),
            )
        },
    };
    Change {
        from: names.0,
        to: names.1,
        overall: Some(shift("overall", &found.overall)),
        dimensions: found
            .dimensions
            .iter()
            .map(|row| shift(row.id.as_str(), &row.change))
            .collect(),
        items: found.items.iter().map(item).collect(),
    }
}

fn withheld(id: &str, why: String) -> Shift {
    Shift { id: id.to_owned(), withheld: Some(why), ..Shift::default() }
}

/// A verdict that passed the gate; p and δ, in coarse steps, where it gives them.
fn verdict(id: &str, judged: &Judged) -> Shift {
    let evidence = judged.evidence;
    let of = |part: fn(Evidence) -> f64| evidence.map(part);
    Shift {
        id: id.to_owned(),
        verdict: Some(judged.verdict.words()),
        p: of(|evidence| f64::from(evidence.p_hundredths) / 100.0),
        p_adjusted: of(|evidence| f64::from(evidence.adjusted_hundredths) / 100.0),
        cliffs_delta: of(|evidence| f64::from(evidence.delta_tenths) / 10.0),
        ..Shift::default()
    }
}

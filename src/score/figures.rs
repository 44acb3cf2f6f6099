//! One team's round: strength, health, interval, agreement.

use super::gate::Gate;
use super::shapes::{Agreement, Count, Figure, Interval, RoundScores, TeamScores};
use super::{Options, ScoreError, Sheet, changes};
use crate::catalogue::{Answers, DimensionId, PER_DIMENSION, PatternId};
use crate::charts::words;
use crate::disclosure::display_rule::{IntervalFrom, Kind};
use crate::disclosure::{self, Band, Cell, Coded, DisplayRule, Released, Report};
use crate::measure::{
    self, DIMENSION_SPREAD_FROM, ITEM_SPREAD_FROM, Tally, agreement, interval, strength,
    within_group,
};
use std::collections::BTreeMap;

/// How many points an answer can have.
const POINTS_OF_SCALE: u32 = 5;

/// A team with its rounds counted, earliest first.
pub struct Tallied<'a> {
    /// The team's name.
    pub team: &'a str,
    /// Its rounds.
    pub rounds: Vec<Counted<'a>>,
}

/// A team's round, counted.
pub struct Counted<'a> {
    /// The round's name.
    pub name: &'a str,
    /// What each person answered.
    pub answers: &'a [Answers],
    /// The counts and lists.
    pub tally: Tally,
}

/// Counts every round of every team.
pub fn tally<'a>(sheet: &'a Sheet, order: &'a [String]) -> Vec<Tallied<'a>> {
    let count = |name: &'a str, answers: &'a [Answers]| Counted {
        name,
        answers,
        tally: Tally::of(answers, true),
    };
    let rounds = |team: &'a BTreeMap<String, Vec<Answers>>| {
        order.iter().filter_map(|name| Some(count(name, team.get(name)?))).collect()
    };
    sheet.teams.iter().map(|(name, team)| Tallied { team: name, rounds: rounds(team) }).collect()
}

/// Scores every team.
pub fn teams(tallied: &[Tallied<'_>], options: Options) -> Result<Vec<TeamScores>, ScoreError> {
    let score = |team: &Tallied<'_>| {
        Ok(TeamScores {
            team: team.team.to_owned(),
            rounds: team.rounds.iter().map(|counted| round(counted, options.gate)).collect(),
            changes: changes::of(&team.rounds, options)?,
        })
    };
    tallied.iter().map(score).collect()
}

fn round(counted: &Counted<'_>, gate: Gate) -> RoundScores {
    let name = counted.name;
    match gate {
        Gate::Lifted => lifted(counted),
        Gate::Minimum(k) => match disclosure::release(&counted.tally, k) {
            Some(report) => released(name, &report),
            None => RoundScores {
                round: name.to_owned(),
                n: None,
                withheld: Some(below(k)),
                overall: None,
                dimensions: Vec::new(),
                items: Vec::new(),
            },
        },
    }
}

/// Why nothing is said about fewer people.
pub fn below(minimum: u8) -> String {
    words::reason(disclosure::Reason::FewerThan(minimum))
}

fn released(name: &str, report: &Released<Report>) -> RoundScores {
    let shown = |id: &str, cell: &Cell<disclosure::Figure>, kind: Kind| match cell {
        Cell::Withheld(reason) => Figure {
            id: id.to_owned(),
            withheld: Some(words::reason(*reason)),
            ..Figure::default()
        },
        Cell::Shown(figure) => displayed(id, figure, kind),
    };
    RoundScores {
        round: name.to_owned(),
        n: Some(Count::from(report.answers)),
        withheld: None,
        overall: Some(shown("overall", &report.overall, Kind::Overall)),
        dimensions: report
            .dimensions
            .iter()
            .map(|row| shown(row.id.as_str(), &row.figure, Kind::Dimension))
            .collect(),
        items: report
            .items
            .iter()
            .map(|row| shown(row.id.as_str(), &row.figure, Kind::Statement))
            .collect(),
    }
}

/// A figure as a page shows it. Strength is made of the displayed health, so it
/// is no finer.
fn displayed(id: &str, figure: &disclosure::Figure, about: Kind) -> Figure {
    let health = f64::from(figure.health.value());
    // Lists are always kept here.
    let spread = DisplayRule::of(about, figure.answers).interval == IntervalFrom::Scores;
    Figure {
        id: id.to_owned(),
        n: Some(Count::from(figure.answers)),
        withheld: None,
        strength: Some(strength::of_health(health)),
        health: Some(health),
        coded: match figure.coded {
            Coded::OrLess => Some("or less"),
            Coded::Exactly => None,
            Coded::OrMore => Some("or more"),
        },
        interval: figure.interval.map(|interval| Interval {
            low: f64::from(interval.low.value()),
            high: f64::from(interval.high.value()),
            kind: kind(spread),
        }),
        agreement: figure
            .agreement
            .map(|word| Agreement { word: Some(word.words()), ..Agreement::default() }),
    }
}

fn lifted(counted: &Counted<'_>) -> RoundScores {
    let tally = &counted.tally;
    RoundScores {
        round: counted.name.to_owned(),
        n: Some(Count::exactly(tally.responses)),
        withheld: None,
        overall: Some(overall(tally)),
        dimensions: DimensionId::ALL.map(|id| dimension(counted, id)).to_vec(),
        items: PatternId::ALL.map(|id| item(tally, id)).to_vec(),
    }
}

fn overall(tally: &Tally) -> Figure {
    let scores = tally.overall().unwrap_or_default();
    let bounds = interval::of_overall(scores).ok();
    exact("overall", people(scores.len()), strength::overall(scores), bounds, DIMENSION_SPREAD_FROM)
}

fn dimension(Counted { tally, answers, .. }: &Counted<'_>, id: DimensionId) -> Figure {
    let persons: Vec<[Option<f64>; PER_DIMENSION]> = answers
        .iter()
        .map(|answers| id.patterns().map(|item| answers.get(item).strength().map(f64::from)))
        .collect();
    let scores = tally.dimension(id).unwrap_or_default();
    let bounds = interval::of_dimension(scores).ok();
    let items = tally.points_of(id);
    let fewest = items.iter().map(|points| points.iter().sum()).min().unwrap_or(0);
    let mean = strength::dimension(scores);
    Figure {
        agreement: agreement::dimension_ad_m(&items).map(|ad_m| Agreement {
            word: agreement::dimension_word(&items).map(measure::Agreement::words),
            ad_m: Some(ad_m),
            critical: agreement::critical_value(fewest),
            r_wg: within_group::r_wg_j(&persons, POINTS_OF_SCALE).ok(),
        }),
        ..exact(id.as_str(), people(scores.len()), mean, bounds, DIMENSION_SPREAD_FROM)
    }
}

fn item(tally: &Tally, id: PatternId) -> Figure {
    let counts = tally.item(id);
    let bounds = interval::of_item(&counts.points).ok();
    let mean = strength::item(&counts.points);
    Figure {
        agreement: agreement::ad_m(&counts.points).map(|ad_m| Agreement {
            word: agreement::item_word(&counts.points).map(measure::Agreement::words),
            ad_m: Some(ad_m),
            critical: agreement::critical_value(counts.judged()),
            r_wg: within_group::r_wg_of_counts(&counts.points),
        }),
        ..exact(id.as_str(), counts.judged(), mean, bounds, ITEM_SPREAD_FROM)
    }
}

/// An exact figure. Below `spread_from` people the method's interval is Wilson's
/// on the figure and the number that are shown, which are exact ones here.
fn exact(
    id: &str,
    n: u32,
    mean: Option<f64>,
    bounds: Option<measure::Bounds>,
    spread_from: u32,
) -> Figure {
    let Some(mean) = mean else {
        return Figure {
            id: id.to_owned(),
            n: Some(Count::exactly(n)),
            withheld: Some("nobody judged it".to_owned()),
            ..Figure::default()
        };
    };
    let spread = n >= spread_from;
    let bounds = if spread { bounds } else { interval::wilson(mean / strength::MAX, n).ok() };
    Figure {
        id: id.to_owned(),
        n: Some(Count::exactly(n)),
        strength: Some(mean),
        health: Some(strength::health(mean)),
        interval: bounds.map(measure::Bounds::as_health).map(|bounds| Interval {
            low: bounds.low,
            high: bounds.high,
            kind: kind(spread),
        }),
        ..Figure::default()
    }
}

const fn kind(spread: bool) -> &'static str {
    if spread { "jeffreys_dirichlet" } else { "wilson" }
}

/// How many, as the counts have it.
pub fn people(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Count {
    /// Exactly this many.
    pub(super) const fn exactly(n: u32) -> Self {
        Self { at_least: n, at_most: Some(n) }
    }
}

impl From<Band> for Count {
    fn from(band: Band) -> Self {
        Self { at_least: u32::from(band.lowest()), at_most: band.highest().map(u32::from) }
    }
}

//! A score for reading: plain text, one table below another.

use super::shapes::{
    Between, Change, Comparison, Count, Figure, Reliability, RoundScores, Scored, Shift, TeamScores,
};
use std::fmt::Write as _;

/// Sets everything as tables. Figures have two digits after the point where they
/// are exact; what is missing is a dash, and reasons stand beside it.
#[must_use]
pub fn table(scored: &Scored) -> String {
    let mut text = String::new();
    let gate = match scored.minimum_group {
        1 => "gate lifted: exact figures, for your own analysis".to_owned(),
        k => format!("no figure over fewer than {k} people; figures rounded to 5"),
    };
    line(&mut text, &format!("Catalogue {}; {gate}.", scored.catalogue));
    for team in &scored.teams {
        for round in &team.rounds {
            figures(&mut text, team, round);
        }
        for change in &team.changes {
            shifts(&mut text, team, change);
        }
    }
    for between in &scored.between {
        comparisons(&mut text, between);
    }
    reliability(&mut text, &scored.reliability);
    text
}

/// Columns that line up; the first is set left, the others right. A column that
/// holds nothing but dashes is left out.
struct Grid {
    rows: Vec<Vec<String>>,
}

impl Grid {
    fn new(columns: &[&str]) -> Self {
        Self { rows: vec![columns.iter().map(|name| (*name).to_owned()).collect()] }
    }

    fn push(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    fn print(mut self, text: &mut String) {
        self.drop_empty();
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns)
            .map(|column| {
                let cells = self.rows.iter().filter_map(|row| row.get(column));
                cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
            })
            .collect();
        for row in &self.rows {
            let mut out = String::new();
            for (place, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let pad = " ".repeat(width.saturating_sub(cell.chars().count()));
                let last = place + 1 == columns;
                // Writing to a String cannot fail.
                let _ = match place {
                    0 => write!(out, "{cell}{pad}"),
                    // The last column holds words.
                    _ if last => write!(out, "  {cell}"),
                    _ => write!(out, "  {pad}{cell}"),
                };
            }
            line(text, out.trim_end());
        }
    }

    fn drop_empty(&mut self) {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let says = |column: usize| {
            self.rows.iter().skip(1).any(|row| row.get(column).is_some_and(|cell| *cell != dash()))
        };
        let kept: Vec<bool> = (0..columns).map(|column| column == 0 || says(column)).collect();
        for row in &mut self.rows {
            let cells = std::mem::take(row).into_iter().zip(&kept);
            row.extend(cells.filter(|(_, kept)| **kept).map(|(cell, _)| cell));
        }
    }
}

fn figures(text: &mut String, team: &TeamScores, round: &RoundScores) {
    let people = round.n.map_or_else(String::new, |n| format!(" ({} people)", count(n)));
    heading(text, &format!("{}, round {}{people}", clean(&team.team), clean(&round.round)));
    if let Some(reason) = &round.withheld {
        line(text, &format!("Not shown: {reason}."));
        return;
    }
    let mut grid =
        Grid::new(&["", "n", "strength", "health", "from", "to", "AD_M", "r_wg", "agreement"]);
    let rows = round.overall.iter().chain(&round.dimensions).chain(&round.items);
    for figure in rows {
        grid.push(figure_row(figure));
    }
    grid.print(text);
}

fn figure_row(figure: &Figure) -> Vec<String> {
    let agreement = figure.agreement.unwrap_or_default();
    let coded =
        figure.coded.map_or("", |words| if words == "or less" { "\u{2264}" } else { "\u{2265}" });
    let health = number(figure.health);
    let words = figure.withheld.clone().or_else(|| agreement.word.map(str::to_owned));
    vec![
        figure.id.clone(),
        figure.n.map_or_else(dash, count),
        number(figure.strength),
        format!("{coded}{health}"),
        number(figure.interval.map(|interval| interval.low)),
        number(figure.interval.map(|interval| interval.high)),
        number(agreement.ad_m),
        number(agreement.r_wg),
        words.unwrap_or_else(dash),
    ]
}

fn shifts(text: &mut String, team: &TeamScores, change: &Change) {
    let (from, to) = (clean(&change.from), clean(&change.to));
    heading(text, &format!("{}, from round {from} to {to}", clean(&team.team)));
    let mut grid =
        Grid::new(&["", "strength", "difference", "p", "adjusted", "Cliff's \u{3b4}", "verdict"]);
    for shift in change.overall.iter().chain(&change.dimensions).chain(&change.items) {
        grid.push(shift_row(shift));
    }
    grid.print(text);
}

fn shift_row(shift: &Shift) -> Vec<String> {
    let words = shift.verdict.map(str::to_owned).or_else(|| shift.withheld.clone());
    vec![
        shift.id.clone(),
        shift.direction.map_or_else(dash, str::to_owned),
        number(shift.difference),
        probability(shift.p),
        probability(shift.p_adjusted),
        number(shift.cliffs_delta),
        words.unwrap_or_else(dash),
    ]
}

fn comparisons(text: &mut String, between: &Between) {
    heading(text, &format!("Teams side by side, round {}", clean(&between.round)));
    for comparison in &between.dimensions {
        comparison_table(text, comparison);
    }
}

fn comparison_table(text: &mut String, comparison: &Comparison) {
    if let Some(reason) = &comparison.withheld {
        line(text, &format!("{}: {reason}.", comparison.id));
        return;
    }
    let apart = if comparison.told_apart {
        "these teams' scores can be told apart"
    } else {
        "these teams' scores cannot be told apart here"
    };
    line(
        text,
        &format!(
            "{}: {} teams, ICC(1) {}, ICC(2) {}, mean strength {}; {apart}.",
            comparison.id,
            comparison.teams,
            number(comparison.icc1),
            number(comparison.icc2),
            number(comparison.mean)
        ),
    );
    let mut grid = Grid::new(&["", "n", "strength", "shrunk", "from", "to", "mark"]);
    for score in &comparison.scores {
        grid.push(vec![
            clean(&score.team),
            count(score.n),
            number(Some(score.strength)),
            number(Some(score.score)),
            number(Some(score.low)),
            number(Some(score.high)),
            score.mark.map_or_else(dash, str::to_owned),
        ]);
    }
    grid.print(text);
    line(text, "");
}

fn reliability(text: &mut String, reliability: &Reliability) {
    heading(text, "How well the items of each dimension go together");
    if let Some(reason) = &reliability.withheld {
        line(text, &format!("Not given: {reason}."));
        return;
    }
    let mut grid = Grid::new(&["", "people", "\u{3b1}", "\u{3c9}", ""]);
    for row in &reliability.dimensions {
        grid.push(vec![
            row.id.clone(),
            row.persons.to_string(),
            number(row.alpha),
            number(row.omega),
            row.withheld.clone().unwrap_or_default(),
        ]);
    }
    grid.print(text);
}

fn heading(text: &mut String, words: &str) {
    line(text, "");
    line(text, words);
    line(text, &"-".repeat(words.chars().count()));
}

fn line(text: &mut String, words: &str) {
    text.push_str(words);
    text.push('\n');
}

/// Two digits after the point, unless the number is whole.
fn number(value: Option<f64>) -> String {
    value.map_or_else(dash, |value| {
        let text = format!("{value:.2}");
        text.strip_suffix(".00").map(str::to_owned).unwrap_or(text)
    })
}

/// Small p values keep their size: four digits after the point.
fn probability(value: Option<f64>) -> String {
    value.map_or_else(dash, |value| format!("{value:.4}"))
}

fn count(count: Count) -> String {
    match count.at_most {
        Some(most) if most == count.at_least => most.to_string(),
        Some(most) => format!("{}\u{2013}{most}", count.at_least),
        None => format!("{}+", count.at_least),
    }
}

fn dash() -> String {
    "\u{2013}".to_owned()
}

/// A name from a file, harmless to a terminal.
fn clean(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

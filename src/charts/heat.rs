//! The heat map: teams by dimensions, each cell with its number and, where it
//! clearly changed since the round before, a mark and a word.
//!
//! It is the board of a coach's page as a drawing, for slides and files. Teams
//! stand in the order in which they come; nothing is added up over a row.

use super::legend::{Entry, Sample};
use super::table::Table;
use super::words;
use crate::catalogue::{Catalogue, DimensionId, PATTERNS};
use crate::disclosure::{self, Board, BoardCell, BoardRow, Cell, Figure, Reason, Since, Verdict};

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heat {
    /// One for each dimension.
    pub columns: Vec<Column>,
    /// One for each team.
    pub rows: Vec<Row>,
}

/// A dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The head of the column.
    pub short: String,
    /// The name in the table.
    pub name: String,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub team: String,
    /// The group it belongs to, if any.
    pub group: Option<String>,
    /// One for each dimension.
    pub cells: Vec<Spot>,
}

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Health 10–90, or why there is none.
    pub health: Cell<u8>,
    /// What may be said since the round before, if there is one.
    pub since: Option<Cell<Since>>,
}

/// Where a figure clearly went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Went {
    /// Clearly better than in the round before.
    Better,
    /// Clearly worse.
    Worse,
}

impl Went {
    /// The word beside the mark.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
        }
    }
}

impl Spot {
    /// Where it clearly went. A direction that was not tested is no clear change.
    #[must_use]
    pub const fn went(&self) -> Option<Went> {
        match self.since {
            Some(Cell::Shown(Since::Verdict(Verdict::ClearlyBetter))) => Some(Went::Better),
            Some(Cell::Shown(Since::Verdict(Verdict::ClearlyWorse))) => Some(Went::Worse),
            _ => None,
        }
    }
}

/// A health where there is little room: "≤10" and "≥90" for the end codes.
#[must_use]
pub fn brief(health: u8) -> String {
    match health {
        10 => "\u{2264}10".to_owned(),
        90 => "\u{2265}90".to_owned(),
        health => health.to_string(),
    }
}

/// What is said where there is nothing to draw.
const NOBODY: &str = "No team has a report yet.";

impl Heat {
    /// Joins what the gate released with the catalogue's names.
    #[must_use]
    pub fn new(released: &Board, catalogue: &Catalogue) -> Self {
        let column = |id| {
            let dimension = catalogue.dimension(id);
            Column { short: dimension.short.clone(), name: dimension.name.clone() }
        };
        let spot = |cell: &BoardCell| Spot {
            health: cell.figure.map(|figure| figure.health.value()),
            since: cell.since,
        };
        let row = |row: &BoardRow| Row {
            team: row.team.clone(),
            group: row.group.clone(),
            cells: row.dimensions.iter().map(spot).collect(),
        };
        Self {
            columns: DimensionId::ALL.into_iter().map(column).collect(),
            rows: released.rows.iter().map(row).collect(),
        }
    }

    /// All cells, row by row.
    pub fn spots(&self) -> impl Iterator<Item = &Spot> {
        self.rows.iter().flat_map(|row| &row.cells)
    }

    /// The same figures in words, one row for each team. Columns that would be
    /// empty are left out.
    #[must_use]
    pub fn table(&self) -> Table {
        let groups = self.rows.iter().any(|row| row.group.is_some());
        let changes = self.spots().any(|spot| spot.since.is_some());
        let mut columns = vec!["Team".to_owned()];
        columns.extend(groups.then(|| "Group".to_owned()));
        for column in &self.columns {
            columns.push(column.name.clone());
            columns.extend(changes.then(|| format!("{}, since the round before", column.short)));
        }
        let row = |row: &Row| {
            let mut cells = vec![row.team.clone()];
            cells.extend(groups.then(|| row.group.clone().unwrap_or_default()));
            for spot in &row.cells {
                cells.push(in_words(spot.health.map(words::health)));
                cells.extend(changes.then(|| since_in_words(spot.since)));
            }
            cells.resize(columns.len(), String::new());
            cells
        };
        Table { rows: self.rows.iter().map(row).collect(), columns }
    }

    /// What the map holds and what it lacks, for who hears it.
    #[must_use]
    pub fn spoken(&self) -> String {
        if self.rows.is_empty() {
            return NOBODY.to_owned();
        }
        let all = self.spots().count();
        let shown = self.spots().filter(|spot| spot.health.shown().is_some()).count();
        let went = |way| self.spots().filter(|spot| spot.went() == Some(way)).count();
        let missing = if shown == all {
            String::new()
        } else {
            format!(" {} of {all} cells have no figure.", all - shown)
        };
        let changes = if self.spots().any(|spot| spot.since.is_some()) {
            let (better, worse) = (went(Went::Better), went(Went::Worse));
            format!(
                " Since the round before, {better} are clearly better and {worse} clearly worse."
            )
        } else {
            String::new()
        };
        let teams = match self.rows.len() {
            1 => "1 team".to_owned(),
            teams => format!("{teams} teams"),
        };
        format!(
            "Health of {teams} on {} dimensions, 100 is best.{missing}{changes} The table has every figure.",
            self.columns.len()
        )
    }

    /// What the key below the map says.
    #[must_use]
    pub fn key(&self) -> Vec<Entry> {
        let mut key = Vec::new();
        let mut entry = |sample, words: &str| key.push(Entry { sample, words: words.to_owned() });
        if self.rows.is_empty() {
            entry(Sample::None, NOBODY);
        }
        if self.spots().any(|spot| spot.health.shown().is_some()) {
            entry(Sample::Scale, "Health, from 10 or less (dark) to 90 or more (bright).");
        }
        for (way, words) in [
            (Went::Better, "Clearly better than in the round before."),
            (Went::Worse, "Clearly worse than in the round before."),
        ] {
            if self.spots().any(|spot| spot.went() == Some(way)) {
                entry(Sample::Went(way), words);
            }
        }
        if self.spots().any(|spot| spot.since.is_some()) {
            let words = "No mark: no clear change, or no round before to compare with.";
            entry(Sample::None, words);
        }
        let mut reasons: Vec<Reason> = Vec::new();
        for spot in self.spots() {
            if let Cell::Withheld(reason) = spot.health
                && !reasons.contains(&reason)
            {
                reasons.push(reason);
            }
        }
        match reasons.as_slice() {
            [] => {}
            [reason] => entry(Sample::Hatch, &format!("No figure: {}.", words::reason(*reason))),
            _ => entry(Sample::Hatch, "No figure, for the reason that the table gives."),
        }
        key
    }
}

fn in_words(cell: Cell<String>) -> String {
    match cell {
        Cell::Shown(words) => words,
        Cell::Withheld(reason) => words::reason(reason),
    }
}

fn since_in_words(since: Option<Cell<Since>>) -> String {
    match since {
        Some(Cell::Shown(since)) => since.words().to_owned(),
        Some(Cell::Withheld(reason)) => words::reason(reason),
        None => String::new(),
    }
}

/// The whole board for a spreadsheet: a line for each team and dimension and,
/// below it, for each of the dimension's patterns.
#[must_use]
pub fn long_table(board: &Board, catalogue: &Catalogue) -> Table {
    let columns = [
        "Team",
        "Group",
        "Dimension",
        "Anti-pattern",
        "Health",
        "Could plausibly lie between",
        "Answers",
        "Since the round before",
    ];
    let mut rows = Vec::with_capacity(board.rows.len() * (DimensionId::ALL.len() + PATTERNS));
    for row in &board.rows {
        for (id, cell) in DimensionId::ALL.into_iter().zip(&row.dimensions) {
            let dimension = &catalogue.dimension(id).name;
            rows.push(long_row(row, dimension, "all three", cell));
            for pattern in id.patterns() {
                if let Some(cell) = row.items.get(pattern.index()) {
                    rows.push(long_row(row, dimension, &catalogue.pattern(pattern).name, cell));
                }
            }
        }
    }
    Table { columns: columns.map(str::to_owned).to_vec(), rows }
}

fn long_row(row: &BoardRow, dimension: &str, pattern: &str, cell: &BoardCell) -> Vec<String> {
    let shown = cell.figure.shown();
    let ends = |figure: &Figure| {
        let ends = figure.interval?;
        Some(words::interval(ends.low.value(), ends.high.value()))
    };
    vec![
        row.team.clone(),
        row.group.clone().unwrap_or_default(),
        dimension.to_owned(),
        pattern.to_owned(),
        in_words(cell.figure.map(|figure: disclosure::Figure| figure.health.to_string())),
        shown.and_then(ends).unwrap_or_default(),
        shown.map_or_else(String::new, |figure| words::band(figure.answers)),
        since_in_words(cell.since),
    ]
}

//! The dot plot: health of each anti-pattern, with the interval in which it
//! could plausibly lie, grouped by dimension.

use super::legend::{Entry, Sample};
use super::paint::Shape;
use super::table::Table;
use super::words;
use crate::catalogue::Catalogue;
use crate::disclosure::{self, Band, Cell};

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dots {
    /// Rows under a heading each.
    pub groups: Vec<Group>,
}

/// A dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its anti-patterns.
    pub rows: Vec<Row>,
}

/// An anti-pattern, or a team among the few that are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its figure, or why there is none.
    pub mark: Cell<Mark>,
    /// How its figure is marked.
    pub shape: Shape,
}

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Health 0–100.
    pub at: u8,
    /// Whether `at` is an end code, for example "80 or more".
    pub coded: bool,
    /// The ends of the interval, end codes as 10 and 90.
    pub interval: Option<(u8, u8)>,
    /// How many people.
    pub answers: Option<Band>,
}

impl Mark {
    /// The health in words.
    #[must_use]
    pub fn words(&self) -> String {
        match (self.coded, self.at) {
            (false, at) => at.to_string(),
            (true, at @ ..50) => format!("{at} or less"),
            (true, at) => format!("{at} or more"),
        }
    }
}

impl Dots {
    /// Joins what the gate released with the catalogue's names.
    #[must_use]
    pub fn new(released: &disclosure::DotPlot, catalogue: &Catalogue) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut last = None;
        for row in &released.rows {
            let dimension = row.id.dimension();
            if last != Some(dimension) {
                let name = catalogue.dimension(dimension).name.clone();
                groups.push(Group { name, rows: Vec::new() });
                last = Some(dimension);
            }
            let mark = row.dot.map(|dot| Mark {
                at: dot.at,
                coded: dot.coded,
                interval: dot.interval.map(|ends| (ends.low.value(), ends.high.value())),
                answers: dot.answers,
            });
            if let Some(group) = groups.last_mut() {
                let name = catalogue.pattern(row.id).name.clone();
                group.rows.push(Row { name, mark, shape: Shape::default() });
            }
        }
        Self { groups }
    }

    /// All rows, under whichever heading.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.groups.iter().flat_map(|group| &group.rows)
    }

    /// All figures that are shown.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.rows().filter_map(|row| row.mark.shown())
    }

    /// The same figures in words, one row for each anti-pattern. Columns that
    /// would be empty are left out.
    #[must_use]
    pub fn table(&self) -> Table {
        let intervals = self.marks().any(|mark| mark.interval.is_some());
        let answers = self.marks().any(|mark| mark.answers.is_some());
        let mut columns =
            vec!["Anti-pattern".to_owned(), "Dimension".to_owned(), "Health".to_owned()];
        if intervals {
            columns.push("Could plausibly lie between".to_owned());
        }
        if answers {
            columns.push("Answers".to_owned());
        }
        let row = |group: &Group, row: &Row| {
            let shown = row.mark.shown();
            let health = match row.mark {
                Cell::Shown(mark) => mark.words(),
                Cell::Withheld(reason) => words::reason(reason),
            };
            let mut cells = vec![row.name.clone(), group.name.clone(), health];
            if intervals {
                let ends = shown.and_then(|mark| mark.interval);
                cells.push(ends.map_or_else(String::new, |(low, high)| words::interval(low, high)));
            }
            if answers {
                let band = shown.and_then(|mark| mark.answers);
                cells.push(band.map_or_else(String::new, words::band));
            }
            cells
        };
        let rows =
            self.groups.iter().flat_map(|group| group.rows.iter().map(move |one| row(group, one)));
        Table { columns, rows: rows.collect() }
    }

    /// What the chart leaves out and where its figures are, for who hears it.
    #[must_use]
    pub fn spoken(&self) -> String {
        let shown = self.marks().count();
        let all = self.rows().count();
        let missing = if shown == all {
            String::new()
        } else {
            format!(" {} of {all} have no figure.", all - shown)
        };
        format!("Health of {all} anti-patterns, 100 is best.{missing} The table has every figure.")
    }

    /// What the key below the plot says.
    #[must_use]
    pub fn key(&self) -> Vec<Entry> {
        let intervals = self.marks().any(|mark| mark.interval.is_some());
        let mut key = Vec::new();
        if intervals {
            key.push(Entry {
                sample: Sample::Interval,
                words: "Health, 100 is best, and the range it could plausibly lie in.".to_owned(),
            });
        } else if self.marks().next().is_some() {
            key.push(Entry { sample: Sample::Dot, words: "Health, 100 is best.".to_owned() });
        }
        key.extend(self.remark());
        key
    }

    /// What an end code stands for, if there is one.
    #[must_use]
    pub fn remark(&self) -> Option<Entry> {
        let open = |mark: &Mark| mark.interval.is_some_and(|(low, high)| low <= 10 || high >= 90);
        let inner = |mark: &Mark| mark.coded && !words::is_coded(mark.at);
        let words = if self.marks().any(inner) {
            "A figure such as \u{201c}80 or more\u{201d} stands at 80; a range that ends at 10 or less, or at 90 or more, is drawn to the edge."
        } else if self.marks().any(|mark| mark.coded || open(mark)) {
            "10 stands for 10 or less, 90 for 90 or more: a range with such an end is drawn to the edge."
        } else {
            return None;
        };
        Some(Entry { sample: Sample::None, words: words.to_owned() })
    }
}

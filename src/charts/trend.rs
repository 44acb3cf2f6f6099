//! The history of a team: health over all dimensions, round by round, with the
//! interval in which each could plausibly lie.

use super::legend::{Entry, Sample};
use super::markers::{self, Marker};
use super::table::Table;
use super::words;
use crate::disclosure::{self, Band, Cell};

/// What is drawn: rounds, earliest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// The rounds.
    pub points: Vec<Point>,
    /// What the figures are of, for example "Health over all dimensions".
    pub what: String,
    /// What a point is, for example "Round".
    pub each: &'static str,
    /// Experiments' starts and reviews, earliest first.
    pub markers: Vec<Marker>,
}

/// A round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its day, written out.
    pub name: String,
    /// The same where there is little room.
    pub brief: String,
    /// Days from any fixed day: where it stands.
    pub day: i32,
    /// Its figure, or why there is none.
    pub mark: Cell<Mark>,
}

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Health 10–90.
    pub at: u8,
    /// The ends of the interval, end codes as 10 and 90.
    pub interval: Option<(u8, u8)>,
    /// How many people.
    pub answers: Band,
}

impl Trend {
    /// Takes what the gate released, and what happened on the way.
    #[must_use]
    pub fn new(
        released: &disclosure::History,
        what: &str,
        each: &'static str,
        markers: &[Marker],
    ) -> Self {
        let point = |round: &disclosure::HistoryPoint| Point {
            name: round.name.clone(),
            brief: round.brief.clone(),
            day: round.day,
            mark: round.figure.map(|figure| Mark {
                at: figure.health.value(),
                interval: figure.interval.map(|ends| (ends.low.value(), ends.high.value())),
                answers: figure.answers,
            }),
        };
        let what = what.to_owned();
        let points = released.rounds.iter().map(point).collect();
        Self { points, what, each, markers: markers::in_order(markers) }
    }

    /// All figures that are shown.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.points.iter().filter_map(|point| point.mark.shown())
    }

    /// The same figures in words, one row for each round and for each marker.
    /// Columns that would be empty are left out.
    #[must_use]
    pub fn table(&self) -> Table {
        let any = self.marks().next().is_some();
        let mut columns = vec![self.each.to_owned(), "Health".to_owned()];
        if any {
            columns.extend(["Could plausibly lie between".to_owned(), "Answers".to_owned()]);
        }
        let row = |point: &Point| {
            let mut cells = vec![point.name.clone()];
            match &point.mark {
                Cell::Shown(mark) => cells.extend([
                    words::health(mark.at),
                    mark.interval
                        .map_or_else(String::new, |(low, high)| words::interval(low, high)),
                    words::band(mark.answers),
                ]),
                Cell::Withheld(reason) => {
                    cells.push(words::reason(*reason));
                    cells.resize(columns.len(), String::new());
                }
            }
            (point.day, cells)
        };
        let rows = self.points.iter().map(row).collect();
        let rows = markers::among(&mut columns, rows, &self.markers);
        Table { columns, rows }
    }

    /// What the line does, for who hears it: its first and last figures, and what
    /// happened on the way.
    #[must_use]
    pub fn spoken(&self) -> String {
        format!("{}{}", self.course_in_words(), markers::spoken(&self.markers))
    }

    fn course_in_words(&self) -> String {
        let shown: Vec<(&Point, &Mark)> = self
            .points
            .iter()
            .filter_map(|point| point.mark.shown().map(|mark| (point, mark)))
            .collect();
        let (Some((first, from)), Some((last, to))) = (shown.first(), shown.last()) else {
            return format!("No {} has a figure.", self.each.to_lowercase());
        };
        if shown.len() == 1 {
            return format!("{}: {}.", last.name, words::health(to.at));
        }
        format!(
            "{} {}s, from {} ({}) to {} ({}). The table has every figure.",
            self.points.len(),
            self.each.to_lowercase(),
            words::health(from.at),
            first.name,
            words::health(to.at),
            last.name
        )
    }

    /// What the key below the chart says.
    #[must_use]
    pub fn key(&self) -> Vec<Entry> {
        let entry = |sample, words: &str| Entry { sample, words: words.to_owned() };
        let mut key = Vec::new();
        if self.marks().any(|mark| mark.interval.is_some()) {
            key.push(entry(
                Sample::Range,
                &format!("{}, 100 is best, and the range it could plausibly lie in.", self.what),
            ));
        } else if self.marks().next().is_some() {
            key.push(entry(Sample::Dot, &format!("{}, 100 is best.", self.what)));
        }
        if self.points.iter().any(|point| point.mark.shown().is_none()) {
            key.push(entry(
                Sample::Withheld(super::palette::Role::First),
                "No figure: too few answers, or a part is withheld.",
            ));
        }
        let coded = self.marks().any(|mark| {
            words::is_coded(mark.at)
                || mark.interval.is_some_and(|(low, high)| low <= 10 || high >= 90)
        });
        if coded {
            key.push(entry(
                Sample::None,
                "10 stands for 10 or less, 90 for 90 or more: a range with such an end is drawn to the edge.",
            ));
        }
        key.extend(markers::key(&self.markers));
        key
    }
}

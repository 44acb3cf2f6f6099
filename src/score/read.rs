//! Reading a file of answers: one line a person.
//!
//! The first line names the columns: `team`, `round` and the eighteen ids of the
//! catalogue, in any order. Cells hold 0–4, `?` for can't judge, or nothing. A
//! column `invited` may say how many were invited to the team's round.
//! Every fault is found before anything is said, each with its line and column; only after
//! a thousand the reader gives up.
//!
//! Whoever reads a file for more than scoring it says what more the names of teams
//! and rounds must be ([`Rules`]).

use crate::catalogue::{Answer, Answers, PATTERNS, PatternId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The longest name of a team or a round, in characters.
const LONGEST_NAME: usize = 200;

/// The most columns that a file may have. Ours are 21; the others are left alone.
const MOST_COLUMNS: usize = 1_000;

/// About how many faults are gathered before the rest of a file is not read any more: a
/// few megabytes of nothing but faults would be hundreds of megabytes of words about them.
pub const MOST_FAULTS: usize = 1_000;

/// The fewest and the most people who can be invited.
const INVITED: std::ops::RangeInclusive<u16> = 3..=500;

/// Answers by team and round. Names are sorted, so the order of lines leaves no trace.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// team → round → each person's answers.
    pub teams: BTreeMap<String, BTreeMap<String, Vec<Answers>>>,
    /// What else the file says of a team's round, by the names of both.
    pub mentions: BTreeMap<(String, String), Mention>,
    /// The rounds' names in the order in which the file first mentions them.
    pub mentioned: Vec<String>,
    /// Columns that are nothing of ours, by name.
    pub ignored: Vec<String>,
}

/// Where a file first speaks of a team's round, and how many it says were invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The cell with the round's name.
    pub place: Place,
    /// How many were invited, 3–500; none where no line says so.
    pub invited: Option<u16>,
}

/// What is wrong with a name, in words; nothing where it is a good one.
pub type Rule<'a> = &'a dyn Fn(&str) -> Result<(), String>;

/// What names must be, beyond being there and not longer than 200 characters.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// The names of teams.
    pub team: Rule<'a>,
    /// The names of rounds.
    pub round: Rule<'a>,
}

impl Rules<'_> {
    /// Nothing more.
    pub const NONE: Self = Self { team: &|_| Ok(()), round: &|_| Ok(()) };
}

/// Where in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, from 1; the names of the columns are on the first.
    pub line: u64,
    /// The column, from 1, and its name; none where the whole line is meant.
    pub column: Option<(usize, String)>,
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{place}: {what}")]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What, in words.
    pub what: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        match &self.column {
            Some((number, name)) if name.is_empty() => write!(f, ", column {number}"),
            Some((number, name)) => write!(f, ", column {number} ({name})"),
            None => Ok(()),
        }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Team,
    Round,
    Invited,
    Item(PatternId),
    Ignored,
}

impl Column {
    fn named(name: &str) -> Self {
        match name.to_lowercase().as_str() {
            "team" => Self::Team,
            "round" => Self::Round,
            "invited" => Self::Invited,
            other => other.parse().map_or(Self::Ignored, Self::Item),
        }
    }
}

/// Reads a file. Commas part the cells, or semicolons or tabs where the first
/// line holds more of those; a byte order mark is passed over.
///
/// # Errors
/// Every fault there is: bytes that are not UTF-8, columns that are missing or
/// twice there, lines of another length, cells that are no answer, names that
/// are empty or too long, a file without a person.
pub fn read(bytes: &[u8]) -> Result<Sheet, Vec<Fault>> {
    let (sheet, faults) = read_by(bytes, Rules::NONE);
    if faults.is_empty() { Ok(sheet) } else { Err(faults) }
}

/// [`read`] by stricter rules. Gives what could be read together with every fault,
/// so that more of them can be found in the rest.
#[must_use]
pub fn read_by(bytes: &[u8], rules: Rules<'_>) -> (Sheet, Vec<Fault>) {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return (Sheet::default(), vec![not_text(bytes, error)]),
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let mut faults = Vec::new();
    let Some(Ok(header)) = records.next() else {
        let fault = whole(1, "the file is empty; its first line names the columns");
        return (Sheet::default(), vec![fault]);
    };
    if header.len() > MOST_COLUMNS {
        let what = format!("the first line names {} columns; no file has so many", header.len());
        return (Sheet::default(), vec![whole(1, &what)]);
    }
    let names: Vec<String> = header.iter().map(str::to_owned).collect();
    let columns: Vec<Column> = names.iter().map(|name| Column::named(name)).collect();
    check_columns(&names, &columns, &mut faults);
    let mut sheet = Sheet { ignored: ignored(&names, &columns), ..Sheet::default() };
    let (mut lines, mut known) = (Lines::new(text), BTreeSet::new());
    for record in records {
        match record {
            Ok(record) if record.iter().all(str::is_empty) => {}
            Ok(record) => {
                let line = lines.of(record.position());
                person(
                    &record,
                    line,
                    (&names, &columns),
                    rules,
                    (&mut sheet, &mut known),
                    &mut faults,
                );
            }
            Err(error) => {
                let line = lines.of(error.position());
                faults.push(whole(line, "this line cannot be read as CSV"));
            }
        }
        if faults.len() >= MOST_FAULTS {
            let what = "there is so much wrong up to here that the rest was not read";
            faults.push(whole(lines.line, what));
            break;
        }
    }
    if sheet.teams.is_empty() && faults.is_empty() {
        faults.push(whole(1, "the file names its columns but holds no answers"));
    }
    (sheet, faults)
}

fn person(
    record: &csv::StringRecord,
    line: u64,
    (names, columns): (&[String], &[Column]),
    rules: Rules<'_>,
    (sheet, known): (&mut Sheet, &mut BTreeSet<String>),
    faults: &mut Vec<Fault>,
) {
    let before = faults.len();
    if record.len() != columns.len() {
        let what = format!(
            "this line has {} cells, but the first line names {} columns",
            record.len(),
            columns.len()
        );
        faults.push(whole(line, &what));
    }
    let (mut team, mut answers) = ("", Answers::default());
    let (mut round, mut invited) = (("", 0), None);
    for (place, (cell, column)) in record.iter().zip(columns).enumerate() {
        let name = names.get(place).map_or("", String::as_str);
        let mut fault = |what: String| faults.push(at(line, place, name, what));
        match column {
            Column::Team | Column::Round if cell.is_empty() => {
                fault("a name is missing here".to_owned());
            }
            Column::Team | Column::Round if cell.chars().count() > LONGEST_NAME => {
                fault(format!("a name has at most {LONGEST_NAME} characters"));
            }
            Column::Team => match (rules.team)(cell) {
                Ok(()) => team = cell,
                Err(what) => fault(what),
            },
            Column::Round => match (rules.round)(cell) {
                Ok(()) => round = (cell, place),
                Err(what) => fault(what),
            },
            Column::Invited if cell.is_empty() => {}
            Column::Invited => match cell.parse().ok().filter(|number| INVITED.contains(number)) {
                Some(number) => invited = Some((number, place)),
                None => fault(format!(
                    "\u{201c}{}\u{201d}: how many were invited is a whole number from {} to {}",
                    quoted(cell),
                    INVITED.start(),
                    INVITED.end()
                )),
            },
            Column::Item(pattern) => match Answer::parse(cell) {
                Ok(answer) => answers.set(*pattern, answer),
                Err(error) => fault(format!("\u{201c}{}\u{201d}: {error}", quoted(cell))),
            },
            Column::Ignored => {}
        }
    }
    if faults.len() > before {
        return;
    }
    let (round, column) = round;
    let place = |column: usize| Place {
        line,
        column: Some((column + 1, quoted(names.get(column).map_or("", String::as_str)))),
    };
    let mention = sheet.mentions.entry((team.to_owned(), round.to_owned())).or_insert_with(|| {
        if known.insert(round.to_owned()) {
            sheet.mentioned.push(round.to_owned());
        }
        Mention { place: place(column), invited: None }
    });
    if let Some((number, column)) = invited {
        match mention.invited {
            Some(other) if other != number => {
                let what = format!("another line of this round says that {other} were invited");
                return faults.push(Fault { place: place(column), what });
            }
            _ => mention.invited = Some(number),
        }
    }
    let rounds = sheet.teams.entry(team.to_owned()).or_default();
    rounds.entry(round.to_owned()).or_default().push(answers);
}

fn check_columns(names: &[String], columns: &[Column], faults: &mut Vec<Fault>) {
    for (place, (name, column)) in names.iter().zip(columns).enumerate() {
        let earlier = columns.iter().take(place).any(|other| other == column);
        if *column != Column::Ignored && earlier {
            faults.push(at(1, place, name, "this column is there twice".to_owned()));
        }
    }
    let wanted = [("team", Column::Team), ("round", Column::Round)];
    let items = PatternId::ALL.map(|id| (id.as_str(), Column::Item(id)));
    let missing: Vec<&str> = wanted
        .into_iter()
        .chain(items)
        .filter(|(_, column)| !columns.contains(column))
        .map(|(name, _)| name)
        .collect();
    if !missing.is_empty() {
        let what = if missing.len() == PATTERNS + wanted.len() {
            format!("no column has one of our names; they are {}", missing.join(", "))
        } else {
            format!("these columns are missing: {}", missing.join(", "))
        };
        faults.push(whole(1, &what));
    }
}

fn ignored(names: &[String], columns: &[Column]) -> Vec<String> {
    let pairs = names.iter().zip(columns);
    pairs.filter(|(_, column)| **column == Column::Ignored).map(|(name, _)| name.clone()).collect()
}

/// Counts lines as an editor does. The reader of CSV places a record that follows CR LF
/// before the LF, and so on the line above.
pub(crate) struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    /// The lines of a whole file.
    pub(crate) const fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line on which a record begins; records have to be asked for in order.
    pub(crate) fn of(&mut self, position: Option<&csv::Position>) -> u64 {
        let start = position.map_or(0, csv::Position::byte);
        let before = |at: usize| u64::try_from(at).is_ok_and(|at| at < start);
        while let Some(byte) = self.text.get(self.at)
            && (before(self.at) || matches!(byte, b'\r' | b'\n'))
        {
            let alone = *byte == b'\r' && self.text.get(self.at + 1) != Some(&b'\n');
            self.line += u64::from(*byte == b'\n' || alone);
            self.at += 1;
        }
        self.line
    }
}

/// The mark that parts the cells of the first line.
pub(crate) fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or("");
    let count = |mark: char| first.matches(mark).count();
    let (commas, semicolons, tabs) = (count(','), count(';'), count('\t'));
    if semicolons > commas && semicolons >= tabs {
        b';'
    } else if tabs > commas {
        b'\t'
    } else {
        b','
    }
}

fn not_text(bytes: &[u8], error: std::str::Utf8Error) -> Fault {
    let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
    let breaks = good.iter().fold(0, |count, byte| count + u64::from(*byte == b'\n'));
    whole(breaks + 1, "this is not UTF-8 text; save the file as CSV in UTF-8")
}

/// A text from a file as it can be quoted in a message: short, on one line,
/// harmless to a terminal.
#[must_use]
pub fn quoted(cell: &str) -> String {
    const MOST: usize = 30;
    let mut text: String =
        cell.chars().take(MOST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if cell.chars().count() > MOST {
        text.push('\u{2026}');
    }
    text
}

/// A fault of a whole line.
pub(crate) fn whole(line: u64, what: &str) -> Fault {
    Fault { place: Place { line, column: None }, what: what.to_owned() }
}

fn at(line: u64, place: usize, name: &str, what: String) -> Fault {
    Fault { place: Place { line, column: Some((place + 1, quoted(name))) }, what }
}

#[cfg(test)]
mod tests;

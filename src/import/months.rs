//! A team's delivery signals as people type them: one month in a form, many in a file.
//!
//! The file is CSV in UTF-8, one line a month. The first line names the columns, in any
//! order: `month`, and any of the six fields of [`Field`]. An empty cell is not known,
//! which is not zero; columns that are nothing of ours are left alone, so that a file
//! that was taken away can be sent back. What is wrong is named at its line and column,
//! all of it at once, and with any fault nothing of the file counts.

use crate::days::Month;
use crate::measure::delivery::{Counted, Field, Hours, check_month};
use crate::score::{Fault, Lines, MOST_FAULTS, Place, delimiter, quoted, whole};
use std::collections::BTreeMap;

/// The column that names the month.
pub const MONTH: &str = "month";
/// The most months that one file may hold: fifty years.
pub const MOST_MONTHS: usize = 600;

/// What is wrong with a text that should be a count.
const NO_COUNT: &str = "write a whole number, for example 12, or nothing if you do not know it";
/// The same for hours.
const NO_HOURS: &str = "write hours with a point and at most two places, for example 36 or 1.5, or nothing if you do not know them";

/// Reads the six fields of a month; `text` gives what stands in each.
///
/// # Errors
/// Everything that is wrong, by field.
pub fn counted<'a>(text: impl Fn(Field) -> &'a str) -> Result<Counted, Vec<(Field, String)>> {
    let mut faults: Vec<(Field, String)> = Vec::new();
    let mut number = |field: Field| {
        let typed = text(field).trim();
        let read = count(typed);
        if read.is_none() {
            faults.push((field, NO_COUNT.to_owned()));
        }
        read.flatten()
    };
    let [deployments, failed, incidents, by_change] =
        [Field::Deployments, Field::Failed, Field::Incidents, Field::ByChange].map(&mut number);
    let mut time = |field: Field| {
        let typed = text(field).trim();
        let read = hours(typed);
        if read.is_none() {
            faults.push((field, NO_HOURS.to_owned()));
        }
        read.flatten()
    };
    let [lead_time, restore] = [Field::LeadTime, Field::Restore].map(&mut time);
    let counted = Counted { deployments, failed, lead_time, incidents, by_change, restore };
    if faults.is_empty() {
        let more = counted.faults();
        faults.extend(more.into_iter().map(|(field, what)| (field, what.to_owned())));
    }
    faults.sort();
    if faults.is_empty() { Ok(counted) } else { Err(faults) }
}

/// A count, or none for an empty text; the outer `None` is for what is no count. Only
/// so many digits are read that too large a number is told as such.
#[expect(clippy::option_option, reason = "missing and wrong are two things")]
fn count(text: &str) -> Option<Option<u32>> {
    if text.is_empty() {
        return Some(None);
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| Some(text.parse().unwrap_or(u32::MAX)))
}

/// Hours, in the same way.
#[expect(clippy::option_option, reason = "missing and wrong are two things")]
fn hours(text: &str) -> Option<Option<Hours>> {
    if text.is_empty() {
        return Some(None);
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let whole: u32 = whole.parse().unwrap_or(u32::MAX);
    let hundredths: u32 = format!("{part:0<2}").parse().ok()?;
    Some(Some(Hours(whole.saturating_mul(100).saturating_add(hundredths))))
}

/// A count as it is typed; nothing where it is not known.
#[must_use]
pub fn typed(counted: &Counted, field: Field) -> String {
    let number = |count: Option<u32>| count.map_or_else(String::new, |count| count.to_string());
    let hours = |hours: Option<Hours>| {
        hours.map_or_else(String::new, |Hours(hundredths)| {
            let (whole, part) = (hundredths / 100, hundredths % 100);
            let text = format!("{whole}.{part:02}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        })
    };
    match field {
        Field::Deployments => number(counted.deployments),
        Field::Failed => number(counted.failed),
        Field::LeadTime => hours(counted.lead_time),
        Field::Incidents => number(counted.incidents),
        Field::ByChange => number(counted.by_change),
        Field::Restore => hours(counted.restore),
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Month,
    Field(Field),
    Ignored,
}

impl Column {
    fn named(name: &str) -> Self {
        let name = name.to_lowercase();
        if name == MONTH {
            return Self::Month;
        }
        Field::ALL.into_iter().find(|field| field.name() == name).map_or(Self::Ignored, Self::Field)
    }
}

/// Reads a file of months. `present` is the last month that can have begun.
///
/// # Errors
/// Everything that is wrong with it, in the order of its lines.
pub fn read(bytes: &[u8], present: Month) -> Result<BTreeMap<Month, Counted>, Vec<Fault>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(vec![whole(1, "this is not UTF-8 text; save the file as CSV in UTF-8")]);
    };
    let mut records = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes())
        .into_records();
    let Some(Ok(header)) = records.next() else {
        return Err(vec![whole(1, "the file is empty; its first line names the columns")]);
    };
    let mut sheet = Sheet::new(&header, present);
    let mut lines = Lines::new(text);
    for record in records {
        match record {
            Ok(record) if record.iter().all(str::is_empty) => {}
            Ok(record) => sheet.take(&record, lines.of(record.position())),
            Err(error) => {
                let line = lines.of(error.position());
                sheet.faults.push(whole(line, "this line cannot be read as CSV"));
            }
        }
        if sheet.faults.len() >= MOST_FAULTS {
            let what = "there is so much wrong up to here that the rest was not read";
            sheet.faults.push(whole(sheet.line, what));
            break;
        }
        if sheet.months.len() > MOST_MONTHS {
            let what = format!("a file holds at most {MOST_MONTHS} months");
            sheet.faults.push(whole(sheet.line, &what));
            break;
        }
    }
    if sheet.months.is_empty() && sheet.faults.is_empty() {
        sheet.faults.push(whole(1, "the file names its columns but holds no months"));
    }
    if sheet.faults.is_empty() {
        Ok(sheet.months.into_iter().map(|(month, (_, counted))| (month, counted)).collect())
    } else {
        Err(sheet.faults)
    }
}

/// A file that is being read.
struct Sheet {
    names: Vec<String>,
    columns: Vec<Column>,
    present: Month,
    line: u64,
    months: BTreeMap<Month, (u64, Counted)>,
    faults: Vec<Fault>,
}

impl Sheet {
    fn new(header: &csv::StringRecord, present: Month) -> Self {
        let names: Vec<String> = header.iter().map(str::to_owned).collect();
        let columns: Vec<Column> = names.iter().map(|name| Column::named(name)).collect();
        let (months, faults) = (BTreeMap::new(), Vec::new());
        let mut sheet = Self { names, columns, present, line: 1, months, faults };
        for (place, column) in sheet.columns.iter().enumerate() {
            let before = sheet.columns.iter().take(place);
            if *column != Column::Ignored && before.clone().any(|other| other == column) {
                let fault = sheet.at(place, "this column is there twice");
                sheet.faults.push(fault);
            }
        }
        let known = |column: &Column| matches!(column, Column::Field(_));
        if !sheet.columns.contains(&Column::Month) {
            sheet.faults.push(whole(1, "the column month is missing"));
        }
        if !sheet.columns.iter().any(known) {
            let names = Field::ALL.map(Field::name).join(", ");
            let what = format!("no column holds a figure; they are called {names}");
            sheet.faults.push(whole(1, &what));
        }
        sheet
    }

    fn at(&self, place: usize, what: &str) -> Fault {
        let name = self.names.get(place).map_or("", String::as_str);
        let column = Some((place + 1, quoted(name)));
        Fault { place: Place { line: self.line, column }, what: what.to_owned() }
    }

    /// The place of a column.
    fn place(&self, column: Column) -> usize {
        self.columns.iter().position(|each| *each == column).unwrap_or(0)
    }

    fn take(&mut self, record: &csv::StringRecord, line: u64) {
        self.line = line;
        let cell = |column: Column| {
            let place = self.columns.iter().position(|each| *each == column)?;
            record.get(place)
        };
        if record.len() != self.columns.len() {
            let what = format!(
                "this line has {} cells, but the first line names {} columns",
                record.len(),
                self.columns.len()
            );
            self.faults.push(whole(self.line, &what));
            return;
        }
        let name = cell(Column::Month).unwrap_or_default();
        let month = name.parse::<Month>().map_err(|bad| bad.to_string()).and_then(|month| {
            check_month(month, self.present).map(|()| month).map_err(str::to_owned)
        });
        let read = counted(|field| cell(Column::Field(field)).unwrap_or_default());
        let mut wrong = Vec::new();
        if let Err(what) = &month {
            let what = format!("\u{201c}{}\u{201d}: {what}", quoted(name));
            wrong.push(self.at(self.place(Column::Month), &what));
        }
        for (field, what) in read.as_ref().err().into_iter().flatten() {
            let column = Column::Field(*field);
            let typed = cell(column).unwrap_or_default();
            wrong.push(match (self.columns.contains(&column), typed) {
                (true, "") => self.at(self.place(column), what),
                (true, typed) => {
                    let what = format!("\u{201c}{}\u{201d}: {what}", quoted(typed));
                    self.at(self.place(column), &what)
                }
                (false, _) => whole(self.line, &format!("{}: {what}", field.name())),
            });
        }
        let (Ok(month), Ok(read)) = (month, read) else { return self.faults.extend(wrong) };
        if let Some((earlier, _)) = self.months.get(&month) {
            let what = format!("line {earlier} is of the same month");
            let fault = self.at(self.place(Column::Month), &what);
            self.faults.push(fault);
        } else {
            self.months.insert(month, (self.line, read));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn present() -> Month {
        "2026-03".parse().unwrap()
    }

    fn said(text: &str) -> Vec<String> {
        read(text.as_bytes(), present()).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_file_may_name_its_columns_in_any_order_and_leave_some_out() {
        let months = read(
            "\u{feff}Lead_Time_Hours;month;note;deployments\r\n36.5;2026-02;x;12\r\n\r\n;2026-01;;0\r\n"
                .as_bytes(),
            present(),
        )
        .unwrap();
        let february = months[&"2026-02".parse().unwrap()];
        assert_eq!((february.deployments, february.lead_time), (Some(12), Hours::new(36.5)));
        assert_eq!(months[&"2026-01".parse().unwrap()].deployments, Some(0));
        assert_eq!(february.incidents, None, "not known is not zero");
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_its_line_and_column() {
        assert_eq!(
            said(
                "month,deployments,failed\n2026-02,ten,3\n2026-13,4,5\n2026-01,1,2\n2026-02,1,\n2026-02,1,\n"
            ),
            [
                "line 2, column 2 (deployments): \u{201c}ten\u{201d}: write a whole number, for example 12, or nothing if you do not know it",
                "line 3, column 1 (month): \u{201c}2026-13\u{201d}: write the month as year-month, for example 2026-03",
                "line 3, column 3 (failed): \u{201c}5\u{201d}: there were fewer deployments than this",
                "line 4, column 3 (failed): \u{201c}2\u{201d}: there were fewer deployments than this",
                "line 6, column 1 (month): line 5 is of the same month",
            ]
        );
        assert!(said("month,deployments\n2026-04,1\n")[0].contains("has not begun"));
        assert!(said("month,deployments\n1999-12,1\n")[0].contains("2000"));
        assert!(said("month,failed\n2026-01,1\n")[0].contains("say of how many deployments"));
        assert!(said("deployments\n1\n")[0].contains("month is missing"));
        assert!(said("month,what\n2026-01,1\n")[0].contains("lead_time_hours"));
        assert!(said("month,deployments,deployments\n")[0].contains("twice"));
        assert!(said("month,deployments\n2026-01\n")[0].contains("has 1 cells"));
        assert!(said("")[0].contains("empty"));
        assert!(said("month,deployments\n")[0].contains("holds no months"));
        assert!(said("month,deployments\n2026-01,100001\n")[0].contains("more than 100000"));
        assert!(said("month,deployments\n2026-01,99999999999999999999\n")[0].contains("more than"));
        assert!(said("month,restore_hours\n2026-01,1.234\n")[0].contains("two places"));
        assert!(!read(b"\xff\xfe", present()).unwrap_err().is_empty());
        // An editor counts lines that end in CR LF, and empty ones, in the same way.
        assert!(said("month,deployments\r\n\r\n2026-01,x\r\n")[0].starts_with("line 3,"));
    }

    #[test]
    fn hours_are_typed_as_they_were_read() {
        for text in ["0", "36", "1.5", "0.25", "0.01"] {
            let lead_time = hours(text).unwrap();
            let counted = Counted { lead_time, ..Counted::default() };
            assert_eq!(typed(&counted, Field::LeadTime), text);
        }
        for bad in ["-1", "1,5", ".5", "1.", "1e3", "NaN", "1.001", "\u{661}"] {
            assert_eq!(hours(bad), None, "{bad}");
        }
    }

    /// A file as Andon writes it, of these months.
    fn file(months: &BTreeMap<Month, Counted>) -> String {
        let head = format!("month,{}", Field::ALL.map(Field::name).join(","));
        let line = |(month, counted): (&Month, &Counted)| {
            format!("{month},{}", Field::ALL.map(|field| typed(counted, field)).join(","))
        };
        let lines: Vec<_> = std::iter::once(head).chain(months.iter().map(line)).collect();
        lines.join("\n")
    }

    proptest! {
        #[test]
        fn no_bytes_do_harm(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = read(&bytes, present());
        }

        #[test]
        fn any_cells_are_read_or_named(cells in proptest::collection::vec("[0-9a-z.,;=\"'\\-+@ \t\u{0}\u{202e}]{0,8}", 1..30)) {
            let text = format!("month,deployments,failed,lead_time_hours\n{}\n", cells.join("\n"));
            match read(text.as_bytes(), present()) {
                Ok(months) => prop_assert!(months.values().all(|counted| counted.faults().is_empty())),
                Err(faults) => {
                    prop_assert!(!faults.is_empty());
                    for fault in faults {
                        prop_assert!(!fault.to_string().contains(char::is_control));
                    }
                }
            }
        }

        #[test]
        fn what_was_taken_away_can_be_sent_back(
            counts in proptest::collection::vec((0_u32..500, 0_u32..50, 0_u32..100_000), 1..40),
        ) {
            let all = std::iter::successors(Some(present()), |month| Some(month.before()));
            let months: BTreeMap<_, _> = all
                .zip(counts)
                .map(|(month, (deployments, incidents, lead))| {
                    let counted = Counted {
                        deployments: Some(deployments),
                        failed: Some(deployments / 2),
                        lead_time: (deployments > 0).then_some(Hours(lead)),
                        incidents: Some(incidents),
                        by_change: None,
                        restore: None,
                    };
                    (month, counted)
                })
                .collect();
            prop_assert_eq!(read(file(&months).as_bytes(), present()), Ok(months));
        }
    }
}

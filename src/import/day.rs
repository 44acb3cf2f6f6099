//! From the name of a round to the day on which it closed.

use crate::days;
use crate::score::quoted;
use jiff::civil::Date;

/// No round is older.
const FIRST_YEAR: i16 = 2000;

/// Why the name of a round is no closing day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadRound {
    /// None of the three ways to write one.
    #[error(
        "\u{201c}{0}\u{201d} is no closing day: write a day (2025-09-30), a month (2025-09) or a quarter (2025-Q3)"
    )]
    NotADay(String),
    /// Not over yet.
    #[error("{} is still to come: a past round has closed by today", days::written(*.0))]
    Future(Date),
    /// Too old to be true.
    #[error("{0} is too long ago: rounds are taken from the year {FIRST_YEAR} on")]
    TooOld(i16),
}

/// The day on which a round closed: `2025-09-30` is that day, `2025-09` the last of
/// the month, `2025-Q3` the last of the quarter.
///
/// # Errors
/// [`BadRound`] for anything else, for days after `today` and before the year 2000.
pub fn closing_day(cell: &str, today: Date) -> Result<Date, BadRound> {
    let day = read(cell).ok_or_else(|| BadRound::NotADay(quoted(cell)))?;
    if day.year() < FIRST_YEAR {
        return Err(BadRound::TooOld(day.year()));
    }
    if day > today { Err(BadRound::Future(day)) } else { Ok(day) }
}

fn read(cell: &str) -> Option<Date> {
    let (year, rest) = cell.split_once('-')?;
    let year: i16 = digits(year, 4)?;
    if let Some(quarter) = rest.strip_prefix(['Q', 'q']) {
        let quarter: i8 = digits(quarter, 1).filter(|number| (1..=4).contains(number))?;
        return last_of_month(year, quarter * 3);
    }
    match rest.split_once('-') {
        None => last_of_month(year, digits(rest, 2)?),
        Some((month, day)) => Date::new(year, digits(month, 2)?, digits(day, 2)?).ok(),
    }
}

fn last_of_month(year: i16, month: i8) -> Option<Date> {
    Date::new(year, month, 1).ok().map(Date::last_of_month)
}

/// A number of so many digits, and nothing else.
fn digits<T: std::str::FromStr>(text: &str, count: usize) -> Option<T> {
    let all = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 3, 2);

    #[test]
    fn a_day_a_month_and_a_quarter_are_closing_days() {
        for (cell, day) in [
            ("2025-09-30", date(2025, 9, 30)),
            ("2025-09", date(2025, 9, 30)),
            ("2025-Q3", date(2025, 9, 30)),
            ("2025-q4", date(2025, 12, 31)),
            ("2024-02", date(2024, 2, 29)),
            ("2025-02", date(2025, 2, 28)),
            ("2026-03-02", TODAY),
            ("2000-01-01", date(2000, 1, 1)),
        ] {
            assert_eq!(closing_day(cell, TODAY), Ok(day), "{cell}");
        }
    }

    #[test]
    fn anything_else_is_said_to_be_none() {
        for bad in [
            "",
            "before",
            "30.9.2025",
            "2025",
            "25-09-30",
            "2025-9-30",
            "2025-09-31",
            "2025-13",
            "2025-Q5",
            "2025-Q0",
            "2025-Q",
            "2025-Q33",
            "2025-09-30T12:00",
            "20250930",
            "+025-01",
            "-2025-01",
            "2025-+1",
            "2025-09-30-1",
            "２０２５-09",
            "2025Q3",
            "2025-Ｑ3",
        ] {
            assert_eq!(closing_day(bad, TODAY), Err(BadRound::NotADay(quoted(bad))), "{bad}");
        }
    }

    #[test]
    fn days_to_come_and_days_of_another_age_are_refused() {
        for cell in ["2026-03-03", "2026-03", "2026-Q1", "9999-12-31"] {
            assert!(matches!(closing_day(cell, TODAY), Err(BadRound::Future(_))), "{cell}");
        }
        for cell in ["1999-12-31", "0025-Q3"] {
            assert!(matches!(closing_day(cell, TODAY), Err(BadRound::TooOld(_))), "{cell}");
        }
    }
}

//! A month of the calendar, as people write it and as signals are kept.

use super::{Date, ToSpan, number};
use std::fmt;
use std::str::FromStr;

/// A month, for example March 2026. Later months are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

/// A text that is not a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write the month as year-month, for example 2026-03")]
pub struct BadMonth;

impl FromStr for Month {
    type Err = BadMonth;

    fn from_str(text: &str) -> Result<Self, BadMonth> {
        let (year, month) = text.split_once('-').ok_or(BadMonth)?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || !digits(year) || !digits(month) {
            return Err(BadMonth);
        }
        let (year, month) = year.parse().ok().zip(month.parse().ok()).ok_or(BadMonth)?;
        Date::new(year, month, 1).map(Self).map_err(|_| BadMonth)
    }
}

/// As it is written in forms, files and addresses: `2026-03`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

impl Month {
    /// The month in which a day lies.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self(day.first_of_month())
    }

    /// The month before; the same one where the calendar begins.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.checked_sub(1.month()).unwrap_or(self.0))
    }

    /// The month after; none where the calendar ends.
    #[must_use]
    pub fn after(self) -> Option<Self> {
        self.0.checked_add(1.month()).ok().map(Self)
    }

    /// Its first day.
    #[must_use]
    pub const fn first_day(self) -> Date {
        self.0
    }

    /// How many hours it has, 672–744: days of 24 hours, wherever clocks change.
    #[must_use]
    pub fn hours(self) -> u32 {
        u32::from(self.0.days_in_month().unsigned_abs()) * 24
    }

    /// The [`number`] of the day in its middle: where it stands on a chart.
    #[must_use]
    pub fn middle(self) -> i32 {
        number(self.0) + 14
    }

    /// The quarter it lies in, for example "2026-Q1".
    #[must_use]
    pub fn quarter(self) -> String {
        super::quarter(self.0)
    }

    /// "March 2026".
    #[must_use]
    pub fn written(self) -> String {
        self.0.strftime("%B %Y").to_string()
    }

    /// "Mar 2026".
    #[must_use]
    pub fn brief(self) -> String {
        super::month(self.0)
    }

    /// The three months of a quarter that [`quarter`](super::quarter) wrote, earliest
    /// first; none for any other text.
    #[must_use]
    pub fn of_quarter(quarter: &str) -> Option<[Self; 3]> {
        let (first, _) = super::quarter_days(quarter)?;
        let first = Self::of(first);
        let second = first.after()?;
        Some([first, second, second.after()?])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_month_is_written_as_it_is_read() {
        let month: Month = "2026-02".parse().unwrap();
        assert_eq!(
            (month.to_string(), month.written()),
            ("2026-02".into(), "February 2026".into())
        );
        assert_eq!(month.hours(), 672);
        assert_eq!(
            (month.before().to_string(), month.quarter()),
            ("2026-01".into(), "2026-Q1".into())
        );
        assert_eq!(month, Month::of(date(2026, 2, 28)));
        for bad in [
            "",
            "2026",
            "2026-13",
            "2026-00",
            "26-03",
            "2026-3",
            "+026-03",
            "2026-+3",
            "2026-03-01",
        ] {
            assert_eq!(bad.parse::<Month>(), Err(BadMonth), "{bad}");
        }
    }

    #[test]
    fn a_quarter_has_three_months_and_the_calendar_has_ends() {
        let months = Month::of_quarter("2026-Q4").unwrap().map(|month| month.to_string());
        assert_eq!(months, ["2026-10", "2026-11", "2026-12"]);
        assert_eq!(Month::of_quarter("2026"), None);
        assert_eq!(Month::of(Date::MAX).after(), None);
        assert_eq!(Month::of(Date::MIN).before(), Month::of(Date::MIN));
    }

    proptest! {
        #[test]
        fn any_text_is_a_month_or_is_not(text in "\\PC{0,12}") {
            if let Ok(month) = text.parse::<Month>() {
                prop_assert_eq!(month.to_string(), text);
            }
        }
    }
}

//! Days as people write them, in the installation's time zone.

mod calendar_month;

pub use calendar_month::{BadMonth, Month};

use crate::config::Zone;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// A text that is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write the day as year-month-day, for example 2026-03-31")]
pub struct BadDay;

impl Zone {
    /// The calendar day at this moment (seconds since 1970).
    #[must_use]
    pub fn day(&self, at: i64) -> Date {
        Timestamp::from_second(at)
            .unwrap_or(Timestamp::UNIX_EPOCH)
            .to_zoned_datetime(self.0.clone())
            .date()
    }

    /// The quarter at this moment (seconds since 1970), as [`quarter`] writes it.
    #[must_use]
    pub fn quarter(&self, at: i64) -> String {
        quarter(self.day(at))
    }

    /// The hour of the day at this moment (seconds since 1970), 0 to 23.
    #[must_use]
    pub fn hour(&self, at: i64) -> i8 {
        Timestamp::from_second(at)
            .unwrap_or(Timestamp::UNIX_EPOCH)
            .to_zoned_datetime(self.0.clone())
            .hour()
    }

    /// The moment at which a day is over, in seconds since 1970.
    ///
    /// # Errors
    /// [`BadDay`] when the calendar ends there.
    pub fn end_of(&self, day: Date) -> Result<i64, BadDay> {
        let next = day.checked_add(1.day()).map_err(|_| BadDay)?;
        let midnight = self.0.to_timestamp(next.at(0, 0, 0, 0)).map_err(|_| BadDay)?;
        Ok(midnight.as_second())
    }

    /// The last day on which a round that closes at `closes_at` can be answered.
    #[must_use]
    pub fn last_day(&self, closes_at: i64) -> Date {
        self.day(closes_at - 1)
    }
}

/// Reads `2026-03-31`.
///
/// # Errors
/// [`BadDay`] for anything else.
pub fn parse(text: &str) -> Result<Date, BadDay> {
    text.trim().parse::<Date>().map_err(|_| BadDay)
}

/// "31 March 2026".
#[must_use]
pub fn written(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// The quarter of a day, for example "2026-Q4". Later quarters are greater texts.
#[must_use]
pub fn quarter(day: Date) -> String {
    format!("{:04}-Q{}", day.year(), (day.month() - 1) / 3 + 1)
}

/// The quarter before one that [`quarter`] wrote; none for any other text.
#[must_use]
pub fn quarter_before(quarter: &str) -> Option<String> {
    let (year, number) = quarter.split_once("-Q")?;
    let (year, number): (i16, i8) = (year.parse().ok()?, number.parse().ok()?);
    match number {
        1 => Some(format!("{:04}-Q4", year.checked_sub(1)?)),
        2..=4 => Some(format!("{year:04}-Q{}", number - 1)),
        _ => None,
    }
}

/// The first day of a quarter that [`quarter`] wrote, and the first day after it; none
/// for any other text.
#[must_use]
pub fn quarter_days(quarter: &str) -> Option<(Date, Date)> {
    let first = |quarter: &str| {
        let (year, number) = quarter.split_once("-Q")?;
        let (year, number): (i16, i8) = (year.parse().ok()?, number.parse().ok()?);
        let month = (1..=4).contains(&number).then_some(number * 3 - 2)?;
        Date::new(year, month, 1).ok()
    };
    let first = first(quarter)?;
    Some((first, first.checked_add(3.months()).ok()?))
}

/// The quarter after one that [`quarter`] wrote; none for any other text.
#[must_use]
pub fn quarter_after(of: &str) -> Option<String> {
    quarter_days(of).map(|(_, next)| quarter(next))
}

/// "third quarter of 2026" for "2026-Q3"; any other text stays as it is.
#[must_use]
pub fn quarter_written(quarter: &str) -> String {
    const PLACES: [&str; 4] = ["first", "second", "third", "fourth"];
    let named =
        quarter_days(quarter).and_then(|_| quarter.split_once("-Q")).and_then(|(year, number)| {
            let place = number.parse::<usize>().ok()?.checked_sub(1)?;
            Some(format!("{} quarter of {year}", PLACES.get(place)?))
        });
    named.unwrap_or_else(|| quarter.to_owned())
}

/// "31 March 2026, 14:05": a moment (seconds since 1970) in the installation's time zone.
#[must_use]
pub fn minute(zone: &Zone, at: i64) -> String {
    Timestamp::from_second(at)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_zoned_datetime(zone.0.clone())
        .strftime("%-d %B %Y, %H:%M")
        .to_string()
}

/// "Mar 2026".
#[must_use]
pub fn month(day: Date) -> String {
    day.strftime("%b %Y").to_string()
}

/// Days since 1 January 1970.
#[must_use]
pub fn number(day: Date) -> i32 {
    day.duration_since(Date::constant(1970, 1, 1)).as_hours().div_euclid(24).try_into().unwrap_or(0)
}

/// The day with this [`number`]; the first or last day there is, where there is none.
#[must_use]
pub fn numbered(number: i32) -> Date {
    Date::constant(1970, 1, 1)
        .saturating_add(jiff::Span::new().days(number.clamp(-719_528, 2_932_896)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    #[test]
    fn quarters_follow_one_another_as_texts_do() {
        assert_eq!(quarter(date(2026, 3, 31)), "2026-Q1");
        assert_eq!(quarter(date(2026, 10, 1)), "2026-Q4");
        assert_eq!(quarter_before("2026-Q1").as_deref(), Some("2025-Q4"));
        assert_eq!(quarter_before("2026-Q4").as_deref(), Some("2026-Q3"));
        assert_eq!(quarter_days("2026-Q4"), Some((date(2026, 10, 1), date(2027, 1, 1))));
        assert_eq!(quarter_after("2026-Q4").as_deref(), Some("2027-Q1"));
        assert_eq!(quarter_written("2026-Q3"), "third quarter of 2026");
        assert!(quarter(date(2025, 12, 31)) < quarter(date(2026, 1, 1)));
        for bad in ["", "2026", "2026-Q0", "2026-Q5", "x-Q1"] {
            assert_eq!(quarter_before(bad), None, "{bad}");
            assert_eq!(quarter_days(bad), None, "{bad}");
            assert_eq!(quarter_written(bad), bad);
        }
    }

    #[test]
    fn a_day_ends_at_midnight_in_its_own_zone() {
        let london = Zone(TimeZone::get("Europe/London").unwrap());
        let summer = london.end_of(date(2026, 7, 1)).unwrap();
        assert_eq!(Timestamp::from_second(summer).unwrap().to_string(), "2026-07-01T23:00:00Z");
        assert_eq!(london.last_day(summer), date(2026, 7, 1));
        assert_eq!(london.day(summer), date(2026, 7, 2));
    }

    #[test]
    fn a_moment_is_told_in_the_zone_of_the_installation() {
        let (london, summer) = (Zone(TimeZone::get("Europe/London").unwrap()), 1_782_900_300);
        assert_eq!(minute(&london, summer), "1 July 2026, 11:05");
        assert_eq!((london.hour(summer), Zone(TimeZone::UTC).hour(summer)), (11, 10));
    }

    #[test]
    fn only_a_day_reads_as_a_day() {
        assert_eq!(parse(" 2026-03-31 "), Ok(date(2026, 3, 31)));
        for bad in ["", "31.3.2026", "2026-02-30", "tomorrow", "999999-01-01"] {
            assert_eq!(parse(bad), Err(BadDay), "{bad}");
        }
    }

    #[test]
    fn the_end_of_the_calendar_is_an_error_not_a_panic() {
        let utc = Zone(TimeZone::UTC);
        assert_eq!(utc.end_of(Date::MAX), Err(BadDay));
        let _ = utc.day(i64::MAX);
    }

    #[test]
    fn a_day_and_its_number_lead_to_each_other() {
        for day in [date(1969, 12, 31), date(1970, 1, 1), date(2026, 2, 28), date(2400, 2, 29)] {
            assert_eq!(numbered(number(day)), day);
        }
        assert_eq!(numbered(i32::MAX), Date::MAX);
        let _ = numbered(i32::MIN);
    }

    #[test]
    fn days_are_written_out() {
        assert_eq!(written(date(2026, 3, 1)), "1 March 2026");
    }
}

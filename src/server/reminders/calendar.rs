//! A team's days as an iCalendar file (RFC 5545), for calendar programs to subscribe to.
//!
//! The file is written here and not by a library: those there are fold lines at the wrong
//! byte or have not been touched for years, and the format is what stands below. That
//! others read what was meant is tested with a parser that is not ours.
//!
//! There are no alarms in it: most programs leave them out of calendars that are
//! subscribed to, and the others would ring in the morning at everybody.

use data_encoding::HEXLOWER;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use sha2::{Digest as _, Sha256};

/// One day of a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is, by [`uid`].
    pub uid: String,
    /// The day.
    pub day: Date,
    /// When it was set, in seconds since 1970.
    pub set_at: i64,
    /// What stands in the calendar.
    pub summary: String,
    /// What stands below it.
    pub description: String,
    /// The page to which it leads.
    pub url: String,
}

/// A name that is always the same for the same thing, and says nothing of it.
#[must_use]
pub fn uid(kind: &str, id: &str) -> String {
    let hash = Sha256::digest(format!("andon calendar {kind} {id}"));
    HEXLOWER.encode(hash.get(..16).unwrap_or_default())
}

/// The longest line, in bytes without its end (RFC 5545, 3.1).
const LONGEST_LINE: usize = 75;

/// The file: lines of at most 75 bytes that end in CRLF. The same days give the same
/// bytes.
#[must_use]
pub fn write(name: &str, entries: &[Entry]) -> String {
    let mut file = String::new();
    for (property, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Andon//Andon//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        // RFC 7986, and what came before it and is read more widely.
        ("NAME", &escape(name)),
        ("X-WR-CALNAME", &escape(name)),
        ("REFRESH-INTERVAL;VALUE=DURATION", "PT6H"),
        ("X-PUBLISHED-TTL", "PT6H"),
    ] {
        line(&mut file, property, value);
    }
    for entry in entries {
        event(&mut file, entry);
    }
    line(&mut file, "END", "VCALENDAR");
    file
}

fn event(file: &mut String, entry: &Entry) {
    let day = |day: Date| day.strftime("%Y%m%d").to_string();
    let next = entry.day.checked_add(1.day()).unwrap_or(entry.day);
    let set = Timestamp::from_second(entry.set_at).unwrap_or_default();
    let described = format!("{}\n{}", entry.description, entry.url);
    for (property, value) in [
        ("BEGIN", "VEVENT"),
        ("UID", entry.uid.as_str()),
        ("DTSTAMP", &set.strftime("%Y%m%dT%H%M%SZ").to_string()),
        ("DTSTART;VALUE=DATE", &day(entry.day)),
        ("DTEND;VALUE=DATE", &day(next)),
        // A day to know of, not a day on which somebody is busy.
        ("TRANSP", "TRANSPARENT"),
        ("SUMMARY", &escape(&entry.summary)),
        ("DESCRIPTION", &escape(&described)),
        ("URL", &entry.url),
        ("END", "VEVENT"),
    ] {
        line(file, property, value);
    }
}

/// A text as it stands in a file (RFC 5545, 3.3.11). Of control characters only the
/// line break can be written; there are none in names.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Writes one line, and goes on in the next one with a space where it is too long, never
/// in the middle of a character.
fn line(file: &mut String, property: &str, value: &str) {
    let mut used = 0;
    for c in property.chars().chain([':']).chain(value.chars()) {
        if used + c.len_utf8() > LONGEST_LINE {
            file.push_str("\r\n ");
            used = 1;
        }
        file.push(c);
        used += c.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use calcard::icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarValue,
        Uri,
    };
    use jiff::civil::date;
    use proptest::prelude::*;

    fn entry(summary: &str) -> Entry {
        Entry {
            uid: uid("review", "abc"),
            day: date(2026, 12, 31),
            set_at: 1_772_452_800,
            summary: summary.to_owned(),
            description: format!("About {summary}"),
            url: "https://andon.example.org/teams/x;y,z".to_owned(),
        }
    }

    /// Another library's reading of a file.
    fn read(text: &str) -> ICalendar {
        ICalendar::parse(text).unwrap()
    }

    fn text(component: &ICalendarComponent, property: &ICalendarProperty) -> String {
        let entry = component.property(property).unwrap();
        match &entry.values[..] {
            [ICalendarValue::Text(text)] => text.clone(),
            [ICalendarValue::Uri(Uri::Location(address))] => address.clone(),
            other => panic!("{property:?}: {other:?}"),
        }
    }

    #[test]
    fn the_file_is_as_it_was_agreed() {
        insta::assert_snapshot!(write(
            "Payments, R&D; Zürich",
            &[entry("Review: smaller changes")]
        ));
    }

    #[test]
    fn the_same_thing_has_the_same_name_and_nothing_can_be_read_from_it() {
        assert_eq!(uid("review", "abc"), uid("review", "abc"));
        assert_ne!(uid("review", "abc"), uid("closing", "abc"));
        assert_eq!(uid("review", "abc").len(), 32);
        assert!(!uid("review", "abc").contains("abc"));
    }

    proptest! {
        #[test]
        fn another_parser_reads_what_was_meant(
            name in "\\PC{1,80}",
            titles in prop::collection::vec("\\PC{1,200}", 0..4),
        ) {
            let entries: Vec<Entry> = titles.iter().map(|title| entry(title)).collect();
            let file = write(&name, &entries);
            for line in file.split("\r\n") {
                prop_assert!(line.len() <= 75, "{line}");
                prop_assert!(!line.contains(['\r', '\n']), "{line}");
            }
            prop_assert!(file.ends_with("END:VCALENDAR\r\n"));
            let calendar = read(&file);
            let root = &calendar.components[0];
            prop_assert_eq!(text(root, &ICalendarProperty::Name), name.as_str());
            let events: Vec<_> = calendar
                .components
                .iter()
                .filter(|part| part.component_type == ICalendarComponentType::VEvent)
                .collect();
            prop_assert_eq!(events.len(), entries.len());
            for (event, entry) in events.iter().zip(&entries) {
                prop_assert_eq!(text(event, &ICalendarProperty::Uid), entry.uid.as_str());
                prop_assert_eq!(text(event, &ICalendarProperty::Summary), entry.summary.as_str());
                let described = format!("{}\n{}", entry.description, entry.url);
                prop_assert_eq!(text(event, &ICalendarProperty::Description), described);
                prop_assert_eq!(text(event, &ICalendarProperty::Url), entry.url.as_str());
                for (property, day) in [
                    (ICalendarProperty::Dtstart, (Some(2026), Some(12), Some(31))),
                    (ICalendarProperty::Dtend, (Some(2027), Some(1), Some(1))),
                ] {
                    let value = event.property(&property).unwrap().values.first();
                    let Some(ICalendarValue::PartialDateTime(read)) = value else {
                        panic!("{value:?}");
                    };
                    prop_assert_eq!((read.year, read.month, read.day), day);
                    prop_assert!(read.hour.is_none());
                }
            }
        }
    }
}

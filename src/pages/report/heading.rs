//! Headings that say what a chart shows, from displayed figures alone.

use crate::disclosure::{Health, Report};

/// How many names a heading holds at most.
const NAMES: usize = 2;

/// What stands out among the dimensions, for example "Lowest: Change flow".
pub fn dimensions(report: &Report, name: impl Fn(usize) -> String) -> String {
    let shown = report.dimensions.iter().map(|row| row.figure.shown().map(|figure| figure.health));
    lowest(shown, name, "Lowest", "All dimensions stand alike", "No dimension can be shown")
}

/// What stands out among the anti-patterns, for example "Seen most: Big batches".
///
/// Health is what is displayed, so below 8 answers nothing else decides (P7);
/// ties go by the order of the catalogue.
pub fn patterns(report: &Report, name: impl Fn(usize) -> String) -> String {
    let shown = report.items.iter().map(|row| row.figure.shown().map(|figure| figure.health));
    lowest(shown, name, "Seen most", "All are seen about alike", "Too few answers to show any")
}

fn lowest(
    healths: impl Iterator<Item = Option<Health>>,
    name: impl Fn(usize) -> String,
    word: &str,
    alike: &str,
    none: &str,
) -> String {
    let shown: Vec<(usize, Health)> =
        healths.enumerate().filter_map(|(place, health)| Some((place, health?))).collect();
    let Some(low) = shown.iter().map(|(_, health)| *health).min() else {
        return none.to_owned();
    };
    let found: Vec<usize> =
        shown.iter().filter(|(_, health)| *health == low).map(|(place, _)| *place).collect();
    if found.len() == shown.len() && found.len() > 1 {
        return alike.to_owned();
    }
    let names: Vec<String> = found.iter().take(NAMES).map(|place| name(*place)).collect();
    let more = found.len().saturating_sub(NAMES);
    if more > 0 {
        format!("{word}: {} and {more} more", names.join(", "))
    } else {
        format!("{word}: {}", names.join(" and "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::release;
    use crate::measure::{ItemCounts, Tally};

    /// Six people, all of whom give the same answer to each item, by place.
    fn report(strength: impl Fn(usize) -> usize) -> crate::disclosure::Released<Report> {
        let mut tally = Tally { responses: 6, ..Tally::default() };
        for (place, item) in tally.items.iter_mut().enumerate() {
            let mut points = [0; 5];
            points[strength(place)] = 6;
            *item = ItemCounts { points, ..ItemCounts::default() };
        }
        release(&tally, 5).unwrap()
    }

    fn number(place: usize) -> String {
        place.to_string()
    }

    #[test]
    fn the_heading_names_the_lowest_figure() {
        let report = report(|place| if place == 4 { 3 } else { 1 });
        assert_eq!(patterns(&report, number), "Seen most: 4");
        assert_eq!(dimensions(&report, number), "Lowest: 1");
    }

    #[test]
    fn ties_go_by_the_order_of_the_catalogue_and_stay_short() {
        let report = report(|place| if place % 4 == 0 { 3 } else { 1 });
        assert_eq!(patterns(&report, number), "Seen most: 0, 4 and 3 more");
    }

    #[test]
    fn nothing_is_lowest_where_all_are_alike() {
        let report = report(|_| 2);
        assert_eq!(patterns(&report, number), "All are seen about alike");
        assert_eq!(dimensions(&report, number), "All dimensions stand alike");
    }
}

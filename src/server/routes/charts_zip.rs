//! Charts for slides: an archive of pictures and tables, with a page that says what
//! each is.

use super::coach::Narrowed;
use super::exports::{report_charts, report_csv};
use super::report::Loaded;
use crate::advice;
use crate::catalogue::Catalogue;
use crate::charts::{self, Chart};
use crate::days;
use crate::server::archive::{Entry, zip};
use crate::server::aside::aside;
use crate::server::drawing::Charts;
use crate::server::error::AppError;
use jiff::civil::Date;
use std::fmt::Write as _;

/// The most teams of a board whose own radars are drawn: one answer may not keep the
/// server busy for long.
const MOST_RADARS: usize = 40;

/// How to read the figures, for somebody who has only the slides.
const READING: &str = "\
How to read them
----------------
Health goes from 0 to 100; 100 means that nobody sees any of the anti-pattern. It is
rounded, the more the fewer people answered: \"80 or more\" is then the end of the scale.
A range, for example \"40 to 70\", says where the truth could plausibly lie, given how few
people answered. Where two ranges overlap widely, do not make much of the difference
between the dots.
Where a figure is missing, showing it could have told how single people answered.

Please
------
This is a team's own view of its own work. It is no ranking of teams, and no measure of
anybody's performance. Show it with the team's consent.
";

/// The files of a chart under one name, with a line for each in the contents.
struct Slides {
    files: Vec<Entry>,
    contents: String,
}

impl Slides {
    const fn new() -> Self {
        Self { files: Vec::new(), contents: String::new() }
    }

    /// A chart as PNG and SVG.
    fn picture(&mut self, name: &str, chart: &Chart, about: &str) -> Result<(), AppError> {
        self.add(
            &format!("{name}.png"),
            chart.png()?,
            &format!("{about}, as a picture for slides"),
        );
        let drawing = chart.svg_file().into_bytes();
        self.add(&format!("{name}.svg"), drawing, "the same, sharp at any size");
        Ok(())
    }

    fn table(&mut self, name: &str, csv: Vec<u8>, about: &str) {
        self.add(&format!("{name}.csv"), csv, about);
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>, about: &str) {
        // Writing to a text cannot fail.
        let _ = writeln!(self.contents, "{name:<16}  {about}");
        self.files.push((name.to_owned(), bytes));
    }

    /// The archive, with README.txt before everything else.
    fn pack(mut self, day: Date, head: &str) -> Result<Vec<u8>, AppError> {
        let underline = "=".repeat(head.chars().count());
        let contents = self.contents;
        let text = format!("{head}\n{underline}\n\n{contents}\n{READING}");
        // For editors that know no other line ends.
        let text = text.replace('\n', "\r\n").into_bytes();
        self.files.insert(0, ("README.txt".to_owned(), text));
        zip(day, &self.files)
    }
}

/// The charts of a report: radar, dots, history where there is one, and all figures.
pub async fn of_report(
    team: &str,
    day: Date,
    loaded: &Loaded,
    trend: Option<Chart>,
    catalogue: &'static Catalogue,
) -> Result<Vec<u8>, AppError> {
    let Charts { radar, dots } = report_charts(loaded, catalogue);
    let all = report_csv(loaded, catalogue);
    let head = format!("{team}: round of {}", days::written(day));
    let before = loaded.previous().map_or_else(String::new, |(day, _)| {
        format!(", with the round of {day} as a second outline")
    });
    aside(move || {
        let mut slides = Slides::new();
        slides.picture("radar", &radar, &format!("Health of the six dimensions{before}"))?;
        slides.table("radar", radar.table().csv().into_bytes(), "its numbers, for a spreadsheet");
        slides.picture(
            "dots",
            &dots,
            "Health of the eighteen anti-patterns, each with its range",
        )?;
        slides.table("dots", dots.table().csv().into_bytes(), "its numbers");
        if let Some(trend) = trend {
            slides.picture("history", &trend, "Health over all dimensions, round by round")?;
            slides.table("history", trend.table().csv().into_bytes(), "its numbers");
        }
        slides.table("report", all, "All figures of the report in one table");
        slides.pack(day, &head)
    })
    .await?
}

/// The charts of a board: the heat map, all figures, and each team's radar, unless
/// there are very many teams.
pub async fn of_board(
    narrowed: &Narrowed,
    heat_map: Chart,
    day_of: impl Fn(i64) -> Date,
    catalogue: &'static Catalogue,
) -> Result<Vec<u8>, AppError> {
    let table = charts::board_table(&narrowed.board, catalogue).csv().into_bytes();
    let head =
        format!("{}: teams up to {}", narrowed.shared.organisation.name, narrowed.shared.quarter);
    let last = narrowed.rows().map(|each| day_of(each.round.closed_at)).max();
    let last = last.unwrap_or(Date::constant(1980, 1, 1));
    let few = narrowed.board.rows.len() <= MOST_RADARS;
    let radars: Vec<(String, String, Chart)> = narrowed
        .board
        .rows
        .iter()
        .zip(narrowed.rows())
        .filter(|_| few)
        .enumerate()
        .map(|(place, (row, each))| {
            let (day, report) = (days::written(day_of(each.round.closed_at)), each.report());
            let finding = format!("{}: {}", row.team, advice::finding(report, catalogue));
            let charts = Charts::of_report((&day, report), None, finding, catalogue);
            let about = format!("{}, round of {day}: health of the six dimensions", row.team);
            (format!("teams/{:02}-{}", place + 1, plain(&row.team)), about, charts.radar)
        })
        .collect();
    aside(move || {
        let mut slides = Slides::new();
        slides.picture("board", &heat_map, "Health of each team on each dimension, by name")?;
        slides.table("board", table, "all figures, with ranges, for a spreadsheet");
        for (name, about, radar) in &radars {
            slides.picture(name, radar, about)?;
        }
        if !few {
            slides.contents.push_str(
                "\nThere are too many teams for a radar of each. Choose a group on the board first.\n",
            );
        }
        slides.pack(last, &head)
    })
    .await?
}

/// A name as it can stand in every file system: small letters, digits and hyphens.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    for character in name.chars().flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() {
            plain.push(character);
        } else if !plain.is_empty() && !plain.ends_with('-') {
            plain.push('-');
        }
    }
    let plain = plain.trim_end_matches('-');
    if plain.is_empty() { "team".to_owned() } else { plain.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::plain;
    use proptest::prelude::*;

    #[test]
    fn a_file_is_named_after_its_team_as_far_as_every_system_allows() {
        for (name, file) in [
            ("Payments", "payments"),
            ("Zahlungen & R\u{fc}ckl\u{e4}ufer", "zahlungen-r-ckl-ufer"),
            ("../../etc/passwd", "etc-passwd"),
            ("\u{6c7a}\u{6e08}", "team"),
            ("=HYPERLINK(\"x\")", "hyperlink-x"),
        ] {
            assert_eq!(plain(name), file);
        }
    }

    proptest! {
        #[test]
        fn no_name_leads_out_of_its_folder(name in "\\PC{0,80}") {
            let file = plain(&name);
            prop_assert!(!file.is_empty());
            prop_assert!(file.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
        }
    }
}

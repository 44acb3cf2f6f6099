//! What leadership may see of a quarter, as files: pictures, tables, data, an archive.

use super::load::{Loaded, Wanted};
use crate::catalogue::{Catalogue, PatternId};
use crate::charts::{Chart, Table, words};
use crate::days;
use crate::disclosure::pooled::{Period, Reach};
use crate::disclosure::{Cell, Figure};
use crate::measure::delivery::band_words;
use crate::server::api;
use crate::server::archive::zip;
use crate::server::context::Context;
use crate::server::delivery::ToldQuarter;
use crate::server::error::AppError;
use crate::server::routes::exports;
use axum::extract::{Path, Query};
use axum::response::Response;

/// `GET /leadership/{file}`
pub async fn file(
    context: Context,
    Path(file): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    let loaded = Loaded::load(&context, &wanted).await?;
    let catalogue = context.app.catalogue;
    let (quarter, _) = loaded.current().ok_or(AppError::NotFound)?;
    let (kind, body) = match file.as_str() {
        "leadership.csv" => (exports::CSV, table(&loaded, catalogue).csv().into_bytes()),
        "leadership.json" => {
            let document = api::leadership_document(&loaded).ok_or(AppError::NotFound)?;
            (exports::JSON, exports::pretty(&document)?)
        }
        "charts.zip" => (exports::ZIP, archive(&loaded, quarter, catalogue)?),
        _ => {
            let (name, ending) = file.rsplit_once('.').ok_or(AppError::NotFound)?;
            let chart = match name {
                "radar" => loaded.radar(catalogue),
                "dots" => loaded.dots(catalogue),
                "groups" => loaded.group_map(catalogue),
                _ => None,
            };
            drawn(&chart.ok_or(AppError::NotFound)?, ending)?.ok_or(AppError::NotFound)?
        }
    };
    exports::attachment(kind, &format!("andon-{quarter}-{file}"), body)
}

/// A chart in one of its forms; none for any other ending.
fn drawn(chart: &Chart, ending: &str) -> Result<Option<(&'static str, Vec<u8>)>, AppError> {
    Ok(Some(match ending {
        "svg" => (exports::SVG, chart.svg_file().into_bytes()),
        "png" => (exports::PNG, chart.png()?),
        "csv" => (exports::CSV, chart.table().csv().into_bytes()),
        _ => return Ok(None),
    }))
}

/// Every chart of a quarter in each of its forms, dated on the day after its end.
fn archive(loaded: &Loaded, quarter: &str, catalogue: &Catalogue) -> Result<Vec<u8>, AppError> {
    let (_, day) = days::quarter_days(quarter).ok_or(AppError::NotFound)?;
    let charts = [
        ("radar".to_owned(), loaded.radar(catalogue)),
        ("anti-patterns".to_owned(), loaded.dots(catalogue)),
        ("groups".to_owned(), loaded.group_map(catalogue)),
    ]
    .into_iter()
    .filter_map(|(name, chart)| Some((name, chart?)))
    .chain(loaded.trends(catalogue).into_iter().map(|(id, chart)| (format!("trend-{id}"), chart)));
    let mut entries = vec![("README.txt".to_owned(), about(loaded, quarter).into_bytes())];
    for (name, chart) in charts {
        for ending in ["svg", "png", "csv"] {
            if let Some((_, bytes)) = drawn(&chart, ending)? {
                entries.push((format!("{name}.{ending}"), bytes));
            }
        }
    }
    entries.push(("leadership.csv".to_owned(), table(loaded, catalogue).csv().into_bytes()));
    zip(day, &entries)
}

fn about(loaded: &Loaded, quarter: &str) -> String {
    format!(
        "{}, up to the end of the {}\n\n\
         radar          the six dimensions, with the quarter before as a dashed outline\n\
         anti-patterns  the eighteen anti-patterns, each with its range\n\
         groups         groups by dimensions, where there are groups\n\
         trend-...      one dimension, quarter by quarter\n\
         leadership.csv all figures, with how many teams each pattern is present in\n\n\
         Health runs from 0 to 100, 100 is best, over all people alike; 10 stands for 10 or\n\
         less and 90 for 90 or more. A range says where a figure could plausibly lie: ranges\n\
         that overlap may be chance. No figure is about a single team.\n\n\
         SVG and PNG for slides, CSV with the same numbers for spreadsheets.\n",
        loaded.organisation.name,
        days::quarter_written(quarter)
    )
}

/// A line for each quarter (the chosen one and those before), then for each group, and
/// each dimension and pattern.
fn table(loaded: &Loaded, catalogue: &Catalogue) -> Table {
    let columns = [
        "scope",
        "quarter",
        "kind",
        "id",
        "name",
        "teams",
        "health",
        "plausibly from",
        "plausibly to",
        "present in",
        "share plausibly from",
        "share plausibly to",
        "systemic",
    ];
    let mut rows = Vec::new();
    for (quarter, period) in loaded.so_far() {
        rows.extend(lines("organisation", quarter, period, catalogue));
    }
    if let Some((quarter, _)) = loaded.current() {
        for (_, name, period) in &loaded.groups {
            rows.extend(lines(&format!("group: {name}"), quarter, period, catalogue));
        }
    }
    for told in loaded.told() {
        rows.extend(delivery_lines(told));
    }
    Table { columns: columns.map(str::to_owned).to_vec(), rows }
}

/// A line for each band of a delivery signal: what it is under `present in`, and how
/// many teams.
fn delivery_lines(told: &ToldQuarter) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (signal, bands) in &told.signals {
        let mut line = |teams: String, what: String| {
            let start =
                ["organisation", &told.quarter, "delivery signal", signal.as_str(), signal.name()];
            let mut row = start.map(str::to_owned).to_vec();
            row.push(teams);
            row.resize(9, String::new());
            row.push(what);
            row.resize(13, String::new());
            rows.push(row);
        };
        match &**bands {
            Cell::Shown(bands) => {
                for band in &bands.bands {
                    line(band.teams.to_string(), band_words(*signal, band.first, band.last));
                }
            }
            Cell::Withheld(reason) => line(String::new(), words::reason(*reason)),
        }
    }
    rows
}

fn lines(scope: &str, quarter: &str, period: &Period, catalogue: &Catalogue) -> Vec<Vec<String>> {
    let start = |kind: &str, id: &str, name: &str| {
        [scope, quarter, kind, id, name].map(str::to_owned).to_vec()
    };
    let mut rows = Vec::new();
    for pooled in period.dimensions.iter().filter_map(Cell::shown) {
        let figures = |figure: &Figure| {
            let ends = figure.interval;
            [
                pooled.teams.to_string(),
                figure.health.to_string(),
                ends.map_or_else(String::new, |ends| ends.low.to_string()),
                ends.map_or_else(String::new, |ends| ends.high.to_string()),
            ]
        };
        let name = &catalogue.dimension(pooled.id).name;
        let mut row = start("dimension", pooled.id.as_str(), name);
        row.extend(figures(&pooled.figure));
        row.resize(13, String::new());
        rows.push(row);
        for item in &pooled.items {
            let pattern: PatternId = item.id;
            let name = &catalogue.pattern(pattern).name;
            let mut row = start("anti-pattern", pattern.as_str(), name);
            row.extend(figures(&item.figure));
            match item.prevalence {
                Cell::Shown(shown) => row.extend([
                    shown.teams.to_string(),
                    format!("{} %", shown.low),
                    format!("{} %", shown.high),
                ]),
                Cell::Withheld(reason) => {
                    row.extend([words::reason(reason), String::new(), String::new()]);
                }
            }
            row.push(match item.systemic {
                Cell::Shown(Reach::Systemic) => "yes".to_owned(),
                Cell::Shown(Reach::FewerThanHalf) => "no".to_owned(),
                Cell::Withheld(reason) => words::reason(reason),
            });
            rows.push(row);
        }
    }
    rows
}

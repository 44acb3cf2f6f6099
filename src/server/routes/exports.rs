//! Downloads of a report: charts and numbers, through the same gate as the page.

use super::charts_zip;
use super::report::{Loaded, Viewer, closing_day, history, readable};
use crate::advice;
use crate::catalogue::{Catalogue, DimensionId, PatternId};
use crate::charts::{Table, words};
use crate::disclosure::{Cell, Change, Figure, ItemChange, Report};
use crate::server::api;
use crate::server::context::Context;
use crate::server::drawing::{Charts, history_of};
use crate::server::error::AppError;
use crate::server::milestones::markers_up_to;
use crate::server::tagged::Tag;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// `GET /teams/{team}/rounds/{round}/{file}`
pub async fn file(
    context: Context,
    Path((team, round, file)): Path<(String, String, String)>,
) -> Result<Response, AppError> {
    let (team, round) = readable(&context, &team, &round).await?.ok_or(AppError::NotFound)?;
    let catalogue = context.app.catalogue;
    let loaded = Loaded::load(&context, &team, &round).await?;
    let charts = || report_charts(&loaded, catalogue);
    // A reader's link opens one report, not the team's history.
    let past = async || {
        if !Viewer::of(&context, &team).sees_team() {
            return Ok::<_, AppError>(None);
        }
        let rounds = context.app.store.rounds(&team.id).await?;
        let history = history(&context, &round, &rounds).await?;
        Ok(history.map(|history| (history, rounds)))
    };
    let (kind, body): (&'static str, Vec<u8>) = match file.as_str() {
        "radar.svg" => (SVG, charts().radar.svg_file().into_bytes()),
        "radar.png" => (PNG, charts().radar.png()?),
        "radar.csv" => (CSV, charts().radar.table().csv().into_bytes()),
        "dots.svg" => (SVG, charts().dots.svg_file().into_bytes()),
        "dots.png" => (PNG, charts().dots.png()?),
        "dots.csv" => (CSV, charts().dots.table().csv().into_bytes()),
        "history.svg" | "history.png" | "history.csv" | "history.json" => {
            let (history, rounds) = past().await?.ok_or(AppError::NotFound)?;
            let chart = history_of(&history, &markers_up_to(&context, &round, &rounds).await?);
            match file.as_str() {
                "history.svg" => (SVG, chart.svg_file().into_bytes()),
                "history.png" => (PNG, chart.png()?),
                "history.csv" => (CSV, chart.table().csv().into_bytes()),
                _ => (JSON, pretty(&api::history_document(&context, &team, &history)?)?),
            }
        }
        "report.csv" => (CSV, report_csv(&loaded, catalogue)),
        "report.json" => {
            (JSON, pretty(&api::report_document(&context, &team, &round, &loaded).await?)?)
        }
        "charts.zip" => {
            let trend = match past().await? {
                Some((history, rounds)) => {
                    let markers = markers_up_to(&context, &round, &rounds).await?;
                    Some(history_of(&history, &markers))
                }
                None => None,
            };
            let day = closing_day(&context, &round);
            (ZIP, charts_zip::of_report(&team.name, day, &loaded, trend, catalogue).await?)
        }
        _ => return Err(AppError::NotFound),
    };
    attachment(kind, &format!("andon-{}-{file}", closing_day(&context, &round)), body)
}

/// The radar and the dot plot of a report.
pub fn report_charts(loaded: &Loaded, catalogue: &Catalogue) -> Charts {
    let finding = advice::finding(&loaded.report, catalogue);
    Charts::of_report(loaded.current(), loaded.previous(), finding, catalogue)
}

/// All figures of a report for a spreadsheet.
pub fn report_csv(loaded: &Loaded, catalogue: &Catalogue) -> Vec<u8> {
    let change = loaded.before.as_ref().map(|before| &*before.change);
    report_table(&loaded.report, change, catalogue).csv().into_bytes()
}

/// Data that people may want to look at too.
pub fn pretty(data: &impl Serialize) -> Result<Vec<u8>, AppError> {
    serde_json::to_vec_pretty(data).map_err(|error| AppError::Internal(error.to_string()))
}

/// A file to be kept, under a name.
pub fn attachment(kind: &'static str, name: &str, body: Vec<u8>) -> Result<Response, AppError> {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = format!("attachment; filename=\"{name}\"");
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&name).map_err(|error| AppError::Internal(error.to_string()))?,
    );
    response.extensions_mut().insert(Tag);
    Ok(response)
}

/// An SVG drawing.
pub const SVG: &str = "image/svg+xml";
/// A picture of pixels.
pub const PNG: &str = "image/png";
/// A table for spreadsheets.
pub const CSV: &str = "text/csv; charset=utf-8";
/// Data for programs.
pub const JSON: &str = "application/json";
/// Files in an archive.
pub const ZIP: &str = "application/zip";

/// A report as one table: overall, dimensions, anti-patterns. The last column
/// says what has changed since the round before, where there is one.
fn report_table(report: &Report, change: Option<&Change>, catalogue: &Catalogue) -> Table {
    let mut rows = vec![row("overall", "", "Overall", &report.overall)];
    for id in DimensionId::ALL {
        if let Some(line) = report.dimensions.get(id.index()) {
            rows.push(row("dimension", id.as_str(), &catalogue.dimension(id).name, &line.figure));
        }
    }
    for id in PatternId::ALL {
        if let Some(line) = report.items.get(id.index()) {
            rows.push(row("anti-pattern", id.as_str(), &catalogue.pattern(id).name, &line.figure));
        }
    }
    if let Some(change) = change {
        let item = |row: &ItemChange| match &row.change {
            Cell::Shown(shift) => shift
                .judged
                .map_or(shift.direction.words(), |judged| judged.verdict.words())
                .to_owned(),
            Cell::Withheld(reason) => words::reason(*reason),
        };
        let said = std::iter::once(words::verdict(&change.overall))
            .chain(change.dimensions.iter().map(|row| words::verdict(&row.change)))
            .chain(change.items.iter().map(item));
        for (row, words) in rows.iter_mut().zip(said) {
            row.push(words);
        }
    }
    let columns = [
        "kind",
        "id",
        "name",
        "health",
        "plausibly from",
        "plausibly to",
        "agreement",
        "answers",
        "note",
    ];
    let mut columns = columns.map(str::to_owned).to_vec();
    if change.is_some() {
        columns.push("since the round before".to_owned());
    }
    Table { columns, rows }
}

fn row(kind: &str, id: &str, name: &str, cell: &Cell<Figure>) -> Vec<String> {
    let mut row = vec![kind.to_owned(), id.to_owned(), name.to_owned()];
    match cell {
        Cell::Shown(figure) => row.extend([
            figure.health.to_string(),
            figure.interval.map_or_else(String::new, |interval| interval.low.to_string()),
            figure.interval.map_or_else(String::new, |interval| interval.high.to_string()),
            figure.agreement.map_or_else(String::new, |agreement| agreement.words().to_owned()),
            words::band(figure.answers),
            String::new(),
        ]),
        Cell::Withheld(reason) => {
            row.extend(std::iter::repeat_n(String::new(), 5));
            row.push(words::reason(*reason));
        }
    }
    row
}

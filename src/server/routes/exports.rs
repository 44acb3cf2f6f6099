//! Downloads of a report: charts and numbers, through the same gate as the page.

use super::report::{Loaded, history, readable};
use crate::advice;
use crate::catalogue::{Catalogue, DimensionId, PatternId};
use crate::charts::{Table, words};
use crate::disclosure::{Cell, Change, Figure, ItemChange, Judged, Report};
use crate::server::context::Context;
use crate::server::drawing::Charts;
use crate::server::error::AppError;
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
    let loaded = Loaded::load(&context, &round).await?;
    let charts = || {
        let finding = advice::finding(&loaded.report, catalogue);
        Charts::of_report(loaded.current(), loaded.previous(), finding, catalogue)
    };
    let (kind, body): (&'static str, Vec<u8>) = match file.as_str() {
        "radar.svg" => (SVG, charts().radar.svg_file().into_bytes()),
        "radar.png" => (PNG, charts().radar.png()?),
        "radar.csv" => (CSV, charts().radar.table().csv().into_bytes()),
        "dots.svg" => (SVG, charts().dots.svg_file().into_bytes()),
        "dots.png" => (PNG, charts().dots.png()?),
        "dots.csv" => (CSV, charts().dots.table().csv().into_bytes()),
        "history.svg" | "history.png" | "history.csv" => {
            // A reader's link opens one report, not the team's history.
            if !context.is_facilitator(&team.id) && !context.coaches(&team) {
                return Err(AppError::NotFound);
            }
            let chart = history(&context, &round).await?.ok_or(AppError::NotFound)?;
            match file.as_str() {
                "history.svg" => (SVG, chart.svg_file().into_bytes()),
                "history.png" => (PNG, chart.png()?),
                _ => (CSV, chart.table().csv().into_bytes()),
            }
        }
        "report.csv" => {
            let change = loaded.before.as_ref().map(|before| &*before.change);
            (CSV, report_table(&loaded.report, change, catalogue).csv().into_bytes())
        }
        "report.json" => {
            let organisation = context
                .app
                .store
                .organisation(&team.organisation)
                .await?
                .ok_or(AppError::NotFound)?;
            let export = Export {
                organisation: &organisation.name,
                team: &team.name,
                closed_on: loaded.name.clone(),
                catalogue: &round.catalogue_version,
                scale: "health, 10 to 90 in steps of 5; 10 stands for 10 or less, 90 for 90 or more",
                report: &loaded.report,
                previous: loaded.before.as_ref().map(|before| Previous {
                    closed_on: &before.day,
                    report: &before.report,
                    change: &before.change,
                }),
            };
            let text = serde_json::to_vec_pretty(&export)
                .map_err(|error| AppError::Internal(error.to_string()))?;
            (JSON, text)
        }
        _ => return Err(AppError::NotFound),
    };
    attachment(kind, &format!("andon-{}-{file}", file_date(&context, round.closed_at)), body)
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
    Ok(response)
}

/// An SVG drawing.
pub const SVG: &str = "image/svg+xml";
/// A picture of pixels.
pub const PNG: &str = "image/png";
/// A table for spreadsheets.
pub const CSV: &str = "text/csv; charset=utf-8";
/// Figures for programs.
pub const JSON: &str = "application/json";

fn file_date(context: &Context, closed_at: Option<i64>) -> String {
    context.app.settings.zone.day(closed_at.unwrap_or_default()).to_string()
}

/// A report as JSON. Every number in it has passed the gate.
#[derive(Serialize)]
struct Export<'a> {
    organisation: &'a str,
    team: &'a str,
    closed_on: String,
    catalogue: &'a str,
    scale: &'static str,
    report: &'a Report,
    /// The round before, and what has changed since; absent in a first round.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<Previous<'a>>,
}

#[derive(Serialize)]
struct Previous<'a> {
    closed_on: &'a str,
    report: &'a Report,
    change: &'a Change,
}

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
        let judged = |cell: &Cell<Judged>| match cell {
            Cell::Shown(judged) => judged.verdict.words().to_owned(),
            Cell::Withheld(reason) => words::reason(*reason),
        };
        let item = |row: &ItemChange| match &row.change {
            Cell::Shown(shift) => shift
                .judged
                .map_or(shift.direction.words(), |judged| judged.verdict.words())
                .to_owned(),
            Cell::Withheld(reason) => words::reason(*reason),
        };
        let said = std::iter::once(judged(&change.overall))
            .chain(change.dimensions.iter().map(|row| judged(&row.change)))
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

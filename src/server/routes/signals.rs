//! A team's delivery signals: the page, its forms and its files.

use super::exports;
use crate::charts::{Chart, Table, marker_list};
use crate::components::TableData;
use crate::days::Month;
use crate::import::months::{self, MONTH};
use crate::measure::delivery::{Counted, Field, Signal, check_month, figure};
use crate::pages::signals::{Forms, SignalsPage, signals, title};
use crate::server::context::Context;
use crate::server::drawing::{signal_of, small_view};
use crate::server::error::AppError;
use crate::server::fields::{Faults, Fields};
use crate::server::milestones::markers;
use crate::server::render::Page;
use crate::server::upload::Upload;
use crate::store::{Months, Role, Team};
use axum::extract::{Path, Query, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// The most that a file of months may be: 256 KiB.
const MOST_BYTES: usize = 256 << 10;
/// How many faults of a file are listed.
const MOST_FAULTS: usize = 20;

/// Which month the form is for.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    month: String,
}

/// The month that has begun last.
pub fn present(context: &Context) -> Month {
    Month::of(context.app.settings.zone.day(context.app.now()))
}

fn base(team: &Team) -> String {
    format!("/teams/{}/signals", team.id)
}

/// `GET /teams/{team}/signals`
pub async fn show(
    context: Context,
    Path(team): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    let (team, leads) = context.seen(&team).await?;
    let months = context.app.store.signals(&team.id).await?;
    // Whoever asks for a month that is none gets the usual one.
    let asked =
        wanted.month.parse().ok().filter(|month| check_month(*month, present(&context)).is_ok());
    let month = asked.unwrap_or_else(|| present(&context).before());
    let forms = leads.then(|| form_for(&months, month));
    page(&context, &team, &months, forms).await
}

/// The form of a month, with what is known of it.
fn form_for(months: &Months, month: Month) -> Forms {
    let known = months.iter().find(|(each, _)| *each == month).map(|(_, counted)| counted);
    Forms {
        month: month.to_string(),
        typed: Field::ALL
            .map(|field| known.map_or_else(String::new, |counted| months::typed(counted, field))),
        there: known.map(|_| month.written()),
        ..Forms::default()
    }
}

async fn page(
    context: &Context,
    team: &Team,
    months: &Months,
    forms: Option<Forms>,
) -> Result<Response, AppError> {
    let organisation =
        context.app.store.organisation(&team.organisation).await?.ok_or(AppError::NotFound)?;
    let markers = markers(context, &team.id).await?;
    let wrong = forms
        .as_ref()
        .is_some_and(|forms| !forms.faults.is_empty() || !forms.file_faults.is_empty());
    let drawn = |signal: Signal| {
        let any = months.iter().any(|(month, each)| signal.of(each, month.hours()).is_some());
        let chart = any.then(|| signal_of(months, signal, &markers));
        (signal, chart.map(|chart| small_view(&chart, signal.as_str())))
    };
    let page = SignalsPage {
        base: base(team),
        team: team.name.clone(),
        organisation: organisation.name,
        forms,
        months: overview(months),
        names: months.iter().rev().map(|(month, _)| month.to_string()).collect(),
        charts: Signal::ALL.map(drawn).to_vec(),
        markers: marker_list(&markers),
    };
    Ok(Page::new(title(&team.name)).wrong(wrong).render(context, move || signals(page)).await)
}

/// The months as people read them, newest first.
fn overview(months: &Months) -> TableData {
    let derived = [Signal::ChangeFailureRate, Signal::TimeBetweenFailures, Signal::CausedByChange];
    let mut columns = vec!["Month".to_owned()];
    columns.extend(Field::ALL.map(|field| field.label().to_owned()));
    columns.extend(derived.map(|signal| format!("{}, {}", signal.name(), signal.unit())));
    let dash = |text: String| if text.is_empty() { "\u{2013}".to_owned() } else { text };
    let row = |(month, counted): &(Month, Counted)| {
        let mut row = vec![month.written()];
        row.extend(Field::ALL.map(|field| dash(months::typed(counted, field))));
        row.extend(derived.map(|signal| {
            dash(signal.of(counted, month.hours()).map_or_else(String::new, figure))
        }));
        row
    };
    TableData { columns, rows: months.iter().rev().map(row).collect() }
}

/// `POST /teams/{team}/signals`: keeps one month.
pub async fn keep(
    context: Context,
    Path(team): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    let mut faults = Faults::default();
    let month = fields.text(MONTH).trim();
    let month = faults.take(MONTH, month.parse::<Month>()).and_then(|month| {
        faults.take(MONTH, check_month(month, present(&context)).map(|()| month))
    });
    let counted = months::counted(|field| fields.text(field.name()));
    for (field, what) in counted.as_ref().err().into_iter().flatten() {
        faults.add(field.name(), format!("{}: {what}.", field.label()));
    }
    let (Some(month), Ok(counted)) = (month, counted) else {
        let months = context.app.store.signals(&team.id).await?;
        let there = month.filter(|month| months.iter().any(|(each, _)| each == month));
        let forms = Forms {
            month: fields.typed(MONTH, 20),
            typed: Field::ALL.map(|field| fields.typed(field.name(), 20)),
            faults: faults.list(),
            there: there.map(Month::written),
            ..Forms::default()
        };
        return page(&context, &team, &months, Some(forms)).await;
    };
    keep_months(&context, &team, vec![(month, counted)]).await?;
    Ok(Redirect::to(&format!("{}?month={month}", base(&team))).into_response())
}

/// Keeps months, and writes down that it was done, unless they are all there already.
///
/// # Errors
/// When the database does not answer.
pub async fn keep_months(context: &Context, team: &Team, new: Months) -> Result<(), AppError> {
    let there = context.app.store.signals(&team.id).await?;
    let changed: Vec<_> = new
        .into_iter()
        .filter(|month| !there.contains(month))
        .map(|(month, counted)| (&team.id, month, counted))
        .collect();
    let what = match changed.as_slice() {
        [] => return Ok(()),
        [(_, month, _)] => {
            format!("entered the delivery signals of {{team}} for {}", month.written())
        }
        several => format!("entered the delivery signals of {{team}} for {} months", several.len()),
    };
    context.app.store.keep_signals(&changed).await?;
    context.did(&team.organisation, Role::Facilitator, Some(&team.id), what).await
}

/// Forgets a month, and writes that down. `false` if there was none.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_month(context: &Context, team: &Team, month: Month) -> Result<bool, AppError> {
    let was_there = context.app.store.delete_signals(&team.id, month).await?;
    if was_there {
        let what = format!("deleted the delivery signals of {{team}} for {}", month.written());
        context.did(&team.organisation, Role::Facilitator, Some(&team.id), what).await?;
    }
    Ok(was_there)
}

/// `POST /teams/{team}/signals/{month}/delete`
pub async fn delete(
    context: Context,
    Path((team, month)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    let month: Month = month.parse().map_err(|_| AppError::NotFound)?;
    // Pressed twice, it is gone all the same.
    forget_month(&context, &team, month).await?;
    Ok(Redirect::to(&base(&team)).into_response())
}

/// `POST /teams/{team}/signals/import`: keeps the months of a file, all or none.
pub async fn import(
    context: Context,
    Path(team): Path<String>,
    request: Request,
) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    let upload = Upload::read(request, MOST_BYTES).await?;
    let (file, pasted) = (upload.bytes("file"), upload.bytes("text"));
    let typed = !pasted.trim_ascii().is_empty();
    let wrong = |field: &str, what: String| {
        (StatusCode::UNPROCESSABLE_ENTITY, vec![(field.to_owned(), what)])
    };
    let (status, faults) = if upload.too_large {
        let what = "This is larger than 256 KiB. Split it by year.".to_owned();
        (StatusCode::PAYLOAD_TOO_LARGE, vec![("file".to_owned(), what)])
    } else {
        let (field, bytes) = match (file.is_empty(), typed) {
            (false, false) => ("file", file),
            (true, true) => ("text", pasted),
            (true, false) => ("file", &[][..]),
            (false, true) => ("both", &[][..]),
        };
        match field {
            "both" => {
                wrong("text", "There is a file and a text as well. Send one of them.".to_owned())
            }
            field if bytes.is_empty() => {
                wrong(field, "Choose a file, or paste its content.".to_owned())
            }
            field => match months::read(bytes, present(&context)) {
                Ok(read) => {
                    keep_months(&context, &team, read.into_iter().collect()).await?;
                    return Ok(Redirect::to(&base(&team)).into_response());
                }
                Err(faults) => {
                    let named = faults.iter().map(|fault| (field.to_owned(), fault.to_string()));
                    (StatusCode::UNPROCESSABLE_ENTITY, named.collect())
                }
            },
        }
    };
    let months = context.app.store.signals(&team.id).await?;
    let forms = Forms {
        text: upload.text("text"),
        more_faults: faults.len().saturating_sub(MOST_FAULTS),
        file_faults: faults.into_iter().take(MOST_FAULTS).collect(),
        ..form_for(&months, present(&context).before())
    };
    let mut response = page(&context, &team, &months, Some(forms)).await?;
    *response.status_mut() = status;
    Ok(response)
}

/// `GET /teams/{team}/signals/{file}`
pub async fn file(
    context: Context,
    Path((team, file)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let (team, _) = context.seen(&team).await?;
    let months = context.app.store.signals(&team.id).await?;
    let day = context.app.settings.zone.day(context.app.now());
    let (kind, body) = if file == "signals.csv" {
        (exports::CSV, sheet(&months).csv().into_bytes())
    } else {
        let (name, ending) = file.rsplit_once('.').ok_or(AppError::NotFound)?;
        let signal: Signal = name.parse().map_err(|_| AppError::NotFound)?;
        let chart: Chart = signal_of(&months, signal, &markers(&context, &team.id).await?);
        match ending {
            "svg" => (exports::SVG, chart.svg_file().into_bytes()),
            "png" => (exports::PNG, chart.png()?),
            "csv" => (exports::CSV, chart.table().csv().into_bytes()),
            _ => return Err(AppError::NotFound),
        }
    };
    exports::attachment(kind, &format!("andon-{day}-{file}"), body)
}

/// All months as a file that can be sent back; the derived signals are left alone then.
fn sheet(months: &Months) -> Table {
    let derived = [Signal::ChangeFailureRate, Signal::TimeBetweenFailures, Signal::CausedByChange];
    let mut columns = vec![MONTH.to_owned()];
    columns.extend(Field::ALL.map(|field| field.name().to_owned()));
    columns.extend(
        ["change_failure_rate_percent", "hours_between_failures", "caused_by_change_percent"]
            .map(str::to_owned),
    );
    let row = |(month, counted): &(Month, Counted)| {
        let mut row = vec![month.to_string()];
        row.extend(Field::ALL.map(|field| months::typed(counted, field)));
        row.extend(
            derived
                .map(|signal| signal.of(counted, month.hours()).map_or_else(String::new, figure)),
        );
        row
    };
    Table { columns, rows: months.iter().map(row).collect() }
}

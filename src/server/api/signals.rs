//! `/api/v1/teams/{team}/signals`: a team's delivery signals, the one thing that a
//! program can change.

use super::answer;
use super::bearer::Bearer;
use super::document::{BadRequest, NotFound, Refusals, Unfit};
use super::paging::{Asked, PagingParameters, answer_part};
use crate::days::Month;
use crate::import::months;
use crate::measure::delivery::{Counted, Field, Hours, Signal, check_month};
use crate::server::error::AppError;
use crate::server::fields::Faults;
use crate::server::routes::signals::{forget_month, keep_months, present};
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use utoipa::ToSchema;

/// What a team counted of a month, and what follows from it. What is not known is null,
/// which is not zero.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SignalMonth {
    /// The month.
    #[schema(example = "2026-03")]
    pub month: String,
    /// How many changes reached production.
    #[schema(minimum = 0, maximum = 100_000)]
    pub deployments: Option<u32>,
    /// How many of these failed there.
    #[schema(minimum = 0, maximum = 100_000)]
    pub failed: Option<u32>,
    /// Median hours from commit to production.
    #[schema(minimum = 0, maximum = 43_800)]
    pub lead_time_hours: Option<f64>,
    /// How many incidents there were.
    #[schema(minimum = 0, maximum = 100_000)]
    pub incidents: Option<u32>,
    /// How many of these a change had caused.
    #[schema(minimum = 0, maximum = 100_000)]
    pub by_change: Option<u32>,
    /// Median hours from a failure until the service was restored.
    #[schema(minimum = 0, maximum = 8_760)]
    pub restore_hours: Option<f64>,
    /// Failed deployments in a hundred.
    #[schema(minimum = 0, maximum = 100)]
    pub change_failure_rate_percent: Option<f64>,
    /// Hours of the month for each incident; null without an incident.
    pub hours_between_failures: Option<f64>,
    /// Incidents that a change caused, in a hundred; null without an incident.
    #[schema(minimum = 0, maximum = 100)]
    pub caused_by_change_percent: Option<f64>,
}

/// What a program sends of a month. What is left out or null is not known; at least one
/// figure has to be there. A month that contradicts itself is refused.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(min_properties = 1)]
pub struct SignalFigures {
    /// How many changes reached production.
    #[schema(minimum = 0, maximum = 100_000)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployments: Option<u32>,
    /// How many of these failed there; at most as many as there were.
    #[schema(minimum = 0, maximum = 100_000)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<u32>,
    /// Median hours from commit to production, with at most two places.
    #[schema(minimum = 0, maximum = 43_800)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_time_hours: Option<f64>,
    /// How many incidents there were.
    #[schema(minimum = 0, maximum = 100_000)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incidents: Option<u32>,
    /// How many of these a change had caused; at most as many as there were.
    #[schema(minimum = 0, maximum = 100_000)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_change: Option<u32>,
    /// Median hours from a failure until the service was restored, with at most two
    /// places; only where something failed.
    #[schema(minimum = 0, maximum = 8_760)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restore_hours: Option<f64>,
}

/// A part of a team's months.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SignalMonths {
    /// The months, earliest first.
    pub data: Vec<SignalMonth>,
    /// The address of the next part; null after the last one.
    #[schema(format = "uri")]
    pub next: Option<String>,
}

impl SignalMonth {
    /// A month as it is given.
    #[must_use]
    pub fn of(month: Month, counted: &Counted) -> Self {
        let derived = |signal: Signal| {
            let value = signal.of(counted, month.hours());
            value.map(|value| (value * 100.0).round() / 100.0)
        };
        Self {
            month: month.to_string(),
            deployments: counted.deployments,
            failed: counted.failed,
            lead_time_hours: counted.lead_time.map(Hours::value),
            incidents: counted.incidents,
            by_change: counted.by_change,
            restore_hours: counted.restore.map(Hours::value),
            change_failure_rate_percent: derived(Signal::ChangeFailureRate),
            hours_between_failures: derived(Signal::TimeBetweenFailures),
            caused_by_change_percent: derived(Signal::CausedByChange),
        }
    }
}

/// A team's delivery signals
///
/// Month by month, as the team counted them. For the team's facilitator, and for coaches
/// of a team that shares.
#[utoipa::path(
    get,
    path = "/api/v1/teams/{team}/signals",
    operation_id = "signals",
    params(("team" = String, Path, description = "The team's id."), PagingParameters),
    responses(
        (status = 200, description = "A part of the list.", body = SignalMonths),
        BadRequest,
        NotFound,
        Refusals,
    )
)]
pub async fn list(
    Bearer { context, .. }: Bearer,
    Path(team): Path<String>,
    Asked(paging): Asked,
) -> Result<Response, AppError> {
    let (team, _) = context.seen(&team).await?;
    let paging = paging?;
    let months = context.app.store.signals(&team.id).await?;
    let start = paging.after().map_or(0, |after| {
        months.partition_point(|(month, _)| month.to_string().as_str() <= after)
    });
    let part = paging.cut(&context, months, start, |(month, _)| month.to_string());
    let data = part.entries.iter().map(|(month, counted)| SignalMonth::of(*month, counted));
    let body = SignalMonths { data: data.collect(), next: part.next };
    answer_part(&body, body.next.as_deref())
}

/// One month of a team's delivery signals
///
/// For the team's facilitator, and for coaches of a team that shares.
#[utoipa::path(
    get,
    path = "/api/v1/teams/{team}/signals/{month}",
    operation_id = "signal-month",
    params(
        ("team" = String, Path, description = "The team's id."),
        ("month" = String, Path, description = "The month.", example = "2026-03"),
    ),
    responses(
        (status = 200, description = "The month.", body = SignalMonth),
        NotFound,
        Refusals,
    )
)]
pub async fn show(
    Bearer { context, .. }: Bearer,
    Path((team, month)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let (team, _) = context.seen(&team).await?;
    let month: Month = month.parse().map_err(|_| AppError::NotFound)?;
    let months = context.app.store.signals(&team.id).await?;
    let found = months.iter().find(|(each, _)| *each == month);
    let (_, counted) = found.ok_or(AppError::NotFound)?;
    answer(&SignalMonth::of(month, counted))
}

/// Keeps a month of a team's delivery signals
///
/// In place of what was kept of that month before; the same again changes nothing. For
/// the team's facilitator alone.
#[utoipa::path(
    put,
    path = "/api/v1/teams/{team}/signals/{month}",
    operation_id = "keep-signal-month",
    params(
        ("team" = String, Path, description = "The team's id."),
        ("month" = String, Path, description = "The month, not one that has still to begin.", example = "2026-03"),
    ),
    request_body(content = SignalFigures, description = "The figures of the month."),
    responses(
        (status = 204, description = "The month is kept."),
        Unfit,
        NotFound,
        Refusals,
    )
)]
pub async fn keep(
    Bearer { context, .. }: Bearer,
    Path((team, month)): Path<(String, String)>,
    body: Bytes,
) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    let mut faults = Faults::default();
    let month = faults.take("month", month.parse::<Month>()).and_then(|month| {
        faults.take("month", check_month(month, present(&context)).map(|()| month))
    });
    let counted = read(&body, &mut faults);
    match (month, counted) {
        (Some(month), Some(counted)) if faults.is_empty() => {
            keep_months(&context, &team, vec![(month, counted)]).await?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        _ => Err(AppError::Unfit(faults)),
    }
}

/// Deletes a month of a team's delivery signals
///
/// What leadership was told of its quarter stays. For the team's facilitator alone.
#[utoipa::path(
    delete,
    path = "/api/v1/teams/{team}/signals/{month}",
    operation_id = "delete-signal-month",
    params(
        ("team" = String, Path, description = "The team's id."),
        ("month" = String, Path, description = "The month.", example = "2026-03"),
    ),
    responses(
        (status = 204, description = "The month is deleted."),
        NotFound,
        Refusals,
    )
)]
pub async fn delete(
    Bearer { context, .. }: Bearer,
    Path((team, month)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    let month: Month = month.parse().map_err(|_| AppError::NotFound)?;
    if forget_month(&context, &team, month).await? {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(AppError::NotFound)
    }
}

/// A JSON object, with a word about names that occur in it twice: the usual reader would
/// silently take the last one.
struct Sent {
    fields: BTreeMap<String, Value>,
    twice: bool,
}

impl<'de> Deserialize<'de> for Sent {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Sent;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sent, A::Error> {
                let mut sent = Sent { fields: BTreeMap::new(), twice: false };
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    sent.twice |= sent.fields.insert(name, value).is_some();
                }
                Ok(sent)
            }
        }
        from.deserialize_map(Object)
    }
}

/// What is read of a month, by field, as it is typed in a form: for the fuzzer.
#[cfg(fuzzing)]
pub fn read_month(body: &[u8]) -> Option<Vec<(&'static str, String)>> {
    let counted = read(body, &mut Faults::default())?;
    Some(Field::ALL.map(|field| (field.name(), months::typed(&counted, field))).to_vec())
}

/// Reads what was sent. Numbers are read as they are written in a form, so that both
/// are told the same.
fn read(body: &[u8], faults: &mut Faults) -> Option<Counted> {
    let Ok(Sent { fields: sent, twice }) = serde_json::from_slice::<Sent>(body) else {
        faults.add("body", "send a JSON object with the figures of the month");
        return None;
    };
    if twice {
        faults.add("body", "a field is there twice, and only one can be meant");
        return None;
    }
    for name in sent.keys() {
        if !Field::ALL.iter().any(|field| field.name() == name) {
            let names = Field::ALL.map(Field::name).join(", ");
            // What was sent is not sent back: it may be anything.
            faults.add("body", format!("there is a field of another name than {names}"));
            break;
        }
    }
    let texts = Field::ALL.map(|field| match sent.get(field.name()) {
        None | Some(Value::Null) => String::new(),
        Some(Value::Number(number)) => number.to_string(),
        // No number in any form.
        Some(_) => "?".to_owned(),
    });
    let text = |field: Field| {
        Field::ALL.iter().position(|each| *each == field).and_then(|place| texts.get(place))
    };
    match months::counted(|field| text(field).map_or("", String::as_str)) {
        Ok(counted) => Some(counted),
        Err(wrong) => {
            for (field, what) in wrong {
                faults.add(field.name(), what);
            }
            None
        }
    }
}

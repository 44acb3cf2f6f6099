//! `GET /api/v1/leadership`, which is the file `leadership.json` too: figures over many
//! teams, and none over one.

use super::bearer::Bearer;
use super::document::{BadRequest, NotFound, Refusals};
use super::report::SCALE;
use super::{Named, answer};
use crate::disclosure::pooled::Period;
use crate::disclosure::{Bands, Cell, Released};
use crate::measure::delivery::{BANDS, Signal, band_words};
use crate::server::delivery::ToldQuarter;
use crate::server::error::AppError;
use crate::server::routes::leadership::{Loaded, Wanted};
use axum::extract::Query;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What leadership may see of a quarter: many teams together, and none alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Leadership {
    /// The organisation.
    pub organisation: Named,
    /// The quarter: each team counts with its last round that closed in it or in the one
    /// before.
    #[schema(example = "2026-Q3")]
    pub quarter: String,
    /// The quarters that can be asked for, earliest first.
    pub quarters: Vec<String>,
    /// What the numbers are.
    pub scale: String,
    /// The figures of the whole organisation.
    pub period: Period,
    /// The same, quarter by quarter, up to the one that is shown.
    pub trend: Vec<QuarterPeriod>,
    /// The same for each group, by name.
    pub groups: Vec<GroupPeriod>,
    /// Delivery signals, as counts of teams in bands, quarter by quarter, earliest first.
    /// A quarter is counted once, two weeks after its end.
    pub signals: Vec<QuarterSignals>,
}

/// The delivery signals of a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuarterSignals {
    /// Which quarter.
    pub quarter: String,
    /// The six signals.
    pub signals: Vec<SignalBands>,
}

/// A delivery signal over many teams.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SignalBands {
    /// Which signal.
    pub id: Signal,
    /// What its bands are, in words; they are ours, for orientation, and no targets.
    pub words: Vec<String>,
    /// How many teams lie in which band, told from nine teams on.
    pub bands: Cell<Bands>,
}

impl QuarterSignals {
    /// A quarter as it is given.
    #[must_use]
    pub fn of(told: &ToldQuarter) -> Self {
        let signal = |(id, bands): &(Signal, Released<Cell<Bands>>)| SignalBands {
            id: *id,
            words: (0..BANDS).map(|band| band_words(*id, band, band)).collect(),
            bands: Cell::clone(bands),
        };
        Self { quarter: told.quarter.clone(), signals: told.signals.iter().map(signal).collect() }
    }
}

/// A quarter of a trend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuarterPeriod {
    /// Which quarter.
    pub quarter: String,
    /// The figures of the whole organisation.
    pub period: Period,
}

/// A group in the quarter that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupPeriod {
    /// The group.
    pub group: Named,
    /// Its figures.
    pub period: Period,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LeadershipParameters {
    /// Which quarter; without it the newest with figures.
    #[param(example = "2026-Q3")]
    #[serde(default)]
    quarter: Option<String>,
}

/// What many teams say together
///
/// Figures over at least four teams, of a quarter that is over. For leaders alone.
#[utoipa::path(
    get,
    path = "/api/v1/leadership",
    operation_id = "leadership",
    params(LeadershipParameters),
    responses(
        (status = 200, description = "The figures of a quarter.", body = Leadership),
        BadRequest,
        NotFound,
        Refusals,
    )
)]
pub async fn show(
    Bearer { context, link }: Bearer,
    Query(asked): Query<LeadershipParameters>,
) -> Result<Response, AppError> {
    let quarter = asked.quarter.unwrap_or_default();
    let wanted = Wanted { organisation: link.organisation.to_string(), quarter: quarter.clone() };
    let loaded = Loaded::load(&context, &wanted).await?;
    let document = leadership_document(&loaded).ok_or(AppError::NotFound)?;
    // A page shows the nearest thing to what was asked; a program has to know.
    if !quarter.is_empty() && document.quarter != quarter {
        return Err(AppError::BadRequest(
            "\u{201c}quarter\u{201d} is none with figures. Without it you get the newest, with a list of the others.",
        ));
    }
    answer(&document)
}

/// Everything of the chosen quarter; none while there is nothing to show.
#[must_use]
pub fn leadership_document(loaded: &Loaded) -> Option<Leadership> {
    let (quarter, period) = loaded.current()?;
    let trend = loaded.so_far().map(|(quarter, period)| QuarterPeriod {
        quarter: quarter.to_owned(),
        period: Period::clone(period),
    });
    let groups = loaded.groups.iter().map(|(id, name, period)| GroupPeriod {
        group: Named::new(id, name.clone()),
        period: Period::clone(period),
    });
    Some(Leadership {
        organisation: Named::new(&loaded.organisation.id, loaded.organisation.name.clone()),
        quarter: quarter.to_owned(),
        quarters: loaded.quarters().map(|(quarter, _)| quarter.clone()).collect(),
        scale: SCALE.to_owned(),
        period: Period::clone(period),
        trend: trend.collect(),
        groups: groups.collect(),
        signals: loaded.told().map(QuarterSignals::of).collect(),
    })
}

//! Everything that leadership's page tells, and the page of it.

use super::load::Loaded;
use crate::advice;
use crate::catalogue::Catalogue;
use crate::days;
use crate::pages::leadership::{Choices, DeliveryQuarter, LeadershipPage, Overview, leadership};
use crate::prose::capitalised;
use crate::server::drawing::{chart_view, small_view};
use crate::server::state::AppState;
use crate::server::written;
use leptos::prelude::*;

/// Everything that the page is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub loaded: Loaded,
    /// Other organisations that the browser leads, by id and name.
    pub others: Vec<(String, String)>,
    /// The day on which the present quarter is counted, written out.
    pub next: String,
    /// The day from which on the next quarter's delivery signals are counted, written out.
    pub delivery_next: String,
}

/// The page that tells this.
pub fn written(app: &AppState, told: Told) -> impl IntoView + use<> {
    let key = (told.loaded.organisation.id.clone(), told.quarter());
    let catalogue = app.catalogue;
    written::written(&app.overviews, key, told, move |told| {
        leadership(told.page(catalogue), catalogue)
    })
}

impl Told {
    /// The chosen quarter, as `2026-Q3`; empty while there is nothing to show.
    fn quarter(&self) -> String {
        self.loaded.current().map_or_else(String::new, |(quarter, _)| quarter.to_owned())
    }

    fn page(self, catalogue: &Catalogue) -> LeadershipPage {
        let quarter = self.quarter();
        let Self { loaded, others, next, delivery_next } = self;
        LeadershipPage {
            overview: overview(&loaded, catalogue),
            choices: Choices {
                organisation: loaded.organisation.id.to_string(),
                others,
                quarters: loaded.quarters().rev().map(|(quarter, _)| quarter.clone()).collect(),
                quarter,
            },
            delivery: loaded
                .told()
                .rev()
                .map(|told| DeliveryQuarter {
                    name: capitalised(&days::quarter_written(&told.quarter)),
                    signals: told.signals.clone(),
                })
                .collect(),
            organisation: loaded.organisation.name,
            delivery_next,
            next,
        }
    }
}

fn overview(loaded: &Loaded, catalogue: &Catalogue) -> Option<Overview> {
    let (quarter, period) = loaded.current()?;
    let radar = loaded.radar(catalogue)?;
    let trends = loaded.trends(catalogue).into_iter().map(|(id, chart)| {
        (catalogue.dimension(id).name.clone(), small_view(&chart, &format!("trend-{id}")))
    });
    Some(Overview {
        quarter: days::quarter_written(quarter),
        finding: advice::leadership_finding(period, catalogue),
        period: period.clone(),
        systemic: advice::systemic(period, catalogue),
        radar: chart_view(&radar, "radar"),
        trends: trends.collect(),
        groups: loaded.board(),
        files: loaded.query(),
    })
}

//! What leadership is shown of one quarter, and the charts of it.

use crate::advice;
use crate::catalogue::{Catalogue, DimensionId};
use crate::charts::{self, Caption, Chart};
use crate::days;
use crate::disclosure::pooled::{self, Period, release_period};
use crate::disclosure::{Board, Day, Released};
use crate::prose::capitalised;
use crate::server::context::Context;
use crate::server::counted::Counted;
use crate::server::delivery::{self, ToldQuarter};
use crate::server::error::AppError;
use crate::server::leadership::decide_due;
use crate::store::{Organisation, OrganisationId, StoredPool};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the page is narrowed to.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    /// Which organisation, where the browser leads several.
    #[serde(default)]
    pub organisation: String,
    /// Which quarter, as `2026-Q3`.
    #[serde(default)]
    pub quarter: String,
}

/// Everything that leadership is shown of one quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The organisation.
    pub organisation: Organisation,
    counted: Arc<Counted>,
    /// Groups by name, each with its id, its name and its figures of the chosen quarter.
    pub groups: Vec<(String, String, Released<Period>)>,
    told: Vec<ToldQuarter>,
}

impl Loaded {
    /// Decides what is due, then loads.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an organisation that this browser does not lead.
    pub async fn load(context: &Context, wanted: &Wanted) -> Result<Self, AppError> {
        let organisation = context.chosen(context.led(), &wanted.organisation).await?;
        decide_due(&context.app, &organisation.id).await?;
        let counted = counted(context, &organisation.id, &wanted.quarter).await?;
        let mut groups = Vec::new();
        for group in context.app.store.groups(&organisation.id).await? {
            let id = group.id.to_string();
            let period = counted.groups.get(&id).cloned();
            groups.push((id, group.name, period.unwrap_or_else(|| release_period(&[]))));
        }
        let told = delivery::told(&context.app, &organisation.id).await?;
        Ok(Self { organisation, counted, groups, told })
    }

    /// The chosen quarter; none while there is nothing to show.
    pub fn current(&self) -> Option<(&str, &Released<Period>)> {
        self.counted
            .quarters
            .get(self.counted.place)
            .map(|(quarter, period)| (quarter.as_str(), period))
    }

    /// The quarter with figures before the chosen one.
    pub fn before(&self) -> Option<(&str, &Released<Period>)> {
        let before = self.counted.quarters.get(self.counted.place.checked_sub(1)?)?;
        Some((before.0.as_str(), &before.1))
    }

    /// Delivery signals of each quarter that is told, up to the chosen one, earliest
    /// first; of all where there is none to choose.
    pub fn told(&self) -> impl DoubleEndedIterator<Item = &ToldQuarter> {
        let chosen = self.current().map(|(quarter, _)| quarter);
        // The newest one is shown with whatever has been counted since.
        let newest = self.counted.place + 1 >= self.counted.quarters.len();
        let all = self.told.iter();
        all.filter(move |each| {
            newest || chosen.is_none_or(|chosen| each.quarter.as_str() <= chosen)
        })
    }

    /// The query with which every page and file is of the same quarter.
    pub fn query(&self) -> String {
        let quarter = self.current().map_or("", |(quarter, _)| quarter);
        format!("?organisation={}&quarter={quarter}", self.organisation.id)
    }

    /// The outline of the chosen quarter, with that of the one before.
    pub fn radar(&self, catalogue: &Catalogue) -> Option<Chart> {
        let (quarter, period) = self.current()?;
        let name = days::quarter_written(quarter);
        let before =
            self.before().map(|(quarter, period)| (days::quarter_written(quarter), period));
        let caption = Caption {
            title: advice::leadership_finding(period, catalogue),
            desc: format!("Health of the six dimensions over all people, {name}."),
        };
        let released = pooled::radar(
            (&capitalised(&name), period),
            before.as_ref().map(|(name, period)| (name.as_str(), *period)),
        );
        Some(charts::radar(&released, catalogue, &caption))
    }

    /// The eighteen patterns of the chosen quarter.
    pub fn dots(&self, catalogue: &Catalogue) -> Option<Chart> {
        let (quarter, period) = self.current()?;
        let caption = Caption {
            title: advice::leadership_finding(period, catalogue),
            desc: format!(
                "Health of the eighteen anti-patterns over all people, {}, with the interval in which each could plausibly lie.",
                days::quarter_written(quarter)
            ),
        };
        Some(charts::dot_plot(&pooled::dot_plot(period), catalogue, &caption))
    }

    /// The chosen quarter and those before it, earliest first.
    pub fn so_far(&self) -> impl Iterator<Item = (&str, &Released<Period>)> {
        let quarters = self.quarters().take(self.counted.place + 1);
        quarters.map(|(quarter, period)| (quarter.as_str(), period))
    }

    /// All quarters with figures, earliest first.
    pub fn quarters(&self) -> impl DoubleEndedIterator<Item = &(String, Released<Period>)> {
        self.counted.quarters.iter()
    }

    /// A chart for each dimension with at least two quarters up to the chosen one.
    pub fn trends(&self, catalogue: &Catalogue) -> Vec<(DimensionId, Chart)> {
        let points: Vec<(Day, Released<Period>)> =
            self.so_far().map(|(quarter, period)| (day(quarter), period.clone())).collect();
        DimensionId::ALL
            .into_iter()
            .map(|id| (id, pooled::trend(&points, id)))
            .filter(|(_, released)| released.rounds.len() > 1)
            .map(|(id, released)| {
                let name = catalogue.dimension(id).name.as_str();
                let caption = Caption {
                    title: format!("{name}, quarter by quarter"),
                    desc: "Health over all people, with the range in which it could plausibly lie."
                        .to_owned(),
                };
                (id, charts::trend(&released, name, &caption))
            })
            .collect()
    }

    /// The groups as a heat map, where there are any.
    pub fn group_map(&self, catalogue: &Catalogue) -> Option<Chart> {
        let (quarter, _) = self.current()?;
        let caption = Caption {
            title: "Groups side by side".to_owned(),
            desc: format!(
                "Health over all people of each group, {}.",
                days::quarter_written(quarter)
            ),
        };
        self.board().map(|board| charts::heat_map(&board, catalogue, &caption))
    }

    /// The groups side by side, where there are any.
    pub fn board(&self) -> Option<Released<Board>> {
        let rows: Vec<(&str, &str, &Released<Period>)> = self
            .groups
            .iter()
            .map(|(id, name, period)| (id.as_str(), name.as_str(), period))
            .collect();
        (!rows.is_empty()).then(|| pooled::groups(&rows))
    }
}

/// What is shown of a quarter, from the shelf if it was worked out before.
async fn counted(
    context: &Context,
    organisation: &OrganisationId,
    wanted: &str,
) -> Result<Arc<Counted>, AppError> {
    let store = &context.app.store;
    let decided = store.decided_periods(organisation).await?;
    // Whatever else was asked for is the newest, and kept only once.
    let known = decided.iter().any(|period| period == wanted);
    let quarter = if known { wanted.to_owned() } else { String::new() };
    let key = (organisation.clone(), quarter, decided.len());
    if let Some(kept) = context.app.counted.get(&key) {
        return Ok(kept);
    }
    let mut quarters = by(store.pools_of_all(organisation).await?, |pool| pool.period.clone());
    quarters.retain(|(_, period)| !period.is_empty());
    let place = quarters
        .iter()
        .position(|(quarter, _)| *quarter == wanted)
        .unwrap_or(quarters.len().saturating_sub(1));
    let mut groups = BTreeMap::new();
    if let Some((quarter, _)) = quarters.get(place) {
        let pools = store.pools_of_groups(organisation, quarter).await?;
        groups.extend(by(pools, |pool| pool.group.clone().unwrap_or_default()));
    }
    let counted = Arc::new(Counted { quarters, place, groups });
    context.app.counted.put(key, counted.clone());
    Ok(counted)
}

/// Pools of one dimension each, gathered into periods under a key, in order.
fn by(
    pools: Vec<StoredPool>,
    key: impl Fn(&StoredPool) -> String,
) -> Vec<(String, Released<Period>)> {
    let mut gathered: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for pool in pools {
        gathered.entry(key(&pool)).or_default().push((pool.dimension, pool.sums));
    }
    gathered.into_iter().map(|(key, sums)| (key, release_period(&sums))).collect()
}

/// The last day of a quarter, as a trend needs it.
fn day(quarter: &str) -> Day {
    let number = days::quarter_days(quarter).map_or(0, |(_, next)| days::number(next));
    Day { name: capitalised(&days::quarter_written(quarter)), brief: brief(quarter), number }
}

/// "Q3 26" for "2026-Q3".
fn brief(quarter: &str) -> String {
    let parts = quarter.split_once('-').and_then(|(year, place)| Some((year.get(2..)?, place)));
    parts.map_or_else(|| quarter.to_owned(), |(year, place)| format!("{place} {year}"))
}

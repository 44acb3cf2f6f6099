//! Leadership's page, its briefing and its files: pooled figures only.

use super::exports::{self, attachment};
use crate::advice;
use crate::catalogue::{Catalogue, DimensionId, PatternId};
use crate::charts::{self, Caption, Chart, Table, words};
use crate::days;
use crate::disclosure::pooled::{self, Period, TeamCount, release_period};
use crate::disclosure::{Board, Cell, Day, Released};
use crate::pages::leadership::{
    Briefing, Choices, LeadershipPage, Overview, briefing as briefing_page, leadership,
};
use crate::pages::report::ChartView;
use crate::server::context::Context;
use crate::server::drawing::chart_view;
use crate::server::error::AppError;
use crate::server::leadership::decide_due;
use crate::server::render::Page;
use crate::store::{Organisation, OrganisationId, StoredPool};
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the page is narrowed to.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    /// Which organisation, where the browser leads several.
    #[serde(default)]
    organisation: String,
    /// Which quarter, as `2026-Q3`.
    #[serde(default)]
    quarter: String,
}

/// Everything that leadership is shown of one quarter.
struct Loaded {
    organisation: Organisation,
    /// Quarters with figures of the whole organisation, earliest first.
    quarters: Vec<(String, Released<Period>)>,
    /// The place of the chosen one.
    place: usize,
    /// Groups by name, with their figures of the chosen quarter.
    groups: Vec<(String, String, Released<Period>)>,
}

impl Loaded {
    async fn load(context: &Context, wanted: &Wanted) -> Result<Self, AppError> {
        let organisation = chosen(context, &wanted.organisation).await?;
        decide_due(&context.app, &organisation.id).await?;
        let store = &context.app.store;
        let mut quarters =
            by(store.pools_of_all(&organisation.id).await?, |pool| pool.period.clone());
        quarters.retain(|(_, period)| !period.is_empty());
        let place = quarters
            .iter()
            .position(|(quarter, _)| *quarter == wanted.quarter)
            .unwrap_or(quarters.len().saturating_sub(1));
        let mut groups = Vec::new();
        if let Some((quarter, _)) = quarters.get(place) {
            let pools = store.pools_of_groups(&organisation.id, quarter).await?;
            let mut shown: BTreeMap<String, Released<Period>> =
                by(pools, |pool| pool.group.clone().unwrap_or_default()).into_iter().collect();
            for group in store.groups(&organisation.id).await? {
                let id = group.id.to_string();
                let period = shown.remove(&id).unwrap_or_else(|| release_period(&[]));
                groups.push((id, group.name, period));
            }
        }
        Ok(Self { organisation, quarters, place, groups })
    }

    fn current(&self) -> Option<(&str, &Released<Period>)> {
        self.quarters.get(self.place).map(|(quarter, period)| (quarter.as_str(), period))
    }

    /// The quarter with figures before the chosen one.
    fn before(&self) -> Option<(&str, &Released<Period>)> {
        let before = self.quarters.get(self.place.checked_sub(1)?)?;
        Some((before.0.as_str(), &before.1))
    }

    fn query(&self) -> String {
        let quarter = self.current().map_or("", |(quarter, _)| quarter);
        format!("?organisation={}&quarter={quarter}", self.organisation.id)
    }

    fn radar(&self, catalogue: &Catalogue) -> Option<Chart> {
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

    fn dots(&self, catalogue: &Catalogue) -> Option<Chart> {
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

    /// A chart for each dimension with at least two quarters up to the chosen one.
    fn trends(&self, catalogue: &Catalogue) -> Vec<(String, ChartView)> {
        let points: Vec<(Day, Released<Period>)> = self
            .quarters
            .iter()
            .take(self.place + 1)
            .map(|(quarter, period)| (day(quarter), period.clone()))
            .collect();
        DimensionId::ALL
            .into_iter()
            .filter_map(|id| {
                let name = catalogue.dimension(id).name.clone();
                let released = pooled::trend(&points, id);
                let caption = Caption {
                    title: format!("{name}, quarter by quarter"),
                    desc: "Health over all people, with the range in which it could plausibly lie."
                        .to_owned(),
                };
                (released.rounds.len() > 1).then(|| {
                    let chart = charts::trend(&released, &name, &caption);
                    let view = chart_view(&chart, "");
                    let svg = chart.svg_small(&format!("trend-{id}"));
                    (name, ChartView { svg, ..view })
                })
            })
            .collect()
    }

    fn board(&self) -> Option<Released<Board>> {
        let rows: Vec<(&str, &str, &Released<Period>)> = self
            .groups
            .iter()
            .map(|(id, name, period)| (id.as_str(), name.as_str(), period))
            .collect();
        (!rows.is_empty()).then(|| pooled::groups(&rows))
    }
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

/// The organisation that is asked for, or the first that this browser leads.
async fn chosen(context: &Context, wanted: &str) -> Result<Organisation, AppError> {
    let mut led = context.led();
    let id = if wanted.is_empty() { led.next() } else { led.find(|id| id.as_str() == wanted) };
    let id = id.ok_or(AppError::NotFound)?;
    context.app.store.organisation(id).await?.ok_or(AppError::NotFound)
}

/// Other organisations that this browser leads, by id and name.
async fn others(
    context: &Context,
    here: &OrganisationId,
) -> Result<Vec<(String, String)>, AppError> {
    let mut others = Vec::new();
    for id in context.led().filter(|id| *id != here) {
        if let Some(other) = context.app.store.organisation(id).await? {
            others.push((id.to_string(), other.name));
        }
    }
    Ok(others)
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

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The day on which the present quarter is counted, written out.
fn next_counting(context: &Context) -> String {
    let today = context.app.settings.zone.day(context.app.now());
    days::quarter_days(&days::quarter(today))
        .map_or_else(String::new, |(_, next)| days::written(next))
}

/// `GET /leadership`
pub async fn show(context: Context, Query(wanted): Query<Wanted>) -> Result<Response, AppError> {
    let loaded = Loaded::load(&context, &wanted).await?;
    let catalogue = context.app.catalogue;
    let overview =
        loaded.current().zip(loaded.radar(catalogue)).map(|((quarter, period), radar)| Overview {
            quarter: days::quarter_written(quarter),
            finding: advice::leadership_finding(period, catalogue),
            period: period.clone(),
            systemic: advice::systemic(period, catalogue),
            radar: chart_view(&radar, "radar"),
            trends: loaded.trends(catalogue),
            groups: loaded.board(),
            files: loaded.query(),
        });
    let page = LeadershipPage {
        organisation: loaded.organisation.name.clone(),
        choices: Choices {
            organisation: loaded.organisation.id.to_string(),
            others: others(&context, &loaded.organisation.id).await?,
            quarters: loaded.quarters.iter().rev().map(|(quarter, _)| quarter.clone()).collect(),
            quarter: loaded.current().map_or_else(String::new, |(quarter, _)| quarter.to_owned()),
        },
        overview,
        next: next_counting(&context),
    };
    let title = format!("{}: leadership", loaded.organisation.name);
    Ok(Page::new(title).render(&context, move || leadership(page, catalogue)).await)
}

/// `GET /leadership/briefing`: one sheet to print.
pub async fn briefing(
    context: Context,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    let loaded = Loaded::load(&context, &wanted).await?;
    let catalogue = context.app.catalogue;
    let (quarter, period) = loaded.current().ok_or(AppError::NotFound)?;
    let radar = loaded.radar(catalogue).ok_or(AppError::NotFound)?;
    let page = Briefing {
        organisation: loaded.organisation.name.clone(),
        quarter: capitalised(&days::quarter_written(quarter)),
        finding: advice::leadership_finding(period, catalogue),
        period: period.clone(),
        before: loaded
            .before()
            .map(|(quarter, period)| (quarter.replace('-', " "), period.clone())),
        systemic: advice::systemic(period, catalogue),
        radar: radar.svg_inline("radar"),
        back: format!("/leadership{}", loaded.query()),
    };
    let title = format!("{}: briefing", loaded.organisation.name);
    Ok(Page::new(title).render(&context, move || briefing_page(page, catalogue)).await)
}

/// `GET /leadership/{file}`
pub async fn file(
    context: Context,
    Path(file): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    let loaded = Loaded::load(&context, &wanted).await?;
    let catalogue = context.app.catalogue;
    let (quarter, period) = loaded.current().ok_or(AppError::NotFound)?;
    let (kind, body) = match file.as_str() {
        "leadership.csv" => (exports::CSV, table(&loaded, catalogue).csv().into_bytes()),
        "leadership.json" => (exports::JSON, json(&loaded, quarter, period)?),
        _ => {
            let (name, ending) = file.rsplit_once('.').ok_or(AppError::NotFound)?;
            let chart = match name {
                "radar" => loaded.radar(catalogue),
                "dots" => loaded.dots(catalogue),
                "groups" => loaded.board().map(|board| {
                    let caption = Caption {
                        title: "Groups side by side".to_owned(),
                        desc: format!(
                            "Health over all people of each group, {}.",
                            days::quarter_written(quarter)
                        ),
                    };
                    charts::heat_map(&board, catalogue, &caption)
                }),
                _ => None,
            };
            let chart = chart.ok_or(AppError::NotFound)?;
            match ending {
                "svg" => (exports::SVG, chart.svg_file().into_bytes()),
                "png" => (exports::PNG, chart.png()?),
                "csv" => (exports::CSV, chart.table().csv().into_bytes()),
                _ => return Err(AppError::NotFound),
            }
        }
    };
    attachment(kind, &format!("andon-{quarter}-{file}"), body)
}

/// What leadership may see of a quarter, as JSON.
#[derive(Serialize)]
struct Export<'a> {
    organisation: &'a str,
    quarter: &'a str,
    scale: &'static str,
    period: &'a Period,
    trend: Vec<Point<'a>>,
    groups: Vec<Group<'a>>,
}

#[derive(Serialize)]
struct Point<'a> {
    quarter: &'a str,
    period: &'a Period,
}

#[derive(Serialize)]
struct Group<'a> {
    name: &'a str,
    period: &'a Period,
}

fn json(loaded: &Loaded, quarter: &str, period: &Period) -> Result<Vec<u8>, AppError> {
    let quarters = loaded.quarters.iter().take(loaded.place + 1);
    let export = Export {
        organisation: &loaded.organisation.name,
        quarter,
        scale: "health, 10 to 90 in steps of 5; 10 stands for 10 or less, 90 for 90 or more",
        period,
        trend: quarters.map(|(quarter, period)| Point { quarter, period }).collect(),
        groups: loaded.groups.iter().map(|(_, name, period)| Group { name, period }).collect(),
    };
    serde_json::to_vec_pretty(&export).map_err(|error| AppError::Internal(error.to_string()))
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
    for (quarter, period) in loaded.quarters.iter().take(loaded.place + 1) {
        rows.extend(lines("organisation", quarter, period, catalogue));
    }
    if let Some((quarter, _)) = loaded.current() {
        for (_, name, period) in &loaded.groups {
            rows.extend(lines(&format!("group: {name}"), quarter, period, catalogue));
        }
    }
    Table { columns: columns.map(str::to_owned).to_vec(), rows }
}

fn lines(scope: &str, quarter: &str, period: &Period, catalogue: &Catalogue) -> Vec<Vec<String>> {
    let start = |kind: &str, id: &str, name: &str| {
        [scope, quarter, kind, id, name].map(str::to_owned).to_vec()
    };
    let mut rows = Vec::new();
    for pooled in period.dimensions.iter().filter_map(Cell::shown) {
        let figures = |figure: &crate::disclosure::Figure| {
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
                    match shown.teams {
                        TeamCount::FewerThan(most) => format!("fewer than {most}"),
                        TeamCount::Exactly(teams) => teams.to_string(),
                        TeamCount::AtLeast(least) => format!("at least {least}"),
                    },
                    format!("{} %", shown.low),
                    format!("{} %", shown.high),
                ]),
                Cell::Withheld(reason) => {
                    row.extend([words::reason(reason), String::new(), String::new()]);
                }
            }
            row.push(match item.systemic {
                Cell::Shown(true) => "yes".to_owned(),
                Cell::Shown(false) => "no".to_owned(),
                Cell::Withheld(reason) => words::reason(reason),
            });
            rows.push(row);
        }
    }
    rows
}

//! Spread, prevalence and trend, as tables and small charts.

use super::systemic::pattern_link;
use crate::catalogue::{Catalogue, DimensionId, PatternId};
use crate::charts::words;
use crate::components::{ChartLink, DataTable, FileLinks};
use crate::disclosure::pooled::{Period, PooledItem, Prevalence, Reach, SpreadBand, TeamCount};
use crate::disclosure::{Cell, Health};
use crate::pages::report::ChartView;
use crate::pages::words::list;
use leptos::prelude::*;

/// Files of a chart, of the same quarter.
pub fn files(name: &str, query: &str) -> Vec<ChartLink> {
    ChartLink::of_chart(&format!("/leadership/{name}"), query)
}

/// Which dimension is lowest, in a few words.
pub fn heading(period: &Period, catalogue: &Catalogue) -> String {
    let health = |id: DimensionId| period.dimension(id).map(|each| each.figure.health);
    let lowest: Option<Health> = DimensionId::ALL.into_iter().filter_map(health).min();
    let names: Vec<&str> = DimensionId::ALL
        .into_iter()
        .filter(|id| lowest.is_some() && health(*id) == lowest)
        .map(|id| catalogue.dimension(id).name.as_str())
        .collect();
    match lowest {
        Some(lowest) if names.len() < DimensionId::ALL.len() => {
            format!("Lowest: {}, at {lowest} of 100", list(&names))
        }
        _ => "All dimensions are alike".to_owned(),
    }
}

/// "present in 23 of 36 teams", where counts are told.
pub fn in_teams(item: &PooledItem) -> Option<String> {
    item.prevalence.shown().map(|shown| format!("present in {} of {} teams", shown.teams, shown.of))
}

/// How many teams lie in which band of health, on each dimension.
pub fn spread(period: &Period, catalogue: &'static Catalogue) -> impl IntoView + use<> {
    let rows: Vec<_> = DimensionId::ALL
        .into_iter()
        .map(|id| {
            let name = catalogue.dimension(id).name.as_str();
            let cells = match period.dimensions.get(id.index()) {
                Some(Cell::Shown(pooled)) => match &pooled.spread {
                    Cell::Shown(spread) => {
                        spread.bands.iter().map(|each| band(*each)).collect::<Vec<_>>().into_any()
                    }
                    Cell::Withheld(reason) => withheld(words::reason_in_brief(*reason)).into_any(),
                },
                Some(Cell::Withheld(reason)) => withheld(words::reason(*reason)).into_any(),
                None => ().into_any(),
            };
            view! { <tr><th scope="row">{name}</th>{cells}</tr> }
        })
        .collect();
    view! {
        <h3 id="spread">"How far teams lie apart"</h3>
        <div class="table-frame" role="region" tabindex="0" aria-label="Teams in each band of health">
            <table class="data spread">
                <caption class="small">"How many teams have which health. Bands with few teams are joined to their neighbour, and a team without a new round is not counted again."</caption>
                <thead>
                    <tr>
                        <th scope="col">"Dimension"</th>
                        <th scope="col">"25 or less"</th>
                        <th scope="col">"30 to 50"</th>
                        <th scope="col">"55 to 75"</th>
                        <th scope="col">"80 or more"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn withheld(why: String) -> impl IntoView {
    view! { <td colspan="4" class="hatched">{why}</td> }
}

fn band(band: SpreadBand) -> impl IntoView {
    let SpreadBand { from, to, joins, teams } = band;
    let range = match (from, to) {
        (0, 100) => "of any health".to_owned(),
        (0, to) => format!("with {to} or less"),
        (from, 100) => format!("with {from} or more"),
        (from, to) => format!("with {from} to {to}"),
    };
    // Spoken and shown: a joined cell stands below several headings.
    let joined = (joins > 1).then(|| view! { <small class="muted">{range}</small> });
    view! { <td colspan=joins.to_string() class="band">{teams}" teams "{joined}</td> }
}

/// In how many teams each pattern is present.
pub fn prevalence(
    period: &Period,
    links: Vec<ChartLink>,
    catalogue: &'static Catalogue,
) -> impl IntoView + use<> {
    let rows: Vec<_> = PatternId::ALL
        .into_iter()
        .map(|id| {
            let name = pattern_link(id, catalogue);
            let Some(item) = period.item(id) else {
                let why = words::reason(crate::disclosure::Reason::NotPooled);
                return view! { <tr><th scope="row">{name}</th><td colspan="3" class="hatched">{why}</td></tr> }
                    .into_any();
            };
            let health = item.figure.health.to_string();
            let range = item
                .figure
                .interval
                .map(|ends| words::interval(ends.low.value(), ends.high.value()));
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td>{share(item)}</td>
                    <td>{health}</td>
                    <td>{range}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section aria-labelledby="prevalence">
            <h2 id="prevalence">"How common each anti-pattern is"</h2>
            <div class="table-frame" role="region" tabindex="0" aria-label="Each anti-pattern: teams and health">
                <table class="data prevalence">
                    <caption class="small">"The bar is the share of all such teams in which the pattern could plausibly be present, from 0 to 100 per cent; the mark is the share of these teams. Health is over all people, 100 is best."</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Anti-pattern"</th>
                            <th scope="col">"Present in"</th>
                            <th scope="col">"Health"</th>
                            <th scope="col">"Plausible range"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <FileLinks links=links of=" of the eighteen anti-patterns" label="Files of the eighteen anti-patterns"/>
        </section>
    }
}

/// In how many teams: a bar and words, or whether in half of them.
fn share(item: &PooledItem) -> impl IntoView + use<> {
    let systemic = item.systemic;
    let mark = (systemic.shown() == Some(&Reach::Systemic))
        .then(|| view! { " "<strong class="systemic">"systemic"</strong> });
    match item.prevalence {
        Cell::Shown(shown) => {
            let words = format!("{} of {} teams", shown.teams, shown.of);
            let range = format!(", plausibly {} to {} per cent", shown.low, shown.high);
            view! { {bar(shown)}<span>{words}<span class="visually-hidden">{range}</span>{mark}</span> }
                .into_any()
        }
        Cell::Withheld(_) => match systemic {
            Cell::Shown(Reach::Systemic) => view! { "at least half of the teams"{mark} }.into_any(),
            Cell::Shown(Reach::FewerThanHalf) => {
                view! { "fewer than half of the teams" }.into_any()
            }
            Cell::Withheld(reason) => view! { {words::reason_in_brief(reason)} }.into_any(),
        },
    }
}

/// A bar of 100 units, its interval, and a mark where the count is told.
fn bar(shown: Prevalence) -> impl IntoView {
    let Prevalence { teams, of, low, high } = shown;
    let at = match teams {
        TeamCount::Exactly(teams) => Some(teams * 100 / of.max(1)),
        _ => None,
    };
    let (x, width) = (low.to_string(), high.saturating_sub(low).to_string());
    view! {
        <svg class="share" viewBox="0 0 100 10" aria-hidden="true" preserveAspectRatio="none">
            <rect class="share-all" x="0" y="4" width="100" height="2"/>
            <rect class="share-range" x=x y="2" width=width height="6"/>
            {at.map(|at| view! { <rect class="share-mark" x=at.saturating_sub(1).to_string() y="0" width="2" height="10"/> })}
        </svg>
    }
}

/// A small chart for each dimension.
pub fn trends(trends: Vec<(String, ChartView)>) -> impl IntoView {
    (!trends.is_empty()).then(|| {
        let charts: Vec<_> = trends
            .into_iter()
            .map(|(name, chart)| {
                let caption = format!("{name}, quarter by quarter");
                view! {
                    <li>
                        <h3>{name}</h3>
                        <div class="drawing" inner_html=chart.svg></div>
                        <details>
                            <summary>"Show as table"</summary>
                            <DataTable caption=caption table=chart.table/>
                        </details>
                    </li>
                }
            })
            .collect();
        view! {
            <section aria-labelledby="trend">
                <h2 id="trend">"Quarter by quarter"</h2>
                <p>"Health over all people, with the range in which it could plausibly lie. There is a point only where at least three teams had a new round. Ranges that overlap may be chance."</p>
                <ul class="small-charts">{charts}</ul>
            </section>
        }
    })
}

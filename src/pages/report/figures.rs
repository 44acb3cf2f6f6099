//! The two charts, and the words about agreement.

use super::{Before, ChartView, heading, range};
use crate::catalogue::{Catalogue, DimensionId, PatternId};
use crate::charts::words;
use crate::components::{ChartFigure, ChartLink, DataTable, TableData};
use crate::disclosure::{Agreement, Cell, Report};
use leptos::prelude::*;

/// The radar, and beside it what a radar cannot show: ranges and agreement.
pub fn dimensions(
    report: &Report,
    before: Option<&Before>,
    radar: ChartView,
    base: &str,
    catalogue: &'static Catalogue,
) -> impl IntoView + use<> {
    let title = heading::dimensions(report, |place| {
        catalogue.dimensions().get(place).map_or_else(String::new, |each| each.name.clone())
    });
    let outlined = before.filter(|before| before.report.is_some());
    let before = outlined.map_or_else(String::new, |before| {
        format!(" The dashed outline is the round of {}.", before.day)
    });
    let caption =
        format!("Health of the six dimensions, from 0 to 100. Further out is better.{before}");
    let links = files(base, "radar");
    view! {
        <section aria-labelledby="dimensions">
            <h2 id="dimensions">{title}</h2>
            <ChartFigure svg=radar.svg table=radar.table caption=caption links=links/>
            <h3>{agreement_heading(report, catalogue)}</h3>
            <DataTable
                caption="Each dimension: health, range, and how close together people are"
                quiet_caption=true
                table=dimension_table(report, catalogue)
            />
        </section>
    }
}

/// The dot plot.
pub fn patterns(
    report: &Report,
    dots: ChartView,
    base: &str,
    catalogue: &'static Catalogue,
) -> impl IntoView + use<> {
    let title = heading::patterns(report, |place| {
        PatternId::ALL.get(place).map_or_else(String::new, |id| catalogue.pattern(*id).name.clone())
    });
    let links = files(base, "dots");
    view! {
        <section aria-labelledby="patterns">
            <h2 id="patterns">{title}</h2>
            <ChartFigure
                svg=dots.svg
                table=dots.table
                caption="Health of the eighteen anti-patterns, from 0 to 100. The line through a dot is where the truth could plausibly lie; further right is better."
                links=links
            />
        </section>
    }
}

pub fn files(base: &str, name: &str) -> Vec<ChartLink> {
    ChartLink::of_chart(&format!("{base}/{name}"), "")
}

/// Where people differ, in a few words.
fn agreement_heading(report: &Report, catalogue: &Catalogue) -> String {
    let with = |word: Agreement| -> Vec<&str> {
        DimensionId::ALL
            .into_iter()
            .filter(|id| report.dimension(*id).is_some_and(|figure| figure.agreement == Some(word)))
            .map(|id| catalogue.dimension(id).name.as_str())
            .collect()
    };
    let (apart, close) = (with(Agreement::FarApart), with(Agreement::CloseTogether));
    let all_told = DimensionId::ALL
        .into_iter()
        .all(|id| report.dimension(id).is_some_and(|figure| figure.agreement.is_some()));
    if !apart.is_empty() {
        format!("People are far apart on {}", super::super::words::list(&apart))
    } else if !all_told && close.is_empty() {
        "How close together people are".to_owned()
    } else if close.is_empty() {
        "On no dimension are people far apart, and on none close together".to_owned()
    } else {
        format!("People are close together on {}", super::super::words::list(&close))
    }
}

fn dimension_table(report: &Report, catalogue: &Catalogue) -> TableData {
    let columns = ["Dimension", "Health", "Could plausibly lie between", "People are"];
    let rows = report
        .dimensions
        .iter()
        .map(|row| {
            let name = catalogue.dimension(row.id).name.clone();
            match &row.figure {
                Cell::Shown(figure) => vec![
                    name,
                    figure.health.to_string(),
                    range(figure).unwrap_or_else(|| "too few answers to tell".to_owned()),
                    figure.agreement.map_or("too few answers to tell", Agreement::words).to_owned(),
                ],
                Cell::Withheld(reason) => {
                    vec![name, words::reason(*reason), String::new(), String::new()]
                }
            }
        })
        .collect();
    TableData { columns: columns.map(str::to_owned).to_vec(), rows }
}

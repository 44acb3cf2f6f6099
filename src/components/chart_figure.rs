//! A chart, the same numbers as a table, and the files to take away.

use super::data_table::{DataTable, TableData};
use leptos::prelude::*;

/// A file that holds the chart or its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartLink {
    /// For example "SVG".
    pub label: String,
    /// Where it is.
    pub href: String,
}

/// A figure that never stands alone: its numbers are one click away, and so
/// are its files.
#[component]
pub fn ChartFigure(
    /// The drawing, as SVG made by our own charts: it goes into the page as it is.
    svg: String,
    /// The same numbers.
    table: TableData,
    /// What the figure shows, in one sentence.
    #[prop(into)]
    caption: String,
    /// Files; may be empty.
    #[prop(optional)]
    links: Vec<ChartLink>,
) -> impl IntoView {
    let named = caption.clone();
    let links: Vec<_> = links
        .into_iter()
        .map(|link| {
            let words = format!(" of: {named}");
            view! {
                <li>
                    <a href=link.href>{link.label}<span class="visually-hidden">{words}</span></a>
                </li>
            }
        })
        .collect();
    view! {
        <figure class="chart">
            <figcaption>{caption.clone()}</figcaption>
            <div class="drawing" inner_html=svg></div>
            <div class="chart-tools">
                <details>
                    <summary>"Show as table"</summary>
                    <DataTable caption=caption table=table/>
                </details>
                {(!links.is_empty())
                    .then(|| view! { <ul class="files" aria-label="Files of this chart">{links}</ul> })}
            </div>
        </figure>
    }
}

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

impl ChartLink {
    /// The three files of a chart: `stem` with each ending, and a query after it.
    #[must_use]
    pub fn of_chart(stem: &str, query: &str) -> Vec<Self> {
        let link = |label: &str| Self {
            label: label.to_owned(),
            href: format!("{stem}.{}{query}", label.to_lowercase()),
        };
        ["SVG", "PNG", "CSV"].map(link).to_vec()
    }
}

/// Files as links in a row; each says of what it is to whoever cannot see where it
/// stands.
#[component]
pub fn FileLinks(
    /// The files.
    links: Vec<ChartLink>,
    /// What is read after each file's kind, for example " of the groups".
    #[prop(into)]
    of: String,
    /// What the row is called.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let links: Vec<_> = links
        .into_iter()
        .map(|link| {
            view! {
                <li>
                    <a href=link.href>{link.label}<span class="visually-hidden">{of.clone()}</span></a>
                </li>
            }
        })
        .collect();
    view! { <ul class="files" aria-label=label>{links}</ul> }
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
    let of = format!(" of: {caption}");
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
                    .then(|| view! { <FileLinks links=links of=of label="Files of this chart"/> })}
            </div>
        </figure>
    }
}

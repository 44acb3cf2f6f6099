//! Tables of figures.

use super::mark::Mark;
use leptos::prelude::*;

/// Columns and rows of a table; the first cell of a row names the row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableData {
    /// Headings.
    pub columns: Vec<String>,
    /// Cells, as many in a row as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// A table with a caption, in a frame that scrolls by itself where it is too
/// wide, so that the page never does.
#[component]
pub fn DataTable(
    /// What the table shows.
    #[prop(into)]
    caption: String,
    /// Its content.
    table: TableData,
    /// Hides the caption from sight where the heading above says the same.
    #[prop(optional)]
    quiet_caption: bool,
    /// What each row is, from the first one on, where rows are statements about privacy.
    #[prop(optional)]
    marks: Vec<Mark>,
) -> impl IntoView {
    let head: Vec<_> =
        table.columns.into_iter().map(|column| view! { <th scope="col">{column}</th> }).collect();
    let body: Vec<_> = table
        .rows
        .into_iter()
        .zip(marks.into_iter().map(Some).chain(std::iter::repeat(None)))
        .map(|(row, mark)| {
            let cells: Vec<_> = row
                .into_iter()
                .enumerate()
                .map(|(column, cell)| {
                    if column == 0 {
                        view! { <th scope="row">{cell}</th> }.into_any()
                    } else {
                        view! { <td>{cell}</td> }.into_any()
                    }
                })
                .collect();
            let promise = mark.and_then(Mark::promise);
            let plain = mark.and_then(Mark::plain);
            view! { <tr data-promise=promise data-plain=plain>{cells}</tr> }
        })
        .collect();
    let name = caption.clone();
    let class = if quiet_caption { "visually-hidden" } else { "small" };
    view! {
        // Whoever scrolls with the keyboard has to be able to reach the frame.
        <div class="table-frame" role="region" tabindex="0" aria-label=name>
            <table class="data">
                <caption class=class>{caption}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
}

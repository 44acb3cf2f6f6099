//! The heat map as a table: a row for each team, a column for each dimension; the
//! eighteen anti-patterns fold out below each team.

use super::cells::{dimension_cell, item_cell, key};
use crate::catalogue::{Catalogue, PatternId};
use crate::charts::words;
use crate::disclosure::{Band, Board, BoardRow};
use leptos::prelude::*;

/// What a board says of a team beside its figures.
#[derive(Debug, Clone)]
pub struct RowNotes {
    /// Its report.
    pub report_href: String,
    /// The coach's notes on it.
    pub notes_href: String,
    /// How many people answered.
    pub answers: Band,
    /// How many of those who were invited answered, in words; no number, because
    /// together with the band it could be exact.
    pub participation: &'static str,
    /// When its round closed, and from when on the next can open.
    pub about: String,
}

/// The table; `notes` are those of the board's rows, in their order.
pub fn heat_map(
    board: &Board,
    notes: Vec<RowNotes>,
    catalogue: &'static Catalogue,
) -> impl IntoView + use<> {
    let columns: Vec<_> = catalogue
        .dimensions()
        .iter()
        .map(|dimension| {
            let (name, short) = (dimension.name.as_str(), dimension.short.as_str());
            view! { <th scope="col"><abbr title=name>{short}</abbr></th> }
        })
        .collect();
    let body: Vec<_> =
        board.rows.iter().zip(notes).map(|(row, notes)| team(row, notes, catalogue)).collect();
    view! {
        <p class="small board-about">"Health from 0 to 100, higher is better."</p>
        {key()}
        <div class="table-frame board-frame" role="region" tabindex="0" aria-label="Health of each team on each dimension">
            <table class="board">
                <thead>
                    <tr><th scope="col">"Team"</th>{columns}</tr>
                </thead>
                {body}
            </table>
        </div>
    }
}

fn team(row: &BoardRow, notes: RowNotes, catalogue: &'static Catalogue) -> impl IntoView + use<> {
    let RowNotes { report_href, notes_href, answers, participation, about } = notes;
    let dimensions: Vec<_> = row.dimensions.iter().map(dimension_cell).collect();
    let items: Vec<_> = PatternId::ALL
        .into_iter()
        .zip(&row.items)
        .map(|(id, cell)| {
            let name = catalogue.pattern(id).name.as_str();
            view! { <li><span>{name}</span>{item_cell(cell)}</li> }
        })
        .collect();
    let about = format!("{} people answered, {participation} \u{b7} {about}", words::band(answers));
    let summary = format!("The eighteen anti-patterns of {}", row.team);
    view! {
        <tbody>
            <tr>
                <th scope="row">
                    <a href=report_href>{row.team.clone()}</a>
                    {row.group.clone().map(|group| view! { <small class="muted">{group}</small> })}
                </th>
                {dimensions}
            </tr>
            <tr class="fold">
                <td colspan="7">
                    <details>
                        <summary>{summary}</summary>
                        <p class="small">{about}". "<a href=notes_href>{format!("Your notes on {}", row.team)}</a></p>
                        <ul class="items">{items}</ul>
                    </details>
                </td>
            </tr>
        </tbody>
    }
}

//! Groups side by side, by name.

use super::figures::files;
use crate::catalogue::Catalogue;
use crate::charts::words;
use crate::components::FileLinks;
use crate::disclosure::{Board, BoardCell, Cell};
use crate::pages::coach::cells::class;
use leptos::prelude::*;

/// The table of groups and dimensions.
pub fn section(board: &Board, query: &str, catalogue: &'static Catalogue) -> impl IntoView + use<> {
    let columns: Vec<_> = catalogue
        .dimensions()
        .iter()
        .map(|each| view! { <th scope="col"><abbr title=each.name.as_str()>{each.short.as_str()}</abbr></th> })
        .collect();
    let rows: Vec<_> = board
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<_> = row.dimensions.iter().map(cell).collect();
            view! { <tr><th scope="row">{row.team.clone()}</th>{cells}</tr> }
        })
        .collect();
    view! {
        <section aria-labelledby="groups">
            <h2 id="groups">"Groups side by side"</h2>
            <p>"Groups do different work, so this is no ranking: look for what one of them could tell another. A group is shown from four teams on, and hidden where it would give a single team away, also to a coach who knows most of the group."</p>
            <div class="table-frame board-frame" role="region" tabindex="0" aria-label="Health of each group on each dimension">
                <table class="board">
                    <caption class="small">"Health from 0 to 100, over all people of a group; higher is better."</caption>
                    <thead>
                        <tr><th scope="col">"Group"</th>{columns}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <FileLinks links=files("groups", query) of=" of the groups" label="Files of the groups"/>
        </section>
    }
}

fn cell(cell: &BoardCell) -> impl IntoView + use<> {
    let class = class(cell);
    let content = match cell.figure {
        Cell::Shown(figure) => {
            let range =
                figure.interval.map(|ends| words::interval(ends.low.value(), ends.high.value()));
            view! { {words::brief(figure.health)}<span class="range">{range}</span> }.into_any()
        }
        Cell::Withheld(reason) => {
            view! { <span class="why">{words::reason_in_brief(reason)}</span> }.into_any()
        }
    };
    view! { <td class=class>{content}</td> }
}

//! One cell of the board: a number on its colour, or hatching with the reason, and
//! a shape with a word for what may be said since the round before.

use crate::charts::{heat_step, words};
use crate::disclosure::{BoardCell, Cell, Direction, Since, Verdict};
use leptos::prelude::*;

/// A team on one dimension.
pub fn dimension_cell(cell: &BoardCell) -> impl IntoView + use<> {
    view! { <td class=class(cell)>{content(cell)}</td> }
}

/// A team on one anti-pattern.
pub fn item_cell(cell: &BoardCell) -> impl IntoView + use<> {
    view! { <span class=class(cell)>{content(cell)}</span> }
}

/// Up for healthier, down for less healthy; filled where a test says so.
const UP: (&str, &str) = ("moved", "M5 1 9.5 9h-9z");
const DOWN: (&str, &str) = ("moved", "M5 9 .5 1h9z");
const UP_UNTESTED: (&str, &str) = ("moved untested", "M5 1.8 8.8 8.5H1.2z");
const DOWN_UNTESTED: (&str, &str) = ("moved untested", "M5 8.2 1.2 1.5h7.6z");
/// Neither: a dash.
const DASH: (&str, &str) = ("moved", "M0 4.2h10v1.6H0z");

/// The shape for what may be said, and whether its word is read only: a dash that
/// stands in most cells needs none beside it, the key has it.
const fn shape(since: Since) -> Option<((&'static str, &'static str), bool)> {
    match since {
        Since::Verdict(Verdict::ClearlyBetter) => Some((UP, false)),
        Since::Verdict(Verdict::ClearlyWorse) => Some((DOWN, false)),
        Since::Verdict(Verdict::CannotTell) => Some((DASH, true)),
        Since::Direction(Direction::Up) => Some((UP_UNTESTED, false)),
        Since::Direction(Direction::Down) => Some((DOWN_UNTESTED, false)),
        // The same displayed figure is not the same as no change.
        Since::Direction(Direction::Level | Direction::Unclear) => None,
    }
}

fn mark((class, path): (&'static str, &'static str)) -> impl IntoView {
    view! { <svg class=class viewBox="0 0 10 10" width="10" height="10" aria-hidden="true"><path d=path/></svg> }
}

/// The colour of its figure, or hatching.
pub fn class(cell: &BoardCell) -> String {
    match cell.figure {
        Cell::Shown(figure) => format!("cell heat-{}", heat_step(figure.health).0),
        Cell::Withheld(_) => "cell hatched".to_owned(),
    }
}

fn content(cell: &BoardCell) -> AnyView {
    match cell.figure {
        Cell::Shown(figure) => {
            let brief = words::brief(figure.health);
            let since = cell.since.as_ref().and_then(|since| since.shown().copied());
            let moved = since.and_then(|since| Some((since.words(), shape(since)?)));
            let moved = moved.map(|(word, (drawn, read_only))| {
                let class = if read_only { "visually-hidden" } else { "moved-words" };
                view! { {mark(drawn)}<span class=class>{word}</span> }
            });
            view! { {brief}" "{moved} }.into_any()
        }
        Cell::Withheld(reason) => {
            view! { <span class="why">{words::reason_in_brief(reason)}</span> }.into_any()
        }
    }
}

/// What the shapes mean.
pub fn key() -> impl IntoView {
    view! {
        <ul class="shape-key small">
            <li>{mark(UP)}" "{mark(DOWN)}" clearly better or worse than in the team\u{2019}s round before"</li>
            <li>{mark(DASH)}" cannot tell"</li>
            <li>{mark(UP_UNTESTED)}" "{mark(DOWN_UNTESTED)}" only the figure shown went up or down: not tested"</li>
            <li>"no shape: nothing to compare with, or too few answers to tell"</li>
        </ul>
    }
}

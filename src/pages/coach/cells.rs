//! One cell of the board: a number on its colour, or hatching with the reason, and
//! a triangle with words where something has clearly changed.

use crate::catalogue::{DimensionId, PatternId};
use crate::charts::{heat_step, words};
use crate::disclosure::{Cell, Change, Direction, Figure, Report, Verdict};
use leptos::prelude::*;

/// A team on one dimension.
pub fn dimension_cell(
    report: &Report,
    change: Option<&Change>,
    id: DimensionId,
) -> impl IntoView + use<> {
    let figure = report.dimensions.get(id.index()).map(|row| row.figure);
    let moved = change.and_then(|change| change.dimension(id)).and_then(Moved::of_verdict);
    view! { <td class=class(figure)>{content(figure, moved)}</td> }
}

/// A team on one anti-pattern.
pub fn item_cell(report: &Report, change: Option<&Change>, id: PatternId) -> impl IntoView + use<> {
    let figure = report.items.get(id.index()).map(|row| row.figure);
    let shift =
        change.and_then(|change| change.items.get(id.index())).and_then(|row| row.change.shown());
    let moved = shift.and_then(|shift| {
        shift
            .judged
            .and_then(|judged| Moved::of_verdict(judged.verdict))
            .or_else(|| Moved::of_direction(shift.direction))
    });
    view! { <span class=class(figure)>{content(figure, moved)}</span> }
}

/// How a figure moved.
#[derive(Debug, Clone, Copy)]
struct Moved {
    up: bool,
    words: &'static str,
}

impl Moved {
    const fn of_verdict(verdict: Verdict) -> Option<Self> {
        match verdict {
            Verdict::ClearlyBetter => Some(Self { up: true, words: "clearly better" }),
            Verdict::ClearlyWorse => Some(Self { up: false, words: "clearly worse" }),
            Verdict::CannotTell => None,
        }
    }

    /// Of shown figures only, without a test.
    const fn of_direction(direction: Direction) -> Option<Self> {
        match direction {
            Direction::Up => Some(Self { up: true, words: "higher, not tested" }),
            Direction::Down => Some(Self { up: false, words: "lower, not tested" }),
            Direction::Level => None,
        }
    }
}

fn class(figure: Option<Cell<Figure>>) -> String {
    match figure {
        Some(Cell::Shown(figure)) => format!("cell heat-{}", heat_step(figure.health).0),
        _ => "cell hatched".to_owned(),
    }
}

fn content(figure: Option<Cell<Figure>>, moved: Option<Moved>) -> AnyView {
    match figure {
        Some(Cell::Shown(figure)) => {
            let value = figure.health.value();
            let brief = match value {
                10 => "\u{2264}10".to_owned(),
                90 => "\u{2265}90".to_owned(),
                value => value.to_string(),
            };
            let mark = moved.map(|moved| {
                let path = if moved.up { "M5 1 9.5 9h-9z" } else { "M5 9 .5 1h9z" };
                view! {
                    <svg class="moved" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true"><path d=path/></svg>
                    <span class="moved-words">{moved.words}</span>
                }
            });
            view! { {brief}" "{mark} }.into_any()
        }
        Some(Cell::Withheld(reason)) => {
            view! { <span class="why">{words::reason_in_brief(reason)}</span> }.into_any()
        }
        None => ().into_any(),
    }
}

//! Whether something has changed since the round before.

use super::Before;
use crate::catalogue::{Catalogue, DimensionId, PatternId};
use crate::charts::words;
use crate::components::{DataTable, TableData};
use crate::disclosure::{Cell, Change, Reason, Report, Verdict};
use crate::pages::words::list;
use leptos::prelude::*;

/// The section; nothing where there is no round before.
pub fn since(
    report: &Report,
    before: Option<&Before>,
    catalogue: &'static Catalogue,
) -> impl IntoView + use<> {
    before.map(|before| {
        let day = before.day.as_str();
        view! {
            <section aria-labelledby="change">
                <h2 id="change">{heading(&before.change, catalogue)}</h2>
                <p>
                    {format!("Compared with the round of {day}. \u{201c}Cannot tell\u{201d} does not mean that nothing has changed: it means that a difference of this size, among so few people, could well be chance.")}
                </p>
                <DataTable
                    caption=if before.report.is_some() {
                        format!("Health on {day} and now")
                    } else {
                        format!("Health now, and whether it has changed since {day}")
                    }
                    quiet_caption=true
                    table=dimension_table(report, before, catalogue)
                />
                {items(report, before, catalogue)}
                {before.report.is_none().then(|| {
                    view! {
                        <p class="muted">"The figures of that round are not part of this report: a share link opens one report alone."</p>
                    }
                })}
            </section>
        }
    })
}

/// What the tests say, as a heading.
pub fn heading(change: &Change, catalogue: &Catalogue) -> String {
    let with = |verdict: Verdict| -> Vec<&str> {
        DimensionId::ALL
            .into_iter()
            .filter(|id| change.dimension(*id) == Some(verdict))
            .map(|id| catalogue.dimension(id).name.as_str())
            .collect()
    };
    let (better, worse) = (with(Verdict::ClearlyBetter), with(Verdict::ClearlyWorse));
    let overall = change.overall.shown().map(|judged| judged.verdict);
    let parts: Vec<String> = [(&better, "better"), (&worse, "worse")]
        .into_iter()
        .filter(|(names, _)| !names.is_empty())
        .map(|(names, word)| {
            format!(
                "{} {} clearly {word}",
                list(names),
                if names.len() == 1 { "is" } else { "are" }
            )
        })
        .collect();
    match overall {
        Some(Verdict::ClearlyBetter) if worse.is_empty() => {
            "Clearly better than last time".to_owned()
        }
        Some(Verdict::ClearlyWorse) if better.is_empty() => {
            "Clearly worse than last time".to_owned()
        }
        _ if !parts.is_empty() => parts.join("; "),
        Some(Verdict::ClearlyBetter) => "Clearly better than last time, taken together".to_owned(),
        Some(Verdict::ClearlyWorse) => "Clearly worse than last time, taken together".to_owned(),
        _ if tested(change) => "These answers cannot tell whether anything has changed".to_owned(),
        _ => "Whether anything has changed was not tested".to_owned(),
    }
}

fn tested(change: &Change) -> bool {
    change.overall.shown().is_some()
        || change.dimensions.iter().any(|row| row.change.shown().is_some())
}

/// The overall verdict as a sentence to follow the overall figure; nothing where
/// it was not tested.
pub fn sentence(before: &Before) -> Option<String> {
    let verdict = before.change.overall.shown()?.verdict;
    let then = before.report.as_ref().and_then(|report| Some(report.overall.shown()?.health));
    let then = then.map_or_else(String::new, |health| format!(" ({health})"));
    let day = &before.day;
    Some(match verdict {
        Verdict::ClearlyBetter => format!(" That is clearly better than on {day}{then}."),
        Verdict::ClearlyWorse => format!(" That is clearly worse than on {day}{then}."),
        Verdict::CannotTell => {
            format!(" Whether that differs from {day}{then}, these answers cannot tell.")
        }
    })
}

/// The column "Then" is left out where the round before may not be seen.
fn columns(before: &Before, names: [&str; 4]) -> Vec<String> {
    let then = before.report.is_some();
    let names = names.into_iter().filter(|name| then || *name != THEN);
    names.map(str::to_owned).collect()
}

/// The heading of the column with the figures of the round before.
const THEN: &str = "Then";

fn dimension_table(report: &Report, before: &Before, catalogue: &Catalogue) -> TableData {
    let health = |cell: &Cell<_>| match cell {
        Cell::Shown(figure) => health(figure),
        Cell::Withheld(reason) => words::reason_in_brief(*reason),
    };
    let row = |name: &str, then: Option<&Cell<_>>, now: &Cell<_>, verdict: &Cell<_>| {
        let mut row = vec![name.to_owned()];
        row.extend(then.map(health));
        row.extend([health(now), words::verdict(verdict)]);
        row
    };
    let earlier = before.report.as_ref();
    let overall = earlier.map(|earlier| &earlier.overall);
    let mut rows = vec![row("Over everything", overall, &report.overall, &before.change.overall)];
    for id in DimensionId::ALL {
        let place = id.index();
        let (Some(now), Some(change)) =
            (report.dimensions.get(place), before.change.dimensions.get(place))
        else {
            continue;
        };
        let then = earlier.and_then(|earlier| Some(&earlier.dimensions.get(place)?.figure));
        rows.push(row(&catalogue.dimension(id).name, then, &now.figure, &change.change));
    }
    TableData { columns: columns(before, ["Dimension", THEN, "Now", "Verdict"]), rows }
}

fn health(figure: &crate::disclosure::Figure) -> String {
    figure.health.to_string()
}

/// Single statements: those of which something may be said, or why nothing may.
fn items(report: &Report, before: &Before, catalogue: &Catalogue) -> impl IntoView + use<> {
    let rows: Vec<Vec<String>> = PatternId::ALL
        .into_iter()
        .filter_map(|id| {
            let shift = before.change.items.get(id.index())?.change.shown()?;
            let now = report.item(id)?;
            let then = match &before.report {
                Some(earlier) => Some(health(earlier.item(id)?)),
                None => None,
            };
            let said = match shift.judged.map(|judged| judged.verdict) {
                Some(verdict) if verdict != Verdict::CannotTell => verdict.words(),
                _ => shift.direction.went(),
            };
            let mut row = vec![catalogue.pattern(id).name.clone()];
            row.extend(then);
            row.extend([health(now), said.to_owned()]);
            Some(row)
        })
        .collect();
    if rows.is_empty() {
        let nearly = before
            .change
            .items
            .iter()
            .any(|row| matches!(row.change, Cell::Withheld(Reason::NearlySamePeople)));
        return nearly
            .then(|| {
                view! {
                    <p>"For single statements no direction is given: nearly the same number of people answered both times, and an arrow could tell something of the one who joined or left."</p>
                }
            })
            .into_any();
    }
    let last = if before.report.is_some() { "Shown figures" } else { "Verdict" };
    let table = TableData { columns: columns(before, ["Anti-pattern", THEN, "Now", last]), rows };
    let caption = if before.report.is_some() {
        "Health of single anti-patterns, then and now"
    } else {
        "Health of single anti-patterns that have clearly changed"
    };
    view! {
        <details class="fine">
            <summary>"Single statements"</summary>
            {before.report.is_some().then(|| {
                view! {
                    <p>"Where no verdict stands, this is a direction of the shown figures and no more: it has not been tested, or the test could not tell."</p>
                }
            })}
            <DataTable caption=caption quiet_caption=true table=table/>
        </details>
    }
    .into_any()
}

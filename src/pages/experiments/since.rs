//! Before and after, as far as rounds can say.

use crate::components::{DataTable, TableData};
use leptos::prelude::*;

/// One round that closed after an experiment had started, beside the round before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// When the earlier one was.
    pub before: String,
    /// When the later one was.
    pub after: String,
    /// Where its report is.
    pub report: Option<String>,
    /// The anti-pattern and its dimension.
    pub rows: Vec<SinceRow>,
}

/// The health of one thing then and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SinceRow {
    /// What.
    pub name: String,
    /// Health then, or why it is not shown.
    pub then: String,
    /// Health now, or why it is not shown.
    pub now: String,
    /// The verdict, or why there is none.
    pub said: String,
}

/// The tables, one for each later round, and what they can and cannot say.
pub fn before_and_after(since: Vec<Since>, of_team: bool) -> AnyView {
    if since.is_empty() {
        let nothing = if of_team {
            "No round has closed since it started. When the next one does, the anti-pattern and its dimension stand here before and after, with a verdict."
        } else {
            "No quarter has been counted since it started. When the next one is, the anti-pattern stands here before and after."
        };
        return view! { <p class="muted">{nothing}</p> }.into_any();
    }
    let tables: Vec<_> = since
        .into_iter()
        .map(|each| {
            let rows = each
                .rows
                .into_iter()
                .map(|row| vec![row.name, row.then, row.now, row.said])
                .collect();
            let columns = ["", "Then", "Now", "Verdict"].map(str::to_owned).to_vec();
            let caption = format!("Health then ({}) and now ({})", each.before, each.after);
            let report = each.report.map(|href| view! { <p class="small"><a href=href>{format!("Where it comes from: {}", each.after)}</a></p> });
            view! {
                <DataTable caption=caption table=TableData { columns, rows }/>
                {report}
            }
        })
        .collect();
    let note = if of_team {
        "The verdict compares two rounds of the whole team. It cannot say what caused a change: other things happened too. \u{201c}Cannot tell\u{201d} does not mean that nothing has changed."
    } else {
        "Figures over many teams, not tested against each other: other teams may be in them, and other things happened too."
    };
    view! {
        {tables}
        <p class="small muted">{note}</p>
    }
    .into_any()
}

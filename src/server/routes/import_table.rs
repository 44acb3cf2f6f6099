//! What would become of a file, in words: the table and what is said around it.

use crate::components::TableData;
use crate::days;
use crate::import::{self, Outcome, Plan, Row, Shown};
use crate::pages::admin::{DryRun, dry_run};
use crate::score::quoted;
use crate::server::aside::aside;
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::imports::counted;
use crate::server::render::Page;
use crate::store::Organisation;
use axum::response::Response;

/// How many differences are listed.
const MOST_DIFFERENCES: usize = 20;

/// The table of what would happen; `changed` says what is not as it was shown before.
pub async fn table(
    context: &Context,
    own: &Organisation,
    plan: Plan,
    no_lists: bool,
    changed: Option<Vec<String>>,
) -> Result<Response, AppError> {
    let again = changed.is_some();
    let (base, organisation) = (format!("/admin/{}/import", own.id), own.name.clone());
    let run = aside(move || DryRun {
        base,
        organisation,
        title: title(&plan),
        table: cells(&plan),
        remarks: remarks(&plan),
        changed,
        button: button(&plan),
        text: import::text(&plan),
        shown: Shown::of(&plan).write(),
        no_lists,
    })
    .await?;
    let title = run.title.clone();
    Ok(Page::new(title).wrong(again).render(context, move || dry_run(run)).await)
}

/// "12 rounds of 5 teams would be added; 1 is left out".
fn title(plan: &Plan) -> String {
    let added = plan.added().count();
    let out = plan.rows.len() - added;
    let left_out = match out {
        0 => String::new(),
        1 => "; 1 is left out".to_owned(),
        _ => format!("; {out} are left out"),
    };
    if added == 0 {
        return format!("Nothing would be added{left_out}");
    }
    let (rounds, teams) = (counted(added, "round"), counted(plan.teams_added_to(), "team"));
    format!("{rounds} of {teams} would be added{left_out}")
}

fn button(plan: &Plan) -> Option<String> {
    let added = plan.added().count();
    (added > 0).then(|| format!("Add {}", counted(added, "round")))
}

/// The table. How many were invited is a column where the file says so at all.
fn cells(plan: &Plan) -> TableData {
    let invited = plan.rows.iter().any(|row| row.invited.is_some());
    let mut columns = vec!["Team", "Closed on", "Answers"];
    columns.extend(invited.then_some("Invited"));
    columns.push("What would happen");
    let row = |row: &Row| {
        let answers = if row.outcome == Outcome::TooFew {
            format!("fewer than {}", plan.minimum_group)
        } else {
            row.answers.len().to_string()
        };
        let mut cells = vec![row.team.clone(), days::written(row.day), answers];
        if invited {
            let said = row.invited.map(|number| number.to_string());
            cells.push(said.unwrap_or_else(|| "not said".to_owned()));
        }
        cells.push(happens(plan, row));
        cells
    };
    TableData {
        columns: columns.into_iter().map(str::to_owned).collect(),
        rows: plan.rows.iter().map(row).collect(),
    }
}

/// What would happen to a round, in words.
fn happens(plan: &Plan, row: &Row) -> String {
    match row.outcome {
        Outcome::Added if row.makes_team(plan) => "added; the team is new".to_owned(),
        Outcome::Added => "added".to_owned(),
        Outcome::AlreadyThere => "left out: it is there already".to_owned(),
        Outcome::TooFew => format!("left out: fewer than {} answers", plan.minimum_group),
        Outcome::TooClose(day) => format!(
            "left out: a round of this team closed on {}, fewer than 28 days away",
            days::written(day)
        ),
        Outcome::TooCloseToOpen(day) => format!(
            "left out: this team\u{2019}s open round was opened on {}, fewer than 28 days later",
            days::written(day)
        ),
    }
}

fn remarks(plan: &Plan) -> Vec<String> {
    let mut remarks = Vec::new();
    let new = plan.new_teams.len();
    if new > 0 {
        remarks.push(format!(
            "{} would be made. Check the spelling: a team that is there already, spelt otherwise, would be a second one.",
            counted(new, "new team")
        ));
    }
    for (name, other) in &plan.spellings {
        remarks.push(format!("\u{201c}{other}\u{201d} is taken for the team {name}."));
    }
    if !plan.ignored.is_empty() {
        let names: Vec<String> =
            plan.ignored.iter().map(|name| format!("\u{201c}{}\u{201d}", quoted(name))).collect();
        remarks.push(format!(
            "These columns are nothing that Andon knows, and were not read: {}.",
            names.join(", ")
        ));
    }
    if plan.rows.iter().any(|row| row.outcome == Outcome::TooFew) {
        remarks.push(format!(
            "Rounds with fewer than {} answers count nowhere, so nothing of them is kept.",
            plan.minimum_group
        ));
    }
    if plan.added().next().is_some() {
        remarks.push(
            "A report says what has changed since the team\u{2019}s round before. With older rounds added, reports that are there already can say so too.".to_owned(),
        );
    }
    remarks
}

/// What is not as it was shown.
pub fn differences(shown: Option<&Shown>, plan: &Plan) -> Vec<String> {
    let rows = shown.and_then(|shown| shown.differences(plan));
    let (Some(shown), Some(rows)) = (shown, rows) else {
        return vec![
            "The rounds themselves are not those that were shown. Look at the whole table again."
                .to_owned(),
        ];
    };
    let mut lines = Vec::new();
    if shown.minimum_group() != plan.minimum_group {
        lines.push(format!(
            "The minimum group is {} now; it was {}.",
            plan.minimum_group,
            shown.minimum_group()
        ));
    }
    let count = rows.len();
    lines.extend(rows.into_iter().take(MOST_DIFFERENCES).map(|(row, then)| {
        let (day, now) = (days::written(row.day), happens(plan, row));
        format!("{}, {day}: {then}; now {now}.", row.team)
    }));
    if count > MOST_DIFFERENCES {
        lines.push(format!("And {} more.", counted(count - MOST_DIFFERENCES, "round")));
    }
    lines
}

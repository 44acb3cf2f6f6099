//! Past rounds from a file: look at it, confirm it, see how far it is.

use super::exports::{CSV, attachment};
use crate::catalogue::{Catalogue, PatternId};
use crate::components::TableData;
use crate::days;
use crate::import::{self, MOST_ROUNDS, Outcome, Plan, Row, Shown};
use crate::pages::admin::{DryRun, ImportForm, Standing, dry_run, import_form, import_standing};
use crate::score::{Fault, Sheet, quoted};
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::imports::{self, Confirmed, Progress, aside, counted};
use crate::server::names::Name;
use crate::server::render::Page;
use crate::server::upload::Upload;
use crate::store::{DeedId, History, Organisation, OrganisationId};
use axum::extract::{Path, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

/// The largest file, in MiB.
const MOST_MIB: usize = 4;
/// The largest file, in bytes.
const MOST_BYTES: usize = MOST_MIB << 20;
/// The same written out again with its days and line ends, which takes a little more.
const MOST_CARRIED: usize = MOST_BYTES * 3 / 2;
/// How many faults are listed.
const MOST_FAULTS: usize = 60;
/// How many differences are listed.
const MOST_DIFFERENCES: usize = 20;

/// `GET /admin/{organisation}/import`
pub async fn show(context: Context, Path(id): Path<String>) -> Result<Response, AppError> {
    let own = own(&context, &id).await?;
    let form = form(&context, &own);
    Ok(Page::new("Import past rounds").render(&context, move || import_form(form)).await)
}

/// `GET /admin/{organisation}/import/example.csv`
pub async fn example(context: Context, Path(id): Path<String>) -> Result<Response, AppError> {
    let own = own(&context, &id).await?;
    let today = context.app.settings.zone.day(context.app.now());
    let file = import::example(today, own.minimum_group);
    attachment(CSV, "andon-example.csv", file.into_bytes())
}

/// `POST /admin/{organisation}/import`: says what would happen, and does nothing.
pub async fn check(
    context: Context,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, AppError> {
    let own = own(&context, &id).await?;
    let upload = Upload::read(request, MOST_BYTES).await?;
    let no_lists = !upload.bytes("no_lists").is_empty();
    let (file, pasted) = (upload.bytes("file"), upload.bytes("text"));
    let wrong = |field: &str, what: &str| {
        let text = if upload.too_large { String::new() } else { upload.text("text") };
        let faults = vec![(field.to_owned(), what.to_owned())];
        ImportForm { text, no_lists, faults, ..form(&context, &own) }
    };
    if upload.too_large {
        let what = format!("This is larger than {MOST_MIB} MiB. Split it by team.");
        let form = wrong("file", &what);
        return Ok(faulty(&context, form, StatusCode::PAYLOAD_TOO_LARGE).await);
    }
    let typed = !pasted.trim_ascii().is_empty();
    let (field, bytes) = match (file.is_empty(), typed) {
        (false, false) => ("file", file),
        (true, true) => ("text", pasted),
        (true, false) => {
            let form = wrong("file", "Choose a file, or paste its content.");
            return Ok(faulty(&context, form, StatusCode::UNPROCESSABLE_ENTITY).await);
        }
        (false, true) => {
            let what = "There is a file and a text as well. Send one of them.";
            let form = wrong("text", what);
            return Ok(faulty(&context, form, StatusCode::UNPROCESSABLE_ENTITY).await);
        }
    };
    match look(&context, &own.id, bytes.to_vec()).await? {
        Ok((_, plan)) => Ok(table(&context, &own, plan, no_lists, None).await?),
        Err(faults) => {
            let base = form(&context, &own);
            let form = ImportForm { text: upload.text("text"), no_lists, ..base };
            let form = with_faults(form, field, &faults);
            Ok(faulty(&context, form, StatusCode::UNPROCESSABLE_ENTITY).await)
        }
    }
}

/// `POST /admin/{organisation}/import/confirm`: does what was shown, or shows what is
/// different now.
pub async fn confirm(
    context: Context,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, AppError> {
    let own = own(&context, &id).await?;
    let upload = Upload::read(request, MOST_CARRIED).await?;
    let no_lists = !upload.bytes("no_lists").is_empty();
    let found = look(&context, &own.id, upload.bytes("text").to_vec()).await?;
    let (sheet, plan) = match found {
        Ok(found) => found,
        Err(faults) => {
            let form = ImportForm { no_lists, ..form(&context, &own) };
            let form = with_faults(form, "file", &faults);
            return Ok(faulty(&context, form, StatusCode::UNPROCESSABLE_ENTITY).await);
        }
    };
    let shown = Shown::read(&upload.text("shown"));
    match shown {
        Some(shown) if shown == Shown::of(&plan) && plan.added().next().is_some() => {
            let organisation = own.id.clone();
            let confirmed = Confirmed { organisation, sheet, shown, keep_lists: !no_lists };
            let job = context.app.imports.start(&context, confirmed).await?;
            Ok(Redirect::to(&format!("{}/{job}", base(&own))).into_response())
        }
        shown => {
            let changed = differences(shown.as_ref(), &plan);
            Ok(table(&context, &own, plan, no_lists, Some(changed)).await?)
        }
    }
}

/// `GET /admin/{organisation}/import/{job}`
pub async fn progress(
    context: Context,
    Path((id, job)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let own = own(&context, &id).await?;
    let job: DeedId = job.parse().map_err(|_| AppError::NotFound)?;
    let known = context.app.imports.progress(&own.id, &job);
    let standing = match (&known, context.app.store.deed(&own.id, &job).await?) {
        // What is written down is true, whatever this process remembers.
        (_, Some(deed)) => Standing::Done(deed.what),
        (Some(Progress::Adding(done, total)), None) => Standing::Adding(*done, *total),
        (Some(Progress::Changed), None) => Standing::Nothing(
            "While the import was under way, something else changed in the organisation, and the table that you confirmed does not hold any more. Check the file again.",
        ),
        (Some(Progress::Refused | Progress::Done), None) => Standing::Nothing(
            "The database refused the import. The cause is in the server\u{2019}s log, for whoever runs it.",
        ),
        (None, None) => Standing::Nothing(
            "The server does not know this import. If it was stopped while the import was under way, everything was undone.",
        ),
    };
    let (title, status) = match &standing {
        Standing::Adding(..) => ("Importing", StatusCode::OK),
        Standing::Done(_) => ("The import is done", StatusCode::OK),
        Standing::Nothing(_) if known.is_none() => ("Nothing was added", StatusCode::NOT_FOUND),
        Standing::Nothing(_) => ("Nothing was added", StatusCode::OK),
    };
    let again = matches!(standing, Standing::Adding(..));
    let (name, base) = (own.name.clone(), base(&own));
    let mut page = Page::new(title)
        .status(status)
        .render(&context, move || import_standing(name, base, standing))
        .await;
    if again {
        page.headers_mut()
            .insert(HeaderName::from_static("refresh"), HeaderValue::from_static("1"));
    }
    Ok(page)
}

async fn own(context: &Context, id: &str) -> Result<Organisation, AppError> {
    let id = context.administered(id)?;
    context.app.store.organisation(id).await?.ok_or(AppError::NotFound)
}

fn base(own: &Organisation) -> String {
    format!("/admin/{}/import", own.id)
}

/// The sheet and what would become of it, or everything that is wrong with it.
async fn look(
    context: &Context,
    id: &OrganisationId,
    bytes: Vec<u8>,
) -> Result<Result<(Sheet, Plan), Vec<Fault>>, AppError> {
    let app = &context.app;
    let history: History = app.store.history(id).await?.ok_or(AppError::NotFound)?;
    let (zone, now) = (app.settings.zone.clone(), app.now());
    aside(move || {
        let name = |cell: &str| Name::parse(cell).map(drop).map_err(|bad| bad.to_string());
        let (sheet, mut faults) = import::read(&bytes, &name, zone.day(now));
        match imports::plan(&sheet, &history, &zone, now) {
            Ok(plan) if faults.is_empty() => Ok((sheet, plan)),
            Ok(_) => Err(faults),
            Err(more) => {
                faults.extend(more);
                faults.sort();
                faults.dedup();
                Err(faults)
            }
        }
    })
    .await
}

fn form(context: &Context, own: &Organisation) -> ImportForm {
    let catalogue: &Catalogue = context.app.catalogue;
    let name = |id: PatternId| (id.as_str().to_owned(), catalogue.pattern(id).name.clone());
    ImportForm {
        base: base(own),
        organisation: own.name.clone(),
        minimum_group: own.minimum_group,
        columns: PatternId::ALL.map(name).to_vec(),
        most_mib: MOST_MIB,
        most_rounds: MOST_ROUNDS,
        ..ImportForm::default()
    }
}

fn with_faults(form: ImportForm, field: &str, faults: &[Fault]) -> ImportForm {
    let listed = faults.iter().take(MOST_FAULTS);
    ImportForm {
        faults: listed.map(|fault| (field.to_owned(), fault.to_string())).collect(),
        more_faults: faults.len().saturating_sub(MOST_FAULTS),
        ..form
    }
}

async fn faulty(context: &Context, form: ImportForm, status: StatusCode) -> Response {
    Page::new("Import past rounds").status(status).render(context, move || import_form(form)).await
}

/// The table of what would happen; `changed` says what is not as it was shown before.
async fn table(
    context: &Context,
    own: &Organisation,
    plan: Plan,
    no_lists: bool,
    changed: Option<Vec<String>>,
) -> Result<Response, AppError> {
    let again = changed.is_some();
    let (base, organisation) = (base(own), own.name.clone());
    let run = aside(move || DryRun {
        base,
        organisation,
        title: title(&plan),
        table: TableData {
            columns: ["Team", "Closed on", "Answers", "Invited", "What would happen"]
                .map(str::to_owned)
                .to_vec(),
            rows: plan.rows.iter().map(|row| cells(&plan, row)).collect(),
        },
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

fn cells(plan: &Plan, row: &Row) -> Vec<String> {
    let answers = if row.outcome == Outcome::TooFew {
        format!("fewer than {}", plan.minimum_group)
    } else {
        row.answers.len().to_string()
    };
    let invited = row.invited.filter(|_| row.outcome != Outcome::TooFew);
    vec![
        row.team.clone(),
        days::written(row.day),
        answers,
        invited.map_or_else(|| "not said".to_owned(), |number| number.to_string()),
        happens(plan, row),
    ]
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
fn differences(shown: Option<&Shown>, plan: &Plan) -> Vec<String> {
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

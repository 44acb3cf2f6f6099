//! Past rounds from a file: look at it, confirm it, see how far it is.

use super::exports::{CSV, attachment};
use super::import_table::{differences, table};
use crate::catalogue::{Catalogue, PatternId};
use crate::import::{self, MOST_ROUNDS, Plan, Shown};
use crate::pages::admin::{ImportForm, Standing, import_form, import_standing};
use crate::score::{Fault, Sheet};
use crate::server::aside::aside;
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::imports::{self, Confirmed, Progress};
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
        (None, None) if context.app.store.is_shared() => Standing::Elsewhere,
        (None, None) => Standing::Nothing(
            "The server does not know this import. If it was stopped while the import was under way, everything was undone.",
        ),
    };
    let (title, status) = match &standing {
        Standing::Adding(..) | Standing::Elsewhere => ("Importing", StatusCode::OK),
        Standing::Done(_) => ("The import is done", StatusCode::OK),
        Standing::Nothing(_) if known.is_none() => ("Nothing was added", StatusCode::NOT_FOUND),
        Standing::Nothing(_) => ("Nothing was added", StatusCode::OK),
    };
    let again = match standing {
        Standing::Adding(..) => Some("1"),
        Standing::Elsewhere => Some("4"),
        _ => None,
    };
    let (name, base) = (own.name.clone(), base(&own));
    let mut page = Page::new(title)
        .status(status)
        .render(&context, move || import_standing(name, base, standing))
        .await;
    if let Some(seconds) = again {
        page.headers_mut()
            .insert(HeaderName::from_static("refresh"), HeaderValue::from_static(seconds));
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
        most_rounds: format!("{},{:03}", MOST_ROUNDS / 1_000, MOST_ROUNDS % 1_000),
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

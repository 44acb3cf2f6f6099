//! Leadership's page, its briefing and its files: pooled figures only.

pub mod cords;
mod files;
mod load;
mod told;

pub use files::file;
pub use load::{Loaded, Wanted};
pub use told::Told;

use crate::advice;
use crate::days;
use crate::pages::leadership::{Briefing, briefing as briefing_page};
use crate::prose::capitalised;
use crate::server::context::Context;
use crate::server::delivery;
use crate::server::error::AppError;
use crate::server::render::Page;
use axum::extract::Query;
use axum::response::Response;
use told::written;

/// The day on which the present quarter is counted, written out.
pub fn next_counting(context: &Context) -> String {
    days::quarter_days(&context.app.settings.zone.quarter(context.app.now()))
        .map_or_else(String::new, |(_, next)| days::written(next))
}

/// The day from which on the next quarter's delivery signals are counted, written out.
fn next_delivery(context: &Context) -> String {
    let quarter = days::quarter_after(&delivery::last_due(&context.app));
    quarter.and_then(|quarter| delivery::counted_from(&quarter)).unwrap_or_default()
}

/// `GET /leadership`
pub async fn show(context: Context, Query(wanted): Query<Wanted>) -> Result<Response, AppError> {
    let loaded = Loaded::load(&context, &wanted).await?;
    let title = format!("{}: leadership", loaded.organisation.name);
    let told = Told {
        others: context.others(context.led(), &loaded.organisation.id).await?,
        next: next_counting(&context),
        delivery_next: next_delivery(&context),
        loaded,
    };
    let app = context.app.clone();
    Ok(Page::new(title).render(&context, move || written(&app, told)).await)
}

/// `GET /leadership/briefing`: one sheet to print.
pub async fn briefing(
    context: Context,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    let loaded = Loaded::load(&context, &wanted).await?;
    let catalogue = context.app.catalogue;
    let (quarter, period) = loaded.current().ok_or(AppError::NotFound)?;
    let radar = loaded.radar(catalogue).ok_or(AppError::NotFound)?;
    let page = Briefing {
        organisation: loaded.organisation.name.clone(),
        quarter: capitalised(&days::quarter_written(quarter)),
        finding: advice::leadership_finding(period, catalogue),
        period: period.clone(),
        before: loaded
            .before()
            .map(|(quarter, period)| (quarter.replace('-', " "), period.clone())),
        systemic: advice::systemic(period, catalogue),
        radar: radar.svg_inline("radar"),
        back: format!("/leadership{}", loaded.query()),
    };
    let title = format!("{}: briefing", loaded.organisation.name);
    Ok(Page::new(title).render(&context, move || briefing_page(page, catalogue)).await)
}

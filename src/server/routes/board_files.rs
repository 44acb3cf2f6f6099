//! The coach's board as files: pictures, a table, data, an archive.

use super::coach::Narrowed;
use super::{charts_zip, exports};
use crate::charts::{self, Caption};
use crate::server::api;
use crate::server::context::Context;
use crate::server::error::AppError;
use axum::response::Response;

/// The file of this name.
pub async fn file(
    context: &Context,
    name: &str,
    narrowed: &Narrowed,
) -> Result<Response, AppError> {
    let catalogue = context.app.catalogue;
    let chart = || {
        let caption = Caption {
            title: format!(
                "{}, up to {}",
                narrowed.shared.organisation.name, narrowed.shared.quarter
            ),
            desc: "Health of each team on each dimension, by name: no ranking.".to_owned(),
        };
        charts::heat_map(&narrowed.board, catalogue, &caption)
    };
    let (kind, body) = match name {
        "board.svg" => (exports::SVG, chart().svg_file().into_bytes()),
        "board.png" => (exports::PNG, chart().png()?),
        "board.csv" => {
            (exports::CSV, charts::board_table(&narrowed.board, catalogue).csv().into_bytes())
        }
        "board.json" => (exports::JSON, exports::pretty(&api::board_document(context, narrowed))?),
        "charts.zip" => {
            let day_of = |closed_at| context.app.settings.zone.day(closed_at);
            (exports::ZIP, charts_zip::of_board(narrowed, chart(), day_of, catalogue).await?)
        }
        _ => return Err(AppError::NotFound),
    };
    exports::attachment(kind, &format!("andon-{}-{name}", narrowed.shared.quarter), body)
}

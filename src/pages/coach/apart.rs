//! Whether teams can be told apart: a banner where they cannot.

use crate::catalogue::{Catalogue, DimensionId};
use crate::components::{Notice, NoticeKind};
use crate::disclosure::{Cell, Compared, Reason};
use crate::pages::words::list;
use leptos::prelude::*;

/// What stands above scores of several teams: over all teams that the coach may
/// see, never over those that are picked or filtered.
pub fn banner(compared: &[Compared], catalogue: &Catalogue) -> AnyView {
    match blur(compared, catalogue) {
        None => view! {
            <p class="lead">"These teams differ more than chance would make them, on every dimension."</p>
        }
        .into_any(),
        Some(words) => view! {
            <Notice kind=NoticeKind::Warning title="What looks like a difference may be chance">
                <p>{words}</p>
            </Notice>
        }
        .into_any(),
    }
}

/// Where they cannot; none where they can on every dimension.
fn blur(compared: &[Compared], catalogue: &Catalogue) -> Option<String> {
    let too_few = |row: &Compared| matches!(row.scores, Cell::Withheld(Reason::TooFewTeams));
    if compared.iter().all(too_few) {
        return Some("With fewer than eight teams nothing can be said about how they differ, so no team is marked.".to_owned());
    }
    let name = |id: DimensionId| catalogue.dimension(id).name.as_str();
    let blurred: Vec<&str> = compared
        .iter()
        .filter(|row| row.scores.shown().is_none_or(|scores| !scores.told_apart))
        .map(|row| name(row.id))
        .collect();
    (!blurred.is_empty()).then(|| {
        format!(
            "On {} these teams\u{2019} scores cannot be told apart, so no team is marked there.",
            list(&blurred)
        )
    })
}

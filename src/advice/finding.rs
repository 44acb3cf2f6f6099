//! The most important thing, in one sentence.

use super::suggest::STANDS_OUT_BELOW;
use crate::catalogue::{Catalogue, DimensionId};
use crate::disclosure::{Agreement, Figure, Released, Report};
use crate::prose::uncapitalised;

/// At or below this health a dimension counts as hard going, 0–100.
const HARD_GOING: u8 = 40;

/// One sentence, without a full stop, that says the most important thing in a
/// report. It never blames, and it claims no change: whether a round differs
/// from the one before is for a test to say.
#[must_use]
pub fn finding(report: &Released<Report>, catalogue: &Catalogue) -> String {
    let mut shown: Vec<(DimensionId, &Figure)> = DimensionId::ALL
        .into_iter()
        .filter_map(|id| report.dimension(id).map(|figure| (id, figure)))
        .collect();
    // Stable, so that ties stay in catalogue order.
    shown.sort_by_key(|(_, figure)| figure.health);
    let (Some((id, lowest)), Some((_, highest))) = (shown.first(), shown.last()) else {
        return "Too few people could judge these things to say anything about them".to_owned();
    };
    if lowest.health.value() >= STANDS_OUT_BELOW {
        return if shown.len() == DimensionId::ALL.len() {
            "Work goes well here: none of the eighteen patterns stands out".to_owned()
        } else {
            "What could be judged goes well; the rest had too few answers".to_owned()
        };
    }
    let agreement = agreement_clause(lowest.agreement);
    if highest.health.value() <= HARD_GOING {
        return format!(
            "All parts of the work are hard going, {} most of all{agreement}",
            name(*id, catalogue)
        );
    }
    let next = shown.get(1).map(|(_, figure)| figure.health);
    let stands_apart =
        next.is_none_or(|next| lowest.interval.is_some_and(|interval| interval.high < next));
    if stands_apart || lowest.health.value() <= HARD_GOING {
        return format!("{}{agreement}", phrase(*id, lowest.health.value()));
    }
    format!(
        "No part of the work stands apart; the lowest figure is for {}{agreement}",
        name(*id, catalogue)
    )
}

fn agreement_clause(agreement: Option<Agreement>) -> &'static str {
    match agreement {
        Some(Agreement::CloseTogether) => ", and people agree on it",
        Some(Agreement::FarApart) => ", and people see it very differently",
        Some(Agreement::Mixed) | None => "",
    }
}

/// The dimension's name as it stands inside a sentence.
pub(super) fn name(id: DimensionId, catalogue: &Catalogue) -> String {
    uncapitalised(&catalogue.dimension(id).name)
}

/// What one sees when a dimension is low, or somewhat low.
pub(super) const fn phrase(id: DimensionId, health: u8) -> &'static str {
    let low = health <= HARD_GOING;
    match (id, low) {
        (DimensionId::Customer, true) => "The customer is out of sight of the work",
        (DimensionId::Customer, false) => "The customer is sometimes out of sight of the work",
        (DimensionId::Structure, true) => "Work waits at the borders between units",
        (DimensionId::Structure, false) => "Work sometimes waits at the borders between units",
        (DimensionId::Collaboration, true) => {
            "People reach each other by forms and channels more than by talking"
        }
        (DimensionId::Collaboration, false) => "People do not always reach each other directly",
        (DimensionId::Change, true) => "Changes wait",
        (DimensionId::Change, false) => "Some changes wait longer than they need to",
        (DimensionId::Learning, true) => "The same troubles come back",
        (DimensionId::Learning, false) => "Some troubles come back before they are understood",
        (DimensionId::People, true) => "Much of the work rests on a few people and long hours",
        (DimensionId::People, false) => "Some of the work rests on a few people",
    }
}

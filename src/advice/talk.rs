//! Where people differ, and questions to begin with.

use super::suggest::STANDS_OUT_BELOW;
use crate::catalogue::{Catalogue, DimensionId, PatternId};
use crate::disclosure::{Agreement, Figure, Health, Released, Report};

/// The most topics that are named: a conversation has an hour, not a day.
const MOST: usize = 3;

/// One thing to talk about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Talk {
    /// The dimension it is about.
    pub dimension: DimensionId,
    /// The anti-pattern whose questions these are, where one is shown.
    pub pattern: Option<PatternId>,
    /// Why it comes first, one sentence.
    pub reason: String,
    /// Open questions.
    pub questions: Vec<String>,
}

/// What to talk about first: dimensions on which people are far apart, lowest
/// health first; then single anti-patterns on which they are; where nobody is far
/// apart, the lowest dimension with mixed answers. Where too few answered for any
/// word (below 12), the dimension with the lowest health, unless it goes well. At
/// most three, ties in catalogue order. Empty when nothing of the kind is shown.
#[must_use]
pub fn talk_first(report: &Released<Report>, catalogue: &Catalogue) -> Vec<Talk> {
    let mut topics =
        dimensions(report, catalogue, Agreement::FarApart, "People are far apart here.");
    topics.extend(items(report, catalogue, &topics));
    if topics.is_empty() {
        topics = dimensions(
            report,
            catalogue,
            Agreement::Mixed,
            "Views are mixed here, more than elsewhere it is worth hearing each other out.",
        );
        topics.truncate(1);
    }
    if topics.is_empty() && DimensionId::ALL.iter().all(|id| word(report, *id).is_none()) {
        topics = topics_on(
            report,
            catalogue,
            |figure| figure.health.value() < STANDS_OUT_BELOW,
            "This part has the lowest figure. Too few people answered to say how far apart they are, so ask each other.",
        );
        topics.truncate(1);
    }
    topics.truncate(MOST);
    topics
}

fn word(report: &Report, id: DimensionId) -> Option<Agreement> {
    report.dimension(id)?.agreement
}

fn dimensions(report: &Report, catalogue: &Catalogue, word: Agreement, reason: &str) -> Vec<Talk> {
    topics_on(report, catalogue, |figure| figure.agreement == Some(word), reason)
}

/// The dimensions whose figure is of a kind, lowest health first.
fn topics_on(
    report: &Report,
    catalogue: &Catalogue,
    fits: impl Fn(&Figure) -> bool,
    reason: &str,
) -> Vec<Talk> {
    let mut found: Vec<(Health, DimensionId)> = DimensionId::ALL
        .into_iter()
        .filter_map(|id| report.dimension(id).map(|figure| (id, figure)))
        .filter(|(_, figure)| fits(figure))
        .map(|(id, figure)| (figure.health, id))
        .collect();
    found.sort();
    found
        .into_iter()
        .map(|(_, dimension)| {
            let pattern = strongest(report, dimension);
            Talk {
                dimension,
                pattern,
                reason: reason.to_owned(),
                questions: pattern.map(|id| questions(id, catalogue)).unwrap_or_default(),
            }
        })
        .collect()
}

/// Single anti-patterns with words of their own, outside the
/// dimensions that are named already.
fn items(report: &Report, catalogue: &Catalogue, named: &[Talk]) -> Vec<Talk> {
    let mut found: Vec<(Health, PatternId)> = PatternId::ALL
        .into_iter()
        .filter(|id| !named.iter().any(|topic| topic.dimension == id.dimension()))
        .filter_map(|id| report.item(id).map(|figure| (id, figure)))
        .filter(|(_, figure)| figure.agreement == Some(Agreement::FarApart))
        .map(|(id, figure)| (figure.health, id))
        .collect();
    found.sort();
    found
        .into_iter()
        .map(|(_, id)| Talk {
            dimension: id.dimension(),
            pattern: Some(id),
            reason: "People are far apart on one statement here.".to_owned(),
            questions: questions(id, catalogue),
        })
        .collect()
}

/// The dimension's anti-pattern with the lowest displayed health.
pub(super) fn strongest(report: &Report, dimension: DimensionId) -> Option<PatternId> {
    dimension
        .patterns()
        .into_iter()
        .filter_map(|id| report.item(id).map(|figure| (figure.health, id)))
        .min()
        .map(|(_, id)| id)
}

fn questions(id: PatternId, catalogue: &Catalogue) -> Vec<String> {
    catalogue.pattern(id).conversation.to_vec()
}

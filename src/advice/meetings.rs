//! Who can help whom: a team that is clearly strong where another clearly struggles.

use super::finding::name;
use crate::catalogue::{Catalogue, DimensionId, PatternId};
use crate::disclosure::{Compared, Released, Report, Stand};

/// The most meetings that are proposed: a coach's week is short.
const MOST: usize = 6;

/// A first meeting of two teams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The dimension that it is about.
    pub dimension: DimensionId,
    /// The team that has something to show.
    pub shows: String,
    /// The team that could use it.
    pub asks: String,
    /// What to do in the first hour.
    pub plan: String,
}

/// Proposes meetings from a comparison of all teams that the viewer may see;
/// `names` and `reports` are those of the teams in it, in its order.
///
/// A team is proposed only where it is marked: where these teams can be told apart
/// and its whole interval lies on one side of their mean. No team occurs twice on
/// one dimension; dimensions go by catalogue order, teams in the order given.
#[must_use]
pub fn meetings(
    compared: &Released<Vec<Compared>>,
    names: &[&str],
    reports: &[&Released<Report>],
    catalogue: &Catalogue,
) -> Vec<Meeting> {
    let mut found = Vec::new();
    for row in compared.iter() {
        let Some(scores) = row.scores.shown() else { continue };
        let marked = |stand: Stand| -> Vec<usize> {
            let teams = scores.teams.iter().enumerate();
            teams
                .filter(|(_, team)| team.is_some_and(|team| team.mark == Some(stand)))
                .map(|(place, _)| place)
                .collect()
        };
        let pairs = marked(Stand::Healthier).into_iter().zip(marked(Stand::LessHealthy));
        found.extend(pairs.filter_map(|(shows, asks)| {
            Some(Meeting {
                dimension: row.id,
                shows: (*names.get(shows)?).to_owned(),
                asks: (*names.get(asks)?).to_owned(),
                plan: plan(row.id, reports.get(asks)?, catalogue),
            })
        }));
    }
    // One for each dimension first, then the second pairs.
    let mut ordered = Vec::new();
    let mut round = 0;
    while ordered.len() < found.len() {
        for id in DimensionId::ALL {
            ordered.extend(found.iter().filter(|each| each.dimension == id).nth(round).cloned());
        }
        round += 1;
    }
    ordered.truncate(MOST);
    ordered
}

/// The first hour: see it done, then one question.
fn plan(dimension: DimensionId, asks: &Report, catalogue: &Catalogue) -> String {
    let strongest: Option<PatternId> = dimension
        .patterns()
        .into_iter()
        .filter_map(|id| asks.item(id).map(|figure| (figure.health, id)))
        .min()
        .map(|(_, id)| id);
    let question = strongest
        .and_then(|id| catalogue.pattern(id).conversation.first().cloned())
        .map_or_else(String::new, |question| format!(" A question to begin with: {question}"));
    format!(
        "An hour together, at the first team\u{2019}s desks: one real piece of work on {}, from beginning to end.{question}",
        name(dimension, catalogue)
    )
}

//! Who can help whom: a team that is clearly strong where another clearly struggles.

use super::finding::name;
use super::talk::strongest;
use crate::catalogue::{Catalogue, DimensionId};
use crate::disclosure::{Compared, Released, Report, Stand};

/// The most meetings that are proposed: a coach's week is short.
const MOST: usize = 6;
/// The most on one dimension.
const PAIRS: usize = 2;

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
/// one dimension; dimensions go by catalogue order. Teams that have been proposed
/// less often come first, else the order given holds.
#[must_use]
pub fn meetings(
    compared: &Released<Vec<Compared>>,
    names: &[&str],
    reports: &[&Released<Report>],
    catalogue: &Catalogue,
) -> Vec<Meeting> {
    let mut found = Vec::new();
    // How often a team has been proposed, so that not always the same ones meet.
    let mut times = vec![0_u32; names.len()];
    for row in compared.iter() {
        let Some(scores) = row.scores.shown() else { continue };
        let marked = |stand: Stand, times: &[u32]| -> Vec<usize> {
            let teams = scores.teams.iter().enumerate();
            let mut places: Vec<usize> = teams
                .filter(|(_, team)| team.is_some_and(|team| team.mark == Some(stand)))
                .map(|(place, _)| place)
                .collect();
            // Stable: equals stay in the order given.
            places.sort_by_key(|place| times.get(*place).copied());
            places
        };
        let strong = marked(Stand::Healthier, &times);
        let weak = marked(Stand::LessHealthy, &times);
        for (shows, asks) in strong.into_iter().zip(weak).take(PAIRS) {
            for place in [shows, asks] {
                if let Some(times) = times.get_mut(place) {
                    *times += 1;
                }
            }
            if let (Some(first), Some(second), Some(report)) =
                (names.get(shows), names.get(asks), reports.get(asks))
            {
                found.push(Meeting {
                    dimension: row.id,
                    shows: (*first).to_owned(),
                    asks: (*second).to_owned(),
                    plan: plan(row.id, report, catalogue),
                });
            }
        }
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
    let question = strongest(asks, dimension)
        .and_then(|id| catalogue.pattern(id).conversation.first().cloned())
        .map_or_else(String::new, |question| format!(" A question to begin with: {question}"));
    format!(
        "An hour together, at the first team\u{2019}s desks: one real piece of work on {}, from beginning to end.{question}",
        name(dimension, catalogue)
    )
}

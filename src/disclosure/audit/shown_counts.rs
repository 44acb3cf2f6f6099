//! Counts of teams that were shown: do they say of somebody's team how it stands?

use super::combination::{Combination, Term};
use super::teams::Team;
use super::verdict::{AudienceVerdict, NamedLeak};
use crate::disclosure::counts::{WhoKnows, holds};
use num_bigint::BigInt;
use std::collections::BTreeMap;

/// A count of teams as it was shown to leadership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountShown {
    /// What it is called, for example "2026-Q4, organisation, customer".
    pub name: String,
    /// The teams behind it, each with who knows how it stands.
    pub teams: Vec<(Team, WhoKnows)>,
    /// No band of it holds fewer teams than this.
    pub margin: u32,
}

/// Somebody who sits together with leadership.
type Audience = (&'static str, fn(&WhoKnows) -> WhoKnows);

const AUDIENCES: [Audience; 5] = [
    ("leadership with a member of any team", |_| WhoKnows::default()),
    ("leadership with coaches, and a member of any other team", |team| WhoKnows {
        coaches: team.coaches,
        ..WhoKnows::default()
    }),
    ("leadership with readers of two share links", |team| WhoKnows {
        readers: team.readers,
        ..WhoKnows::default()
    }),
    ("leadership with whoever imported rounds, and a member of any other team", |team| WhoKnows {
        importer: team.importer,
        ..WhoKnows::default()
    }),
    ("leadership with whoever made teams by an import, and a member of any other team", |team| {
        WhoKnows { maker: team.maker, importer: team.importer, coaches: false, readers: false }
    }),
];

/// What each audience can say from these counts about teams that it does not know.
pub(super) fn audit(
    counts: &[CountShown],
    names: &BTreeMap<Team, String>,
    into: &mut Vec<AudienceVerdict>,
) {
    for (who, knows) in AUDIENCES {
        let mut leaks = Vec::new();
        for count in counts {
            let known: Vec<WhoKnows> = count.teams.iter().map(|(_, each)| knows(each)).collect();
            if !holds(&known, count.margin) {
                let others = count.teams.iter().zip(&known);
                let others = others.filter(|(_, known)| **known == WhoKnows::default());
                let exposed: Vec<String> = others
                    .map(|((team, _), _)| names.get(team).cloned().unwrap_or_default())
                    .collect();
                leaks.push(NamedLeak {
                    size: u64::try_from(exposed.len()).unwrap_or(u64::MAX),
                    exposed,
                    combination: Combination(vec![Term {
                        times: BigInt::from(1),
                        place: 0,
                        view: count.name.clone(),
                    }]),
                });
            }
        }
        into.push(AudienceVerdict {
            audience: format!("{who}: no count that says how another team stands"),
            views: counts.len(),
            atoms: counts.iter().map(|count| count.teams.len()).sum(),
            rank: counts.len(),
            undecided: false,
            leaks,
        });
    }
}

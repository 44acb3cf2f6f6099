//! Where teams that were picked from many stand out among all of them.

use super::finding::name;
use crate::catalogue::{Catalogue, DimensionId};
use crate::disclosure::{Compared, Released, Stand};
use crate::prose::list;

/// What a comparison says of a few of its teams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stands {
    /// The most important thing, in one sentence without a full stop.
    pub finding: String,
    /// A sentence for each dimension on which one of them stands out, in catalogue
    /// order.
    pub all: Vec<String>,
}

/// On one dimension, who is clearly on which side of all teams' mean.
struct Sides<'a> {
    id: DimensionId,
    healthier: Vec<&'a str>,
    less_healthy: Vec<&'a str>,
}

/// Says where the picked teams stand out; each comes with its place in the
/// comparison and its name, by name. Only marks are looked at, so nothing is said
/// where these teams cannot be told apart, and never who is before whom.
#[must_use]
pub fn stands(
    compared: &Released<Vec<Compared>>,
    picked: &[(usize, &str)],
    catalogue: &Catalogue,
) -> Stands {
    let sides: Vec<Sides<'_>> = compared
        .iter()
        .map(|row| {
            let marked = |stand: Stand| {
                let score = |place: usize| row.scores.shown()?.teams.get(place).copied().flatten();
                let with = |&&(place, _): &&(usize, &str)| {
                    score(place).is_some_and(|score| score.mark == Some(stand))
                };
                picked.iter().filter(with).map(|(_, name)| *name).collect()
            };
            Sides {
                id: row.id,
                healthier: marked(Stand::Healthier),
                less_healthy: marked(Stand::LessHealthy),
            }
        })
        .filter(|sides| !sides.healthier.is_empty() || !sides.less_healthy.is_empty())
        .collect();
    let told_apart =
        compared.iter().any(|row| row.scores.shown().is_some_and(|scores| scores.told_apart));
    // Where one can help another there is most to talk about.
    let meeting =
        sides.iter().find(|sides| !sides.healthier.is_empty() && !sides.less_healthy.is_empty());
    let finding = match meeting.or_else(|| sides.first()) {
        Some(sides) => sides.sentence(catalogue),
        None if told_apart => {
            "None of these teams clearly stands out from all teams taken together".to_owned()
        }
        None => "What differs between these teams may be chance".to_owned(),
    };
    Stands {
        finding,
        all: sides.iter().map(|sides| format!("{}.", sides.sentence(catalogue))).collect(),
    }
}

impl Sides<'_> {
    fn sentence(&self, catalogue: &Catalogue) -> String {
        const ALL: &str = "than all teams taken together";
        let on = name(self.id, catalogue);
        match (&*self.healthier, &*self.less_healthy) {
            (more, []) => format!("On {on}, {} clearly healthier {ALL}", are(more)),
            ([], less) => format!("On {on}, {} clearly less healthy {ALL}", are(less)),
            (more, less) => {
                format!(
                    "On {on}, {} clearly healthier and {} clearly less healthy {ALL}",
                    are(more),
                    are(less)
                )
            }
        }
    }
}

/// "A is", "A and B are".
fn are(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("{one} is"),
        several => format!("{} are", list(several)),
    }
}

#[cfg(test)]
mod tests;

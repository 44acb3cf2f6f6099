//! The same for one person's own view, as `/try` shows it.

use super::finding::phrase;
use super::suggest::{Past, STANDS_OUT_BELOW, Seen, Suggestions, pick};
use crate::catalogue::{Catalogue, PatternId};
use crate::disclosure::{OwnView, Released};
use crate::prose::uncapitalised;

/// How many of the strongest anti-patterns are named.
const STRONGEST: usize = 3;

/// One sentence, without a full stop, that says what this person sees most.
#[must_use]
pub fn own_finding(view: &Released<OwnView>) -> String {
    let lowest =
        view.dimensions.iter().filter_map(|(id, health)| health.map(|health| (health, *id))).min();
    match lowest {
        None => "Too little was judged to say what stands out".to_owned(),
        Some((health, _)) if health >= STANDS_OUT_BELOW => {
            "As you see it, work goes well here".to_owned()
        }
        Some((health, id)) => format!("As you see it: {}", uncapitalised(phrase(id, health))),
    }
}

/// The anti-patterns that this person sees most, strongest first: at most three,
/// ties in catalogue order.
#[must_use]
pub fn own_strongest(view: &Released<OwnView>) -> Vec<PatternId> {
    let mut seen: Vec<(u8, PatternId)> =
        judged(view).filter(|(health, _)| *health < STANDS_OUT_BELOW).collect();
    seen.sort_unstable();
    seen.into_iter().take(STRONGEST).map(|(_, id)| id).collect()
}

/// What one could try, from one person's view.
#[must_use]
pub fn own_suggestions(view: &Released<OwnView>, catalogue: &Catalogue) -> Suggestions {
    let seen = judged(view)
        .map(|(health, pattern)| Seen {
            pattern,
            surely: health,
            health,
            far_apart: false,
            worse: false,
        })
        .collect();
    pick(seen, catalogue, &Past::default())
}

fn judged(view: &OwnView) -> impl Iterator<Item = (u8, PatternId)> {
    view.items.iter().filter_map(|(id, health)| health.map(|health| (health, *id)))
}

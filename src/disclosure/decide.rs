//! What may be shown, decided from numbers of people alone.
//!
//! Nothing in this file can see an answer: its input is how many people stand
//! behind each figure. So a unanimous item is treated like any other (P3), and
//! the pattern of what is withheld tells nothing about what people said.

use super::display_rule::{DisplayRule, IntervalFrom, Kind, Scale};
use super::shapes::{Band, Reason};
use crate::catalogue::{DIMENSIONS, DimensionId, PATTERNS, PER_DIMENSION, PatternId};

/// How many people stand behind each figure of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numbers {
    /// How many judged each item, in catalogue order.
    pub items: [u32; PATTERNS],
    /// How many have a score on each dimension and over all; `None` when the
    /// team kept no lists and nobody knows.
    pub scores: Option<Scores>,
}

/// How many people have a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scores {
    /// On each dimension, in catalogue order.
    pub dimensions: [u32; DIMENSIONS],
    /// Over all dimensions.
    pub overall: u32,
}

/// Leave to show one figure, and what goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grant {
    /// How many people, in bands.
    pub answers: Band,
    /// Steps and end codes.
    pub scale: Scale,
    /// Whether there is an interval, and of which kind.
    pub interval: Option<IntervalFrom>,
    /// Whether there is a word for how close together people are.
    pub agreement: bool,
    /// Whether a verdict on a change may rest on it.
    pub verdict: bool,
    /// Whether such a verdict comes with its evidence.
    pub evidence: bool,
}

impl Grant {
    /// All that the rule of its band allows.
    const fn full(kind: Kind, answers: Band) -> Self {
        let rule = DisplayRule::of(kind, answers);
        Self {
            answers,
            scale: rule.scale,
            interval: Some(rule.interval),
            agreement: rule.word,
            verdict: rule.verdict,
            evidence: rule.evidence,
        }
    }

    /// The figure alone: its interval, its word and a verdict would rest on a part that is
    /// withheld (P4).
    const fn bare(self) -> Self {
        Self { interval: None, agreement: false, verdict: false, evidence: false, ..self }
    }

    /// The same where no lists of scores were kept (P10a).
    fn without_lists(self) -> Self {
        let interval = self.interval.map(|_| IntervalFrom::Displayed);
        Self { interval, verdict: false, evidence: false, ..self }
    }
}

/// Leave to show, or the reason why not.
pub(super) type Decision = Result<Grant, Reason>;

/// What may be shown of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decisions {
    /// Of each item, in catalogue order.
    pub items: [Decision; PATTERNS],
    /// Of each dimension, in catalogue order.
    pub dimensions: [Decision; DIMENSIONS],
    /// Over all dimensions.
    pub overall: Decision,
}

/// Decides for a whole round with minimum group `k`.
pub(super) fn decide(numbers: &Numbers, k: u8) -> Decisions {
    let dimensions = DimensionId::ALL.map(|id| dimension(numbers, id, k));
    Decisions {
        items: PatternId::ALL.map(|id| item(numbers, id, k)),
        overall: overall(numbers, &dimensions, k),
        dimensions,
    }
}

/// The band that `n` people fall into, or the reason to say nothing (P1).
pub(super) fn band(n: u32, k: u8) -> Result<Band, Reason> {
    if n < u32::from(k) {
        return Err(Reason::FewerThan(k));
    }
    Ok(match n {
        0..=7 => Band::UpToSeven(k),
        8..=11 => Band::EightToEleven(k.max(8)),
        12..=19 => Band::TwelveToNineteen,
        20.. => Band::TwentyOrMore,
    })
}

/// How many judged each of a dimension's three items.
fn judged(numbers: &Numbers, id: DimensionId) -> [u32; PER_DIMENSION] {
    id.patterns().map(|pattern| judged_item(numbers, pattern))
}

fn judged_item(numbers: &Numbers, id: PatternId) -> u32 {
    numbers.items.get(id.index()).copied().unwrap_or(0)
}

fn item(numbers: &Numbers, id: PatternId, k: u8) -> Decision {
    let n = judged_item(numbers, id);
    let answers = band(n, k)?;
    if shield(numbers, id.dimension(), k) == Some(id) {
        return Err(Reason::ProtectsAnother);
    }
    Ok(Grant::full(Kind::Statement, answers))
}

/// The item that is withheld to protect the only one of its dimension below k
/// (P4): with both siblings shown, three times the dimension less the siblings
/// would give it away. It is the sibling that fewest judged, the first in
/// catalogue order among equals.
fn shield(numbers: &Numbers, id: DimensionId, k: u8) -> Option<PatternId> {
    let reaches = |pattern: &PatternId| judged_item(numbers, *pattern) >= u32::from(k);
    let siblings = || id.patterns().into_iter().filter(reaches);
    if siblings().count() + 1 != PER_DIMENSION {
        return None;
    }
    // `min_by_key` takes the first of equals.
    siblings().min_by_key(|pattern| judged_item(numbers, *pattern))
}

/// Whether all three items of a dimension reach k.
fn whole(numbers: &Numbers, id: DimensionId, k: u8) -> bool {
    judged(numbers, id).into_iter().all(|n| n >= u32::from(k))
}

fn dimension(numbers: &Numbers, id: DimensionId, k: u8) -> Decision {
    let fewest = judged(numbers, id).into_iter().min().unwrap_or(0);
    let whole = whole(numbers, id, k);
    let (n, kept) = match numbers.scores {
        Some(scores) => (scores.dimensions.get(id.index()).copied().unwrap_or(0), true),
        // Without lists the figure is made of the three items (P10a), so it
        // stands on all of them, and on no more people than the least of them.
        None if whole => (fewest, false),
        None => return Err(Reason::PartWithheld),
    };
    let full = Grant::full(Kind::Dimension, band(n, k)?);
    if !whole {
        return Ok(full.bare());
    }
    let full = if kept { full } else { full.without_lists() };
    // The word is judged for the least of the three items.
    let least = DisplayRule::of(Kind::Dimension, band(fewest, k)?);
    Ok(Grant { agreement: full.agreement && least.word, ..full })
}

/// Over all dimensions: only when all six are shown, because the stored scores
/// of persons cannot be made again over fewer (P4). Its interval rests on all
/// eighteen items, so it follows the dimensions' rule: every item reaches k.
/// There is no word: agreement is defined for items and dimensions only.
fn overall(numbers: &Numbers, dimensions: &[Decision; DIMENSIONS], k: u8) -> Decision {
    if dimensions.iter().any(Result::is_err) {
        return Err(Reason::PartWithheld);
    }
    let fewest = numbers.items.into_iter().min().unwrap_or(0);
    let (n, kept) = numbers.scores.map_or((fewest, false), |scores| (scores.overall, true));
    let full = Grant::full(Kind::Overall, band(n, k)?);
    let whole = DimensionId::ALL.into_iter().all(|id| whole(numbers, id, k));
    Ok(match (whole, kept) {
        (false, _) => full.bare(),
        (true, true) => full,
        (true, false) => full.without_lists(),
    })
}

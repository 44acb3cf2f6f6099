//! What may be said about the change from one round of a team to the next.
//!
//! | rule | in words | where |
//! |---|---|---|
//! | P8a | only where both rounds reach their minimum group | both tallies are released first |
//! | P1, P4 | only figures that both rounds show | `both` |
//! | P7 | no verdict where either round's band does not allow one; no direction where figures shown in different steps overlap | `Side::spread`, `Direction::between` |
//! | P8a | no direction of an item where the numbers of people differ by fewer than the minimum group | `apart` |
//! | P10a | no verdict where a round kept no lists | `Reason::NoLists` |
//!
//! What is tested is decided by numbers of people alone (P3), before any answer
//! is looked at; the correction for several tests counts only what is tested.

use super::decide::{self, Decision, Decisions, Grant, Numbers};
use super::display_rule::Scale;
use super::release::{k_of, numbers, release};
use super::released::Released;
use super::shapes::{Cell, Health, Reason, Report};
use crate::catalogue::{DIMENSIONS, DimensionId, PATTERNS, PatternId};
use crate::measure::Tally;
use crate::measure::change::{self, Compared, Exactness, Plan, Verdict};
use serde::Serialize;
use utoipa::ToSchema;

/// What may be said about a team's change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Change {
    /// Health over all dimensions.
    pub overall: Cell<Judged>,
    /// Six rows in catalogue order.
    pub dimensions: Vec<DimensionChange>,
    /// Eighteen rows in catalogue order.
    pub items: Vec<ItemChange>,
}

/// A dimension's change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct DimensionChange {
    /// Which dimension.
    pub id: DimensionId,
    /// What the test says.
    pub change: Cell<Judged>,
}

/// An item's change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemChange {
    /// Which anti-pattern.
    pub id: PatternId,
    /// Where it went.
    pub change: Cell<ItemShift>,
}

/// Where an item went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemShift {
    /// Which way the displayed health went.
    pub direction: Direction,
    /// What the test says, from 12 answers in both rounds on.
    pub judged: Option<Judged>,
}

/// Where a displayed health went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Higher than before.
    Up,
    /// The same figure as before.
    Level,
    /// Lower than before.
    Down,
    /// The two figures are shown in different steps, because so many more or fewer people
    /// answered, and the healths that they stand for overlap.
    Unclear,
}

/// What a test says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// For coaches, from 20 people in both rounds on: with fewer, a p value would
    /// narrow down who said what.
    pub evidence: Option<Evidence>,
}

/// How strong a test's evidence is, in coarse steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Evidence {
    /// p in hundredths, rounded up: 1–100.
    pub p_hundredths: u8,
    /// The same after the correction for several tests.
    pub adjusted_hundredths: u8,
    /// Cliff's δ of strength in tenths, −10 to 10: above 0 the later round's
    /// answers are the stronger ones.
    pub delta_tenths: i8,
}

impl Change {
    /// The verdict on a dimension.
    #[must_use]
    pub fn dimension(&self, id: DimensionId) -> Option<Verdict> {
        let row = self.dimensions.get(id.index())?;
        row.change.shown().map(|judged| judged.verdict)
    }

    /// The verdict on an item where it has one of its own, else on its dimension.
    #[must_use]
    pub fn on(&self, id: PatternId) -> Option<Verdict> {
        self.item(id).or_else(|| self.dimension(id.dimension()))
    }

    /// The verdict on an item.
    #[must_use]
    pub fn item(&self, id: PatternId) -> Option<Verdict> {
        let row = self.items.get(id.index())?;
        row.change.shown()?.judged.map(|judged| judged.verdict)
    }
}

impl Released<Change> {
    /// What a report says of the change where nobody may see the round before: verdicts,
    /// without evidence. A direction would tell its figure ("level" is the same figure), so
    /// a statement stays only where a test found a clear change.
    #[must_use]
    pub fn verdicts_alone(&self) -> Self {
        let bare = |cell: Cell<Judged>| {
            cell.map(|judged| Judged { verdict: judged.verdict, evidence: None })
        };
        let dimension =
            |row: &DimensionChange| DimensionChange { id: row.id, change: bare(row.change) };
        let item = |row: &ItemChange| ItemChange { id: row.id, change: row.change.clear_alone() };
        Self::seal(Change {
            overall: bare(self.overall),
            dimensions: self.dimensions.iter().map(dimension).collect(),
            items: self.items.iter().map(item).collect(),
        })
    }
}

impl Cell<ItemShift> {
    /// The verdict of a clear change, with the direction that follows from it.
    fn clear_alone(self) -> Self {
        let Self::Shown(shift) = self else { return self };
        let clear = shift.judged.map(|judged| judged.verdict).and_then(|verdict| {
            let direction = match verdict {
                Verdict::ClearlyBetter => Direction::Up,
                Verdict::ClearlyWorse => Direction::Down,
                Verdict::CannotTell => return None,
            };
            Some(ItemShift { direction, judged: Some(Judged { verdict, evidence: None }) })
        });
        clear.map_or(Self::Withheld(Reason::OneReportAlone), Self::Shown)
    }
}

/// A sealed round with its minimum group.
pub type Sealed<'a> = (&'a Tally, u8);

/// A round, and what the one before it adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// The round's report.
    pub report: Released<Report>,
    /// The report of the round before, and what has changed since; none where
    /// there is no such round, or it does not reach its minimum group.
    pub before: Option<(Released<Report>, Released<Change>)>,
}

/// Releases a round together with the one before it: what [`release`] and
/// [`release_change`] say, each report worked out once. `None` where the current
/// round does not reach its minimum group.
#[must_use]
pub fn release_course(previous: Option<Sealed<'_>>, current: Sealed<'_>) -> Option<Course> {
    let report = release(current.0, current.1)?;
    let before = previous.and_then(|previous| {
        let earlier = release(previous.0, previous.1)?;
        let change = changed(previous, current, [&earlier, &report])?;
        Some((earlier, Released::seal(change)))
    });
    Some(Course { report, before })
}

/// Releases what may be said about the change from `previous` to `current`;
/// `None` where either round does not reach its minimum group.
#[must_use]
pub fn release_change(previous: Sealed<'_>, current: Sealed<'_>) -> Option<Released<Change>> {
    let (before, after) = (release(previous.0, previous.1)?, release(current.0, current.1)?);
    changed(previous, current, [&before, &after]).map(Released::seal)
}

/// The reports are those of the two rounds, in their order.
fn changed(
    previous: Sealed<'_>,
    current: Sealed<'_>,
    reports: [&Released<Report>; 2],
) -> Option<Change> {
    let sides = Sides { before: Side::of(previous)?, after: Side::of(current)?, reports };
    let may = sides.decide();
    // Within the quick limits nothing can fail; if it did, nothing would be said.
    let found = change::Change::planned(previous.0, current.0, &may.plan()).ok()?;
    let dimensions = DimensionId::ALL.into_iter().zip(may.dimensions);
    let items = PatternId::ALL.into_iter().zip(may.items);
    Some(Change {
        overall: cell(may.overall, found.overall.as_ref()),
        dimensions: dimensions
            .map(|(id, may)| DimensionChange { id, change: cell(may, found.dimension(id)) })
            .collect(),
        items: items
            .map(|(id, may)| {
                let tested = found.item(id).and_then(|item| item.tested.as_ref());
                ItemChange { id, change: sides.item(id, may, tested) }
            })
            .collect(),
    })
}

/// Leave to give a verdict; whether with its evidence.
pub(super) type Leave = Result<bool, Reason>;

/// Leave to give an item's direction; whether with a verdict.
type ItemLeave = Result<Option<bool>, Reason>;

/// What may be said, decided from numbers of people alone.
struct May {
    overall: Leave,
    dimensions: [Leave; DIMENSIONS],
    items: [ItemLeave; PATTERNS],
}

impl May {
    /// What is to be tested: exactly what may be said, so that nothing withheld
    /// has a part in the correction for several tests.
    fn plan(&self) -> Plan {
        Plan {
            overall: self.overall.is_ok(),
            dimensions: self.dimensions.map(|leave| leave.is_ok()),
            items: self.items.map(|leave| leave.is_ok_and(|verdict| verdict.is_some())),
            exactness: Exactness::WhileQuick,
        }
    }
}

/// One round as the decisions see it: numbers of people, and no answer.
pub(super) struct Side {
    k: u8,
    responses: u32,
    lists: bool,
    numbers: Numbers,
    decisions: Decisions,
}

impl Side {
    /// `None` when the round does not reach its minimum group.
    pub(super) fn of((tally, minimum_group): Sealed<'_>) -> Option<Self> {
        let k = k_of(minimum_group);
        decide::band(tally.responses, k).ok()?;
        let numbers = numbers(tally);
        Some(Self {
            k,
            responses: tally.responses,
            lists: tally.lists.is_some(),
            decisions: decide::decide(&numbers, k),
            numbers,
        })
    }

    /// Whether a verdict may rest on a figure, and whether its evidence is shown: they depend
    /// on the spread of the scores.
    fn spread(&self, decision: Decision) -> Leave {
        let grant = decision?;
        match grant {
            Grant { verdict: true, .. } => Ok(grant.evidence),
            _ if !self.lists => Err(Reason::NoLists),
            Grant { interval: Some(_), .. } => Err(Reason::TooFewToTest),
            Grant { interval: None, .. } => Err(Reason::PartWithheld),
        }
    }

    /// Whether a dimension and its three items are shown, with its scores kept:
    /// then it can enter a pool as one block.
    pub(super) fn whole(&self, id: DimensionId) -> bool {
        let granted = |decision: Option<&Decision>| decision.is_some_and(Result::is_ok);
        self.lists
            && granted(self.decisions.dimensions.get(id.index()))
            && id.patterns().iter().all(|item| granted(self.decisions.items.get(item.index())))
    }

    /// Whether something that depends on the spread of a dimension's scores may
    /// be said.
    pub(super) fn dimension(&self, id: DimensionId) -> Leave {
        let decision = self.decisions.dimensions.get(id.index()).copied();
        self.spread(decision.unwrap_or(Err(Reason::PartWithheld)))
    }

    /// What may be shown of a dimension, if anything may.
    pub(super) fn grant(&self, id: DimensionId) -> Option<Grant> {
        self.decisions.dimensions.get(id.index()).copied()?.ok()
    }

    fn item(&self, id: PatternId) -> Decision {
        self.decisions.items.get(id.index()).copied().unwrap_or(Err(Reason::PartWithheld))
    }

    fn judged(&self, id: PatternId) -> u32 {
        self.numbers.items.get(id.index()).copied().unwrap_or(0)
    }
}

struct Sides<'a> {
    before: Side,
    after: Side,
    reports: [&'a Released<Report>; 2],
}

impl Sides<'_> {
    fn decide(&self) -> May {
        let both = |one: Leave, other: Leave| Ok(one? & other?);
        let overall = |side: &Side| side.spread(side.decisions.overall);
        May {
            overall: both(overall(&self.before), overall(&self.after)),
            dimensions: DimensionId::ALL
                .map(|id| both(self.before.dimension(id), self.after.dimension(id))),
            items: PatternId::ALL.map(|id| self.item_leave(id)),
        }
    }

    fn item_leave(&self, id: PatternId) -> ItemLeave {
        let (one, other) = (self.before.item(id)?, self.after.item(id)?);
        if !self.apart(id) {
            return Err(Reason::NearlySamePeople);
        }
        Ok((one.verdict && other.verdict).then_some(one.evidence && other.evidence))
    }

    /// Whether the numbers of people, in the rounds and on the item, differ by
    /// the minimum group or more (P8a).
    fn apart(&self, id: PatternId) -> bool {
        let k = u32::from(self.before.k.max(self.after.k));
        self.before.responses.abs_diff(self.after.responses) >= k
            && self.before.judged(id).abs_diff(self.after.judged(id)) >= k
    }

    fn item(&self, id: PatternId, may: ItemLeave, tested: Option<&Compared>) -> Cell<ItemShift> {
        let health = self.reports.map(|report| report.item(id).map(|figure| figure.health));
        let shown = may.and_then(|verdict| {
            let [Some(before), Some(after)] = health else {
                return Err(Reason::PartWithheld);
            };
            let judged = verdict.zip(tested).map(|(evidence, test)| judged(evidence, test));
            let scales = (self.before.item(id)?.scale, self.after.item(id)?.scale);
            Ok(ItemShift {
                direction: Direction::between((before, scales.0), (after, scales.1)),
                judged,
            })
        });
        match shown {
            Ok(shift) => Cell::Shown(shift),
            Err(reason) => Cell::Withheld(reason),
        }
    }
}

impl Direction {
    /// From one shown figure to another. Shown in different steps, they have a direction only
    /// where the healths that they stand for do not overlap.
    fn between(
        (before, steps_before): (Health, Scale),
        (after, steps_after): (Health, Scale),
    ) -> Self {
        if steps_before == steps_after {
            return match after.cmp(&before) {
                std::cmp::Ordering::Greater => Self::Up,
                std::cmp::Ordering::Equal => Self::Level,
                std::cmp::Ordering::Less => Self::Down,
            };
        }
        let (from, to) = (before.stands_for(steps_before), after.stands_for(steps_after));
        if from.1 <= to.0 {
            Self::Up
        } else if to.1 <= from.0 {
            Self::Down
        } else {
            Self::Unclear
        }
    }

    /// Which way the shown figure went, in a word.
    #[must_use]
    pub const fn went(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Level => "the same",
            Self::Down => "down",
            Self::Unclear => "rounded differently",
        }
    }

    /// The word on the page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Up => "healthier",
            Self::Level => "level",
            Self::Down => "less healthy",
            Self::Unclear => "no clear direction",
        }
    }
}

fn cell(may: Leave, tested: Option<&Compared>) -> Cell<Judged> {
    let shown = may
        .and_then(|evidence| tested.map(|test| judged(evidence, test)).ok_or(Reason::PartWithheld));
    match shown {
        Ok(judged) => Cell::Shown(judged),
        Err(reason) => Cell::Withheld(reason),
    }
}

fn judged(evidence: bool, test: &Compared) -> Judged {
    let evidence = evidence.then(|| Evidence {
        p_hundredths: hundredths(test.p),
        adjusted_hundredths: hundredths(test.adjusted_p),
        delta_tenths: tenths(test.cliffs_delta),
    });
    Judged { verdict: test.verdict, evidence }
}

/// A p in hundredths, rounded up, never below 1.
fn hundredths(p: f64) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 1\u{2013}100"
    )]
    let whole = (p * 100.0 - 1e-9).ceil().clamp(1.0, 100.0) as u8;
    whole
}

/// δ in tenths.
fn tenths(delta: f64) -> i8 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to \u{2212}10\u{2013}10")]
    let whole = (delta * 10.0).round().clamp(-10.0, 10.0) as i8;
    whole
}

#[cfg(test)]
mod tests;

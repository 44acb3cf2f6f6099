//! What may be said of the sums of an accepted view.

use crate::catalogue::{DimensionId, PatternId};
use crate::disclosure::audit::LEAST_TEAMS;
use crate::disclosure::bands::{CountBand, join};
use crate::disclosure::counts::{LEAST_MARGIN, TEAMS_TO_COUNT, TEAMS_TO_HALVE, says_something};
use crate::disclosure::display_rule::{DisplayRule, IntervalFrom, Kind};
use crate::disclosure::release::displayed;
use crate::disclosure::released::Released;
use crate::disclosure::shapes::{Band, Cell, Figure, Health, Interval, Reason};
use crate::measure::sums::BAND_ENDS;
use crate::measure::{Bounds, DimensionSums, POINTS, interval, strength};
use serde::Serialize;
use std::fmt;
use utoipa::ToSchema;

/// No count of teams stands on fewer than this; most stand on more.
pub const TEAMS_IN_A_BAND: u32 = LEAST_MARGIN;
/// A pattern can be called systemic from this many teams on.
pub const TEAMS_FOR_SYSTEMIC: u32 = TEAMS_TO_HALVE;

/// What leadership may be shown of one period and one scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Period {
    /// Six in catalogue order.
    pub dimensions: Vec<Cell<PooledDimension>>,
}

/// A dimension over several teams.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PooledDimension {
    /// Which dimension.
    pub id: DimensionId,
    /// How many teams are in it.
    pub teams: u32,
    /// Health over all persons alike, and where it could plausibly lie.
    pub figure: Figure,
    /// Its three items, in catalogue order.
    pub items: Vec<PooledItem>,
    /// How many teams lie in which band of health.
    pub spread: Cell<Spread>,
}

/// How far apart teams lie on a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Spread {
    /// Bands of health with at least three teams each, the lowest first.
    pub bands: Vec<SpreadBand>,
}

/// An item over several teams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct PooledItem {
    /// Which anti-pattern.
    pub id: PatternId,
    /// Health over all persons alike, and where it could plausibly lie.
    pub figure: Figure,
    /// Whether it is present (strength 2 or more) in at least half of at least five
    /// teams; withheld below five.
    pub systemic: Cell<Reach>,
    /// In how many teams it is present.
    pub prevalence: Cell<Prevalence>,
}

/// Teams whose health on a dimension lies between two ends, as they are displayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct SpreadBand {
    /// The least health, 0–100.
    pub from: u8,
    /// The greatest.
    pub to: u8,
    /// How many of the four bands it joins, 1–4.
    pub joins: u8,
    /// How many teams: at least three, and more where somebody knows some of them.
    pub teams: u32,
}

/// Whether a pattern is systemic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// It is: present in at least half of the teams.
    Systemic,
    /// It is present in fewer than half of the teams.
    FewerThanHalf,
}

/// In how many teams a pattern is present.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Prevalence {
    /// The count; its ends are coded, so that it never tells of one or two teams.
    pub teams: TeamCount,
    /// Out of how many.
    pub of: u32,
    /// The share of all such teams could plausibly be this low, in per cent, rounded
    /// down to 5.
    pub low: u8,
    /// Or this high, rounded up to 5.
    pub high: u8,
}

/// A count of teams with coded ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TeamCount {
    /// Fewer than this many.
    FewerThan(u32),
    /// Exactly so many.
    Exactly(u32),
    /// This many or more.
    AtLeast(u32),
}

impl fmt::Display for TeamCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FewerThan(most) => write!(f, "fewer than {most}"),
            Self::Exactly(teams) => write!(f, "{teams}"),
            Self::AtLeast(least) => write!(f, "at least {least}"),
        }
    }
}

impl Period {
    /// A dimension, if it may be shown.
    #[must_use]
    pub fn dimension(&self, id: DimensionId) -> Option<&PooledDimension> {
        self.dimensions.get(id.index()).and_then(Cell::shown)
    }

    /// A pattern, if its dimension may be shown.
    #[must_use]
    pub fn item(&self, id: PatternId) -> Option<&PooledItem> {
        self.dimension(id.dimension())?.items.iter().find(|item| item.id == id)
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.dimensions.iter().all(|cell| cell.shown().is_none())
    }

    /// The most teams behind a dimension.
    #[must_use]
    pub fn teams(&self) -> u32 {
        self.dimensions.iter().filter_map(Cell::shown).map(|each| each.teams).max().unwrap_or(0)
    }
}

/// Releases what sums of a period say. Sums are of views that the planner has
/// accepted; a dimension without one is withheld.
#[must_use]
pub fn release_period(sums: &[(DimensionId, DimensionSums)]) -> Released<Period> {
    let cell = |id: DimensionId| {
        let found = sums.iter().find(|(of, _)| *of == id);
        let figures = found.and_then(|(_, sums)| dimension(id, sums));
        figures.map_or(Cell::Withheld(Reason::NotPooled), Cell::Shown)
    };
    Released::seal(Period { dimensions: DimensionId::ALL.into_iter().map(cell).collect() })
}

/// None where the sums are of too few teams, which the planner does not let happen.
fn dimension(id: DimensionId, sums: &DimensionSums) -> Option<PooledDimension> {
    if usize::try_from(sums.teams).is_ok_and(|teams| teams < LEAST_TEAMS) {
        return None;
    }
    let mean = strength::of_counted_dimension(&sums.scores)?;
    let bounds = interval::of_counted_dimension(&sums.scores).ok()?;
    let counted = sums.counted();
    let items = id.patterns().into_iter().zip(&sums.items).zip(sums.present);
    let item = |((id, points), present): ((PatternId, &[u32; POINTS]), u32)| {
        let mean = strength::item(points)?;
        let bounds = interval::of_item(points).ok()?;
        Some(PooledItem {
            id,
            figure: figure(Kind::Statement, mean, bounds, points.iter().sum()),
            systemic: systemic(present, counted, sums.margin),
            prevalence: prevalence(present, counted, sums.margin),
        })
    };
    Some(PooledDimension {
        id,
        teams: sums.teams,
        figure: figure(Kind::Dimension, mean, bounds, sums.people()),
        items: items.map(item).collect::<Option<_>>()?,
        spread: spread(sums),
    })
}

/// Below 20 people the rule of a team's report holds: the range follows from what is shown.
/// From 20 on ranges come from the scores, statements' too: at least three teams' people
/// stand behind each.
fn figure(kind: Kind, mean: f64, bounds: Bounds, people: u32) -> Figure {
    let answers = if people < 20 { Band::TwelveToNineteen } else { Band::TwentyOrMore };
    let rule = DisplayRule::of(kind, answers);
    let health = Health::on(rule.scale, strength::health(mean));
    let few = answers == Band::TwelveToNineteen && rule.interval == IntervalFrom::Displayed;
    let bounds = if few { displayed(health, answers.lowest()) } else { Some(bounds.as_health()) };
    Figure {
        health,
        coded: health.coded(),
        interval: bounds.map(|bounds| Interval::around(health, bounds.low, bounds.high)),
        // How close together its people are is a team's own affair.
        agreement: None,
        answers,
    }
}

const fn systemic(present: u32, teams: u32, margin: u32) -> Cell<Reach> {
    if teams < TEAMS_FOR_SYSTEMIC || !says_something(teams, margin) {
        return Cell::Withheld(Reason::TooFewTeams);
    }
    Cell::Shown(if present * 2 >= teams { Reach::Systemic } else { Reach::FewerThanHalf })
}

/// How a count of `present` of `teams` is shown: the `margin` counts at either end are one
/// (see [`counts`](crate::disclosure::counts)). `None` where the two would meet.
pub(in crate::disclosure) const fn team_count(
    present: u32,
    teams: u32,
    margin: u32,
) -> Option<TeamCount> {
    if !says_something(teams, margin) {
        return None;
    }
    Some(if present < margin {
        TeamCount::FewerThan(margin)
    } else if teams.saturating_sub(present) < margin {
        TeamCount::AtLeast(teams - margin + 1)
    } else {
        TeamCount::Exactly(present)
    })
}

fn prevalence(present: u32, teams: u32, margin: u32) -> Cell<Prevalence> {
    let least = margin.max(LEAST_MARGIN);
    let Some(count) = team_count(present, teams, least).filter(|_| teams >= TEAMS_TO_COUNT) else {
        return Cell::Withheld(Reason::TooFewTeams);
    };
    let (low, high) = match count {
        TeamCount::FewerThan(_) => (0, least - 1),
        TeamCount::Exactly(present) => (present, present),
        TeamCount::AtLeast(low) => (low, teams),
    };
    // A function of what is shown: a coded count has the outer ends of its two.
    let share = |count: u32| f64::from(count) / f64::from(teams);
    match (interval::wilson(share(low), teams), interval::wilson(share(high), teams)) {
        (Ok(lower), Ok(upper)) => Cell::Shown(Prevalence {
            teams: count,
            of: teams,
            low: per_cent((lower.low * 20.0 + 1e-9).floor()),
            high: per_cent((upper.high * 20.0 - 1e-9).ceil()),
        }),
        _ => Cell::Withheld(Reason::TooFewTeams),
    }
}

/// Twentieths in per cent.
fn per_cent(twentieths: f64) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0–100")]
    let whole = (twentieths * 5.0).clamp(0.0, 100.0) as u8;
    whole
}

/// Bands of at least `margin` teams, the lowest first; see [`bands`](crate::disclosure::bands()).
fn spread(sums: &DimensionSums) -> Cell<Spread> {
    let Some(joined) = join(&sums.bands, sums.margin) else {
        return Cell::Withheld(Reason::TooFewTeams);
    };
    let band = |band: &CountBand| {
        let (from, _) = BAND_ENDS.get(band.first)?;
        let (_, to) = BAND_ENDS.get(band.last)?;
        let joins = u8::try_from(band.joins()).ok()?;
        Some(SpreadBand { from: *from, to: *to, joins, teams: band.teams })
    };
    let bands = joined.bands.iter().map(band).collect::<Option<_>>();
    bands.map_or(Cell::Withheld(Reason::TooFewTeams), |bands| Cell::Shown(Spread { bands }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn with(teams: u32, bands: [u32; 4], present: u32) -> DimensionSums {
        DimensionSums {
            teams,
            items: [[teams, 0, 0, 0, teams * 2]; 3],
            scores: std::array::from_fn(|score| if score == 12 { teams * 3 } else { 0 }),
            bands,
            present: [present; 3],
            margin: 3,
        }
    }

    fn joined(bands: [u32; 4]) -> Vec<(u8, u8, u32)> {
        match spread(&with(bands.iter().sum(), bands, 0)) {
            Cell::Shown(spread) => spread.bands.iter().map(|b| (b.from, b.to, b.teams)).collect(),
            Cell::Withheld(_) => Vec::new(),
        }
    }

    #[test]
    fn bands_of_fewer_than_three_teams_join_their_neighbour() {
        assert_eq!(joined([3, 4, 5, 3]), [(0, 25, 3), (30, 50, 4), (55, 75, 5), (80, 100, 3)]);
        assert_eq!(joined([1, 4, 5, 3]), [(0, 50, 5), (55, 75, 5), (80, 100, 3)]);
        assert_eq!(joined([0, 0, 7, 2]), [(0, 100, 9)]);
        assert_eq!(joined([4, 5, 0, 1]), [(0, 25, 4), (30, 100, 6)]);
        assert_eq!(joined([8, 0, 0, 0]), [], "eight teams are too few");
        assert_eq!(joined([9, 0, 0, 0]), [(0, 100, 9)]);
    }

    #[test]
    fn a_count_of_one_or_two_teams_is_coded_at_both_ends() {
        let count = |present| prevalence(present, 12, 3).shown().map(|shown| shown.teams);
        for (present, shown) in [
            (0, TeamCount::FewerThan(3)),
            (2, TeamCount::FewerThan(3)),
            (3, TeamCount::Exactly(3)),
            (9, TeamCount::Exactly(9)),
            (10, TeamCount::AtLeast(10)),
            (12, TeamCount::AtLeast(10)),
        ] {
            assert_eq!(count(present), Some(shown), "{present} of 12");
        }
        // And the interval says no more than the code does.
        assert_eq!(prevalence(0, 12, 3), prevalence(2, 12, 3));
        assert_eq!(prevalence(10, 12, 3), prevalence(12, 12, 3));
        assert_eq!(prevalence(4, 8, 3), Cell::Withheld(Reason::TooFewTeams));
    }

    #[test]
    fn the_interval_of_a_prevalence_is_wilsons_over_teams() {
        // Wilson (1927) for 6 of 12: 0.2538 to 0.7462.
        let shown = *prevalence(6, 12, 3).shown().unwrap();
        assert_eq!((shown.low, shown.high), (25, 75));
        // For 2 of 12 the upper end is 0.4480.
        let shown = *prevalence(1, 12, 3).shown().unwrap();
        assert_eq!((shown.low, shown.high), (0, 45));
    }

    #[test]
    fn systemic_is_half_of_at_least_five_teams() {
        assert_eq!(systemic(3, 5, 3), Cell::Shown(Reach::Systemic));
        assert_eq!(systemic(2, 5, 3), Cell::Shown(Reach::FewerThanHalf));
        assert_eq!(systemic(3, 6, 3), Cell::Shown(Reach::Systemic));
        assert_eq!(systemic(4, 4, 3), Cell::Withheld(Reason::TooFewTeams));
    }

    #[test]
    fn sums_of_too_few_teams_say_nothing() {
        let few = u32::try_from(LEAST_TEAMS).unwrap() - 1;
        let period = release_period(&[(DimensionId::Change, with(few, [few, 0, 0, 0], 0))]);
        assert!(period.is_empty());
        let period = release_period(&[(DimensionId::Change, with(few + 1, [few + 1, 0, 0, 0], 0))]);
        assert_eq!(period.teams(), few + 1);
        assert!(period.dimension(DimensionId::People).is_none());
        assert!(period.item(DimensionId::Change.patterns()[0]).is_some());
    }

    proptest! {
        #[test]
        fn every_band_has_three_teams_and_none_is_lost(bands in proptest::array::uniform4(0_u32..8)) {
            let teams: u32 = bands.iter().sum();
            match spread(&with(teams, bands, 0)) {
                Cell::Withheld(_) => prop_assert!(teams < TEAMS_TO_COUNT),
                Cell::Shown(Spread { bands: shown }) => {
                    prop_assert!(shown.iter().all(|band| band.teams >= TEAMS_IN_A_BAND));
                    prop_assert_eq!(shown.iter().map(|band| band.teams).sum::<u32>(), teams);
                    prop_assert_eq!(shown.iter().map(|band| band.joins).sum::<u8>(), 4);
                    prop_assert!(shown.windows(2).all(|two| two[0].to < two[1].from));
                }
            }
        }
    }
}

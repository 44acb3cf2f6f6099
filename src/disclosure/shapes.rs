//! The shapes in which results leave the gate.
//!
//! Every number here is already rounded, coded and allowed: a page can print
//! any field without a further thought.

use crate::catalogue::{DimensionId, PatternId};
use crate::measure::Agreement;
use serde::{Serialize, Serializer};
use std::fmt;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A figure, or the reason why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cell<T> {
    /// It may be shown.
    Shown(T),
    /// It may not, and this is why.
    Withheld(Reason),
}

impl<T> Cell<T> {
    /// The figure, if it may be shown.
    pub const fn shown(&self) -> Option<&T> {
        match self {
            Self::Shown(figure) => Some(figure),
            Self::Withheld(_) => None,
        }
    }

    /// Applies `f` to the figure, keeping the reason otherwise.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Cell<U> {
        match self {
            Self::Shown(figure) => Cell::Shown(f(figure)),
            Self::Withheld(reason) => Cell::Withheld(reason),
        }
    }
}

/// Why a figure is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Fewer than this many people answered it.
    FewerThan(u8),
    /// Showing it would let a reader work out a sibling that is withheld.
    ProtectsAnother,
    /// A part of it is withheld.
    PartWithheld,
    /// The person did not judge it (only in one's own view).
    NotJudged,
    /// A change cannot be tested: one of the rounds kept no lists of scores.
    NoLists,
    /// A change cannot be tested without telling how single people answered.
    TooFewToTest,
    /// A direction is not shown, because nearly the same number of people
    /// answered both times and the difference could tell something of one of them.
    NearlySamePeople,
    /// Teams are compared from eight on.
    TooFewTeams,
    /// Everybody in every team has the same score.
    AllAlike,
    /// Not enough teams stand behind a pooled figure, not enough of them have a new
    /// round since the last one, or it would give a team away.
    NotPooled,
    /// A team is not in a comparison, because its own report lacks a part of it.
    NotCompared,
    /// A share link opens one report alone, and this says something of the round before.
    OneReportAlone,
}

/// How many people stand behind a figure; exact numbers are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// From this number, the minimum group, to 7.
    UpToSeven(u8),
    /// From this number, which is 8 or the minimum group if that is larger, to 11.
    EightToEleven(u8),
    /// 12–19.
    TwelveToNineteen,
    /// 20 and more.
    TwentyOrMore,
}

impl Band {
    /// The largest number in the band; `None` for "20 and more".
    #[must_use]
    pub const fn highest(self) -> Option<u8> {
        match self {
            Self::UpToSeven(_) => Some(7),
            Self::EightToEleven(_) => Some(11),
            Self::TwelveToNineteen => Some(19),
            Self::TwentyOrMore => None,
        }
    }

    /// The smallest number in the band.
    #[must_use]
    pub const fn lowest(self) -> u8 {
        match self {
            Self::UpToSeven(k) | Self::EightToEleven(k) => k,
            Self::TwelveToNineteen => 12,
            Self::TwentyOrMore => 20,
        }
    }
}

/// Whether a displayed health stands for all beyond it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Coded {
    /// The lower end code: this or less.
    OrLess,
    /// No end code: the nearest step.
    Exactly,
    /// The upper end code: this or more.
    OrMore,
}

/// A displayed health, 10–90: rounded, and coded at the ends. How finely depends on how many
/// people stand behind it ([`DisplayRule`](super::DisplayRule)).
///
/// It is ordered by its number, and serialised as its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Health {
    pub(super) value: u8,
    pub(super) coded: Coded,
}

impl Health {
    /// 10–90.
    #[must_use]
    pub const fn value(self) -> u8 {
        self.value
    }

    /// Whether the number stands for all beyond it.
    #[must_use]
    pub const fn coded(self) -> Coded {
        self.coded
    }

    /// Whether it is an end code, for example "80 or more".
    #[must_use]
    pub const fn is_coded(self) -> bool {
        !matches!(self.coded, Coded::Exactly)
    }
}

impl fmt::Display for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.coded {
            Coded::OrLess => write!(f, "{} or less", self.value),
            Coded::Exactly => write!(f, "{}", self.value),
            Coded::OrMore => write!(f, "{} or more", self.value),
        }
    }
}

impl Serialize for Health {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.value)
    }
}

impl PartialSchema for Health {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32)))
            .description(Some(
                "Health, 10 to 90 in steps of 5, 10, 20 or 25; coded says whether it stands for all beyond it.",
            ))
            .minimum(Some(10))
            .maximum(Some(90))
            .multiple_of(Some(5))
            .build()
            .into()
    }
}

impl ToSchema for Health {}

/// Between which healths the truth could plausibly lie (95 %), rounded outward
/// to 5. An end inside an end code is that code: 10 says "10 or less", 90 says
/// "90 or more", so an end never tells more than a figure would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Interval {
    /// Lower end.
    pub low: Health,
    /// Upper end, never below the lower one.
    pub high: Health,
}

/// What may be said of one item or one dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Figure {
    /// Rounded health.
    pub health: Health,
    /// Whether the health stands for all beyond it, for example 80 for "80 or more".
    pub coded: Coded,
    /// Where the truth could plausibly lie; none where it would tell of single people.
    pub interval: Option<Interval>,
    /// How close together people are, from 12 answers on.
    pub agreement: Option<Agreement>,
    /// How many people, in bands.
    pub answers: Band,
}

/// A dimension's line in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct DimensionRow {
    /// Which dimension.
    pub id: DimensionId,
    /// What may be said of it.
    pub figure: Cell<Figure>,
}

/// An item's line in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemRow {
    /// Which anti-pattern.
    pub id: PatternId,
    /// What may be said of it.
    pub figure: Cell<Figure>,
}

/// A round's report, as far as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Report {
    /// The round's minimum group, 3–10.
    pub minimum_group: u8,
    /// How many people answered, in bands.
    pub answers: Band,
    /// Whether person scores were kept (without them no later change verdict).
    pub lists_kept: bool,
    /// Health over all dimensions.
    pub overall: Cell<Figure>,
    /// Six rows in catalogue order.
    pub dimensions: Vec<DimensionRow>,
    /// Eighteen rows in catalogue order.
    pub items: Vec<ItemRow>,
}

impl Report {
    /// The row of one dimension.
    #[must_use]
    pub fn dimension(&self, id: DimensionId) -> Option<&Figure> {
        self.dimensions.get(id.index()).and_then(|row| row.figure.shown())
    }

    /// The row of one item.
    #[must_use]
    pub fn item(&self, id: PatternId) -> Option<&Figure> {
        self.items.get(id.index()).and_then(|row| row.figure.shown())
    }
}

/// One person's own answers, shown to that person alone (`/try`). Exact: there
/// is nobody to protect from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OwnView {
    /// Health of each dimension, 0–100, where at least two of three were answered.
    pub dimensions: Vec<(DimensionId, Option<u8>)>,
    /// Health of each item, 0–100 in steps of 25, where it was judged.
    pub items: Vec<(PatternId, Option<u8>)>,
}

/// What a radar draws: one or two outlines over the six dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Radar {
    /// One or two series; the first is the current one, the second the previous round.
    pub series: Vec<RadarSeries>,
}

/// One outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RadarSeries {
    /// For the legend: "This round, 3 March 2026".
    pub name: String,
    /// Health 0–100 for each dimension in catalogue order, or why not.
    pub points: Vec<Cell<u8>>,
}

/// What a dot plot draws: a line for each pattern, health with its interval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DotPlot {
    /// Eighteen rows in catalogue order.
    pub rows: Vec<DotRow>,
}

/// One line of a dot plot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DotRow {
    /// Which anti-pattern.
    pub id: PatternId,
    /// The dot, or why there is none.
    pub dot: Cell<Dot>,
}

/// A dot on the scale of health, with the words that say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Dot {
    /// Health 0–100, where to draw it.
    pub at: u8,
    /// Whether `at` is an end code, for example "80 or more" (never in one's own view).
    pub coded: bool,
    /// The interval; a coded end is drawn to the edge of the scale.
    pub interval: Option<Interval>,
    /// How many people, in bands; none in one's own view.
    pub answers: Option<Band>,
}

/// What a history draws: health over all dimensions, round by round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct History {
    /// The rounds, earliest first.
    pub rounds: Vec<HistoryPoint>,
}

/// One round of a history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HistoryPoint {
    /// Its day, for example "3 March 2026".
    pub name: String,
    /// The same where there is little room, for example "Mar 2026".
    pub brief: String,
    /// Days since 1 January 1970: where it stands on the way.
    pub day: i32,
    /// Health over all dimensions, or why there is none.
    pub figure: Cell<Figure>,
}

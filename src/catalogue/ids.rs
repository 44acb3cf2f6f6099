//! The fixed names of what is asked: six dimensions of three anti-patterns each.
//!
//! Ids are part of stored data and of exports, so they never change. The order
//! is the catalogue's order: it settles every tie.

use serde::{Deserialize, Serialize};

/// How many dimensions there are.
pub const DIMENSIONS: usize = 6;
/// How many anti-patterns there are.
pub const PATTERNS: usize = 18;
/// How many anti-patterns a dimension holds.
pub const PER_DIMENSION: usize = PATTERNS / DIMENSIONS;

/// How many figures a report has: overall, the dimensions, the anti-patterns.
pub const FIGURES: usize = 1 + DIMENSIONS + PATTERNS;

/// The name of something that is not in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no {kind} called \u{201c}{name}\u{201d} in the catalogue")]
pub struct UnknownId {
    kind: &'static str,
    name: String,
}

macro_rules! ids {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $count:ident, $($variant:ident => $text:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`")] #[serde(rename = $text)] $variant),+
        }

        impl $name {
            /// All of them, in catalogue order.
            pub const ALL: [Self; $count] = [$(Self::$variant),+];

            /// The id as it is written in files, addresses and exports.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The place in catalogue order, from 0.
            #[must_use]
            pub const fn index(self) -> usize { self as usize }
        }

        // By hand: the generator does not see the names that this macro gives.
        #[cfg(feature = "ssr")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::Type::String)
                    .enum_values(Some([$($text),+]))
                    .description(Some(concat!("The id of one ", $kind, ".")))
                    .into()
            }
        }

        #[cfg(feature = "ssr")]
        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownId;
            fn from_str(s: &str) -> Result<Self, UnknownId> {
                match s {
                    $($text => Ok(Self::$variant),)+
                    other => Err(UnknownId { kind: $kind, name: other.chars().take(60).collect() }),
                }
            }
        }
    };
}

ids! {
    /// One of the six dimensions.
    DimensionId, "dimension", DIMENSIONS,
    Customer => "customer",
    Structure => "structure",
    Collaboration => "collaboration",
    Change => "change",
    Learning => "learning",
    People => "people",
}

ids! {
    /// One of the eighteen anti-patterns.
    PatternId, "anti-pattern", PATTERNS,
    ExpertsOverCustomers => "experts-over-customers",
    ProjectsOverProducts => "projects-over-products",
    PlanOverProgress => "plan-over-progress",
    FunctionalSilos => "functional-silos",
    LocalOptimisation => "local-optimisation",
    HyperSpecialisation => "hyper-specialisation",
    TicketsOverTalk => "tickets-over-talk",
    BlockedChannels => "blocked-channels",
    CascadedChange => "cascaded-change",
    BigBatches => "big-batches",
    ApprovalCommittees => "approval-committees",
    RiskByFreeze => "risk-by-freeze",
    NotLookingOutside => "not-looking-outside",
    RepeatProblems => "repeat-problems",
    MoneyThenScrap => "money-then-scrap",
    BespokeIncentives => "bespoke-incentives",
    Heroics => "heroics",
    ArtisanOperations => "artisan-operations",
}

impl DimensionId {
    /// Its three anti-patterns, in catalogue order.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "a place below the array's length")]
    pub const fn patterns(self) -> [PatternId; PER_DIMENSION] {
        let first = self.index() * PER_DIMENSION;
        [PatternId::ALL[first], PatternId::ALL[first + 1], PatternId::ALL[first + 2]]
    }
}

impl PatternId {
    /// The dimension it belongs to.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "a place below the array's length")]
    pub const fn dimension(self) -> DimensionId {
        DimensionId::ALL[self.index() / PER_DIMENSION]
    }
}

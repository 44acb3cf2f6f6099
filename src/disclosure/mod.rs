//! What may be shown to whom: the only maker of [`Released`] values.
//!
//! Stored tallies reach a page, a chart or an export only through here, and
//! what leaves is already rounded, coded and allowed. Where each rule stands
//! ("k" is the round's minimum group):
//!
//! | rule | in words | where |
//! |---|---|---|
//! | P1 | no figure over fewer than k people; numbers of people in bands | `decide` |
//! | P3 | what is withheld depends on counts, never on answers | `decide` sees no answers at all |
//! | P4 | what is withheld cannot be worked out from what is shown | `decide` |
//! | P7 | how finely a figure is shown, and whether anything may depend on spread | `display_rule` says it, `decide` grants it, `release` computes only what is granted |
//! | P8a | an earlier round appears only where both rounds reach k | `views`, `board`: both arguments are released, so both do; `change` releases both first |
//! | P8a | no direction of an item where the numbers of people differ by fewer than k | `change` |
//! | P5 | counts of teams that name nobody, from nine teams on | `counts`, `bands` |
//! | P5, P8 | figures over several teams | `pooled`, and `audit` before each is released |
//! | P8 | how many teams have pulled a cord: in steps of three, never which | `cords` |
//! | P5 | what was tried and how it went, over many teams | `works` |
//! | P10a | a team that kept no lists: dimensions from item counts | `decide`, `release` |
//! | P11 | the order of answers leaves no trace | `release` is a function of a tally, which has no order |
//! | rounding and end codes | steps, "80 or more", interval ends outward | `rounding` |
//!
//! P2 (nothing before the close) needs no code here: a tally exists only once a
//! round is sealed.
//!
//! Delivery signals (`delivery`) hold nothing that a person said: a team's own months
//! are shown whole to those who may see the team, and to leadership in `bands` alone.
//!
//! What the display rules give away, counted over every set of answers that agrees with
//! what is shown: `yardstick`.
//!
//! One's own answers on `/try` (`own`) are exact: there is nobody to protect.

pub mod audit;
mod bands;
mod board;
mod change;
mod compare;
pub mod cords;
pub mod counts;
mod decide;
mod delivery;
pub mod display_rule;
mod membership;
mod own;
pub mod pooled;
mod release;
mod released;
mod rounding;
mod shapes;
#[cfg(test)]
mod tests;
mod views;
pub mod works;
pub mod yardstick;

pub use crate::measure::change::Verdict;
pub use crate::measure::{Agreement, LARGEST_GROUP, SMALLEST_GROUP, USUAL_GROUP};
pub use bands::{Bands, CountBand, bands};
pub use board::{Board, BoardCell, BoardRow, BoardTeam, Since, board};
pub use change::{
    Change, Course, DimensionChange, Direction, Evidence, ItemChange, ItemShift, Judged, Sealed,
    release_change, release_course,
};
pub use compare::{Compared, Scores, Stand, TeamScore, compare};
pub use delivery::{SignalCourse, SignalPoint, signal_course};
pub use display_rule::DisplayRule;
pub use membership::{Membership, membership};
pub use own::{own_dots, own_radar, own_view};
pub use release::release;
pub use released::Released;
pub use shapes::{
    Band, Cell, Coded, DimensionRow, Dot, DotPlot, DotRow, Figure, Health, History, HistoryPoint,
    Interval, ItemRow, OwnView, Radar, RadarSeries, Reason, Report,
};
pub use views::{Day, dot_plot, history, radar};

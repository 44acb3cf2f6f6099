//! The shapes of `andon score`'s JSON. The README holds their schema, and a test
//! holds what is printed against it.
//!
//! The same shapes serve both gates. With a minimum group figures are those that
//! the app's pages would show: rounded, coded, numbers of people in bands. With
//! the gate lifted they are exact.

use crate::measure::permutation::Method;
use serde::Serialize;

/// Everything that a file says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scored {
    /// The catalogue whose eighteen ids were asked, for example `andon-1`.
    pub catalogue: String,
    /// From how many people on anything is said, 3–10; 1 when the gate is lifted.
    pub minimum_group: u8,
    /// The rounds, earliest first.
    pub rounds: Vec<String>,
    /// Each team, by name.
    pub teams: Vec<TeamScores>,
    /// For each round with two teams or more, the teams side by side.
    pub between: Vec<Between>,
    /// How well the items of each dimension go together, over everybody.
    pub reliability: Reliability,
}

/// One team.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TeamScores {
    /// Its name.
    pub team: String,
    /// Its rounds, earliest first.
    pub rounds: Vec<RoundScores>,
    /// Each round against the one before it.
    pub changes: Vec<Change>,
}

/// One team's round.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoundScores {
    /// Its name.
    pub round: String,
    /// How many people answered; none where that is below the minimum group.
    pub n: Option<Count>,
    /// Why nothing is said of it.
    pub withheld: Option<String>,
    /// Over all dimensions.
    pub overall: Option<Figure>,
    /// The six dimensions, in catalogue order.
    pub dimensions: Vec<Figure>,
    /// The eighteen items, in catalogue order.
    pub items: Vec<Figure>,
}

/// How many people: exact where both ends are the same, else a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Count {
    /// At least this many.
    pub at_least: u32,
    /// At most this many; none for "and more".
    pub at_most: Option<u32>,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Figure {
    /// `overall`, or the id of the dimension or item.
    pub id: String,
    /// How many people stand behind it.
    pub n: Option<Count>,
    /// Why nothing else is said of it.
    pub withheld: Option<String>,
    /// How strongly it is present, 0–4.
    pub strength: Option<f64>,
    /// 100 × (1 − strength / 4).
    pub health: Option<f64>,
    /// Whether `health` stands for an end of the scale: `or less` (10) or `or more` (90).
    pub coded: Option<&'static str>,
    /// Where the truth could plausibly lie (95 %), on the scale of health.
    pub interval: Option<Interval>,
    /// How close together people are.
    pub agreement: Option<Agreement>,
}

/// An interval on the scale of health, 0–100.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// How it was made: `jeffreys_dirichlet` or `wilson`.
    pub kind: &'static str,
}

/// How close together people's answers lie.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Agreement {
    /// `close together`, `mixed` or `far apart`; only from 5 people (dimensions)
    /// or 8 answers (items) on.
    pub word: Option<&'static str>,
    /// The average deviation in scale steps, 0–2.
    pub ad_m: Option<f64>,
    /// The largest average deviation that counts as close together for this n.
    pub critical: Option<f64>,
    /// `r_wg` of an item, `r_wg(j)` of a dimension, 0–1.
    pub r_wg: Option<f64>,
}

/// A team's round against the one before it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The earlier round.
    pub from: String,
    /// The later round.
    pub to: String,
    /// Over all dimensions.
    pub overall: Option<Shift>,
    /// The six dimensions.
    pub dimensions: Vec<Shift>,
    /// The eighteen items.
    pub items: Vec<Shift>,
}

/// One figure's change.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Shift {
    /// `overall`, or the id of the dimension or item.
    pub id: String,
    /// Why nothing is said of it.
    pub withheld: Option<String>,
    /// `clearly better`, `clearly worse` or `cannot tell`.
    pub verdict: Option<&'static str>,
    /// Where strength went: `up` (more of the anti-pattern), `down` or `level`.
    pub direction: Option<&'static str>,
    /// Later less earlier strength, −4 to 4.
    pub difference: Option<f64>,
    /// The two-sided p of the permutation test on the difference of means.
    pub p: Option<f64>,
    /// `p` after Benjamini and Hochberg, over the dimensions or items tested;
    /// equal to `p` for the overall score.
    pub p_adjusted: Option<f64>,
    /// Cliff's δ, −1 to 1; above 0 the later round's answers are the stronger ones.
    pub cliffs_delta: Option<f64>,
    /// How p was computed: `exact` or `normal`.
    pub method: Option<Method>,
    /// Whether the check with unequal spacing of the scale took a clear verdict back.
    pub spacing_contradicts: Option<bool>,
}

/// The teams of one round side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Between {
    /// Its name.
    pub round: String,
    /// The six dimensions.
    pub dimensions: Vec<Comparison>,
}

/// Teams compared on one dimension.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Comparison {
    /// The dimension.
    pub id: String,
    /// How many teams entered.
    pub teams: usize,
    /// Why there is no comparison.
    pub withheld: Option<String>,
    /// ICC(1), at most 1.
    pub icc1: Option<f64>,
    /// ICC(2), at most 1.
    pub icc2: Option<f64>,
    /// Mean square between teams.
    pub ms_between: Option<f64>,
    /// Mean square within teams: the σ² of the shrinkage.
    pub ms_within: Option<f64>,
    /// τ², the variance between teams' true means, by Paule and Mandel.
    pub tau2: Option<f64>,
    /// μ̂, the weighted mean of the teams, 0–4.
    pub mean: Option<f64>,
    /// Whether these teams' scores can be told apart at all.
    pub told_apart: bool,
    /// The teams, by name.
    pub scores: Vec<Shrunk>,
}

/// One team's score, shrunk towards the mean of the teams.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shrunk {
    /// The team.
    pub team: String,
    /// How many people.
    pub n: Count,
    /// Its own mean strength, 0–4.
    pub strength: f64,
    /// The same, shrunk.
    #[serde(rename = "shrunk")]
    pub score: f64,
    /// Lower end of the shrunk score's 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// λ, how much of its own mean is kept, 0–1; none with a minimum group.
    pub kept: Option<f64>,
    /// `stronger` or `weaker` than the teams' mean, where that is clear.
    pub mark: Option<&'static str>,
}

/// How well the items of the dimensions go together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reliability {
    /// How many people are in the file.
    pub persons: Option<u32>,
    /// Why nothing is said.
    pub withheld: Option<String>,
    /// The six dimensions.
    pub dimensions: Vec<Consistency>,
}

/// How well the items of one dimension go together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Consistency {
    /// The dimension.
    pub id: String,
    /// How many people judged all three items.
    pub persons: u32,
    /// Cronbach's α.
    pub alpha: Option<f64>,
    /// ω of one factor.
    pub omega: Option<f64>,
    /// Why one of them is missing.
    pub withheld: Option<String>,
}

//! What a catalogue holds: patterns to recognise and experiments to try.

use super::ids::{DimensionId, PatternId};
use serde::{Deserialize, Serialize};

/// Who is able to change a pattern, and so who runs an experiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Locus {
    /// The team itself.
    Team,
    /// Two or more teams together.
    BetweenTeams,
    /// Only the organisation's leadership.
    Organisation,
}

/// A delivery measure that a pattern tends to hurt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Signal {
    /// How often changes reach production.
    DeploymentFrequency,
    /// Hours from commit to production.
    LeadTime,
    /// Share of changes that cause a failure.
    ChangeFailureRate,
    /// Hours until service is restored.
    TimeToRestore,
    /// Hours between failures.
    TimeBetweenFailures,
}

/// Who runs an experiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExperimentKind {
    /// One team alone.
    Team,
    /// Two or more teams.
    BetweenTeams,
    /// Leadership.
    Leadership,
}

/// One of the three alignments that make high performance possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alignment {
    /// Teams that own a product for its whole life.
    ProductTeams,
    /// Change, configuration and release in small, safe steps.
    ChangeRelease,
    /// Incidents and problems as a source of learning, not blame.
    IncidentsProblems,
}

/// How much work an experiment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effort {
    /// Hours.
    Small,
    /// Days.
    Medium,
    /// Weeks.
    Large,
}

/// A dimension: three patterns under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// Its id.
    pub id: DimensionId,
    /// Heading, for example "Customer and product".
    pub name: String,
    /// Short label for chart axes, one or two words.
    pub short: String,
    /// One sentence: what it looks at.
    pub about: String,
}

/// The observable sentences at strength 0, 2 and 4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchors {
    /// What one sees at strength 0.
    pub none: String,
    /// What one sees at strength 2.
    pub some: String,
    /// What one sees at strength 4.
    pub strong: String,
}

/// An anti-pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Its id.
    pub id: PatternId,
    /// At most five words.
    pub name: String,
    /// One sentence: the pattern as something one can see.
    pub statement: String,
    /// Its opposite, one sentence.
    pub healthy: String,
    /// What one sees at three points of the scale.
    pub anchors: Anchors,
    /// Two or three sentences: the harm, in terms of flow, learning or people.
    pub why: String,
    /// Who is able to change it.
    pub locus: Locus,
    /// The delivery measures it tends to hurt; may be empty.
    pub signals: Vec<Signal>,
    /// Two open questions for a team that disagrees about it.
    pub conversation: [String; 2],
}

/// A small experiment against one pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Experiment {
    /// Unique, lower case with hyphens.
    pub id: String,
    /// The pattern it works against.
    pub pattern: PatternId,
    /// A short title in the imperative.
    pub title: String,
    /// Who runs it.
    pub kind: ExperimentKind,
    /// "If we …, then … within …, because …".
    pub hypothesis: String,
    /// Doable within two weeks by the people named in `kind`.
    pub first_step: String,
    /// What would be true if it worked.
    pub target: String,
    /// What to count, before and after.
    pub measure: String,
    /// Which alignments it serves, one or more.
    pub alignments: Vec<Alignment>,
    /// How much work it is.
    pub effort: Effort,
    /// Days until the review, 7–120.
    pub review_after: u16,
    /// The established practice it draws on, by its usual name.
    pub practice: String,
    /// A real book, paper or guide where a reader finds more.
    pub source: Option<String>,
    /// For leadership experiments: what leadership stops doing.
    pub stop_doing: Option<String>,
}

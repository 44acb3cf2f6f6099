//! Words for the catalogue's kinds of thing, the same on every page.

pub use crate::prose::list;

use crate::catalogue::{Alignment, Effort, ExperimentKind, Locus, Signal};

/// Who is able to change a pattern, to follow "Who can change it:".
#[must_use]
pub const fn locus(locus: Locus) -> &'static str {
    match locus {
        Locus::Team => "the team itself",
        Locus::BetweenTeams => "two or more teams together",
        Locus::Organisation => "leadership",
    }
}

/// Who runs an experiment.
#[must_use]
pub const fn kind(kind: ExperimentKind) -> &'static str {
    match kind {
        ExperimentKind::Team => "For the team",
        ExperimentKind::BetweenTeams => "For teams together",
        ExperimentKind::Leadership => "For leadership",
    }
}

/// How much work an experiment is.
#[must_use]
pub const fn effort(effort: Effort) -> &'static str {
    match effort {
        Effort::Small => "hours of work",
        Effort::Medium => "days of work",
        Effort::Large => "weeks of work",
    }
}

/// A delivery measure.
#[must_use]
pub const fn signal(signal: Signal) -> &'static str {
    match signal {
        Signal::DeploymentFrequency => "how often changes reach users",
        Signal::LeadTime => "how long a change takes to reach users",
        Signal::ChangeFailureRate => "how many changes fail",
        Signal::TimeToRestore => "how long it takes to repair a failure",
        Signal::TimeBetweenFailures => "how much time passes between failures",
    }
}

/// One of the three alignments.
#[must_use]
pub const fn alignment(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::ProductTeams => "product-minded teams",
        Alignment::ChangeRelease => "change and release in small steps",
        Alignment::IncidentsProblems => "incidents used for learning",
    }
}

//! The result of an audit, for files and for the command line.

use super::combination::Combination;
use super::view::Findings;
use serde::Serialize;
use std::fmt;

/// What was found about a case or an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// What was looked at.
    pub name: String,
    /// Whether no audience can work out anything it must not, for certain.
    pub safe: bool,
    /// What was found for each audience.
    pub audiences: Vec<AudienceVerdict>,
}

/// What was found for one audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AudienceVerdict {
    /// Who, and by which rule.
    pub audience: String,
    /// How many views there are.
    pub views: usize,
    /// How many atoms there are.
    pub atoms: usize,
    /// How many of the views say something that the others do not.
    pub rank: usize,
    /// Whether the search had to give up, which is not safe.
    pub undecided: bool,
    /// Every minimal set that is too small and can be worked out.
    pub leaks: Vec<NamedLeak>,
}

/// A set that is too small and can be worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedLeak {
    /// The names of what is in it.
    pub exposed: Vec<String>,
    /// How many people or teams it holds.
    pub size: u64,
    /// How to work it out.
    pub combination: Combination,
}

impl Verdict {
    /// The verdict over these audiences.
    #[must_use]
    pub fn new(name: String, audiences: Vec<AudienceVerdict>) -> Self {
        let safe = audiences.iter().all(AudienceVerdict::safe);
        Self { name, safe, audiences }
    }
}

impl AudienceVerdict {
    /// Gives names to what was found; `name` is that of an atom or a team.
    pub fn new(
        audience: String,
        views: usize,
        atoms: usize,
        findings: Findings,
        name: &dyn Fn(u32) -> String,
    ) -> Self {
        let leaks = findings.leaks.into_iter().map(|leak| NamedLeak {
            exposed: leak.exposed.into_iter().map(name).collect(),
            size: leak.size,
            combination: leak.combination,
        });
        let leaks = leaks.collect();
        let (rank, undecided) = (findings.rank, findings.undecided);
        Self { audience, views, atoms, rank, undecided, leaks }
    }

    /// Whether this audience can work out nothing it must not, for certain.
    #[must_use]
    pub fn safe(&self) -> bool {
        self.leaks.is_empty() && !self.undecided
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.name, if self.safe { "safe" } else { "NOT SAFE" })?;
        self.audiences.iter().try_for_each(|audience| audience.fmt(f))
    }
}

impl fmt::Display for AudienceVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { audience, views, atoms, rank, .. } = self;
        writeln!(f, "  {audience}: {views} views over {atoms} atoms, rank {rank}")?;
        for NamedLeak { exposed, size, combination } in &self.leaks {
            writeln!(f, "    exposed: {} ({size}) = {combination}", exposed.join(", "))?;
        }
        if self.undecided {
            writeln!(f, "    undecided: too many small sets to look at")?;
        }
        Ok(())
    }
}

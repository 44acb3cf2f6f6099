//! What an experiment is going to try.

use crate::catalogue::PatternId;
use jiff::civil::Date;

/// The plan of an experiment, as the team wrote it or took it from the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// A short title, 1–120 characters.
    pub title: String,
    /// The anti-pattern it works against; none where the team chose none.
    pub pattern: Option<PatternId>,
    /// "If we …, then … by …, because …".
    pub hypothesis: String,
    /// Where we want to be.
    pub target: String,
    /// Where we are now.
    pub current: String,
    /// Something that can be done within two weeks.
    pub first_step: String,
    /// What is counted, before and after.
    pub measure: String,
    /// On which day the team looks at what came of it.
    pub review_on: Option<Date>,
    /// A role or initials: who sees to it.
    pub owner: String,
}

/// What a plan lacks before it can start: until then it is a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// No hypothesis.
    Hypothesis,
    /// No target condition.
    Target,
    /// No first step.
    FirstStep,
    /// Nothing to count.
    Measure,
    /// No review day.
    ReviewDay,
    /// Nobody sees to it.
    Owner,
}

impl Missing {
    /// The field, by its name in forms.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Hypothesis => "hypothesis",
            Self::Target => "target",
            Self::FirstStep => "first_step",
            Self::Measure => "measure",
            Self::ReviewDay => "review_on",
            Self::Owner => "owner",
        }
    }

    /// In a sentence: "… a measure".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Hypothesis => "a hypothesis",
            Self::Target => "a target",
            Self::FirstStep => "a first step",
            Self::Measure => "something to measure",
            Self::ReviewDay => "a review day",
            Self::Owner => "somebody who sees to it",
        }
    }
}

impl Plan {
    /// What it lacks, in the order of the form. A plan that lacks something is a draft.
    #[must_use]
    pub fn missing(&self) -> Vec<Missing> {
        [
            (self.hypothesis.is_empty(), Missing::Hypothesis),
            (self.target.is_empty(), Missing::Target),
            (self.first_step.is_empty(), Missing::FirstStep),
            (self.measure.is_empty(), Missing::Measure),
            (self.review_on.is_none(), Missing::ReviewDay),
            (self.owner.is_empty(), Missing::Owner),
        ]
        .into_iter()
        .filter_map(|(lacks, what)| lacks.then_some(what))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_a_draft_until_it_says_everything() {
        let mut plan = Plan { title: "Talk first".to_owned(), ..Plan::default() };
        assert_eq!(plan.missing().len(), 6);
        for text in [&mut plan.hypothesis, &mut plan.target, &mut plan.first_step, &mut plan.owner]
        {
            "x".clone_into(text);
        }
        assert_eq!(plan.missing(), [Missing::Measure, Missing::ReviewDay]);
        "days".clone_into(&mut plan.measure);
        plan.review_on = Some(Date::constant(2026, 3, 31));
        assert!(plan.missing().is_empty());
    }
}

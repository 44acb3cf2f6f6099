//! Three experiments at most, each with its reason.

use crate::catalogue::{Catalogue, Effort, Experiment, ExperimentKind, Locus, PatternId};
use crate::disclosure::{Agreement, Change, Coded, Figure, Released, Report, Verdict};

/// Nothing is suggested against an anti-pattern with this health or more, 0–100:
/// it was seen less than "slightly" on average.
pub const STANDS_OUT_BELOW: u8 = 75;
/// The most suggestions in a box.
const MOST: usize = 3;

/// What the team has tried, by the experiments' ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// Running now.
    pub running: Vec<String>,
    /// Dropped within the last two rounds.
    pub dropped: Vec<String>,
}

impl Past {
    fn holds(&self, experiment: &Experiment) -> bool {
        self.running.iter().chain(&self.dropped).any(|id| *id == experiment.id)
    }
}

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The anti-pattern it works against.
    pub pattern: PatternId,
    /// Why it was picked, to follow "because it is" or a colon.
    pub reason: String,
    /// What to do.
    pub what: What,
}

/// What a suggestion asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// An experiment of the catalogue, by its id.
    Experiment(String),
    /// A conversation first, because people see this very differently.
    Conversation(Vec<String>),
}

/// Suggestions for two kinds of people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// For the team: at most three, from three anti-patterns.
    pub for_team: Vec<Suggestion>,
    /// For leadership: at most three, against what a team cannot change alone.
    pub for_leadership: Vec<Suggestion>,
}

/// An anti-pattern as far as the order of suggestions needs to know it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub pattern: PatternId,
    /// The upper end of the interval on health: the lower end on strength.
    pub surely: u8,
    /// Displayed health.
    pub health: u8,
    /// Whether people are far apart on it.
    pub far_apart: bool,
    /// Whether it, or the part of the work it belongs to, is clearly worse than
    /// in the round before.
    pub worse: bool,
}

/// What a report suggests, with what has changed since the round before, if there
/// is one. Anti-patterns are ordered by how strong they are and how sure that is:
/// by the upper end of the displayed interval on health; among equals those come
/// first that are clearly worse than before, then those with the lower displayed
/// health, then catalogue order.
#[must_use]
pub fn suggest(
    report: &Released<Report>,
    change: Option<&Released<Change>>,
    catalogue: &Catalogue,
    past: &Past,
) -> Suggestions {
    let seen = PatternId::ALL
        .into_iter()
        .filter_map(|pattern| report.item(pattern).map(|figure| (pattern, figure)))
        // "60 or more" of three people is as good as a figure of theirs can be.
        .filter(|(_, figure)| figure.coded != Coded::OrMore)
        .map(|(pattern, figure)| Seen {
            pattern,
            surely: figure.interval.map_or(figure.health, |interval| interval.high).value(),
            health: figure.health.value(),
            far_apart: far_apart(report, pattern, figure),
            worse: change.is_some_and(|change| worse(change, pattern)),
        })
        .collect();
    pick(seen, catalogue, past)
}

/// By the item's own word where it has one, else by its dimension's.
fn far_apart(report: &Report, pattern: PatternId, figure: &Figure) -> bool {
    let dimension = || report.dimension(pattern.dimension()).and_then(|figure| figure.agreement);
    figure.agreement.or_else(dimension) == Some(Agreement::FarApart)
}

/// By the item's own verdict where it has one, else by its dimension's.
fn worse(change: &Change, pattern: PatternId) -> bool {
    change.on(pattern) == Some(Verdict::ClearlyWorse)
}

pub(super) fn pick(mut seen: Vec<Seen>, catalogue: &Catalogue, past: &Past) -> Suggestions {
    seen.retain(|each| each.health < STANDS_OUT_BELOW);
    seen.sort_by_key(|each| (each.surely, !each.worse, each.health, each.pattern));
    let first = seen.first().map(|each| each.pattern);
    let (organisation, own): (Vec<Seen>, Vec<Seen>) = seen
        .into_iter()
        .partition(|each| catalogue.pattern(each.pattern).locus == Locus::Organisation);

    let mut suggestions = Suggestions::default();
    for each in &organisation {
        let leads = |experiment: &&Experiment| experiment.kind == ExperimentKind::Leadership;
        if suggestions.for_leadership.len() < MOST
            && let Some(experiment) = best(each.pattern, catalogue, past, leads)
        {
            suggestions.for_leadership.push(remedy(each, experiment, first));
        }
    }
    // What the team can change itself comes first; where that does not fill the
    // three, its own part in what leadership must change.
    for each in own.iter().chain(&organisation) {
        if suggestions.for_team.len() == MOST {
            break;
        }
        if suggestions.for_team.is_empty() && each.far_apart {
            suggestions.for_team.push(conversation(each, catalogue));
            continue;
        }
        let teams = |experiment: &&Experiment| experiment.kind != ExperimentKind::Leadership;
        if let Some(experiment) = best(each.pattern, catalogue, past, teams) {
            suggestions.for_team.push(remedy(each, experiment, first));
        }
    }
    suggestions
}

/// The leadership's experiment with the least effort against a pattern.
pub(super) fn best_for_leadership(
    pattern: PatternId,
    catalogue: &Catalogue,
) -> Option<&Experiment> {
    let leads = |experiment: &&Experiment| experiment.kind == ExperimentKind::Leadership;
    best(pattern, catalogue, &Past::default(), leads)
}

/// The experiment with the least effort, the team's own before one between
/// teams, ties in catalogue order.
fn best<'a>(
    pattern: PatternId,
    catalogue: &'a Catalogue,
    past: &Past,
    fits: impl Fn(&&Experiment) -> bool,
) -> Option<&'a Experiment> {
    catalogue
        .experiments_for(pattern)
        .filter(fits)
        .filter(|experiment| !past.holds(experiment))
        .min_by_key(|experiment| {
            (effort(experiment.effort), experiment.kind != ExperimentKind::Team)
        })
}

const fn effort(effort: Effort) -> u8 {
    match effort {
        Effort::Small => 0,
        Effort::Medium => 1,
        Effort::Large => 2,
    }
}

fn remedy(seen: &Seen, experiment: &Experiment, first: Option<PatternId>) -> Suggestion {
    let reason = match (first == Some(seen.pattern), seen.worse) {
        (true, true) => "strongest in the report, and worse since the last round",
        (true, false) => "strongest in the report",
        (false, true) => "worse since the last round",
        (false, false) => "among the strongest in the report",
    };
    Suggestion {
        pattern: seen.pattern,
        reason: reason.to_owned(),
        what: What::Experiment(experiment.id.clone()),
    }
}

fn conversation(seen: &Seen, catalogue: &Catalogue) -> Suggestion {
    Suggestion {
        pattern: seen.pattern,
        reason: "people see this part of the work very differently".to_owned(),
        what: What::Conversation(catalogue.pattern(seen.pattern).conversation.to_vec()),
    }
}

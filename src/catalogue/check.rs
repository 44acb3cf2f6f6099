//! The rules for a catalogue's texts and numbers, each with its fault in words.
//!
//! Empty texts are named where they are read (module `entry`), so the rules
//! here pass over them and one slip gives one fault.

use super::ids::{DimensionId, PatternId};
use super::load::Faults;
use super::types::{Alignment, Dimension, Effort, Experiment, ExperimentKind, Pattern};
use std::collections::HashSet;

/// What a fault of no single entry is filed under.
pub(super) const WHOLE: &str = "the whole catalogue";

/// How many words a pattern's name may have.
const NAME_WORDS: usize = 5;
/// How many experiments a pattern must have.
const PER_PATTERN: usize = 3;
/// How many experiments there must be in all.
const IN_ALL: usize = 60;
/// How many experiments must serve each alignment.
const PER_ALIGNMENT: usize = 10;
/// Days until a review.
const REVIEW_DAYS: std::ops::RangeInclusive<u16> = 7..=120;

/// Longest texts, in characters, so that they fit a phone of 360 px: a
/// statement in about five lines, an anchor in four beside its target.
mod longest {
    pub(super) const SHORT: usize = 16;
    pub(super) const HEADING: usize = 40;
    pub(super) const SENTENCE: usize = 160;
    pub(super) const ANCHOR: usize = 130;
    pub(super) const PARAGRAPH: usize = 420;
    pub(super) const TITLE: usize = 70;
    pub(super) const STEP: usize = 320;
    pub(super) const LINE: usize = 220;
}

/// What has been read of a catalogue so far, in the order of the files.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) dimensions: Vec<Dimension>,
    pub(super) patterns: Vec<Pattern>,
    pub(super) experiments: Vec<Experiment>,
    /// Something could not be read at all: counting would blame the wrong thing.
    pub(super) incomplete: bool,
}

/// A version is a short word of lower-case letters, digits and hyphens.
pub(super) fn version(entry: &str, version: &str, faults: &mut Faults) {
    if !version.is_empty() && !is_slug(version) {
        faults.add(entry, "`version` may hold only a–z, 0–9 and hyphens between them");
    }
}

/// The rules for one dimension's own texts.
pub(super) fn dimension(dimension: &Dimension, faults: &mut Faults) {
    let mut check = Texts { entry: dimension.id.as_str(), faults };
    check.length("name", &dimension.name, longest::HEADING);
    check.length("short", &dimension.short, longest::SHORT);
    check.sentence("about", &dimension.about, longest::SENTENCE);
}

/// The rules for one pattern.
pub(super) fn pattern(pattern: &Pattern, faults: &mut Faults) {
    let mut check = Texts { entry: pattern.id.as_str(), faults };
    check.length("name", &pattern.name, longest::HEADING);
    if pattern.name.split_whitespace().count() > NAME_WORDS {
        check.fault(format!("`name` has more than {NAME_WORDS} words"));
    }
    check.sentence("statement", &pattern.statement, longest::SENTENCE);
    check.sentence("healthy", &pattern.healthy, longest::SENTENCE);
    check.sentence("anchors.none", &pattern.anchors.none, longest::ANCHOR);
    check.sentence("anchors.some", &pattern.anchors.some, longest::ANCHOR);
    check.sentence("anchors.strong", &pattern.anchors.strong, longest::ANCHOR);
    check.length("why", &pattern.why, longest::PARAGRAPH);
    if !pattern.why.is_empty() && !(2..=3).contains(&sentences(&pattern.why)) {
        check.fault("`why` must be two or three sentences");
    }
    for question in pattern.conversation.iter().filter(|question| !question.is_empty()) {
        check.length("conversation", question, longest::SENTENCE);
        if !question.ends_with('?') {
            check.fault("`conversation` holds a question that does not end in a question mark");
        }
    }
}

/// The rules for one experiment.
pub(super) fn experiment(experiment: &Experiment, faults: &mut Faults) {
    let mut check = Texts { entry: &experiment.id, faults };
    if !experiment.id.is_empty() && !is_slug(&experiment.id) {
        check.fault("`id` may hold only a–z, 0–9 and hyphens between them");
    }
    check.length("title", &experiment.title, longest::TITLE);
    check.length("hypothesis", &experiment.hypothesis, longest::PARAGRAPH);
    check.hypothesis(&experiment.hypothesis);
    check.ends("first_step", &experiment.first_step, longest::STEP);
    check.ends("target", &experiment.target, longest::LINE);
    check.ends("measure", &experiment.measure, longest::LINE);
    check.length("practice", &experiment.practice, longest::TITLE);
    check.length("source", experiment.source.as_deref().unwrap_or_default(), longest::SENTENCE);
    check.ends("stop_doing", experiment.stop_doing.as_deref().unwrap_or_default(), longest::LINE);
    if experiment.alignments.is_empty() {
        check.fault("`alignments` must name at least one alignment");
    }
    if !REVIEW_DAYS.contains(&experiment.review_after) {
        let (first, last) = (REVIEW_DAYS.start(), REVIEW_DAYS.end());
        check.fault(format!("`review_after` must be between {first} and {last} days"));
    }
    match (experiment.kind, &experiment.stop_doing) {
        (ExperimentKind::Leadership, None) => {
            check.fault(
                "`stop_doing` is missing: a leadership experiment says what leadership stops",
            );
        }
        (ExperimentKind::Team | ExperimentKind::BetweenTeams, Some(_)) => {
            check.fault("`stop_doing` belongs to leadership experiments only");
        }
        _ => {}
    }
}

/// An experiment stands in the file of its pattern's dimension.
pub(super) fn experiment_home(experiment: &Experiment, home: DimensionId, faults: &mut Faults) {
    let dimension = experiment.pattern.dimension();
    if dimension != home {
        let pattern = experiment.pattern;
        faults.add(
            &experiment.id,
            format!("its pattern {pattern} belongs to {dimension}, not {home}"),
        );
    }
}

/// A dimension's file holds its three patterns, each once, in catalogue order.
pub(super) fn order(dimension: DimensionId, found: &[PatternId], faults: &mut Faults) {
    for stranger in found.iter().filter(|pattern| pattern.dimension() != dimension) {
        let home = stranger.dimension();
        faults.add(stranger.as_str(), format!("it belongs to {home}, not {dimension}"));
    }
    let own = found.iter().filter(|pattern| pattern.dimension() == dimension);
    if !own.is_sorted() {
        let names = dimension.patterns().map(PatternId::as_str).join(", ");
        faults.add(dimension.as_str(), format!("its patterns must stand in this order: {names}"));
    }
}

/// The rules that need all files: nothing twice, nothing missing, enough of each.
pub(super) fn whole(draft: &Draft, faults: &mut Faults) {
    twice(draft.dimensions.iter().map(|dimension| dimension.id.as_str()), faults);
    twice(draft.patterns.iter().map(|pattern| pattern.id.as_str()), faults);
    twice(draft.experiments.iter().map(|experiment| experiment.id.as_str()), faults);
    if draft.incomplete {
        return;
    }
    for id in DimensionId::ALL {
        if !draft.dimensions.iter().any(|dimension| dimension.id == id) {
            faults.add(id.as_str(), "this dimension is missing");
        }
    }
    for id in PatternId::ALL {
        if !draft.patterns.iter().any(|pattern| pattern.id == id) {
            faults.add(id.as_str(), "this pattern is missing");
        }
        enough_for(id, &draft.experiments, faults);
    }
    let in_all = draft.experiments.len();
    if in_all < IN_ALL {
        faults.add(WHOLE, format!("it has {in_all} experiments and needs at least {IN_ALL}"));
    }
    for (alignment, name) in [
        (Alignment::ProductTeams, "product-teams"),
        (Alignment::ChangeRelease, "change-release"),
        (Alignment::IncidentsProblems, "incidents-problems"),
    ] {
        let serving =
            draft.experiments.iter().filter(|e| e.alignments.contains(&alignment)).count();
        if serving < PER_ALIGNMENT {
            faults.add(
                WHOLE,
                format!("{serving} experiments serve {name}; at least {PER_ALIGNMENT} must"),
            );
        }
    }
}

/// What each pattern needs.
///
/// Every first step is doable within two weeks; "a two-week first step" that a
/// pattern must offer is read strictly here, as one experiment whose whole
/// effort is small (hours, not days), because suggestions begin with it.
fn enough_for(pattern: PatternId, experiments: &[Experiment], faults: &mut Faults) {
    let own = || experiments.iter().filter(move |experiment| experiment.pattern == pattern);
    let count = own().count();
    if count < PER_PATTERN {
        faults.add(
            pattern.as_str(),
            format!("it has {count} experiments and needs at least {PER_PATTERN}"),
        );
    }
    if !own().any(|experiment| experiment.effort == Effort::Small) {
        faults.add(pattern.as_str(), "none of its experiments is of small effort");
    }
    if !own().any(|experiment| experiment.kind == ExperimentKind::Leadership) {
        faults.add(pattern.as_str(), "none of its experiments is for leadership");
    }
}

/// Names every id that occurs more than once, once.
fn twice<'a>(ids: impl Iterator<Item = &'a str>, faults: &mut Faults) {
    let (mut seen, mut named) = (HashSet::new(), HashSet::new());
    for id in ids.filter(|id| !id.is_empty()) {
        if !seen.insert(id) && named.insert(id) {
            faults.add(id, "this id is used more than once");
        }
    }
}

/// Checks the texts of one entry.
struct Texts<'a> {
    entry: &'a str,
    faults: &'a mut Faults,
}

impl Texts<'_> {
    fn fault(&mut self, fault: impl Into<String>) {
        self.faults.add(self.entry, fault);
    }

    fn length(&mut self, field: &str, text: &str, longest: usize) {
        let length = text.chars().count();
        if length > longest {
            self.fault(format!("`{field}` has {length} characters; {longest} are the most"));
        }
    }

    fn ends(&mut self, field: &str, text: &str, longest: usize) {
        self.length(field, text, longest);
        if !text.is_empty() && !text.ends_with('.') {
            self.fault(format!("`{field}` does not end in a full stop"));
        }
    }

    fn sentence(&mut self, field: &str, text: &str, longest: usize) {
        self.ends(field, text, longest);
        if sentences(text) > 1 {
            self.fault(format!("`{field}` is more than one sentence"));
        }
    }

    /// "If we …, then … within …, because …", in this order.
    fn hypothesis(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let Some(mut rest) = text.strip_prefix("If we ") else {
            return self.fault("`hypothesis` does not start with \u{201c}If we\u{201d}");
        };
        for part in [", then ", " within ", " because "] {
            if let Some((_, after)) = rest.split_once(part) {
                rest = after;
            } else {
                let part = part.trim();
                self.fault(format!("`hypothesis` lacks \u{201c}{part}\u{201d} in its place"));
            }
        }
        if !text.ends_with('.') {
            self.fault("`hypothesis` does not end in a full stop");
        }
    }
}

/// How many sentences a text has: ends of sentence before a space or the end.
fn sentences(text: &str) -> usize {
    let closing = |c: char| matches!(c, '\u{201d}' | '\u{2019}' | ')');
    text.split_whitespace()
        .filter(|word| word.trim_end_matches(closing).ends_with(['.', '!', '?']))
        .count()
}

/// Lower-case letters, digits and single hyphens between them.
fn is_slug(text: &str) -> bool {
    text.split('-').all(|part| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    })
}

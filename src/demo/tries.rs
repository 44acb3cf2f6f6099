//! What the teams of the demo try, beside the experiments that its stories tell of: the
//! cards for their boards. None of it touches an answer, and it has its own part of
//! chance, so that the company's figures are the same with it and without.

use super::chance::Chance;
use super::model::{Organisation, Team};
use super::quarter::Quarter;
use super::story::Outcome;
use crate::measure::USUAL_GROUP;
use std::collections::BTreeSet;

/// Which part of a seed's chance is theirs: groups have the first few.
const PART: u64 = 1_000;
/// A team has so many cards at most.
const MOST: usize = 4;

/// Where an experiment stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// It has become the normal way of working.
    Kept,
    /// Another one follows from it.
    Changed,
    /// It was given up.
    Dropped,
    /// It is under way.
    Running,
    /// The team looks at what came of it.
    Reviewing,
    /// It waits on the board.
    Proposed,
}

impl End {
    /// Whether it is over.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Kept | Self::Changed | Self::Dropped)
    }
}

/// An experiment on a team's board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Try {
    /// The id of an experiment of the built-in catalogue.
    pub experiment: &'static str,
    /// The quarter after whose round it was adopted; of one that is not over, the last.
    pub begun: Quarter,
    /// Where it stands.
    pub end: End,
    /// Whether the team's figures were made to change with it.
    pub worked: bool,
    /// Which of the words the team found for it.
    pub words: usize,
}

/// What is tried by other teams than those of a story, and how it ends.
const PACK: [(&str, &[End]); 12] = {
    use End::{Changed as C, Dropped as D, Kept as K};
    [
        ("merge-every-day", &[K, K, K, K, K, C, C, C, D, D, D]),
        ("review-within-five-days", &[K, K, K, K, K, K, C, C, C, D, D, D]),
        ("talk-before-the-ticket", &[K, K, K, K, C, C, C, D, D, D]),
        ("limit-open-work", &[K, C, D]),
        ("script-one-step-a-week", &[K, D]),
        ("cap-unplanned-work", &[C, D]),
        ("pair-on-the-rarest-skill", &[K, C]),
        ("write-down-why", &[K]),
        ("ask-two-teams-first", &[K]),
        ("give-each-problem-a-day", &[C]),
        ("talk-to-a-user-each-week", &[K]),
        ("halve-the-next-release", &[K]),
    ]
};

/// What is on boards today.
const PRESENT: [(&str, End); 14] = [
    ("limit-open-work", End::Running),
    ("merge-every-day", End::Running),
    ("review-within-five-days", End::Running),
    ("cap-unplanned-work", End::Running),
    ("talk-to-a-user-each-week", End::Running),
    ("script-one-step-a-week", End::Reviewing),
    ("ask-two-teams-first", End::Reviewing),
    ("pair-on-the-rarest-skill", End::Reviewing),
    ("put-goals-on-one-page", End::Proposed),
    ("write-down-why", End::Proposed),
    ("count-handovers", End::Proposed),
    ("rehearse-the-way-back", End::Proposed),
    ("move-talk-into-the-open", End::Proposed),
    ("choose-one-team-outcome", End::Proposed),
];

/// What the team that the demo hands out has on its board beside its story.
const SHOWN: [(&str, End); 3] = [
    ("limit-open-work", End::Running),
    ("ask-two-teams-first", End::Reviewing),
    ("put-goals-on-one-page", End::Proposed),
];

/// The cards of each team, in the order of [`Organisation::teams`].
#[must_use]
pub fn tries(organisation: &Organisation, seed: u64) -> Vec<Vec<Try>> {
    let mut chance = Chance::of(seed).part(PART);
    let teams: Vec<&Team> = organisation.teams().collect();
    let mut boards: Vec<Vec<Try>> = teams.iter().map(|team| of_story(team, &mut chance)).collect();
    let worked = |(team, board): (&&Team, &Vec<Try>)| {
        team.shares_with_coaches && board.iter().any(|each| each.worked)
    };
    let shown = teams.iter().zip(&boards).position(worked);
    if let Some(board) = shown.and_then(|place| boards.get_mut(place)) {
        for (experiment, end) in SHOWN {
            let words = chance.below(60);
            board.push(Try { experiment, begun: Quarter::LAST, end, worked: false, words });
        }
    }
    for (experiment, ends) in PACK {
        for end in ends {
            deal(&teams, &mut boards, experiment, *end, &mut chance);
        }
    }
    for (experiment, end) in PRESENT {
        deal(&teams, &mut boards, experiment, end, &mut chance);
    }
    boards
}

/// The experiment of a team's story, if it tells of one.
fn of_story(team: &Team, chance: &mut Chance) -> Vec<Try> {
    let words = chance.below(60);
    let card = team.story.trial().map(|trial| Try {
        experiment: trial.experiment,
        begun: trial.begun,
        end: match trial.outcome {
            Outcome::Worked => End::Kept,
            Outcome::DidNothing if words.is_multiple_of(3) => End::Dropped,
            Outcome::DidNothing => End::Changed,
            Outcome::Dropped => End::Dropped,
        },
        worked: trial.outcome == Outcome::Worked,
        words,
    });
    card.into_iter().collect()
}

/// Gives a card to one of those with the fewest: teams that share first, so that there
/// is something to see across teams.
fn deal(
    teams: &[&Team],
    boards: &mut [Vec<Try>],
    experiment: &'static str,
    end: End,
    chance: &mut Chance,
) {
    let mut fitting: Vec<(usize, Vec<Quarter>)> = teams
        .iter()
        .enumerate()
        .filter_map(|(place, team)| {
            let board = boards.get(place)?;
            let known = board.iter().any(|each| each.experiment == experiment);
            let quarters = if end.is_over() { free(team, board) } else { vec![Quarter::LAST] };
            (!known && board.len() < MOST && !quarters.is_empty()).then_some((place, quarters))
        })
        .collect();
    chance.shuffle(&mut fitting);
    fitting.sort_by_key(|(place, _)| {
        let shares = teams.get(*place).is_some_and(|team| team.shares_with_coaches);
        (!shares, boards.get(*place).map_or(0, Vec::len))
    });
    let Some((place, quarters)) = fitting.first() else { return };
    let begun = quarters.get(chance.below(quarters.len())).copied().unwrap_or(Quarter::FIRST);
    let words = chance.below(60);
    if let Some(board) = boards.get_mut(*place) {
        board.push(Try { experiment, begun, end, worked: false, words });
    }
}

/// The quarters after which a team could adopt something that shows in a later round:
/// with a report, another one after it, and nothing else under way.
fn free(team: &Team, board: &[Try]) -> Vec<Quarter> {
    let reported: Vec<Quarter> = team
        .rounds
        .iter()
        .filter(|round| round.answers.len() >= usize::from(USUAL_GROUP))
        .map(|round| round.quarter)
        .collect();
    let taken: BTreeSet<Quarter> = board.iter().map(|each| each.begun).collect();
    let before_last = reported.len().saturating_sub(1);
    let open = reported.into_iter().take(before_last);
    open.filter(|quarter| quarter.index() > 0 && !taken.contains(quarter)).collect()
}

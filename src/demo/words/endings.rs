//! How made-up teams answered the questions of a board.

use crate::kata::{Judgement, Move};

/// Who sees to it: roles and initials, as teams write them.
pub const OWNERS: [&str; 9] = [
    "whoever is on duty",
    "M. T.",
    "the release lead",
    "J. and A., in turn",
    "the tester of the week",
    "product owner",
    "K. L.",
    "the newest of us",
    "S. B.",
];

/// What a team makes of it at the end, with a note.
pub const JUDGED: [(Judgement, &[&str]); 3] = [
    (
        Judgement::Helped,
        &[
            "We would not go back. The weeks are calmer.",
            "The figure moved, and so did the mood. Which of them moved the other, we cannot say.",
            "Yes, more than expected, though two other things changed in the same weeks.",
            "",
            "It helped those who were there from the start. The others are still getting used to it.",
        ],
    ),
    (
        Judgement::DidNotHelp,
        &[
            "We did it, all of it, and nothing is different.",
            "It treated the sign, not the cause.",
            "",
            "The work moved somewhere else. It did not get less.",
        ],
    ),
    (
        Judgement::CannotTell,
        &[
            "Half of the team was away. Ask again after the next round.",
            "It felt right. The count says neither yes nor no.",
            "",
        ],
    ),
];

/// The answers to the question of a move; each team takes one.
#[derive(Debug, Clone, Copy)]
pub struct Ending {
    step: Move,
    answers: &'static [&'static str],
}

const ALL: [Ending; 6] = [
    Ending {
        step: Move::Start,
        answers: &[
            "That we talk about it once a day without being told to.",
            "A first number, even if it is a bad one.",
            "Grumbling in the first week, and less in the second.",
            "That somebody finds a reason why it cannot work here, and that we then know it.",
            "Little. We want to see whether we can keep it up.",
            "That the easy half is done, and that we know the hard half.",
        ],
    },
    Ending {
        step: Move::Review,
        answers: &[
            "Better than before, short of the target.",
            "The target is reached on most days. Not on the day before a sailing plan changes.",
            "About half way, and we have understood what holds the other half back.",
            "The measure has moved in the right direction three times in a row.",
            "Nearly nothing, going by the count. People speak of it differently, though.",
            "We are there, to our own surprise.",
            "It went up, and down again when two of us were on leave.",
        ],
    },
    Ending {
        step: Move::Keep,
        answers: &[
            "It is in the morning meeting, and whoever leads that asks for it.",
            "The newest of us has learned nothing else. That will hold.",
            "The count stays on the board for another quarter.",
            "It is less work than what it replaced.",
            "We have written down what we do on a bad day: the short form, and not nothing.",
            "The pipeline refuses anything else now.",
            "Two of us can do it, and a third is learning.",
        ],
    },
    Ending {
        step: Move::Change,
        answers: &[
            "Smaller, and with the neighbour team from the start.",
            "The same idea on another system, one that we own.",
            "First the tests, which are what we were waiting for all the time.",
            "Less often, and then properly.",
            "With somebody from outside the team who asks the questions.",
        ],
    },
    Ending {
        step: Move::Drop,
        answers: &[
            "We cannot do it without the people in the middle, and they were not in it.",
            "Three weeks with the supplier\u{2019}s outage ate it. It was the wrong month, and perhaps the wrong size.",
            "The problem is real, the remedy was not ours to use.",
            "That we begin things on a Monday that nobody finishes on a Friday. One at a time from now on.",
            "It takes half a day a week that nobody has given us.",
            "Two of us wanted it and five did not mind. That is too few.",
            "It asks for a rehearsal system. Now we know what to ask for.",
        ],
    },
    Ending {
        step: Move::GoOn,
        answers: &["The count has only begun to move, and the summer was quiet."],
    },
];

/// One of the answers to a move's question.
#[must_use]
pub fn ending(step: Move, which: usize) -> &'static str {
    let found = ALL.iter().find(|ending| ending.step == step);
    found
        .and_then(|ending| ending.answers.get(which % ending.answers.len().max(1)))
        .copied()
        .unwrap_or_default()
}

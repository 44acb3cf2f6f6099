//! What the made-up teams and their leadership have tried, with days that fit the rounds.

use crate::catalogue::{Catalogue, Experiment, PatternId};
use crate::demo::words::{self, JUDGED, OWNERS, Said, ending};
use crate::demo::{End, Try};
use crate::kata::{Judgement, Move, Plan, Step};
use crate::store::{Board, Judged, Moved, NewExperiment, OrganisationId, TeamId, WholeExperiment};
use jiff::ToSpan;
use jiff::civil::Date;

/// From a round's close to the talk about what to try, in days.
const TO_TALK: i64 = 2;
/// From that talk to the start.
const TO_START: i64 = 4;
/// From one step to the next.
const BETWEEN_STEPS: i64 = 11;
/// An experiment is looked at so many days after it began at the latest: before the
/// team's next round.
const LATEST_REVIEW: i64 = 70;

/// The days that an experiment has to fit.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    /// On which the round closed after which it was adopted.
    pub closed: Date,
    /// On which the round after that closed, if there was one.
    pub next: Option<Date>,
    /// Today.
    pub today: Date,
}

fn after(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

/// A team's experiment with everything that was done with it; none where the catalogue
/// no longer holds it.
pub fn of_team(
    team: &TeamId,
    tried: &Try,
    days: Days,
    catalogue: &Catalogue,
) -> Option<WholeExperiment> {
    let entry = catalogue.experiment(tried.experiment)?;
    let review_after = i64::from(entry.review_after).min(LATEST_REVIEW);
    let vary = i64::try_from(tried.words % 5).unwrap_or_default();
    // What is not over began so long ago that it stands today where it does.
    let start = match tried.end {
        End::Running => after(days.today, -(14 + 2 * vary)),
        End::Reviewing => after(days.today, -(review_after + 1 + vary)),
        End::Proposed => after(days.today, TO_START - 3 - vary),
        _ => after(days.closed, TO_TALK + TO_START + vary),
    };
    let review_on = after(start, review_after);
    let plan = plan_of(entry, tried.words, review_on);
    let proposed_on = after(start, -TO_START);
    let moves = moves(tried, start, review_on, days.today);
    let last = moves.last().map_or(proposed_on, |moved| moved.on);
    let ended = tried.end.is_over().then_some(last);
    Some(WholeExperiment {
        new: NewExperiment {
            board: Board::Team(team.clone()),
            catalogue_entry: Some(entry.id.clone()),
            follows: None,
            plan,
            proposed_on,
        },
        steps: if moves.is_empty() { Vec::new() } else { steps(tried, start, ended, days.today) },
        judged: ended.map(|ended| judged(tried, ended, days)),
        moves,
    })
}

/// The catalogue's words, and the team's own for where it is.
fn plan_of(entry: &Experiment, which: usize, review_on: Date) -> Plan {
    let current = words::of(&entry.id).map_or(&[][..], |words| words.current);
    let pick = |all: &[&'static str]| {
        all.get(which % all.len().max(1)).copied().unwrap_or_default().to_owned()
    };
    Plan {
        title: entry.title.clone(),
        pattern: Some(entry.pattern),
        hypothesis: entry.hypothesis.clone(),
        target: entry.target.clone(),
        current: pick(current),
        first_step: entry.first_step.clone(),
        measure: entry.measure.clone(),
        review_on: Some(review_on),
        owner: pick(&OWNERS),
    }
}

/// What was done with it. One that was given up was given up early.
fn moves(tried: &Try, start: Date, review_on: Date, today: Date) -> Vec<Moved> {
    let moved = |step: Move, which: usize, on: Date| Moved {
        step,
        answer: ending(step, which).to_owned(),
        on: on.min(today),
    };
    let which = tried.words;
    let begun = moved(Move::Start, which, start);
    let review = moved(Move::Review, which / 2, review_on);
    let over = |step: Move| moved(step, which / 3, after(review_on, 3));
    match tried.end {
        End::Kept => vec![begun, review, over(Move::Keep)],
        End::Changed => vec![begun, review, over(Move::Change)],
        End::Dropped if which.is_multiple_of(2) => vec![begun, review, over(Move::Drop)],
        End::Dropped => {
            vec![begun, moved(Move::Drop, which / 3, after(start, 2 * BETWEEN_STEPS + 3))]
        }
        End::Running => vec![begun],
        End::Reviewing => vec![begun, review],
        End::Proposed => Vec::new(),
    }
}

/// The kata's log, as far as it had come by its end or today.
fn steps(tried: &Try, start: Date, ended: Option<Date>, today: Date) -> Vec<Step> {
    let runs = words::of(tried.experiment).map_or(&[][..], |words| words.runs);
    let run = runs.get(tried.words % runs.len().max(1)).copied().unwrap_or_default();
    let until = ended.unwrap_or(today);
    (0_i64..)
        .zip(run)
        .map(|(place, said)| (after(start, place * BETWEEN_STEPS), said))
        .filter(|(made_on, _)| *made_on <= until)
        .map(|(made_on, said)| step(said, made_on, until))
        .collect()
}

fn step(said: &Said, made_on: Date, until: Date) -> Step {
    let due_on = after(made_on, BETWEEN_STEPS - 1);
    let done = due_on <= until;
    let seen = |text: &str| if done { text.to_owned() } else { String::new() };
    Step {
        made_on,
        what: said.what.to_owned(),
        expected: said.expected.to_owned(),
        obstacle: said.obstacle.to_owned(),
        due_on,
        done_on: done.then_some(due_on),
        actual: seen(said.actual),
        learned: seen(said.learned),
    }
}

/// What the team makes of it: once the next round is there, if it is.
fn judged(tried: &Try, ended: Date, days: Days) -> Judged {
    let judgement = match (tried.end, tried.worked) {
        (_, true) => Judgement::Helped,
        (End::Kept, _) if tried.words.is_multiple_of(3) => Judgement::CannotTell,
        (End::Kept, _) => Judgement::Helped,
        (_, _) if tried.words % 4 == 1 => Judgement::CannotTell,
        _ => Judgement::DidNotHelp,
    };
    let notes = JUDGED.iter().find(|(each, _)| *each == judgement).map_or(&[][..], |(_, all)| all);
    let note = notes.get(tried.words % notes.len().max(1)).copied().unwrap_or_default();
    let on = days.next.map_or(ended, |next| after(next, TO_TALK).max(ended)).min(days.today);
    Judged { judgement, note: note.to_owned(), on }
}

/// What leadership has on its own board: one that runs against freezes, one that was
/// kept, one that waits. The first is the one that its answer to a cord names.
pub fn of_leadership(
    organisation: &OrganisationId,
    catalogue: &Catalogue,
    today: Date,
) -> Vec<WholeExperiment> {
    let board = Board::Leadership(organisation.clone());
    let whole = |id: &str, current: &str, owner: &str, ago: i64| {
        let entry = catalogue.experiment(id)?;
        let start = after(today, -ago);
        let review_on = after(start, i64::from(entry.review_after));
        let plan = Plan {
            current: current.to_owned(),
            owner: owner.to_owned(),
            ..plan_of(entry, 0, review_on)
        };
        let new = NewExperiment {
            board: board.clone(),
            catalogue_entry: Some(entry.id.clone()),
            follows: None,
            plan,
            proposed_on: after(start, -9),
        };
        Some(WholeExperiment { new, moves: Vec::new(), steps: Vec::new(), judged: None })
    };
    let moved = |step: Move, answer: &str, ago: i64| Moved {
        step,
        answer: answer.to_owned(),
        on: after(today, -ago),
    };
    let log = |all: &[(Said, i64)]| -> Vec<Step> {
        all.iter().map(|(said, ago)| step(said, after(today, -ago), today)).collect()
    };
    let mut all = Vec::new();
    if let Some(mut freeze) = whole(
        "keep-small-changes-moving",
        "Two freezes a year for everybody, seven weeks in all. After each there is a rush.",
        "the operations director",
        33,
    ) {
        freeze.moves = vec![moved(
            Move::Start,
            "That the first team ships during the freeze, and that nobody rings us about it.",
            33,
        )];
        freeze.steps = log(&FREEZE);
        all.push(freeze);
    }
    if let Some(mut visits) = whole(
        "go-and-see-each-week",
        "We hear of the work in the monthly report, three weeks after it was done.",
        "all five of us, in turn",
        180,
    ) {
        visits.moves = vec![
            moved(Move::Start, "To be told what is wrong only on the third visit.", 180),
            moved(
                Move::Review,
                "Twenty-two visits of twenty-six. Fourteen things were cleared that no report had named.",
                90,
            ),
            moved(
                Move::Keep,
                "The visits are in the calendar before anything else is, and the assistant does not move them.",
                84,
            ),
        ];
        visits.steps = log(&VISITS);
        visits.judged = Some(Judged {
            judgement: Judgement::Helped,
            note: "For us it did. Ask the teams.".to_owned(),
            on: after(today, -84),
        });
        all.push(visits);
    }
    all.extend(whole(
        "take-away-one-target",
        "Eleven targets for each head of department, four of which contradict each other.",
        "the managing director",
        -5,
    ));
    all
}

/// Leadership's steps against freezes, and how many days ago each was begun.
const FREEZE: [(Said, i64); 3] = [
    (
        Said {
            what: "Name the systems in which a change can be taken back within half an hour.",
            expected: "A dozen.",
            obstacle: "No two people mean the same by \u{201c}taken back\u{201d}.",
            actual: "Nine, after we had seen it done and not only heard of it.",
            learned: "Three teams had rehearsed it without telling us.",
        },
        33,
    ),
    (
        Said {
            what: "Tell these nine in writing that the next freeze does not hold for them.",
            expected: "Some do not believe it.",
            obstacle: "",
            actual: "Two asked whether it was a test.",
            learned: "Seven years of freezes do not end with a letter.",
        },
        22,
    ),
    (
        Said {
            what: "Be there, all of us, when the first of them ships on a Friday before the holidays.",
            expected: "Nothing happens.",
            obstacle: "The harbour masters have not been told why.",
            actual: "",
            learned: "",
        },
        8,
    ),
];

/// Leadership's steps towards visits.
const VISITS: [(Said, i64); 2] = [
    (
        Said {
            what: "Each of us spends an hour a week where the work is done, alone, without slides.",
            expected: "It feels odd, to both sides.",
            obstacle: "Calendars.",
            actual: "Eight visits in two weeks. One of us was given slides.",
            learned: "Ask to be shown the last thing that went wrong.",
        },
        180,
    ),
    (
        Said {
            what: "Clear one thing after each visit within a week, and tell those who named it.",
            expected: "Half of them can be cleared.",
            obstacle: "",
            actual: "Six of eight. Two were ours to begin with.",
            learned: "Most of what is in the way is a rule whose reason nobody remembers.",
        },
        160,
    ),
];

/// Which patterns the teams have pulled the cord on: how many teams, by their place, and
/// how many days ago the first of them did.
pub const CORDS: [(PatternId, usize, i64); 4] = [
    (PatternId::RiskByFreeze, 7, 75),
    (PatternId::BespokeIncentives, 4, 30),
    (PatternId::CascadedChange, 5, 210),
    (PatternId::ApprovalCommittees, 2, 20),
];

//! Examples for the document, made by the code that makes the real thing: figures
//! come out of the gate, from answers that nobody ever gave.

use super::board::{Board, BoardDimension, BoardItem, BoardTeam};
use super::cords::{CordAnswer, Decided, HeardCord, HeardCords, TeamCord, TeamCords};
use super::experiments::{Experiment, Experiments, Move, OwnJudgement, Step};
use super::leadership::{GroupPeriod, Leadership, QuarterPeriod, QuarterSignals};
use super::me::{Links, Me, Role};
use super::report::{HistoryRound, PreviousRound, ReportDocument, SCALE};
use super::rounds::{Round, RoundState, Rounds};
use super::signals::{SignalFigures, SignalMonth, SignalMonths};
use super::teams::{Team, Teams};
use super::works::{About, Works, WorksLine};
use super::{Named, catalogue};
use crate::catalogue::{Answer, Answers, Catalogue, DimensionId, PatternId, Point};
use crate::days::Month;
use crate::disclosure::counts::WhoKnows;
use crate::disclosure::pooled::{Period, release_period};
use crate::disclosure::works::{Afterwards, Behind, Line, Outcome, release_line};
use crate::disclosure::{Cell, Change, Released, Report, Since, bands, release, release_change};
use crate::kata::{Judgement, State};
use crate::measure::delivery::{Counted, Hours, Signal};
use crate::measure::{DimensionSums, Tally};
use crate::server::delivery::ToldQuarter;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

const TEAM: &str = "k7w3mbx2q5ndz4ohtyc6vfrgau";
const ROUND: &str = "p4s2lqe7zj3xkd5nwgm6hvbtyc";
const MINIMUM: u8 = 5;

/// An example of what each address gives, by the id of its operation. Long lists are
/// cut to their first entry.
///
/// # Errors
/// When one cannot be written as JSON.
pub fn all() -> serde_json::Result<BTreeMap<&'static str, Value>> {
    let mut all = BTreeMap::from([("me", short(&me())?), ("teams", short(&teams())?)]);
    if let Ok(builtin) = Catalogue::builtin() {
        all.insert("catalogue", short(&catalogue::Catalogue::from(builtin))?);
    }
    all.insert("leadership", short(&leadership())?);
    all.insert("cords", short(&cords())?);
    if let Some(works) = works() {
        all.insert("works", short(&works)?);
    }
    all.insert("leadershipCords", short(&leadership_cords())?);
    all.insert("experiments", short(&experiments())?);
    all.insert("leadershipExperiments", short(&experiments())?);
    let months = signals();
    if let Some(month) = months.data.first() {
        all.insert("signal-month", short(month)?);
        all.insert("keep-signal-month", short(&figures(month))?);
    }
    all.insert("signals", short(&months)?);
    let (then, now) = (tally(9, 3), tally(9, 1));
    let change = release_change((&then, MINIMUM), (&now, MINIMUM));
    if let (Some(then), Some(now), Some(change)) =
        (release(&then, MINIMUM), release(&now, MINIMUM), change)
    {
        all.insert("rounds", short(&rounds(&now))?);
        all.insert("board", short(&board(&now, &change))?);
        all.insert("report", short(&report(then, now, change))?);
    }
    Ok(all)
}

/// As JSON, with lists cut to their first entry.
fn short(example: &impl Serialize) -> serde_json::Result<Value> {
    let mut value = serde_json::to_value(example)?;
    cut(&mut value);
    Ok(value)
}

fn cut(value: &mut Value) {
    match value {
        Value::Array(all) => {
            all.truncate(1);
            all.iter_mut().for_each(cut);
        }
        Value::Object(all) => all.values_mut().for_each(cut),
        _ => {}
    }
}

/// So many people who all saw a good deal of everything, or little of it.
fn tally(people: usize, around: usize) -> Tally {
    let answers = |person: usize| {
        let mut answers = Answers::default();
        for (place, id) in PatternId::ALL.into_iter().enumerate() {
            let point = (around + usize::from((person + place).is_multiple_of(3))).min(4);
            if let Some(point) = Point::ALL.get(point) {
                answers.set(id, Answer::Point(*point));
            }
        }
        answers
    };
    Tally::of(&(0..people).map(answers).collect::<Vec<_>>(), true)
}

fn address(path: &str) -> String {
    format!("https://andon.example/api/v1/{path}")
}

fn organisation() -> Named {
    Named::new("b6x2mfq3v7wnk4zjh5ydc2srta", "Harbour Bank")
}

fn me() -> Me {
    Me {
        role: Role::Facilitator,
        about: crate::server::access::about(crate::store::Role::Facilitator).to_owned(),
        label: "Facilitator of Payments".to_owned(),
        organisation: organisation(),
        team: Some(Named::new(TEAM, "Payments")),
        holds_until: "2028-03-01".to_owned(),
        made_up: false,
        links: Links {
            catalogue: address("catalogue"),
            teams: Some(address("teams")),
            rounds: Some(address(&format!("teams/{TEAM}/rounds"))),
            cords: Some(address(&format!("teams/{TEAM}/cords"))),
            signals: Some(address(&format!("teams/{TEAM}/signals"))),
            ..Links::default()
        },
    }
}

fn teams() -> Teams {
    Teams {
        data: vec![Team {
            id: TEAM.to_owned(),
            name: "Payments".to_owned(),
            group: Some(Named::new("c3n5rvz2w6kqjx7mbh4tydfgsa", "Retail")),
            shares: true,
            rounds: Some(address(&format!("teams/{TEAM}/rounds"))),
        }],
        next: Some(address("teams?limit=1&cursor=cGF5bWVudHMBazd3")),
    }
}

fn signals() -> SignalMonths {
    let counted = Counted {
        deployments: Some(48),
        failed: Some(3),
        lead_time: Some(Hours(2_850)),
        incidents: Some(5),
        by_change: Some(2),
        restore: Some(Hours(225)),
    };
    let month = "2026-10".parse::<Month>();
    SignalMonths {
        data: month.iter().map(|month| SignalMonth::of(*month, &counted)).collect(),
        next: None,
    }
}

/// What a program would have sent for it.
fn figures(month: &SignalMonth) -> SignalFigures {
    SignalFigures {
        deployments: month.deployments,
        failed: month.failed,
        lead_time_hours: month.lead_time_hours,
        incidents: month.incidents,
        by_change: month.by_change,
        restore_hours: month.restore_hours,
    }
}

fn report_address() -> String {
    address(&format!("teams/{TEAM}/rounds/{ROUND}/report"))
}

fn rounds(now: &Report) -> Rounds {
    Rounds {
        data: vec![Round {
            id: ROUND.to_owned(),
            state: RoundState::Sealed,
            opened_on: Some("2026-10-05".to_owned()),
            closes_on: None,
            closed_on: Some("2026-10-12".to_owned()),
            minimum_group: MINIMUM,
            catalogue: "andon-1".to_owned(),
            answers: Some(now.answers),
            report: Some(report_address()),
        }],
        next: None,
    }
}

fn report(
    then: Released<Report>,
    now: Released<Report>,
    change: Released<Change>,
) -> ReportDocument {
    ReportDocument {
        organisation: "Harbour Bank".to_owned(),
        team: "Payments".to_owned(),
        closed_on: "2026-10-12".to_owned(),
        catalogue: "andon-1".to_owned(),
        scale: SCALE.to_owned(),
        history: Some(vec![HistoryRound {
            closed_on: "2026-06-15".to_owned(),
            overall: then.overall,
        }]),
        report: now,
        previous: Some(PreviousRound { closed_on: "2026-06-15".to_owned(), report: then, change }),
    }
}

fn experiments() -> Experiments {
    Experiments {
        data: vec![Experiment {
            id: "q2n6wzk4vx7bm3htj5ydc2srfa".to_owned(),
            state: State::Kept,
            title: "Talk before the ticket".to_owned(),
            pattern: Some(PatternId::TicketsOverTalk),
            catalogue_entry: Some("talk-before-the-ticket".to_owned()),
            follows: None,
            hypothesis: "If we call before we write, then fewer tickets come back by May, because we ask what is meant.".to_owned(),
            target: "Half as many tickets come back.".to_owned(),
            current: "Four of ten come back.".to_owned(),
            first_step: "Call before the next five tickets.".to_owned(),
            measure: "Tickets that come back in a week.".to_owned(),
            owner: "Tester".to_owned(),
            review_on: Some("2026-05-04".to_owned()),
            proposed_on: "2026-03-16".to_owned(),
            started_on: Some("2026-03-18".to_owned()),
            ended_on: Some("2026-05-06".to_owned()),
            judgement: Some(OwnJudgement {
                judgement: Judgement::Helped,
                note: "We know whom to ask now.".to_owned(),
                on: "2026-05-04".to_owned(),
            }),
            moves: vec![Move {
                to: State::Running,
                answer: "One ticket fewer comes back.".to_owned(),
                on: "2026-03-18".to_owned(),
            }],
            steps: vec![Step {
                obstacle: String::new(),
                what: "Call before the next five tickets.".to_owned(),
                expected: "One ticket fewer comes back.".to_owned(),
                begun_on: "2026-03-18".to_owned(),
                due_on: "2026-03-25".to_owned(),
                done_on: Some("2026-03-25".to_owned()),
                actual: "None of the five came back.".to_owned(),
                learned: "Two minutes are enough.".to_owned(),
            }],
        }],
        next: None,
    }
}

/// Nine teams, of which each says the same.
fn leadership() -> Leadership {
    let tally = tally(9, 2);
    let sums: Vec<_> = DimensionId::ALL
        .into_iter()
        .map(|id| {
            let mut sums = DimensionSums::default();
            for _ in 0..9 {
                sums.add(&tally, id, true);
            }
            (id, sums)
        })
        .collect();
    let period = Period::clone(&release_period(&sums));
    Leadership {
        organisation: organisation(),
        quarter: "2026-Q3".to_owned(),
        quarters: vec!["2026-Q3".to_owned()],
        scale: SCALE.to_owned(),
        trend: vec![QuarterPeriod { quarter: "2026-Q3".to_owned(), period: period.clone() }],
        groups: vec![GroupPeriod {
            group: Named::new("c3n5rvz2w6kqjx7mbh4tydfgsa", "Retail"),
            period: period.clone(),
        }],
        signals: vec![QuarterSignals::of(&ToldQuarter {
            quarter: "2026-Q3".to_owned(),
            signals: vec![(Signal::LeadTime, bands(&[4, 9, 5, 1], 3))],
        })],
        period,
    }
}

/// Nine teams that have tried the same.
fn works() -> Option<Works> {
    let status = |team: u8| match team {
        0..4 => (Outcome::Kept, Afterwards::Better),
        _ => (Outcome::Dropped, Afterwards::CannotTell),
    };
    let behind: Behind<u8> = (0..9).map(|team| (team, status(team))).collect();
    Some(Works {
        organisation: organisation(),
        data: vec![WorksLine {
            about: About::Practice,
            practice: Some("Trunk-based development".to_owned()),
            dimension: None,
            quarter: "2026-Q3".to_owned(),
            line: Line::clone(&*release_line(&behind, |_| WhoKnows::default())?),
        }],
    })
}

fn cord_answer() -> CordAnswer {
    CordAnswer {
        decided: Decided::WillTry,
        words: "From May on, standard changes need no approval.".to_owned(),
        by: Some("2026-12-01".to_owned()),
        decided_on: "2026-10-20".to_owned(),
    }
}

fn cords() -> TeamCords {
    TeamCords {
        data: vec![TeamCord {
            pattern: PatternId::ApprovalCommittees,
            pulled_on: "2026-10-12".to_owned(),
            let_go_on: None,
            answer: Some(cord_answer()),
        }],
    }
}

fn leadership_cords() -> HeardCords {
    HeardCords {
        organisation: organisation(),
        data: vec![HeardCord {
            pattern: PatternId::ApprovalCommittees,
            at_least: Some(6),
            answers: vec![cord_answer()],
        }],
    }
}

fn board(now: &Report, change: &Change) -> Board {
    let dimension = |(place, id): (usize, DimensionId)| {
        let since = change.dimensions.get(place).map(|row| row.change);
        Some(BoardDimension {
            id,
            figure: now.dimensions.get(place)?.figure,
            since: since.map(|since| since.map(|judged| Since::Verdict(judged.verdict))),
        })
    };
    let item = |(place, id): (usize, PatternId)| {
        let since: Option<Cell<Since>> =
            change.items.get(place).map(|row| row.change.map(Since::from));
        Some(BoardItem { id, figure: now.items.get(place)?.figure, since })
    };
    Board {
        organisation: organisation(),
        quarter: "2026-Q4".to_owned(),
        quarters: vec!["2026-Q4".to_owned()],
        groups: vec![Named::new("c3n5rvz2w6kqjx7mbh4tydfgsa", "Retail")],
        data: vec![BoardTeam {
            team: Named::new(TEAM, "Payments"),
            group: Some("Retail".to_owned()),
            round: ROUND.to_owned(),
            closed_on: "2026-10-12".to_owned(),
            report: report_address(),
            dimensions: DimensionId::ALL.into_iter().enumerate().filter_map(dimension).collect(),
            items: PatternId::ALL.into_iter().enumerate().filter_map(item).collect(),
        }],
        next: None,
    }
}

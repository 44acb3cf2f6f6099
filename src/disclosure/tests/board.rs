//! The coach's board says what each team's own report says, and no more.

use super::*;
use crate::disclosure::{
    BoardTeam, Change, Direction, Reason, Since, Verdict, board, release_change,
};

fn team<'a>(
    name: &'a str,
    report: &'a Released<Report>,
    change: Option<&'a Released<Change>>,
) -> BoardTeam<'a> {
    BoardTeam { id: "7", name, group: Some("Payments"), report, change }
}

fn change(before: &[Answers], after: &[Answers]) -> Released<Change> {
    let tally = |answers| Tally::of(answers, true);
    release_change((&tally(before), 5), (&tally(after), 5)).expect("both reach their minimum group")
}

#[test]
fn teams_stand_as_they_were_given_whatever_their_figures() {
    let (ill, well) = (report(&round(6, |_, _| 4), 5), report(&round(6, |_, _| 0), 5));
    let names = |teams: &[BoardTeam]| -> Vec<String> {
        board(teams).rows.iter().map(|row| row.team.clone()).collect()
    };
    assert_eq!(names(&[team("A", &ill, None), team("B", &well, None)]), ["A", "B"]);
    assert_eq!(names(&[team("A", &well, None), team("B", &ill, None)]), ["A", "B"]);
    assert!(board(&[]).rows.is_empty());
}

#[test]
fn a_row_holds_six_dimensions_and_eighteen_patterns() {
    let report = report(&round(9, |p, i| u8::try_from((p + i) % 5).expect("below 5")), 5);
    let board = board(&[team("A", &report, None)]);
    let row = &board.rows[0];
    assert_eq!((row.id.as_str(), row.group.as_deref()), ("7", Some("Payments")));
    assert_eq!((row.dimensions.len(), row.items.len()), (6, PATTERNS));
    assert!(row.dimensions.iter().chain(&row.items).all(|cell| cell.since.is_none()));
}

#[test]
fn a_clear_change_is_on_the_board_with_its_verdict() {
    let (before, after) = (round(14, |_, _| 4), round(20, |_, _| 0));
    let (report, change) = (report(&after, 5), change(&before, &after));
    let board = board(&[team("A", &report, Some(&change))]);
    let better = Some(Cell::Shown(Since::Verdict(Verdict::ClearlyBetter)));
    let row = &board.rows[0];
    assert!(row.dimensions.iter().chain(&row.items).all(|cell| cell.since == better));
}

#[test]
fn an_item_that_could_not_be_tested_has_a_direction_only() {
    // Below 8 people no verdict is given on an item; they differ by five, the minimum group.
    let (before, after) = (round(12, |_, _| 3), round(7, |_, _| 1));
    let (report, change) = (report(&after, 5), change(&before, &after));
    let board = board(&[team("A", &report, Some(&change))]);
    for cell in &board.rows[0].items {
        assert_eq!(cell.since, Some(Cell::Shown(Since::Direction(Direction::Up))));
    }
}

#[test]
fn a_change_that_is_withheld_keeps_its_reason() {
    let (before, after) = (round(9, |_, _| 3), round(9, |_, _| 1));
    let (report, change) = (report(&after, 5), change(&before, &after));
    let board = board(&[team("A", &report, Some(&change))]);
    let nearly = Some(Cell::Withheld(Reason::NearlySamePeople));
    assert!(board.rows[0].items.iter().all(|cell| cell.since == nearly));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_board_says_of_a_team_what_its_report_and_change_say(
        (before, after, k) in (rounds(5..=16), rounds(5..=16), groups()),
    ) {
        let Some(report) = release(&Tally::of(&after, true), k) else { return Ok(()) };
        let change = release_change((&Tally::of(&before, true), k), (&Tally::of(&after, true), k));
        let board = board(&[team("A", &report, change.as_ref())]);
        let row = &board.rows[0];
        for (cell, own) in row.dimensions.iter().zip(&report.dimensions) {
            prop_assert_eq!(cell.figure, own.figure);
        }
        for (cell, own) in row.items.iter().zip(&report.items) {
            prop_assert_eq!(cell.figure, own.figure);
        }
        for cell in row.dimensions.iter().chain(&row.items) {
            let told = cell.since.is_some_and(|since| since.shown().is_some());
            prop_assert!(!told || cell.figure.shown().is_some());
            prop_assert!(cell.since.is_none() || change.is_some());
        }
        for (cell, own) in row.dimensions.iter().zip(change.iter().flat_map(|c| &c.dimensions)) {
            let verdict = own.change.map(|judged| Since::Verdict(judged.verdict));
            prop_assert!(cell.since.is_none_or(|since| since == verdict));
        }
    }
}

//! Files and organisations, and what becomes of the one in the other.

#![allow(clippy::format_push_string, reason = "tests may be slow")]

use super::*;
use crate::catalogue::{Answer, PatternId, Point};
use crate::score;
use jiff::civil::date;
use proptest::prelude::*;

const TODAY: Date = date(2026, 3, 2);

/// A file with so many people in each of these rounds.
fn file(rounds: &[(&str, &str, usize)]) -> String {
    let ids = PatternId::ALL.map(PatternId::as_str).join(",");
    let mut text = format!("team,round,{ids}\n");
    for (team, round, people) in rounds {
        for person in 0..*people {
            let cells: Vec<String> =
                (0..18).map(|item| ((item + person) % 5).to_string()).collect();
            text += &format!("{team},{round},{}\n", cells.join(","));
        }
    }
    text
}

fn planned(text: &str, existing: &Existing) -> Result<Plan, Vec<String>> {
    let (sheet, mut faults) = read(text.as_bytes(), Rules::NONE.team, TODAY);
    match plan(&sheet, existing, TODAY) {
        Ok(plan) if faults.is_empty() => return Ok(plan),
        Ok(_) => {}
        Err(more) => faults.extend(more),
    }
    Err(faults.iter().map(Fault::to_string).collect())
}

fn with(teams: &[(&str, &[(Date, Date)])]) -> Existing {
    let known = |(name, sealed): &(&str, &[(Date, Date)])| Known {
        name: (*name).to_owned(),
        sealed: sealed.to_vec(),
        open_since: None,
    };
    Existing { minimum_group: 5, teams: teams.iter().map(known).collect() }
}

fn outcomes(plan: &Plan) -> Vec<(&str, Date, Outcome)> {
    plan.rows.iter().map(|row| (row.team.as_str(), row.day, row.outcome)).collect()
}

#[test]
fn rounds_go_to_teams_that_are_there_and_to_teams_that_are_made() {
    let text =
        file(&[("payments", "2025-Q3", 6), ("Search", "2025-09", 5), ("Search", "2025-12-01", 7)]);
    let plan = planned(&text, &with(&[("Payments", &[])])).unwrap();
    assert_eq!(
        outcomes(&plan),
        [
            ("Payments", date(2025, 9, 30), Outcome::Added),
            ("Search", date(2025, 9, 30), Outcome::Added),
            ("Search", date(2025, 12, 1), Outcome::Added),
        ]
    );
    assert_eq!(plan.new_teams, ["Search"]);
    assert_eq!((plan.added().count(), plan.teams_added_to()), (3, 2));
    assert!(!plan.rows[0].makes_team(&plan) && plan.rows[1].makes_team(&plan));
    assert_eq!(plan.spellings, [("Payments".to_owned(), "payments".to_owned())]);
    assert_eq!(plan.rows[0].answers.len(), 6);
}

#[test]
fn a_round_below_the_minimum_group_makes_no_team_either() {
    let text = file(&[("Small", "2025-Q3", 4), ("Large", "2025-Q3", 5)]);
    let plan = planned(&text, &with(&[])).unwrap();
    assert_eq!(plan.new_teams, ["Large"]);
    let small = plan.rows.iter().find(|row| row.team == "Small").unwrap();
    assert_eq!((small.outcome, small.makes_team(&plan)), (Outcome::TooFew, false));
    let large = plan.rows.iter().find(|row| row.team == "Large").unwrap();
    assert_eq!((large.target, large.makes_team(&plan)), (Target::New(0), true));
}

#[test]
fn what_is_there_already_is_not_added_twice() {
    let day = date(2025, 9, 30);
    let text = file(&[("Payments", "2025-Q3", 6), ("Payments", "2025-Q4", 6)]);
    let plan = planned(&text, &with(&[("Payments", &[(day, day)])])).unwrap();
    let found: Vec<Outcome> = plan.rows.iter().map(|row| row.outcome).collect();
    assert_eq!(found, [Outcome::AlreadyThere, Outcome::Added]);
}

#[test]
fn rounds_keep_28_days_from_those_that_are_there() {
    // Open from 1 to 10 September.
    let there = (date(2025, 9, 1), date(2025, 9, 10));
    for (round, free) in [
        ("2025-08-04", true),
        ("2025-08-05", false),
        ("2025-09-05", false),
        ("2025-10-07", false),
        ("2025-10-08", true),
    ] {
        let plan = planned(&file(&[("A", round, 5)]), &with(&[("A", &[there])])).unwrap();
        let expected = if free { Outcome::Added } else { Outcome::TooClose(there.1) };
        assert_eq!(plan.rows[0].outcome, expected, "{round}");
        // Another team's rounds are its own.
        let plan = planned(&file(&[("B", round, 5)]), &with(&[("A", &[there])])).unwrap();
        assert_eq!(plan.rows[0].outcome, Outcome::Added, "{round}");
    }
    let mut open = with(&[("A", &[])]);
    open.teams[0].open_since = Some(date(2026, 2, 20));
    for (round, free) in [("2026-01-23", true), ("2026-01-24", false), ("2026-03-01", false)] {
        let plan = planned(&file(&[("A", round, 5)]), &open).unwrap();
        let expected =
            if free { Outcome::Added } else { Outcome::TooCloseToOpen(date(2026, 2, 20)) };
        assert_eq!(plan.rows[0].outcome, expected, "{round}");
    }
}

#[test]
fn all_faults_of_a_file_are_named_at_once() {
    let mut text = file(&[
        ("A", "2025-Q3", 5),
        ("A", "2025-09-30", 5),
        ("B", "2025-06-01", 5),
        ("B", "2025-06-28", 5),
        ("C", "before", 1),
        ("D", "2030-Q1", 1),
    ]);
    text += &format!("E,2025-Q3,9{}\n", ",1".repeat(17));
    let found = planned(&text, &with(&[])).unwrap_err();
    assert_eq!(found.len(), 5, "{found:#?}");
    for (says, at) in [
        ("\u{201c}before\u{201d} is no closing day", "line 22, column 2 (round): "),
        ("31 March 2030 is still to come", "line 23, column 2 (round): "),
        ("\u{201c}9\u{201d}: an answer is a whole number", "line 24, column 3 ("),
        (
            "\u{201c}2025-09-30\u{201d} and \u{201c}2025-Q3\u{201d} (line 2) are one day, 30 September 2025",
            "line 7, column 2 (round): ",
        ),
        (
            "this round of B closed on 28 June 2025, fewer than 28 days after the one that closed on 1 June 2025 (line 12)",
            "line 17, column 2 (round): ",
        ),
    ] {
        assert!(
            found.iter().any(|fault| fault.starts_with(at) && fault.contains(says)),
            "{says}: {found:#?}"
        );
    }
}

#[test]
fn a_round_that_is_left_out_stands_in_nobodys_way() {
    let text = file(&[("A", "2025-06-01", 3), ("A", "2025-06-10", 5), ("A", "2025-07-08", 5)]);
    let plan = planned(&text, &with(&[])).unwrap();
    let found: Vec<Outcome> = plan.rows.iter().map(|row| row.outcome).collect();
    assert_eq!(found, [Outcome::TooFew, Outcome::Added, Outcome::Added]);
}

#[test]
fn nobody_answers_beyond_those_invited_or_beyond_500() {
    let invited = |number: &str, people: usize| {
        let text =
            file(&[("A", "2025-Q3", people)]).replace("2025-Q3,", &format!("2025-Q3,{number},"));
        text.replacen("round,", "round,invited,", 1)
    };
    let plan = planned(&invited("9", 6), &with(&[])).unwrap();
    assert_eq!(plan.rows[0].invited, Some(9));
    let found = planned(&invited("5", 6), &with(&[])).unwrap_err();
    assert!(found[0].contains("6 lines answer in this round, but only 5 are said to be invited"));
    let found = planned(&file(&[("A", "2025-Q3", 501)]), &with(&[])).unwrap_err();
    assert!(found[0].starts_with("line 2, column 2 (round): 501 lines answer"), "{found:?}");
    let names: Vec<String> = (0..=MOST_ROUNDS).map(|team| format!("T{team}")).collect();
    let many: Vec<_> = names.iter().map(|name| (name.as_str(), "2025-Q3", 1)).collect();
    let found = planned(&file(&many), &with(&[])).unwrap_err();
    assert!(found[0].contains("holds 2001 rounds"), "{found:?}");
}

#[test]
fn a_name_that_two_teams_have_must_be_written_as_one_of_them_has_it() {
    let existing = with(&[("Payments", &[]), ("PAYMENTS", &[])]);
    let plan = planned(&file(&[("PAYMENTS", "2025-Q3", 5)]), &existing).unwrap();
    assert_eq!(plan.rows[0].target, Target::Known(1));
    let found = planned(&file(&[("payments", "2025-Q3", 5)]), &existing).unwrap_err();
    assert!(found[0].contains("two teams have this name, Payments and PAYMENTS"), "{found:?}");
}

#[test]
fn two_spellings_in_a_file_are_one_team() {
    let text = file(&[("New  Team", "2025-Q3", 3), ("new team", "2025-Q3", 3)]);
    let plan = planned(&text, &with(&[])).unwrap();
    assert_eq!((plan.rows.len(), plan.rows[0].answers.len()), (1, 6));
    assert_eq!(plan.new_teams, ["New Team"]);
}

#[test]
fn what_travels_through_the_form_reads_back_to_the_same_plan() {
    let text = file(&[("A, \"the\" first", "2025-Q3", 6), ("<B> & co", "2025-12", 4)])
        .replace("A, \"the\" first", "\"A, \"\"the\"\" first\"")
        .replacen("round,", "round,remark,", 1)
        .replace("2025-Q3,", "2025-Q3,private,")
        .replace("2025-12,", "2025-12,private,");
    let plan = planned(&text, &with(&[])).unwrap();
    let carried = super::text(&plan);
    assert!(!carried.contains("private") && !carried.contains("remark"), "{carried}");
    // Forms turn every line end into CR LF.
    let again = planned(&carried.replace('\n', "\r\n"), &with(&[])).unwrap();
    assert_eq!(super::text(&again), carried);
    assert_eq!(outcomes(&again), outcomes(&plan));
    let shown = Shown::of(&plan);
    assert_eq!(Shown::of(&again), shown);
    assert_eq!(Shown::read(&shown.write()), Some(shown));
    for bad in ["", "x", "x y z"] {
        assert_eq!(Shown::read(bad), None, "{bad}");
    }
}

#[test]
fn what_is_different_is_named_row_by_row() {
    let text = file(&[("A", "2025-Q3", 5), ("B", "2025-Q3", 5), ("C", "2025-Q3", 9)]);
    let before = planned(&text, &with(&[("A", &[])])).unwrap();
    let shown = Shown::of(&before);
    let day = date(2025, 9, 30);
    let mut existing = with(&[("A", &[(day, day)]), ("B", &[])]);
    let after = planned(&text, &existing).unwrap();
    assert_ne!(Shown::of(&after), shown);
    let found: Vec<_> = shown.differences(&after).unwrap();
    let said: Vec<_> = found.iter().map(|(row, then)| (row.team.as_str(), *then)).collect();
    assert_eq!(said, [("A", "was to be added"), ("B", "was to be added, with a new team")]);
    existing.minimum_group = 6;
    let after = planned(&text, &existing).unwrap();
    assert_ne!(Shown::of(&after), shown);
    assert_eq!(shown.differences(&after).unwrap().len(), 2);
    // Other rounds cannot be compared.
    let other = planned(&file(&[("A", "2025-Q3", 6)]), &existing).unwrap();
    assert_eq!(shown.differences(&other), None);
}

#[test]
fn the_example_can_be_imported_and_scored_as_it_is() {
    for (minimum_group, today) in [(3, TODAY), (10, date(2025, 12, 31)), (5, date(2026, 1, 1))] {
        let text = example(today, minimum_group);
        let (sheet, faults) = read(text.as_bytes(), Rules::NONE.team, today);
        assert_eq!(faults, []);
        let plan = plan(&sheet, &Existing { minimum_group, teams: Vec::new() }, today).unwrap();
        assert!(plan.ignored.is_empty());
        assert_eq!((plan.added().count(), plan.rows.len(), plan.teams_added_to()), (4, 4, 2));
        assert_eq!(score::read(text.as_bytes()).unwrap(), sheet);
        let people: Vec<_> = plan.rows.iter().flat_map(|row| &row.answers).collect();
        let holds = |answer| people.iter().any(|all| all.iter().any(|(_, one)| one == answer));
        assert!(holds(Answer::CantJudge) && holds(Answer::Blank));
        assert!(Point::ALL.into_iter().all(|point| holds(Answer::Point(point))));
    }
}

proptest! {
    #[test]
    fn whatever_the_bytes_there_is_a_plan_or_a_fault(
        lines in proptest::collection::vec("[A-Ca-c ]{0,3}[,;\"]?(2025-Q[1-5]|20[0-9]{2}-[0-9]{2}(-[0-9]{2})?|.{0,6}),[0-4?,]{0,36}", 0..30),
    ) {
        let ids = PatternId::ALL.map(PatternId::as_str).join(",");
        let text = format!("team,round,{ids}\n{}", lines.join("\n"));
        match planned(&text, &with(&[("A", &[]), ("b", &[])])) {
            Ok(plan) => prop_assert!(!plan.rows.is_empty()),
            Err(faults) => prop_assert!(!faults.is_empty()),
        }
    }

    #[test]
    fn nothing_that_is_added_breaks_a_rule(
        rounds in proptest::collection::vec((0..3_usize, 0..200_i64, 1..8_usize), 1..12),
    ) {
        let start = date(2025, 6, 1);
        let names = ["A", "a", "B"];
        let days: Vec<String> = rounds
            .iter()
            .map(|(_, day, _)| start.checked_add(jiff::Span::new().days(*day)).unwrap().to_string())
            .collect();
        let listed: Vec<_> = rounds
            .iter()
            .zip(&days)
            .map(|((team, _, people), day)| (names[*team], day.as_str(), *people))
            .collect();
        let there = date(2025, 9, 1);
        let existing = with(&[("A", &[(there, there)])]);
        if let Ok(plan) = planned(&file(&listed), &existing) {
            let mut closed: Vec<(String, Date)> = plan
                .added()
                .map(|row| {
                    assert!(row.answers.len() >= 5);
                    (row.team.clone(), row.day)
                })
                .chain([("A".to_owned(), there)])
                .collect();
            closed.sort();
            for pair in closed.windows(2) {
                if pair[0].0 == pair[1].0 {
                    let apart = crate::days::number(pair[1].1) - crate::days::number(pair[0].1);
                    prop_assert!(apart >= DAYS_BETWEEN, "{pair:?}");
                }
            }
        }
    }
}

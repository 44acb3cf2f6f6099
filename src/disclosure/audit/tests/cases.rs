//! Described cases: those of `tests/data/suppression.json`, which were worked
//! out independently of this program, and those that make no sense.

use crate::disclosure::audit::{Case, Fault, Verdict, check};

fn case(json: &str) -> Case {
    serde_json::from_str(json).expect("a case")
}

fn verdict(json: &str) -> Verdict {
    check(&case(json)).expect("a sound case")
}

fn fault(n: &str, views: &str, rest: &str) -> Fault {
    let json = format!(r#"{{"name": "odd", "k": 5, "n": {n}, "published_views": {views} {rest}}}"#);
    let error = check(&case(&json)).expect_err("an unsound case");
    assert_eq!(error.case, "odd");
    error.fault
}

#[test]
fn the_cases_worked_out_by_others_come_out_the_same() {
    let cases: Vec<Case> =
        serde_json::from_str(include_str!("../../../../tests/data/suppression.json"))
            .expect("cases");
    assert_eq!(cases.len(), 6);
    for case in cases {
        assert!(case.safe.is_some() && case.recoverable_groups_below_k.is_some());
        let verdict = check(&case).expect("a sound case");
        assert!(case.agrees(&verdict), "{verdict}");
    }
}

#[test]
fn a_case_disagrees_when_more_or_less_is_found_than_expected() {
    let mut case = case(
        r#"{"name": "one", "k": 5, "n": {"A": 3}, "published_views": [["A"]],
            "recoverable_groups_below_k": [{"group": ["A"], "n": 3}], "safe": false}"#,
    );
    let verdict = check(&case).expect("a sound case");
    assert!(case.agrees(&verdict));
    case.safe = Some(true);
    assert!(!case.agrees(&verdict));
    case.safe = None;
    case.recoverable_groups_below_k = Some(Vec::new());
    assert!(!case.agrees(&verdict));
}

#[test]
fn a_verdict_can_be_read_and_checked_by_hand() {
    let json = r#"{"name": "organisation and two of three", "k": 5,
        "n": {"A": 7, "B": 6, "C": 3}, "published_views": [["A", "B", "C"], ["A"], ["B"]]}"#;
    assert_eq!(
        verdict(json).to_string(),
        "organisation and two of three: NOT SAFE\n  \
         whoever sees the views, people, at least 5: 3 views over 3 atoms, rank 3\n    \
         exposed: C (3) = [A B C] \u{2212} [A] \u{2212} [B]\n"
    );
    let written = serde_json::to_value(verdict(json)).expect("a verdict can be written");
    let leak = &written["audiences"][0]["leaks"][0];
    assert_eq!(leak["exposed"][0], "C");
    assert_eq!(leak["combination"][1]["times"], -1);
    assert_eq!(leak["combination"][1]["view"], "[A]");
}

#[test]
fn with_teams_leadership_and_its_pairs_are_looked_at() {
    let verdict = verdict(
        r#"{"name": "four teams", "k": 5, "n": {"a1": 9, "b1": 9, "c1": 9, "d1": 9},
            "published_views": [["a1", "b1", "c1", "d1"]],
            "teams": {"a1": "a", "b1": "b", "c1": "c", "d1": "d"},
            "coaches": {"Ada": ["a"], "Bob": ["a", "b"]}}"#,
    );
    assert!(!verdict.safe);
    let found: Vec<_> =
        verdict.audiences.iter().map(|a| (a.audience.as_str(), a.leaks.len())).collect();
    assert_eq!(
        found,
        [
            ("whoever sees the views, people, at least 5", 0),
            ("leadership, teams, at least 3", 0),
            ("leadership and coach Ada, teams, at least 3", 0),
            ("leadership and coach Bob, teams, at least 3", 1),
        ]
    );
    assert_eq!(verdict.audiences[3].leaks[0].exposed, ["c", "d"]);
}

#[test]
fn people_of_two_rounds_of_one_team_are_not_counted_twice() {
    let json = |teams: &str| {
        format!(
            r#"{{"name": "two rounds", "k": 5, "n": {{"a1": 3, "a2": 3}},
                "published_views": [["a1", "a2"]] {teams}}}"#
        )
    };
    assert!(verdict(&json("")).safe);
    let same = verdict(&json(r#", "teams": {"a1": "a", "a2": "a"}, "fewest_teams": 1"#));
    assert_eq!(same.audiences[0].leaks[0].size, 3);
}

#[test]
fn a_case_that_makes_no_sense_is_refused_by_name_and_fault() {
    let n = r#"{"A": 3, "B": 4}"#;
    let text = str::to_owned;
    assert_eq!(fault(n, r#"[["A"], []]"#, ""), Fault::EmptyView(2));
    assert_eq!(fault(n, r#"[["C"]]"#, ""), Fault::UnknownAtom { view: 1, atom: text("C") });
    assert_eq!(fault(n, r#"[["A", "A"]]"#, ""), Fault::AtomTwice { view: 1, atom: text("A") });
    let teams = r#", "teams": {"A": "a"}"#;
    assert_eq!(fault(n, r#"[["A"]]"#, teams), Fault::NoTeam(text("B")));
    let teams = r#", "teams": {"A": "a", "B": "b", "C": "c"}"#;
    assert_eq!(fault(n, r#"[["A"]]"#, teams), Fault::TeamOfNothing(text("C")));
    let teams = r#", "teams": {"A": "a", "B": "b"}, "coaches": {"Ada": ["c"]}"#;
    let unknown = Fault::UnknownTeam { coach: text("Ada"), team: text("c") };
    assert_eq!(fault(n, r#"[["A"]]"#, teams), unknown);
    assert_eq!(fault(n, r#"[["A"]]"#, r#", "fewest_teams": 4"#), Fault::NoTeams);
}

#[test]
fn an_atom_that_is_described_twice_or_a_word_nobody_knows_is_an_error() {
    let read = |json: &str| serde_json::from_str::<Case>(json).map_err(|error| error.to_string());
    let twice = read(r#"{"name": "odd", "k": 5, "n": {"A": 3, "A": 9}, "published_views": []}"#);
    assert!(twice.expect_err("twice").contains("\u{201c}A\u{201d} comes twice"));
    let word = read(r#"{"name": "odd", "k": 5, "n": {}, "published_views": [], "team": {}}"#);
    assert!(word.expect_err("unknown").contains("team"));
}

#[test]
fn a_view_that_is_listed_twice_tells_nothing_new() {
    let json = r#"{"name": "twice", "k": 5, "n": {"A": 4, "B": 4},
        "published_views": [["A", "B"], ["A", "B"]]}"#;
    let verdict = verdict(json);
    assert!(verdict.safe);
    assert_eq!(verdict.audiences[0].rank, 1);
}

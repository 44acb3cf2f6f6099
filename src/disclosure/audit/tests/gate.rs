//! What may be released next.

use super::*;
use crate::disclosure::audit::{Gate, Insiders, Refusal, TeamAudit};

/// A gate before five teams with two rounds each: atom a is of team a mod 5.
fn gate(coaches: Vec<BTreeSet<u32>>) -> Gate {
    let mut gate = Gate::new(3, coaches);
    (0..10).for_each(|atom| gate.know(atom, atom % 5));
    gate
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_view_passes_exactly_when_all_released_views_stay_safe(
        views in views(10, 10),
        coach in proptest::collection::btree_set(0..5_u32, 0..3),
    ) {
        let mut gate = gate(vec![coach.clone()]);
        let mut released: Vec<View> = Vec::new();
        for view in views.into_iter().filter(|view| !view.atoms().is_empty()) {
            let tried: Vec<View> = released.iter().cloned().chain([view.clone()]).collect();
            let audit = TeamAudit::new(&tried, |atom| atom % 5, 3, vec![coach.clone()]);
            let safe = audit.leadership().safe()
                && audit.coaches().iter().all(Findings::safe)
                && audit.teams().expect("small enough").is_empty()
                && audit.with_others(&coach, 1, &|_| true).safe();
            prop_assert_eq!(gate.try_release(vec![view]).is_ok(), safe);
            if safe {
                released = tried;
            }
        }
    }
}

#[test]
fn two_months_that_differ_by_one_team_do_not_both_pass() {
    let mut gate = gate(Vec::new());
    assert_eq!(gate.try_release(vec![View::new("May", [0, 1, 2, 3])]), Ok(()));
    let refusal = gate.try_release(vec![View::new("June", [0, 1, 2, 3, 4])]);
    let Err(Refusal::Leadership(findings)) = refusal else { panic!("{refusal:?}") };
    assert_eq!(findings.leaks[0].exposed, [4]);
    assert_eq!(findings.leaks[0].combination.to_string(), "June \u{2212} May");
    // Nothing of a refused call counts as released.
    assert_eq!(gate.try_release(vec![View::new("June", [4, 5, 6, 7, 8])]), Ok(()));
}

#[test]
fn views_that_are_tried_together_pass_together_or_not_at_all() {
    let mut gate = gate(Vec::new());
    let both = vec![View::new("all", 0..5), View::new("some", 0..4)];
    assert!(matches!(gate.try_release(both), Err(Refusal::Leadership(_))));
    assert_eq!(gate.try_release(vec![View::new("all", 0..5)]), Ok(()));
    assert!(matches!(gate.try_release(vec![View::new("some", 0..4)]), Err(Refusal::Leadership(_))));
}

#[test]
fn a_coach_and_a_team_are_thought_of() {
    let mut gate = gate(vec![BTreeSet::from([0, 1])]);
    let four = gate.try_release(vec![View::new("four", 0..4)]);
    assert!(matches!(four, Err(Refusal::Coach(0, _))), "{four:?}");
    let three = gate.try_release(vec![View::new("three", 2..5)]);
    assert!(matches!(three, Err(Refusal::Team(2, _))), "{three:?}");
    let five = gate.try_release(vec![View::new("five", 0..5)]);
    assert!(matches!(five, Err(Refusal::CoachAndTeam(0, _))), "{five:?}");
}

#[test]
fn the_readers_of_two_reports_are_thought_of() {
    let readers = |teams: &[u32]| {
        let insiders = Insiders { readers: teams.iter().copied().collect(), ..Insiders::default() };
        let mut gate = Gate::new(3, insiders);
        (0..10).for_each(|atom| gate.know(atom, atom % 5));
        gate
    };
    let four = || vec![View::new("four", 0..4)];
    let refused = readers(&[0, 1]).try_release(four());
    assert!(matches!(refused, Err(Refusal::Readers(_))), "{refused:?}");
    assert_eq!(readers(&[0, 4]).try_release(four()), Ok(()), "the other report is not in it");
    // And the other way round: the figure was there first.
    let mut gate = readers(&[0]);
    assert_eq!(gate.try_release(four()), Ok(()));
    assert!(matches!(gate.may_be_read(1), Err(Refusal::Readers(_))));
    assert_eq!((gate.may_be_read(0), gate.may_be_read(4)), (Ok(()), Ok(())));
}

#[test]
fn whoever_imported_rounds_is_thought_of() {
    let insiders = Insiders { imported_rounds: BTreeSet::from([0, 1]), ..Insiders::default() };
    let mut gate = Gate::new(3, insiders);
    (0..10).for_each(|atom| gate.know(atom, atom % 5));
    let mixed = gate.try_release(vec![View::new("all", 0..5)]);
    assert!(matches!(mixed, Err(Refusal::Importer(_))), "{mixed:?}");
    assert_eq!(gate.try_release(vec![View::new("own", 5..10)]), Ok(()));
}

#[test]
fn views_over_nothing_and_rounds_of_nobody_are_refused() {
    let mut gate = gate(Vec::new());
    let empty = gate.try_release(vec![View::new("empty", [])]);
    assert_eq!(empty, Err(Refusal::Empty("empty".to_owned())));
    let unknown = gate.try_release(vec![View::new("unknown", [0, 1, 2, 77])]);
    assert_eq!(unknown, Err(Refusal::UnknownAtom { view: "unknown".to_owned(), atom: 77 }));
}

#[test]
fn a_team_does_not_share_when_the_coach_would_then_know_too_much() {
    let mut gate = gate(Vec::new());
    assert_eq!(gate.try_release(vec![View::new("all", 0..5)]), Ok(()));
    assert_eq!(gate.try_share(0, 3), Ok(()));
    // Two known and one of the others, who knows the own team, would leave two.
    let second = gate.try_share(0, 1);
    let Err(Refusal::CoachAndTeam(0, findings)) = second else { panic!("{second:?}") };
    assert_eq!(findings.leaks[0].exposed, [0, 2, 4], "one of these is a member's");
    // Another coach may: the two are not in one room.
    assert_eq!(gate.try_share(1, 4), Ok(()));
    // What was allowed counts from then on.
    let four = gate.try_release(vec![View::new("four", 5..9)]);
    assert!(matches!(four, Err(Refusal::CoachAndTeam(0, _))), "{four:?}");
}

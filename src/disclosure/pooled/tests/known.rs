//! Where somebody knows some of the teams: what is shown and counted all the same.

use super::*;

#[test]
fn a_team_may_not_begin_to_share_when_a_count_would_then_name_others() {
    let planner = |shares: u32, margin| {
        let mut planner = Planner::new(&[(0..shares).collect()]);
        let rounds: Vec<(Atom, Team)> = (0..20).map(|n| (n, n)).collect();
        planner.recall("2026-Q1", Scope::Organisation, DimensionId::People, &rounds);
        let counted: Vec<Atom> = (0..15).collect();
        planner.recall_count(DimensionId::People, &counted, margin);
        planner
    };
    // Margin five of fifteen: two known teams and a member are not too much.
    assert!(planner(1, 5).may_share(0, 1));
    assert!(!planner(2, 5).may_share(0, 2));
    assert!(planner(3, 5).may_share(0, 17), "a team that is not in the count may");
    // An exact count of an earlier version, where three at either end were one.
    assert!(!planner(1, 3).may_share(0, 1));
}

#[test]
fn eight_imported_teams_around_a_real_one_show_nothing_of_it() {
    let insiders = Insiders { imported_rounds: (0..8).collect(), ..Insiders::default() };
    let mut planner = Planner::with(&insiders);
    for (_, _, view) in planner.period("2026-Q4", &members(0..9, 0, None)) {
        assert_eq!(view.unwrap().rounds(), [0, 1, 2, 3, 4, 5, 6, 7], "what was put in");
    }
}

#[test]
fn a_history_that_was_imported_is_shown_and_so_is_what_follows_it() {
    let insiders = Insiders {
        imported_rounds: (0..12).collect(),
        imported_teams: (0..12).collect(),
        ..Insiders::default()
    };
    let mut planner = Planner::with(&insiders);
    for (_, _, view) in planner.period("2026-Q3", &members(0..12, 0, None)) {
        let view = view.unwrap();
        assert_eq!((view.teams(), view.margin()), (12, 4));
        assert!(view.rounds().iter().all(|round| view.counts(*round)));
    }
    for (_, _, view) in planner.period("2026-Q4", &members(0..12, 100, None)) {
        assert_eq!(view.unwrap().teams(), 12);
    }
}

#[test]
fn a_round_is_counted_once() {
    let mut planner = Planner::new(&[]);
    let first: Vec<_> = planner.period("2026-Q3", &members(0..12, 0, None));
    assert!(first.iter().all(|(_, _, view)| view.as_ref().unwrap().counts(0)));
    // Ten have a new round, two are carried over.
    let mut next = members(0..10, 100, None);
    next.extend(members(10..12, 0, None));
    for (_, _, view) in planner.period("2026-Q4", &next) {
        let view = view.unwrap();
        assert_eq!((view.teams(), view.margin()), (12, 4));
        assert!((100..110).all(|round| view.counts(round)));
        assert!(!view.counts(10) && !view.counts(11));
    }
}

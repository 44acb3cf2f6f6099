//! Sets of too few teams, for leadership and those who know something beside.

use super::*;
use crate::disclosure::audit::{Team, TeamAudit};

const ATOMS: u32 = 10;
const TEAMS: u32 = 6;

/// The definition: delete the columns that are known, then try every set of
/// fewer than `least` of the other teams.
fn by_definition(
    views: &[View],
    team: &[Team],
    known: &BTreeSet<Team>,
    least: usize,
) -> BTreeSet<Vec<Team>> {
    let of = |atom: Atom| team[atom as usize];
    let atoms: Vec<Atom> = (0..ATOMS).filter(|atom| !known.contains(&of(*atom))).collect();
    minimal_subsets(TEAMS, |set| {
        set.len() < least
            && set.is_disjoint(known)
            && exposed(views, &atoms, |atom| set.contains(&of(atom)))
    })
}

fn team_of() -> impl Strategy<Value = Vec<Team>> {
    proptest::collection::vec(0..TEAMS, ATOMS as usize)
}

fn coaches() -> impl Strategy<Value = Vec<BTreeSet<Team>>> {
    proptest::collection::vec(proptest::collection::btree_set(0..TEAMS, 0..4), 0..3)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn leadership_finds_what_the_definition_says(
        views in views(ATOMS, 9), team in team_of(), least in 1..=4_usize, coaches in coaches(),
    ) {
        let audit = TeamAudit::new(&views, |atom| team[atom as usize], least, coaches);
        let expected = by_definition(&views, &team, &BTreeSet::new(), least);
        prop_assert_eq!(sets(&audit.leadership()), expected);
    }

    #[test]
    fn a_coach_and_leadership_find_what_the_definition_says(
        views in views(ATOMS, 9), team in team_of(), least in 1..=4_usize, coaches in coaches(),
    ) {
        let audit = TeamAudit::new(&views, |atom| team[atom as usize], least, coaches.clone());
        for (known, findings) in coaches.iter().zip(audit.coaches()) {
            prop_assert_eq!(sets(&findings), by_definition(&views, &team, known, least));
        }
    }

    #[test]
    fn every_team_and_leadership_find_what_the_definition_says(
        views in views(ATOMS, 9), team in team_of(), least in 1..=4_usize,
    ) {
        let audit = TeamAudit::new(&views, |atom| team[atom as usize], least, Vec::new());
        let leadership = audit.leadership();
        let each = audit.teams().expect("small enough");
        for insider in 0..TEAMS {
            let findings = each.get(&insider).unwrap_or(&leadership);
            let expected = by_definition(&views, &team, &BTreeSet::from([insider]), least);
            prop_assert_eq!(sets(findings), expected, "together with team {}", insider);
        }
    }

    #[test]
    fn a_leak_comes_with_the_sum_that_shows_it(
        views in views(ATOMS, 9), team in team_of(), least in 2..=4_usize, coach in coaches(),
    ) {
        let audit = TeamAudit::new(&views, |atom| team[atom as usize], least, coach.clone());
        let nobody = BTreeSet::new();
        let findings = std::iter::once((&nobody, audit.leadership()));
        for (known, findings) in findings.chain(coach.iter().zip(audit.coaches())) {
            for leak in findings.leaks {
                let shown: BTreeSet<Team> =
                    worked_out(&views, &leak).keys().map(|atom| team[*atom as usize]).collect();
                let others: Vec<Team> = shown.difference(known).copied().collect();
                prop_assert_eq!(others, leak.exposed);
            }
        }
    }
}

#[test]
fn three_teams_together_are_safe_from_leadership_but_not_from_one_of_them() {
    let views = named(vec![BTreeSet::from([0, 1, 2])]);
    let audit = TeamAudit::new(&views, |atom| atom, 3, vec![BTreeSet::from([0, 7])]);
    assert!(audit.leadership().safe());
    assert_eq!(sets(&audit.coaches()[0]), BTreeSet::from([vec![1, 2]]));
    let each = audit.teams().expect("small enough");
    assert_eq!(each.keys().copied().collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(sets(&each[&0]), BTreeSet::from([vec![1, 2]]));
}

#[test]
fn four_teams_together_are_safe_from_each_of_them() {
    let views = named(vec![BTreeSet::from([0, 1, 2, 3])]);
    let audit = TeamAudit::new(&views, |atom| atom, 3, vec![BTreeSet::from([0])]);
    assert!(audit.leadership().safe() && audit.coaches()[0].safe());
    assert!(audit.teams().expect("small enough").is_empty());
}

#[test]
fn two_rounds_of_one_team_count_as_one_team() {
    // Six atoms, but of teams 0 and 1 only.
    let views = named(vec![(0..6).collect()]);
    let audit = TeamAudit::new(&views, |atom| atom % 2, 3, Vec::new());
    assert_eq!(sets(&audit.leadership()), BTreeSet::from([vec![0, 1]]));
}

//! Groups of too few people.

use super::*;
use crate::disclosure::audit::exposed_groups;
use crate::disclosure::audit::matrix::{Shape, blocks};
use crate::disclosure::audit::search::Ground;

/// The definition, over every subset.
fn by_definition(views: &[View], persons: &[u64], k: u64) -> BTreeSet<Vec<u32>> {
    let count = u32::try_from(persons.len()).expect("few atoms");
    let atoms: Vec<Atom> = (0..count).collect();
    minimal_subsets(count, |set| {
        let people: u64 = set.iter().map(|atom| persons[*atom as usize]).sum();
        people < k && exposed(views, &atoms, |atom| set.contains(&atom))
    })
}

fn of(persons: &[u64]) -> impl Fn(Atom) -> u64 {
    |atom| persons[atom as usize]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn the_search_finds_what_the_definition_says(
        views in views(8, 8),
        persons in proptest::collection::vec(1..=5_u64, 8),
        k in 3..=10_u64,
    ) {
        let findings = exposed_groups(&views, of(&persons), k);
        prop_assert_eq!(sets(&findings), by_definition(&views, &persons, k));
        let atoms: Vec<Atom> = (0..8).collect();
        prop_assert_eq!(findings.rank, rank_over(&views, &atoms));
    }

    #[test]
    fn a_leak_comes_with_the_sum_that_shows_it(
        views in views(9, 8),
        persons in proptest::collection::vec(1..=4_u64, 9),
        k in 3..=10_u64,
    ) {
        for leak in exposed_groups(&views, of(&persons), k).leaks {
            let shown: Vec<Atom> = worked_out(&views, &leak).into_keys().collect();
            // The smallest set there is: all of it is in the sum.
            prop_assert_eq!(&shown, &leak.exposed);
            prop_assert_eq!(leak.size, leak.exposed.iter().map(|atom| persons[*atom as usize]).sum::<u64>());
            prop_assert!(leak.size < k);
        }
    }
}

#[test]
fn nothing_is_exposed_where_nothing_is_shown() {
    assert!(exposed_groups(&[], |_| 1, 10).safe());
    assert!(exposed_groups(&named(vec![BTreeSet::new()]), |_| 1, 10).safe());
}

#[test]
fn groups_that_reach_the_minimum_are_not_found_one_below_are() {
    let views = named(vec![BTreeSet::from([0, 1]), BTreeSet::from([0])]);
    assert!(exposed_groups(&views, |_| 5, 5).safe());
    assert_eq!(sets(&exposed_groups(&views, |_| 4, 5)), BTreeSet::from([vec![0], vec![1]]));
}

#[test]
fn atoms_with_nobody_behind_them_hide_nothing() {
    // Atom 1 is empty: the first view is over atom 0 alone.
    let views = named(vec![BTreeSet::from([0, 1])]);
    let findings = exposed_groups(&views, |atom| if atom == 0 { 3 } else { 0 }, 5);
    assert_eq!(sets(&findings), BTreeSet::from([vec![0]]));
}

#[test]
fn a_sum_reads_as_one_would_write_it() {
    let views = [View::new("organisation", 0..6), View::new("A", [0, 1]), View::new("B", [2, 3])];
    let findings = exposed_groups(&views, |atom| if atom < 4 { 5 } else { 2 }, 5);
    let sums: Vec<String> =
        findings.leaks.iter().map(|leak| leak.combination.to_string()).collect();
    assert_eq!(sums, ["organisation \u{2212} A \u{2212} B"]);
}

#[test]
fn a_search_that_gives_up_is_not_safe() {
    let views: [&[Atom]; 3] = [&[0, 1, 2], &[2, 3, 4], &[4, 5, 0]];
    let size = |atoms: &[Atom]| atoms.len() as u64;
    let shape = Shape { holder: &Some, size: &size, limit: 5 };
    let grounds: Vec<Ground> = blocks(&views, &shape).into_iter().map(Ground::new).collect();
    let [ground] = &grounds[..] else { panic!("the views hang together") };
    let search = |most| ground.search_at_most(most, &BTreeSet::new(), &|set| set.len() < 2);
    assert!(!search(100).gave_up);
    let outcome = search(1);
    assert!(outcome.gave_up);
    assert!(!Findings::new(ground.rank(), outcome, &[], &size).safe());
}

//! Within one round.

use super::*;
use crate::disclosure::audit::{RoundCells, exposed_items};

/// What a set of items stands on, said once more in other words.
fn people_behind(round: &RoundCells, set: &BTreeSet<u32>) -> u64 {
    let mut most = 0;
    for item in set {
        most = most.max(round.items[*item as usize]);
        let sibling = set.iter().any(|other| other != item && other / 3 == item / 3);
        if sibling {
            most = most.max(round.dimensions[*item as usize / 3]);
        }
    }
    most
}

fn shown(round: &RoundCells) -> Vec<View> {
    let mut views = Vec::new();
    if round.overall_shown {
        views.push((0..18).collect());
    }
    for dimension in (0..6).filter(|at| round.dimensions_shown[*at as usize]) {
        views.push((0..3).map(|item| dimension * 3 + item).collect());
    }
    views.extend(
        (0..18).filter(|at| round.items_shown[*at as usize]).map(|at| BTreeSet::from([at])),
    );
    named(views)
}

/// Rounds in which items are judged by 1 to 9 people and anything may be shown.
/// Only the last two dimensions vary, so that every subset can be tried: the
/// others are judged by all and shown.
fn rounds() -> impl Strategy<Value = RoundCells> {
    let items = proptest::array::uniform6(1..=9_u64);
    let dimensions = proptest::array::uniform2(1..=9_u64);
    (items, dimensions, any::<([bool; 6], [bool; 2], bool)>()).prop_map(|(n, scored, shown)| {
        let mut round = RoundCells {
            items: [9; 18],
            dimensions: [9; 6],
            overall: 9,
            items_shown: [true; 18],
            dimensions_shown: [true; 6],
            overall_shown: shown.2,
        };
        round.items[12..].copy_from_slice(&n);
        round.dimensions[4..].copy_from_slice(&scored);
        round.items_shown[12..].copy_from_slice(&shown.0);
        round.dimensions_shown[4..].copy_from_slice(&shown.1);
        round
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_search_finds_what_the_definition_says(round in rounds(), k in 3..=9_u64) {
        let views = shown(&round);
        let atoms: Vec<Atom> = (0..18).collect();
        let found = minimal_subsets(6, |set| {
            let set: BTreeSet<u32> = set.iter().map(|item| item + 12).collect();
            people_behind(&round, &set) < k && exposed(&views, &atoms, |atom| set.contains(&atom))
        });
        let found = found.into_iter().map(|set| set.into_iter().map(|item| item + 12).collect());
        prop_assert_eq!(sets(&exposed_items(&round, k)), found.collect::<BTreeSet<Vec<u32>>>());
    }

    /// The rule of P4: below k withheld, a lone one with the least of its
    /// siblings; dimensions from k on; the overall score over all six.
    #[test]
    fn what_the_rule_shows_exposes_nothing(
        judged in proptest::collection::vec(proptest::array::uniform18(any::<bool>()), 3..14),
        always in proptest::array::uniform18(any::<bool>()),
        k in 3..=8_u64,
    ) {
        let judges = |person: &[bool; 18], item: usize| always[item] || person[item];
        let count = |is: &dyn Fn(&[bool; 18]) -> bool| judged.iter().filter(|p| is(p)).count() as u64;
        let items: [u64; 18] = std::array::from_fn(|item| count(&|p| judges(p, item)));
        let dimensions: [u64; 6] = std::array::from_fn(|dimension| {
            count(&|p| (0..3).filter(|item| judges(p, dimension * 3 + item)).count() >= 2)
        });
        let mut items_shown = items.map(|n| n >= k);
        for dimension in 0..6 {
            let places = dimension * 3..dimension * 3 + 3;
            let reach: Vec<usize> = places.filter(|item| items[*item] >= k).collect();
            if let [a, b] = reach[..] {
                items_shown[if items[b] < items[a] { b } else { a }] = false;
            }
        }
        let dimensions_shown = dimensions.map(|n| n >= k);
        let overall_shown = dimensions_shown.iter().all(|shown| *shown);
        let overall = dimensions.into_iter().min().unwrap_or(0);
        let round = RoundCells { items, dimensions, overall, items_shown, dimensions_shown, overall_shown };
        let findings = exposed_items(&round, k);
        prop_assert!(findings.safe(), "{:?}", findings);
    }
}

#[test]
fn a_lone_item_below_k_is_given_away_by_its_dimension_and_siblings() {
    let mut round = RoundCells {
        items: [9; 18],
        dimensions: [9; 6],
        overall: 9,
        items_shown: [true; 18],
        dimensions_shown: [true; 6],
        overall_shown: false,
    };
    round.items[4] = 3;
    round.items_shown[4] = false;
    let findings = exposed_items(&round, 5);
    assert_eq!(sets(&findings), BTreeSet::from([vec![4]]));
    assert_eq!(
        findings.leaks[0].combination.to_string(),
        "dimension 2 \u{2212} item 4 \u{2212} item 6"
    );
    // With a sibling withheld too, what is left stands on nine people.
    round.items_shown[5] = false;
    assert!(exposed_items(&round, 5).safe());
    // A withheld dimension comes back from the overall score.
    round.items_shown[5] = true;
    round.dimensions_shown[1] = false;
    assert!(exposed_items(&round, 5).safe());
    round.overall_shown = true;
    assert_eq!(sets(&exposed_items(&round, 5)), BTreeSet::from([vec![4]]));
}

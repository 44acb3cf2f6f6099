use super::*;
use crate::measure::vectors::{answers, assert_close, at, numbers, points};
use proptest::prelude::*;

const TEAMS: [&str; 4] = ["T5", "T4", "T6hom", "T5polar"];

/// A table without gaps.
fn rows(input: &str) -> Vec<Vec<Option<f64>>> {
    let cells = |row: Vec<u8>| row.into_iter().map(|answer| Some(f64::from(answer))).collect();
    answers(input).into_iter().map(cells).collect()
}

#[test]
fn r_wg_of_items_equals_that_of_r() {
    for input in TEAMS {
        let theirs = numbers(&format!("/R/{input}/rwg_per_item"));
        let (rows, counts) = (rows(input), points(input));
        assert_eq!(counts.len(), theirs.len());
        for ((item, counts), theirs) in counts.iter().enumerate().zip(theirs) {
            let answers: Vec<Option<f64>> = rows.iter().map(|row| row[item]).collect();
            assert_close(r_wg(&answers, 5).expect("answered"), theirs);
            assert_close(r_wg_of_counts(counts).expect("answered"), theirs);
        }
    }
}

#[test]
fn r_wg_j_equals_that_of_r() {
    for input in TEAMS {
        let theirs = at(&format!("/R/{input}/rwg_j_listwise"))[0]["rwg.j"].as_f64().expect("one");
        assert_close(r_wg_j(&rows(input), 5).expect("answered"), theirs);
        assert_close(r_wg_j_of_counts(&points(input)).expect("answered"), theirs);
    }
}

#[test]
fn random_answers_reach_the_critical_value_of_the_test_data() {
    // n = 5: at .85 random answers agree this much one time in twenty at most.
    assert_close(r_wg_of_counts(&[0, 1, 4, 0, 0]).expect("answered"), 0.9);
    assert_close(r_wg_of_counts(&[0, 2, 3, 0, 0]).expect("answered"), 0.85);
}

#[test]
fn full_agreement_is_1_and_less_than_random_agreement_is_0() {
    assert_eq!(r_wg(&[Some(3.0); 4], 5), Ok(1.0));
    assert_eq!(r_wg_of_counts(&[0, 0, 0, 9, 0]), Some(1.0));
    assert_eq!(r_wg(&[Some(0.0), Some(4.0)], 5), Ok(0.0));
    assert!(r_wg_of_counts(&[u32::MAX, 0, 0, 0, 1]).is_some_and(|r_wg| r_wg > 0.999_999));
    assert_eq!(r_wg_j(&[[Some(1.0), Some(2.0)]; 3], 5), Ok(1.0));
}

#[test]
fn persons_with_a_gap_do_not_enter_a_scale_but_do_enter_an_item() {
    let complete = [[Some(1.0), Some(2.0)], [Some(2.0), Some(2.0)], [Some(4.0), Some(1.0)]];
    let mut gaps = complete.to_vec();
    gaps.push([None, Some(4.0)]);
    assert_eq!(r_wg_j(&gaps, 5), r_wg_j(&complete, 5));
    let second: Vec<_> = gaps.iter().map(|row| row[1]).collect();
    // 2, 2, 1, 4: s² = 4.75/3.
    assert_close(r_wg(&second, 5).expect("answered"), 1.0 - 4.75 / 6.0);
}

#[test]
fn what_gives_no_agreement_is_a_named_error() {
    let none: [[Option<f64>; 3]; 0] = [];
    assert_eq!(r_wg_j(&none, 5), Err(TableError::TooFewPersons));
    assert_eq!(r_wg(&[], 5), Err(TableError::TooFewPersons));
    assert_eq!(r_wg(&[Some(1.0), None], 5), Err(TableError::TooFewPersons));
    assert_eq!(r_wg(&[Some(1.0); 3], 1), Err(TableError::Shape));
    assert_eq!(r_wg(&[Some(1.0); 3], 0), Err(TableError::Shape));
    assert_eq!(r_wg(&[Some(1.0), Some(f64::NAN)], 5), Err(TableError::NotFinite));
    assert_eq!(r_wg(&[Some(1.0), Some(f64::INFINITY)], 5), Err(TableError::NotFinite));
    let ragged = [vec![Some(1.0)], vec![Some(1.0), Some(2.0)]];
    assert_eq!(r_wg_j(&ragged, 5), Err(TableError::Shape));
    assert_eq!(r_wg_j(&[[None; 0]; 3], 5), Err(TableError::Shape));
    assert_eq!(r_wg_of_counts(&[0, 1, 0, 0, 0]), None);
    assert_eq!(r_wg_j_of_counts(&[]), None);
    assert_eq!(r_wg_j_of_counts(&[[2; 5], [0; 5]]), None);
}

fn table() -> impl Strategy<Value = Vec<Vec<Option<f64>>>> {
    let cell =
        prop_oneof![9 => (0..5_u8).prop_map(|point| Some(f64::from(point))), 1 => Just(None)];
    proptest::collection::vec(proptest::collection::vec(cell, 3), 0..20)
}

proptest! {
    #[test]
    fn agreement_lies_between_0_and_1_whatever_the_order_or_direction(
        (rows, shuffled) in table().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let ours = r_wg_j(&rows, 5);
        prop_assert_eq!(r_wg_j(&shuffled, 5), ours);
        let reverse = |row: &Vec<Option<f64>>| -> Vec<Option<f64>> {
            row.iter().map(|cell| cell.map(|point| 4.0 - point)).collect()
        };
        let reversed: Vec<_> = rows.iter().map(reverse).collect();
        match (ours, r_wg_j(&reversed, 5)) {
            (Ok(one), Ok(other)) => {
                prop_assert!((0.0..=1.0).contains(&one) && (one - other).abs() < 1e-9);
            }
            (one, other) => prop_assert_eq!(one, other),
        }
    }

    #[test]
    fn no_numbers_make_it_panic(
        rows in proptest::collection::vec(
            proptest::collection::vec(proptest::option::of(any::<f64>()), 0..4), 0..5),
        counts in proptest::array::uniform5(any::<u32>()),
        points in any::<u32>(),
    ) {
        let _ = r_wg_j(&rows, points);
        prop_assert!(r_wg_of_counts(&counts).is_none_or(|r_wg| (0.0..=1.0).contains(&r_wg)));
    }
}

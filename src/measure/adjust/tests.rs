use super::*;
use crate::measure::vectors::{assert_close, for_each_case, numbers};
use proptest::prelude::*;

#[test]
fn the_fifteen_p_of_benjamini_and_hochberg_become_those_of_r_and_statsmodels() {
    let ours = benjamini_hochberg(&numbers("/inputs/benjamini_hochberg_1995/p")).expect("p");
    for theirs in [
        numbers("/R/benjamini_hochberg_1995/BH"),
        numbers("/python/benjamini_hochberg_1995/statsmodels 0.15.0/BH"),
    ] {
        assert_eq!(ours.len(), theirs.len());
        for (ours, theirs) in ours.iter().zip(theirs) {
            assert_close(*ours, theirs);
        }
    }
    // Their paper calls the four smallest clear at .05.
    assert_eq!(ours.iter().filter(|p| **p <= 0.05).count(), 4);
}

#[test]
fn p_in_any_order_and_with_ties_are_adjusted_as_by_statsmodels() {
    for_each_case("benjamini_hochberg", |case| {
        let ours = benjamini_hochberg(&case.numbers("p")).expect("p");
        for (ours, theirs) in ours.iter().zip(case.numbers("adjusted")) {
            assert_close(*ours, theirs);
        }
    });
}

#[test]
fn one_question_needs_no_adjustment_and_none_has_no_answer() {
    assert_eq!(benjamini_hochberg(&[0.03]), Ok(vec![0.03]));
    assert_eq!(benjamini_hochberg(&[]), Ok(vec![]));
}

#[test]
fn equal_p_stay_what_they_are() {
    assert_eq!(benjamini_hochberg(&[0.04; 6]), Ok(vec![0.04; 6]));
    assert_eq!(benjamini_hochberg(&[1.0, 0.0]), Ok(vec![1.0, 0.0]));
}

#[test]
fn what_is_no_probability_is_a_named_error() {
    for wrong in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
        assert_eq!(benjamini_hochberg(&[0.5, wrong]), Err(AdjustError::NotAProbability));
    }
}

proptest! {
    #[test]
    fn adjusted_p_are_no_smaller_keep_their_order_and_follow_their_places(
        (p, shuffled) in proptest::collection::vec((0.0..=1.0, 0..100_usize), 0..25)
            .prop_flat_map(|p: Vec<(f64, usize)>| (Just(p.clone()), Just(p).prop_shuffle()))
    ) {
        let adjust = |p: &[(f64, usize)]| {
            benjamini_hochberg(&p.iter().map(|(p, _)| *p).collect::<Vec<_>>()).expect("p")
        };
        let adjusted = adjust(&p);
        for (one, ours) in p.iter().zip(&adjusted) {
            prop_assert!(one.0 <= *ours && *ours <= 1.0);
            for (other, theirs) in p.iter().zip(&adjusted) {
                prop_assert!(one.0 > other.0 || ours <= theirs);
            }
        }
        for (one, ours) in shuffled.iter().zip(adjust(&shuffled)) {
            let place = p.iter().position(|other| other == one).expect("the same p");
            prop_assert!(adjusted[place].to_bits() == ours.to_bits());
        }
    }
}

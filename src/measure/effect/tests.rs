use super::*;
use crate::measure::permutation::Method;
use crate::measure::vectors::{assert_close, at, for_each_case};
use proptest::prelude::*;

fn two(input: &str) -> (Vec<i64>, Vec<i64>) {
    let list = |side: &str| {
        let list = at(&format!("/inputs/{input}/{side}"));
        list.as_array().expect("a list").iter().map(|n| n.as_i64().expect("whole")).collect()
    };
    (list("a"), list("b"))
}

#[test]
fn delta_and_u_equal_those_of_pingouin_statsmodels_and_r() {
    let number = |path: &str| at(path).as_f64().expect("a number");
    let (a, b) = two("small_two_sample");
    let delta = cliffs_delta(&a, &b).expect("answered");
    assert_close(delta, number("/python/small_two_sample/statsmodels 0.15.0/cliffs_delta"));
    let pingouin = "/python/small_two_sample/pingouin 0.7.0";
    assert_close(delta, number(&format!("{pingouin}/RBC_equals_cliffs_delta_a_minus_b")));
    let test = mann_whitney(&a, &b).expect("a p");
    assert_close(test.u, number(&format!("{pingouin}/U")));
    assert_close(test.u, number("/R/small_two_sample/stats/W"));
}

#[test]
fn the_exact_p_of_ranks_equals_that_of_coin() {
    for input in ["small_two_sample", "disjoint_two_sample"] {
        let (a, b) = two(input);
        let ours = mann_whitney(&a, &b).expect("a p").test;
        assert_eq!(ours.method, Method::Exact);
        for theirs in ["coin/wilcox_exact_two_sided", "exactRankTests/wilcox_exact"] {
            let theirs = at(&format!("/R/{input}/{theirs}")).as_f64().expect("a number");
            assert_close(ours.p, theirs);
        }
    }
}

#[test]
fn delta_u_and_p_equal_those_of_scipy() {
    for_each_case("permutation", |case| {
        let (a, b) = (case.whole_numbers("a"), case.whole_numbers("b"));
        assert_close(cliffs_delta(&a, &b).expect("answered"), case.number("cliffs_delta"));
        assert_close(mann_whitney(&a, &b).expect("a p").u, case.number("u"));
    });
    for_each_case("mann_whitney", |case| {
        let (a, b) = (case.whole_numbers("a"), case.whole_numbers("b"));
        let ours = mann_whitney(&a, &b).expect("a p");
        assert_close(ours.u, case.number("u"));
        assert_close(ours.test.p, case.number("p"));
    });
}

#[test]
fn complete_separation_is_the_end_of_the_scale() {
    assert_eq!(cliffs_delta(&[3, 4], &[0, 1, 2]), Some(1.0));
    assert_eq!(cliffs_delta(&[0], &[1; 9]), Some(-1.0));
    assert_eq!(cliffs_delta(&[i64::MIN], &[i64::MAX]), Some(-1.0));
    assert_eq!(cliffs_delta(&[2; 5], &[2; 7]), Some(0.0));
}

#[test]
fn nothing_can_be_said_without_a_score_on_each_side() {
    assert_eq!(cliffs_delta(&[], &[1]), None);
    assert_eq!(cliffs_delta(&[1], &[]), None);
    assert_eq!(mann_whitney(&[], &[1]), Err(PermutationError::Empty));
}

proptest! {
    #[test]
    fn delta_equals_a_count_of_all_pairs(
        a in proptest::collection::vec(0..9_i64, 1..30),
        b in proptest::collection::vec(0..9_i64, 1..30),
    ) {
        let pairs = || a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
        let count = |keep: fn(&(&i64, &i64)) -> bool| pairs().filter(keep).count() as f64;
        let (more, less) = (count(|(a, b)| a > b), count(|(a, b)| a < b));
        let delta = cliffs_delta(&a, &b).expect("answered");
        prop_assert!((delta - (more - less) / pairs().count() as f64).abs() < 1e-12);
        prop_assert_eq!(cliffs_delta(&b, &a), Some(-delta));
        let mirrored = |scores: &[i64]| scores.iter().map(|score| 8 - score).collect::<Vec<_>>();
        prop_assert_eq!(cliffs_delta(&mirrored(&a), &mirrored(&b)), Some(-delta));

        let test = mann_whitney(&a, &b).expect("a p");
        prop_assert!((test.u - more - 0.5 * (pairs().count() as f64 - more - less)).abs() < 1e-9);
        prop_assert!(test.test.p > 0.0 && test.test.p <= 1.0);
        prop_assert_eq!(mann_whitney(&b, &a).expect("a p").test, test.test);
    }
}

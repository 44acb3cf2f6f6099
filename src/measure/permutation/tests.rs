use super::*;
use crate::measure::vectors::{assert_close, at, for_each_case};
use proptest::prelude::*;

fn whole_numbers(path: &str) -> Vec<i64> {
    at(path).as_array().expect("a list").iter().map(|n| n.as_i64().expect("whole")).collect()
}

/// The p, if it is exact.
fn exact_p(a: &[i64], b: &[i64]) -> Option<f64> {
    let test = test(a, b).expect("a p");
    (test.method == Method::Exact).then_some(test.p)
}

/// Every choice of `a.len()` people, one by one, without any shortcut.
fn by_brute_force(a: &[i64], b: &[i64]) -> f64 {
    let all: Vec<i64> = a.iter().chain(b).copied().collect();
    let (people, n) =
        (i64::try_from(all.len()).expect("few"), i64::try_from(a.len()).expect("few"));
    let total: i64 = all.iter().sum();
    let distance = |sum: i64| (people * sum - n * total).abs();
    let observed = distance(a.iter().sum());
    let (mut extreme, mut choices) = (0.0, 0.0);
    for choice in 0_u32..1 << all.len() {
        if usize::try_from(choice.count_ones()).expect("few") == a.len() {
            let chosen = all.iter().enumerate().filter(|(place, _)| choice >> place & 1 == 1);
            choices += 1.0;
            if distance(chosen.map(|(_, score)| score).sum()) >= observed {
                extreme += 1.0;
            }
        }
    }
    extreme / choices
}

#[test]
fn p_equals_that_of_coin_and_of_scipy() {
    for input in ["small_two_sample", "disjoint_two_sample"] {
        let a = whole_numbers(&format!("/inputs/{input}/a"));
        let b = whole_numbers(&format!("/inputs/{input}/b"));
        for theirs in ["coin/mean_perm_exact_two_sided", "exactRankTests/perm"] {
            let theirs = at(&format!("/R/{input}/{theirs}")).as_f64().expect("a number");
            assert_close(exact_p(&a, &b).expect("exact"), theirs);
        }
    }
    let scipy = at("/python/disjoint_two_sample/scipy 1.17.1/perm_two_sided");
    let ours = exact_p(&[3, 4, 4, 4], &[0, 0, 1, 1]).expect("exact");
    assert_close(ours, scipy.as_f64().expect("a number"));
}

#[test]
fn p_of_teams_equals_that_of_scipy_over_all_permutations() {
    for_each_case("permutation", |case| {
        let (a, b) = (case.whole_numbers("a"), case.whole_numbers("b"));
        assert_close(exact_p(&a, &b).expect("exact"), case.number("p"));
    });
}

#[test]
fn the_smallest_p_of_four_and_of_five_people_is_that_of_the_method_page() {
    assert_eq!(exact_p(&[4; 4], &[0; 4]), Some(2.0 / 70.0));
    assert_eq!(exact_p(&[4; 5], &[0; 5]), Some(2.0 / 252.0));
    assert_eq!(exact_p(&[3], &[1]), Some(1.0));
    assert_eq!(exact_p(&[9], &[0; 19]), Some(1.0 / 20.0));
}

#[test]
fn equal_scores_and_equal_sums_are_no_change_at_all() {
    assert_eq!(exact_p(&[2], &[2]), Some(1.0));
    assert_eq!(exact_p(&[7; 30], &[7; 50]), Some(1.0));
    assert_eq!(exact_p(&[0, 4], &[1, 3, 2]), Some(1.0));
    let many = vec![3; 5000];
    assert_eq!(exact_p(&many, &many), Some(1.0));
}

#[test]
fn a_group_without_scores_is_a_named_error() {
    for (a, b) in [(&[][..], &[][..]), (&[1][..], &[][..]), (&[][..], &[1][..])] {
        assert_eq!(test(a, b), Err(PermutationError::Empty));
        assert_eq!(test_exact(a, b, 1000), Err(PermutationError::Empty));
    }
}

#[test]
fn exactness_beyond_the_memory_allowed_is_refused_with_what_it_needs() {
    let (a, b): (Vec<i64>, Vec<i64>) = ((0..40).collect(), (20..90).collect());
    let Err(PermutationError::TooMuchMemory { needed, limit: 100 }) = test_exact(&a, &b, 100)
    else {
        panic!("100 bytes cannot be enough");
    };
    assert!(test_exact(&a, &b, needed).is_ok());
    assert!(test_exact(&a, &b, needed - 1).is_err());
    assert_eq!(test_exact(&a, &b, needed).map(|test| test.p), test(&a, &b).map(|test| test.p));
    // More than any machine has.
    let vast = test_exact(&[i64::MIN, 0], &[i64::MAX, 1], u64::MAX);
    assert!(matches!(vast, Err(PermutationError::MemoryRefused { .. })), "{vast:?}");
}

#[test]
fn scores_at_the_limit_of_their_type_end_in_a_p() {
    for (a, b) in [
        (vec![i64::MIN], vec![i64::MAX]),
        (vec![i64::MIN], vec![i64::MAX, 0]),
        (vec![i64::MIN, 3], vec![i64::MAX, 0]),
        (vec![i64::MIN, 3, 17], vec![i64::MAX, 0, 1, i64::MAX]),
    ] {
        let p = test(&a, &b).expect("a p").p;
        assert!((0.0..=1.0).contains(&p), "{p}");
    }
}

#[test]
fn more_ways_than_a_float_can_count_are_scaled_and_change_nothing() {
    // 0 or 1 each: hypergeometric. C(1200, 600) is about 2^1195.
    let group =
        |ones: usize, n: usize| -> Vec<i64> { (0..n).map(|i| i64::from(i < ones)).collect() };
    let (a, b) = (group(330, 600), group(300, 600));
    let ln_choose = |n: u32, k: u32| -> f64 {
        (1..=k).map(|i| (f64::from(n - k + i) / f64::from(i)).ln()).sum()
    };
    let chance = |ones: u32| {
        (ln_choose(630, ones) + ln_choose(570, 600 - ones) - ln_choose(1200, 600)).exp()
    };
    let expected: f64 = (30..=600_u32).filter(|ones| ones.abs_diff(315) >= 15).map(chance).sum();
    let forced = test_exact(&a, &b, 100_000_000).expect("a p").p;
    assert!((forced - expected).abs() < 1e-10, "{forced} {expected}");

    // Unbalanced: C(3500, 500) is about 2^2067.
    let (a, b) = (group(60, 500), group(250, 3000));
    let chance = |ones: u32| {
        (ln_choose(310, ones) + ln_choose(3190, 500 - ones) - ln_choose(3500, 500)).exp()
    };
    let far = |ones: &u32| (i64::from(*ones) * 3500 - 500 * 310).abs() >= 60 * 3500 - 500 * 310;
    let expected: f64 = (0..=310).filter(far).map(chance).sum();
    let forced = test_exact(&a, &b, 100_000_000).expect("a p").p;
    assert!((forced - expected).abs() < 1e-10, "{forced} {expected}");
}

/// Whole-number scores that look drawn at random, the same every time.
fn scores(n: usize, seed: u64, score: impl Fn(&mut dyn FnMut(u64) -> u64) -> u64) -> Vec<i64> {
    let mut state = seed;
    let mut next = move |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) % below
    };
    (0..n).map(|_| i64::try_from(score(&mut next)).expect("small")).collect()
}

#[test]
fn above_the_limit_the_approximation_is_within_a_thousandth_of_the_exact_p() {
    let item = |next: &mut dyn FnMut(u64) -> u64| next(5).min(next(5));
    let dimension = |next: &mut dyn FnMut(u64) -> u64| {
        if next(9) == 0 { 3 * (next(5) + next(5)) } else { 2 * (next(5) + next(5) + next(5)) }
    };
    let overall = |next: &mut dyn FnMut(u64) -> u64| {
        let level = next(55);
        if next(5) == 0 { 24 * (level + next(6)) } else { 20 * (level + next(18)) }
    };
    let cases = [
        (scores(400, 1, item), scores(400, 2, item)),
        (scores(150, 3, item), scores(3000, 4, item)),
        (scores(250, 5, dimension), scores(250, 6, dimension)),
        (scores(100, 7, dimension), scores(900, 8, dimension)),
        (scores(100, 9, overall), scores(100, 10, overall)),
        (scores(12, 11, overall), scores(3000, 12, overall)),
        (scores(50, 13, overall), scores(300, 14, overall)),
    ];
    for (a, b) in cases {
        for shift in [0, 20, 50] {
            let step = shift % (b.iter().max().expect("some") / 8 + 1);
            let a: Vec<i64> = a.iter().map(|score| score + step).collect();
            let ours = test(&a, &b).expect("a p");
            assert_eq!(ours.method, Method::Normal, "{} v {}", a.len(), b.len());
            let exact = test_exact(&a, &b, 1 << 32).expect("a p").p;
            assert!((ours.p - exact).abs() < 1e-3, "{} v {}: {ours:?} {exact}", a.len(), b.len());
        }
    }
}

#[test]
fn a_few_scores_off_the_lattice_of_all_others_do_not_spoil_the_approximation() {
    // Nine answers in ten alike, so sums lie close together; gaps make other steps.
    let person = |gaps: u64| {
        move |next: &mut dyn FnMut(u64) -> u64| {
            let level = if next(10) == 0 { next(3) } else { 1 };
            let sum: u64 = (0..18).map(|_| if next(6) == 0 { next(3) } else { level }).sum();
            if next(100) < gaps { 24 * (sum * 15 / 18) } else { 20 * sum }
        }
    };
    for (seed, a, b, gaps) in
        [(1, 100, 1000, 2), (2, 100, 1000, 20), (3, 150, 400, 3), (4, 200, 300, 1)]
    {
        let (a, b) = (scores(a, seed, person(gaps)), scores(b, seed + 50, person(gaps)));
        let ours = test(&a, &b).expect("a p");
        assert_eq!(ours.method, Method::Normal, "{} v {}", a.len(), b.len());
        let exact = test_exact(&a, &b, 1 << 32).expect("a p").p;
        assert!((ours.p - exact).abs() < 1e-3, "{} v {}: {ours:?} {exact}", a.len(), b.len());
    }
}

#[test]
fn the_remainders_of_a_sum_are_those_of_all_choices() {
    let (a, b) = ([0, 5, 5, 10, 3], [15, 5, 7, 20, 0, 11]);
    let pooled = Pooled::of(&a, &b).expect("scores");
    let ours = lattice::remainders(&pooled, 5).expect("few");
    let (mut counted, mut choices) = ([0.0; 5], 0.0);
    for choice in (0_u32..1 << 11).filter(|choice| choice.count_ones() == 5) {
        let chosen = pooled.scores.iter().enumerate().filter(|(place, _)| choice >> place & 1 == 1);
        let sum: u64 = chosen.map(|(_, score)| score).sum();
        counted[usize::try_from(sum % 5).expect("small")] += 1.0;
        choices += 1.0;
    }
    for (ours, counted) in ours.into_iter().zip(counted) {
        assert_close(ours, counted / choices);
    }
}

#[test]
fn team_sizes_are_exact_and_so_are_a_few_against_many() {
    let overall = |next: &mut dyn FnMut(u64) -> u64| next(1441);
    for (a, b) in [(12, 12), (30, 30), (40, 40), (5, 1200), (8, 400), (5, 8000), (1, 3000)] {
        let test = test(&scores(a, 1, overall), &scores(b, 2, overall)).expect("a p");
        assert_eq!(test.method, Method::Exact, "{a} v {b}");
    }
}

fn groups() -> impl Strategy<Value = (Vec<i64>, Vec<i64>)> {
    let scores = |n| {
        prop_oneof![
            proptest::collection::vec(0..5_i64, 1..=n),
            proptest::collection::vec(-700..700_i64, 1..=n),
        ]
    };
    (scores(6), scores(7))
}

proptest! {
    #[test]
    fn p_equals_a_count_of_every_single_choice((a, b) in groups()) {
        prop_assert_eq!(exact_p(&a, &b), Some(by_brute_force(&a, &b)));
    }

    #[test]
    fn neither_order_nor_sides_nor_the_direction_of_the_scale_matter(
        (a, b, c) in groups().prop_flat_map(|(a, b)| (Just(a.clone()), Just(b), Just(a).prop_shuffle()))
    ) {
        let p = exact_p(&a, &b);
        prop_assert!(p.is_some_and(|p| 0.0 < p && p <= 1.0));
        prop_assert_eq!(exact_p(&c, &b), p);
        prop_assert_eq!(exact_p(&b, &a), p);
        let reversed = |scores: &[i64]| scores.iter().map(|score| 4 - score).collect::<Vec<_>>();
        prop_assert_eq!(exact_p(&reversed(&a), &reversed(&b)), p);
        let stretched = |scores: &[i64]| scores.iter().map(|score| 6 * score + 100).collect::<Vec<_>>();
        prop_assert_eq!(exact_p(&stretched(&a), &stretched(&b)), p);
    }

    #[test]
    fn an_approximate_p_does_not_depend_on_order_or_sides(seed in 1..1000_u64) {
        let overall = |next: &mut dyn FnMut(u64) -> u64| next(1441);
        let (mut a, b) = (scores(90, seed, overall), scores(110, seed + 7, overall));
        let one = test(&a, &b).expect("a p");
        prop_assert_eq!(one.method, Method::Normal);
        a.reverse();
        prop_assert_eq!(test(&a, &b), Ok(one));
        prop_assert_eq!(test(&b, &a).map(|test| test.p), Ok(one.p));
        let reversed = |scores: &[i64]| scores.iter().map(|score| 1440 - score).collect::<Vec<_>>();
        let mirror = test(&reversed(&a), &reversed(&b)).expect("a p");
        prop_assert!((mirror.p - one.p).abs() < 1e-9);
    }

    #[test]
    fn no_scores_make_it_panic(
        a in proptest::collection::vec(any::<i64>(), 0..6),
        b in proptest::collection::vec(any::<i64>(), 0..6),
        memory in 0..100_000_u64,
    ) {
        match test(&a, &b) {
            Ok(Test { p, .. }) => prop_assert!((0.0..=1.0).contains(&p)),
            Err(error) => {
                prop_assert_eq!(error, PermutationError::Empty);
                prop_assert!(a.is_empty() || b.is_empty());
            }
        }
        let _ = test_exact(&a, &b, memory);
    }
}

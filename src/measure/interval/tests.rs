use super::*;
use crate::measure::vectors::{CLOSE, answers, assert_close, at, numbers, points, rows, whole};
use serde_json::Value;

#[track_caller]
fn assert_bounds(ours: Result<Bounds, IntervalError>, low: f64, high: f64) {
    let ours = ours.expect("an interval");
    assert_close(ours.low, low);
    assert_close(ours.high, high);
}

/// `r` ones and `n − r` zeroes.
fn ends(r: u32, n: u32) -> Vec<f64> {
    (0..n).map(|i| if i < r { 1.0 } else { 0.0 }).collect()
}

#[test]
fn three_of_five_at_the_ends_give_the_binomial_interval() {
    assert_bounds(jeffreys_dirichlet(&ends(3, 5)), 0.209_416_664_076, 0.905_609_672_656);
}

#[test]
fn answers_at_the_ends_give_the_jeffreys_interval_of_statsmodels() {
    let cases = rows("/inputs/wilson_small/r_n");
    let theirs = rows("/python/wilson_small/statsmodels 0.15.0/jeffreys");
    assert_eq!(cases.len(), theirs.len());
    for (case, bounds) in cases.iter().zip(theirs) {
        let (r, n) = (u32::from(whole(case[0])), u32::from(whole(case[1])));
        // At r = 0 and r = n ours goes to the end of the scale; the other end is theirs.
        let low = if r == 0 { 0.0 } else { bounds[0] };
        let high = if r == n { 1.0 } else { bounds[1] };
        assert_bounds(jeffreys_dirichlet(&ends(r, n)), low, high);
        assert_bounds(of_item(&[n - r, 0, 0, 0, r]), low, high);
    }
}

#[test]
fn mean_scores_give_the_moment_matched_interval_of_scipy() {
    let cases = at("/python/bounded_mean_interval/cases");
    for (name, case) in cases.as_object().expect("cases") {
        let number = |key: &str| case[key].as_f64().expect("a number");
        let list = |key: &str| -> Vec<f64> {
            case[key].as_array().expect(key).iter().filter_map(Value::as_f64).collect()
        };
        let (lowest, highest) = (number("lo"), number("hi"));
        let z: Vec<f64> =
            list("values").iter().map(|x| (x - lowest) / (highest - lowest)).collect();
        let matched = list("moment_matched_beta_95 (scipy)");
        let low = if name == "all_zero_n5" { 0.0 } else { matched[0] };
        assert_bounds(jeffreys_dirichlet(&z), low, matched[1]);

        // The Dirichlet posterior itself, by simulation, is not far away.
        let simulated = list("mc_dirichlet_95");
        let ours = jeffreys_dirichlet(&z).expect("an interval");
        assert!((ours.low - simulated[0]).abs() < 0.025, "{name}");
        assert!((ours.high - simulated[1]).abs() < 0.025, "{name}");
    }
}

#[test]
fn counts_and_lists_give_the_same_interval_as_the_scores_they_stand_for() {
    let matched =
        numbers("/python/bounded_mean_interval/cases/T5_item1/moment_matched_beta_95 (scipy)");
    assert_bounds(of_item(&points("T5")[0]), matched[0], matched[1]);

    let sixths: Vec<u8> = answers("T4").iter().map(|row| 2 * row.iter().sum::<u8>()).collect();
    let matched = numbers(
        "/python/bounded_mean_interval/cases/T4_person_means/moment_matched_beta_95 (scipy)",
    );
    assert_bounds(of_dimension(&sixths), matched[0], matched[1]);

    let overall: Vec<u16> = sixths.iter().map(|score| 60 * u16::from(*score)).collect();
    assert_bounds(of_overall(&overall), matched[0], matched[1]);
}

#[test]
fn unanimous_answers_at_an_end_reach_that_end_and_no_other_answers_do() {
    for n in [1, 3, 5, 12, 500] {
        assert_eq!(of_item(&[n, 0, 0, 0, 0]).map(|b| b.low), Ok(0.0));
        assert_eq!(of_item(&[0, 0, 0, 0, n]).map(|b| b.high), Ok(1.0));
        let almost = of_item(&[n, 1, 0, 0, 0]).expect("an interval");
        assert!(almost.low > 0.0 && almost.high < 1.0);
        let unanimous = of_item(&[0, 0, n, 0, 0]).expect("an interval");
        assert!(unanimous.low > 0.0 && unanimous.high < 1.0);
    }
}

#[test]
fn the_quantiles_hold_for_every_team_size() {
    for n in [1, 2, 5, 30, 500, 20_000] {
        for points in [[n, 0, 0, 0, 1], [0, n, 1, 0, 0], [n, n, n, n, n], [1, 0, 0, 0, n]] {
            let bounds = of_item(&points).expect("an interval");
            let share = |answers: [u32; 5]| super::super::strength::item(&answers).map(|s| s / 4.0);
            let mean = share(points).expect("answered");
            assert!(bounds.low < mean && mean < bounds.high, "{points:?}: {bounds:?}");
            // A team of one at both ends is as unsure as can be, a huge one nearly sure.
            let width = bounds.high - bounds.low;
            assert!(width < 1.0 && (n < 20_000 || width < 0.01), "{points:?}: {bounds:?}");
        }
    }
}

#[test]
fn counts_at_the_limit_of_their_type_end_in_an_interval_or_an_error() {
    for points in [[u32::MAX; 5], [u32::MAX, 0, 0, 0, 1], [0, 0, u32::MAX, 0, 0]] {
        match of_item(&points) {
            Ok(bounds) => assert!(0.0 <= bounds.low && bounds.low <= bounds.high),
            Err(error) => assert_eq!(error, IntervalError::NotComputable),
        }
    }
}

#[test]
fn no_answer_and_no_score_are_named_errors() {
    assert_eq!(jeffreys_dirichlet(&[]), Err(IntervalError::Empty));
    assert_eq!(of_item(&[0; 5]), Err(IntervalError::Empty));
    assert_eq!(of_dimension(&[]), Err(IntervalError::Empty));
    assert_eq!(of_overall(&[]), Err(IntervalError::Empty));
    assert_eq!(wilson(0.5, 0), Err(IntervalError::Empty));
    for wrong in [-0.01, 1.01, f64::NAN, f64::INFINITY] {
        assert_eq!(jeffreys_dirichlet(&[0.5, wrong]), Err(IntervalError::OutOfRange));
        assert_eq!(wilson(wrong, 5), Err(IntervalError::OutOfRange));
    }
    assert_eq!(of_dimension(&[25]), Err(IntervalError::OutOfRange));
    assert_eq!(of_overall(&[1441]), Err(IntervalError::OutOfRange));
}

#[test]
fn wilsons_interval_equals_that_of_r_and_of_statsmodels() {
    let r = rows("/R/wilson_small/wilson");
    let python = rows("/python/wilson_small/statsmodels 0.15.0/wilson");
    assert_eq!(r.len(), python.len());
    for (row, statsmodels) in r.iter().zip(python) {
        let n = u32::from(whole(row[1]));
        let ours = wilson(row[0] / row[1], n);
        assert_bounds(ours, row[2], row[3]);
        assert_bounds(ours, statsmodels[0], statsmodels[1]);
    }
}

#[test]
fn wilsons_interval_takes_a_displayed_figure_that_no_count_could_give() {
    // 35 of 100 displayed, at least 5 answers: 1.75 of 5.
    let bounds = wilson(0.35, 5).expect("an interval");
    assert!((bounds.low - 0.094_093).abs() < 1e-6, "{bounds:?}");
    assert!((bounds.high - 0.736_252).abs() < 1e-6, "{bounds:?}");
}

#[test]
fn wilsons_interval_reaches_an_end_of_the_scale_exactly() {
    for n in 1..=500 {
        assert_eq!(wilson(0.0, n).map(|b| b.low), Ok(0.0));
        assert_eq!(wilson(1.0, n).map(|b| b.high), Ok(1.0));
    }
}

#[test]
fn told_as_health_the_ends_change_places() {
    let health = Bounds { low: 0.25, high: 1.0 }.as_health();
    assert_eq!(health, Bounds { low: 0.0, high: 75.0 });
}

#[test]
fn the_normal_quantile_is_the_one_of_the_distribution() {
    let normal = statrs::distribution::Normal::standard();
    assert!((normal.inverse_cdf(1.0 - TAIL) - NORMAL_QUANTILE).abs() < CLOSE);
}

/// The quantile by sixty halvings of 0–1.
fn by_bisection(beta: &Beta, p: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if beta.cdf(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[test]
fn quantiles_equal_those_by_bisection_for_shapes_near_and_far() {
    let shapes = [1e-6, 1e-3, 0.02, 0.3, 0.5, 0.999, 1.0, 1.5, 2.0, 7.0, 40.0, 900.0, 3e4, 1e6];
    for (a, b) in shapes.iter().flat_map(|a| shapes.map(|b| (*a, b))) {
        let beta = Beta::new(a, b).expect("positive shapes");
        for p in [TAIL, 1.0 - TAIL] {
            let (ours, theirs) = (quantile(&beta, p), by_bisection(&beta, p));
            assert!((ours - theirs).abs() < 1e-12, "Beta({a}, {b}) at {p}: {ours} {theirs}");
        }
    }
}

#[test]
fn quantiles_of_shapes_beyond_computing_lie_on_the_scale_all_the_same() {
    let shapes = [f64::MIN_POSITIVE, 1e-300, 1e-12, 1.0, 1e9, 1e15, 1e300];
    for (a, b) in shapes.iter().flat_map(|a| shapes.map(|b| (*a, b))) {
        let Ok(beta) = Beta::new(a, b) else { continue };
        for p in [TAIL, 1.0 - TAIL] {
            let ours = quantile(&beta, p);
            assert!((0.0..=1.0).contains(&ours), "Beta({a}, {b}) at {p}: {ours}");
        }
    }
}

use super::*;
use crate::measure::vectors::{assert_close, at, count, numbers, points};

#[test]
fn average_deviations_equal_those_of_r() {
    for input in ["T5", "T4", "T6hom", "T5polar"] {
        let theirs = numbers(&format!("/R/{input}/ad_m_per_item"));
        let ours = points(input);
        assert_eq!(ours.len(), theirs.len());
        for (points, deviation) in ours.iter().zip(theirs) {
            assert_close(ad_m(points).expect("answered"), deviation);
        }
    }
}

#[test]
fn a_dimensions_deviation_is_the_mean_of_its_items_as_in_r() {
    for input in ["T5", "T4", "T6hom", "T5polar"] {
        let theirs = at(&format!("/R/{input}/ad_m_scale_listwise")).as_f64().expect("a number");
        assert_close(dimension_ad_m(&points(input)).expect("answered"), theirs);
    }
}

#[test]
fn unanimous_and_single_answers_deviate_by_nothing() {
    assert_eq!(ad_m(&[0, 0, 7, 0, 0]), Some(0.0));
    assert_eq!(ad_m(&[0, 0, 0, 0, 1]), Some(0.0));
}

#[test]
fn half_at_each_end_is_the_most_people_can_deviate() {
    assert_eq!(ad_m(&[3, 0, 0, 0, 3]), Some(2.0));
}

#[test]
fn nobody_deviates_from_nothing() {
    assert_eq!(ad_m(&[0; 5]), None);
    assert_eq!(dimension_ad_m(&[]), None);
    assert_eq!(dimension_ad_m(&[[1; 5], [0; 5]]), None);
    assert_eq!(item_word(&[0; 5]), None);
    assert_eq!(dimension_word(&[]), None);
    assert_eq!(dimension_word(&[[9; 5], [0; 5], [9; 5]]), None);
}

#[test]
fn counts_at_the_limit_of_their_type_still_deviate() {
    assert_close(ad_m(&[u32::MAX; 5]).expect("answered"), FAR_APART);
    assert_eq!(item_word(&[u32::MAX; 5]), Some(Agreement::FarApart));
}

#[test]
fn critical_values_are_those_of_the_method() {
    let pinned = [
        (3, 0.0),
        (4, 0.0),
        (5, 0.40),
        (6, 0.5556),
        (7, 0.6122),
        (8, 0.6875),
        (10, 0.74),
        (12, 0.8194),
        (15, 0.8711),
    ];
    for (n, value) in pinned {
        let ours = critical_value(n).expect("a critical value");
        assert!((ours - value).abs() < 5e-5, "{ours} at n = {n}");
    }
}

#[test]
fn critical_values_equal_an_enumeration_elsewhere() {
    let sizes = numbers("/agreement_critical_values_5pt/n");
    let theirs = numbers("/agreement_critical_values_5pt/adm_max");
    assert_eq!(sizes.len(), theirs.len());
    for (n, value) in sizes.into_iter().zip(theirs) {
        let n = u32::from(crate::measure::vectors::whole(n));
        // The file holds six decimals.
        assert!((critical_value(n).expect("a critical value") - value).abs() < 5e-7, "n = {n}");
    }
}

/// Every sequence of `n` answers, one by one, without any shortcut.
fn by_brute_force(n: u32) -> f64 {
    let sequences = 5_u32.pow(n);
    let mut deviations: Vec<f64> = (0..sequences)
        .map(|code| {
            let answers = (0..n).map(move |place| f64::from(code / 5_u32.pow(place) % 5));
            let mean = answers.clone().sum::<f64>() / f64::from(n);
            answers.map(|answer| (answer - mean).abs()).sum::<f64>() / f64::from(n)
        })
        .collect();
    deviations.sort_unstable_by(f64::total_cmp);
    // The largest value that at most one sequence in twenty reaches or undercuts.
    let reach = |value: f64| deviations.partition_point(|other| *other <= value + ROUNDING);
    let allowed = usize::try_from(sequences / 20).expect("fits");
    deviations.iter().copied().take_while(|value| reach(*value) <= allowed).last().expect("one")
}

#[test]
fn critical_values_equal_a_count_of_every_single_sequence() {
    for n in 3..=7 {
        assert_close(critical_value(n).expect("a critical value"), by_brute_force(n));
    }
}

#[test]
fn outcomes_are_complete_and_each_is_counted_as_often_as_it_comes_about() {
    for n in [3_u32, 8, 30] {
        let (mut outcomes, mut sequences) = (0_u64, 0_u128);
        every_outcome(0, n, 1, &mut [0; POINTS], &mut |points, orders| {
            assert_eq!(judged(points), n);
            outcomes += 1;
            sequences += orders;
        });
        let n64 = u64::from(n);
        assert_eq!(outcomes, (n64 + 1) * (n64 + 2) * (n64 + 3) * (n64 + 4) / 24);
        assert_eq!(sequences, 5_u128.pow(n));
    }
}

#[test]
fn there_is_a_critical_value_from_three_answers_on_and_it_stays_below_far_apart() {
    assert_eq!(critical_value(0), None);
    assert_eq!(critical_value(2), None);
    for n in 3..=30 {
        let value = critical_value(n).expect("a critical value");
        assert!((0.0..1.0).contains(&value), "{value} at n = {n}");
    }
}

#[test]
fn a_team_larger_than_the_table_is_judged_as_strictly_as_its_last_entry() {
    assert_eq!(critical_value(31), critical_value(30));
    assert_eq!(critical_value(u32::MAX), critical_value(30));
    assert!(critical_value(30) > critical_value(15));
}

#[test]
fn an_item_gets_a_word_from_eight_answers_on() {
    assert_eq!(item_word(&[7, 0, 0, 0, 0]), None);
    assert_eq!(item_word(&[8, 0, 0, 0, 0]), Some(Agreement::CloseTogether));
}

#[test]
fn an_items_word_changes_at_the_critical_value_and_at_far_apart() {
    // n = 8: the critical value .6875 is 44/64.
    assert_eq!(ad_m(&[1, 5, 2, 0, 0]), Some(0.437_5));
    let at_critical = count([0, 0, 1, 1, 1, 1, 2, 3]);
    assert_eq!(ad_m(&at_critical), critical_value(8));
    assert_eq!(item_word(&at_critical), Some(Agreement::CloseTogether));
    let above = count([0, 0, 1, 1, 1, 2, 2, 3]);
    assert!(ad_m(&above) > critical_value(8));
    assert_eq!(item_word(&above), Some(Agreement::Mixed));
    assert_eq!(item_word(&[2; POINTS]), Some(Agreement::FarApart));
    assert_eq!(item_word(&[4, 0, 0, 0, 4]), Some(Agreement::FarApart));
}

#[test]
fn a_dimension_gets_a_word_when_five_people_judged_each_of_its_items() {
    let five = [0, 0, 5, 0, 0];
    assert_eq!(dimension_word(&[five, five, [0, 0, 4, 0, 0]]), None);
    assert_eq!(dimension_word(&[five; 3]), Some(Agreement::CloseTogether));
}

#[test]
fn a_dimensions_word_uses_the_critical_value_of_its_smallest_item() {
    // Two items of 12 people and one of 5, deviating by .5 on average: more than
    // .40 (n = 5), less than .8194 (n = 12).
    let twelve = [0, 6, 6, 0, 0];
    let five = [0, 2, 0, 0, 0];
    assert_eq!(five.iter().sum::<u32>(), 2);
    let five = [0, 2, 3, 0, 0];
    let deviation = dimension_ad_m(&[twelve, twelve, five]).expect("answered");
    assert!(deviation > 0.40 && deviation < 0.8194, "{deviation}");
    assert_eq!(dimension_word(&[twelve, twelve, five]), Some(Agreement::Mixed));
    assert_eq!(dimension_word(&[twelve; 3]), Some(Agreement::CloseTogether));
}

#[test]
fn deviations_that_equal_a_bound_on_paper_are_on_its_side() {
    // n = 5, three times .40: the mean in floating point is a bit more than that.
    let items = [count([0, 1, 1, 1, 2]); 3];
    assert_eq!(ad_m(&items[0]), Some(0.4));
    assert!(dimension_ad_m(&items) > critical_value(5));
    assert_eq!(dimension_word(&items), Some(Agreement::CloseTogether));
    // The next larger deviation that three such items can have is not.
    let wider = [count([0, 1, 1, 1, 2]), count([0, 1, 1, 1, 2]), count([0, 0, 0, 1, 1])];
    assert_eq!(ad_m(&wider[2]), Some(0.48));
    assert_eq!(dimension_word(&wider), Some(Agreement::Mixed));
    // 1.04, 1.2 and 1.36: 1.2 on paper, as three times 1.2 are.
    let far = [[2, 1, 1, 1, 0], [3, 1, 0, 0, 1], [1, 2, 0, 1, 1]];
    assert_eq!(far.map(|item| ad_m(&item)), [Some(1.04), Some(1.2), Some(1.36)]);
    assert_eq!(dimension_word(&far), Some(Agreement::FarApart));
    assert_eq!(dimension_word(&[far[1]; 3]), Some(Agreement::FarApart));
    // The next smaller deviation is not.
    let nearer = [far[1], far[1], [2, 2, 0, 0, 1]];
    assert_eq!(ad_m(&nearer[2]), Some(1.12));
    assert_eq!(dimension_word(&nearer), Some(Agreement::Mixed));
}

#[test]
fn random_answers_are_called_close_together_at_most_one_time_in_twenty() {
    for n in [8, 12] {
        let (mut close, mut all) = (0, 0);
        every_outcome(0, n, 1, &mut [0; POINTS], &mut |points, orders| {
            all += orders;
            if item_word(points) == Some(Agreement::CloseTogether) {
                close += orders;
            }
        });
        assert!(20 * close <= all, "{close} of {all} at n = {n}");
        assert!(25 * close > all, "{close} of {all} at n = {n} is needlessly strict");
    }
}

#[test]
fn the_words_are_those_of_the_page() {
    let all = [Agreement::CloseTogether, Agreement::Mixed, Agreement::FarApart];
    assert_eq!(all.map(Agreement::words), ["close together", "mixed", "far apart"]);
}

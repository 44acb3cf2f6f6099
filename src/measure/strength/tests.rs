use super::*;
use crate::measure::vectors::{answers, assert_close, at, numbers, points, rows, whole};

#[test]
fn an_items_strength_is_the_mean_of_those_who_judged_it() {
    assert_eq!(item(&[1, 0, 0, 0, 1]), Some(2.0));
    assert_eq!(item(&[0, 3, 1, 0, 0]), Some(1.25));
    assert_eq!(item(&[0, 0, 0, 0, 1]), Some(MAX));
}

#[test]
fn item_strengths_equal_the_item_means_of_r() {
    for input in ["T5", "T4", "T6hom", "T5polar"] {
        let lowest = numbers(&format!("/inputs/{input}/scale"))[0];
        let theirs = numbers(&format!("/R/{input}/item_mean_available"));
        let ours = points(input);
        assert_eq!(ours.len(), theirs.len());
        for (points, mean) in ours.iter().zip(theirs) {
            assert_close(item(points).expect("answered"), mean - lowest);
        }
    }
}

#[test]
fn a_dimensions_strength_is_the_mean_of_the_persons_scores() {
    assert_eq!(dimension(&[0, 24]), Some(2.0));
    assert_eq!(dimension(&[3]), Some(0.5));
    assert_eq!(overall(&[0, 1440, 720]), Some(2.0));
    assert_eq!(overall(&[1]), Some(1.0 / 360.0));
}

#[test]
fn team_strengths_equal_the_team_means_of_r() {
    let theirs = numbers("/R/eight_teams_dim/raw_team_mean");
    for (team, mean) in (1..=8).zip(theirs) {
        let persons = rows(&format!("/inputs/eight_teams_dim/teams/team{team}"));
        let sixths: Vec<u8> =
            persons.iter().map(|answers| whole(2.0 * answers.iter().sum::<f64>())).collect();
        assert_close(dimension(&sixths).expect("answered"), mean);
    }
    assert_eq!(at("/inputs/eight_teams_dim/scale"), serde_json::json!([0, 4]));
}

#[test]
fn a_dimension_goes_back_to_persons_and_not_to_item_means() {
    // Two persons: one judged all three items as 4, one only two of them as 0.
    // Persons: (4 + 0)/2 = 2. Items: (2 + 2 + 4)/3.
    assert_eq!(dimension(&[24, 0]), Some(2.0));
    let items = [[1, 0, 0, 0, 1], [1, 0, 0, 0, 1], [0, 0, 0, 0, 1]];
    assert_eq!(mean_of_items(&items), Some(8.0 / 3.0));
}

#[test]
fn the_mean_of_items_equals_the_dimension_when_everybody_judged_everything() {
    for input in ["T4", "T6hom"] {
        let sixths: Vec<u8> = answers(input).iter().map(|row| 2 * row.iter().sum::<u8>()).collect();
        assert_close(
            mean_of_items(&points(input)).expect("answered"),
            dimension(&sixths).expect("answered"),
        );
    }
}

#[test]
fn nothing_in_gives_nothing_out() {
    assert_eq!(item(&[0; 5]), None);
    assert_eq!(dimension(&[]), None);
    assert_eq!(overall(&[]), None);
    assert_eq!(mean_of_items(&[]), None);
    assert_eq!(mean_of_items(&[[1, 0, 0, 0, 0], [0; 5]]), None);
}

#[test]
fn a_number_that_is_no_score_gives_nothing() {
    assert_eq!(dimension(&[12, 25]), None);
    assert_eq!(overall(&[1441]), None);
    assert!(dimension(&[DIMENSION_MAX]).is_some() && overall(&[OVERALL_MAX]).is_some());
}

#[test]
fn counts_at_the_limit_of_their_type_are_summed_all_the_same() {
    assert_eq!(item(&[u32::MAX; 5]), Some(2.0));
}

#[test]
fn health_is_the_reverse_of_strength_in_percent() {
    for (strength, expected) in [(0.0, 100.0), (1.0, 75.0), (2.0, 50.0), (3.0, 25.0), (4.0, 0.0)] {
        assert_eq!(health(strength).to_bits(), f64::to_bits(expected));
    }
}

/// Health is shown rounded to 5. Where the exact value lies half way between two
/// steps, the computed one must lie so near to it that the hair's breadth which
/// rounding allows for covers the difference, or the digit shown would hang on
/// a rounding error.
#[test]
fn a_health_half_way_between_two_steps_is_met_to_a_hair_for_every_team_size() {
    let mut met = 0;
    for n in 1..=500_u32 {
        for half_steps in 0..20_u32 {
            // Health 2.5 + 5·i, so strength (97.5 − 5·i)/25, the mean of n persons' scores.
            for parts in [1_u32, 6, 360] {
                let numerator = (195 - 10 * half_steps) * parts * n;
                if numerator % 50 == 0 {
                    let strength = ratio(u128::from(numerator / 50), u128::from(parts * n));
                    let expected = 2.5 + 5.0 * f64::from(half_steps);
                    let ours = health(strength.expect("n is not 0"));
                    assert!((ours - expected).abs() < 1e-10, "{ours} {expected} at n = {n}");
                    met += 1;
                }
            }
        }
    }
    assert!(met > 1000, "only {met} cases");
}

use super::*;
use crate::catalogue::Answers;
use crate::measure::vectors::{answers, assert_close, numbers};

/// Eighteen answers, the given ones first, the rest blank.
fn person(start: &str) -> PersonScores {
    PersonScores::of(&Answers::decode(&format!("{start:-<18}")).expect("eighteen answers"))
}

#[test]
fn three_answers_give_their_mean_in_sixths() {
    assert_eq!(person("012").dimensions[0], Some(6));
    assert_eq!(person("001").dimensions[0], Some(2));
    assert_eq!(person("444").dimensions[0], Some(DIMENSION_MAX));
    assert_eq!(person("000").dimensions[0], Some(0));
}

#[test]
fn two_answers_of_three_give_their_mean() {
    assert_eq!(person("34-").dimensions[0], Some(21));
    assert_eq!(person("3?4").dimensions[0], Some(21));
    assert_eq!(person("-00").dimensions[0], Some(0));
}

#[test]
fn one_answer_of_three_gives_no_score() {
    assert_eq!(person("4??").dimensions[0], None);
    assert_eq!(person("--4").dimensions[0], None);
}

#[test]
fn nobody_is_dropped_because_one_answer_is_missing() {
    let scores = person("4--123");
    assert_eq!(scores.dimensions[0], None);
    assert_eq!(scores.dimensions[1], Some(12));
}

#[test]
fn answers_stay_in_their_own_dimension() {
    let scores = person("000111222333444123");
    assert_eq!(scores.dimensions, [0, 6, 12, 18, 24, 12].map(Some));
    assert_eq!(scores.overall, Some(720));
}

#[test]
fn four_dimensions_make_an_overall_score_and_three_do_not() {
    assert_eq!(person("000111222444").overall, Some(630));
    assert_eq!(person("000111222444???").overall, Some(630));
    assert_eq!(person("000111222").overall, None);
}

#[test]
fn an_overall_score_weighs_dimensions_alike_however_many_items_were_judged() {
    // (24 + 0 + 0 + 0) sixths over four.
    assert_eq!(person("44400000000-").overall, Some(360));
    assert_eq!(person("44-000000000").overall, Some(360));
}

#[test]
fn the_overall_score_spans_0_to_1440_for_any_number_of_dimensions() {
    for judged in [12, 15, 18] {
        assert_eq!(person(&"0".repeat(judged)).overall, Some(0));
        assert_eq!(person(&"4".repeat(judged)).overall, Some(OVERALL_MAX));
    }
}

#[test]
fn silence_gives_no_scores() {
    assert_eq!(person(""), PersonScores::default());
    assert_eq!(person(&"?".repeat(18)), PersonScores::default());
}

#[test]
fn dimension_scores_equal_the_person_means_of_r() {
    for input in ["T4", "T6hom"] {
        let theirs = numbers(&format!("/R/{input}/person_mean_available"));
        let ours = answers(input);
        assert_eq!(ours.len(), theirs.len());
        for (row, mean) in ours.iter().zip(theirs) {
            let start: String = row.iter().map(u8::to_string).collect();
            let score = person(&start).dimensions[0].expect("three answers");
            assert_close(f64::from(score) / f64::from(DIMENSION_PARTS), mean);
        }
    }
}

#[test]
fn overall_scores_of_complete_answers_equal_the_person_means_of_r() {
    // The input is on 1–5, ours on 0–4.
    for (row, mean) in answers("T5").iter().zip(numbers("/R/T5/person_mean_available")) {
        let all: String = row.iter().map(u8::to_string).collect();
        let score = person(&all).overall.expect("all answered");
        assert_close(f64::from(score) / f64::from(OVERALL_PARTS), mean - 1.0);
    }
}

#[test]
fn no_division_leaves_a_remainder() {
    for count in [2_u16, 3] {
        for sum in 0..=4 * count {
            assert_eq!(sum * DIMENSION_PARTS % count, 0);
        }
    }
    for count in DIMENSIONS_NEEDED..=6 {
        assert_eq!(OVERALL_PARTS / DIMENSION_PARTS % count, 0);
    }
}

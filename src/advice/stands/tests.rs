//! Who stands out, in words.

use super::*;
use crate::catalogue::{Answer, Answers, PatternId, Point};
use crate::disclosure::compare;
use crate::measure::Tally;

/// Nine people who say about this to a dimension, and are spread on all others.
fn team(id: DimensionId, point: usize) -> Tally {
    let answers: Vec<Answers> = (0..9)
        .map(|person| {
            let mut answers = Answers::default();
            for pattern in PatternId::ALL {
                let around = [point, point.saturating_sub(1), (point + 1).min(4)][person % 3];
                let place = if pattern.dimension() == id { around } else { person % 5 };
                answers.set(pattern, Answer::Point(Point::ALL[place]));
            }
            answers
        })
        .collect();
    Tally::of(&answers, true)
}

/// Teams that differ on change alone: healthy, middling and struggling ones in turn.
fn said(teams: usize, picked: &[(usize, &str)]) -> Stands {
    let tallies: Vec<Tally> =
        (0..teams).map(|n| team(DimensionId::Change, [0, 2, 4][n % 3])).collect();
    let rounds: Vec<_> = tallies.iter().map(|tally| (tally, 5)).collect();
    stands(&compare(&rounds), picked, Catalogue::builtin().unwrap())
}

#[test]
fn who_stands_out_is_said_by_name_with_the_dimension() {
    let both = said(9, &[(0, "A"), (1, "B"), (2, "C"), (5, "F")]);
    let words = "On change flow, A is clearly healthier and C and F are clearly less healthy than all teams taken together";
    assert_eq!(both.finding, words);
    assert_eq!(both.all, [format!("{words}.")]);
    assert_eq!(
        said(9, &[(0, "A"), (1, "B"), (3, "D")]).finding,
        "On change flow, A and D are clearly healthier than all teams taken together"
    );
}

#[test]
fn nothing_is_said_of_teams_in_the_middle_or_where_none_can_be_told_apart() {
    let middle = said(9, &[(1, "B"), (4, "E")]);
    assert!(middle.finding.starts_with("None of these teams clearly stands out"));
    assert!(middle.all.is_empty());
    let few = said(7, &[(0, "A"), (2, "C")]);
    assert_eq!(few.finding, "What differs between these teams may be chance");
    assert!(few.all.is_empty());
}

#[test]
fn where_two_could_meet_is_said_first() {
    // On the first dimension only healthy ones are picked, on a later one both kinds.
    let tallies: Vec<Tally> = (0..12)
        .map(|n| match n {
            0..4 => team(DimensionId::Customer, [0, 4][n % 2]),
            _ => team(DimensionId::People, [0, 4][n % 2]),
        })
        .collect();
    let rounds: Vec<_> = tallies.iter().map(|tally| (tally, 5)).collect();
    let compared = compare(&rounds);
    let found = stands(&compared, &[(0, "A"), (4, "E"), (5, "F")], Catalogue::builtin().unwrap());
    assert!(found.finding.starts_with("On people and craft, E is clearly healthier and F"));
    assert!(found.all.len() > 1 && found.all[0].starts_with("On customer and product, A is"));
}

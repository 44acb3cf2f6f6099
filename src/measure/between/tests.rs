use super::*;
use crate::measure::vectors::{assert_close, at, rows, teams};
use proptest::prelude::*;

fn number(path: &str) -> f64 {
    at(path).as_f64().expect("a number")
}

/// The persons' means of their items, by team.
pub(super) fn eight_teams() -> Vec<Vec<f64>> {
    let mean = |person: Vec<f64>| person.iter().sum::<f64>() / 3.0;
    teams("eight_teams_dim")
        .into_iter()
        .map(|persons| persons.into_iter().map(mean).collect())
        .collect()
}

#[test]
fn table_2_of_shrout_and_fleiss_gives_what_r_and_pingouin_give() {
    let anova = Anova::of(&rows("/inputs/shrout_fleiss_1979/x")).expect("teams");
    assert_eq!((anova.teams, anova.persons), (6, 24));
    let r = "/R/shrout_fleiss_1979";
    assert_close(anova.between, number(&format!("{r}/MSB")));
    assert_close(anova.within, number(&format!("{r}/MSW")));
    // That F is psych's, by way of lmer, which stops a little early.
    assert!((anova.f().expect("some within") - number(&format!("{r}/F"))).abs() < 1e-5);
    let pingouin = "/python/shrout_fleiss_1979/pingouin 0.7.0";
    for icc1 in [format!("{r}/multilevel/ICC1"), format!("{pingouin}/ICC(1,1)")] {
        assert_close(anova.icc1(), number(&icc1));
    }
    for icc2 in [format!("{r}/multilevel/ICC2"), format!("{pingouin}/ICC(1,k)")] {
        assert_close(anova.icc2().expect("some between"), number(&icc2));
    }
    // As the method page prints them.
    assert!((anova.icc1() - 0.165_74).abs() < 5e-6);
    assert!((anova.icc2().expect("some between") - 0.442_80).abs() < 5e-6);
}

#[test]
fn teams_of_unequal_size_give_what_multilevel_gives() {
    let anova = Anova::of(&eight_teams()).expect("teams");
    let r = "/R/eight_teams_dim";
    assert_close(anova.between, number(&format!("{r}/MSB")));
    assert_close(anova.within, number(&format!("{r}/MSW")));
    assert_close(anova.icc1(), number(&format!("{r}/multilevel/ICC1")));
    assert_close(anova.icc2().expect("some"), number(&format!("{r}/multilevel/ICC2")));
}

#[test]
fn teams_that_differ_less_than_chance_have_a_negative_icc() {
    // Means 2 and 2.
    let anova = Anova::of(&[vec![0.0, 4.0], vec![1.0, 3.0]]).expect("teams");
    assert_close(anova.icc1(), -1.0);
    assert_eq!(anova.icc2(), None);
    assert_eq!(anova.f(), Some(0.0));
    let anova = Anova::of(&[vec![0.0, 4.0], vec![1.0, 4.0]]).expect("teams");
    assert!(anova.icc1() < 0.0 && anova.icc2().is_some_and(|icc2| icc2 < 0.0));
}

#[test]
fn teams_that_are_of_one_mind_each_are_told_apart_fully() {
    let anova = Anova::of(&[vec![0.1; 3], vec![0.7; 7]]).expect("teams");
    assert_eq!(anova.f(), None);
    assert_close(anova.icc1(), 1.0);
    assert_eq!(anova.icc2(), Some(1.0));
}

#[test]
fn an_empty_list_is_no_team() {
    let with = Anova::of(&[vec![1.0, 2.0], vec![], vec![2.0]]).expect("teams");
    assert_eq!(Ok(with), Anova::of(&[vec![1.0, 2.0], vec![2.0]]));
}

#[test]
fn what_cannot_be_compared_is_a_named_error() {
    let none: [[f64; 2]; 0] = [];
    assert_eq!(Anova::of(&none), Err(BetweenError::TooFewTeams));
    assert_eq!(Anova::of(&[vec![], vec![1.0, 2.0]]), Err(BetweenError::TooFewTeams));
    assert_eq!(Anova::of(&[[1.0], [2.0], [3.0]]), Err(BetweenError::NoTeamOfTwo));
    assert_eq!(Anova::of(&[[0.1; 3], [0.1; 3]]), Err(BetweenError::NoVariance));
    for wrong in [f64::NAN, f64::INFINITY, 1e300] {
        assert_eq!(Anova::of(&[[1.0, wrong], [2.0, 3.0]]), Err(BetweenError::NotFinite));
    }
}

proptest! {
    #[test]
    fn neither_the_order_of_persons_nor_that_of_teams_changes_a_bit(
        (team, shuffled) in proptest::collection::vec(0.0..4.0, 2..20)
            .prop_flat_map(|team: Vec<f64>| (Just(team.clone()), Just(team).prop_shuffle())),
        other in proptest::collection::vec(0.0..4.0, 1..20),
    ) {
        let one = Anova::of(&[team, other.clone()]).expect("teams");
        prop_assert_eq!(Anova::of(&[other, shuffled]), Ok(one));
        prop_assert!(one.icc1() <= 1.0);
        prop_assert!(one.icc2().is_none_or(|icc2| icc2 <= 1.0));
    }
}

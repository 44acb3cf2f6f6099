//! Teams side by side: who enters, and what leaves.

use super::*;
use crate::catalogue::{Answer, Answers, PATTERNS, PatternId, Point};
use crate::measure::Tally;

/// A team of so many people around a strength.
fn team(people: usize, strength: usize) -> Tally {
    let answers: Vec<Answers> = (0..people)
        .map(|person| {
            let around = [strength, strength.saturating_sub(1), (strength + 1).min(4)];
            Answers::new([Answer::Point(Point::ALL[around[person % 3]]); PATTERNS])
        })
        .collect();
    Tally::of(&answers, true)
}

fn compared(tallies: &[Tally], k: u8) -> Vec<Compared> {
    let rounds: Vec<_> = tallies.iter().map(|tally| (tally, k)).collect();
    compare(&rounds).to_vec()
}

#[test]
fn teams_are_compared_from_eight_on() {
    let seven: Vec<Tally> = (0..7).map(|n| team(6, n % 5)).collect();
    for row in compared(&seven, 5) {
        assert_eq!((row.teams, row.scores), (7, Cell::Withheld(Reason::TooFewTeams)));
    }
    let eight: Vec<Tally> = (0..8).map(|n| team(6, n % 5)).collect();
    for row in compared(&eight, 5) {
        let scores = row.scores.shown().unwrap();
        assert!(scores.told_apart);
        assert!(scores.teams[0].unwrap().mark == Some(Stand::Healthier));
        assert!(scores.teams[4].unwrap().mark == Some(Stand::LessHealthy));
        assert!(scores.teams[2].unwrap().health > scores.teams[4].unwrap().health);
    }
}

#[test]
fn the_drawn_score_of_a_small_team_depends_on_its_displayed_figure_alone() {
    let others: Vec<Tally> = (0..8).map(|n| team(6, n % 5)).collect();
    // Sums of 36 and 37 of 72: both are displayed as 50. The spread within the team is the
    // same, so what is left is the mean.
    let with = |extra: Option<usize>| {
        let answers: Vec<Answers> = (0..6)
            .map(|person| {
                let mut answers =
                    Answers::new([Answer::Point(Point::ALL[1 + person % 3]); PATTERNS]);
                if extra.is_some_and(|moved| moved == person) {
                    for id in DimensionId::ALL {
                        answers.set(id.patterns()[0], Answer::Point(Point::ALL[2 + person % 3]));
                    }
                }
                answers
            })
            .collect();
        let mut teams = others.clone();
        teams.push(Tally::of(&answers, true));
        teams
    };
    let shown =
        |teams: &[Tally]| crate::disclosure::release(&teams[8], 5).unwrap().dimensions.clone();
    let (one, other) = (with(None), with(Some(1)));
    assert_eq!(shown(&one), shown(&other));
    let exact =
        |teams: &[Tally]| strength::dimension(teams[8].dimension(DimensionId::Change).unwrap());
    assert!(exact(&one) < exact(&other));
    let entered = |teams: &[Tally]| -> Vec<f64> {
        let side = Side::of((&teams[8], 5)).unwrap();
        let list = teams[8].dimension(DimensionId::Change).unwrap();
        scores_as_shown(list, side.grant(DimensionId::Change).unwrap())
    };
    for teams in [&one, &other] {
        let scores = entered(teams);
        let mean = scores.iter().sum::<f64>() / 6.0;
        assert!((mean - 2.0).abs() < 1e-12, "{mean}: the displayed 50 is a strength of 2");
    }
    // From twenty people on the report's own range comes from the scores, and so does this.
    let large = team(20, 1);
    let side = Side::of((&large, 5)).unwrap();
    let list = large.dimension(DimensionId::Change).unwrap();
    let scores = scores_as_shown(list, side.grant(DimensionId::Change).unwrap());
    let mean = scores.iter().sum::<f64>() / 20.0;
    assert!((mean - strength::dimension(list).unwrap()).abs() < 1e-12);
}

#[test]
fn a_team_below_its_minimum_group_does_not_enter() {
    let mut teams: Vec<Tally> = (0..9).map(|n| team(6, n % 5)).collect();
    teams[3] = team(4, 4);
    let row = &compared(&teams, 5)[0];
    assert_eq!(row.teams, 8);
    assert_eq!(row.scores.shown().unwrap().teams[3], None);
    // Nor does it change anything for the others.
    teams.remove(3);
    let without = &compared(&teams, 5)[0];
    assert_eq!(row.scores.shown().unwrap().mean, without.scores.shown().unwrap().mean);
}

#[test]
fn a_team_with_an_item_below_the_minimum_does_not_enter_that_dimension() {
    let mut teams: Vec<Tally> = (0..9).map(|n| team(6, n % 5)).collect();
    let mut answers = vec![Answers::new([Answer::Point(Point::Moderately); PATTERNS]); 6];
    for person in answers.iter_mut().take(3) {
        person.set(PatternId::Heroics, Answer::CantJudge);
    }
    teams[0] = Tally::of(&answers, true);
    let rows = compared(&teams, 5);
    assert_eq!(rows[DimensionId::People.index()].teams, 8);
    assert_eq!(rows[DimensionId::Change.index()].teams, 9);
}

#[test]
fn teams_that_differ_no_more_than_people_do_are_not_told_apart() {
    let alike: Vec<Tally> = (0..10).map(|n| team(6 + n % 2, 2)).collect();
    for row in compared(&alike, 5) {
        let scores = row.scores.shown().unwrap();
        assert!(!scores.told_apart);
        assert!(scores.teams.iter().flatten().all(|team| team.mark.is_none()));
    }
    let same = vec![Answers::new([Answer::Point(Point::Slightly); PATTERNS]); 6];
    let same: Vec<Tally> = (0..8).map(|_| Tally::of(&same, true)).collect();
    assert_eq!(compared(&same, 5)[0].scores, Cell::Withheld(Reason::AllAlike));
}

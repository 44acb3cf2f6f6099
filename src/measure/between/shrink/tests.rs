use super::*;
use crate::measure::between::tests::eight_teams;
use crate::measure::vectors::{assert_close, at, for_each_case, numbers};
use proptest::prelude::*;

fn of(teams: &[Vec<f64>]) -> Comparison {
    Comparison::of(teams).expect("teams")
}

#[test]
fn eight_teams_are_drawn_together_as_by_metafor() {
    let ours = of(&eight_teams());
    let theirs = "/R/eight_teams_dim/metafor_pooledMSW/PM";
    let number = |key: &str| at(&format!("{theirs}/{key}")).as_f64().expect("a number");
    // metafor looks for τ² until it is as near as this.
    assert!((ours.tau2 - number("tau2")).abs() < 1e-6);
    assert!((ours.mean - number("mu")).abs() < 1e-8);
    for (ours, theirs) in ours.teams.iter().flatten().zip(numbers(&format!("{theirs}/blup"))) {
        assert!((ours.score - theirs).abs() < 1e-6, "{ours:?} {theirs}");
    }
    let raw = numbers("/R/eight_teams_dim/raw_team_mean");
    for (ours, theirs) in ours.teams.iter().flatten().zip(raw) {
        assert!((ours.raw - theirs).abs() < 1e-9, "{ours:?} {theirs}");
    }
}

#[test]
fn teams_of_all_sizes_are_compared_as_by_scipy_and_statsmodels() {
    for_each_case("comparison", |case| {
        let teams: Vec<Vec<f64>> = case
            .rows("sixths")
            .into_iter()
            .map(|team| team.into_iter().map(|score| score / 6.0).collect())
            .collect();
        let ours = of(&teams);
        assert_close(ours.anova.f().expect("some within"), case.number("f"));
        assert_close(ours.tau2, case.number("tau2"));
        assert_close(ours.mean, case.number("mean"));
        // Of an interval: where nothing is kept of the team's own mean, 1.96/√Σw.
        let weights = case.number("sum_of_weights");
        for team in ours.teams.iter().flatten() {
            let error = ours.anova.within / team.n as f64;
            let variance = team.weight * error + (1.0 - team.weight).powi(2) / weights;
            assert_close(team.high - team.low, 2.0 * 1.96 * variance.sqrt());
        }
    });
}

#[test]
fn other_estimators_of_the_same_spread_are_not_far_away() {
    let ours = of(&eight_teams());
    let scores = ours.teams.iter().flatten().map(|team| team.score);
    for theirs in [
        numbers("/R/eight_teams_dim/metafor_pooledMSW/DL/blup"),
        numbers("/R/eight_teams_dim/metafor_pooledMSW/HE/blup"),
        numbers("/R/eight_teams_dim/metafor_pooledMSW/REML/blup"),
        numbers("/R/eight_teams_dim/lme4_REML/blup_team"),
    ] {
        for (ours, theirs) in scores.clone().zip(theirs) {
            assert!((ours - theirs).abs() < 0.03, "{ours} {theirs}");
        }
    }
}

#[test]
fn teams_are_marked_where_their_interval_excludes_the_common_mean() {
    let ours = of(&eight_teams());
    assert!(ours.distinguishable);
    let marks: Vec<_> = ours.teams.iter().flatten().map(|team| team.mark).collect();
    for team in ours.teams.iter().flatten() {
        let expected = if team.low > ours.mean {
            Some(Mark::Above)
        } else if team.high < ours.mean {
            Some(Mark::Below)
        } else {
            None
        };
        assert_eq!(team.mark, expected);
    }
    // The four farthest from 1.83: .83 (n = 4), 2.73 (5), 2.76 (7) and 1.28 (12).
    let (above, below) = (Some(Mark::Above), Some(Mark::Below));
    assert_eq!(marks, [below, above, None, None, above, None, None, below]);
}

#[test]
fn fewer_than_eight_teams_are_drawn_together_but_none_is_marked() {
    let ours = of(&eight_teams()[..7]);
    assert!(!ours.distinguishable && ours.tau2 > 0.0);
    assert!(ours.teams.iter().flatten().all(|team| team.mark.is_none()));
    let mut with_empty = eight_teams()[..7].to_vec();
    with_empty.push(Vec::new());
    let with_empty = of(&with_empty);
    assert!(!with_empty.distinguishable);
    assert_eq!(with_empty.teams[7], None);
    assert_eq!(with_empty.teams[..7], ours.teams);
}

#[test]
fn teams_that_differ_no_more_than_chance_all_get_the_common_mean() {
    let team = |shift: f64| vec![0.0 + shift, 4.0, 1.0, 3.0 - shift, 2.0];
    let ours = of(&(0..8_u8).map(|i| team(f64::from(i) / 10.0)).collect::<Vec<_>>());
    assert!(ours.tau2 <= 0.0 && !ours.distinguishable);
    for team in ours.teams.iter().flatten() {
        assert!(team.weight <= 0.0 && (team.score - ours.mean).abs() < 1e-12);
        // 1.96 standard errors of the mean of all forty persons.
        let half = 1.96 * (ours.anova.within / 40.0).sqrt();
        assert!((team.high - team.low - 2.0 * half).abs() < 1e-9);
        assert_eq!(team.mark, None);
    }
}

#[test]
fn teams_of_one_mind_each_keep_their_means() {
    let ours = of(&(0..9_u8).map(|i| vec![f64::from(i) / 3.0; 4]).collect::<Vec<_>>());
    // The plain variance of 0, ⅓, … 8/3.
    assert!((ours.tau2 - 7.5 / 9.0).abs() < 1e-12);
    assert!(ours.distinguishable);
    for team in ours.teams.iter().flatten() {
        assert!(team.weight >= 1.0 && (team.score - team.raw).abs() < 1e-12);
        assert!(team.high - team.low < 1e-12);
    }
    assert_eq!(ours.teams[0].expect("a team").mark, Some(Mark::Below));
    assert_eq!(ours.teams[8].expect("a team").mark, Some(Mark::Above));
}

#[test]
fn teams_of_one_person_are_drawn_in_the_most() {
    let mut teams = eight_teams();
    teams.push(vec![4.0]);
    let ours = of(&teams);
    let single = ours.teams[8].expect("a team");
    assert!(ours.teams.iter().flatten().all(|team| team.weight >= single.weight));
    assert_eq!(single.n, 1);
}

#[test]
fn what_cannot_be_compared_is_the_same_error_as_before() {
    assert_eq!(Comparison::of(&[[1.0, 2.0]]), Err(BetweenError::TooFewTeams));
    assert_eq!(Comparison::of(&[[1.0], [2.0]]), Err(BetweenError::NoTeamOfTwo));
    assert_eq!(Comparison::of(&[[1.0, 1.0], [1.0, 1.0]]), Err(BetweenError::NoVariance));
}

#[test]
fn tiny_differences_within_large_ones_between_still_come_to_an_end() {
    let teams: Vec<Vec<f64>> = (0..8_u8).map(|i| vec![f64::from(i), f64::from(i) + 1e-9]).collect();
    let ours = of(&teams);
    assert!((ours.tau2 - 6.0).abs() < 1e-6, "{}", ours.tau2);
}

proptest! {
    #[test]
    fn a_shrunk_score_lies_between_the_raw_score_and_the_common_mean(
        teams in proptest::collection::vec(proptest::collection::vec(0..=24_u8, 0..15), 0..15)
    ) {
        let teams: Vec<Vec<f64>> = teams.into_iter()
            .map(|team| team.into_iter().map(|score| f64::from(score) / 6.0).collect()).collect();
        let Ok(ours) = Comparison::of(&teams) else { return Ok(()) };
        prop_assert!(ours.tau2 >= 0.0 && ours.tau2.is_finite() && ours.mean.is_finite());
        for (team, scores) in ours.teams.iter().zip(&teams) {
            prop_assert_eq!(team.is_none(), scores.is_empty());
            let Some(team) = team else { continue };
            prop_assert!((0.0..=1.0).contains(&team.weight));
            let (least, most) = (team.raw.min(ours.mean), team.raw.max(ours.mean));
            prop_assert!(least - 1e-12 <= team.score && team.score <= most + 1e-12);
            prop_assert!(team.low <= team.score && team.score <= team.high);
            prop_assert!(ours.distinguishable || team.mark.is_none());
        }
        // What Paule and Mandel ask for.
        let spread: f64 = ours.teams.iter().flatten().map(|team| {
            (team.raw - ours.mean).powi(2) / (ours.tau2 + ours.anova.within / team.n as f64)
        }).sum();
        let expected = ours.anova.teams as f64 - 1.0;
        prop_assert!(spread <= expected + 1e-6);
        prop_assert!(ours.tau2 <= 0.0 || (spread - expected).abs() < 1e-6);

        let mirrored: Vec<Vec<f64>> = teams.iter()
            .map(|team| team.iter().rev().map(|score| 4.0 - score).collect()).collect();
        let mirror = Comparison::of(&mirrored).expect("teams");
        prop_assert!((mirror.tau2 - ours.tau2).abs() < 1e-9);
        for (one, other) in ours.teams.iter().flatten().zip(mirror.teams.iter().flatten()) {
            prop_assert!((one.score - 4.0 + other.score).abs() < 1e-9);
        }
    }

    #[test]
    fn the_order_of_persons_does_not_change_a_bit(
        (team, shuffled) in proptest::collection::vec(0.0..4.0, 2..20)
            .prop_flat_map(|team: Vec<f64>| (Just(team.clone()), Just(team).prop_shuffle()))
    ) {
        let mut teams = eight_teams();
        teams.push(team);
        let one = of(&teams);
        teams[8] = shuffled;
        prop_assert_eq!(of(&teams), one);
    }
}

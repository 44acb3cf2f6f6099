use super::*;
use crate::catalogue::{Answer, Catalogue, ExperimentKind, PatternId};
use std::collections::BTreeSet;

/// Seeds for what must hold for any.
const SEEDS: std::ops::Range<u64> = 0..30;

#[test]
fn every_seed_gives_forty_teams_with_names_of_their_own_in_five_groups() {
    for seed in SEEDS {
        let organisation = synthesise(seed);
        assert_eq!(organisation.groups.len(), 5);
        assert_eq!(organisation.teams().count(), 40);
        let names: BTreeSet<_> = organisation.teams().map(|team| team.name).collect();
        assert_eq!(names.len(), 40);
        assert_eq!(organisation.teams().filter(|team| team.shares_with_coaches).count(), 34);
        // Leadership sees groups of at least three teams.
        assert!(organisation.groups.iter().all(|group| group.teams.len() >= 3));
    }
}

#[test]
fn a_team_has_at_most_one_round_a_quarter_and_they_come_in_order() {
    for seed in SEEDS {
        for team in synthesise(seed).teams() {
            assert!(team.rounds.is_sorted_by(|a, b| a.quarter < b.quarter), "{}", team.name);
            assert!((3..=QUARTERS).contains(&team.rounds.len()), "{}", team.name);
        }
    }
}

#[test]
fn teams_have_four_to_eighteen_people_and_nobody_answers_twice() {
    for seed in SEEDS {
        let organisation = synthesise(seed);
        let rounds = || organisation.teams().flat_map(|team| &team.rounds);
        assert!(rounds().all(|round| (4..=18).contains(&round.roster)));
        assert!(rounds().all(|round| round.answers.len() <= usize::from(round.roster)));
        let small = |team: &&Team| team.rounds.iter().all(|round| round.roster <= 8);
        assert!(organisation.teams().filter(small).count() >= 4);
    }
}

#[test]
fn some_rounds_end_below_the_minimum_group_in_large_teams_too() {
    for seed in SEEDS {
        let organisation = synthesise(seed);
        let low: Vec<&Round> = organisation
            .teams()
            .flat_map(|team| &team.rounds)
            .filter(|round| round.answers.len() < usize::from(USUAL_GROUP))
            .collect();
        assert!((4..=30).contains(&low.len()), "seed {seed}: {}", low.len());
        assert!(low.iter().any(|round| round.roster >= 7), "seed {seed}");
    }
}

#[test]
fn some_teams_skip_quarters_and_one_joins_in_the_fifth() {
    for seed in SEEDS {
        let organisation = synthesise(seed);
        let first = |team: &&Team| team.rounds.first().map(|round| round.quarter.index());
        assert!(organisation.teams().all(|team| matches!(first(&team), Some(0 | 4))));
        let late = organisation.teams().filter(|team| first(team) == Some(4)).count();
        assert_eq!(late, 1);
        let skipping = organisation.teams().filter(|team| team.rounds.len() < QUARTERS).count();
        assert_eq!(skipping, 10);
    }
}

#[test]
fn every_experiment_is_in_the_catalogue_and_one_that_teams_can_run() {
    let catalogue = Catalogue::builtin().unwrap();
    let organisation = synthesise(SEED);
    let trials: Vec<&Trial> = organisation.teams().filter_map(|team| team.story.trial()).collect();
    assert_eq!(trials.len(), 16);
    for trial in &trials {
        let experiment = catalogue.experiment(trial.experiment).expect(trial.experiment);
        assert_eq!(experiment.pattern, trial.pattern, "{}", trial.experiment);
        assert_ne!(experiment.kind, ExperimentKind::Leadership, "{}", trial.experiment);
    }
    for outcome in [Outcome::Worked, Outcome::DidNothing, Outcome::Dropped] {
        assert!(trials.iter().filter(|trial| trial.outcome == outcome).count() >= 3);
    }
}

#[test]
fn a_story_begins_after_a_first_round_and_leaves_time_to_show() {
    for seed in SEEDS {
        let organisation = synthesise(seed);
        let told: Vec<&Team> =
            organisation.teams().filter(|team| team.story != Story::Quiet).collect();
        for team in &told {
            let since = match team.story {
                Story::Tried(trial) => trial.begun,
                Story::Decline { from, .. } => from,
                Story::Quiet => unreachable!(),
            };
            assert!(team.rounds.iter().any(|round| round.quarter <= since), "{}", team.name);
            assert!(team.rounds.iter().any(|round| round.quarter > since), "{}", team.name);
        }
        assert_eq!(told.len(), 19);
    }
}

#[test]
fn every_item_is_answered_over_its_whole_range_and_sometimes_not() {
    let organisation = synthesise(SEED);
    let mut said: [BTreeSet<&str>; 18] = Default::default();
    for answers in organisation.teams().flat_map(|team| &team.rounds).flat_map(|r| &r.answers) {
        for (pattern, answer) in answers.iter() {
            said[pattern.index()].insert(answer.as_str());
        }
    }
    for (pattern, said) in PatternId::ALL.into_iter().zip(said) {
        for answer in ["0", "1", "2", "3", "4", Answer::CantJudge.as_str()] {
            assert!(said.contains(answer), "{pattern}: {answer}");
        }
    }
}

#[test]
fn blanks_are_rare_and_cant_judge_is_commonest_where_others_pay_is_asked() {
    let organisation = synthesise(SEED);
    let all: Vec<(PatternId, Answer)> = organisation
        .teams()
        .flat_map(|team| &team.rounds)
        .flat_map(|round| &round.answers)
        .flat_map(|answers| answers.iter().collect::<Vec<_>>())
        .collect();
    let share = |wanted: Answer, of: &dyn Fn(PatternId) -> bool| {
        let asked = all.iter().filter(|(pattern, _)| of(*pattern)).count();
        let said = all.iter().filter(|(pattern, said)| of(*pattern) && *said == wanted).count();
        said as f64 / asked as f64
    };
    let blank = share(Answer::Blank, &|_| true);
    assert!((0.001..0.01).contains(&blank), "{blank}");
    let bonuses = share(Answer::CantJudge, &|p| p == PatternId::BespokeIncentives);
    let overtime = share(Answer::CantJudge, &|p| p == PatternId::Heroics);
    assert!(bonuses > 0.08 && overtime < 0.03, "{bonuses} {overtime}");
}

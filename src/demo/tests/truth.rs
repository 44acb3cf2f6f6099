//! The method finds what the model has put in.

use super::*;
use crate::catalogue::{DimensionId, PatternId};
use crate::measure::agreement::{Agreement, dimension_word};
use crate::measure::between::Anova;
use crate::measure::{Change, Verdict, strength};

/// The sealed rounds of the latest quarter that may be shown.
fn latest(organisation: &Organisation) -> Vec<Tally> {
    organisation.teams().filter_map(|team| shown(team.round(Quarter::LAST)?)).collect()
}

/// In which share of the teams a pattern has strength 2 or more.
fn prevalence(tallies: &[Tally], pattern: PatternId) -> f64 {
    let strengths: Vec<f64> =
        tallies.iter().filter_map(|tally| strength::item(&tally.item(pattern).points)).collect();
    strengths.iter().filter(|strength| **strength >= 2.0).count() as f64 / strengths.len() as f64
}

fn icc(tallies: &[Tally], dimension: DimensionId) -> f64 {
    let teams: Vec<Vec<f64>> = tallies
        .iter()
        .filter_map(|tally| tally.dimension(dimension))
        .map(|sixths| sixths.iter().map(|score| f64::from(*score) / 6.0).collect())
        .collect();
    Anova::of(&teams).unwrap().icc1()
}

/// The last round before and the first after an experiment was adopted, both shown.
fn around(team: &Team, trial: &Trial) -> Option<(Tally, Tally)> {
    let before = team.rounds.iter().rev().find(|round| round.quarter <= trial.begun)?;
    let after = team.rounds.iter().find(|round| round.quarter > trial.begun)?;
    shown(before).zip(shown(after))
}

/// How many stories that worked can be judged (8 answers or more), and how many
/// are clearly better, in the pattern's dimension or overall.
fn found_better(organisation: &Organisation) -> (usize, usize) {
    let (mut judged, mut better) = (0, 0);
    for team in organisation.teams() {
        let Some(trial) = team.story.trial().filter(|t| t.outcome == Outcome::Worked) else {
            continue;
        };
        let Some((before, after)) = around(team, trial) else { continue };
        if before.responses.min(after.responses) < 8 {
            continue;
        }
        let change = Change::between(&before, &after);
        let dimension = change.dimension(trial.pattern.dimension());
        let verdicts = [dimension, change.overall.as_ref()].map(|c| c.map(|c| c.verdict));
        judged += 1;
        better += usize::from(verdicts.contains(&Some(Verdict::ClearlyBetter)));
    }
    (judged, better)
}

/// How many comparisons of one shown round with the next there are in teams where
/// nothing happens, and how many of them are clear overall.
fn clear_by_chance(organisation: &Organisation) -> (usize, usize) {
    let (mut compared, mut clear) = (0, 0);
    for team in organisation.teams().filter(|team| team.story == Story::Quiet) {
        let tallies: Vec<Tally> = team.rounds.iter().filter_map(shown).collect();
        for pair in tallies.windows(2) {
            let verdict = Change::between(&pair[0], &pair[1]).overall.unwrap().verdict;
            compared += 1;
            clear += usize::from(verdict != Verdict::CannotTell);
        }
    }
    (compared, clear)
}

#[test]
fn the_systemic_patterns_are_found_systemic_and_few_others_are() {
    let tallies = latest(&synthesise(SEED));
    assert!(tallies.len() >= 30, "{}", tallies.len());
    for pattern in SYSTEMIC {
        assert!(prevalence(&tallies, pattern) >= 0.5, "{pattern}");
    }
    let found = PatternId::ALL.into_iter().filter(|p| prevalence(&tallies, *p) >= 0.5).count();
    assert!(found <= 6, "{found}");
}

#[test]
fn most_experiments_that_worked_are_seen_to_have_worked() {
    let (judged, better) = found_better(&synthesise(SEED));
    assert!(judged >= 5, "{judged}");
    assert!(better * 100 >= judged * 60, "{better} of {judged}");
}

#[test]
fn where_nothing_happens_little_is_clear() {
    let (compared, clear) = clear_by_chance(&synthesise(SEED));
    assert!(compared >= 80, "{compared}");
    assert!(clear * 100 <= compared * 15, "{clear} of {compared}");
}

#[test]
fn a_decline_is_seen_by_the_end() {
    let organisation = synthesise(SEED);
    let mut worse = 0;
    for team in organisation.teams() {
        let Story::Decline { dimension, from } = team.story else { continue };
        let before = team.rounds.iter().rev().filter(|r| r.quarter < from).find_map(shown);
        let after = team.rounds.iter().rev().find_map(shown);
        let (Some(before), Some(after)) = (before, after) else { continue };
        let verdict = Change::between(&before, &after).dimension(dimension).unwrap().verdict;
        worse += usize::from(verdict == Verdict::ClearlyWorse);
    }
    assert!(worse >= 2, "{worse}");
}

#[test]
fn teams_differ_in_every_dimension_but_less_than_people_do() {
    let tallies = latest(&synthesise(SEED));
    for dimension in DimensionId::ALL {
        let icc = icc(&tallies, dimension);
        assert!((0.05..0.6).contains(&icc), "{dimension}: {icc}");
    }
}

#[test]
fn teams_of_two_minds_are_far_apart_and_many_others_close_together() {
    let organisation = synthesise(SEED);
    let mut divided = Vec::new();
    for team in organisation.teams() {
        let Some(dimension) = team.of_two_minds else { continue };
        let words = team.rounds.iter().filter_map(shown);
        divided.extend(words.filter_map(|tally| dimension_word(&tally.points_of(dimension))));
    }
    let far = divided.iter().filter(|word| **word == Agreement::FarApart).count();
    assert!(divided.len() >= 20 && far * 100 >= divided.len() * 80, "{far} {}", divided.len());
    assert!(!divided.contains(&Agreement::CloseTogether));

    let words = latest(&organisation)
        .iter()
        .flat_map(|tally| DimensionId::ALL.map(|d| dimension_word(&tally.points_of(d))))
        .collect::<Vec<_>>();
    let close = words.iter().filter(|word| **word == Some(Agreement::CloseTogether)).count();
    assert!(close >= 10, "{close}");
}

#[test]
fn other_seeds_tell_the_same_kind_of_tale() {
    let organisations: Vec<Organisation> = (2..12).map(synthesise).collect();
    let sum = |counts: fn(&Organisation) -> (usize, usize)| {
        organisations.iter().map(counts).fold((0, 0), |(n, m), (a, b)| (n + a, m + b))
    };
    let (judged, better) = sum(found_better);
    assert!(better * 100 >= judged * 60, "{better} of {judged}");
    let (compared, clear) = sum(clear_by_chance);
    assert!(clear * 100 <= compared * 15, "{clear} of {compared}");
    for organisation in &organisations {
        let tallies = latest(organisation);
        let found = PatternId::ALL.into_iter().filter(|p| prevalence(&tallies, *p) >= 0.5);
        assert!((4..=6).contains(&found.count()));
        assert!(DimensionId::ALL.into_iter().all(|d| (0.05..0.6).contains(&icc(&tallies, d))));
    }
}

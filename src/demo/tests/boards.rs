//! What is on the boards of made-up teams.

use super::*;
use crate::catalogue::Catalogue;
use crate::demo::words::{self, JUDGED, ending};
use crate::demo::{End, Try, tries};
use crate::kata::{LONGEST_TEXT, Move};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_card_is_of_the_catalogue_and_what_was_begun_has_words() {
    let catalogue = Catalogue::builtin().unwrap();
    for seed in 0..20 {
        for each in tries(&synthesise(seed), seed).iter().flatten() {
            let entry = catalogue.experiment(each.experiment);
            assert!(entry.is_some(), "{}", each.experiment);
            let words = words::of(each.experiment);
            assert!(each.end == End::Proposed || words.is_some(), "{}", each.experiment);
        }
    }
}

#[test]
fn the_cards_of_a_seed_are_the_same_twice_and_leave_the_company_as_it_is() {
    let company = synthesise(SEED);
    assert_eq!(tries(&company, SEED), tries(&company, SEED));
    assert_ne!(tries(&company, SEED), tries(&company, SEED + 1));
    assert_eq!(company, synthesise(SEED));
}

#[test]
fn three_practices_are_tried_by_nine_teams_that_share_and_every_state_occurs() {
    for seed in 0..20 {
        let company = synthesise(seed);
        let boards = tries(&company, seed);
        let mut tried: BTreeMap<&str, Vec<End>> = BTreeMap::new();
        let mut ends: BTreeSet<End> = BTreeSet::new();
        for (team, board) in company.teams().zip(&boards) {
            let known: BTreeSet<&str> = board.iter().map(|each| each.experiment).collect();
            assert_eq!(known.len(), board.len(), "nothing twice");
            assert!(
                board.len() <= 4 && board.iter().filter(|each| !each.end.is_over()).count() <= 3
            );
            let story = board.iter().find(|each| each.worked).map(|each| each.experiment);
            assert!(story.is_none_or(|id| team.story.trial().is_some_and(|t| t.experiment == id)));
            for each in board {
                ends.insert(each.end);
                if team.shares_with_coaches && each.end.is_over() {
                    assert!(team.rounds.iter().any(|round| round.quarter > each.begun));
                    tried.entry(each.experiment).or_default().push(each.end);
                }
            }
        }
        assert_eq!(ends.len(), 6, "seed {seed}");
        let often: Vec<_> = tried.values().filter(|ends| ends.len() >= 9).collect();
        assert!(often.len() >= 3, "seed {seed}: {}", often.len());
        for ends in often {
            for end in [End::Kept, End::Changed, End::Dropped] {
                let count = ends.iter().filter(|each| **each == end).count();
                assert!(count >= 3, "seed {seed}: {end:?} {count}");
            }
        }
        // One team shows everything that the facilitator of a demo wants to see.
        let whole = |board: &&Vec<Try>| {
            let has = |end: End| board.iter().any(|each| each.end == end);
            board.iter().any(|each| each.worked)
                && [End::Kept, End::Running, End::Reviewing, End::Proposed].into_iter().all(has)
        };
        assert!(boards.iter().any(|board| whole(&board)), "seed {seed}");
    }
}

#[test]
fn what_teams_wrote_fits_the_fields_and_nothing_is_written_twice() {
    let mut seen = BTreeSet::new();
    let mut experiments = BTreeSet::new();
    for seed in 0..20 {
        experiments
            .extend(tries(&synthesise(seed), seed).iter().flatten().map(|each| each.experiment));
    }
    for words in experiments.iter().filter_map(|id| words::of(id)) {
        for said in words.runs.iter().copied().flatten() {
            for text in [said.what, said.expected, said.actual] {
                assert!(!text.is_empty() && text.chars().count() <= LONGEST_TEXT, "{text}");
            }
            assert!(seen.insert(said.what), "{}", said.what);
        }
        assert!(words.runs.iter().all(|run| (2..=4).contains(&run.len())));
    }
    for step in Move::ALL.into_iter().filter(|step| *step != Move::TakeUp) {
        let answers: BTreeSet<&str> = (0..60).map(|which| ending(step, which)).collect();
        assert!(answers.iter().all(|answer| !answer.is_empty()), "{step:?}");
    }
    assert!(JUDGED.iter().all(|(_, notes)| notes.len() > 2));
}

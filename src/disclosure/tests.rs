//! The rules of `privacy.md`, each as a property of [`release`](super::release).
//!
//! The expected numbers of people are counted here from the answers themselves,
//! not with the code under test.

mod board;
mod shown;
mod spread;
mod views;
mod withheld;

use super::{Cell, Figure, Released, Report, release};
use crate::catalogue::{Answer, Answers, DimensionId, PATTERNS, PatternId, Point};
use crate::measure::Tally;
use proptest::prelude::*;

/// A person who chose these points, in catalogue order; anything but 0–4 is
/// "can't judge".
fn person(points: [u8; PATTERNS]) -> Answers {
    Answers::new(points.map(|point| {
        Point::ALL.get(usize::from(point)).map_or(Answer::CantJudge, |point| Answer::Point(*point))
    }))
}

/// A round in which the person at place `p` answers the item at place `i` with
/// `answer(p, i)`.
fn round(people: usize, answer: impl Fn(usize, usize) -> u8) -> Vec<Answers> {
    (0..people).map(|p| person(std::array::from_fn(|i| answer(p, i)))).collect()
}

/// A round in which the first `judges[i]` people judge item i, all with "moderately".
fn judged_by(people: usize, judges: [usize; PATTERNS]) -> Vec<Answers> {
    round(people, |p, i| if p < judges[i] { 2 } else { 9 })
}

fn report(answers: &[Answers], k: u8) -> Released<Report> {
    release(&Tally::of(answers, true), k).expect("the round reaches its minimum group")
}

fn report_without_lists(answers: &[Answers], k: u8) -> Released<Report> {
    release(&Tally::of(answers, false), k).expect("the round reaches its minimum group")
}

fn judged(answers: &[Answers], item: PatternId) -> usize {
    answers.iter().filter(|person| person.get(item).strength().is_some()).count()
}

fn judged_of(answers: &[Answers], dimension: DimensionId) -> [usize; 3] {
    dimension.patterns().map(|item| judged(answers, item))
}

fn has_score(person: &Answers, dimension: DimensionId) -> bool {
    dimension.patterns().iter().filter(|item| person.get(**item).strength().is_some()).count() >= 2
}

fn scored(answers: &[Answers], dimension: DimensionId) -> usize {
    answers.iter().filter(|person| has_score(person, dimension)).count()
}

fn scored_overall(answers: &[Answers]) -> usize {
    let dimensions = |person: &&Answers| {
        DimensionId::ALL.iter().filter(|id| has_score(person, **id)).count() >= 4
    };
    answers.iter().filter(dimensions).count()
}

fn item(report: &Report, id: PatternId) -> Cell<Figure> {
    report.items[id.index()].figure
}

fn dimension(report: &Report, id: DimensionId) -> Cell<Figure> {
    report.dimensions[id.index()].figure
}

/// Every cell of a report, with the overall one first.
fn cells(report: &Report) -> Vec<Cell<Figure>> {
    let dimensions = report.dimensions.iter().map(|row| row.figure);
    let items = report.items.iter().map(|row| row.figure);
    std::iter::once(report.overall).chain(dimensions).chain(items).collect()
}

fn json(report: &Released<Report>) -> String {
    serde_json::to_string(report).expect("a report can be written")
}

/// Rounds of up to `people` persons. Each item has its own share of people who
/// judge it, so that items fall below k alone, in pairs and not at all.
fn rounds(people: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<Answers>> {
    let shares =
        proptest::collection::vec(prop_oneof![3 => Just(100_u8), 1 => 0..=100_u8], PATTERNS);
    let person = proptest::collection::vec((0..100_u8, 0..5_u8), PATTERNS);
    (shares, proptest::collection::vec(person, people)).prop_map(|(shares, people)| {
        round(people.len(), |p, i| {
            let (luck, point) = people[p][i];
            if luck < shares[i] { point } else { 9 }
        })
    })
}

/// A minimum group.
fn groups() -> impl Strategy<Value = u8> {
    3..=10_u8
}

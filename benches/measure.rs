//! How long arithmetic takes: `cargo bench --features ssr --bench measure`.
//!
//! Budgets: everything that is said of two rounds of twelve within 10 ms, of two
//! rounds of a thousand within 100 ms.
#![allow(clippy::expect_used, reason = "a bench may stop where it stands")]
#![allow(missing_docs, reason = "criterion's macros write functions without")]

use andon::catalogue::{Answer, Answers, DimensionId, PatternId, Point};
use andon::measure::{Change, Tally, agreement, interval, permutation, strength};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

/// `people` whose answers look drawn at random and are the same every time. One
/// answer in twenty is missing; one in `rarer` of the others is a point lower.
fn round(people: usize, seed: u64, rarer: u64) -> Vec<Answers> {
    let mut state = seed;
    let mut below = |limit: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) % limit
    };
    let mut answer = |level: u64| {
        let point = (level + below(3)).saturating_sub(u64::from(below(rarer) == 0)).min(4);
        let point = usize::try_from(point).ok().and_then(|point| Point::ALL.get(point));
        if below(20) == 0 {
            Answer::CantJudge
        } else {
            point.map_or(Answer::Blank, |p| Answer::Point(*p))
        }
    };
    (0..people)
        .map(|person| {
            Answers::new(std::array::from_fn(|_| answer(if person % 2 == 0 { 0 } else { 2 })))
        })
        .collect()
}

/// Counting, strengths, intervals and agreement of a round.
fn score(answers: &[Answers]) -> (Tally, f64) {
    let tally = Tally::of(answers, true);
    let mut sum = 0.0;
    for pattern in PatternId::ALL {
        let points = &tally.item(pattern).points;
        sum += strength::item(points).unwrap_or_default();
        sum += interval::of_item(points).map_or(0.0, |bounds| bounds.low);
        black_box(agreement::item_word(points));
    }
    for dimension in DimensionId::ALL {
        let scores = tally.dimension(dimension).unwrap_or_default();
        sum += strength::dimension(scores).unwrap_or_default();
        sum += interval::of_dimension(scores).map_or(0.0, |bounds| bounds.low);
        black_box(agreement::dimension_word(&tally.points_of(dimension)));
    }
    let overall = tally.overall().unwrap_or_default();
    sum += interval::of_overall(overall).map_or(0.0, |bounds| bounds.low);
    (tally, sum)
}

fn bench(criterion: &mut Criterion) {
    for people in [12, 1000] {
        let (before, now) = (round(people, 3, 9), round(people, 77, 2));
        let mut group = criterion.benchmark_group(format!("{people} v {people}"));
        group.sample_size(20);
        group.bench_function("score a round", |bench| bench.iter(|| score(black_box(&now))));
        let (tally_before, tally_now) = (score(&before).0, score(&now).0);
        group.bench_function("change", |bench| {
            bench.iter(|| Change::between(black_box(&tally_before), black_box(&tally_now)));
        });
        group.bench_function("score both rounds and change", |bench| {
            bench.iter(|| Change::between(&score(black_box(&before)).0, &score(black_box(&now)).0));
        });
        group.finish();
    }
    // The overall scores of twelve v twelve on their finest lattice, and the most
    // that one exact test may take.
    let mut group = criterion.benchmark_group("permutation test");
    for (name, people, step) in [("12 v 12 overall", 12_i64, 67), ("40 v 40 overall", 40, 17)] {
        let list = |offset: i64| -> Vec<i64> {
            (0..people).map(|i| (offset + i * step * (i % 3 + 1)) % 1441).collect()
        };
        let (a, b) = (list(0), list(1440));
        group.bench_function(name, |bench| bench.iter(|| permutation::test(black_box(&a), &b)));
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);

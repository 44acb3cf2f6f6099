//! How long charts take: `cargo bench --features ssr --bench charts`.
//!
//! Budgets: the radar of two rounds as SVG within 100 µs, a picture of 1600
//! pixels within 30 ms, the heat map of 200 teams as SVG within 20 ms.
#![allow(clippy::expect_used, reason = "a bench may stop where it stands")]
#![allow(missing_docs, reason = "criterion's macros write functions without")]

use andon::catalogue::{Answer, Answers, Catalogue, PATTERNS, Point};
use andon::charts::{Caption, Chart, board_table, dot_plot, heat_map, radar};
use andon::disclosure::{self, Board, BoardTeam, Released, Report, release};
use andon::measure::Tally;
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

/// Twelve people whose answers are spread around `shift`.
fn report(shift: usize) -> Released<Report> {
    let answer = |person: usize, item: usize| {
        let place = (person * 7 + item * 3 + shift) % Point::ALL.len();
        Point::ALL.get(place).map_or(Answer::CantJudge, |point| Answer::Point(*point))
    };
    let person = |person| Answers::new(std::array::from_fn(|item| answer(person, item)));
    let answers: Vec<_> = (0..12).map(person).collect();
    assert_eq!(PATTERNS, 18, "the budgets are for eighteen");
    release(&Tally::of(&answers, true), 5).expect("twelve people answered")
}

fn charts() -> (Chart, Chart) {
    let catalogue = Catalogue::builtin().expect("the catalogue is sound");
    let caption = Caption {
        title: "Changes wait, and people agree why".to_owned(),
        desc: "Health of the six dimensions in two rounds.".to_owned(),
    };
    let (now, before) = (report(0), report(2));
    let outlines = disclosure::radar(
        ("This round, 3 March 2026", &now),
        Some(("Round before, 24 November 2025", &before)),
    );
    let dots = disclosure::dot_plot(&now);
    (radar(&outlines, catalogue, &caption), dot_plot(&dots, catalogue, &caption))
}

/// The board of 200 teams.
fn board() -> Released<Board> {
    let reports: Vec<_> =
        (0..200).map(|team| (format!("Team number {team:03}"), report(team))).collect();
    let row = |(name, report)| BoardTeam { id: name, name, group: None, report, change: None };
    let rows: Vec<_> = reports.iter().map(|(name, report)| row((name.as_str(), report))).collect();
    disclosure::board(&rows)
}

fn bench(criterion: &mut Criterion) {
    let catalogue = Catalogue::builtin().expect("the catalogue is sound");
    let board = board();
    let caption = Caption { title: "Two hundred teams".to_owned(), desc: String::new() };
    let heat = heat_map(&board, catalogue, &caption);
    let mut group = criterion.benchmark_group("heat map of 200 teams");
    group.bench_function("SVG file", |bench| bench.iter(|| black_box(&heat).svg_file()));
    group.bench_function("whole table", |bench| {
        bench.iter(|| board_table(black_box(&board), catalogue));
    });
    group.sample_size(10);
    group.bench_function("PNG", |bench| bench.iter(|| black_box(&heat).png()));
    group.finish();
    let (radar, dots) = charts();
    for (name, chart) in [("radar of two rounds", &radar), ("dot plot", &dots)] {
        let mut group = criterion.benchmark_group(name);
        group.bench_function("SVG file", |bench| bench.iter(|| black_box(chart).svg_file()));
        group.bench_function("SVG for a page, both forms", |bench| {
            bench.iter(|| black_box(chart).svg_inline("c"));
        });
        group.bench_function("table", |bench| bench.iter(|| black_box(chart).table()));
        group.sample_size(30);
        group.bench_function("PNG, 1600 px", |bench| bench.iter(|| black_box(chart).png()));
        group.finish();
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);

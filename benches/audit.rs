//! How long the disclosure audit takes: `cargo bench --features ssr --bench audit`.
//!
//! Budget: 5,000 teams with eight rounds each and some 400 views, for leadership,
//! every team and 40 coaches of 12 teams each, within 10 s and 500 MB; a few
//! hundred views through the gate within 10 s.
//!
//! `cargo bench --features ssr --bench audit -- --once` does everything once and
//! says what it took, with the peak of memory where the system tells.
#![allow(clippy::expect_used, reason = "a bench may stop where it stands")]
#![allow(missing_docs, reason = "criterion's macros write functions without")]

use andon::disclosure::audit::{Findings, Gate, TeamAudit, View};
use criterion::{Criterion, criterion_group};
use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Instant;

const TEAMS: u32 = 5_000;
const QUARTERS: u32 = 8;
const GROUPS: u32 = 50;

/// How teams are put into groups.
#[derive(Debug, Clone, Copy)]
enum Grouping {
    /// 50 areas; each team is in one.
    Areas,
    /// 25 areas and 25 kinds; each team is in one of either.
    AreasAndKinds,
    /// 50 labels; each team has three, and few teams the same three.
    Labels,
}

impl Grouping {
    const ALL: [Self; 3] = [Self::Areas, Self::AreasAndKinds, Self::Labels];

    fn has(self, group: u32, team: u32) -> bool {
        let mixed = team.wrapping_mul(2_654_435_761) >> 8;
        match self {
            Self::Areas => team % GROUPS == group,
            Self::AreasAndKinds => group == team % 25 || group == 25 + mixed % 25,
            Self::Labels => [team, mixed, mixed / 50].iter().any(|label| label % GROUPS == group),
        }
    }
}

/// Which rounds count in a quarter.
#[derive(Debug, Clone, Copy)]
enum Counted {
    /// Those of that quarter.
    New,
    /// Each team's latest; one in ten had none this quarter.
    Latest,
}

impl Counted {
    const ALL: [Self; 2] = [Self::New, Self::Latest];

    fn round(self, team: u32, quarter: u32) -> u32 {
        let skips = |quarter: &u32| (team + quarter).is_multiple_of(10) && *quarter > 0;
        let quarter = match self {
            Self::New => quarter,
            Self::Latest => (0..=quarter).rev().find(|quarter| !skips(quarter)).unwrap_or(0),
        };
        quarter * TEAMS + team
    }
}

fn quarter(grouping: Grouping, counted: Counted, quarter: u32) -> Vec<View> {
    let rounds = |is: &dyn Fn(u32) -> bool| -> Vec<u32> {
        let teams = (0..TEAMS).filter(|team| is(*team));
        teams.map(|team| counted.round(team, quarter)).collect()
    };
    let all = View::new(format!("all, quarter {quarter}"), rounds(&|_| true));
    let groups = (0..GROUPS).map(|group| {
        let name = format!("group {group}, quarter {quarter}");
        View::new(name, rounds(&|team| grouping.has(group, team)))
    });
    std::iter::once(all).chain(groups).collect()
}

fn views(grouping: Grouping, counted: Counted) -> Vec<View> {
    (0..QUARTERS).flat_map(|at| quarter(grouping, counted, at)).collect()
}

fn coaches() -> Vec<BTreeSet<u32>> {
    (0..40).map(|coach| (0..12).map(|team| (coach * 12 + team) * 10).collect()).collect()
}

/// How many leaks there are for leadership, its pairs with coaches, and with teams.
fn audit(views: &[View]) -> (usize, usize, Option<usize>) {
    let audit = TeamAudit::new(views, |atom| atom % TEAMS, 3, coaches());
    let coaches = audit.coaches();
    (
        audit.leadership().leaks.len(),
        coaches.iter().filter(|findings| !Findings::safe(findings)).count(),
        audit.teams().ok().map(|teams| teams.len()),
    )
}

/// Puts every quarter through the gate; how many calls passed.
fn release(grouping: Grouping, counted: Counted, together: bool) -> (usize, usize) {
    let mut gate = Gate::new(3, coaches());
    (0..QUARTERS * TEAMS).for_each(|atom| gate.know(atom, atom % TEAMS));
    let (mut passed, mut calls) = (0, 0);
    for at in 0..QUARTERS {
        let views = quarter(grouping, counted, at);
        let each = if together { views.len() } else { 1 };
        for views in views.chunks(each) {
            calls += 1;
            passed += usize::from(gate.try_release(views.to_vec()).is_ok());
        }
    }
    (passed, calls)
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.unwrap_or("peak unknown").replace(char::is_whitespace, "")
}

fn once() {
    for counted in Counted::ALL {
        for grouping in Grouping::ALL {
            let views = views(grouping, counted);
            let start = Instant::now();
            let leaks = audit(&views);
            let took = start.elapsed();
            println!("{grouping:?}, {counted:?}: {leaks:?} leaks, {took:.2?}, {}", peak());
            for together in [true, false] {
                let start = Instant::now();
                let (passed, calls) = release(grouping, counted, together);
                let took = start.elapsed();
                println!("  gate: {passed} of {calls} calls passed, {took:.2?}, {}", peak());
            }
        }
    }
}

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("5,000 teams, 8 quarters");
    group.sample_size(10);
    for grouping in [Grouping::Areas, Grouping::AreasAndKinds] {
        for counted in Counted::ALL {
            let views = views(grouping, counted);
            let name = format!("{grouping:?}, {counted:?}");
            group.bench_function(name, |bench| bench.iter(|| audit(black_box(&views))));
        }
    }
    group.finish();
}

criterion_group!(benches, bench);

fn main() {
    if std::env::args().any(|argument| argument == "--once") {
        once();
    } else {
        benches();
        Criterion::default().configure_from_args().final_summary();
    }
}

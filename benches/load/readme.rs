//! The results, in `benches/README.md`, between two marks.

use crate::figures::{Figures, milliseconds};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const BEGIN: &str = "<!-- from here on written by make bench -->\n";
const END: &str = "<!-- up to here -->\n";

/// What criterion has left behind: its folder, what it is, and the budget in milliseconds.
const MEASURED: [(&str, &str, Option<f64>); 15] = [
    ("radar of two rounds/SVG file", "Radar of two rounds, six axes, SVG", Some(0.1)),
    ("radar of two rounds/PNG, 1600 px", "The same, PNG of 1600 px", Some(30.0)),
    ("dot plot/SVG file", "Dot plot of two rounds, all eighteen patterns, SVG", Some(0.25)),
    ("dot plot/PNG, 1600 px", "The same, PNG of 1600 px", Some(30.0)),
    ("heat map of 200 teams/SVG file", "Heat map of 200 teams, SVG", Some(20.0)),
    (
        "12 v 12/score both rounds and change",
        "Scoring and all tests of change, 12 v 12",
        Some(10.0),
    ),
    ("1000 v 1000/score both rounds and change", "The same, 1,000 v 1,000", Some(100.0)),
    ("permutation test/12 v 12 overall", "One exact test, 12 v 12", None),
    ("permutation test/40 v 40 overall", "One exact test, 40 v 40", None),
    ("200 teams/board", "Coach\u{2019}s board of 200 teams with 8 rounds each", Some(100.0)),
    ("200 teams/radars", "The same as radars side by side", Some(100.0)),
    ("200 teams/csv", "The same as CSV", None),
    ("5000 teams/leadership", "Leadership, 5,000 teams with 8 rounds each, seen before", Some(3.0)),
    ("5000 teams/briefing", "Its briefing", None),
    ("5000 teams/json", "The same as JSON", None),
];

pub fn write(figures: &Figures) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/README.md");
    let old = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = old.split_once(BEGIN).expect("the mark that begins");
    let (_, after) = rest.split_once(END).expect("the mark that ends");
    let text = format!(
        "{before}{BEGIN}\n{}\n\n## Under load\n\n`cargo bench --features ssr --bench load -- --write`\n\n{figures}\n## One thing at a time\n\n`cargo bench --features ssr --bench charts --bench measure --bench pages`; medians.\n\n{}\n{END}{after}",
        machine(),
        criterion(),
    );
    std::fs::write(&path, text).unwrap();
    println!("written to {}", path.display());
}

/// Where it was measured.
fn machine() -> String {
    let said = |program: &str, words: &[&str]| {
        let output = Command::new(program).args(words).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name"));
    let model = model.and_then(|rest| rest.split_once(": ")).map_or("unknown", |(_, name)| name);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default().to_owned();
    let day = said("date", &["-u", "+%Y-%m-%d"]).unwrap_or_default();
    let rustc = said("rustc", &["--version"]).unwrap_or_default();
    let system = said("uname", &["-sr"]).unwrap_or_default();
    format!(
        "Measured on {day}: {cores} cores ({model}), {system}, {rustc}, `make bench`. Clients, server and database share the cores. Load of the machine at the end: {load}."
    )
}

fn criterion() -> String {
    let mut table = "| what | measured | budget | |\n|---|---|---|---|\n".to_owned();
    for (folder, what, budget) in MEASURED {
        let Some(took) = estimate(folder) else {
            eprintln!("    {folder}: not measured");
            continue;
        };
        let most = budget.map(|most| Duration::from_secs_f64(most / 1000.0));
        let kept = most.map_or("", |most| if took <= most { "kept" } else { "**missed**" });
        let most = most.map(|most| format!("at most {}", milliseconds(most))).unwrap_or_default();
        writeln!(table, "| {what} | {} | {most} | {kept} |", milliseconds(took)).unwrap();
    }
    table
}

/// The median that criterion found last, if it was asked.
fn estimate(folder: &str) -> Option<Duration> {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target"), PathBuf::from);
    let file = target.join("criterion").join(folder).join("new/estimates.json");
    let read: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
    let nanoseconds = read["median"]["point_estimate"].as_f64()?;
    Some(Duration::from_secs_f64(nanoseconds / 1e9))
}

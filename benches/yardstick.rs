//! What displayed figures give away, counted: `cargo bench --features ssr --bench yardstick`.
//!
//! With `-- --write` the committed table, from which `/privacy` prints its own, is written
//! anew. `--drawn N` draws N pairs of rounds for each sample instead of 20,004. It takes some
//! ten minutes on one core.
#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench may stop where it stands")]

use andon::disclosure::yardstick::Table;
use std::time::Instant;

/// A multiple of the twelve distributions.
const DRAWN: u32 = 20_004;
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/disclosure/yardstick/table.json");

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.get(place + 1)?.parse().ok()
    };
    let began = Instant::now();
    let table = Table::counted(after("--drawn").unwrap_or(DRAWN), |row| {
        println!("{:>5} s  {row}", began.elapsed().as_secs());
    });
    if arguments.iter().any(|argument| argument == "--write") {
        let text = serde_json::to_string_pretty(&table).expect("a table can be written");
        std::fs::write(FILE, text + "\n").expect("the table's file can be written");
        println!("Written.");
    }
}

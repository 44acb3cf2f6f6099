//! How many people can answer and read at once, and what it costs the machine:
//! `make bench`, or `cargo bench --features ssr --bench load -- [PART...]`.
//!
//! A server is started as a process of its own, on loopback, with a database made for the
//! purpose, and asked by 32 clients. No figure stands alone, because machines are busy: in
//! the same run the same clients ask a server that does nothing (`reference`), and the
//! databases are asked without Andon (`direct`). What is compared is measured in turns.
//!
//! | part | what is measured |
//! |---|---|
//! | `start` | from the start of the process to the first page; memory at rest |
//! | `submit` | submitting answers, on SQLite |
//! | `hiding` | what it costs that the files tell no order and no time, on SQLite |
//! | `postgres` | the same on a PostgreSQL server that is started for it |
//! | `read` | the report and the survey, in a small database and in one of 50,000 rounds |
//!
//! Without a part, all of them. `ANDON_BIN` names the server's program; without it, the
//! one that cargo has built for the benches is taken. The results are printed, and with
//! `--write` put into `benches/README.md`, with those that criterion has left behind.
//! `generate FOLDER` makes the large database in a folder that is there, for whoever wants
//! to look at it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark may stop where it stands, and reads its settings"
)]
#![allow(missing_docs, reason = "nobody depends on a benchmark")]

mod client;
#[allow(dead_code, reason = "the tests need more of it")]
#[path = "../../tests/database/mod.rs"]
mod database;
mod direct;
mod figures;
mod grounds;
mod hiding;
mod reading;
mod readme;
mod reference;
mod scale;
mod served;
mod starting;
mod submitting;

use figures::Figures;
use std::path::PathBuf;

fn main() {
    // `cargo bench` adds one of its own.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["reference"] => return runtime.block_on(reference::serve()),
        ["generate", folder] => {
            return runtime.block_on(scale::generate(&PathBuf::from(folder)));
        }
        _ => {}
    }
    let parts: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| !word.starts_with("--")).collect();
    let unknown: Vec<_> = parts
        .iter()
        .filter(|part| !["start", "submit", "hiding", "postgres", "read"].contains(part))
        .collect();
    assert!(
        unknown.is_empty(),
        "there is no part {unknown:?}: start, submit, hiding, postgres, read"
    );
    let wanted = |part| parts.is_empty() || parts.contains(&part);

    let mut figures = Figures::default();
    runtime.block_on(async {
        if wanted("start") {
            starting::measure(&mut figures).await;
        }
        if wanted("submit") {
            submitting::on_a_file(&mut figures).await;
        }
        if wanted("hiding") {
            hiding::measure(&mut figures).await;
        }
        if wanted("postgres") {
            submitting::on_a_server(&mut figures).await;
        }
        if wanted("read") {
            reading::measure(&mut figures).await;
        }
    });
    println!("\n{figures}");
    if words.iter().any(|word| word == "--write") {
        readme::write(&figures);
    }
}

//! What the server promises, seen from outside: over HTTP, each test on a database of its
//! own, on a file or on a PostgreSQL server (`database`).
//!
//! One program for all of it: each would link the whole of Andon again, at half a gigabyte of disk.
#![cfg(feature = "ssr")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    reason = "tests"
)]

mod access;
mod api;
mod backup;
mod bounds;
mod calendar;
mod change;
mod cited;
mod coach;
mod compare;
mod cords;
mod cut;
#[allow(dead_code, reason = "the store's tests need more of it")]
#[path = "../database/mod.rs"]
mod database;
mod demo;
#[path = "../dice/mod.rs"]
mod dice;
mod document;
mod experiments;
mod exports;
mod faults;
mod first_start;
mod flow;
mod garbage;
mod hosts;
mod house;
mod import;
mod input;
mod killed_backup;
mod leadership;
mod logged;
mod migrate;
mod nul;
mod oidc;
mod oidc_attacks;
mod operations;
mod participation;
mod plans;
mod privacy;
mod process;
mod program;
mod promises;
mod provider;
mod receipts;
mod receiver;
mod reminders;
mod report;
mod roles;
mod security;
mod shared;
mod shutdown;
mod signals;
mod spoken_codes;
mod stale;
mod support;
#[allow(dead_code, reason = "the store's tests need more of it")]
#[path = "../store/postgres/wire.rs"]
mod wire;
mod works;

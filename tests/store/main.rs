//! What the store promises, seen from outside: each test on a database of its own, on a
//! file or on a PostgreSQL server (`database`).
#![cfg(feature = "ssr")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    reason = "tests"
)]

mod accounts;
mod answers;
mod closing;
mod cords;
#[path = "../database/mod.rs"]
mod database;
mod deleting;
#[path = "../dice/mod.rs"]
mod dice;
mod earlier;
mod experiments;
mod files;
mod interleavings;
mod order;
mod postgres;
mod provider;
mod rounds;
mod schema;
mod shared;
mod signals;
mod support;
mod works;

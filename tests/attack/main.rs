//! Attacks on what Andon promises: each module plays somebody who holds certain things (a
//! copy of the files, a role, invented teams, what pages show) and tries to learn what
//! the promise says cannot be learned. SECURITY.md says how to add one.
//!
//! What runs here is quick. With `ANDON_ATTACK=long`, as `make soak` sets it, attacks that
//! draw samples draw larger ones.
#![cfg(feature = "ssr")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests"
)]

#[allow(dead_code, reason = "the store's tests need more of it")]
#[path = "../database/mod.rs"]
mod database;
#[path = "../dice/mod.rs"]
mod dice;
mod differencing;
mod figures;
mod files;
mod invented_teams;
mod leaks;
mod log;
mod server;
mod stuffing;
#[allow(dead_code, reason = "the server's tests need more of it")]
#[path = "../server/support.rs"]
mod support;

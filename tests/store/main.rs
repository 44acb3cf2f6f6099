//! What the store promises, seen from outside: on a database file in a folder of its own.
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
mod deleting;
mod experiments;
mod files;
mod interleavings;
mod order;
mod provider;
mod rounds;
mod schema;
mod shared;
mod signals;
mod support;
mod works;

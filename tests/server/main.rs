//! What the server promises, seen from outside: over HTTP, on a database file in a folder of its own.
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
mod calendar;
mod change;
mod coach;
mod compare;
mod cords;
mod demo;
mod document;
mod experiments;
mod exports;
mod flow;
mod garbage;
mod house;
mod import;
mod input;
mod leadership;
mod privacy;
mod program;
mod receiver;
mod reminders;
mod roles;
mod signals;
mod support;
mod works;

//! Tests that look inside: what a crash leaves.

mod crash;
mod imports;

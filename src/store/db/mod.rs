//! One language for two databases.
//!
//! The statements of this room are written once, in SQL that SQLite, PostgreSQL and its
//! distributed relatives take as it is. Here is what carries them: a pool, a
//! transaction and a query that are of the one or the other kind only on the inside.
//! Values are of four kinds ([`Value`]), and rows are read by what `sqlx` derives,
//! once for each database.
//!
//! Why not `sqlx`'s own `Any`: it knows no booleans of SQLite and loses types. Why no
//! macro that writes each function twice: functions here would have to be written
//! inside it, and every statement would be compiled twice.

mod builder;
mod commit;
mod connection;
mod query;
mod readers;
mod value;

pub(super) use builder::QueryBuilder;
pub(super) use commit::CommitError;
pub(super) use connection::{Connection, Pool, Transaction};
pub(super) use query::{Done, On, Query, query, query_as, query_scalar};
pub(super) use readers::Readers;
pub(super) use value::Value;

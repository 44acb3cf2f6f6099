//! Statements whose length depends on how many values there are.

use super::connection::Connection;
use super::query::{Query, QueryAs};
use super::value::Value;
use sqlx::AssertSqlSafe;
use std::fmt::Write as _;

/// A statement that is put together. Only fixed texts go into it; whatever comes
/// from outside is bound.
pub(in crate::store) struct QueryBuilder {
    sql: String,
    values: Vec<Value>,
}

impl QueryBuilder {
    /// Begins with a text.
    pub(in crate::store) fn new(begun: &'static str) -> Self {
        Self { sql: begun.to_owned(), values: Vec::new() }
    }

    /// Adds a text.
    pub(in crate::store) fn push(mut self, text: &'static str) -> Self {
        self.sql.push_str(text);
        self
    }

    /// Locks the rows until the transaction ends, where more than one can write: in a
    /// file the transaction has the only right to anyway.
    pub(in crate::store) fn push_lock(self, tx: &Connection) -> Self {
        match tx {
            Connection::Sqlite(_) => self,
            Connection::Postgres(_) => self.push(" FOR UPDATE"),
        }
    }

    /// Adds values with commas between.
    pub(in crate::store) fn push_list<V: Into<Value>>(
        mut self,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        for (place, value) in values.into_iter().enumerate() {
            if place > 0 {
                self.sql.push_str(", ");
            }
            self.bind(value.into());
        }
        self
    }

    /// Adds rows of values, each in brackets, with commas between.
    pub(in crate::store) fn push_rows<const N: usize>(
        mut self,
        rows: impl IntoIterator<Item = [Value; N]>,
    ) -> Self {
        for (place, row) in rows.into_iter().enumerate() {
            self.sql.push_str(if place > 0 { ", (" } else { "(" });
            self = self.push_list(row);
            self.sql.push(')');
        }
        self
    }

    fn bind(&mut self, value: Value) {
        self.values.push(value);
        // Writing to a text cannot fail.
        let _ = write!(self.sql, "${}", self.values.len());
    }

    /// The statement. It was put together from fixed texts and numbers of values.
    pub(in crate::store) fn build(self) -> Query {
        Query::with(AssertSqlSafe(self.sql), self.values)
    }

    /// The statement, for its rows.
    pub(in crate::store) fn build_query_as<T>(self) -> QueryAs<T> {
        self.build().read_as()
    }
}

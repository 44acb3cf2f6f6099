//! A table as the file describes it: its columns, their kinds, and what it points at.

use super::CopyError;
use crate::store::db::Value;
use crate::store::schema::{FILE_TABLES, quoted};
use sqlx::{ColumnIndex, Decode, Row, SqliteConnection, Type};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The four kinds of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Truth,
    Bytes,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    name: String,
    kind: Kind,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// The column by which its rows point at other rows of it, and the one that is its key.
    own_reference: Option<(usize, usize)>,
    points_at: BTreeSet<String>,
}

/// All tables of a file but the list of applied steps, each after those it points at.
pub(super) async fn tables(file: &mut SqliteConnection) -> Result<Vec<Table>, CopyError> {
    let mut names: Vec<String> = sqlx::query_scalar(FILE_TABLES).fetch_all(&mut *file).await?;
    names.retain(|name| name != "_sqlx_migrations");
    let mut open = Vec::with_capacity(names.len());
    for name in names {
        open.push(describe(file, name).await?);
    }
    let mut ordered: Vec<Table> = Vec::with_capacity(open.len());
    while !open.is_empty() {
        let known: BTreeSet<&str> = ordered.iter().map(|table| table.name.as_str()).collect();
        let free = |table: &Table| table.points_at.iter().all(|at| known.contains(at.as_str()));
        let (next, rest): (Vec<Table>, Vec<Table>) = open.into_iter().partition(free);
        if next.is_empty() {
            // Two tables that point at each other.
            let name = rest.into_iter().next().map(|table| table.name);
            return Err(CopyError::Unknown(name.unwrap_or_default()));
        }
        ordered.extend(next);
        open = rest;
    }
    Ok(ordered)
}

async fn describe(file: &mut SqliteConnection, name: String) -> Result<Table, CopyError> {
    let found: Vec<(String, String)> =
        sqlx::query_as("SELECT name, type FROM pragma_table_info($1) ORDER BY cid")
            .bind(&name)
            .fetch_all(&mut *file)
            .await?;
    let mut columns = Vec::with_capacity(found.len());
    for (column, declared) in found {
        let kind = match declared.as_str() {
            "TEXT" => Kind::Text,
            "BIGINT" => Kind::Number,
            "BOOLEAN" => Kind::Truth,
            "BLOB" => Kind::Bytes,
            _ => return Err(CopyError::Unknown(name)),
        };
        columns.push(Column { name: column, kind });
    }
    let references: Vec<(String, String, Option<String>)> =
        sqlx::query_as("SELECT \"table\", \"from\", \"to\" FROM pragma_foreign_key_list($1)")
            .bind(&name)
            .fetch_all(&mut *file)
            .await?;
    let place = |wanted: &str| columns.iter().position(|column| column.name == wanted);
    let own_reference = references
        .iter()
        .find(|(table, ..)| *table == name)
        .and_then(|(_, from, to)| Some((place(from)?, place(to.as_deref().unwrap_or("id"))?)));
    let points_at =
        references.into_iter().map(|(table, ..)| table).filter(|table| *table != name).collect();
    Ok(Table { name, columns, own_reference, points_at })
}

impl Table {
    fn names(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(|column| quoted(&column.name)).collect();
        names.join(", ")
    }

    pub(super) fn select(&self) -> String {
        format!("SELECT {} FROM {}", self.names(), quoted(&self.name))
    }

    pub(super) fn count(&self) -> String {
        format!("SELECT COUNT(*) FROM {}", quoted(&self.name))
    }

    pub(super) fn has_rows(&self) -> String {
        format!("SELECT EXISTS (SELECT 1 FROM {})", quoted(&self.name))
    }

    pub(super) fn insert(&self, rows: usize) -> String {
        let mut statement =
            format!("INSERT INTO {} ({}) VALUES ", quoted(&self.name), self.names());
        let width = self.columns.len();
        for row in 0..rows {
            statement.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..width {
                let comma = if column == 0 { "" } else { ", " };
                // Writing to a text cannot fail.
                let _ = write!(statement, "{comma}${}", row * width + column + 1);
            }
            statement.push(')');
        }
        statement
    }

    /// Takes a row's pointer at another row of its table out, and gives the statement
    /// that puts it back once all rows are there.
    pub(super) fn take_own_reference(&self, row: &mut [Value]) -> Option<(String, Vec<Value>)> {
        let (from, key) = self.own_reference?;
        let (Some(Value::Text(id)), name) = (row.get(key), self.columns.get(key)?) else {
            return None;
        };
        let id = id.clone()?;
        let Some(Value::Text(pointer)) = row.get_mut(from) else { return None };
        let pointer = pointer.take()?;
        let statement = format!(
            "UPDATE {} SET {} = $1 WHERE {} = $2",
            quoted(&self.name),
            quoted(&self.columns.get(from)?.name),
            quoted(&name.name),
        );
        Some((statement, vec![pointer.into(), id.into()]))
    }

    /// A row's values.
    pub(super) fn read<'r, R: Row>(&self, row: &'r R) -> Result<Vec<Value>, sqlx::Error>
    where
        usize: ColumnIndex<R>,
        Option<String>: Decode<'r, R::Database> + Type<R::Database>,
        Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
        Option<bool>: Decode<'r, R::Database> + Type<R::Database>,
        Option<Vec<u8>>: Decode<'r, R::Database> + Type<R::Database>,
    {
        let read = |(place, column): (usize, &Column)| {
            Ok(match column.kind {
                Kind::Text => Value::Text(row.try_get(place)?),
                Kind::Number => Value::Number(row.try_get(place)?),
                Kind::Truth => Value::Truth(row.try_get(place)?),
                Kind::Bytes => Value::Bytes(row.try_get(place)?),
            })
        };
        self.columns.iter().enumerate().map(read).collect()
    }
}

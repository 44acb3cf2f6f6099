//! Tests that look inside: what a crash leaves.

mod crash;
mod imports;
mod together;

use super::Store;
use super::db::Pool;
use sqlx::SqlitePool;

impl Store {
    /// The connections that write to a file.
    fn to_file(&self) -> &SqlitePool {
        match &self.writer {
            Pool::Sqlite(pool) => pool,
            Pool::Postgres(_) => panic!("this store is on a server"),
        }
    }
}

//! The database that a test runs on: a file, or one of a server's that is started for
//! the tests (`cluster`).
//!
//! `ANDON_TEST_DATABASE=postgres` chooses the server, and without it everything runs on
//! files. A test asks for a [`Database`], opens as many stores on it as it likes, looks
//! at it past the store with [`Direct`], and searches its bytes with
//! [`Database::holds`]. Both test programs share this folder.

#![allow(
    clippy::disallowed_methods,
    clippy::zombie_processes,
    clippy::format_push_string,
    reason = "tests read their environment, wait for servers, and leave a watchdog behind"
)]

mod cluster;
mod direct;

#[allow(unused_imports, reason = "each of the two test programs uses its part")]
pub use cluster::{Cluster, Rented, Stop, plain_user};
pub use direct::Direct;

use andon::store::{PoolSettings, Store};
use std::io::BufRead as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// A database of one test's own, gone with it.
pub enum Database {
    /// A file in a folder of its own.
    File(TempDir),
    /// One on the tests' server.
    Server(Rented),
}

impl Database {
    /// A new one, of the kind that this run is about.
    pub fn new() -> Self {
        match std::env::var("ANDON_TEST_DATABASE").as_deref() {
            Err(_) | Ok("" | "sqlite") => Self::file(),
            Ok("postgres") => Self::server(),
            Ok(other) => panic!("ANDON_TEST_DATABASE is sqlite or postgres, not {other}"),
        }
    }

    /// A file, whatever the run is about.
    pub fn file() -> Self {
        Self::File(tempfile::tempdir().unwrap())
    }

    /// One on the server, whatever the run is about. It has all tables already.
    pub fn server() -> Self {
        Self::Server(Cluster::shared().rent())
    }

    /// Opens it, as a process of its own would.
    pub async fn open(&self) -> Store {
        match self {
            Self::File(folder) => Store::open(&file_in(folder.path())).await.unwrap(),
            Self::Server(rented) => Store::connect(&rented.url(), pool()).await.unwrap(),
        }
    }

    /// A connection past the store.
    pub async fn direct(&self) -> Direct {
        match self {
            Self::File(folder) => Direct::to_file(&file_in(folder.path())).await,
            Self::Server(rented) => Direct::to_server(&rented.url()).await,
        }
    }

    /// The folder, if it is a file.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::File(folder) => Some(folder.path()),
            Self::Server(_) => None,
        }
    }

    /// A copy of a database to which nobody is connected.
    pub fn copy(&self) -> Self {
        match self {
            Self::File(from) => {
                let to = tempfile::tempdir().unwrap();
                std::fs::copy(file_in(from.path()), file_in(to.path())).unwrap();
                Self::File(to)
            }
            Self::Server(rented) => Self::Server(rented.copy()),
        }
    }

    /// Every file that the database is made of, with its bytes. What a server holds in
    /// memory is written out before.
    pub fn bytes(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let folder = match self {
            Self::File(folder) => folder.path().to_owned(),
            Self::Server(rented) => {
                rented.write_out();
                rented.folder()
            }
        };
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        // A server may throw a file away while we look.
        paths.filter_map(|path| std::fs::read(&path).ok().map(|bytes| (path, bytes))).collect()
    }

    /// Whether any of its files holds these bytes.
    pub fn holds(&self, needle: &[u8]) -> bool {
        self.holds_any(&[needle])
    }

    /// Whether any of its files holds any of these.
    pub fn holds_any(&self, needles: &[&[u8]]) -> bool {
        let files = self.bytes();
        files.iter().any(|(_, bytes)| needles.iter().any(|needle| contains(bytes, needle)))
    }
}

/// The sets in an open round's stored value, which is handed over in hex: each receipt's hash,
/// in hex too, and the answers. Read independently of the program's own reader.
#[allow(dead_code, reason = "each of the test programs uses its part")]
pub fn sets(value: &str) -> Vec<(String, String)> {
    let (head, rest) = value.split_at(8);
    assert!(head.starts_with("0112"), "version 1, eighteen statements: {head}");
    let many = usize::from_str_radix(&head[4..], 16).unwrap();
    let (shield, places) = rest.split_at(2 * 1_020);
    assert!(shield.bytes().all(|digit| digit == b'0'));
    let places: Vec<&[u8]> = places.as_bytes().chunks(2 * 50).collect();
    let (used, free) = places.split_at(many);
    assert!(free.iter().all(|place| place.iter().all(|digit| *digit == b'0')));
    let read = |place: &&[u8]| {
        let (hash, answers) = std::str::from_utf8(place).unwrap().split_at(64);
        let answers = data_encoding::HEXLOWER.decode(answers.as_bytes()).unwrap();
        (hash.to_owned(), String::from_utf8(answers).unwrap())
    };
    used.iter().map(read).collect()
}

/// The file's name in its folder.
pub fn file_in(folder: &Path) -> PathBuf {
    folder.join("andon.sqlite")
}

/// Fewer connections than in earnest, because tests run beside each other; and more
/// patience, because the machine is busy then.
pub fn pool() -> PoolSettings {
    PoolSettings { readers: 4, wait: Duration::from_secs(30) }
}

/// Whether bytes hold others.
fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let (first, rest) = needle.split_first().unwrap();
    let mut left = bytes;
    // The only search in the standard library that is quick in a debug build, too.
    while left.skip_until(*first).unwrap() > 0 {
        if left.starts_with(rest) {
            return true;
        }
    }
    false
}

//! The program: what only a build knows, and nothing else, so that the rest can be tested
//! without it and is built while the site is.

use andon::command;
use andon::site::File;
use std::process::ExitCode;

/// Pages are made of many small texts: the system's own takes a fifth of the time of a page.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The site's files, of which the build writes a list, and what `--version` says.
#[cfg(feature = "site")]
const SITE: &[File] = include!(concat!(env!("ANDON_SITE_DIR"), "/files.rs"));
#[cfg(feature = "site")]
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("ANDON_COMMIT"), ")");

#[cfg(not(feature = "site"))]
const SITE: &[File] = andon::site::ICONS;
#[cfg(not(feature = "site"))]
const VERSION: &str = env!("CARGO_PKG_VERSION");

fn main() -> ExitCode {
    command::run(SITE, VERSION)
}
